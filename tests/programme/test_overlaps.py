"""Sessions with their lengths -> those that overlap."""

from dataclasses import replace
from datetime import date, timedelta

from stand_ins.wards import playlist_of, stock_of

from broadcast.base.errors import tell
from broadcast.programme.model import Session
from broadcast.programme.overlaps import crowded_out, overlaps
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


def test_a_long_session_overlaps_with_every_one_that_it_reaches() -> None:
    assert _pairs((C, 3), (A, 11), (B, 2)) == [("a", "b", 10), ("a", "c", 1)]


def test_who_does_not_air_overlaps_with_nobody() -> None:
    off, refused = replace(A, off=tell("nghỉ")), replace(A, refused=tell("nghỉ"))
    assert _pairs((off, 5), (B, 2)) == _pairs((refused, 5), (B, 2)) == _pairs((A, 5), (B, 0)) == []


def test_what_is_pushed_past_its_grace_is_crowded_out_and_pushes_nobody() -> None:
    short = replace(B, grace=MINUTE)
    assert list(crowded_out([(A, 9 * MINUTE), (short, MINUTE), (C, MINUTE)], None)) == [short.id]
    assert not crowded_out([(A, 2 * MINUTE), (short, MINUTE), (C, MINUTE)], None)  # a minute late is within it
    made_up = replace(short, make_up=C.at)
    assert not crowded_out([(A, 9 * MINUTE), (made_up, MINUTE)], None)
    assert list(crowded_out([(A, 9 * MINUTE), (short, MINUTE)], A.at + 20 * MINUTE)) == []  # nothing is before it
    refused = replace(A, refused=tell("x"))
    assert not crowded_out([(refused, 9 * MINUTE), (short, MINUTE)], None)
