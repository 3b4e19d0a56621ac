"""Sounds in which nobody speaks, made by their formulas; 16 kHz, one channel."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 16_000
SECONDS = 8

Wave = NDArray[np.float64]
_T = np.arange(SECONDS * RATE_HZ) / RATE_HZ
_COUNT = len(_T)


def _white(rng: np.random.Generator) -> Wave:
    return 0.03 * rng.standard_normal(_COUNT)


def _coloured(rng: np.random.Generator, power: float) -> Wave:
    spectrum = np.fft.rfft(rng.standard_normal(_COUNT))
    wave = np.fft.irfft(spectrum / np.maximum(np.fft.rfftfreq(_COUNT, 1 / RATE_HZ), 20) ** power, _COUNT)
    return 0.1 * wave / np.abs(wave).max()


def _hum(rng: np.random.Generator) -> Wave:
    return 0.1 * np.sum([np.sin(2 * np.pi * 50 * k * _T + rng.uniform(0, 6)) / k for k in range(1, 12)], axis=0)


def _rain(rng: np.random.Generator) -> Wave:
    wave = 0.02 * rng.standard_normal(_COUNT)
    for at in rng.integers(0, _COUNT - 200, 400):
        drop = np.exp(-np.arange(200) / 30) * rng.standard_normal(200)
        wave[at : at + 200] += 0.2 * rng.uniform(0.2, 1) * drop
    return wave


def _engine(rng: np.random.Generator) -> Wave:
    turns = 2 * np.pi * np.cumsum(np.abs(30 + 10 * np.cumsum(rng.standard_normal(_COUNT) * 0.002))) / RATE_HZ
    wave = np.sum([np.sin(k * turns + rng.uniform(0, 6)) / k for k in range(1, 20)], axis=0)
    return 0.1 * wave / np.abs(wave).max() + 0.01 * rng.standard_normal(_COUNT)


def _motorbike(rng: np.random.Generator) -> Wave:
    turns = 2 * np.pi * np.cumsum(60 + 40 * np.abs(np.sin(0.4 * np.pi * _T + rng.uniform(0, 6)))) / RATE_HZ
    wave = np.maximum(np.sin(turns), 0) ** 4 + 0.5 * np.maximum(np.sin(turns / 2 + 1), 0) ** 6
    return 0.3 * (wave - wave.mean()) + 0.02 * rng.standard_normal(_COUNT)


def _horns(rng: np.random.Generator) -> Wave:
    tones = np.sum([np.sin(2 * np.pi * hz * k * _T) / k for hz in (350, 440) for k in range(1, 8)], axis=0)
    blown = np.zeros(_COUNT)
    for _ in range(5):
        at = rng.integers(0, _COUNT - 8000)
        blown[at : at + rng.integers(2000, 8000)] = 1
    return 0.2 * tones * blown + 0.01 * rng.standard_normal(_COUNT)


def _clicks(rng: np.random.Generator) -> Wave:
    wave = 0.001 * rng.standard_normal(_COUNT)
    for at in rng.integers(0, _COUNT - 50, 60):
        wave[at : at + 50] += rng.uniform(0.1, 0.9) * np.exp(-np.arange(50) / 8) * rng.choice([-1, 1])
    return wave


def _fan(rng: np.random.Generator) -> Wave:
    turning = 1 + 0.4 * np.sin(2 * np.pi * rng.uniform(3, 20) * _T)
    return _coloured(rng, 1) * turning + 0.01 * np.sin(2 * np.pi * 120 * _T)


def _wind(rng: np.random.Generator) -> Wave:
    gusts = np.interp(_T, np.arange(0, SECONDS + 1, 0.5), rng.uniform(0.05, 1, 2 * (SECONDS + 1)))
    return _coloured(rng, 1) * gusts


def _siren(rng: np.random.Generator) -> Wave:
    return 0.2 * np.sin(2 * np.pi * np.cumsum(700 + 300 * np.sin(2 * np.pi * rng.uniform(0.2, 4) * _T)) / RATE_HZ)


def _melody(rng: np.random.Generator) -> Wave:
    wave, step = np.zeros(_COUNT), 4000
    within = np.arange(step) / RATE_HZ
    for at in range(0, _COUNT - step, step):
        hz = 220 * 2 ** (rng.integers(0, 13) / 12)
        note = np.sum([np.sin(2 * np.pi * hz * k * within) / k for k in range(1, 6)], axis=0)
        wave[at : at + step] = 0.2 * np.exp(-within * 6) * note
    return wave


def _drums(rng: np.random.Generator) -> Wave:
    wave, within = np.zeros(_COUNT), np.arange(6000) / RATE_HZ
    for at in range(0, _COUNT - 6000, 4000):
        skin = np.sin(2 * np.pi * rng.choice([60, 90, 140]) * within) * np.exp(-within * 12)
        wave[at : at + 6000] += 0.5 * skin + 0.1 * rng.standard_normal(6000) * np.exp(-within * 60)
    return wave


def _gong(rng: np.random.Generator) -> Wave:
    partials = [(hz, rng.uniform(0.2, 1)) for hz in (98, 163, 211, 309, 397, 533)]
    ringing = np.sum([level * np.sin(2 * np.pi * hz * _T) for hz, level in partials], axis=0)
    return 0.1 * ringing * np.exp(-(_T % 4) / 1.5)


STEADY: dict[str, Callable[[np.random.Generator], Wave]] = {
    "white noise": _white,
    "pink noise": lambda rng: _coloured(rng, 0.5),
    "mains hum": _hum,
    "a buzz of 100 Hz": lambda _rng: 0.1 * np.sign(np.sin(2 * np.pi * 100 * _T)),
}
"""What no script may air, whatever it says that its recording is."""

NOISES: dict[str, Callable[[np.random.Generator], Wave]] = {
    **STEADY,
    "brown noise": lambda rng: _coloured(rng, 1),
    "rain": _rain,
    "an engine": _engine,
    "a motorbike": _motorbike,
    "horns": _horns,
    "clicks": _clicks,
    "a fan": _fan,
    "wind": _wind,
    "a dial tone": lambda _rng: 0.1 * np.sin(2 * np.pi * 425 * _T),
    "a busy tone": lambda _rng: 0.1 * np.sin(2 * np.pi * 425 * _T) * ((_T % 0.7) < 0.35),
    "beeps": lambda _rng: 0.2 * np.sin(2 * np.pi * 1000 * _T) * ((_T % 0.5) < 0.15),
    "a siren": _siren,
    "noise at the pace of syllables": lambda rng: _white(rng) * (1 + 0.95 * np.sin(2 * np.pi * 4 * _T)),
    "a tone at the pace of syllables": lambda _rng: (
        0.2 * ((150 * _T) % 1 - 0.5) * (1 + 0.95 * np.sin(2 * np.pi * 4 * _T))
    ),
    "crickets": lambda _rng: 0.1 * np.sin(2 * np.pi * 4200 * _T) * (np.sin(60 * np.pi * _T) > 0),
    "street": lambda rng: street(rng),
}

MUSIC: dict[str, Callable[[np.random.Generator], Wave]] = {"a melody": _melody, "drums": _drums, "a gong": _gong}


def street(rng: np.random.Generator) -> Wave:
    """A street: a rumble, motorbikes, horns, a fan, at a standard deviation of 0.05."""
    parts = ((_coloured(rng, 1), 1.0), (_motorbike(rng), 0.5), (_horns(rng), 0.4), (_fan(rng), 0.5))
    wave = np.sum([level * part / np.std(part) for part, level in parts], axis=0)
    return np.asarray(0.05 * wave / np.std(wave))
