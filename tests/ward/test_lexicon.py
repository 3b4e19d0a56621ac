"""lexicon.yaml: the ward's own readings, checked for conflicts."""

import unicodedata
from pathlib import Path

import pytest
from stand_ins.wards import SCRIPTS, write_ward

from broadcast.base.errors import Fault, FaultsFound
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId
from broadcast.text.speakable import plain
from broadcast.ward.check import check
from broadcast.ward.folder import read_ward
from broadcast.ward.lexicon import read_lexicon
from broadcast.ward.readings import Prepared


def faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(FaultsFound) as found:
        read_lexicon("lexicon.yaml", text.encode())
    return found.value.faults


def test_an_empty_lexicon_is_no_fault() -> None:
    assert read_lexicon("lexicon.yaml", b"# nothing yet\n").entries == ()


def test_a_written_form_may_be_read_by_what_stands_around_it() -> None:
    text = (
        "TT:\n  - {spoken: trung tâm, after: [giám đốc]}\n"
        "  - {spoken: thị trấn, before: Núi Đèo}\n  - thường trực\n"
    )
    lexicon = read_lexicon("lexicon.yaml", text.encode())
    assert plain("giám đốc TT", lexicon) == "giám đốc trung tâm."
    assert plain("TT Núi Đèo", lexicon) == "thị trấn Núi Đèo."
    assert plain("TT phường", lexicon) == "thường trực phường."


def test_the_longest_written_form_wins_and_words_are_whole() -> None:
    lexicon = read_lexicon("lexicon.yaml", "AB: á\nAB CD: bờ\n".encode())
    assert plain("AB CD và AB", lexicon) == "bờ và á."
    assert plain("ABBA", lexicon) != "ábba."


def test_nfd_is_the_same_as_nfc() -> None:
    lexicon = read_lexicon("lexicon.yaml", unicodedata.normalize("NFD", "Hòa: bình an\n").encode())
    assert plain("Hòa", lexicon) == "bình an."


def test_all_faults_and_conflicts_are_told_at_once() -> None:
    found = faults("A1: a\nA1: b\nB:\n  - c\n  - d\nC: 12\nD: {spoke: e}\nE:\nF: {spoken: g, after: []}\n")
    assert [fault.line for fault in found] == [2, 5, 6, 7, 8, 9]
    assert "spoken" in str(found[3].fix)


@pytest.mark.parametrize(
    "text", ["- a\n- b\n", "a: [\n", "\x00"], ids=["a list", "not YAML", "a control character"]
)
def test_what_is_no_lexicon_is_one_fault(text: str) -> None:
    assert len(faults(text)) == 1


def test_two_contexts_that_can_hold_at_once_are_a_conflict() -> None:
    (fault,) = faults("TT:\n  - {spoken: a, after: [tại, ở]}\n  - {spoken: b, after: [ở]}\n")
    assert fault.line == 3


def test_one_bad_line_takes_no_other_reading_with_it_and_holds_back_what_needs_it(tmp_path: Path) -> None:
    scripts = {**SCRIPTS, "truoc/01-mot": "Đoàn thăm phố Lê Lợi.", "truoc/02-hai": "Mời bà con đến Garden họp."}
    home = write_ward(tmp_path, scripts=scripts)
    (home / "lexicon.yaml").write_text("Lê Lợi: Lê Lai\nGarden: ga-đần 2\n", encoding="utf-8")
    ward = read_ward(home)
    kept, held = ward.prepared[ScriptId("truoc/01-mot")], ward.prepared[ScriptId("truoc/02-hai")]
    assert isinstance(kept, Prepared)
    assert plain("Đoàn thăm phố Lê Lợi.", ward.lexicon) == "Đoàn thăm phố Lê Lai."
    assert isinstance(held, Unready)
    assert [fault.place for fault in check(home).faults if fault.file == "lexicon.yaml"] == ["lexicon.yaml:2:9"]


@pytest.mark.parametrize("spoken", ["дон", "ˈtʰan", "ngày mαi", "đồng 元"])
def test_a_reading_that_no_vietnamese_can_say_is_a_fault_at_its_line(spoken: str) -> None:
    assert [fault.line for fault in faults(f"A1: ây một\nTDP: {spoken}\n")] == [2]


@pytest.mark.parametrize("spoken", ["vi en i ai đi", "ây", "b", "Pờ Lây Ku", "uỷ ban", "kílômét"])
def test_a_reading_in_vietnamese_letters_is_none(spoken: str) -> None:
    assert read_lexicon("lexicon.yaml", f"TDP: {spoken}\n".encode()).entries[0].spoken == spoken.replace(
        "uỷ", "ủy"
    )
