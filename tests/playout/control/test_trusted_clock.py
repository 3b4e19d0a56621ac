"""A clock that goes on evenly whatever is done to the wall clock."""

import threading
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Any

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.clocks import SteppedClock

from broadcast.playout.control import trusted_clock
from broadcast.playout.control.clock_trust import earliest_believable
from broadcast.playout.control.trusted_clock import TrustedClock


def _clocks() -> tuple[SteppedClock, TrustedClock, list[object]]:
    wall, told = SteppedClock(MONDAY_0630), []
    return wall, TrustedClock(wall, earliest_believable(None), told.append), told


def test_a_step_is_told_once_and_so_is_the_recovery() -> None:
    wall, clock, told = _clocks()
    clock.now()
    wall.step(timedelta(days=3))
    for _ in range(5):
        wall.passed(1)
        clock.now()
        assert clock.doubt is not None
    wall.step(-timedelta(days=3))
    clock.now()
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


@pytest.mark.parametrize("locked", [True, False])  # without the lock: the negative control
def test_a_confirmation_is_not_lost_to_a_look_of_the_other_thread(
    monkeypatch: pytest.MonkeyPatch, locked: bool
) -> None:
    wall, clock, _ = _clocks()
    clock.now()
    wall.step(timedelta(days=3))
    clock.now()
    if not locked:
        clock._lock = nullcontext()  # type: ignore[assignment]
    judged, said, judge = threading.Event(), threading.Event(), trusted_clock.judge

    def slowly(*looked: Any) -> Any:
        trust = judge(*looked)
        judged.set()
        said.wait(0.5)  # with the lock nobody can say anything yet
        return trust

    monkeypatch.setattr(trusted_clock, "judge", slowly)
    worker = threading.Thread(target=clock.now)
    worker.start()
    assert judged.wait(5)
    clock.confirm()
    said.set()
    worker.join()
    assert (clock.doubt is None) is locked


@pytest.mark.parametrize("locked", [True, False])  # without the lock: the negative control
def test_the_sleeps_can_be_asked_for_while_another_thread_finds_one(locked: bool) -> None:
    wall, clock, _ = _clocks()
    for _ in range(5):
        clock.now()
        wall.passed(600)
    if not locked:
        clock._lock = nullcontext()  # type: ignore[assignment]
    worker = threading.Thread(target=clock.now)

    class Moment:
        """A moment that takes its time to be compared: the worker looks meanwhile."""

        def __ge__(self, _other: datetime) -> bool:
            if worker.ident is None:
                worker.start()
                worker.join(0.5)
            return False

        __le__ = __ge__

    with nullcontext() if locked else pytest.raises(RuntimeError, match="mutated"):
        clock.asleep_at(Moment())  # type: ignore[arg-type]
    worker.join()
    assert len(clock._naps) == 5
