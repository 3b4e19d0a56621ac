"""16-bit samples -> the Sound they stand for, as whoever decodes a cart hears it."""

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Sound


def sound_of(pcm: NDArray[np.int16], rate_hz: int) -> Sound:
    """Give the sound whose samples are those steps of 1/32768."""
    return Sound(pcm.astype(np.float32) / np.float32(32_768), rate_hz)
