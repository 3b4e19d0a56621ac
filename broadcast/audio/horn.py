"""A voice -> the same words carried further, as a profile says: band, spectrum, soft sounds lifted.

After spectral shaping and dynamic range compression (Zorila, Kandia and Stylianou, Interspeech 2012), with two
differences: the spectrum is shaped towards a slope, from the voice's own long-term average, so that a thin
synthetic voice and a full human one each get what they lack; and gains are decided with the whole phrase in view.
"""

from functools import cache

import numpy as np

from broadcast.audio.convolve import convolved
from broadcast.audio.envelope import envelope
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.percentile import percentile
from broadcast.audio.profiles import Profile
from broadcast.audio.sound import Floats, Samples, by_channel

_TAPS = 2049  # 23 Hz apart: enough for a slope at 300 Hz
_SIZE = 4096
_BAND_ORDER = 6
_CENTRES_HZ: Floats = np.geomspace(100, 12_000, 42)  # sixths of an octave
_WIDTH_OCTAVES = 2 / 3
_USUAL_S = 3.0
"""A phrase this long counts as much as the usual voice does when its own spectrum is judged."""
_USUAL_DB = (
    (100, 54.4), (200, 60.2), (400, 62.1), (800, 56.8),
    (1_600, 52.0), (3_150, 46.8), (6_300, 44.3), (12_500, 41.3),
)  # fmt: skip
"""Level of speech in third-octave bands: Byrne et al., JASA 96, 1994, the mean of languages, every third."""
_NODE = 48
_ATTACK_S = 0.004
_RELEASE_DB_PER_S = 400.0
_UNHEARD_DB = 20.0
"""So far under the floor nothing is lifted any more; between, ever less."""


def voiced(samples: Samples, profile: Profile) -> Samples:
    """Shape one phrase of a voice (one channel, 48 kHz) as the profile says; return as many samples.

    Band and spectrum are changed, soft sounds lifted. The loudness may change too: it is set afterwards. A profile
    that shapes nothing gives `samples` itself.
    """
    if not profile.shapes or not len(samples):
        return samples
    shaped = convolved(samples, _impulse(_voice_response_db(samples, profile), profile))
    return lifted(shaped, profile)


def banded(samples: Samples, profile: Profile) -> Samples:
    """Filter music (48 kHz, any channels) to the band `low_hz` to `high_hz` of the profile; return as many frames.

    `samples` itself where the profile has no such limits.
    """
    if not (profile.low_hz or profile.high_hz) or not len(samples):
        return samples
    impulse = _impulse(np.zeros(len(_CENTRES_HZ)), profile)
    return by_channel(lambda channel: convolved(channel, impulse), samples)


def lifted(samples: Samples, profile: Profile) -> Samples:
    """Raise the soft sounds of one channel (48 kHz) towards the loud: `profile.ratio` dB under them become one.

    Loud is the level that 2 % of the milliseconds pass. Nothing is turned down; sounds far under `lift_floor_db`
    stay as they are.
    """
    if profile.ratio == 1 or not len(samples):
        return samples
    under_db = np.maximum(_envelope_db(samples), -120.0)
    under_db -= percentile(under_db, 98)
    gain_db = np.clip(-under_db, 0, -profile.lift_floor_db) * (1 - 1 / profile.ratio)
    gain_db *= np.clip(1 + (under_db - profile.lift_floor_db) / _UNHEARD_DB, 0, 1)
    places = (np.arange(len(gain_db)) + 0.5) * _NODE
    gain = np.interp(np.arange(len(samples)), places, 10 ** (gain_db / 20))
    return np.asarray(samples * gain, np.float32)


# --- spectrum -------------------------------------------------------------------------------------


def _voice_response_db(samples: Samples, profile: Profile) -> Floats:
    """What brings this voice's average spectrum nearer to the profile's slope, at the centres."""
    if not profile.evening:
        return np.zeros(len(_CENTRES_HZ))
    own, seconds = _average_db(samples)
    weight = seconds / (seconds + _USUAL_S)
    spectrum = weight * own + (1 - weight) * _usual_db()
    wanted = profile.slope_db * np.log2(_CENTRES_HZ / 1_000) - (spectrum - np.interp(1_000, _CENTRES_HZ, spectrum))
    return np.clip(profile.evening * wanted, -profile.most_db, profile.most_db)


def _average_db(samples: Samples) -> tuple[Floats, float]:
    """Power density (dB, any reference) around the centres, over the frames that are not silent; their seconds."""
    frames = np.zeros(-(-len(samples) // _SIZE) * _SIZE, np.float32)
    frames[: len(samples)] = samples
    spectra = np.fft.rfft(frames.reshape(-1, _SIZE) * np.hanning(_SIZE).astype(np.float32), axis=1)
    powers = spectra.real**2 + spectra.imag**2
    totals = powers.sum(axis=1)
    loud = powers[totals > totals.max() * 1e-4]
    averages = _bands() @ loud.mean(axis=0).astype(np.float64) if len(loud) else np.zeros(len(_CENTRES_HZ))
    return 10 * np.log10(averages + 1e-20), len(loud) * _SIZE / RATE_HZ


@cache
def _bands() -> Floats:
    """(centres, bins): the mean of the bins around each centre."""
    hz = np.fft.rfftfreq(_SIZE, 1 / RATE_HZ)
    reach = 2 ** (_WIDTH_OCTAVES / 2)
    inside = (hz >= _CENTRES_HZ[:, None] / reach) & (hz <= _CENTRES_HZ[:, None] * reach)
    return np.asarray(inside / inside.sum(axis=1, keepdims=True), np.float64)


@cache
def _usual_db() -> Floats:
    hz, levels_db = np.array(_USUAL_DB).T
    # third-octave levels to density: a band twice as wide holds 3 dB more of the same density
    density_db = levels_db - 10 * np.log10(hz)
    return np.asarray(np.interp(np.log(_CENTRES_HZ), np.log(hz), density_db))


def _impulse(response_db: Floats, profile: Profile) -> Samples:
    """Symmetric taps of that response within the profile's band."""
    hz = np.maximum(np.fft.rfftfreq(2 * _SIZE, 1 / RATE_HZ), 1.0)
    gain = 10 ** (np.interp(np.log(hz), np.log(_CENTRES_HZ), response_db) / 20)
    if profile.low_hz:
        gain /= np.sqrt(1 + (profile.low_hz / hz) ** (2 * _BAND_ORDER))
    if profile.high_hz:
        gain /= np.sqrt(1 + (hz / profile.high_hz) ** (2 * _BAND_ORDER))
    impulse = np.roll(np.fft.irfft(gain), _TAPS // 2)[:_TAPS]
    return np.asarray(impulse * np.hanning(_TAPS + 2)[1:-1], np.float32)


# --- envelope -------------------------------------------------------------------------------------


def _envelope_db(samples: Samples) -> Floats:
    """Level of each millisecond, up before a sound begins and down gently after it."""
    padded = np.zeros(-(-len(samples) // _NODE) * _NODE, np.float32)
    padded[: len(samples)] = samples
    rows = padded.reshape(-1, _NODE)
    level_db = 10 * np.log10(np.einsum("ij,ij->i", rows, rows).astype(np.float64) / _NODE + 1e-14)
    reach = round(_ATTACK_S * RATE_HZ / _NODE)
    return envelope(level_db, reach=reach, fall=_RELEASE_DB_PER_S * _NODE / RATE_HZ)
