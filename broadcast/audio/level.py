"""Samples on their way out, in pieces -> how strong those are that have sounded: RMS, sample peak, loudness.

Samples are handed over a second before they sound, and whether they do is known later: so a tenth of a second is
kept as three figures, and the level of the first so many frames can be asked at any time.
"""

from dataclasses import dataclass

import numpy as np

from broadcast.audio.loudness import HOP, RATE_HZ, gated
from broadcast.audio.sound import Floats, Samples
from broadcast.audio.weighting import HopEnergies

_HOPS_A_SECOND = RATE_HZ // HOP
_SILENCE_DB = -120.0
"""Digital silence, and all that is softer than 16 bits can say."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """How strong samples are, to full scale."""

    rms_db: float
    """Over all channels; -120 for silence."""
    peak_db: float
    """Of the highest sample; -120 for silence."""
    lufs: float | None
    """Integrated loudness (BS.1770-4); None in silence, under 0.4 s, and at another rate than 48 kHz."""


class LevelMeter:
    """Measures samples that come in pieces; keeps 24 bytes for each tenth of a second."""

    def __init__(self, rate_hz: int, channels: int = 1) -> None:
        """Begin with nothing heard, of samples of that rate and so many channels."""
        self._hop = rate_hz // _HOPS_A_SECOND
        self._weighted = HopEnergies(HOP, channels) if rate_hz == RATE_HZ else None
        self._squares: list[Floats] = []
        self._peaks: list[Floats] = []
        self._energies: list[Floats] = []
        self._rest: list[Samples] = []
        self._resting = 0
        self._channels = channels

    def add(self, samples: Samples) -> None:
        """Take the next samples, of any number of frames; (n,) for one channel, (n, channels) for more."""
        self._rest.append(samples)
        self._resting += len(samples)
        if self._resting < self._hop:
            return
        waiting = np.concatenate(self._rest)
        whole = len(waiting) // self._hop * self._hop
        self._take(waiting[:whole])
        self._rest, self._resting = [waiting[whole:]], len(waiting) - whole

    def level(self, frames: int) -> Level | None:
        """Tell how strong the first `frames` frames are, down to the last whole tenth of a second; all are counted
        where that many were added.

        None where they are less than a tenth of a second.
        """
        squares, peaks, energies = (_joined(kept) for kept in (self._squares, self._peaks, self._energies))
        hops = min(frames // self._hop, len(squares))
        if not hops:
            return None
        total, count, peak = float(squares[:hops].sum()), hops * self._hop, float(peaks[:hops].max())
        if frames >= len(squares) * self._hop + self._resting:
            rest = np.concatenate(self._rest)
            total, count = total + float(np.square(rest, dtype=np.float64).sum()), count + len(rest)
            peak = max(peak, float(np.abs(rest).max(initial=0.0)))
        lufs = float(gated(energies[:hops] / HOP)) if self._weighted is not None else -np.inf
        return Level(
            rms_db=_db(np.sqrt(total / (count * self._channels))),
            peak_db=_db(peak),
            lufs=lufs if np.isfinite(lufs) else None,
        )

    def _take(self, samples: Samples) -> None:
        """Whole tenths of a second."""
        rows = samples.reshape(-1, self._hop * self._channels)
        self._squares.append(np.einsum("ij,ij->i", rows, rows, dtype=np.float64))
        self._peaks.append(np.maximum(rows.max(axis=1), -rows.min(axis=1)).astype(np.float64))
        if self._weighted is not None:
            self._energies.append(self._weighted.add(samples))


def _joined(kept: list[Floats]) -> Floats:
    return np.concatenate(kept) if kept else np.zeros(0)


def _db(amplitude: float) -> float:
    return max(_SILENCE_DB, 20 * float(np.log10(amplitude))) if amplitude > 0 else _SILENCE_DB
