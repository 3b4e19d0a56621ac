"""Sounds: of 16-bit samples, as whoever decodes a cart hears them; and of nothing."""

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Sound, silent


def sound_of(pcm: NDArray[np.int16], rate_hz: int) -> Sound:
    """Give the sound whose samples are those steps of 1/32768."""
    return Sound(pcm.astype(np.float32) / np.float32(32_768), rate_hz)


def silence(seconds: float, rate_hz: int) -> Sound:
    """Give one channel of digital silence, as long as that to the nearest frame."""
    return Sound(silent(round(seconds * rate_hz)), rate_hz)
