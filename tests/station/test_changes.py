"""Commands that change one day -> the record, and the day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from stand_ins.clocks import SteppedClock
from stand_ins.wards import write_ward

from broadcast.base.errors import UnknownScript, UsageRefused
from broadcast.playout.timetable import LAID_OUT_AHEAD
from broadcast.programme.model import Outcome, Session
from broadcast.record.journal import Journal
from broadcast.station import changes
from broadcast.station.overview import Overview, journal_path, look_at, next_session, orders, rundown
from broadcast.station.proposed import TOO_NEAR

PLAYLIST = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
sessions:
  - {id: sang, name: Buổi sáng, at: 06:30, days: t2-t6, play: [chung/treo-co]}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-t6, play: [chung/treo-co]}
airtime:
  allowed: [05:30-07:30, 09:00-10:00, 16:30-18:30]
  days: t2-t6
  max_session: 15m
  max_sessions: 3
  exceptions: [{date: 2/9/2027, allowed: [], reason: Nghỉ lễ Quốc khánh}]
voice: {engines: [espeak]}
"""
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
WEDNESDAY, THURSDAY = date(2027, 9, 1), date(2027, 9, 2)
SCRIPTS = {"chung/treo-co": "Xin mời bà con treo cờ.", "chung/01-hop-to": "Mời bà con họp tổ."}


@pytest.fixture
def overview(tmp_path: Path) -> Overview:
    home = write_ward(tmp_path, PLAYLIST, SCRIPTS)
    return replace(look_at(home), clock=SteppedClock(datetime(2027, 9, 1, 12, 0, tzinfo=ZONE)))


def _session(overview: Overview, slot: str, day: date = WEDNESDAY) -> Session:
    return next(session for session in rundown(overview, day).sessions if session.slot == slot)


def _refused(act: Callable[[], object]) -> str:
    with pytest.raises(UsageRefused) as refused:
        act()
    return f"{refused.value.what} {refused.value.fix}"


def test_a_skipped_session_is_off_and_nothing_is_made_for_it(overview: Overview) -> None:
    done = changes.skip(overview, "chieu", WEDNESDAY, "mất điện", "Ông Bình")
    assert (done.change.id, done.change.by) == ("1", "Ông Bình")
    off = _session(overview, "chieu")
    assert "mất điện" in str(off.off)
    assert orders(overview, [off]) == []
    coming = next_session(overview, overview.clock.now())
    assert coming is not None
    assert coming.at.date() == date(2027, 9, 3)  # Thursday is a holiday


def test_a_session_may_be_called_by_its_name(overview: Overview) -> None:
    assert changes.skip(overview, "buổi chiều", WEDNESDAY, "mất điện").change.session == "chieu"


def test_a_change_is_taken_back_and_both_stay_in_the_record(overview: Overview) -> None:
    changes.skip(overview, "chieu", WEDNESDAY, "mất điện")
    changes.undo(overview, 1, "Bà Mai")
    assert _session(overview, "chieu").is_to_air
    assert changes.to_come(overview) == ()
    with Journal(journal_path(overview.home)) as journal:
        assert [entry.body["kind"] for entry in journal.changes()] == ["skip", "undo"]
    assert "số 1" in _refused(lambda: changes.undo(overview, 1))


def test_what_a_player_has_laid_out_or_has_no_time_to_see_is_not_changed_any_more(overview: Overview) -> None:
    """A skip eight seconds ahead was written down, and the session aired; an add one second ahead never aired."""
    assert timedelta(seconds=2) + LAID_OUT_AHEAD <= TOO_NEAR
    near = replace(overview, clock=SteppedClock(datetime(2027, 9, 1, 16, 59, 52, tzinfo=ZONE)))
    for act in (
        lambda: changes.skip(near, "chieu", WEDNESDAY, "x"),
        lambda: changes.move(near, "chieu", WEDNESDAY, time(18), "x"),
        lambda: changes.add(near, ["hop-to"], WEDNESDAY, time(17, 0, 1), "x"),
    ):
        assert "giây là phát" in _refused(act)
    with Journal(journal_path(overview.home)) as journal:
        assert journal.changes() == ()
    ahead = replace(overview, clock=SteppedClock(datetime(2027, 9, 1, 16, 59, 44, tzinfo=ZONE)))
    changes.skip(ahead, "chieu", WEDNESDAY, "x")


def test_a_session_that_was_aired_ahead_of_its_time_is_not_changed_any_more(overview: Overview) -> None:
    [cue] = _session(overview, "chieu").cues
    now = overview.clock.now()
    with Journal(journal_path(overview.home)) as journal:
        journal.pass_over(cue.id, cue.script, Outcome.MISSED, planned=now, note="", now=now)
    assert "không đổi được nữa" in _refused(lambda: changes.skip(overview, "chieu", WEDNESDAY, "x"))


