"""Samples -> samples that begin, end and follow one another without a click."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples, scaled


def rise(frames: int) -> Samples:
    """Compute `frames` gains (amplitudes) of a raised cosine from just over 0 to just under 1; shape (frames,).

    Added to its own mirror image it makes 1 everywhere.
    """
    return (0.5 - 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / max(frames, 1))).astype(np.float32)


def fall_at(places: NDArray[np.floating[Any]]) -> Samples:
    """Compute a fade-out's gain (an amplitude) at each of `places`: a raised cosine from 1 at 0 down to 0 at 1.

    Places before 0 give 1, places beyond 1 give 0, so that a fade may be computed block by block.
    """
    return np.asarray(0.5 + 0.5 * np.cos(np.pi * np.clip(places, 0, 1)), np.float32)


def faded(samples: Samples, *, frames_in: int = 0, frames_out: int = 0) -> Samples:
    """Return a copy of the samples faded in over `frames_in` frames and out over `frames_out`.

    Each fade takes at most half of the samples.
    """
    return fade(samples.copy(), frames_in=frames_in, frames_out=frames_out)


def fade(samples: Samples, *, frames_in: int = 0, frames_out: int = 0) -> Samples:
    """Fade `samples` in over `frames_in` frames and out over `frames_out`, in place; return `samples`.

    Each fade takes at most half of the samples.
    """
    first, last = (min(frames, len(samples) // 2) for frames in (frames_in, frames_out))
    samples[:first] = scaled(samples[:first], rise(first))
    samples[len(samples) - last :] = scaled(samples[len(samples) - last :], rise(last)[::-1])
    return samples


def crossfaded(first: Samples, second: Samples, frames: int) -> Samples:
    """Join two sounds: the last `frames` frames of `first` overlap the beginning of `second`; return them as one.

    The overlap is shorter where one of the two is. The squares of the gains add up to 1, which keeps the power of
    two sounds that are not alike.
    """
    frames = min(frames, len(first), len(second))
    up = np.sqrt(rise(frames))
    cut = len(first) - frames
    seam = scaled(first[cut:], up[::-1]) + scaled(second[:frames], up)
    return np.concatenate([first[:cut], seam, second[frames:]])


def loop(samples: Samples, frames: int) -> Samples:
    """Make samples repeatable without end: their last `frames` frames are crossfaded into the beginning.

    The result is shorter by that overlap, which is at most half of the samples.
    """
    frames = min(frames, len(samples) // 2)
    if not frames:
        return samples
    seam = crossfaded(samples[len(samples) - frames :], samples[:frames], frames)
    return np.concatenate([seam, samples[frames : len(samples) - frames]])
