"""A voice, how fast and how high -> the same voice at that pace and pitch.

WSOLA (Verhelst and Roelands, ICASSP 1993): frames are taken from the sound at one pace and laid down at another,
each from the place nearby where it best goes on with what has been laid down. One thing is added: where two frames
do not agree (a hiss), their crossfade would be softer than either; it is made up for by how well they agree. Pitch
is moved by stretching first and resampling then.
"""

import numpy as np

from broadcast.audio.fades import rise
from broadcast.audio.sound import Samples, Sound, resampled

_OVERLAP_S = 0.015
"""Half a frame: a period of a very deep voice (67 Hz)."""
_SEARCH_S = 0.008
"""To either side: together another such period."""
_NEARER = 0.02
"""Of two places that fit equally well the nearer to its due is taken; so much fit is worth the farthest."""
_SILENT = 1e-9


def paced(sound: Sound, *, speed: float, semitones: float = 0.0) -> Sound:
    """Make a voice (one channel) `speed` times as fast and `semitones` higher (12 to an octave); rate as before.

    Its length is that of the sound divided by `speed`, to a sample; the sound itself is returned for speed 1 and 0
    semitones. Meant for speeds of 0.5 to 2 and at most 4 semitones up or down.
    """
    if (speed == 1 and semitones == 0) or not len(sound):
        return sound
    higher = 2 ** (semitones / 12)
    stretched = _stretched(sound.samples, higher / speed, sound.rate_hz)
    if semitones == 0:
        return Sound(stretched, sound.rate_hz)
    # played at another rate it is higher and shorter by as much as it was made longer
    played = Sound(stretched, round(sound.rate_hz * higher))
    return Sound(_of_length(resampled(played, sound.rate_hz).samples, round(len(sound) / speed)), sound.rate_hz)


def _stretched(samples: Samples, times: float, rate_hz: int) -> Samples:
    """So many times as long."""
    if times == 1:
        return samples
    overlap, search = round(_OVERLAP_S * rate_hz), round(_SEARCH_S * rate_hz)
    frames = round(len(samples) * times)
    # room for the first frame's search before, and for the last frame and its search behind
    room = np.zeros(search, np.float32), np.zeros(2 * overlap + 2 * search + overlap, np.float32)
    source = np.concatenate([room[0], samples, room[1]])
    laid = np.zeros(-(-frames // overlap) * overlap + overlap, np.float32)
    up = rise(overlap)
    at = search
    laid[:overlap] = source[at : at + overlap]
    for start in range(overlap, frames, overlap):
        goes_on = source[at + overlap : at + 2 * overlap]
        due = search + min(round(start / times), len(samples))
        at, agreement = _best(goes_on, source[due - search : due + search + overlap], due - search)
        laid[start : start + overlap] = _joined(goes_on, source[at : at + overlap], up, agreement)
    return laid[:frames]


def _best(goes_on: Samples, around: Samples, first: int) -> tuple[int, float]:
    """Where (counted from `first`) the sound goes on best like that, and how alike it is (at most 1)."""
    size = 1 << (len(around) + len(goes_on)).bit_length()
    products = np.fft.irfft(np.fft.rfft(around, size) * np.fft.rfft(goes_on, size).conj(), size)
    places = len(around) - len(goes_on) + 1
    powers = np.concatenate([[0.0], np.cumsum(around.astype(np.float64) ** 2)])
    power = float(goes_on.astype(np.float64) @ goes_on)
    there = np.maximum(powers[len(goes_on) :] - powers[: -len(goes_on)], 0.0)
    alike = products[:places] / np.sqrt(there * power + _SILENT)
    off = np.abs(np.arange(places) - places // 2) / places
    best = int(np.argmax(alike - _NEARER * off))
    return first + best, float(alike[best])


def _joined(down: Samples, up: Samples, rising: Samples, agreement: float) -> Samples:
    """One into the other at a constant power: for like sounds their weights add to 1, for others their squares."""
    falling = rising[::-1]
    like = min(max(agreement, 0.0), 1.0)
    power = falling**2 + rising**2 + np.float32(2 * like) * falling * rising
    return np.asarray((down * falling + up * rising) / np.sqrt(power), np.float32)


def _of_length(samples: Samples, frames: int) -> Samples:
    return np.concatenate([samples[:frames], np.zeros(max(0, frames - len(samples)), np.float32)])
