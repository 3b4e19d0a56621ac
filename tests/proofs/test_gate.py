"""`gate`: days upon days, with clock faults, restarts and a timetable that asks for what is not allowed."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630, session
from stand_ins.stepped import HOURS, Simulation, outside_hours

from broadcast.playout.control.clock_trust import LARGEST_STEP
from broadcast.programme.model import Outcome, Session

MIDNIGHT = MONDAY_0630.replace(hour=0, minute=0)
SLOTS = {"dem": (3, 15), "sang": (6, 30), "sat-gio": (7, 29), "chieu": (17, 0), "toi": (18, 20)}
"""At night, in the morning, half a minute before the hour is over, in the afternoon; and a fourth one."""


def _asked_for(day: datetime) -> list[Session]:
    """Every day of the week, whatever the rules say."""
    at = day.replace(second=0, microsecond=0)
    return [
        session(at.replace(hour=hour, minute=minute, second=30 if slot == "sat-gio" else 0), ["a", "b"], slot=slot)
        for slot, (hour, minute) in SLOTS.items()
    ]


def _simulate(home: Path, days: int, *, guarded: bool = True) -> Simulation:
    rng = random.Random(7)
    one = Simulation(home, MIDNIGHT, step_s=20.0, block_s=1.0, guarded=guarded, sessions=_asked_for)
    moments = sorted(MIDNIGHT + timedelta(days=rng.uniform(0, days)) for _ in range(2 * days))
    # half of the faults near a session, where they may do harm
    moments += [
        MONDAY_0630 + timedelta(days=day, hours=rng.choice([0, 10.5]), minutes=rng.uniform(-5, 5))
        for day in range(days)
    ]
    faults = [(moment, _step(rng), timedelta(minutes=rng.uniform(1, 40))) for moment in sorted(moments)]
    back: list[datetime] = []

    def fault() -> None:
        now = one.clock.true
        if back and now >= back[0]:
            back.clear()
            one.clock.set_to(now)
        while faults and now >= faults[0][0]:
            _, step, length = faults.pop(0)
            if not back:
                one.clock.step(step)
                back.append(now + length)

    one.clock.fault = fault
    end = MIDNIGHT + timedelta(days=days)
    while one.clock.true < end:  # now and then the program ends, and is started anew; never under a wrong clock
        until = min(end, one.clock.true + timedelta(days=rng.uniform(1, 9)))
        one.serve_until(until)
        if back:
            back.clear()
            one.clock.set_to(one.clock.true)
        one.restart()
    return one


def _step(rng: random.Random) -> timedelta:
    return timedelta(seconds=rng.choice([-1, 1]) * 10 ** rng.uniform(0, 8.5))


def _near(moment: datetime) -> bool:
    """Allowed then, or at a moment that a clock within its tolerance may take it for."""
    return not all(outside_hours(moment + off) for off in (timedelta(), LARGEST_STEP, -LARGEST_STEP))


def _wrong(one: Simulation) -> dict[str, int]:
    sessions: dict[object, set[str]] = {}
    seconds: dict[str, float] = {}
    for airing in one.log:
        if airing.frames and airing.started is not None:
            id_ = airing.cue.rsplit("/", 1)[0]
            sessions.setdefault(airing.started.date(), set()).add(id_)
            seconds[id_] = seconds.get(id_, 0) + airing.seconds
    return {
        "blocks outside the hours by the clock": sum(
            outside_hours(block.wall) and outside_hours(block.wall + timedelta(seconds=1)) for block in one.heard
        ),
        "blocks outside the hours in truth": sum(not _near(block.true) for block in one.heard),
        "days with too many sessions": sum(len(ids) > HOURS.max_sessions for ids in sessions.values()),
        "sessions too long": sum(length > HOURS.max_session.total_seconds() for length in seconds.values()),
        "aired twice": len(one.doubles()),
        "of another day": sum(block.true.date() != block.day for block in one.heard),
    }


def test_no_sample_leaves_outside_the_airtime_rules(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    days = rounds(7, 400)
    one = _simulate(tmp_path, days)
    found = _wrong(one)
    outcomes = {outcome: sum(airing.outcome is outcome for airing in one.log) for outcome in Outcome}
    measured(f"{days} days, {len(one.told)} changes of trust, {len(one.heard)} s heard, {outcomes}: {found}")
    assert len(one.heard) > 20 * days
    assert set(found.values()) == {0}, found


def test_without_the_guard_it_would(tmp_path: Path) -> None:
    """A negative control."""
    found = _wrong(_simulate(tmp_path, 4, guarded=False))
    assert found["blocks outside the hours by the clock"] > 0
    assert found["days with too many sessions"] > 0


def test_a_clock_that_believes_every_step_would(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A negative control."""
    monkeypatch.setattr(
        "broadcast.playout.control.trusted_clock.judge",
        lambda trust, look: replace(trust, anchor=look, doubt=None),
    )
    found = _wrong(_simulate(tmp_path, 10))
    assert found["blocks outside the hours in truth"] + found["of another day"] > 0
