"""`clock`: the wall clock is set, by a second to ten years, while waiting and while playing: what is heard?"""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from stand_ins.carts import MONDAY_0630
from stand_ins.stepped import Simulation, outside_hours

from broadcast.playout.control.clock_trust import LARGEST_STEP
from broadcast.programme.pending import is_heard

FAR = [datetime(year, 1, 1, tzinfo=UTC) - MONDAY_0630 for year in (1970, 2000, 2038)]
TELL_WITHIN = timedelta(seconds=10)


def _a_step(rng: random.Random) -> timedelta:
    if rng.random() < 0.2:
        return rng.choice(FAR)
    seconds = 10 ** rng.uniform(0, 8.5)  # a second to ten years
    return timedelta(seconds=rng.choice([-1, 1]) * seconds)


class Trial:
    """A step some seconds before or into a session; set right two minutes later."""

    def __init__(self, home: Path, number: int, rng: random.Random, *, believing: bool = True) -> None:
        self.step = _a_step(rng)
        self.at = MONDAY_0630 + timedelta(seconds=rng.uniform(-50, 40))
        self.back = self.at + timedelta(minutes=2)
        self.simulation = one = Simulation(
            home, MONDAY_0630 - timedelta(minutes=1), name=f"trial-{number}", believing=believing
        )
        self._left = [(self.at, lambda: one.clock.step(self.step)),
                      (self.back, lambda: one.clock.set_to(one.clock.true))]  # fmt: skip
        one.clock.fault = self._fault
        one.serve_until(MONDAY_0630 + timedelta(minutes=6))

    def _fault(self) -> None:
        while self._left and self.simulation.clock.true >= self._left[0][0]:
            self._left.pop(0)[1]()

    @property
    def large(self) -> bool:
        return abs(self.step) > LARGEST_STEP + timedelta(seconds=1)

    def wrong(self) -> dict[str, int]:
        """What must not be: how much of each."""
        heard = self.simulation.heard
        known_by = self.at + timedelta(seconds=1)
        told = [moment for moment, believed in self.simulation.told if not believed and moment >= self.at]
        heard_out = {one.cue for one in self.simulation.log if is_heard([one])}  # or cut in its last second
        return {
            "blocks outside the hours": sum(outside_hours(one.wall) and one.true > known_by for one in heard)
            + sum(outside_hours(one.true) for one in heard),
            "blocks by a clock not to be believed": sum(
                self.large and known_by < one.true < self.back for one in heard
            ),
            "aired twice": len(self.simulation.doubles()),
            "of another day": sum(one.day != MONDAY_0630.date() for one in heard),
            "not told in time": int(self.large and not (told and told[0] - self.at <= TELL_WITHIN)),
            "lost": int(self.large and len(heard_out) < 2),
        }


def _sum(trials: list[Trial]) -> dict[str, int]:
    found: dict[str, int] = {}
    for trial in trials:
        for what, count in trial.wrong().items():
            found[what] = found.get(what, 0) + count
    return found


def test_no_step_of_the_clock_makes_a_sound_that_should_not_be(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    rng = random.Random(1)
    trials = [Trial(tmp_path, number, rng) for number in range(rounds(8, 300))]
    found = _sum(trials)
    large = sum(trial.large for trial in trials)
    playing = sum(trial.at > MONDAY_0630 for trial in trials)
    latest = max(
        (trial.simulation.told[-2][0] - trial.at for trial in trials if trial.large), default=timedelta()
    ).total_seconds()
    measured(f"{len(trials)} steps, {large} above five minutes, {playing} while playing: {found}; "
             f"told after {latest:.2f} s at most")  # fmt: skip
    assert set(found.values()) == {0}, found


def test_without_the_trust_the_same_steps_do_harm(tmp_path: Path) -> None:
    """The negative control."""
    rng = random.Random(1)
    found = _sum([Trial(tmp_path, number, rng, believing=False) for number in range(8)])
    assert found["blocks by a clock not to be believed"] > 0
