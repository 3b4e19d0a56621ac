"""Float samples -> the 16-bit PCM that files and sound cards take, in as many channels as they have."""

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples

Pcm = NDArray[np.int16]

BYTES_A_SAMPLE = 2


def as_pcm16(samples: Samples) -> bytes:
    """Little-endian 16-bit PCM, clipped; samples that came from 16 bits (k / 32768) return to k exactly."""
    return bytes(np.clip(np.rint(samples * np.float32(32768)), -32768, 32767).astype("<i2").tobytes())


def pcm_in(body: bytes, channels: int) -> Pcm:
    """What `as_pcm16` made, shape (frames, channels)."""
    return np.frombuffer(body, "<i2").reshape(-1, channels)


def lay(pcm: Pcm, out: Pcm) -> None:
    """Frames of shape (frames, channels) into as many of another number of channels.

    One goes to all; several go to one as their mean, which clips nothing. Rounded to even steps it has no offset.
    """
    if pcm.shape[1] == 1:
        out[:] = pcm
    else:
        out[:] = np.rint(pcm.mean(axis=1, keepdims=True))
