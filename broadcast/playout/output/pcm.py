"""Float samples -> the 16-bit PCM that files and sound cards take, in as many channels as they have."""

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples

Pcm = NDArray[np.int16]
"""16-bit samples, of shape (frames, channels)."""

BYTES_A_SAMPLE = 2


def as_pcm16(samples: Samples) -> bytes:
    """Round samples to little-endian 16-bit PCM, frame after frame, clipped and without dither; return its bytes.

    Samples that came from 16 bits (k / 32768) return to k exactly.
    """
    return bytes(np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype("<i2").tobytes())


def pcm_in(body: bytes, channels: int) -> Pcm:
    """Read the bytes that `as_pcm16` made of samples with so many channels; return shape (frames, channels)."""
    return np.frombuffer(body, "<i2").reshape(-1, channels)


def lay(pcm: Pcm, out: Pcm) -> None:
    """Write `pcm`, of shape (frames, channels), into `out`, as many frames of another number of channels.

    One channel goes to all; several go to all as their mean, which clips nothing, rounded half to even: no offset.
    """
    if pcm.shape[1] == 1:
        out[:] = pcm
    else:
        out[:] = np.rint(pcm.mean(axis=1, keepdims=True))
