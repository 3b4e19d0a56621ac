"""A profile keeps to its band, lifts what is soft, adds nothing of its own, and never moves the loudness."""

import numpy as np
import pytest
from stand_ins.sounds import sound_of

from broadcast.audio.dither import to_pcm16
from broadcast.audio.horn import banded, lifted, voiced
from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.mixdown import mixdown
from broadcast.audio.profiles import FLAT, HORN, NIGHT, PROFILES, Profile
from broadcast.audio.recipe import Recipe
from broadcast.audio.takes import Phrase
from broadcast.library.codec import read_builtin


@pytest.fixture(scope="module")
def voice(make_voice) -> np.ndarray:
    return make_voice(5.0, rate_hz=RATE_HZ, before_s=0, after_s=0).samples


def _share_outside(samples: np.ndarray, low_hz: float, high_hz: float) -> float:
    power = np.abs(np.fft.rfft(samples)) ** 2
    hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
    return float(power[(hz < low_hz) | (hz > high_hz)].sum() / power.sum())


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda p: p.name)
def test_a_profile_never_moves_the_loudness_of_a_cart(profile: Profile, make_voice) -> None:
    speech = [Phrase(sound=make_voice(6.0, seed=k), pause_after_s=0.5, voice="v") for k in range(3)]
    recipe = Recipe(profile=profile)
    mix = mixdown(recipe, sting=read_builtin("mo-dau"), speech=speech, bed=read_builtin("nen"), closing=None).sound
    found = measure(sound_of(to_pcm16(mix), RATE_HZ))
    assert found.integrated_lufs == pytest.approx(recipe.loudness_lufs, abs=0.1)
    assert found.true_peak_dbtp <= recipe.true_peak_dbtp


def test_flat_is_the_voice_itself(voice: np.ndarray) -> None:
    assert voiced(voice, FLAT) is voice
    assert banded(voice, FLAT) is voice


@pytest.mark.parametrize("profile", [HORN, NIGHT], ids=lambda p: p.name)
def test_voice_and_music_keep_within_the_band(profile: Profile, voice: np.ndarray) -> None:
    assert _share_outside(voice, profile.low_hz * 0.8, profile.high_hz * 1.25) > 0.1
    for shaped in (voiced(voice, profile), banded(voice, profile)):
        assert _share_outside(shaped, profile.low_hz * 0.8, profile.high_hz * 1.25) < 0.02


def test_the_horn_evens_out_the_spectrum(voice: np.ndarray) -> None:
    def fall_db(samples: np.ndarray) -> float:
        power = np.abs(np.fft.rfft(samples)) ** 2
        hz = np.fft.rfftfreq(len(samples), 1 / RATE_HZ)
        low, high = (power[(hz > a) & (hz < b)].mean() for a, b in ((400, 800), (2_500, 5_000)))
        return float(10 * np.log10(low / high))

    assert fall_db(voiced(voice, HORN)) < fall_db(voice) - 3


def test_soft_sounds_come_nearer_to_loud_ones_and_silence_stays_silence() -> None:
    t = np.arange(RATE_HZ) / RATE_HZ
    tone = np.sin(2 * np.pi * 500 * t).astype(np.float32) * 0.3
    samples = np.concatenate([tone, tone * 0.1, tone * 0, tone])
    shaped = lifted(samples, HORN)
    levels = [20 * np.log10(np.std(part[9_600:-9_600]) + 1e-12) for part in np.split(shaped, 4)]
    assert levels[0] - levels[1] == pytest.approx(10.0, abs=0.5)  # 20 dB at a ratio of two
    assert not shaped[2 * RATE_HZ + 4_800 : 3 * RATE_HZ - 4_800].any()


def test_the_hiss_of_a_room_is_not_lifted(voice: np.ndarray) -> None:
    hiss = (
        10 ** (-60 / 20)
        * np.random.default_rng(0).standard_normal(RATE_HZ).astype(np.float32)
        * np.abs(voice).max()
    )
    shaped = lifted(np.concatenate([voice, hiss]), HORN)
    assert np.std(shaped[-RATE_HZ // 2 :]) <= np.std(hiss) * 1.1


def test_the_lift_has_no_steps_to_hear(voice: np.ndarray) -> None:
    shaped = lifted(voice, HORN)
    loud = np.abs(voice) > 0.01 * np.abs(voice).max()
    gain_db = 20 * np.log10(shaped[loud] / voice[loud])
    neighbours = np.diff(np.flatnonzero(loud)) == 1
    assert np.abs(np.diff(gain_db))[neighbours].max() < 0.1
    assert gain_db.min() >= -1e-3


def test_shaping_does_not_move_the_words_in_time() -> None:
    click = np.zeros(RATE_HZ, np.float32)
    click[RATE_HZ // 2] = 1.0
    shaped = banded(click, HORN)
    assert len(shaped) == len(click)
    assert np.abs(shaped).argmax() == RATE_HZ // 2
