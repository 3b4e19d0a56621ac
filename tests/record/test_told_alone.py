"""A line keeps what aired, in words, so that it is told without any file of the ward; openings are no cues."""

from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, RATE

from broadcast.base.errors import JournalError, tell
from broadcast.programme.model import CueId, Fingerprint, Outcome, Part
from broadcast.programme.pending import airings_by_cue
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.record.sentences import fields_of
from broadcast.record.sessions import days_of

DAY = MONDAY_0630.date()
SESSION = "2025-10-06/sang"
STOPPED = tell("đang có lệnh dừng phát: {reason}", reason="đám tang")
OFFLINE = tell("không kết nối được máy đọc qua mạng")
TEXT = "Kính thưa bà con.\n\nĐại hội họp ngày 18/10/2025."


def _start(name: str = "truoc/01-mot", part: Part = Part.CUE, **more: object) -> Start:
    known: dict[str, object] = {
        "title": "Đại hội họp", "text": TEXT, "fingerprint": Fingerprint("a" * 64), "session": "Buổi sáng",
        "campaign": "dai-hoi",
    }  # fmt: skip
    return Start(
        cue=CueId(f"{SESSION}/{name}"), script=ScriptId(name), attempt=1, planned=MONDAY_0630, of_frames=10 * RATE,
        rate_hz=RATE, engine="espeak", part=part, **(known | more),  # type: ignore[arg-type]
    )  # fmt: skip


def _end(journal: Journal, start: Start, outcome: Outcome, seconds: float = 10, **more: object) -> None:
    moment = MONDAY_0630 + timedelta(seconds=seconds)
    journal.end(
        start, outcome, started=MONDAY_0630, ended=moment, frames=round(seconds * RATE), now=moment,
        **more,  # type: ignore[arg-type]
    )  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal" / "as-run.sqlite3"


def test_an_airing_keeps_title_words_fingerprint_session_and_campaign(path: Path) -> None:
    with Journal(path) as journal:
        journal.start(_start(), MONDAY_0630)
        _end(journal, _start(), Outcome.AIRED)
    with Journal(path) as journal:
        [one] = journal.airings(DAY, DAY)
    assert (one.title, one.text, one.fingerprint) == ("Đại hội họp", TEXT, "a" * 64)
    assert (one.session, one.campaign, one.part) == ("Buổi sáng", "dai-hoi", Part.CUE)


def test_a_cue_passed_over_keeps_its_title_too(path: Path) -> None:
    with Journal(path) as journal:
        journal.pass_over(
            CueId(f"{SESSION}/truoc/01-mot"), ScriptId("truoc/01-mot"), Outcome.MISSED, planned=MONDAY_0630,
            note=tell("máy không chạy"), now=MONDAY_0630, title="Đại hội họp", session="Buổi sáng", campaign="dh",
        )  # fmt: skip
        [one] = journal.airings(DAY, DAY)
    assert (one.title, one.session, one.campaign, one.note) == ("Đại hội họp", "Buổi sáng", "dh", "máy không chạy")
    assert [why.code for why in one.reasons] == ["machine_off"]


def test_reasons_are_kept_as_sentences_with_their_codes_and_their_values(path: Path) -> None:
    start = _start(note=tell("phát ngay theo lệnh người trực"))
    with Journal(path) as journal:
        journal.start(start, MONDAY_0630)
        _end(journal, start, Outcome.CUT, 4, note=STOPPED)
        [one] = journal.airings(DAY, DAY)
    assert [why.code for why in one.reasons] == ["at_once", "stopped"]
    assert one.reasons[1].what == STOPPED
    assert one.note == str(one.why) == "phát ngay theo lệnh người trực; đang có lệnh dừng phát: đám tang"


def test_a_fallback_voice_stands_apart_from_how_it_came_out(path: Path) -> None:
    start = _start(fallback=OFFLINE)
    with Journal(path) as journal:
        journal.start(start, MONDAY_0630)
        _end(journal, start, Outcome.AIRED)
        [one] = journal.airings(DAY, DAY)
        [body] = journal._lines.read("SELECT body FROM row WHERE kind = 'start'")
    assert (one.fallback, one.note, one.reasons) == (OFFLINE, "", ())
    assert '"note":"không kết nối được máy đọc qua mạng"' in body["body"]  # as older programs read it


