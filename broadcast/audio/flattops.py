"""Samples, in pieces -> how often, and for how long, a sound lies flat at its highest: what a converter cut off.

The one measure for a recording, for music and for a finished cart; each has its own limit for what is told.
"""

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples, each_channel

_FLAT = 4
"""Samples in a row at one height: a converter's ceiling."""
_AS_HIGH = 0.9999


class FlatTops:
    """Counts where a sound lies flat at its highest; its samples come in pieces, at its own rate.

    At any other rate a flat top is none: what makes the samples between rounds its corners.
    """

    def __init__(self, *, least: float = 0.5) -> None:
        """Count nothing yet. A sound that stays under the height `least` (full scale is 1) has no flat tops."""
        self._least = least
        self._highest = 0.0
        self._count = self._samples = 0

    def add(self, samples: Samples) -> None:
        """Take the next samples, of any number of channels."""
        height = max(float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
        if height < self._least or height < self._highest * _AS_HIGH:
            return
        if height * _AS_HIGH > self._highest:  # flat tops under a peak were no ceiling
            self._count = self._samples = 0
        for channel in each_channel(samples):
            flat = [end - start for start, end in runs(_at(height * _AS_HIGH, channel)) if end - start >= _FLAT]
            self._count += len(flat)
            self._samples += sum(flat)
        self._highest = max(self._highest, height)

    def count(self) -> int:
        """Return how many there are in all samples added so far."""
        return self._count

    def samples(self) -> int:
        """Return how many samples lie in them, those of all channels together."""
        return self._samples


def _at(height: float, channel: Samples) -> NDArray[np.bool_]:
    return np.asarray((channel >= height) | (channel <= -height))


def flat_tops(samples: Samples, *, least: float = 0.5) -> FlatTops:
    """Count the flat tops of a whole sound at its own rate; `least` as of FlatTops."""
    tops = FlatTops(least=least)
    tops.add(samples)
    return tops


def runs(marked: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """List where marks stand in a row: [start, end) of each row."""
    places = np.flatnonzero(marked)
    firsts = np.flatnonzero(np.diff(places, prepend=-2, append=len(marked) + 1) > 1)
    starts, ends = places[firsts[:-1]], places[firsts[1:] - 1] + 1
    return list(zip(starts.tolist(), ends.tolist(), strict=True))
