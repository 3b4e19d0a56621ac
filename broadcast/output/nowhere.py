"""Programmes -> nothing, at once: for a rehearsal that leaves nothing behind."""

from datetime import datetime

from broadcast.clock import Clock
from broadcast.output import Heard, Played, Source, Wish

_BLOCK_S = 0.2


class Nowhere:
    """An output on which sound takes no time of ours: its clock passes as the source is read to its end."""

    name = "-"

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        """As Output.play; FADE ends it without a fade, for nobody hears it."""
        if at is not None and not self._clock.wait_until(at, lambda: heard(0, at) is Wish.GO_ON):
            return Played(started=None, frames=0, complete=False)
        started, frames, block = self._clock.now(), 0, round(_BLOCK_S * source.rate_hz)
        while True:
            samples = source.read(block)
            frames += len(samples)
            self._clock.passed(len(samples) / source.rate_hz)
            if len(samples) < block:
                return Played(started=started if frames else None, frames=frames, complete=True)
            if heard(frames, started) is Wish.FADE:
                return Played(started=started, frames=frames, complete=False)
