"""A sound card's process without process and card: what it would report, in its clock's own time."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
from stand_ins.carts import RATE

from broadcast.base.clock import OfflineClock
from broadcast.playout.output.tape import Tape
from broadcast.playout.output.wire import Opened, Report, Sounded

DELAY_S = 0.2
PERIOD_S = 0.05


class SimulatedDeck:
    """The true Tape on a card that is open `opening_s` after it is asked for, and takes a block every 50 ms."""

    def __init__(
        self,
        clock: OfflineClock,
        faults: Callable[["SimulatedDeck"], Report | None] | None = None,
        *,
        opening_s: float = 0.0,
    ) -> None:
        self._clock = clock
        self._faults = faults
        self._opening_s = opening_s
        self._calls = 0
        self._tape = Tape(RATE)
        self.waiting: list[Report] = [Opened()]
        self.still = False
        self.killed = False
        self.begins: list[float] = []
        self.most_waiting = 0
        self.keep = True
        self.heard: list[np.ndarray] = []
        self.first_sound: datetime | None = None
        self.fed = 0

    def __call__(self, name: str, rate_hz: int, channels: int) -> "SimulatedDeck":
        if self._calls:  # a process anew
            self._tape, self.waiting = Tape(RATE), [Opened()]
        self._calls += 1
        self.opened = self._clock.now()
        self._open_from_s = self._clock.monotonic() + self._opening_s
        return self

    def start_at(self, moment: float) -> None:
        self.begins.append(moment)
        self._tape.start_at(moment)

    def sound(self, pcm: bytes) -> None:
        self.fed += len(pcm) // 2
        self.most_waiting = max(self.most_waiting, self.fed - self._tape.frames)
        self._tape.add(np.frombuffer(pcm, "<i2"))

    def end(self) -> None:
        self._tape.end()

    def fade(self) -> None:
        self._tape.fade()

    def kill(self, *, patience_s: float = 0.0) -> None:
        self.killed = True

    def report(self, patience_s: float) -> Report | None:
        if self._clock.monotonic() < self._open_from_s:
            self._clock.passed(min(patience_s, PERIOD_S))
            return None
        if self.waiting:
            return self.waiting.pop()
        if not patience_s:
            return None
        if self._faults and (fault := self._faults(self)):
            return fault
        self._clock.passed(PERIOD_S)
        return None if self.still else self._sounded()

    def sound_alone(self, seconds: float) -> None:
        """The card takes what it was given, while the player stands still."""
        for _ in range(round(seconds / PERIOD_S)):
            self._clock.passed(PERIOD_S)
            self._sounded()

    def _sounded(self) -> Sounded:
        out = np.zeros(round(PERIOD_S * RATE), np.int16)
        self._tape.fill(out, now=self._clock.monotonic(), delay_s=DELAY_S, underflow=False)
        if self.keep:
            self.heard.append(out)
        if self.first_sound is None and out.any():
            into_s = DELAY_S + int(np.flatnonzero(out)[0]) / RATE
            self.first_sound = self._clock.now() + timedelta(seconds=into_s)
        t = self._tape
        return Sounded(
            beats=t.beats, frames=t.frames, first=t.first, underflows=t.underflows, faded=t.faded, over=t.done
        )
