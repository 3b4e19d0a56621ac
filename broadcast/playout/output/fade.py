"""Samples that must end now -> the same samples, led down to silence."""

import numpy as np

from broadcast.audio.sound import Samples, scaled

FADE_S = 0.08
"""Short enough to count as at once, long enough not to click."""


def fade_frames(rate_hz: int) -> int:
    return round(FADE_S * rate_hz)


def fall(frames: int, rate_hz: int, done: int = 0) -> Samples:
    """The next `frames` gains of a raised cosine from 1 down to 0, after `done` of them, and 0 from there on."""
    place = np.clip((done + 1 + np.arange(frames, dtype=np.float32)) / fade_frames(rate_hz), 0, 1)
    return (0.5 + 0.5 * np.cos(np.pi * place)).astype(np.float32)


def faded(samples: Samples, rate_hz: int) -> Samples:
    return scaled(samples, fall(len(samples), rate_hz))
