"""A sink -> the tones that it plays, told as it plays: an hour is a few megabytes, where its samples are hundreds.

Hundredth by hundredth of a second it is heard which of the known pitches sounds. All are multiples of 100 Hz, so
that in so short a while none is taken for another; one sounds at a time.
"""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pulse_rig import RATE_HZ, Recording, Rig

BLOCK_S = 0.01
_BLOCK = round(BLOCK_S * RATE_HZ)
_LOUD = 400
"""Half a tone's amplitude, in 16-bit steps; a ward's tone has four times as much."""
_EDGE = 2
"""Blocks that a beginning or an end may lie in: too short to be a sound."""
_HOLE_S = 0.3
_SILENT, STRANGE = -1, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tone:
    """One sound of one pitch."""

    hertz: int
    """STRANGE: a sound that is none of the pitches."""
    began: float
    """When its first block arrived, on the wall clock, in seconds since 1970."""
    seconds: float
    holes: int = 0
    """How often it was silent in between, for less than it takes to begin a cue again."""
    rms_db: float = 0.0
    """Level to full scale, of its whole hundredths; of one with holes, of what sounded last."""


class Listener(Recording):
    """A recording that keeps no samples, only what they were."""

    def __init__(self, rig: Rig, sink: str, pitches: Sequence[int]) -> None:
        super().__init__(sink, rig.whole_environment)
        self._pitches = np.array(pitches)
        self._waves = np.exp(-2j * np.pi * np.outer(np.arange(_BLOCK) / RATE_HZ, self._pitches))
        self._rest = b""
        self._names: list[int] = []
        self._walls: list[float] = []
        self._powers: list[float] = []

    def tones(self) -> list[Tone]:
        """What was heard, in order."""
        tones: list[Tone] = []
        for name, begin, end in self._runs():
            if name == _SILENT or end - begin <= _EDGE:
                continue
            began, seconds = self._walls[begin], (end - begin) * BLOCK_S
            level = 10 * float(np.log10(np.mean(self._powers[begin + 1 : end - 1])))
            if tones and tones[-1].hertz == name and began - _end(tones[-1]) < _HOLE_S:
                last = tones.pop()
                whole = began - last.began + seconds
                tones.append(Tone(hertz=name, began=last.began, seconds=whole, holes=last.holes + 1, rms_db=level))
            else:
                tones.append(Tone(hertz=name, began=began, seconds=seconds, rms_db=level))
        return tones

    def _runs(self) -> Iterator[tuple[int, int, int]]:
        names = np.array(self._names)
        edges = [0, *(np.flatnonzero(np.diff(names)) + 1), len(names)]
        for begin, end in pairwise(edges):
            yield int(names[begin]), int(begin), int(end)

    def _keep(self, piece: bytes) -> None:
        whole = self._rest + piece
        size = len(whole) // (2 * _BLOCK) * (2 * _BLOCK)
        self._rest = whole[size:]
        blocks = np.frombuffer(whole[:size], "<i2").reshape(-1, _BLOCK).astype(float)
        names = self._named(blocks)
        self._powers += (np.mean(blocks**2, axis=1) / 32768**2).tolist()
        self._names += names.tolist()
        self._walls += [time.time()] * len(names)

    def _named(self, blocks: NDArray[np.float64]) -> NDArray[np.int64]:
        strengths = np.abs(np.einsum("bi,ik->bk", blocks, self._waves)) / _BLOCK  # `@` would keep both cores busy
        sounding = np.sqrt(np.mean(blocks**2, axis=1)) > _LOUD
        pitches = self._pitches[strengths.argmax(axis=1)]
        return np.where(strengths.max(axis=1) > _LOUD, pitches, np.where(sounding, STRANGE, _SILENT))


def _end(tone: Tone) -> float:
    return tone.began + tone.seconds
