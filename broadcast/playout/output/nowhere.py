"""Programmes -> nothing, at once: for a rehearsal that leaves nothing behind."""

from datetime import datetime

from broadcast.base.clock import Clock
from broadcast.playout.output import Heard, Played, Source
from broadcast.playout.output.taking import taken


class Nowhere:
    """An output on which sound takes no time of ours: its clock passes as the source is read to its end."""

    name = "-"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        """As Output.play."""
        return taken(
            source, at=at, heard=heard, clock=self._clock,
            take=lambda samples: self._clock.passed(len(samples) / source.rate_hz),
        )  # fmt: skip
