"""One value of playlist.yaml is changed, and every other byte of the file is the old one's."""

import random
import unicodedata
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from pathlib import Path as File
from typing import Any

import pytest
from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from stand_ins.wards import PLAYLIST

from broadcast.base.errors import FaultsFound, WardError
from broadcast.ward.aswritten import playlist_as_written
from broadcast.ward.filetext import decoded
from broadcast.ward.yamledit import with_value, without_value
from broadcast.ward.yamlfile import Path, read_yaml
from broadcast.ward.yamlwritten import Value

marks_apart = partial(unicodedata.normalize, "NFD")
ROOT = File(__file__).parent.parent.parent
TEXTS = (
    "18/10/2025", "07:30", "17:00", "on", "no", "1_000", "1.000", "0x1F", "300", "2025-10-18", "'", '"', "a: b",
    "tổ 5 # bà Bình", "#1", "- một", "một\nhai\n", "Chúc mừng 🎉", "👨\u200d👩\u200d👧", "", " lề ", "null", "~",
    "=", "{x}", "[số]", "&a", "*a", "!x", "@", "%", "`", "|", ">", "a\tb", "\\n", "Ủy ban",
    marks_apart("Ủy ban"), "a\u00a0b", "dòng 1:", "? x", "x" * 300, "\x07", "câu, có dấu phẩy",
)  # fmt: skip
"""What a person may type for a fact."""

ODD = (
    "\ufeff# ghi chú đầu\r\n"
    "station: {name: Đài A, timezone: Asia/Ho_Chi_Minh}   # tên\r\n"
    "\r\n"
    "facts:\r\n"
    f"    {marks_apart('đại_hội')}:   # {marks_apart('điền sau')}\r\n"
    "        ngay: 18/10/2025   # neo\r\n"
    f"        noi: {marks_apart('Nhà văn hoá tổ 5: phường')}   # {marks_apart('nơi')}\r\n"
    "        trong:          # chưa điền\r\n"
    "    doan: |   # khối\r\n"
    "      dòng một\r\n"
    "\r\n"
    "      dòng hai\r\n"
    "\r\n"
    "    # ghi chú giữa\r\n"
    "    gap: >-\r\n"
    "      một hai\r\n"
    "      ba\r\n"
    "    nhay: \"một\r\n"
    "      hai\"   # sau nháy\r\n"
    "    ds:\r\n"
    "    - tổ 1\r\n"
    "    # giữa danh sách\r\n"
    "    - 'tổ 2'   # hai\r\n"
    "    -\r\n"
    "neo: {a: &d một, b: *d}\r\n"
    "phases:\r\n"
    "    truoc: {\r\n"
    "      from: 1/10/2025,   # từ\r\n"
    "      until: 2/10/2025, name: Trước\u200b }\r\n"
    "cuoi: hết"
).encode()  # fmt: skip
"""What editors do to files: BOM, CRLF, marks typed apart, blocks, anchors, no end of the last line."""

ONE_BY_ONE = """\
# một phường nhỏ
station:
    name:   "Đài phường Thử"    # trong nháy
    timezone: Asia/Ho_Chi_Minh
    office:
    - Uỷ ban nhân dân
    - 'phường Thử'      # hàng hai
facts:
    hop:
        ngay: 1/9/2025
        noi: >
            Nhà văn hoá
            tổ 5

        bien_ban: |-
            một
            hai
# các buổi
sessions:
-   id: sang
    name: Sáng
    at: 06:30   # sớm
    days: [t2, t4,
           t6]
    play: [chung/treo-co]
airtime: {allowed: [05:30-07:30], days: t2-t6, max_session: 15m, max_sessions: 2}"""
"""Indented by four, in blocks, without an end of its last line."""


def _value(raw: bytes) -> Any:
    return read_yaml("playlist.yaml", decoded("playlist.yaml", raw), playlist_as_written).value


def _edit(raw: bytes, path: Path, value: Value) -> bytes:
    return with_value("playlist.yaml", raw, path, value, playlist_as_written)


def _places(node: Any, path: Path = ()) -> Iterator[tuple[Path, int, int]]:
    """Each text of a file and where a parser that is not ours says that it stands."""
    if isinstance(node, MappingNode):
        for key, inner in node.value:
            yield from _places(inner, (*path, key.value))
    elif isinstance(node, SequenceNode):
        for index, inner in enumerate(node.value):
            yield from _places(inner, (*path, index))
    elif isinstance(node, ScalarNode) and node.value:
        yield path, node.start_mark.index, node.end_mark.index


