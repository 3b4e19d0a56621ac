"""Pace and pitch: the length asked for, the pitch asked for, no click, no change of loudness."""

import numpy as np
import pytest
from stand_ins.sounds import silence

from broadcast.audio.loudness import measure
from broadcast.audio.sound import Sound
from broadcast.audio.stretch import paced

RATE_HZ = 24_000
SECONDS = 1.6
PITCHES = {"low": (90, 90), "high": (290, 290), "rising": (120, 210), "falling": (260, 150)}
SPEEDS = (0.67, 0.85, 1.25, 1.5)


def vowel(first_hz: float, last_hz: float) -> Sound:
    """An `a` (formants at 700 and 1,200 Hz) that glides from one pitch to the other, between soft edges."""
    t = np.arange(round(SECONDS * RATE_HZ)) / RATE_HZ
    hz = np.linspace(first_hz, last_hz, len(t))
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    partials = np.zeros_like(t)
    for k in range(1, 30):
        height = (
            1 / k
            + 4 / k * np.exp(-(((k * hz - 700) / 150) ** 2))
            + 3 / k * np.exp(-(((k * hz - 1_200) / 200) ** 2))
        )
        partials += height * np.sin(k * phase)
    edges = np.clip(np.minimum(t, t[-1] - t) / 0.1, 0, 1)
    return Sound((0.1 * partials * edges).astype(np.float32), RATE_HZ)


def pitch_hz(sound: Sound, at_s: float) -> float:
    """By normalised autocorrelation over 40 ms."""
    length = round(0.04 * sound.rate_hz)
    start = round(at_s * sound.rate_hz) - length
    samples = sound.samples[start : start + 2 * length].astype(float)
    lags = np.arange(sound.rate_hz // 400, min(sound.rate_hz // 60, length))
    alike = np.array(
        [
            samples[:length]
            @ samples[lag : lag + length]
            / np.sqrt((samples[:length] ** 2).sum() * (samples[lag : lag + length] ** 2).sum())
            for lag in lags
        ]
    )
    high = (alike[1:-1] > 0.9 * alike.max()) & (alike[1:-1] >= alike[:-2]) & (alike[1:-1] >= alike[2:])
    k = int(np.flatnonzero(high)[0]) + 1
    before, here, after = alike[k - 1 : k + 2]
    return sound.rate_hz / (lags[k] + 0.5 * (before - after) / (before - 2 * here + after))


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("name", PITCHES)
def test_another_pace_has_the_length_asked_for_and_the_pitch_of_before(name: str, speed: float) -> None:
    spoken = vowel(*PITCHES[name])
    found = paced(spoken, speed=speed)
    assert len(found) == pytest.approx(len(spoken) / speed, abs=1)
    for at_s in np.linspace(0.2, SECONDS - 0.2, 9):
        assert pitch_hz(found, at_s / speed) == pytest.approx(pitch_hz(spoken, at_s), rel=0.01)


@pytest.mark.parametrize("semitones", [-4.0, -1.5, 2.0, 4.0])
@pytest.mark.parametrize("speed", [0.8, 1.0, 1.3])
@pytest.mark.parametrize("name", PITCHES)
def test_another_pitch_is_the_one_asked_for_and_the_length_stays(
    name: str, speed: float, semitones: float
) -> None:
    spoken = vowel(*PITCHES[name])
    found = paced(spoken, speed=speed, semitones=semitones)
    assert len(found) == pytest.approx(len(spoken) / speed, abs=1)
    for at_s in np.linspace(0.25, SECONDS - 0.25, 7):
        wanted = pitch_hz(spoken, at_s) * 2 ** (semitones / 12)
        assert pitch_hz(found, at_s / speed) == pytest.approx(wanted, rel=0.01)


@pytest.mark.parametrize("speed", SPEEDS)
@pytest.mark.parametrize("name", PITCHES)
def test_nothing_clicks_at_the_joins(name: str, speed: float) -> None:
    spoken = vowel(*PITCHES[name])

    def bent(sound: Sound) -> float:
        return float(np.abs(np.diff(sound.samples, n=2)).max())

    assert bent(paced(spoken, speed=speed)) < 1.25 * bent(spoken)


@pytest.mark.parametrize("speed", SPEEDS)
def test_vowels_hiss_and_words_are_as_loud_as_before(make_voice, speed: float) -> None:
    hiss = 0.1 * np.random.default_rng(1).standard_normal(2 * RATE_HZ)
    for sound in (vowel(150, 180), Sound(hiss.astype(np.float32), RATE_HZ), make_voice(6.0)):
        assert measure(paced(sound, speed=speed)).integrated_lufs == pytest.approx(
            measure(sound).integrated_lufs, abs=0.2
        )


def test_without_the_agreement_a_hiss_would_be_softer(monkeypatch) -> None:
    monkeypatch.setattr(
        "broadcast.audio.stretch._best", lambda _goes_on, around, first: (first + len(around) // 9, 1.0)
    )
    hiss = Sound((0.1 * np.random.default_rng(1).standard_normal(2 * RATE_HZ)).astype(np.float32), RATE_HZ)
    assert measure(paced(hiss, speed=0.8)).integrated_lufs < measure(hiss).integrated_lufs - 0.5


@pytest.mark.parametrize("semitones", [0.0, 3.0])
def test_silence_stays_silence_and_a_pause_stays_a_pause(semitones: float) -> None:
    still = paced(silence(1.0, RATE_HZ), speed=0.8, semitones=semitones)
    assert still.seconds == pytest.approx(1.25, abs=1e-3)
    assert not still.samples.any()
    words = vowel(150, 180).samples
    both = Sound(np.concatenate([words, np.zeros(RATE_HZ, np.float32), words]), RATE_HZ)
    found = paced(both, speed=0.8, semitones=semitones)
    pause = found.samples[round((SECONDS + 0.05) / 0.8 * RATE_HZ) : round((SECONDS + 0.95) / 0.8 * RATE_HZ)]
    assert np.abs(pause).max() < 1e-6


@pytest.mark.parametrize("frames", [0, 1, 100, 500])
def test_the_shortest_sounds_pass(frames: int) -> None:
    tiny = Sound(np.full(frames, 0.1, np.float32), RATE_HZ)
    assert len(paced(tiny, speed=0.8, semitones=2)) == round(frames / 0.8)


def test_as_it_was_spoken_it_is_not_touched() -> None:
    spoken = vowel(150, 150)
    assert paced(spoken, speed=1.0) is spoken
