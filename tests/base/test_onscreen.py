"""Signs that a terminal, a browser or a spreadsheet would obey: shown as �, in JSON as codes."""

import json
import unicodedata

import pytest
from stand_ins.tables import for_each

from broadcast.base.errors import tell
from broadcast.base.onscreen import escaped, on_screen, one_line
from broadcast.base.words import said, speak_language

CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"]
"""ECMA-48: C0, DEL and C1."""
TURNING = [
    chr(code) for code in range(0x10000) if unicodedata.bidirectional(chr(code)) in
    ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
]  # fmt: skip
"""What turns the order of the letters behind it, by Unicode's own table."""


@for_each([*CONTROLS, *TURNING, "\u2028", "\u2029", "\u200e", "\u061c", "\ufff9", "\udc80"])
def test_a_sign_that_would_be_obeyed_reaches_no_screen(sign: str) -> None:
    shown = on_screen(f"A{sign}[2JB")
    assert sign not in shown
    assert (shown[0], shown[2:]) == ("A", "[2JB")  # in their places
    assert sign not in one_line(f"A{sign}B")


@for_each([*CONTROLS, *TURNING, "\u2028", "\u2029", "\u061c", "\udc80"])
def test_json_means_the_same_and_holds_none_of_them(sign: str) -> None:
    text = escaped(json.dumps({"title": f"“A{sign}B” ở phường"}, ensure_ascii=False, indent=1))
    assert sign not in text
    assert json.loads(text) == {"title": f"“A{sign}B” ở phường"}


@pytest.mark.parametrize(
    "text", ["Kính thưa bà con: “đã phát” — √ × ● …", "👩‍👩‍👧 ⚠️", "Đại hội", "a\tb\nc", "\u00a0\u200b\ufeff"]
)
def test_what_is_only_read_is_left_as_it_is(text: str) -> None:
    assert on_screen(unicodedata.normalize("NFC", text)) == unicodedata.normalize("NFC", text)


def test_a_value_within_a_sentence_makes_no_line_of_its_own() -> None:
    speak_language(["--lang", "vi"])  # another test may have spoken English
    told = tell("bài “{title}” đã sửa", title="A\n√ mọi bài đã phát\x1b[2J")
    assert said(told) == str(told) == "bài “A √ mọi bài đã phát\ufffd[2J” đã sửa"
