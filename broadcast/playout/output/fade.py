"""Samples that must end now -> the same samples, led down to silence."""

import numpy as np

from broadcast.audio.fades import fall_at
from broadcast.audio.sound import Samples, scaled

FADE_S = 0.08
"""Seconds: short enough to count as at once, long enough not to click."""


def fade_frames(rate_hz: int) -> int:
    """Return how many frames the fade lasts at that rate."""
    return round(FADE_S * rate_hz)


def fall(frames: int, rate_hz: int, done: int = 0) -> Samples:
    """Compute the gains (amplitudes, 1 down to 0) of the fade's next `frames` frames, after its first `done`.

    Shape (frames,); 0 once the fade is over.
    """
    return fall_at((done + 1 + np.arange(frames, dtype=np.float32)) / fade_frames(rate_hz))


def faded(samples: Samples, rate_hz: int) -> Samples:
    """Return a copy of the samples under the fade from its beginning; the same gain for every channel."""
    return scaled(samples, fall(len(samples), rate_hz))
