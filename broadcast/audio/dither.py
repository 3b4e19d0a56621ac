"""A finished sound <-> 16-bit samples, with the one dither of the whole chain."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples, Sound, each_channel, together

_FULL_SCALE = 32_768
_TILE = 1 << 19  # eleven seconds of noise: too long for the ear to find that it comes again
_LOOKED_AT = 1 << 14  # most sounds are told by their first third of a second
_SEED = 18_10_2025


def to_pcm16(sound: Sound) -> NDArray[np.int16]:
    """Round a sound to 16-bit samples (int16, shape as before) after adding dither, the same for every sound.

    The dither is triangular, +-1 step (Lipshitz, Wannamaker and Vanderkooy, J. Audio Eng. Soc. 40, 1992), with
    another noise for each channel. Samples beyond full scale are clipped. Digital silence stays digital silence,
    and a channel whose samples are 16-bit steps already (a cart that is exported) stays as it is: there is nothing
    to round.
    """
    return together([_rounded(samples, place) for place, samples in enumerate(each_channel(sound.samples))])


def of_pcm16(pcm: NDArray[np.int16], rate_hz: int) -> Sound:
    """Make a sound of 16-bit samples (int16): what is heard of a file that keeps them without loss."""
    samples = pcm.astype(np.float32)
    samples *= np.float32(1 / _FULL_SCALE)
    return Sound(samples, rate_hz)


def _rounded(samples: Samples, channel: int) -> NDArray[np.int16]:
    if (exact := _steps(samples)) is not None:
        return exact
    pcm = np.empty(len(samples), np.int16)
    for start in range(0, len(samples), _TILE):
        part = samples[start : start + _TILE]
        steps = part * np.float32(_FULL_SCALE)
        steps += _noise(channel)[: len(part)]
        np.rint(steps, out=steps)
        steps[part == 0] = 0  # nothing was rounded there, and an idle amplifier should not hiss
        pcm[start : start + _TILE] = np.clip(steps, -_FULL_SCALE, _FULL_SCALE - 1, out=steps)
    return pcm


def _steps(samples: Samples) -> NDArray[np.int16] | None:
    """The samples as whole steps; None where some lie between."""
    pcm = np.empty(len(samples), np.int16)
    for start in range(0, len(samples), _LOOKED_AT):
        steps = samples[start : start + _LOOKED_AT] * np.float32(_FULL_SCALE)
        whole = np.clip(np.rint(steps), -_FULL_SCALE, _FULL_SCALE - 1)
        if not np.array_equal(whole, steps):
            return None
        pcm[start : start + _LOOKED_AT] = whole
    return pcm


@cache
def _noise(channel: int) -> Samples:
    # the raw stream of a bit generator is fixed for ever; the distributions made from it are not (NEP 19)
    bits = np.random.PCG64(_SEED + channel).random_raw(_TILE)
    upper, lower = (bits >> np.uint64(32)).astype(np.float64), (bits & np.uint64(0xFFFFFFFF)).astype(np.float64)
    return ((upper - lower) / 2**32).astype(np.float32)