def test_the_reason_of_a_fallback_that_was_kept_as_text_is_a_sentence_again(path: Path) -> None:
    with Journal(path) as journal:
        text = tell("máy đọc qua mạng không trả lời trọn vẹn trong {seconds:.0f} giây", seconds=20.0)
        journal.start(_start(fallback=tell(str(text))), MONDAY_0630)
        [one] = journal.airings(DAY, DAY)
    assert one.fallback == text


def test_what_a_crash_left_keeps_its_words(path: Path) -> None:
    start = _start(note=tell("phát ngay theo lệnh người trực"), fallback=OFFLINE)
    with Journal(path) as journal:
        journal.start(start, MONDAY_0630)
    with Journal(path) as journal:
        journal.recover(MONDAY_0630, tell("máy tắt hoặc chương trình dừng giữa chừng"))
        [one] = journal.airings(DAY, DAY)
    assert (one.outcome, one.title, one.text) == (Outcome.CUT, "Đại hội họp", TEXT)
    assert [why.code for why in one.reasons] == ["at_once", "crash"]


def test_an_opening_that_was_cut_is_begun_again_as_a_line_of_its_own_and_never_twice_as_one(path: Path) -> None:
    first, second = (_start(f"~opening/{number}", Part.OPENING) for number in (1, 2))
    with Journal(path) as journal:
        journal.start(first, MONDAY_0630)
        _end(journal, first, Outcome.CUT, 5, note=STOPPED)
        journal.start(second, MONDAY_0630)
        _end(journal, second, Outcome.AIRED)
        with pytest.raises(JournalError, match="đã phát rồi"):
            journal.start(second, MONDAY_0630)
        assert [(one.part, one.outcome) for one in journal.airings(DAY, DAY)] == [
            (Part.OPENING, Outcome.CUT), (Part.OPENING, Outcome.AIRED),
        ]  # fmt: skip
        assert journal.first_broken_line() is None


def test_openings_and_closings_count_as_time_that_has_sounded_and_not_as_cues(path: Path) -> None:
    with Journal(path) as journal:
        for start in (_start("~opening/1", Part.OPENING), _start(), _start("~closing/1", Part.CLOSING)):
            journal.start(start, MONDAY_0630)
            _end(journal, start, Outcome.AIRED)
        assert sum(one.seconds for one in journal.sounded_on(DAY)) == 30
        assert list(airings_by_cue(journal.airings(DAY, DAY))) == [f"{SESSION}/truoc/01-mot"]
        [day] = days_of(journal, DAY, DAY)
        [session] = day.sessions
    assert [one.cue for one in session.announcements] == [f"{SESSION}/truoc/01-mot"]
    assert [len(session.of_part(part)) for part in (Part.OPENING, Part.CLOSING)] == [1, 1]


def test_a_day_is_told_session_by_session_in_the_order_of_time(path: Path) -> None:
    night = MONDAY_0630 - timedelta(hours=9)
    bulletin = CueId("2025-10-06/khan-cap.083112481/ban-tin/khan-cap")
    at, why = MONDAY_0630.isoformat(), fields_of(tell("máy không chạy"))
    with Journal(path) as journal:
        journal.deal("2025-10-06", {"off": None, "sessions": []}, night)
        journal.deal("2025-10-06/trua", {"name": "Trưa", "at": at.replace("06:30", "11:00"), "why": []}, night)
        journal.deal("2025-10-07", {"off": why}, night)
        journal.deal("2025-10-06/chieu", {"name": "Chiều", "at": at.replace("06:30", "17:00"), "off": why}, night)
        journal.deal(SESSION, {"name": "Buổi sáng", "at": at, "why": [why]}, night)
        journal.deal(SESSION, {"name": "Buổi sáng", "at": at, "why": [why], "unknown": 1}, MONDAY_0630)
        journal.pass_over(
            bulletin, ScriptId("ban-tin/khan-cap"), Outcome.MISSED, note="", now=MONDAY_0630,
            planned=MONDAY_0630.replace(hour=0, minute=0),
        )  # fmt: skip
        journal.start(_start(), MONDAY_0630)
        monday, tuesday = days_of(journal, DAY, DAY + timedelta(days=1))
    assert [one.id for one in monday.sessions] == [SESSION, "2025-10-06/khan-cap.083112481", "2025-10-06/chieu"]
    assert [told.at for told in monday.sessions[0].dealt_anew] == [MONDAY_0630]  # the first dealing is no change
    assert str(monday.sessions[2].off) == "máy không chạy"
    assert str(tuesday.off) == "máy không chạy"
