"""A cart, what was heard, where its blocks lie in it -> which half seconds of the cart were not heard."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.airband import RATE_HZ
from broadcast.audio.sound import Samples

Flags = NDArray[np.bool_]

_CELL, _HOP = round(0.5 * RATE_HZ), round(0.25 * RATE_HZ)
_AROUND = round(0.003 * RATE_HZ)
_FREE = 2_000
"""Of half a second in this band so many values are free of each other: chance grows with the root of that."""
_LACKS = 0.3
"""Of the usual strength: a half second that came with less was not heard."""
_SILENT = 1e-5
"""Of the usual half second's energy, 50 dB below it: a pause, which on a line without noise is as silent there."""
_NEVER_TOLD = 1e9
_TOLD = 3.0
"""A half second tells something where chance makes so many times less of it than it lacks."""
_ENOUGH = 0.3
"""So much of the cart must be told; else the noise is too loud."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Recorded:
    """What was heard, with silence of nobody's around it."""

    samples: Samples
    first: int
    """From this frame on somebody listened,"""
    end: int
    """to this one."""


def unheard(
    heard: Recorded,
    cart: Samples,
    lags: Callable[[float], Sequence[float]],
    *,
    otherwise: Sequence[tuple[float, float]],
) -> tuple[tuple[float, float], ...]:
    """List the stretches of the cart (seconds from its beginning) that were not heard, of half a second or more.

    `lags` tells for a frame of the cart where it may lie in `heard`, as so many frames later. What was not
    recorded is not listed: nobody listened. Returns `otherwise` where the noise is too loud to tell half seconds.
    """
    starts = np.arange(0, max(0, len(cart) - _CELL) + 1, _HOP)
    energies = [float(np.square(cart[start : start + _CELL]).sum()) for start in starts]
    least = _SILENT * float(np.median(energies)) + 1e-20
    told = [
        _cell(heard, cart, int(start), lags(start + _CELL / 2), own if own > least else 0.0)
        for start, own in zip(starts, energies, strict=True)
    ]
    strength, chance = (np.array(column) for column in zip(*told, strict=True))
    came = strength > _TOLD * chance
    usual = float(np.median(strength[came])) if came.any() else 0.0
    judged = _TOLD * chance < _LACKS * usual
    if judged.sum() < _ENOUGH * len(starts):
        return tuple(otherwise)
    lost = _with_what_lies_between(strength < _LACKS * usual, judged)
    return _stretches(starts[lost & np.isfinite(chance)])


def _with_what_lies_between(lost: Flags, judged: Flags) -> Flags:
    """What is lost, and what nobody can tell where all that can be told on either side of it is lost."""
    known = np.flatnonzero(judged)
    behind = np.searchsorted(known, np.arange(len(lost)))
    before = np.maximum(behind - 1, 0)
    around = lost[known[before]] & lost[known[np.minimum(behind, len(known) - 1)]]
    return np.where(judged, lost, around)


def _cell(heard: Recorded, cart: Samples, start: int, lags: Sequence[float], own: float) -> tuple[float, float]:
    """How strongly half a second came, and how strong chance may make it; infinite where nobody listened.

    `own`: the half second's energy in the cart; of 0, which is a pause, nobody can tell whether it came.
    """
    words = cart[start : start + _CELL]
    strength, chance = 0.0, float("inf")
    for lag in lags:
        first = start + round(lag) - _AROUND
        there = heard.samples[max(0, first) : max(0, first + len(words) + 2 * _AROUND)]
        if heard.first <= first and first + len(words) + 2 * _AROUND <= heard.end:
            if not own:
                return 0.0, _NEVER_TOLD
            products = np.correlate(there, words, "valid")
            strength = max(strength, float(np.abs(products).max()) / own)
            chance = float(np.sqrt(np.square(there).sum() / own / _FREE))
    return strength, chance


def _stretches(starts: NDArray[np.int64]) -> tuple[tuple[float, float], ...]:
    """The half seconds that follow on each other joined, in seconds."""
    found: list[tuple[float, float]] = []
    for start in starts:
        begin, end = float(start) / RATE_HZ, float(start + _CELL) / RATE_HZ
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return tuple(found)
