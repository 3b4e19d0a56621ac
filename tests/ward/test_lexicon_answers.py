"""A doubt's line pasted into lexicon.yaml: the doubt is gone, and nothing else is read otherwise."""

import unicodedata
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_ins.gold import rows
from stand_ins.tables import for_each

from broadcast.base.errors import FaultsFound
from broadcast.text.lexicon import Lexicon
from broadcast.text.speakable import plain, speakable
from broadcast.text.spokentext import Doubt
from broadcast.ward.lexicon import read_lexicon

PLACES = ["{} họp", "tại {}.", "({})", "{}5", "12{}", "TDP {} - 3", "{}, {}", "“{}”", "A{}", "{}/ngày", "số: {}"]
DOUBTED = ["XYZK", "đ/c XQ", "CT 5", "TK 2", "TT.HĐND", "Smarthome", "§", "5-7", "3-1", "12,500đ", "漢", "QWRT/ZZ",
           "tr.đ", "№ XK", "≥ XH", "Hoà XQ", "A\u00a0XQ.C", "XQ²"]  # fmt: skip
LINES = [place.format(word, word) for place in PLACES for word in DOUBTED]


def _lexicon(line: str) -> Lexicon:
    return read_lexicon("lexicon.yaml", line.encode())


def _refused(text: str, doubt: Doubt, line: str) -> str:
    """What is wrong after the line was pasted; empty where the doubt is gone and the other doubts are there."""
    again = speakable(text, _lexicon(line))
    if any(one.start == doubt.start for one in again.doubts):
        return f"{line!r} decides nothing in {text!r}"
    if {one.start for one in again.doubts} - {one.start for one in speakable(text).doubts}:
        return f"{line!r} makes another doubt of {text!r}"
    return ""


@pytest.mark.parametrize("source", ["siblings", "gold_real_open.tsv.xz"])
def test_the_line_that_a_doubt_offers_decides_it_and_changes_nothing_else(source: str) -> None:
    lines = LINES if source == "siblings" else [row.written for row in rows(source)]
    asked = [(text, doubt) for text in lines for doubt in speakable(text).doubts if doubt.suggestion]
    assert asked
    wrong = [_refused(text, doubt, doubt.suggestion.replace("…", "thử đọc")) for text, doubt in asked]
    assert [one for one in wrong if one] == []
    for text, doubt in asked:
        if "…" not in doubt.suggestion:
            assert plain(text, _lexicon(doubt.suggestion)) == plain(text), doubt.suggestion


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from([*DOUBTED, "ngày 5/9", "họp", "12", "TDP", ",", ".", "(", ")"]), max_size=8, unique=True
    )
)
def test_any_doubt_among_others_is_decided_by_its_own_line(parts: list[str]) -> None:
    """Each piece stands once: of two phrases that share a word, `XH ≥ XH ≥ XH`, an entry reads the first alone."""
    text = " ".join(parts)
    for doubt in speakable(text).doubts:
        if doubt.suggestion:
            assert _refused(text, doubt, doubt.suggestion.replace("…", "thử đọc")) == ""


FORMS = ["CT 5", "TK 2", "đ/c", "12,500đ", "TT.HĐND", "CT.16", "BĐ2", "3-1", "1.2.3", "A/B", "§", "m²", "H'Hen",
         "1/2 C", "TK số 2", "K+", "(a)", "10%", "№ 5", "…/2025"]  # fmt: skip


@for_each(product(FORMS, ["{}", "tại {} họp", "({}).", "tại {}, rồi", "“{}”"]))
def test_an_entry_reads_its_form_whatever_signs_and_figures_it_has(form: str, place: str) -> None:
    lexicon = _lexicon(f'"{form}": thử đọc')
    for text in (form, unicodedata.normalize("NFD", form), form.replace(" ", "\u00a0")):
        assert "thử đọc" in plain(place.format(text), lexicon)


@pytest.mark.parametrize(
    ("form", "text"),
    [("CT 5", "CT 55"), ("CT 5", "XCT 5"), ("CT", "CT16"), ("đ/c", "đ/cây"), ("5", "15"), ("5", "5kg"),
     ("TT", "TTHC"), ("3-1", "13-1"), ("K", "TK 2"), ("12,500đ", "12,500đồng")],
)  # fmt: skip
def test_an_entry_takes_no_piece_of_a_longer_word_or_number(form: str, text: str) -> None:
    """The negative control of the test above."""
    assert plain(text, _lexicon(f'"{form}": thử đọc')) == plain(text)


@pytest.mark.parametrize("written", ["hoà XQ", "hòa XQ", "hoa\u0300 XQ", "hoà  XQ"])
def test_a_form_is_found_however_its_tone_and_spaces_are_typed(written: str) -> None:
    for entry in ("hoà XQ", "hòa XQ"):
        assert plain(f"tại {written} nhé", _lexicon(f'"{entry}": thử đọc')) == "tại thử đọc nhé."


def test_a_context_is_seen_through_quotes_brackets_and_old_tones() -> None:
    lexicon = _lexicon("XQ:\n  - {spoken: thử đọc, after: [hoà], before: [uỷ viên]}\n  - khác")
    assert plain("hòa “XQ” (uỷ viên)", lexicon).startswith("hòa thử đọc")
    assert plain("hòa bình XQ uỷ viên", lexicon).startswith("hòa bình khác")


@pytest.mark.parametrize("line", ['"-": trừ', '"...": ba chấm', '"___": trống', '".": chấm', '"/": trên'])
def test_an_ordinary_sign_is_no_entry(line: str) -> None:
    with pytest.raises(FaultsFound):
        _lexicon(line)
