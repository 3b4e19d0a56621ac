"""A finished cart -> where its speaker pauses: the places at which it may be led out early."""

import numpy as np

from broadcast.audio.sound import Sound

_BLOCK_S = 0.01
_QUIET = 10 ** (-45 / 20)
_LEAST_S = 0.25
"""Shorter holes are inside a sentence: before a stop consonant, after a comma."""
_INTO_S = 0.1
"""The last sound has died away by then."""


def pauses(sound: Sound) -> tuple[int, ...]:
    """Frames, in order, a tenth of a second into each silence of a quarter of a second or more.

    Empty for speech over a bed, which has no silences.
    """
    block = round(_BLOCK_S * sound.rate_hz)
    whole = len(sound.samples) // block
    loud = (
        np.abs(sound.samples[: whole * block].reshape(whole, block * sound.channels)).max(axis=1, initial=0)
        > _QUIET
    )
    edges = np.flatnonzero(np.diff(np.concatenate([[True], loud, [True]]).astype(np.int8)))
    begins, ends = edges[::2], edges[1::2]
    long_enough = (ends - begins) * _BLOCK_S >= _LEAST_S
    return tuple(int(begin) * block + round(_INTO_S * sound.rate_hz) for begin in begins[long_enough])
