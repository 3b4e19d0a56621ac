"""A recording in the mix: not shortened inside, its own dynamics kept, raised only so far."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from broadcast.audio import asmade
from broadcast.audio.asmade import MOST_GAIN_DB, laid_in, too_soft
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.mixdown import Mix, mixdown
from broadcast.audio.profiles import PROFILES
from broadcast.audio.recipe import Recipe
from broadcast.audio.recorded import AsMade
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.audio.takes import Phrase

MakeVoice = Callable[..., Sound]

RNG = np.random.default_rng(3)
RECIPE = Recipe()
USUAL = AsMade()


def hiss(seconds: float, level_db: float) -> Samples:
    return (RNG.standard_normal(round(seconds * RATE_HZ)) * 10 ** (level_db / 20)).astype(np.float32)


@pytest.fixture
def voice(make_voice: MakeVoice) -> Samples:
    return resampled(make_voice(5.0, before_s=0, after_s=0), RATE_HZ).samples


def mixed(samples: Samples, as_made: AsMade | None = USUAL, recipe: Recipe = RECIPE) -> Mix:
    phrase = Phrase(sound=Sound(samples, RATE_HZ), voice="recording", as_made=as_made)
    return mixdown(recipe, sting=None, speech=[phrase], bed=None, closing=None)


@pytest.mark.parametrize("pause", [np.zeros(60 * RATE_HZ, np.float32), hiss(60, -62)], ids=["digital", "room"])
def test_a_minute_of_silence_stays_a_minute(pause: Samples, voice: Samples) -> None:
    whole = np.concatenate([voice, pause, voice])
    assert len(mixed(whole).sound) / RATE_HZ == pytest.approx(70, abs=0.01)
    assert len(mixed(whole, None).sound) / RATE_HZ < 15, "a voice's pauses are shortened"


def test_a_soft_passage_inside_stays_as_soft_as_it_is(voice: Samples) -> None:
    softer = np.float32(10 ** (-40 / 20))
    sound = mixed(np.concatenate([voice, voice * softer, voice])).sound.samples
    parts = [sound[round(a * RATE_HZ) : round(b * RATE_HZ)] for a, b in ((0.2, 4.8), (5.2, 9.8), (10.2, 14.8))]
    levels = [20 * np.log10(np.sqrt(np.mean(part**2))) for part in parts]
    assert levels[0] - levels[1] == pytest.approx(40, abs=1.5)
    assert levels[2] == pytest.approx(levels[0], abs=0.5)


def test_both_ends_go_but_for_a_margin_and_nothing_clicks(voice: Samples) -> None:
    whole = np.concatenate([hiss(3.5, -60), voice, hiss(4, -60)])
    laid, spans = laid_in(RECIPE, Sound(whole, RATE_HZ), AsMade())
    assert len(laid) / RATE_HZ == pytest.approx(5 + 0.5, abs=0.15)
    assert spans[0].start / RATE_HZ == pytest.approx(0.2, abs=0.02)
    assert max(abs(laid[0]), abs(laid[-1])) < 1e-4
    # not a sample of the words is touched but by its offset
    words = laid[spans[0].start : spans[-1].end]
    start = round(3.5 * RATE_HZ) - round(0.05 * RATE_HZ)
    assert any(
        np.allclose(words[:48_000], whole[at : at + 48_000], atol=1e-4) for at in range(start, start + 4_800)
    )


def test_with_keep_silence_nothing_is_trimmed(voice: Samples) -> None:
    whole = np.concatenate([hiss(3.5, -60), voice, np.zeros(4 * RATE_HZ, np.float32)])
    assert len(laid_in(RECIPE, Sound(whole, RATE_HZ), AsMade(keep_silence=True))[0]) == len(whole)
    assert len(mixed(whole, AsMade(keep_silence=True)).sound) / RATE_HZ == pytest.approx(12.5, abs=0.01)


def test_the_offset_goes(voice: Samples) -> None:
    assert abs(float(mixed(voice + np.float32(0.1)).sound.samples.mean())) < 1e-3


def test_a_recording_comes_to_its_loudness(voice: Samples) -> None:
    for level in (0.1, 0.5, 3.0):
        heard = measure(mixed((voice * level).astype(np.float32)).sound)
        assert heard.integrated_lufs == pytest.approx(-16, abs=0.1)
        assert heard.true_peak_dbtp < -1


def test_it_is_raised_so_far_and_no_further_and_that_is_told(voice: Samples) -> None:
    soft = voice * np.float32(10 ** ((-55 - measure(Sound(voice, RATE_HZ)).integrated_lufs) / 20))
    heard = measure(mixed(soft).sound)
    assert heard.integrated_lufs == pytest.approx(-55 + MOST_GAIN_DB, abs=0.2)
    [(what, _)] = too_soft(heard.integrated_lufs, Lufs(-16))
    assert "vẫn nhỏ hơn các bài khác 9," in str(what)
    assert too_soft(Lufs(-16.3), Lufs(-16)) == ()
    # beside a sting the whole is not raised in its stead
    t = np.arange(3 * RATE_HZ) / RATE_HZ
    sting = Sound((0.1 * np.sin(2 * np.pi * 880 * t)).astype(np.float32), RATE_HZ)
    phrase = Phrase(sound=Sound(soft, RATE_HZ), voice="recording", as_made=AsMade())
    both = mixdown(RECIPE, sting=sting, speech=[phrase], bed=None, closing=None)
    words = both.sound.samples[both.speech[0].start :]
    assert measure(Sound(words, RATE_HZ)).integrated_lufs < -24
    assert measure(Sound(both.sound.samples[: 3 * RATE_HZ], RATE_HZ)).integrated_lufs == pytest.approx(
        -16, abs=0.3
    )


def test_of_music_the_profile_gives_the_band_alone(voice: Samples) -> None:
    horn = replace(RECIPE, profile=PROFILES["horn"])
    drum = np.concatenate([voice, voice * np.float32(0.02)])
    as_speech, as_music = (laid_in(horn, Sound(drum, RATE_HZ), AsMade(music=yes))[0] for yes in (False, True))

    def range_db(samples: Samples) -> float:
        loud, soft = samples[: 4 * RATE_HZ], samples[6 * RATE_HZ :]
        return float(10 * np.log10(np.mean(loud**2) / np.mean(soft**2)))

    assert range_db(as_music) == pytest.approx(34, abs=1)
    assert range_db(as_speech) < range_db(as_music)


def test_nothing_is_laid_in_where_nothing_is_heard() -> None:
    assert len(laid_in(RECIPE, Sound(hiss(5, -90), RATE_HZ), AsMade(keep_silence=True))[0]) == 0


@pytest.mark.parametrize("kind", ["in steps", "growing"])
def test_an_offset_that_changes_takes_no_room_from_the_words(voice: Samples, kind: str) -> None:
    t = np.arange(len(voice)) / RATE_HZ
    offset = 0.4 * np.sign(np.sin(2 * np.pi * 0.2 * t)) if kind == "in steps" else 0.8 * t / t[-1]
    laid, _ = laid_in(RECIPE, Sound((0.2 * voice + offset).astype(np.float32), RATE_HZ), AsMade(keep_silence=True))
    tenths = laid[: len(laid) // 4_800 * 4_800].reshape(-1, 4_800).mean(axis=1)
    assert np.percentile(np.abs(tenths), 90) < 0.02


def test_of_a_recording_without_one_not_a_bit_is_changed_by_that(
    voice: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual, _ = laid_in(RECIPE, Sound(voice, RATE_HZ), USUAL)
    monkeypatch.setattr(asmade, "_take_drift_out", lambda samples: None)
    without, _ = laid_in(RECIPE, Sound(voice, RATE_HZ), USUAL)
    assert np.array_equal(usual, without)
