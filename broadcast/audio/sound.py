"""Samples with their rate, and the few operations everything else is made of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Mono samples in [-1, 1] and their rate in Hz."""

    samples: Samples
    """Shape (frames,), float32."""
    rate_hz: int

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate_hz


def silence(seconds: float, rate_hz: int) -> Sound:
    """Digital silence of that length, rounded to whole frames."""
    return Sound(np.zeros(round(seconds * rate_hz), np.float32), rate_hz)


def join(sounds: Sequence[Sound]) -> Sound:
    """The sounds one after another; they must share a rate (ValueError)."""
    rates = {sound.rate_hz for sound in sounds}
    if len(rates) != 1:
        raise ValueError(f"sounds of one rate expected, got {sorted(rates)}")
    return Sound(np.concatenate([sound.samples for sound in sounds]), rates.pop())


def resampled(sound: Sound, rate_hz: int) -> Sound:
    """The same sound at another rate (soxr, high quality); itself if it has that rate."""
    if sound.rate_hz == rate_hz:
        return sound
    samples = soxr.resample(sound.samples, sound.rate_hz, rate_hz, quality="HQ")
    return Sound(np.ascontiguousarray(samples, np.float32), rate_hz)
