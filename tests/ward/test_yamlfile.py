"""YAML text -> values as they were written, each with its place."""

import pytest
from ruamel.yaml.nodes import MappingNode

from broadcast.base.errors import FaultsFound, tell
from broadcast.ward.places import Places
from broadcast.ward.plainheader import compose_plain
from broadcast.ward.yamlfile import compose, read_yaml

TEXT = "a: 17:00\nb: [no, 1.000, '07']\nc: {d: , e: x}\n"
WHAT = tell("có lỗi")


def test_scalars_stay_the_text_that_was_written() -> None:
    assert read_yaml("f", TEXT).value == {"a": "17:00", "b": ["no", "1.000", "07"], "c": {"d": None, "e": "x"}}


@pytest.mark.parametrize(
    ("path", "at_key", "line", "column"),
    [
        (("a",), False, 1, 4),
        (("b", 1), False, 2, 9),
        (("c", "e"), True, 3, 10),
        (("c", "e"), False, 3, 13),
        (("c", "gone"), False, 3, 4),
        (("gone",), False, 1, 1),
    ],
)
def test_a_fault_stands_at_its_value_or_the_nearest_place_above(
    path: tuple[str | int, ...], at_key: bool, line: int, column: int
) -> None:
    fault = read_yaml("f", TEXT).fault(path, WHAT, at_key=at_key)
    assert (fault.line, fault.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: 2\na: 3\n", 3), ("a: [1\n", 1), ("? [x]\n: 1\n", 1), ("a: &x [*x]\n", 1)],
    ids=["a key twice", "an open bracket", "a list as a key", "a list within itself"],
)
def test_what_cannot_be_read_is_one_fault_at_its_line(text: str, line: int) -> None:
    with pytest.raises(FaultsFound) as found:
        read_yaml("f", text)
    assert [fault.line for fault in found.value.faults] == [line]


@pytest.mark.parametrize("written", [r"\ud800", r"x\uDFFFy", r"\U0000d83d", r"\uD83D\uDE00"])
def test_half_a_character_is_a_fault_at_its_line_and_never_reaches_a_screen(written: str) -> None:
    for text in (f'a: 1\nb: [x, "{written}"]\n', f'a: 1\n"{written}": 2\n'):
        with pytest.raises(FaultsFound) as found:
            read_yaml("f", text)
        [fault] = found.value.faults
        assert fault.line == 2
        str(fault.what).encode()


def test_a_backslash_that_writes_no_half_character_stays_as_it_is() -> None:
    """The negative control of the test above."""
    assert read_yaml("f", r"a: \ud800" + "\n" + r'b: "\u0111\U0001F600"').value == {"a": r"\ud800", "b": "đ😀"}


PLAIN = [
    "title: Lịch tiêm chủng\n",
    "title: Lịch tiêm chủng\nbasis: Thông báo số 15/TB-UBND\nspeed: 0.9\nuntil: 20/11/2026\n",
    "title: A\ntitle: B\n",
    "title: 12\nmusic: yes\nkhong_co: gì\n",
    "title: Mừng - vui, “đẹp” (rất) & hay!\n",
]
NOT_PLAIN = [
    "title: 'Trong ngoặc'\n",
    "title: Thông báo: nghỉ\n",
    "title:\n",
    "title: null\n",
    "title: ~\n",
    "",
    "- title: a\n",
    "title: a #b\n",
    "title: |\n  a\n",
    "title: a\n  b\n",
    "title: a \n",
    "title: [a]\n",
    " title: a\n",
    "title: &a b\n",
    "title: a\n\nspeed: 1\n",
    "# a\ntitle: a\n",
    "Title: a\n",
    "title : a\n",
    "title: a\tb\n",
    "title: a\x07\n",
]


def _shape(root: object) -> list[tuple[str, int, int, int, int]]:
    assert isinstance(root, MappingNode)
    return [
        (str(one.value), one.start_mark.line, one.start_mark.column, one.end_mark.line, one.end_mark.column)
        for pair in root.value
        for one in pair
    ]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_header_is_read_as_yaml_reads_it(text: str) -> None:
    assert _shape(compose_plain(text)) == _shape(compose(text, Places("a.md", text)))


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_what_yaml_may_read_otherwise_is_left_to_it(text: str) -> None:
    assert compose_plain(text) is None
