"""Samples as they were decoded, in pieces -> where the wave stands still from within a sound on, or to its end.

No microphone does that: what never came of a download, a stick or a plug that was pulled out. A pause that was cut
in begins where it is quiet; only where a good part of the whole stands still at its end is it told all the same.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples

SHORTEST_S = 0.8
"""The embedded voice stands still for 0.6 s behind a sentence."""
_BEFORE_S = 0.05
_LOUD_SHARE = 10 ** (-20 / 20)
"""A syllable that is cut through is 20 dB under the whole at most; a word that ends is so seldom as near."""

_ROOM_SHARE = 0.1
"""So much of a file at its end, and a second at least, is the room for what never came."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropout:
    """A stretch in which the wave stands still."""

    starts_s: float
    seconds: float


class Dropouts:
    """Looks for them in one sound of any rate and number of channels; keeps the last 50 ms alone."""

    def __init__(self, rate_hz: int) -> None:
        """Begin with nothing heard."""
        self._rate_hz = rate_hz
        self._last: Samples = np.zeros(0, np.float32)
        self._before: Samples = np.zeros(0, np.float32)
        self._frames = self._still = 0
        self._power = 0.0
        self._begun: tuple[int, float] | None = None
        """Where it began to stand still, and how loud it was before (RMS)."""
        self._found: list[tuple[int, int, float]] = []

    def add(self, samples: Samples) -> None:
        """Take the next samples, of shape (frames,) or (frames, channels)."""
        if not len(samples):
            return
        every = samples.reshape(len(samples), -1)
        last = self._last if self._frames else every[0] + 1  # the first frame moves
        moves = (np.diff(every, axis=0, prepend=last[None]) != 0).any(axis=1)
        loudest = np.abs(every).max(axis=1)
        self._power += float(np.dot(loudest[moves], loudest[moves]))
        self._look(moves, np.concatenate([self._before, loudest]), len(self._before))
        self._before = np.concatenate([self._before, loudest])[-max(1, round(_BEFORE_S * self._rate_hz)) :]
        self._last = every[-1]
        self._frames += len(samples)
        self._still += int(len(moves) - moves.sum())

    def found(self) -> tuple[Dropout, ...]:
        """List, in order, where the wave stood still so, for SHORTEST_S or longer."""
        self._close(self._frames)
        moving = self._frames - self._still
        loud = float(np.sqrt(self._power / moving)) * _LOUD_SHARE if moving else 0.0
        return tuple(
            Dropout(starts_s=start / self._rate_hz, seconds=(end - start) / self._rate_hz)
            for start, end, before in self._found
            if before > loud or (end == self._frames and end - start > max(_ROOM_SHARE * end, self._rate_hz))
        )

    def _look(self, moves: NDArray[np.bool_], levels: Samples, ahead: int) -> None:
        """Follow the stretches that begin, go on or end in a block; `levels` has so many frames ahead of it."""
        if moves[0]:
            self._close(self._frames)
        edges = np.flatnonzero(np.diff(moves, prepend=True, append=True)).reshape(-1, 2)
        worth = (edges[:, 1] - edges[:, 0] >= SHORTEST_S * self._rate_hz) | (edges[:, 0] == 0)
        for start, end in edges[worth | (edges[:, 1] == len(moves))]:
            if self._begun is None:
                before = levels[max(0, ahead + start - round(_BEFORE_S * self._rate_hz)) : ahead + start]
                rms = float(np.sqrt(np.mean(np.square(before)))) if len(before) else 0.0
                self._begun = self._frames + int(start), rms
            if end < len(moves):
                self._close(self._frames + int(end))

    def _close(self, end: int) -> None:
        if self._begun is not None and end - self._begun[0] >= SHORTEST_S * self._rate_hz:
            self._found.append((self._begun[0], end, self._begun[1]))
        self._begun = None
