"""The level of what goes out, however it came and wherever it was cut: as a meter that has all of it tells it."""

import numpy as np
import pytest

from broadcast.audio.level import LevelMeter
from broadcast.audio.loudness import measure
from broadcast.audio.sound import Samples, Sound

RATE = 48_000


def _speechlike(seconds: float, channels: int = 1) -> Samples:
    dice = np.random.default_rng(3)
    frames = round(seconds * RATE)
    swell = 0.1 + 0.1 * np.sin(2 * np.pi * np.arange(frames) / RATE / 0.9)
    noise = dice.standard_normal((frames, channels)) * swell[:, None]
    return np.asarray(noise[:, 0] if channels == 1 else noise, np.float32)


def _told(samples: Samples, *pieces: int) -> LevelMeter:
    meter = LevelMeter(RATE, 1 if samples.ndim == 1 else samples.shape[1])
    for part in np.split(samples, np.cumsum(pieces)):
        meter.add(part)
    return meter


def _rms_db(samples: Samples) -> float:
    return 10 * float(np.log10(np.mean(np.square(samples, dtype=np.float64))))


@pytest.mark.parametrize("channels", [1, 2])
def test_the_whole_is_told_as_a_meter_that_has_all_of_it_tells_it(channels: int) -> None:
    samples = _speechlike(7.33, channels)
    level = _told(samples, 100, 4800, 4799, 50_000).level(len(samples))
    assert level is not None
    assert level.rms_db == pytest.approx(_rms_db(samples), abs=1e-6)
    assert level.peak_db == pytest.approx(20 * np.log10(np.abs(samples).max()), abs=1e-6)
    assert level.lufs == pytest.approx(measure(Sound(samples, RATE)).integrated_lufs, abs=0.01)


def test_of_what_was_cut_only_what_sounded_counts() -> None:
    loud_later = np.concatenate([_speechlike(3), 4 * _speechlike(3)])
    level = _told(loud_later, 48_000).level(3 * RATE + 100)
    assert level is not None
    assert level.rms_db == pytest.approx(_rms_db(loud_later[: 3 * RATE]), abs=1e-6)
    whole = _told(loud_later).level(len(loud_later))
    assert whole is not None
    assert whole.rms_db - level.rms_db > 6  # the negative control: all that was handed over is another level


def test_silence_and_what_is_too_short_are_told_as_that() -> None:
    silence = _told(np.zeros(RATE, np.float32)).level(RATE)
    assert silence is not None
    assert (silence.rms_db, silence.peak_db, silence.lufs) == (-120, -120, None)
    assert _told(_speechlike(1)).level(4799) is None
    short = _told(_speechlike(0.35)).level(round(0.35 * RATE))
    assert short is not None
    assert short.lufs is None


def test_at_another_rate_there_is_no_loudness_and_all_else_is_right() -> None:
    meter = LevelMeter(8_000)
    samples = _speechlike(1)
    meter.add(samples)
    level = meter.level(len(samples))
    assert level is not None
    assert level.lufs is None
    assert level.rms_db == pytest.approx(_rms_db(samples), abs=1e-6)
