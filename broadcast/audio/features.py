"""Frames of 40 ms -> six figures of each, by which speech is told: level, voicing, pitch, spectrum.

Voicing and pitch: the highest peak of the autocorrelation between 70 and 400 Hz, put right for the window
(Boersma, Proceedings of the Institute of Phonetic Sciences 17, 1993).
"""

import itertools
from dataclasses import dataclass

import numpy as np

from broadcast.audio.sound import Floats, Samples

RATE_HZ = 16_000
"""What is heard; speech has nothing above 8 kHz that it could not be told without."""
FRAME, HOP = 640, 320
"""Samples: 40 ms every 20 ms."""
APART = 3
"""Frames (60 ms) between the spectra that are held against each other."""
LOWEST_HZ, HIGHEST_HZ = 70, 400
"""Of the pitch of a voice."""

_FFT = 1024
HZ: Floats = np.asarray(np.fft.rfftfreq(_FFT, 1 / RATE_HZ), np.float64)
"""The frequency of each bin of a spectrum."""
_VOICE_HZ = (80.0, 1_800.0)
_BANDS_HZ = (100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700)
"""Borders of the critical bands (Zwicker, JASA 33, 1961)."""
_BROAD_DB = 25.0

_WINDOW = np.hanning(FRAME).astype(np.float32)
_BANDS = np.stack([(low <= HZ) & (high > HZ) for low, high in itertools.pairwise(_BANDS_HZ)], axis=1).astype(
    np.float64
)
_VOICE = ((_VOICE_HZ[0] <= HZ) & (_VOICE_HZ[1] >= HZ)).astype(np.float64)
_OF_WINDOW = np.fft.irfft(np.abs(np.fft.rfft(_WINDOW, _FFT)) ** 2)
_LAGS = slice(RATE_HZ // HIGHEST_HZ, RATE_HZ // LOWEST_HZ)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Figures:
    """The figures of consecutive frames, each of shape (n,)."""

    level: Floats
    """In dB to full scale (RMS)."""
    voicing: Floats
    """0 to 1."""
    pitch: Floats
    """In semitones above 70 Hz."""
    change: Floats
    """How far the spectrum has moved in 60 ms, in dB."""
    broad: Floats
    """Share of the critical bands within 25 dB of the strongest, 0 to 1."""
    swing: Floats
    """The level of all critical bands together, in dB."""

    def of(self, part: slice) -> "Figures":
        """Return the figures of those frames alone."""
        return Figures(
            level=self.level[part], voicing=self.voicing[part], pitch=self.pitch[part],
            change=self.change[part], broad=self.broad[part], swing=self.swing[part],
        )  # fmt: skip


class Features:
    """Works out the figures of frames that come in pieces; keeps 1.2 kB for each second."""

    def __init__(self) -> None:
        self._columns: list[Floats] = []
        self._last_bands: Floats = np.zeros((0, len(_BANDS_HZ) - 1))

    def __len__(self) -> int:
        return sum(map(len, self._columns))

    def add(self, frames: Samples) -> Floats:
        """Take the next frames, shape (n, 640); return their power spectra, shape (n, 513)."""
        centred = frames - frames.mean(axis=1, keepdims=True)
        power = np.abs(np.fft.rfft(centred * _WINDOW, _FFT)) ** 2
        bands = 10 * np.log10(power @ _BANDS + 1e-9)
        level = 10 * np.log10((centred**2).mean(axis=1) + 1e-12)
        broad = (bands > bands.max(axis=1, keepdims=True) - _BROAD_DB).mean(axis=1)
        swing = 10 * np.log10((10 ** (bands / 10)).sum(axis=1))
        columns = [level, *_pitch(power), self._change(bands), broad, swing]
        self._columns.append(np.column_stack(columns).astype(np.float32))
        return np.asarray(power, np.float64)

    def figures(self) -> Figures:
        """Return the figures of all frames added so far."""
        level, voicing, pitch, change, broad, swing = np.concatenate([*self._columns, np.zeros((0, 6))]).T
        return Figures(level=level, voicing=voicing, pitch=pitch, change=change, broad=broad, swing=swing)

    def _change(self, bands: Floats) -> Floats:
        """How far each spectrum's shape is from the one 60 ms before; 0 where there is none."""
        shapes = np.concatenate([self._last_bands, bands - bands.mean(axis=1, keepdims=True)])
        change = np.zeros(len(bands))
        known = max(0, len(shapes) - APART)
        if known:
            moved = np.sqrt(((shapes[APART:] - shapes[:-APART]) ** 2).mean(axis=1))
            change[len(change) - min(known, len(change)) :] = moved[-len(change) :]
        self._last_bands = shapes[-APART:]
        return change


def _pitch(power: Floats) -> tuple[Floats, Floats]:
    """How voiced each frame is, 0 to 1, and its pitch in semitones, from its power spectrum, shape (n, bins)."""
    correlation = np.fft.irfft(power * _VOICE)
    normal = correlation[:, _LAGS] / (correlation[:, :1] + 1e-12) / (_OF_WINDOW[_LAGS] / _OF_WINDOW[0])
    rows = np.arange(len(normal))
    voicing = normal.max(axis=1)
    lag = (normal >= 0.9 * voicing[:, None]).argmax(axis=1)  # the first that is nearly as high: no octave too low
    for _ in range(6):  # and from there to its top
        after = np.minimum(lag + 1, normal.shape[1] - 1)
        lag = np.where(normal[rows, after] > normal[rows, lag], after, lag)
    middle = np.clip(lag, 1, normal.shape[1] - 2)
    before, here, after = (normal[rows, middle + step] for step in (-1, 0, 1))
    between = np.clip(0.5 * (before - after) / (before - 2 * here + after + 1e-9), -0.5, 0.5)
    return voicing, 12 * np.log2(RATE_HZ / (_LAGS.start + middle + between) / LOWEST_HZ)