def test_a_moved_session_airs_at_its_new_time(overview: Overview) -> None:
    changes.move(overview, "chieu", WEDNESDAY, time(16, 30), "họp")
    assert _session(overview, "chieu").at.time() == time(16, 30)


def test_an_added_session_has_an_id_of_its_own_and_the_scripts_that_were_named(overview: Overview) -> None:
    first = changes.add(overview, ["hop-to", "treo-co"], WEDNESDAY, time(16, 40), "họp tổ")
    assert first.session is not None
    assert [cue.id for cue in first.session.cues] == [
        "2027-09-01/hop-to/chung/01-hop-to",
        "2027-09-01/hop-to/chung/treo-co",
    ]
    second = changes.add(overview, ["hop-to"], date(2027, 9, 3), time(9), "họp", name="Họp tổ 5")
    assert (second.change.session, second.change.name) == ("hop-to-2", "Họp tổ 5")
    with pytest.raises(UnknownScript):
        changes.add(overview, ["khong-co"], WEDNESDAY, time(16, 40), "họp")


def test_what_cannot_be_is_refused_in_plain_words_and_writes_nothing(overview: Overview) -> None:
    yesterday, saturday = date(2027, 8, 31), date(2027, 9, 4)
    refused = [
        (lambda: changes.skip(overview, "sang", yesterday, "x"), "đã qua"),
        (lambda: changes.skip(overview, "sang", WEDNESDAY, "x"), "đã qua giờ"),
        (lambda: changes.skip(overview, "sangg", date(2027, 9, 3), "x"), "Ý bạn là “sang”?"),
        (lambda: changes.skip(overview, "sang", saturday, "x"), "không có buổi nào trong lịch"),
        (lambda: changes.skip(overview, "sang", THURSDAY, "x"), "Nghỉ lễ Quốc khánh"),
        (lambda: changes.skip(overview, "chieu", WEDNESDAY, "  "), "Phải ghi lý do"),
        (lambda: changes.move(overview, "chieu", WEDNESDAY, time(11), "x"), "đã qua giờ"),
        (lambda: changes.move(overview, "chieu", WEDNESDAY, time(15), "x"), "nằm ngoài khung giờ"),
        (lambda: changes.move(overview, "chieu", THURSDAY, time(17, 5), "x"), "Nghỉ lễ Quốc khánh"),
        (lambda: changes.add(overview, ["hop-to"], WEDNESDAY, time(9), "x"), "đã qua giờ"),
        (lambda: changes.add(overview, ["hop-to"], WEDNESDAY, time(17), "x"), "trùng giờ"),
        (lambda: changes.add(overview, ["hop-to"], THURSDAY, time(17), "x"), "Nghỉ lễ Quốc khánh"),
        (lambda: changes.undo(overview, 7), "broadcast changes"),
    ]
    for act, words in refused:
        assert words in _refused(act), words
    assert not journal_path(overview.home).exists()


def test_one_session_too_many_is_refused_for_the_others_sake(overview: Overview) -> None:
    friday = date(2027, 9, 3)
    changes.add(overview, ["hop-to"], friday, time(9), "họp")
    said = _refused(lambda: changes.add(overview, ["hop-to"], friday, time(9, 30), "họp"))
    assert "“Buổi chiều” không phát được" in said
    assert "(3)" in said


def test_taking_back_a_change_never_begins_a_session_by_itself(overview: Overview) -> None:
    """The negative control of the guard: an hour earlier it may be taken back."""
    clock = overview.clock
    assert isinstance(clock, SteppedClock)
    changes.skip(overview, "chieu", WEDNESDAY, "mất điện")
    clock.set_to(datetime(2027, 9, 1, 17, 5, tzinfo=ZONE))  # within the session's grace
    assert "đã qua giờ" in _refused(lambda: changes.undo(overview, 1))
    assert not _session(overview, "chieu").is_to_air
    clock.set_to(datetime(2027, 9, 1, 16, 5, tzinfo=ZONE))
    changes.undo(overview, 1)
    assert _session(overview, "chieu").is_to_air


def test_a_draft_cannot_be_added(overview: Overview) -> None:
    path = overview.home / "scripts" / "chung" / "01-hop-to.md"
    path.write_text("---\ntitle: Họp\ndraft: true\n---\nMời bà con họp.\n", encoding="utf-8")
    again = replace(look_at(overview.home), clock=overview.clock)
    assert "bản nháp" in _refused(lambda: changes.add(again, ["hop-to"], WEDNESDAY, time(16, 40), "x"))