def _untouched(edit: Callable[[bytes, Path, str], bytes], edits: int) -> list[str]:
    """Make random edits of three wards' files; tell those that changed a byte outside the value."""
    dice, wrong = random.Random(17), []
    files = [PLAYLIST.encode()] * 8 + [ONE_BY_ONE.encode()] * 11 + [(ROOT / "playlist.yaml").read_bytes()]
    known = [(raw, [*_places(YAML(typ="safe", pure=True).compose(raw.decode()))], _value(raw)) for raw in files]
    for number in range(edits):
        raw, places, before = known[number % len(known)]
        path, start, end = dice.choice(places)
        value, text = dice.choice(TEXTS), raw.decode()
        new = edit(raw, path, value).decode()
        rest = text[end:] if text[start] not in "|>" else text[end:].lstrip()
        if not (new.startswith(text[:start]) and new.endswith(rest)):
            wrong.append(f"{path} {value!r}")
        above, now = before, _value(new.encode())
        for key in path[:-1]:
            above, now = above[key], now[key]
        assert now[path[-1]] == value
    return wrong


def test_two_hundred_random_edits_change_no_byte_outside_the_value() -> None:
    assert _untouched(_edit, 200) == []


def test_what_ruamel_writes_changes_bytes_outside_the_value() -> None:
    """The negative control: its round trip keeps comments, and wraps, quotes and indents anew."""

    def round_trip(raw: bytes, path: Path, value: str) -> bytes:
        yaml, out = YAML(typ="rt", pure=True), StringIO()
        above = whole = yaml.load(raw.decode())
        for key in path[:-1]:
            above = above[key]
        above[path[-1]] = value
        yaml.dump(whole, out)
        return out.getvalue().encode()

    dice, changed = random.Random(17), 0
    for text in (PLAYLIST, ONE_BY_ONE, (ROOT / "playlist.yaml").read_text(encoding="utf-8")):
        path, start, end = dice.choice([*_places(YAML(typ="safe", pure=True).compose(text))])
        new = round_trip(text.encode(), path, "đổi").decode()
        changed += not (new.startswith(text[:start]) and new.endswith(text[end:].lstrip()))
    assert changed == 3


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("facts", "đại_hội", "trong"), "trong:  ", "trong: 300  "),
        (("facts", "đại_hội", "noi"), marks_apart("Nhà văn hoá tổ 5: phường"), "300"),
        (("facts", "doan"), "|   # khối\r\n      dòng một\r\n\r\n      dòng hai\r\n", "300   # khối\r\n"),
        (("facts", "gap"), ">-\r\n      một hai\r\n      ba\r\n", "300\r\n"),
        (("facts", "nhay"), '"một\r\n      hai"', '"300"'),
        (("facts", "ds", 1), "'tổ 2'", "'300'"),
        (("facts", "ds", 2), "-\r\nneo", "- 300\r\nneo"),
        (("phases", "truoc", "name"), "Trước", "300"),
        (("phases", "truoc", "until"), "2/10/2025", "300"),
        (("station", "name"), "Đài A", "300"),
        (("cuoi",), "hết", "300"),
        (("facts", "ds", 3), "    -\r\nneo", "    -\r\n    - 300\r\nneo"),
        (("facts", "them"), "    -\r\nneo", "    -\r\n    them: 300\r\nneo"),
        (("fact_sources", "ngay"), "cuoi: hết", "cuoi: hết\r\nfact_sources:\r\n  ngay: 300"),
        (("phases", "truoc", "x"), "Trước", "Trước, x: 300"),
    ],
)
def test_an_odd_file_keeps_every_other_byte(path: Path, old: str, new: str) -> None:
    assert ODD.count(old.encode()) == 1
    assert _edit(ODD, path, "300") == ODD.replace(old.encode(), new.encode())


def test_any_text_is_read_back_to_the_letter() -> None:
    for text in TEXTS:
        for path in (
            ("facts", "đại_hội", "trong"),
            ("facts", "ds", 1),
            ("phases", "truoc", "name"),
            ("facts", "gap"),
        ):
            new = _value(_edit(ODD, path, text))
            for key in path:
                new = new[key]
            assert new == text, (path, text)


