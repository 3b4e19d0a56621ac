"""Float samples -> the 16-bit PCM that files and sound cards take."""

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples

Pcm = NDArray[np.int16]

BYTES_A_FRAME = 2


def as_pcm16(samples: Samples) -> bytes:
    """Little-endian 16-bit PCM, clipped; samples that came from 16 bits (k / 32768) return to k exactly."""
    return bytes(np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype("<i2"))
