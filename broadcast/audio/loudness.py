"""Sound -> how loud it is: integrated loudness with gating (ITU-R BS.1770-4), loudness range, and true peak.

numpy alone. Of a sound with channels the energies are summed (left and right weigh the same) and the highest peak
counts, so a voice in the middle of two channels is 3 dB lower in each than it would be alone.
The figures are checked against the EBU Tech 3341 cases, ffmpeg and pyloudnorm in tests/audio.
"""

from dataclasses import dataclass

import numpy as np

from broadcast.audio.levels import Dbtp, Lufs
from broadcast.audio.percentile import percentile
from broadcast.audio.sound import Floats, Samples, Sound, resampled
from broadcast.audio.truepeak import NodePeaks
from broadcast.audio.weighting import HopEnergies

RATE_HZ = 48_000
"""The rate the BS.1770-4 coefficients are given for; everything is measured at it."""
HOP = RATE_HZ // 10
"""Gating blocks are 400 ms and overlap by 75 % (BS.1770-4 Annex 1), so all of them are made of 100 ms hops."""

_BATCH = 480_000  # 10 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """What a meter has found in a sound: its loudness in LUFS, its true peak in dBTP, its loudness range in LU."""

    integrated_lufs: Lufs
    """Over the whole sound; -inf where no block passes the gates (silence, or less than 0.4 s)."""
    true_peak_dbtp: Dbtp
    """-inf for digital silence."""
    range_lu: float
    """Between its soft and its loud stretches of 3 s (EBU Tech 3342); 0 where no such stretch passes the gates."""


def measure(sound: Sound) -> Loudness:
    """Measure integrated loudness, true peak and loudness range of a finished sound of any rate and channels."""
    meter = Meter(sound.channels)
    meter.add(resampled(sound, RATE_HZ).samples)
    return meter.loudness()


class Meter:
    """Measures a programme whose 48 kHz samples come in pieces; keeps 80 bytes for each second heard."""

    def __init__(self, channels: int = 1) -> None:
        self._energies = HopEnergies(HOP, channels)
        self._heard: list[Floats] = [np.zeros(0)]
        self._nodes = NodePeaks(HOP, channels)
        self._peak = 0.0

    def add(self, samples: Samples) -> None:
        """Take the next samples (48 kHz, as many channels as the meter), any number of them."""
        self._heard.append(self._energies.add(samples))
        self._peak = max(self._peak, float(samples.max(initial=0.0)), -float(samples.min(initial=0.0)))
        for start in range(0, len(samples), _BATCH):
            peaks = self._nodes.add(samples[start : start + _BATCH], above=self._peak)
            self._peak = max(self._peak, float(peaks.max(initial=0.0)))

    def loudness(self) -> Loudness:
        """Return loudness, true peak and range of all samples added so far; more may be added later."""
        peak = max(self._peak, float(self._nodes.rest(above=self._peak).max(initial=0.0)))
        powers = self._powers()
        return Loudness(integrated_lufs=gated(powers), true_peak_dbtp=Dbtp(_db(peak)), range_lu=ranged(powers))

    def short_term(self) -> Floats:
        """Return the LUFS of each stretch of 3 s, one begins every 100 ms (EBU Tech 3341, 2.2); -inf in silence.

        Empty where less than 3 s were added.
        """
        return _lufs(moving_mean(self._powers(), 30))

    def _powers(self) -> Floats:
        return np.concatenate(self._heard) / HOP


# --- integrated loudness --------------------------------------------------------------------------

_ABSOLUTE_GATE_LUFS = -70.0  # BS.1770-4 Annex 1, eq. 4
_RELATIVE_GATE_LU = -10.0  # BS.1770-4 Annex 1, eq. 6
_RANGE_GATE_LU = -20.0  # EBU Tech 3342, 2.2, and so are the percentiles
_RANGE_PERCENT = (10, 95)
_OFFSET_LUFS = -0.691  # takes back the K-weighting's gain at 997 Hz (BS.1770-4 Annex 1, eq. 2)
_ABSOLUTE_GATE = 10 ** ((_ABSOLUTE_GATE_LUFS - _OFFSET_LUFS) / 10)  # as a mean square


def gated(hop_powers: Floats) -> Lufs:
    """Compute the integrated loudness from K-weighted mean squares, one for each 100 ms (BS.1770-4 Annex 1).

    -inf where no block of 400 ms passes the gates.
    """
    kept = _passed(moving_mean(hop_powers, 4), _RELATIVE_GATE_LU)
    return Lufs(float(_lufs(kept.mean())) if len(kept) else -np.inf)


def ranged(hop_powers: Floats) -> float:
    """Compute the loudness range (EBU Tech 3342) in LU from K-weighted mean squares, one for each 100 ms.

    0.0 where no stretch of 3 s passes the gates.
    """
    kept = _lufs(_passed(moving_mean(hop_powers, 30), _RANGE_GATE_LU))
    low, high = (percentile(kept, percent) for percent in _RANGE_PERCENT) if len(kept) else (0.0, 0.0)
    return high - low


def _passed(blocks: Floats, relative_gate_lu: float) -> Floats:
    """The blocks over both gates."""
    loud = blocks[blocks > _ABSOLUTE_GATE]
    return loud[loud > loud.mean() * 10 ** (relative_gate_lu / 10)] if len(loud) else loud


def moving_mean(powers: Floats, count: int) -> Floats:
    """Compute the mean of each `count` neighbours: `count` - 1 values fewer, none where there are too few."""
    if len(powers) < count:
        return np.zeros(0)
    return np.convolve(powers, np.full(count, 1 / count), mode="valid")


def _lufs(powers: Floats | np.float64) -> Floats:
    with np.errstate(divide="ignore"):
        return np.asarray(10 * np.log10(powers) + _OFFSET_LUFS)


def _db(amplitude: float) -> float:
    return 20 * float(np.log10(amplitude)) if amplitude > 0 else -np.inf
