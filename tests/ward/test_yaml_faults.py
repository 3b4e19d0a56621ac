"""What is no YAML -> the line to blame and what it needs, in Vietnamese, whatever the parser says."""

import inspect
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import composer, parser, reader, scanner
from ruamel.yaml.error import StringMark
from ruamel.yaml.parser import ParserError

from broadcast.base.errors import Fault, FaultsFound
from broadcast.ward.places import Places
from broadcast.ward.yaml_faults import yaml_fault
from broadcast.ward.yamlfile import read_yaml

ENGLISH = re.compile(
    r"\b(?:found|expected|while|could|not|scanning|parsing|mapping|sequence|character|token|block|document|anchor|"
    r"alias|undefined|duplicate|unknown|escape|stream|special|allowed|directive|indentation|unacceptable)\b",
    re.IGNORECASE,
)


def _faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(FaultsFound) as found:
        read_yaml("playlist.yaml", text)
    return found.value.faults


@pytest.mark.parametrize(
    ("text", "line", "column", "what", "fix"),
    [
        ("a:\n\tb: 1\n", 2, 1, "thụt bằng phím Tab", "thay bằng dấu cách"),
        ("a:\n  b: 1\n \tc: 2\n", 3, 2, "thụt bằng phím Tab", "thay bằng dấu cách"),
        ("station\n  name: x\n", 1, 1, "thiếu dấu hai chấm", "Viết: station:"),
        ("s:\n  - id: a\n    at 05:00\n    days: t2\n", 3, 5, "thiếu dấu hai chấm", "Viết: at: 05:00"),
        ("a:1\nb: 2\n", 1, 2, "sau dấu hai chấm phải có dấu cách", "Viết: a: 1"),
        ("a： 1\nb: 2\n", 1, 2, "chữ rộng", "Viết: a: 1"),
        ("t: Thông báo: nghỉ\n", 1, 13, "hai dấu hai chấm", 'Viết: t: "Thông báo: nghỉ"'),
        ("a: 1\n  b: 2\n", 2, 3, "thụt vào sâu hơn dòng trên", "Thụt dòng này bằng dòng trên"),
        ("a:\n  b: 1\n c: 2\n", 3, 2, "không thẳng hàng", "đếm lại dấu cách"),
        ("a:\n  - x\n  b: 1\n", 3, 3, "không thẳng hàng", "đếm lại dấu cách"),
        ("a:\n  b: 1\n  - x\n", 3, 3, "dấu gạch “-”", "Thụt dòng này"),
        ("s:\n  - id: a\n  -id: b\n", 3, 3, "sau dấu gạch “-” phải có dấu cách", "Viết: - id: b"),
        ("a: - x\n", 1, 4, "dấu gạch “-”", "Xuống dòng"),
        ('a: "x\nb: 1\n', 1, 4, "ngoặc kép mở ở đây mà không đóng", "bỏ dấu mở"),
        ("a: 'x\nb: 1\n", 1, 4, "ngoặc kép mở ở đây mà không đóng", "bỏ dấu mở"),
        ('a: "x" y\n', 1, 8, "sau dấu ngoặc kép đóng còn chữ nữa", "một cặp ngoặc"),
        ("a: [1, 2\nb: 1\n", 1, 4, "dấu “[” mở ở đây mà không đóng", "Thêm “]”"),
        ("a: {b: 1\nc: 2\n", 1, 4, "dấu “{” mở ở đây mà không đóng", "Thêm “}”"),
        ("a: [1}\n", 1, 6, "đóng bằng “]”", "Đổi “}” thành “]”"),
        ("a: {b: 1 c: 2}\n", 1, 11, "thiếu một dấu phẩy", "dấu phẩy"),
        ("a: [1,,2]\n", 1, 7, "thừa một dấu phẩy", "Bỏ bớt"),
        *((f"a: {sign}x\n", 1, 4, f"chữ bắt đầu bằng “{sign}”", '"') for sign in "*&@%`!|>"),
        ('a: "C:\\Users"\n', 1, 8, "dấu “\\” trong ngoặc kép", "Viết dấu /"),
        ("a: 1\n---\nb: 2\n", 2, 1, "dòng “---” không dùng ở đây được", "Xoá dòng này"),
        ("a: 1\n...\nb: 2\n", 2, 1, "dòng “...” không dùng ở đây được", "Xoá dòng này"),
        ("%YAML 9.9\n---\na: 1\n", 1, 1, "dòng “%YAML 9.9” không dùng", "Xoá dòng này"),
        ("a: 1\nb: \x07\n", 2, 4, "ký tự lạ", "gõ lại"),
        ("[" * 600, 1, 1, "lồng vào nhau", "mỗi mục một dòng"),
    ],
)  # fmt: skip
def test_what_is_no_yaml_is_told_at_the_line_to_blame(
    text: str, line: int, column: int, what: str, fix: str
) -> None:
    [fault] = _faults(text)
    assert (fault.line, fault.column) == (line, column)
    assert what in str(fault.what)
    assert fix in str(fault.fix)


