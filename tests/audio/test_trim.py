"""Silence goes, words stay: also those that begin or end softly."""

import numpy as np
import pytest

from broadcast.audio.trim import heard, words_only

RATE_HZ = 48_000


def _cleaned(samples: np.ndarray) -> np.ndarray:
    return words_only(samples, RATE_HZ, longest_pause_s=1.2, edge_s=0.005)


def _with_silence(words: np.ndarray, seconds: float) -> np.ndarray:
    quiet = np.zeros(round(seconds * RATE_HZ), np.float32)
    return np.concatenate([quiet, words, quiet])


def test_silence_at_the_ends_goes_but_for_a_guard(make_voice) -> None:
    voice = make_voice(3.0, rate_hz=RATE_HZ, before_s=2.0, after_s=2.0)
    assert 3.0 <= len(_cleaned(voice.samples)) / RATE_HZ <= 3.25


@pytest.mark.parametrize("softer_db", [20, 30, 40])
def test_a_word_is_not_cut_though_it_begins_and_ends_in_a_soft_hiss(make_voice, softer_db: int) -> None:
    voice = make_voice(1.0, rate_hz=RATE_HZ, before_s=0, after_s=0).samples
    hiss = np.random.default_rng(1).standard_normal(RATE_HZ // 10).astype(np.float32)
    hiss *= np.float32(np.sqrt(np.mean(voice**2)) * 10 ** (-softer_db / 20))
    word = np.concatenate([hiss, voice, hiss])
    cleaned = _cleaned(_with_silence(word, 1.0))
    assert len(cleaned) >= len(word)
    lost = 1 - np.sum(cleaned.astype(float) ** 2) / np.sum(word.astype(float) ** 2)
    assert abs(lost) < 1e-4


def test_a_noisy_recording_loses_its_noise_at_the_ends_and_no_word(make_voice) -> None:
    voice = make_voice(3.0, rate_hz=RATE_HZ, before_s=1.0, after_s=1.0)
    noisy = voice.samples + 0.0007 * np.random.default_rng(2).standard_normal(len(voice)).astype(np.float32)
    assert 2.9 <= len(_cleaned(noisy)) / RATE_HZ <= 3.3


def test_a_long_silence_inside_is_shortened_and_a_short_one_left_alone(make_voice) -> None:
    one, two = (make_voice(1.0, rate_hz=RATE_HZ, seed=k, before_s=0, after_s=0).samples for k in (1, 2))
    for pause_s, expected_s in ((0.8, 0.8), (5.0, 1.2)):
        joined = np.concatenate([one, np.zeros(round(pause_s * RATE_HZ), np.float32), two])
        spans = heard(_cleaned(joined), RATE_HZ, join_s=0.5)
        assert len(spans) == 2
        assert (spans[1].start - spans[0].end) / RATE_HZ == pytest.approx(expected_s, abs=0.06)


def test_offset_is_taken_out_and_nothing_clicks_at_the_joins(make_voice) -> None:
    voice = make_voice(2.0, rate_hz=RATE_HZ).samples + np.float32(0.05)
    cleaned = _cleaned(voice)
    assert abs(cleaned.mean()) < 1e-3
    assert abs(cleaned[0]) < 1e-3
    assert abs(cleaned[-1]) < 1e-3


@pytest.mark.parametrize("level", [0.0, 1e-5])
def test_silence_and_the_hiss_of_a_converter_hold_no_words(level: float) -> None:
    noise = level * np.random.default_rng(0).standard_normal(RATE_HZ)
    assert len(_cleaned(noise.astype(np.float32))) == 0


def test_a_steady_tone_is_sound_from_end_to_end() -> None:
    tone = (0.3 * np.sin(np.arange(RATE_HZ) / 10)).astype(np.float32)
    assert len(_cleaned(tone)) == len(tone)
