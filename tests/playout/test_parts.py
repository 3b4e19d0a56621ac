"""Each turn of playout's loops: it looks, lets the station do what is due, and only then asks."""

from datetime import timedelta
from itertools import pairwise

import pytest
from stand_ins.carts import MONDAY_0630, rundown, session
from stand_ins.days import Counted, Day, SetConditions, bulletin

from broadcast.playout.bulletins import is_due
from broadcast.playout.parts import Parts
from broadcast.programme.bulletins import Urgency


class Beside:
    """What a station does beside playout: it notes when it was let, and whether it had time."""

    def __init__(self, day: Day) -> None:
        self._day = day
        self.turns: list[tuple[float, bool]] = []

    def __call__(self, *, between_sessions: bool) -> None:
        since_s = (self._day.clock.now() - MONDAY_0630).total_seconds()
        self.turns.append((since_s, between_sessions))


def _on_air(day: Day, beside: Beside) -> None:
    one = session(MONDAY_0630, ["a", "b"])
    day.rack_tones(one, seconds=5)
    with day.playing(Counted(day.clock), meanwhile=beside) as playout:
        playout.air_day(rundown(one))


def test_a_station_does_what_is_due_on_each_turn_and_what_takes_longer_between_sessions_alone(day: Day) -> None:
    beside = Beside(day)
    _on_air(day, beside)
    on_air = [turn for turn in beside.turns if 0 <= turn[0] <= 11]
    assert len(on_air) > 20
    assert not any(between for _, between in on_air)
    times = [at for at, _ in on_air]
    assert max(later - before for before, later in pairwise(times)) <= 0.5
    assert any(between for at, between in beside.turns if at < 0)
    assert beside.turns[-1][1]


@pytest.mark.parametrize("waits", [False, True])
def test_asking_looks_at_nothing_and_serves_nobody(day: Day, waits: bool) -> None:
    class Refusing(SetConditions):
        def poll(self) -> None:
            raise AssertionError("it looked")

    waiting = [(MONDAY_0630, bulletin(day, Urgency.USUAL))] if waits else []
    conditions = Refusing(day.clock, bulletins=waiting, polled=MONDAY_0630 + timedelta(seconds=1))
    beside = Beside(day)
    with day.playing(Counted(day.clock), conditions=conditions, meanwhile=beside) as playout:
        parts: Parts = playout._parts
        assert parts.may_sound()
        assert parts.has_a_plan()
        assert is_due(parts) is waits
        with pytest.raises(AssertionError, match="it looked"):
            parts.look()
    assert beside.turns == []