@pytest.mark.parametrize("space", ["\u00a0", "\u2003", "\u3000", "\u202f"])
@pytest.mark.parametrize("hidden", ["", "\u200b", "\ufeff", "\u2060"])
def test_odd_spaces_and_signs_nobody_sees_are_read_as_what_is_seen(space: str, hidden: str) -> None:
    text = f"a:\n{space}{space}{hidden}b:{space}1\n{space} c{hidden}: 2\n"
    assert read_yaml("f", text).value == {"a": {"b": "1", "c": "2"}}


def test_keys_written_twice_for_want_of_a_dash_are_one_fault_that_says_so() -> None:
    text = "sessions:\n  id: a\n  at: 1\n  name: x\n  id: b\n  at: 2\n  name: y\n"
    [fault] = _faults(text)
    assert fault.line == 5
    assert "thiếu dấu gạch “-”" in str(fault.what)
    [one, two] = _faults("a: 1\nb: 2\nc: 3\nb: 4\nc: 5\n")  # the negative control: no list, two keys twice
    assert "dấu gạch" not in f"{one.what}{two.what}"


def test_an_anchor_that_something_names_is_still_read() -> None:
    assert read_yaml("f", "a: &x [1]\nb: *x\n").value == {"a": ["1"], "b": ["1"]}


def _problems() -> Iterator[str]:
    """Every text in the parser's own source that it could tell as a problem or its context."""
    for module in (scanner, parser, composer, reader):
        for literal in re.findall(r"f?(['\"])((?:\\.|(?!\1).)*)\1", inspect.getsource(module)):
            if ENGLISH.search(literal[1]) and " " in literal[1]:
                yield literal[1]


def test_no_problem_that_the_parser_can_tell_comes_through() -> None:
    text = "a: 1\nb: [x, y\n  c d\n"
    problems = sorted(set(_problems()))
    assert len(problems) > 60  # its source is read at all
    for problem in problems:
        for context in (None, *problems[::7]):
            for line in (0, 1, 2, 3):
                mark = StringMark("f", 0, line, 1, text, 0)
                told = yaml_fault(ParserError(context, mark, problem, mark), text, Places("f", text))
                assert not ENGLISH.search(f"{told.what} {told.fix}"), problem


SIGNS = "a:-[]{},'\"#&*!|>@`%?~=\n\t\\\u00a0\u200b\x07"
SCRAPS = st.sampled_from([*SIGNS, "bà con", ": ", " :", " #", "- ", "\n  ", "\n    ", "---", "...", "<<", "05:00"])


@given(st.lists(SCRAPS, max_size=25).map("".join))
def test_whatever_is_written_no_word_of_the_parser_reaches_a_screen(text: str) -> None:
    try:
        read_yaml("playlist.yaml", text)
    except FaultsFound as found:
        for fault in found.faults:
            assert not ENGLISH.search(f"{fault.what} {fault.fix}")
            assert 1 <= fault.line <= text.count("\n") + 2
            assert fault.column >= 1


def test_the_words_looked_for_are_those_of_the_parser() -> None:
    """The negative control of the two above."""
    assert ENGLISH.search("found character '\\t' that cannot start any token")
    assert ENGLISH.search("could not find expected ':'")
