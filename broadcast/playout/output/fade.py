"""Samples that must end now -> the same samples, led down to silence."""

import numpy as np

from broadcast.audio.fades import fall_at
from broadcast.audio.sound import Samples, scaled

FADE_S = 0.08
"""Seconds: short enough to count as at once, long enough not to click."""


def fade_frames(rate_hz: int) -> int:
    """Return how many frames the fade lasts at that rate."""
    return round(FADE_S * rate_hz)


def fall(frames: int, lasting: int, done: int = 0) -> Samples:
    """Compute the next `frames` gains of a fade-out that lasts `lasting` frames.

    `done` of those are behind us; below 0, it begins so many frames later, and the gain is 1 until then. The gain
    is 0 once it is over.
    """
    return fall_at((done + 1 + np.arange(frames, dtype=np.float32)) / max(1, lasting))


def faded(samples: Samples, rate_hz: int) -> Samples:
    """Return a copy of the samples under the fade from its beginning; the same gain for every channel."""
    return scaled(samples, fall(len(samples), fade_frames(rate_hz)))
