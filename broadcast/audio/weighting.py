"""48 kHz samples -> how strong they are to the ear, hop by hop: K-weighted energies (ITU-R BS.1770-4 Annex 1)."""

import numpy as np

from broadcast.audio.recursive import Recursion
from broadcast.audio.sound import Floats, Samples, each_channel

_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1.0, -1.69065929318241, 0.73248077421585))
"""The head, as (b, a) at 48 kHz: BS.1770-4 Annex 1, table 1."""
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
"""RLB weighting, as (b, a) at 48 kHz: BS.1770-4 Annex 1, table 2."""

_BATCH = 480_000  # 10 s


class HopEnergies:
    """Sums up the K-weighted energy of 48 kHz samples that come in pieces, hop by hop, all channels together."""

    def __init__(self, hop: int, channels: int = 1) -> None:
        """`hop`: the frames of a hop, a whole number of the recursion's blocks (32)."""
        self._channels = [_ChannelEnergies(hop) for _ in range(channels)]

    def add(self, samples: Samples) -> Floats:
        """Take the next samples, any number; return the K-weighted sum of squares of each hop now whole."""
        parts = zip(self._channels, each_channel(samples), strict=True)
        return np.asarray(np.add.reduce([one.add(part) for one, part in parts]))


class _ChannelEnergies:
    def __init__(self, hop: int) -> None:
        self._hop = hop
        self._weighting = Recursion((_SHELF, _HIGH_PASS))
        self._rest: Samples = np.zeros(0, np.float32)

    def add(self, samples: Samples) -> Floats:
        found = [np.zeros(0)]
        for start in range(0, len(samples), _BATCH):
            waiting = samples[start : start + _BATCH]
            if len(self._rest):
                waiting = np.concatenate([self._rest, waiting])
            whole = len(waiting) // self._hop * self._hop
            if whole:
                rows = self._weighting.add(waiting[:whole]).reshape(-1, self._hop)
                found.append(np.einsum("ij,ij->i", rows, rows).astype(np.float64))
            self._rest = waiting[whole:]
        return np.concatenate(found)
