"""What the master knows of a mix: how high its wave stands and how strong it is, 4 ms by 4 ms; 7 MB an hour."""

from dataclasses import dataclass

from broadcast.audio.loudness import HOP
from broadcast.audio.sound import Samples

NODE = 192
"""Frames at 48 kHz: 4 ms."""
NODES_IN_HOP = HOP // NODE


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Nodes:
    """Two figures for each 4 ms of a mix, from its beginning."""

    peaks: Samples
    """Height of the wave (an amplitude) of the highest channel; shape (nodes,)."""
    energies: Samples
    """K-weighted sum of squares of all channels together; shape (nodes,)."""

    def __len__(self) -> int:
        return len(self.peaks)
