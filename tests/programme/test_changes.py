"""Changes of single days -> the day's sessions."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from stand_ins.wards import playlist_of, stock_of

from broadcast.programme.changes import body_of, in_force, undo_of
from broadcast.programme.model import Session
from broadcast.programme.rundown import plan
from broadcast.programme.settings import Change, ChangeKind, ScriptId, SlotId

FRIDAY = date(2026, 11, 20)
PLAYLIST = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
sessions:
  - {id: sang, name: Sáng, at: 06:30, days: t2-cn, make_up: 07:10, play: [chung/x]}
  - {id: chieu, name: Chiều, at: 17:00, days: t2-cn, play: [chung/x]}
airtime: {allowed: [05:00-18:00], days: t2-cn, max_session: 15m, max_sessions: 2}
"""
STOCK = stock_of("chung/x", "chung/y")


def _change(kind: ChangeKind, session: str = "sang", **more: Any) -> Change:
    return replace(Change(id="", kind=kind, day=FRIDAY, session=SlotId(session), reason="Có việc"), **more)


SKIP = _change(ChangeKind.SKIP)
MOVE = _change(ChangeKind.MOVE, at=time(7, 30))
ADD = _change(ChangeKind.ADD, "hop", at=time(9), name="Họp tổ", play=(ScriptId("chung/y"),))


def _day(*changes: Change, day: date = FRIDAY) -> dict[str, Session]:
    return {session.slot: session for session in plan(playlist_of(PLAYLIST), STOCK, day, changes).sessions}


def test_a_skipped_session_is_off_that_day_and_no_fault() -> None:
    day = _day(SKIP)
    assert "Có việc" in str(day["sang"].off)
    assert (day["sang"].refused, day["sang"].is_to_air, day["chieu"].is_to_air) == (None, False, True)
    assert _day(SKIP, day=date(2026, 11, 21))["sang"].is_to_air


def test_a_moved_session_keeps_its_id_and_loses_a_make_up_time_that_lies_before_it() -> None:
    moved = _day(MOVE)["sang"]
    assert (moved.at.time(), moved.id, moved.make_up) == (time(7, 30), "2026-11-20/sang", None)


def test_an_added_session_airs_that_day_alone_and_counts_among_the_day_s() -> None:
    day = _day(ADD)
    assert (day["hop"].name, day["hop"].at.time(), day["hop"].cues[0].script) == ("Họp tổ", time(9), "chung/y")
    assert day["chieu"].refused is not None  # two a day
    assert "hop" not in _day(ADD, day=date(2026, 11, 21))
    assert _day(SKIP, ADD)["chieu"].refused is None  # who does not air takes nobody's place


def test_of_two_changes_of_one_session_the_last_holds() -> None:
    assert _day(SKIP, MOVE)["sang"].is_to_air
    assert not _day(MOVE, SKIP)["sang"].is_to_air
    moved = _day(ADD, replace(MOVE, session=SlotId("hop"), at=time(10)))
    assert moved["hop"].at.time() == time(10)
    assert not _day(ADD, replace(SKIP, session=SlotId("hop")))["hop"].is_to_air


@dataclass(frozen=True)
class Line:
    key: str
    number: int
    body: Mapping[str, Any]


def test_what_is_read_back_from_the_record_is_what_was_written_less_what_was_taken_back() -> None:
    lines = [Line(f"2026-11-20/{one.session}", n, body_of(one)) for n, one in enumerate((SKIP, MOVE, ADD), 1)]
    assert in_force(lines) == tuple(replace(one, id=str(n)) for n, one in enumerate((SKIP, MOVE, ADD), 1))
    lines.append(Line("2026-11-20/sang", 4, undo_of(2, "Bà Mai")))
    assert [change.kind for change in in_force(lines)] == [ChangeKind.SKIP, ChangeKind.ADD]


def test_a_line_of_a_later_version_changes_nothing_and_hinders_nobody() -> None:
    """It was a bug's end for the unattended player."""
    foreign = [Line("2026-11-20/sang", 2, body) for body in ({}, {"kind": "swap"}, {"kind": "move", "at": 5})]
    assert in_force([Line("2026-11-20/sang", 1, body_of(SKIP)), *foreign]) == (replace(SKIP, id="1"),)


def test_the_playlist_s_own_changes_hold_and_the_record_s_come_after_them() -> None:
    text = PLAYLIST + (
        "changes:\n"
        "  - {skip: sang, from: 20/11/2026, until: 22/11/2026, reason: Nghỉ}\n"
        "  - {move: chieu, date: 20/11/2026, at: 16:30, reason: Họp}\n"
        "  - {add: them, name: Buổi thêm, date: 21/11/2026, at: 09:00, play: [chung/y], reason: Hội}\n"
    )
    playlist = playlist_of(text)
    days = [
        {one.slot: one for one in plan(playlist, STOCK, date(2026, 11, day)).sessions} for day in (20, 21, 22, 23)
    ]
    assert [day["sang"].is_to_air for day in days] == [False, False, False, True]
    assert days[0]["chieu"].at.time() == time(16, 30)
    assert days[1]["them"].name == "Buổi thêm"
    [sang, _] = plan(playlist, STOCK, FRIDAY, (MOVE,)).sessions
    assert (sang.is_to_air, sang.at.time()) == (True, time(7, 30))
