"""Samples that must end now -> the same samples, led down to silence."""

import numpy as np

from broadcast.audio.sound import Samples

FADE_S = 0.08
"""Short enough to count as at once, long enough not to click."""


def fade_frames(rate_hz: int) -> int:
    return round(FADE_S * rate_hz)


def faded(samples: Samples, rate_hz: int, done: int = 0) -> Samples:
    """The samples under a raised-cosine fall from 1 to 0; `done` frames of the fall have sounded before them."""
    length = fade_frames(rate_hz)
    place = np.clip((done + 1 + np.arange(len(samples), dtype=np.float32)) / length, 0, 1)
    return (samples * (0.5 + 0.5 * np.cos(np.pi * place))).astype(np.float32)
