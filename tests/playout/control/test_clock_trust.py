"""When a wall clock may be believed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcast.playout.control.clock_trust import (
    LARGEST_STEP,
    RELEASED,
    Look,
    Trust,
    confirm_at,
    earliest_believable,
    judge,
)

NOW = datetime(2025, 10, 6, 6, 30, tzinfo=UTC)


def _look(wall: datetime, running_s: float = 0.0) -> Look:
    return Look(wall=wall, running_s=running_s)


@pytest.mark.parametrize("wall", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, tzinfo=UTC)])
def test_no_clock_is_believed_that_is_older_than_the_program(wall: datetime) -> None:
    assert judge(Trust(floor=earliest_believable(None)), _look(wall)).doubt is not None
    assert wall.date() < RELEASED


def test_no_clock_is_believed_that_lies_before_the_last_line_of_the_log(  # and it heals by itself
) -> None:
    trust = judge(Trust(floor=earliest_believable(NOW)), _look(NOW - timedelta(seconds=1)))
    assert trust.doubt is not None
    assert judge(trust, _look(NOW, 1.0)).doubt is None


@given(st.floats(-299, 299))
def test_a_step_within_five_minutes_is_followed(seconds: float) -> None:
    trust = judge(Trust(floor=earliest_believable(None)), _look(NOW))
    look = _look(NOW + timedelta(seconds=seconds + 10), 10.0)
    assert judge(trust, look).doubt is None
    assert judge(trust, look).moment(look) == look.wall


@given(st.floats(301, 3.2e8), st.booleans())
def test_a_larger_step_is_not_and_time_goes_on_as_it_was(seconds: float, back: bool) -> None:
    trust = judge(Trust(floor=earliest_believable(None)), _look(NOW))
    stepped = _look(NOW + timedelta(seconds=(-seconds if back else seconds) + 10), 10.0)
    after = judge(trust, stepped)
    assert after.doubt is not None
    assert after.moment(stepped) == NOW + timedelta(seconds=10)
    assert judge(after, _look(NOW + timedelta(seconds=20), 20.0)).doubt is None  # sane again
    assert judge(confirm_at(stepped), stepped).doubt is None  # or the operator says that it is right


def test_small_steps_within_an_hour_add_up() -> None:
    trust, off = judge(Trust(floor=earliest_believable(None)), _look(NOW)), timedelta()
    for number in range(1, 5):
        off += LARGEST_STEP / 2
        trust = judge(trust, _look(NOW + off + timedelta(seconds=number), number))
    assert trust.doubt is not None


def test_slow_drift_over_weeks_does_not() -> None:
    trust = judge(Trust(floor=earliest_believable(None)), _look(NOW))
    for hour in range(1, 24 * 60):
        drifted = NOW + timedelta(hours=hour, seconds=hour)
        trust = judge(trust, _look(drifted, hour * 3600.0))
        assert trust.doubt is None
