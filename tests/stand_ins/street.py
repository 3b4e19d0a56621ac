"""A cart -> what a microphone in the street hears of it, made by formulas: horn, room, street, two clocks."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from broadcast.audio.horn import banded
from broadcast.audio.profiles import Profile
from broadcast.audio.sound import Samples, Sound

RATE_HZ = 48_000
HORN = Profile(name="horn on a pole", low_hz=300, high_hz=6_000)
LEAD_S, TAIL_S = 2.3, 1.0
_FAST = 1 << 16
"""A Fourier transform of so many frames, or a few times as many, is quick."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The ways from a loudspeaker to a microphone."""

    echoes: int = 6
    second_s: float = 0.0
    """A second cluster of horns comes so much later; 0: there is none."""
    second_gain: float = 0.0
    """And so much louder than the first."""
    seed: int = 0


ROOMS = (
    Room(echoes=0),
    Room(echoes=4, seed=1),
    Room(echoes=8, seed=2),
    Room(echoes=12, seed=3),
    Room(second_s=0.06, second_gain=1.3, seed=4),
    Room(second_s=0.12, second_gain=1.6, seed=5),
    Room(second_s=0.18, second_gain=1.5, seed=6),
    Room(second_s=0.29, second_gain=1.4, seed=7),
)


def heard(
    cart: Samples, *, room: Room = ROOMS[1], noise_db: float | None = 0.0, drift_ppm: float = 0.0, seed: int = 0
) -> Sound:
    """Play a cart (one channel, 48 kHz) into the street; return what a microphone hears, from LEAD_S before.

    `noise_db`: the cart's level over the street's noise within what a horn and a telephone let through, where
    speech is told apart; None: no street.
    """
    sounded = drifted(through(cart, room), drift_ppm)
    if noise_db is not None:
        sounded = sounded + noise(len(sounded), seed) * noise_gain(cart, noise_db)
    return Sound(np.asarray(0.3 * sounded, np.float32), RATE_HZ)


def through(cart: Samples, room: Room) -> Samples:
    """Play a cart through a horn into a room; return what comes out, LEAD_S of silence before it."""
    sounded = _convolved(banded(cart, HORN), _ways(room))
    return np.concatenate([_silence(LEAD_S), sounded, _silence(TAIL_S)])


def drifted(sounded: Samples, ppm: float) -> Samples:
    """Record with a clock that is so many millionths faster: all of it is so much longer."""
    slower = 1 + ppm * 1e-6
    places = np.arange(round(len(sounded) * slower)) / slower
    return np.asarray(np.interp(places, np.arange(len(sounded)), sounded), np.float32)


def noise_gain(cart: Samples, noise_db: float) -> float:
    """Return what `noise` is multiplied by to lie `noise_db` under the cart, within a telephone's band."""
    street = noise(4 * RATE_HZ, 0)
    power = np.square(_in_band(cart)).sum() / np.count_nonzero(cart)
    return float(np.sqrt(power / np.square(_in_band(street)).mean()) * 10 ** (-noise_db / 20))


@lru_cache(maxsize=4)  # the same street behind several carts
def noise(frames: int, seed: int) -> Samples:
    """Make a street's noise: engines that come and go, horns of motorbikes; the higher, the softer."""
    rng = np.random.default_rng(seed)
    hz = np.fft.rfftfreq(frames, 1 / RATE_HZ)
    spectrum = np.fft.rfft(rng.standard_normal(frames).astype(np.float32)) / np.maximum(hz, 60) ** 0.75
    street = np.fft.irfft(spectrum, frames)
    t = np.arange(frames, dtype=np.float32) / RATE_HZ
    street *= 1 + 0.7 * np.sin(2 * np.pi * t / rng.uniform(5, 11) + rng.uniform(0, 6))
    street /= np.sqrt(np.square(street).mean())
    for at in rng.uniform(0, max(1.0, frames / RATE_HZ - 1), max(1, frames // (15 * RATE_HZ))):
        beep = slice(int(at * RATE_HZ), int((at + 0.4) * RATE_HZ))
        street[beep] += np.sign(np.sin(2 * np.pi * rng.uniform(380, 520) * t[beep]))
    made = np.asarray(street, np.float32)
    made.flags.writeable = False
    return made


def _ways(room: Room) -> Samples:
    rng = np.random.default_rng(room.seed)
    ways = np.zeros(RATE_HZ)
    ways[0] = 1.0
    for _ in range(room.echoes):
        ways[int(rng.uniform(0.01, 0.3) * RATE_HZ)] += rng.uniform(-0.4, 0.4)
    if room.echoes:
        ways += 0.02 * rng.standard_normal(len(ways)) * np.exp(-np.arange(len(ways)) / (0.1 * RATE_HZ))
    if room.second_s:
        later = int(room.second_s * RATE_HZ)
        ways[later:] += room.second_gain * ways[:-later].copy()
    return np.asarray(ways, np.float32)


def _convolved(samples: Samples, ways: Samples) -> Samples:
    size = -(-(len(samples) + len(ways)) // _FAST) * _FAST
    product = np.fft.rfft(samples, size) * np.fft.rfft(ways, size)
    return np.asarray(np.fft.irfft(product, size)[: len(samples) + len(ways)], np.float32)


def _in_band(samples: Samples) -> Samples:
    return banded(samples, Profile(name="a telephone", low_hz=350, high_hz=3_400))


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)
