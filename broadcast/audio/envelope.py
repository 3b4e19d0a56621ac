"""Levels, evenly spaced in time -> a curve over them: up before one rises, down slowly after it, no corners."""

import numpy as np

from broadcast.audio.sound import Floats


def envelope(levels: Floats, *, reach: int, fall: float) -> Floats:
    """Draw a smooth curve nowhere under `levels`: up `reach` places before a rise, down by at most `fall` a place.

    `levels`, in any unit, has at least one value; the curve has as many. It is the highest level within reach,
    held, released in a line and smoothed with a Hann window.
    """
    padded = np.pad(levels, reach, mode="edge")
    held = padded[: len(levels)].copy()
    for place in range(1, 2 * reach + 1):
        np.maximum(held, padded[place : place + len(levels)], out=held)
    fallen = np.arange(len(held)) * fall
    released = np.maximum.accumulate(held + fallen) - fallen
    # all values within reach of the window are at least the level, and so is their mean
    window = np.hanning(2 * reach + 3)[1:-1]
    return np.convolve(np.pad(released, reach, mode="edge"), window / window.sum(), mode="valid")
