"""Scripts, facts and lexicon: read out once, and what is doubtful told at its place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.oldfonts import to_tcvn3, to_vni
from stand_ins.wards import SCRIPTS, script_of, write_ward

from broadcast.base.errors import Level
from broadcast.programme.model import Reason, Unready
from broadcast.programme.settings import ScriptId
from broadcast.text.lexicon import Lexicon
from broadcast.text.spokentext import SpokenText
from broadcast.ward import readings
from broadcast.ward.check import check
from broadcast.ward.folder import read_out, read_ward
from broadcast.ward.readings import Prepared, certain, doubts_beside, reading_faults, reading_of


def test_doubts_become_faults_at_their_line_of_the_file() -> None:
    reading = reading_of(script_of("Dòng một.\n\nMời bà con đến XYZK họp."), {}, Lexicon())
    assert isinstance(reading, Prepared)
    (fault,) = reading_faults(reading)
    assert (fault.line, fault.column, fault.length, fault.level) == (6, 16, 4, Level.WAITING)
    assert fault.source == "Mời bà con đến XYZK họp."


BESIDE = "Mời bà con đến XYZK ngày {{ hop.ngay }}/11.\nCó {{ hop.so }}% phiếu, {{ hop.ten }}XQ, ở QWRT."


def test_what_is_doubtful_is_told_while_a_fact_is_still_missing_but_not_what_the_fact_decides() -> None:
    script = script_of(BESIDE)
    assert isinstance(reading_of(script, {}, Lexicon()), Unready)
    faults = doubts_beside(script, {"hop": {"so": 40}}, Lexicon(), None)
    told = [(one.line, one.column, one.length) for one in faults]
    assert told == [(4, BESIDE.index("XYZK") + 1, 4), (5, BESIDE.splitlines()[1].index("QWRT") + 1, 4)]


def test_check_tells_both_the_missing_fact_and_the_doubt(tmp_path: Path) -> None:
    found = check(write_ward(tmp_path, scripts=SCRIPTS | {"truoc/04-thieu": "Có {{ dai_hoi.so }} người ở QWRT."}))
    assert [one.file for one in found.faults if one.level is Level.WAITING] == ["scripts/truoc/04-thieu.md"]
    assert found.waiting[ScriptId("truoc/04-thieu")].reason is Reason.MISSING_FACT


@pytest.mark.parametrize("encode", [to_tcvn3, to_vni])
def test_a_text_in_an_old_coding_is_told_once_and_not_word_by_word(encode: Callable[[str], str]) -> None:
    script = script_of(encode("Kính thưa bà con! Trạm y tế mời bà con đưa trẻ đi tiêm đúng hẹn, nhớ mang sổ."))
    reading = reading_of(script, {}, Lexicon())
    assert isinstance(reading, Prepared)
    assert len(reading.spoken.doubts) == 1
    (fault,) = reading_faults(reading)
    assert "bảng mã cũ" in str(fault.what)
    refused = certain(reading_of(script, {}, Lexicon()))
    assert isinstance(refused, Unready)
    assert "bảng mã cũ" in str(refused.why)


def test_a_script_with_a_doubtful_word_is_shown_and_not_made() -> None:
    doubtful = script_of("Mời bà con đến XYZK họp.")
    refused = certain(reading_of(doubtful, {}, Lexicon()))
    assert isinstance(refused, Unready)
    assert (refused.reason, "XYZK" in str(refused.why)) == (Reason.DOUBTFUL_READING, True)
    assert isinstance(reading_of(doubtful, {}, Lexicon()), Prepared)


def test_a_faulty_script_is_refused_for_its_fault_and_not_for_a_fact_it_waits_for() -> None:
    refused = certain(reading_of(script_of("Ngày {{ ngay }}, {{ 7 * 7 }}."), {}, Lexicon()))
    assert isinstance(refused, Unready)
    assert refused.reason is Reason.FAULTY_SCRIPT
    assert "không phải một chỗ tra dữ kiện" in str(refused.why)


def test_each_script_is_filled_in_and_read_out_once_a_load(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = write_ward(tmp_path, scripts={**SCRIPTS, "truoc/05-ngo": "Mời bà con đến XYZK họp."})
    read: list[str] = []

    def counted(text: str, lexicon: Lexicon) -> SpokenText:
        read.append(text)
        return speak(text, lexicon)

    speak = readings.speakable
    monkeypatch.setattr(readings, "speakable", counted)
    check(home)
    assert len(read) == len(set(read)) == 7  # with what stands beside a missing fact
    ward = read_ward(home)
    assert isinstance(read_out(ward, ScriptId("truoc/05-ngo")), Prepared)
    assert isinstance(read_out(ward, ScriptId("truoc/01-mot")), Prepared)
    assert len(read) == 13
