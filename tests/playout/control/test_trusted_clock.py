"""A clock that goes on evenly whatever is done to the wall clock."""

from datetime import timedelta

from stand_ins.carts import MONDAY_0630
from stand_ins.clocks import SteppedClock

from broadcast.playout.control.clock_trust import earliest
from broadcast.playout.control.trusted_clock import TrustedClock


def _clocks() -> tuple[SteppedClock, TrustedClock, list[object]]:
    wall, told = SteppedClock(MONDAY_0630), []
    return wall, TrustedClock(wall, earliest(None), told.append), told


def test_a_step_is_told_once_and_so_is_the_recovery() -> None:
    wall, clock, told = _clocks()
    clock.now()
    wall.step(timedelta(days=3))
    for _ in range(5):
        wall.passed(1)
        assert clock.doubt is not None
    wall.step(-timedelta(days=3))
    assert clock.doubt is None
    assert [one is None for one in told] == [False, True]


def test_waiting_goes_by_the_time_that_is_believed() -> None:
    wall, clock, _ = _clocks()
    clock.now()
    stepped = False

    def step() -> bool:
        nonlocal stepped
        if not stepped and clock.now() > MONDAY_0630 + timedelta(seconds=30):
            stepped = True
            wall.step(timedelta(days=-3650))
        return True

    assert clock.wait_until(MONDAY_0630 + timedelta(minutes=1), step)
    assert stepped
    assert wall.monotonic() == 60


def test_a_machine_that_slept_is_noticed() -> None:
    wall, clock, _ = _clocks()
    clock.now()
    wall.passed(600)
    clock.now()
    assert clock.asleep_at(MONDAY_0630 + timedelta(seconds=300))
    assert not clock.asleep_at(MONDAY_0630 + timedelta(seconds=700))
