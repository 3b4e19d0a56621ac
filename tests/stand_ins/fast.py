"""A station whose time runs fast: its clock, and a loudspeaker paced by it; all the rest is the real one."""

import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from broadcast.base.clock import Wanted
from broadcast.playout.output import Heard, Output, Played, Source, Wish
from broadcast.station.player import Player
from broadcast.station.station import Station, open_station

_BLOCK_S = 0.2


class FastClock:
    """A system clock that shows `start` now and runs so many times as fast."""

    def __init__(self, start: datetime, factor: float) -> None:
        self._start, self._factor = start, factor
        self._zero_s = time.monotonic()

    def now(self) -> datetime:
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        return (time.monotonic() - self._zero_s) * self._factor

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        while (left_s := (moment - self.now()).total_seconds()) > 0:
            if wanted is not None and not wanted():
                return False
            time.sleep(min(left_s / self._factor, 0.05))
        return True

    def passed(self, seconds: float) -> None:
        pass


class Paced:
    """A loudspeaker that takes a programme at the pace of its clock, and says when nothing of it was missed."""

    name = "loa"

    def __init__(self, clock: FastClock) -> None:
        self._clock = clock

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        if at is not None and not self._clock.wait_until(at, lambda: heard(0, at) is Wish.GO_ON):
            return Played(started=None, frames=0, complete=False)
        started, frames, block = self._clock.now(), 0, round(_BLOCK_S * source.rate_hz)
        while True:
            samples = source.read(block)
            frames += len(samples)
            self._clock.wait_until(started + timedelta(seconds=frames / source.rate_hz))
            if len(samples) < block:
                return Played(started=started if frames else None, frames=frames, complete=True)
            if heard(frames, started) is Wish.FADE:
                return Played(started=started, frames=frames, complete=False)


def fast_station(home: Path, clock: FastClock) -> Station:
    """The real Station on a FastClock."""
    return replace(open_station(home), clock=clock)


def paced(station: Station, _player: Player, _name: str | None) -> Output:
    """A loudspeaker for `serve`, on the station's clock."""
    assert isinstance(station.clock, FastClock)
    return Paced(station.clock)
