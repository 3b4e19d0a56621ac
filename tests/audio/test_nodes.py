"""What is known of a mix comes back as it was told, and in a lent room takes no memory."""

import tempfile
import tracemalloc
from typing import BinaryIO

import numpy as np
import pytest

from broadcast.audio.limiter import master
from broadcast.audio.loudness import Lufs
from broadcast.audio.nodes import Nodes
from broadcast.audio.recipe import Limiter

MINUTE = 15_000
HOURS = 3


@pytest.mark.parametrize("lent", [False, True])
def test_nodes_come_back_as_they_were_told(lent: bool) -> None:
    rng = np.random.default_rng(1)
    peaks, energies = rng.random((2, 1_000)).astype(np.float32)
    with tempfile.TemporaryFile() as room:
        nodes = Nodes(room if lent else None)
        for first, last in ((0, 1), (1, 600), (600, 600), (600, 1_000)):
            nodes.add(peaks[first:last], energies[first:last])
        assert len(nodes) == 1_000
        np.testing.assert_array_equal(nodes.peaks(300, 5_000), peaks[300:])
        np.testing.assert_array_equal(nodes.energies(0, 1_000), energies)


def test_a_room_used_again_holds_the_later_mix() -> None:
    with tempfile.TemporaryFile() as room:
        Nodes(room).add(np.ones(50, np.float32), np.ones(50, np.float32))
        again = Nodes(room)
        again.add(np.zeros(20, np.float32), np.zeros(20, np.float32))
        assert again.peaks(0, 100).tolist() == [0.0] * 20


def test_with_a_lent_room_hours_are_mastered_in_the_memory_of_minutes() -> None:
    with tempfile.TemporaryFile() as room:
        assert _peak_mb(room) < 8
    assert _peak_mb(None) > 15  # the same without: it would grow with the hours


def _peak_mb(room: BinaryIO | None) -> float:
    peaks, energies = np.full((2, MINUTE), 0.1, np.float32)
    tracemalloc.start()
    nodes = Nodes(room)
    for _ in range(HOURS * 60):
        nodes.add(peaks, energies)
    master(nodes, target_lufs=Lufs(-16.0), ceiling=0.89, limiter=Limiter())
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    return peak
