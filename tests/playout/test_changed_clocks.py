"""A day on which a zone's clocks are changed: grace, hours and log go by what passes, not by what clocks show."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from stand_ins.carts import rundown, session
from stand_ins.days import Day

from broadcast.base.clock import OfflineClock
from broadcast.base.moments import moment_at
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Airing, Outcome
from broadcast.record.journal import Journal

NEW_YORK = ZoneInfo("America/New_York")
OPENING = timedelta(seconds=2)
"""With the gap behind it."""
BACK, FORTH = date(2026, 11, 1), date(2026, 3, 8)


def _aired(day: Day, on: date, at: time, started: datetime) -> list[Airing]:
    """The log of a session at that time, of a machine that was switched on at `started`."""
    one = session(moment_at(on, at, NEW_YORK), ["a"])
    day.rack_tones(one)
    day.clock = OfflineClock(started.astimezone(NEW_YORK))
    day.air(*rundown(one).sessions)
    return _log(day, on)


def _log(day: Day, on: date) -> list[Airing]:
    with Journal(day.home / "journal" / "as-run.sqlite3") as journal:
        return [one for one in journal.airings(on, on) if not is_sting(one.cue)]


@pytest.mark.parametrize(
    ("utc", "outcome"),
    [
        ((5, 20), Outcome.AIRED),  # ten minutes ahead
        ((5, 40), Outcome.AIRED),  # ten minutes late: within its grace of fifteen
        ((6, 10), Outcome.MISSED),  # clocks show 01:10 again, and it is forty minutes late
        ((6, 40), Outcome.MISSED),
    ],
)
def test_a_session_in_the_hour_that_comes_twice_is_the_first_ones(
    day: Day, utc: tuple[int, int], outcome: Outcome
) -> None:
    [airing] = _aired(day, BACK, time(1, 30), datetime(2026, 11, 1, *utc, tzinfo=UTC))
    assert airing.outcome is outcome
    assert timedelta() <= airing.planned - datetime(2026, 11, 1, 5, 30, tzinfo=UTC) <= OPENING


def test_a_session_after_the_change_is_logged_when_it_was_heard(day: Day) -> None:
    [airing] = _aired(day, BACK, time(2, 30), datetime(2026, 11, 1, 5, tzinfo=UTC))
    assert airing.started == airing.planned == datetime(2026, 11, 1, 7, 30, tzinfo=UTC) + OPENING
    assert airing.started.isoformat() == "2026-11-01T02:30:02-05:00"


def test_a_session_at_a_time_that_is_left_out_airs_as_long_after_the_change(day: Day) -> None:
    [airing] = _aired(day, FORTH, time(2, 30), datetime(2026, 3, 8, 6, tzinfo=UTC))
    assert airing.outcome is Outcome.AIRED
    assert airing.started == airing.planned == datetime(2026, 3, 8, 7, 30, tzinfo=UTC) + OPENING


def test_a_programme_across_the_change_is_logged_by_what_passed(day: Day) -> None:
    one = session(moment_at(BACK, time(1, 59, 58), NEW_YORK), ["a", "b"])
    day.rack_tones(one, seconds=4)
    day.clock = OfflineClock(datetime(2026, 11, 1, 5, 50, tzinfo=UTC).astimezone(NEW_YORK))
    day.air(one)
    first, second = _log(day, BACK)
    assert (first.ended - first.started, second.started - first.started) == (
        timedelta(seconds=4),
        timedelta(seconds=5.5),
    )
