"""A mix, heard once -> how high and how strong it is, 4 ms by 4 ms, in a room that the caller may lend.

An hour takes 7 MB. In memory that is much for ten hours; written into a temporary file it is nothing.
"""

from io import BytesIO
from typing import BinaryIO

import numpy as np

from broadcast.audio.loudness import HOP
from broadcast.audio.sound import Samples

NODE = 192
"""Frames at 48 kHz: 4 ms."""
NODES_IN_HOP = HOP // NODE
_BYTES = 8


class Nodes:
    """What the master needs to know of a mix."""

    def __init__(self, room: BinaryIO | None = None) -> None:
        """`room`: a file open for reading and writing, ours from its beginning; none: memory."""
        self._room = room if room is not None else BytesIO()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, peaks: Samples, energies: Samples) -> None:
        """The next nodes: height of the wave, and K-weighted sum of squares, in each."""
        self._room.seek(self._count * _BYTES)
        self._room.write(np.stack([peaks, energies], axis=1).astype(np.float32).tobytes())
        self._count += len(peaks)

    def peaks(self, start: int, stop: int) -> Samples:
        """Of the nodes [start, stop) that there are."""
        return self._read(start, stop)[:, 0]

    def energies(self, start: int, stop: int) -> Samples:
        """Of the nodes [start, stop) that there are."""
        return self._read(start, stop)[:, 1]

    def _read(self, start: int, stop: int) -> Samples:
        self._room.seek(start * _BYTES)
        held = self._room.read((min(stop, self._count) - start) * _BYTES)
        return np.frombuffer(held, np.float32).reshape(-1, 2)