def test_what_other_readers_of_yaml_take_for_a_number_or_yes_is_put_in_quotes() -> None:
    raw = b"facts:\n  a:\n"
    other = YAML(typ="safe", pure=True)
    other.version = "1.1"  # type: ignore[assignment]
    for text in ("07:30", "17:00", "on", "no", "1_000", "0x1F", "1.000", "2025-10-18", "null", "1e3", "0o7"):
        known = other.load(_edit(raw, ("facts", "a"), text).decode())
        assert known["facts"]["a"] == text


def test_a_value_of_the_same_shape_is_written_as_the_old_one_was() -> None:
    assert _edit(b"s:\n  - {at: 06:30, on: [2025-10-18]}\n", ("s", 0, "at"), "17:00").startswith(
        b"s:\n  - {at: 17:00,"
    )
    assert b"on: [2025-10-18, 2025-10-24]" in _edit(b"s: {on: [2025-10-18]}\n", ("s", "on", 1), "2025-10-24")


def test_what_cannot_be_changed_alone_is_refused_and_half_a_letter_too() -> None:
    for path in (("neo", "a"), ("neo", "b")):  # an anchor and its alias
        with pytest.raises(WardError, match="không sửa riêng được"):
            _edit(ODD, path, "1/1/2026")
    with pytest.raises(WardError, match="không sửa riêng được"):
        _edit(ODD, ("facts", "ds"), "300")  # a comment stands within
    with pytest.raises(WardError, match="không sửa riêng được"):
        _edit(ODD, ("cuoi", "x"), "300")
    with pytest.raises(WardError, match="không sửa riêng được"):
        _edit(ODD, ("cuoi",), "\ud83c")
    with pytest.raises(FaultsFound):
        _edit(b"a: [\n", ("a",), "x")


def test_lists_and_groups_are_written_in_brackets_and_new_sections_in_lines() -> None:
    assert _edit(b"a:\n- 1\nb: 2\n", ("a",), ["x", "y: z"]) == b'a: [x, "y: z"]\nb: 2\n'
    assert _edit(b"a: 1\n", ("b", "c.d"), "Công văn 12/UBND: số 5") == (
        "a: 1\nb:\n  c.d: 'Công văn 12/UBND: số 5'\n".encode()
    )
    assert _edit(b"a: {}\n", ("a", "b"), {"c": ["1", None]}) == b"a: {b: {c: [1, null]}}\n"
    assert _edit("# trống\n".encode(), ("TDP",), "tổ dân phố") == "# trống\nTDP: tổ dân phố\n".encode()
    assert _edit(b"", ("a", "b"), "c") == b"a:\n  b: c\n"
    assert _edit(b"a:\n  b:   # c\nd: 1\n", ("a", "b", "e"), "f") == b"a:\n  b:   # c\n    e: f\nd: 1\n"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (("facts", "đại_hội", "trong"), "        trong:          # chưa điền\r\n", ""),
        (("facts", "doan"), "    doan: |   # khối\r\n      dòng một\r\n\r\n      dòng hai\r\n", ""),
        (("facts", "ds", 1), "    - 'tổ 2'   # hai\r\n", ""),
        (("station", "name"), "name: Đài A, ", ""),
        (("station", "timezone"), ", timezone: Asia/Ho_Chi_Minh", ""),
        (("cuoi",), "\r\ncuoi: hết", ""),
    ],
)
def test_what_is_taken_out_goes_with_its_line_and_no_other_byte(path: Path, old: str, new: str) -> None:
    assert ODD.count(old.encode()) == 1
    assert without_value("playlist.yaml", ODD, path, playlist_as_written) == ODD.replace(
        old.encode(), new.encode()
    )


def test_what_holds_nothing_any_more_stays_as_empty_brackets() -> None:
    assert without_value("x", b"a:\n  b: 1   # c\nd: 2\n", ("a", "b")) == b"a: {}\nd: 2\n"
    assert without_value("x", b"a: # k\n- 1\nd: 2\n", ("a", 0)) == b"a: [] # k\nd: 2\n"
    assert without_value("x", b"a:\n- b: 1\n  c: 2\n", ("a", 0, "b")) == b"a:\n- c: 2\n"
    for path in (("a", 0, "c"), ("b",), ()):  # the only one of a line, none, all
        with pytest.raises(WardError):
            without_value("x", b"a:\n- c: 2\n", path)
