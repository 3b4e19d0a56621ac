"""Programmes to play in tests: sources over samples in memory or made as they are read."""

from datetime import datetime

import numpy as np

from broadcast.audio.sound import Samples, Sound
from broadcast.playout.output import Wish
from broadcast.playout.output.memory import InMemory


def in_memory(samples: Samples, rate_hz: int = 48_000) -> InMemory:
    """Give a source of these samples."""
    return InMemory(Sound(samples, rate_hz))


class Endless:
    """So many frames of a tone, made as they are read: no memory of its own."""

    channels = 1

    def __init__(self, frames: int, rate_hz: int = 48_000) -> None:
        self.rate_hz = rate_hz
        self._left = frames

    def read(self, frames: int) -> Samples:
        frames = min(frames, self._left)
        self._left -= frames
        return np.full(frames, 0.25, np.float32)


def noise(frames: int, seed: int = 1) -> Samples:
    """16-bit steps as float, none of them 0, so that every sample can be found again in a recording."""
    random = np.random.default_rng(seed)
    steps = random.integers(1, 32768, frames) * random.choice([-1, 1], frames)
    return (steps / 32768).astype(np.float32)


def go_on(frames: int, first: datetime) -> Wish:
    return Wish.GO_ON


class Told:
    """A Heard that writes down what it is told, and lets the programme go on."""

    def __init__(self) -> None:
        self.all: list[tuple[int, datetime]] = []

    def __call__(self, frames: int, first: datetime) -> Wish:
        self.all.append((frames, first))
        return Wish.GO_ON
