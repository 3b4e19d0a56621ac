"""Samples with their rate, and the few operations everything else is made of.

Samples are float32, 1.0 for full scale, of shape (frames,) for one channel and (frames, channels) for more.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import soxr
from numpy.typing import NDArray

from broadcast.audio.downmix import mixed_down

Samples = NDArray[np.float32]
"""float32, full scale at 1.0: shape (frames,) for one channel, (frames, channels) for more."""
Floats = NDArray[np.float64]
"""Figures about samples: levels, energies, gains."""
_Number = TypeVar("_Number", bound=np.generic)

_PIECE = 1 << 18


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """Samples in [-1, 1] and their rate in Hz; its `len` is the number of frames."""

    samples: Samples
    rate_hz: int

    def __len__(self) -> int:
        return len(self.samples)

    @property
    def seconds(self) -> float:
        """Return the length of the sound in seconds."""
        return len(self.samples) / self.rate_hz

    @property
    def channels(self) -> int:
        """Return how many channels the samples have."""
        return channels_in(self.samples)


def join(sounds: Sequence[Sound]) -> Sound:
    """Join the sounds one after another into one.

    Raises ValueError where their rates or channels differ, or there are no sounds.
    """
    rates = {sound.rate_hz for sound in sounds}
    if len(rates) != 1:
        raise ValueError(f"sounds of one rate expected, got {sorted(rates)}")
    return Sound(np.concatenate([sound.samples for sound in sounds]), rates.pop())


def resampled(sound: Sound, rate_hz: int) -> Sound:
    """Convert a sound to the rate `rate_hz` (soxr, quality HQ); a sound of that rate is returned itself."""
    if sound.rate_hz == rate_hz:
        return sound
    samples = soxr.resample(sound.samples, sound.rate_hz, rate_hz, quality="HQ")
    return Sound(np.ascontiguousarray(samples, np.float32), rate_hz)


# --- channels ---


def channels_in(samples: NDArray[_Number]) -> int:
    """Count the channels of samples of shape (frames,) (that is 1) or (frames, channels)."""
    return 1 if samples.ndim == 1 else int(samples.shape[1])


def each_channel(samples: NDArray[_Number]) -> tuple[NDArray[_Number], ...]:
    """Split samples into their channels, each of shape (frames,); the samples are not copied."""
    return (samples,) if samples.ndim == 1 else tuple(samples.T)


def together(channels: Sequence[NDArray[_Number]]) -> NDArray[_Number]:
    """Lay channels of shape (frames,) side by side: (frames, channels); a single one is returned as it is."""
    return channels[0] if len(channels) == 1 else np.stack(channels, axis=1)


def by_channel(change: Callable[[Samples], Samples], samples: Samples) -> Samples:
    """Call `change` with each channel alone, shape (frames,); return the results side by side."""
    return together([change(channel) for channel in each_channel(samples)])


def scaled(samples: Samples, gain: Samples) -> Samples:
    """Multiply each frame, all its channels alike, by its gain (an amplitude); `gain` has the shape (frames,)."""
    return (samples.T * gain).T


def silent(frames: int, channels: int = 1) -> Samples:
    """Make `frames` frames of digital silence: shape (frames,) for one channel, (frames, channels) for more."""
    return np.zeros(frames if channels == 1 else (frames, channels), np.float32)


def centred(samples: Samples, channels: int) -> Samples:
    """Put one channel into the middle of `channels` channels, each with its share of the power: as loud as alone.

    Samples that already have so many channels are returned as they are. Raises ValueError where they have several,
    and another number.
    """
    if channels_in(samples) == channels:
        return samples
    if samples.ndim != 1:
        raise ValueError(f"{channels_in(samples)} channels do not go into {channels}")
    return np.repeat(samples[:, None] * np.float32(channels**-0.5), channels, axis=1)


def in_mono(samples: Samples, rate_hz: int = 48_000) -> Samples:
    """Mix the channels of a whole sound down to one, by `downmix`; return samples of shape (frames,).

    Where channels would cancel each other, one of them alone is kept. `rate_hz` sets how long a stretch is looked
    at for that.
    """
    if samples.ndim == 1:
        return samples
    if samples.shape[1] == 1:
        return np.ascontiguousarray(samples[:, 0])
    pieces = (samples[start : start + _PIECE] for start in range(0, len(samples), _PIECE))
    return np.concatenate([*mixed_down(pieces, rate_hz, samples.shape[1])])
