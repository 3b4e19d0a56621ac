"""Samples as they were decoded, in pieces -> where they are no sound but bytes out of place, and for how long.

A byte that is lost or added in a WAV or an AIFF makes the low byte of each sample the high byte of the next: from
there on all is noise at full scale. So it is with bytes in the wrong order, and with a transfer of seven bits. No
microphone makes that: it has a spectrum that is flat to half the rate of the file itself, and goes from one end of
the scale to the other from one sample to the next, without standing still at either, as what is clipped does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples, Sound, each_channel
from broadcast.base.errors import Message, tell
from broadcast.base.lengths import timecode

LEAST_S = 1.0
"""Of so much, all together, a ward is told; half a second is a word lost."""
_BLOCK = 1_024
"""Samples that are judged together, of one channel."""
_LEAP, _LEAP_ONE_SIDED = 1.5, 0.9
"""From one sample to the next, of full scale (1); the second where none lies on the other side of zero."""
_LEAST_LEAPS, _LEAST_LEAPS_ONE_SIDED = 0.02, 0.01
"""Shares of the samples of a block. Evenly spread over the whole scale, 6 % leap so far."""
_AT_THE_TOP = 0.9999
_RMS, _PEAKED = (0.48, 0.66), (1.6, 2.15)
"""RMS and kurtosis: 0.577 and 1.8 of what is spread evenly. Noise has a kurtosis of 3, what is clipped near 1."""
_MOST_NEXT = 0.5
"""Correlation of each sample with the next: a voice and a whistle near half the rate are beyond it."""
_JOIN_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Misplaced:
    """A stretch of samples whose bytes are out of place."""

    starts_s: float
    """Counted from the sound's beginning."""
    seconds: float
    """How much of what follows is such, up to two seconds of sound in between left out."""


class Misaligned:
    """Looks for them in one sound of any rate and number of channels; keeps one mark for each 1,024 samples."""

    def __init__(self, rate_hz: int) -> None:
        """Begin with nothing heard."""
        self._rate_hz = rate_hz
        self._rest: Samples | None = None
        self._marks: list[NDArray[np.bool_]] = []

    def add(self, samples: Samples) -> None:
        """Take the next samples, of shape (frames,) or (frames, channels)."""
        held = samples if self._rest is None else np.concatenate([self._rest, samples])
        count = len(held) // _BLOCK
        blocks = held[: count * _BLOCK]
        if count:
            marks = [_misplaced(one.reshape(count, _BLOCK)) for one in each_channel(blocks)]
            self._marks.append(np.logical_or.reduce(marks))
        self._rest = held[count * _BLOCK :].copy()

    def found(self) -> tuple[Misplaced, ...]:
        """List the stretches, in order; empty where they are less than LEAST_S all together."""
        marked = np.flatnonzero(np.concatenate([np.zeros(0, np.bool_), *self._marks]))
        block_s = _BLOCK / self._rate_hz
        if len(marked) * block_s < LEAST_S:
            return ()
        breaks = np.flatnonzero(np.diff(marked) * block_s > _JOIN_S) + 1
        return tuple(
            Misplaced(starts_s=float(one[0] * block_s), seconds=len(one) * block_s)
            for one in np.split(marked, breaks)
        )


def misplaced(sound: Sound) -> tuple[Misplaced, ...]:
    """List where a whole sound, at the rate that its file had, is bytes out of place."""
    looking = Misaligned(sound.rate_hz)
    looking.add(sound.samples)
    return looking.found()


def in_words(found: Sequence[Misplaced]) -> Message:
    """Word what stands in place of the sound, and where, to go on after a name; `found` is not empty."""
    return tell("bị lệch dữ liệu: từ {at} có {seconds:.0f} giây chỉ còn tiếng rè rất to, vì tệp mất hay thừa byte",
                at=timecode(found[0].starts_s), seconds=max(1.0, sum(one.seconds for one in found)))  # fmt: skip


def _misplaced(blocks: Samples) -> NDArray[np.bool_]:
    """Mark the blocks of one channel, shape (n, 1024), that are bytes out of place."""
    heights = np.abs(blocks)
    inside = heights < heights.max(axis=1, keepdims=True) * _AT_THE_TOP
    leaps = np.abs(np.diff(blocks, axis=1))
    found = ((leaps > _LEAP) & inside[:, 1:] & inside[:, :-1]).mean(axis=1) >= _LEAST_LEAPS
    found[found] = _spread_evenly(blocks[found])
    one_sided = (blocks.min(axis=1) >= 0) | (blocks.max(axis=1) <= 0)
    return np.asarray(found | (one_sided & ((leaps > _LEAP_ONE_SIDED).mean(axis=1) >= _LEAST_LEAPS_ONE_SIDED)))


def _spread_evenly(blocks: Samples) -> NDArray[np.bool_]:
    """Mark the blocks whose samples lie evenly over the whole scale, each as good as independent of the next."""
    level = (blocks - blocks.mean(axis=1, keepdims=True)).astype(np.float64)
    power = np.square(level).mean(axis=1) + 1e-12
    next_ = (level[:, 1:] * level[:, :-1]).mean(axis=1) / power
    peaked = np.square(np.square(level)).mean(axis=1) / np.square(power)
    rms = np.sqrt(power)
    return np.asarray(
        (np.abs(next_) < _MOST_NEXT) & (peaked > _PEAKED[0]) & (peaked < _PEAKED[1])
        & (rms > _RMS[0]) & (rms < _RMS[1])
    )  # fmt: skip
