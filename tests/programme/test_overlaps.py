"""Sessions with their lengths -> those that overlap."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from stand_ins.wards import playlist_of, stock_of

from broadcast.base.errors import tell
from broadcast.programme.model import Session
from broadcast.programme.overlaps import is_made_up, overlaps
from broadcast.programme.rundown import plan

PLAYLIST = playlist_of("""\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh}
sessions:
  - {id: a, name: Sáng, at: 05:00, days: t2-cn, play: [x]}
  - {id: b, name: Giữa, at: 05:01, days: t2-cn, play: [x]}
  - {id: c, name: Sau, at: 05:10, days: t2-cn, play: [x]}
airtime: {allowed: [05:00-18:00], days: t2-cn, max_session: 15m, max_sessions: 9}
""")
A, B, C = plan(PLAYLIST, stock_of("x"), date(2026, 11, 20)).sessions
MINUTE = timedelta(minutes=1)


def _pairs(*given: tuple[Session, float]) -> list[tuple[str, str, float]]:
    found = overlaps((session, minutes * MINUTE) for session, minutes in given)
    return [(one.first.slot, one.second.slot, one.by / MINUTE) for one in found]


def test_a_session_that_begins_before_another_is_over_is_told_with_the_minutes() -> None:
    assert _pairs((A, 2), (B, 2), (C, 2)) == [("a", "b", 1)]
    assert _pairs((A, 1), (B, 9), (C, 2)) == []  # to the second
    [one] = overlaps([(A, 2.5 * MINUTE), (B, 2 * MINUTE)])
    assert str(one.what) == (
        "buổi “Giữa” 05:01:00 chồng lên buổi “Sáng” 1 phút 30 giây: buổi trước còn phát đến 05:02:30"
    )


def test_one_that_waits_ends_later_and_keeps_the_next_one_waiting() -> None:
    wake_up = 0.5 / 60
    [(*_, first), (*pair, second)] = _pairs((C, 3), (A, 11), (B, 2))
    assert (first, pair, second) == (10, ["b", "c"], pytest.approx(3 + wake_up))


def test_one_whose_grace_is_over_by_then_keeps_nobody_waiting() -> None:
    hasty = replace(B, grace=MINUTE)
    assert _pairs((C, 3), (A, 11), (hasty, 2)) == [("a", "b", 10), ("a", "c", 1)]


def test_who_does_not_air_overlaps_with_nobody() -> None:
    off, refused = replace(A, off=tell("nghỉ")), replace(A, refused=tell("nghỉ"))
    assert _pairs((off, 5), (B, 2)) == _pairs((refused, 5), (B, 2)) == _pairs((A, 5), (B, 0)) == []


def _made_up(session: Session, minutes: float, grace: float = 1) -> Session:
    """The session with that grace and a make-up time so many minutes behind five o'clock."""
    return replace(session, grace=grace * MINUTE, make_up=A.at + minutes * MINUTE)


def test_one_that_misses_its_second_holds_the_loudspeaker_at_its_make_up_time() -> None:
    before, after = overlaps([(A, 4 * MINUTE), (_made_up(B, 8), 5 * MINUTE), (C, 2 * MINUTE)])
    assert (before.first.slot, before.second.slot, before.begins) == ("a", "b", None)
    assert (after.first.slot, after.second.slot, after.by, is_made_up(after.first)) == ("b", "c", 3 * MINUTE, True)
    assert str(after.what) == (
        "buổi “Sau” 05:10:00 chồng lên buổi “Giữa” 3 phút: buổi trước còn phát bù đến 05:13:00"
    )
    assert _pairs((A, 4), (_made_up(B, 4.5), 5), (C, 2)) == [("a", "b", 3)]  # over by then


def test_a_make_up_time_at_which_another_one_sounds_is_told_too() -> None:
    missed, again = overlaps([(A, 4 * MINUTE), (_made_up(B, 10, grace=2), 5 * MINUTE), (C, 3 * MINUTE)])
    assert (missed.second.at, again.second.at) == (B.at, C.at)
    assert str(again.what) == (
        "buổi “Giữa” phát bù 05:10:00 chồng lên buổi “Sau” 3 phút: buổi trước còn phát đến 05:13:00"
    )
    assert again.begins is None
    in_grace = overlaps([(A, 9 * MINUTE), (_made_up(B, 10, grace=4), 5 * MINUTE), (C, 3 * MINUTE)])[-1]
    assert in_grace.begins is not None


def test_one_that_begins_in_its_grace_needs_no_make_up_time() -> None:
    """The negative control."""
    assert _pairs((A, 2), (_made_up(B, 10, grace=5), 2), (C, 3)) == [("a", "b", 1)]
