"""The power of a sound over frequency -> whether its consonants are missing, or most of it lies above a voice.

The one measure for a recording and for a finished cart; each words it in its own way.
"""

from enum import Enum, auto

import numpy as np

from broadcast.audio.sound import Floats

_VOICE_HZ, _HIGH_HZ, _ALL_HZ = (1_000, 4_000), (8_000, 20_000), (80, 20_000)
_LEAST_VOICE_DB, _MOST_HIGH_DB = -30.0, -3.0


class Uneven(Enum):
    """What is wrong with a sound's bands."""

    MUFFLED = auto()
    """Next to nothing from 1 to 4 kHz: without its consonants speech is not understood."""
    SHRILL = auto()
    """Mostly above 8 kHz: no voice is."""


def uneven(power: Floats, hz: Floats) -> Uneven | None:
    """Tell what is wrong with a sound by its `power` at the frequencies `hz`; None where nothing is."""
    whole = _in(_ALL_HZ, power, hz) + 1e-20
    if 10 * np.log10(_in(_VOICE_HZ, power, hz) / whole + 1e-12) < _LEAST_VOICE_DB:
        return Uneven.MUFFLED
    if 10 * np.log10(_in(_HIGH_HZ, power, hz) / whole + 1e-12) > _MOST_HIGH_DB:
        return Uneven.SHRILL
    return None


def _in(band_hz: tuple[int, int], power: Floats, hz: Floats) -> float:
    return float(power[(hz >= band_hz[0]) & (hz <= band_hz[1])].sum())
