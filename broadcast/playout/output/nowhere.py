"""Programmes -> nothing, at once: for a rehearsal that leaves nothing behind."""

from datetime import datetime

from broadcast.base.clock import Clock
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.taking import taken


class Nowhere:
    """An Output that reads the source to its end and keeps nothing; `clock` goes on as it reads."""

    name = "-"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        """Wait for `at` on the clock (None: do not), then read the source to its end; return what was read.

        It is read as fast as it can be; `heard` is called as Output.play calls it. Raises nothing of a device.
        """
        return taken(
            source, at=at, heard=heard, clock=self._clock,
            take=lambda samples: self._clock.passed(len(samples) / source.rate_hz),
        )  # fmt: skip
