"""A cart, what was heard, where its blocks lie in it -> which half seconds of the cart were not heard."""

from collections.abc import Callable, Sequence

import numpy as np

from broadcast.audio.airband import RATE_HZ
from broadcast.audio.sound import Samples

_CELL, _HOP = round(0.5 * RATE_HZ), round(0.25 * RATE_HZ)
_AROUND = round(0.003 * RATE_HZ)
_FREE = 1_000
"""Of half a second in this band so many values are free of each other: chance grows with the root of that."""
_LACKS = 0.3
"""Of the usual strength: a half second that came with less was not heard."""
_TOLD = 3.0
"""A half second tells something where chance makes so many times less of it than it lacks."""
_ENOUGH = 0.3
"""So much of the cart must be told; else the noise is too loud."""


def unheard(
    heard: Samples,
    cart: Samples,
    lags: Callable[[float], Sequence[float]],
    *,
    otherwise: Sequence[tuple[float, float]],
) -> tuple[tuple[float, float], ...]:
    """List the stretches of the cart (seconds from its beginning) that were not heard, of half a second or more.

    `lags` tells for a frame of the cart where it may lie in `heard`, as so many frames later. What was not recorded
    counts as heard: nobody listened. Returns `otherwise` where the noise is too loud to tell half seconds.
    """
    starts = np.arange(0, max(0, len(cart) - _CELL) + 1, _HOP)
    told = [_cell(heard, cart, int(start), lags(start + _CELL / 2)) for start in starts]
    strength, chance = (np.array(column) for column in zip(*told, strict=True))
    recorded = np.isfinite(chance)
    usual = float(np.median(strength[recorded])) if recorded.any() else 0.0
    judged = _TOLD * chance < _LACKS * usual
    if judged.sum() < _ENOUGH * len(starts):
        return tuple(otherwise)
    return _stretches(starts[judged & (strength < _LACKS * usual)])


def _cell(heard: Samples, cart: Samples, start: int, lags: Sequence[float]) -> tuple[float, float]:
    """How strongly half a second came, and how strong chance may make it; that is infinite where none was recorded."""
    words = cart[start : start + _CELL]
    own = float(np.square(words).sum()) + 1e-20
    strength, chance = 0.0, float("inf")
    for lag in lags:
        first = start + round(lag) - _AROUND
        there = heard[max(0, first) : max(0, first + len(words) + 2 * _AROUND)]
        if first >= 0 and len(there) == len(words) + 2 * _AROUND and there[0] and there[-1]:
            products = np.correlate(there, words, "valid")
            strength = max(strength, float(np.abs(products).max()) / own)
            chance = float(np.sqrt(np.square(there).sum() / own / _FREE))
    return strength, chance


def _stretches(starts: "np.ndarray[tuple[int], np.dtype[np.int64]]") -> tuple[tuple[float, float], ...]:
    """The half seconds that follow on each other joined, in seconds."""
    found: list[tuple[float, float]] = []
    for start in starts:
        begin, end = float(start) / RATE_HZ, float(start + _CELL) / RATE_HZ
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return tuple(found)
