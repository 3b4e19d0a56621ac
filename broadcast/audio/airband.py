"""A sound -> what of it gets through a horn, a street and a telephone: 8 kHz, 350 to 3,400 Hz, made even.

A horn, a wall and a telephone each lift some pitches over others. What is held against each other is made even
first, each by its own average spectrum: then no steady hum and no horn's own colour decides what is alike.
"""

import numpy as np

from broadcast.audio.convolve import convolved
from broadcast.audio.sound import Floats, Samples, Sound, in_mono, resampled

RATE_HZ = 8_000
"""Of all that is compared; places are counted in its frames."""
_LOW_HZ, _HIGH_HZ, _EDGE_HZ = 350.0, 3_400.0, 100.0
_SIZE = 512
_TAPS = 511
_MOST = 30.0
"""So much more than the strongest pitch is no pitch lifted: 30 dB."""


def narrowed(sound: Sound) -> Samples:
    """Mix a sound to one channel at 8 kHz, keep 350 to 3,400 Hz and make its spectrum even; return the samples.

    They lie as the sound does: no delay is added. Their level says nothing.
    """
    mono = resampled(Sound(in_mono(sound.samples, sound.rate_hz), sound.rate_hz), RATE_HZ).samples
    return convolved(mono, _impulse(_average(mono))) if len(mono) else mono


def _average(samples: Samples) -> Floats:
    """The mean power of each pitch, over all that is not silent."""
    whole = len(samples) // _SIZE * _SIZE
    frames = samples[:whole].reshape(-1, _SIZE) * np.hanning(_SIZE).astype(np.float32)
    powers = np.abs(np.fft.rfft(frames, axis=1)) ** 2
    return np.asarray(powers.mean(axis=0) if len(powers) else np.ones(_SIZE // 2 + 1), np.float64)


def _impulse(average: Floats) -> Samples:
    """Symmetric taps that make such a spectrum even within the band, and leave nothing outside."""
    hz = np.fft.rfftfreq(_SIZE, 1 / RATE_HZ)
    inside = np.clip(np.minimum(hz - _LOW_HZ, _HIGH_HZ - hz) / _EDGE_HZ, 0, 1)
    smooth = np.convolve(np.pad(average, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    strongest = smooth[inside > 0].max(initial=1e-20)
    gain = inside / np.sqrt(np.maximum(smooth / strongest, 10 ** (-_MOST / 10)))
    impulse = np.roll(np.fft.irfft(gain), _TAPS // 2)[:_TAPS]
    return np.asarray(impulse * np.hanning(_TAPS + 2)[1:-1], np.float32)
