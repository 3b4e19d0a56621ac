"""Breaths go soft and clicks go; no word is touched."""

from pathlib import Path

import numpy as np
import pytest

from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Sound
from broadcast.audio.strays import without_strays
from broadcast.audio.takes import conditioned
from broadcast.library.codec import decode
from broadcast.production.voices.espeak import Espeak

RATE_HZ = 24_000
SENTENCES = (
    "Kính thưa bà con, sáng nay tổ dân phố họp tại nhà văn hóa.",
    "Phở khói, thóc xay, sách cũ, hạt sấy khô.",
    "Ừ. Ồ. Khách. Thác. Hích. Phích.",
    "Xin cảm ơn bà con đã lắng nghe!",
)
ALSA = sorted(path for path in Path("/usr/share/sounds/alsa").glob("*.wav") if path.stem != "Noise")


def breath(seconds: float, level: float) -> np.ndarray:
    """Noise between 400 and 5,000 Hz that swells and fades."""
    frames = round(seconds * RATE_HZ)
    spectrum = np.fft.rfft(np.random.default_rng(5).standard_normal(frames))
    hz = np.fft.rfftfreq(frames, 1 / RATE_HZ)
    noise = np.fft.irfft(spectrum * ((hz > 400) & (hz < 5_000)), frames)
    return (level * noise / np.sqrt(np.mean(noise**2)) * np.hanning(frames)).astype(np.float32)


def _power(samples: np.ndarray) -> float:
    return float(np.mean(np.square(samples, dtype=np.float64)))


def _gap(seconds: float) -> np.ndarray:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


@pytest.mark.parametrize("under_db", [25, 30, 35])
@pytest.mark.parametrize("seconds", [0.25, 0.5])
def test_a_breath_in_a_pause_is_turned_down_and_the_words_beside_it_are_not(
    make_voice, seconds: float, under_db: int
) -> None:
    one, two = (make_voice(2.0, seed=k, before_s=0, after_s=0).samples for k in (1, 2))
    air = breath(seconds, np.sqrt(_power(one)) * 10 ** (-under_db / 20))
    whole = np.concatenate([one, _gap(0.25), air, _gap(0.25), two])
    cleaned = without_strays(whole, RATE_HZ)
    assert len(cleaned) == len(whole)
    np.testing.assert_array_equal(cleaned[: len(one)], one)
    np.testing.assert_array_equal(cleaned[-len(two) :], two)
    middle = slice(len(one) + len(_gap(0.25)), len(whole) - len(two) - len(_gap(0.25)))
    assert 10 * np.log10(_power(cleaned[middle]) / _power(air)) == pytest.approx(-15, abs=1.5)


def test_the_button_of_the_recorder_is_not_heard_and_what_it_held_off_is_trimmed(make_voice) -> None:
    words = make_voice(2.0, before_s=0, after_s=0).samples
    click = np.float32(0.5) * np.exp(-np.arange(RATE_HZ // 100) / 30).astype(np.float32)
    whole = np.concatenate([_gap(0.1), click, _gap(0.6), words, _gap(0.6), click, _gap(0.1)])
    cleaned = without_strays(whole, RATE_HZ)
    start = len(_gap(0.7)) + len(click)
    np.testing.assert_array_equal(cleaned[start : start + len(words)], words)
    assert np.abs(cleaned[:start]).max() == 0
    assert len(conditioned(Recipe(), Sound(whole, RATE_HZ))) < 2.3 * 48_000


@pytest.mark.parametrize("sentence", SENTENCES)
def test_no_word_of_the_embedded_voice_is_touched(sentence: str) -> None:
    sound = Espeak().speak(sentence, speed=1.0)
    np.testing.assert_array_equal(without_strays(sound.samples, sound.rate_hz), sound.samples)


@pytest.mark.skipif(not ALSA, reason="alsa-utils, with its human voice, is not installed")
@pytest.mark.parametrize("path", ALSA, ids=lambda path: path.stem)
def test_no_word_of_a_human_voice_is_touched(path: Path) -> None:
    sound = decode(path.read_bytes())
    np.testing.assert_array_equal(without_strays(sound.samples, sound.rate_hz), sound.samples)


@pytest.mark.parametrize("under_db", [0, 20, 30, 36])
def test_a_soft_word_alone_between_pauses_is_a_word(make_voice, under_db: int) -> None:
    one, two = (make_voice(2.0, seed=k, before_s=0, after_s=0).samples for k in (1, 2))
    word = make_voice(0.3, seed=3, before_s=0, after_s=0).samples * np.float32(10 ** (-under_db / 20))
    whole = np.concatenate([one, _gap(0.3), word, _gap(0.3), two])
    np.testing.assert_array_equal(without_strays(whole, RATE_HZ), whole)


@pytest.mark.parametrize("sound", ["nothing", "silence", "a click alone", "hiss"])
def test_where_there_are_no_words_nothing_is_done(sound: str) -> None:
    samples = {
        "nothing": _gap(0),
        "silence": _gap(1),
        "a click alone": np.concatenate([_gap(0.5), np.full(100, 0.5, np.float32), _gap(0.5)]),
        "hiss": 0.1 * np.random.default_rng(1).standard_normal(RATE_HZ).astype(np.float32),
    }[sound]
    np.testing.assert_array_equal(without_strays(samples, RATE_HZ), samples)
