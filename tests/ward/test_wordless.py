"""Scripts in which there is no word: each waits with its reason, and no sting is ever heard alone."""

from dataclasses import replace
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.tables import for_each
from stand_ins.wards import SCRIPTS, script_of, write_ward

from broadcast.base.errors import FaultsFound
from broadcast.programme.model import Reason, Unready
from broadcast.text.lexicon import Lexicon
from broadcast.text.speakable import speakable
from broadcast.ward.readings import Prepared, certain, reading_of

SIGNS = (
    "...", "…", "—", "-", "!!!", "?", "?!", "***", "* * *", "---", "===", "()", "(…)", "[]", "[ ]", '""', "“”",
    "«»", "• • •", "- \n- ", "|", "| | |\n|---|---|\n| | |", "/", "\\", "_____", "_", ":", "'", "`", "```\n```",
    "{}", "~~", "#", "#\n##", "![]()", "[]()", "©", "→", "★★★", "☎", "✓", "🎉", "👍🏽 🇻🇳",
    "\u200b", "\xad", "\ufeff", "\u200f\u200e", "\u202e\u202c", "\u2066\u2069", "\x01", "\x1b",
    "\u0301", " \u0301 \u0302",
    "&nbsp;", "&nbsp;&nbsp;\n&nbsp;", "&#160;", "&#xa0;", "&hellip;", "&zwnj;",
)  # fmt: skip
"""Signs, pictures and what nobody sees."""
MARKERS = (
    "1.", "1.\n2.\n3.", "1)\n2)", "a)\nb)", "I.\nII.", "(1)\n(2)", "1. …\n2. …", "- [x]", "[x]", "1.1.\n1.2.",
    "①②③", "x", "%", "b", "- 1", "1 2 3",
)  # fmt: skip
"""What opens the points of a list, and no point behind it."""


@for_each([*SIGNS, *MARKERS])
def test_a_script_without_a_word_waits_and_says_why(body: str) -> None:
    refused = certain(reading_of(script_of(body), {}, Lexicon()))
    assert isinstance(refused, Unready)
    assert "không có lời nào để đọc" in str(refused.why) or "trống, chưa điền" in str(refused.why)
    assert refused.reason is Reason.DOUBTFUL_READING


@for_each(SIGNS)
def test_a_text_of_signs_is_a_doubt_wherever_it_is_read(body: str) -> None:
    spoken = speakable(body)
    assert (spoken.utterances, len(spoken.doubts)) == ((), 1)


@pytest.mark.parametrize("body", ["", "\n\n", "\u3000", "\xa0\n\xa0", "\u2028"])
def test_a_script_that_is_a_header_alone_is_a_fault(body: str) -> None:
    with pytest.raises(FaultsFound) as found:
        script_of(body)
    assert [str(fault.what) for fault in found.value.faults] == ["bản tin chưa có lời để đọc"]


@pytest.mark.parametrize(
    "body", ["Ừ.", "Mời họp.", "114", "1. Mời họp.", "Ô, ai?", "Thứ 2", "A. B. C. họp", "🎉 Vui"]
)
def test_a_script_with_one_word_is_spoken(body: str) -> None:
    reading = certain(reading_of(script_of(body), {}, Lexicon()))
    assert isinstance(reading, Prepared)
    assert reading.spoken.syllables > 0


def test_a_recording_needs_no_words_beside_it() -> None:
    reading = certain(reading_of(replace(script_of("***"), recording="a.wav"), {}, Lexicon()))
    assert isinstance(reading, Prepared)


@pytest.mark.parametrize("body", ["***", "1.\n2."])
def test_every_screen_says_that_nothing_would_be_said(tmp_path: Path, body: str) -> None:
    home = write_ward(tmp_path, scripts={**SCRIPTS, "chung/treo-co": body})
    for words in (
        ["check"], ["today", "--date", "05/01/2099"], ["rehearse-tomorrow", "--date", "06/10/2025"],
        ["build", "--date", "06/10/2025"], ["preview", "chung/treo-co"],
    ):  # fmt: skip
        told = run_here("--home", home, *words)
        assert "không có lời nào để đọc" in told.stdout + told.stderr, words
