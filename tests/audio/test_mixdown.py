"""The laws of the mix: on its loudness, under its ceiling, even among voices, exact in its gaps."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stand_ins.sounds import silence, sound_of

from broadcast.audio.dither import to_pcm16
from broadcast.audio.faults import faults_of
from broadcast.audio.levels import Dbtp, Lufs
from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.mixdown import mixdown
from broadcast.audio.nodes import NODE
from broadcast.audio.profiles import FLAT, HORN, NIGHT, Profile
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Sound, each_channel
from broadcast.audio.takes import Phrase
from broadcast.audio.trim import heard
from broadcast.library.codec import read_builtin

STING, BED, CLOSING = (read_builtin(name) for name in ("nhac-hieu", "nen", "ket-thuc"))


def _phrases(make_voice, *figures) -> list[Phrase]:
    return [
        Phrase(
            sound=make_voice(seconds, rate_hz=rate_hz, level=level, seed=k), pause_after_s=0.6, voice=str(rate_hz)
        )
        for k, (seconds, rate_hz, level) in enumerate(figures)
    ]


MIXED_RATES = ((4.0, 22_050, 0.02), (6.0, 24_000, 0.4), (3.0, 44_100, 0.1), (5.0, 48_000, 0.005))


@pytest.mark.parametrize(
    ("target", "bed", "sting"),
    [*((-16.0, bed, sting) for bed in (None, BED) for sting in (None, STING)),
     (-23.0, BED, STING), (-14.0, None, None), (-14.0, BED, STING)],
)  # fmt: skip
def test_a_cart_stands_on_its_loudness_and_under_its_ceiling(make_voice, sting, bed, target: float) -> None:
    recipe = Recipe(loudness_lufs=Lufs(target))
    mix = mixdown(recipe, sting=sting, speech=_phrases(make_voice, *MIXED_RATES), bed=bed, closing=CLOSING).sound
    stored = sound_of(to_pcm16(mix), mix.rate_hz)
    assert mix.rate_hz == RATE_HZ
    assert measure(stored).integrated_lufs == pytest.approx(target, abs=0.1)
    assert measure(stored).true_peak_dbtp <= -1.0
    assert faults_of(stored, recipe=recipe) == ()


@settings(max_examples=15, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    level=st.floats(0.001, 3.0),
    spikes=st.integers(0, 30),
    ceiling=st.floats(-9.0, -0.5),
)
def test_no_sample_and_no_wave_between_samples_passes_the_ceiling(
    make_voice, seed: int, level: float, spikes: int, ceiling: float
) -> None:
    voice = make_voice(4.0, level=level, seed=seed)
    rng = np.random.default_rng(seed)
    samples = voice.samples.copy()
    samples[rng.integers(0, len(samples), spikes)] += rng.uniform(-20, 20, spikes).astype(np.float32) * level
    recipe = Recipe(true_peak_dbtp=Dbtp(ceiling))
    mix = mixdown(
        recipe, sting=None, speech=[Phrase(sound=Sound(samples, voice.rate_hz))], bed=None, closing=None
    ).sound
    assert measure(sound_of(to_pcm16(mix), RATE_HZ)).true_peak_dbtp <= ceiling


def test_voices_of_any_level_and_rate_stand_equally_loud(make_voice) -> None:
    phrases = _phrases(make_voice, *MIXED_RATES)
    mix = mixdown(Recipe(), sting=STING, speech=phrases, bed=None, closing=None).sound
    stretches = heard(mix.samples, RATE_HZ, join_s=0.4)
    loud = [measure(Sound(mix.samples[span.start : span.end], RATE_HZ)).integrated_lufs for span in stretches]
    assert len(loud) == 1 + len(phrases)
    assert max(loud) - min(loud) < 1.5
    before = [measure(phrase.sound).integrated_lufs for phrase in phrases]
    assert max(before) - min(before) > 30  # what there was to even out


def test_sentences_of_one_voice_keep_their_small_differences(make_voice) -> None:
    near, far = make_voice(5.0, level=0.1, seed=1), make_voice(5.0, level=0.1 / 10 ** (1.5 / 20), seed=1)
    mix = mixdown(Recipe(), sting=None, speech=_one_voice(near, far), bed=None, closing=None).sound
    first, second = _stretch_levels(mix)
    assert first - second == pytest.approx(1.5, abs=0.3)


def test_a_sentence_much_too_soft_for_its_voice_is_lifted(make_voice) -> None:
    near, far = make_voice(5.0, level=0.1, seed=1), make_voice(5.0, level=0.1 / 10 ** (12 / 20), seed=1)
    mix = mixdown(Recipe(), sting=None, speech=_one_voice(near, far), bed=None, closing=None).sound
    first, second = _stretch_levels(mix)
    assert first - second < 3.1


def test_where_the_speaker_pauses_is_known_under_a_bed_too(make_voice) -> None:
    phrases = _phrases(make_voice, *MIXED_RATES)
    alone, over = (mixdown(Recipe(), sting=STING, speech=phrases, bed=bed, closing=CLOSING) for bed in (None, BED))
    assert over.speech == alone.speech
    assert len(alone.speech) >= len(MIXED_RATES)
    in_the_middle = [(one.end + two.start) // 2 for one, two in pairwise(alone.speech)]
    heard, under = (np.abs([mix.sound.samples[place] for place in in_the_middle]) for mix in (alone, over))
    assert heard.max() == 0
    assert under.max() > 0  # so it cannot be measured there


def test_the_gap_after_the_sting_and_the_pauses_are_what_the_recipe_says(make_voice) -> None:
    words = [make_voice(2.0, seed=k, before_s=1.0, after_s=1.0) for k in range(3)]
    sting = Sound(np.full(RATE_HZ, 0.1, np.float32) * np.sin(np.arange(RATE_HZ) / 9).astype(np.float32), RATE_HZ)
    phrases = [Phrase(sound=word, pause_after_s=0.8, voice="v") for word in words]
    mix = mixdown(Recipe(), sting=sting, speech=phrases, bed=None, closing=None).sound
    kept_s = 0.040 + 0.125  # the guard before the first and after the last thing heard
    expected_s = 1.0 + 0.5 + 3 * (2.0 + kept_s) + 2 * 0.8
    assert mix.seconds == pytest.approx(expected_s, abs=0.06)
    zero = mix.samples == 0
    assert zero[RATE_HZ : RATE_HZ + round(0.5 * RATE_HZ)].all()


def test_a_mix_of_silence_or_of_nothing_is_silence_or_nothing() -> None:
    quiet = silence(2.0, 24_000)
    nothing = mixdown(Recipe(), sting=None, speech=[Phrase(sound=quiet)], bed=BED, closing=None).sound
    assert len(nothing) == 0
    still = mixdown(Recipe(), sting=silence(2.0, RATE_HZ), speech=[], bed=None, closing=None).sound
    assert len(still) == 2 * RATE_HZ
    assert not still.samples.any()


def test_the_same_ingredients_give_the_same_bits(make_voice) -> None:
    made = [
        to_pcm16(
            mixdown(Recipe(), sting=STING, speech=_phrases(make_voice, *MIXED_RATES), bed=BED, closing=None).sound
        )
        for _ in range(2)
    ]
    assert (made[0] == made[1]).all()


@pytest.mark.parametrize("channels", [1, 2])
def test_a_mix_is_the_same_in_blocks_of_any_length(make_voice, monkeypatch, channels: int) -> None:
    parts = {"sting": STING, "speech": _phrases(make_voice, *MIXED_RATES * 3), "bed": BED, "closing": CLOSING}
    usual = mixdown(Recipe(channels=channels), **parts).sound.samples
    monkeypatch.setattr("broadcast.audio.mixdown._BLOCK", 70 * NODE)
    np.testing.assert_array_equal(mixdown(Recipe(channels=channels), **parts).sound.samples, usual)


def test_the_bed_is_there_under_the_words_and_gone_before_the_closing(make_voice) -> None:
    speech = [Phrase(sound=make_voice(6.0), pause_after_s=3.0), Phrase(sound=make_voice(6.0))]
    with_bed, without = (
        mixdown(Recipe(), sting=STING, speech=speech, bed=bed, closing=None).sound.samples for bed in (BED, None)
    )
    pause = slice(round((3.0 + 0.5 + 6.2 + 1.0) * RATE_HZ), round((3.0 + 0.5 + 6.2 + 2.0) * RATE_HZ))
    assert not without[pause].any()
    assert np.abs(with_bed[pause]).max() > 0.01
    assert not with_bed[: 2 * RATE_HZ][-100:].any() or np.abs(with_bed[-1]) < 1e-4


def _one_voice(*sounds: Sound) -> list[Phrase]:
    return [Phrase(sound=sound, pause_after_s=1.0, voice="one") for sound in sounds]


def _stretch_levels(mix: Sound) -> list[float]:
    spans = heard(mix.samples, RATE_HZ, join_s=0.6)
    return [measure(Sound(mix.samples[span.start : span.end], RATE_HZ)).integrated_lufs for span in spans]


# --- two channels ---

STEREO = Recipe(channels=2)


def _wide(sound: Sound) -> Sound:
    """From side to side, and back."""
    side = 0.5 + 0.5 * np.sin(2 * np.pi * np.arange(len(sound)) / sound.rate_hz / 1.3)
    return Sound((sound.samples[:, None] * np.sqrt(np.stack([side, 1 - side], 1))).astype(np.float32), RATE_HZ)


@pytest.mark.parametrize(
    ("bed", "profile"),
    [(None, FLAT), (BED, FLAT), (_wide(BED), FLAT), (_wide(BED), HORN), (_wide(BED), NIGHT), (None, NIGHT)],
)
def test_a_stereo_cart_stands_on_its_loudness_and_under_its_ceiling(make_voice, bed, profile: Profile) -> None:
    recipe = Recipe(channels=2, profile=profile)
    speech = _phrases(make_voice, *MIXED_RATES)
    mix = mixdown(recipe, sting=_wide(STING), speech=speech, bed=bed, closing=CLOSING).sound
    stored = sound_of(to_pcm16(mix), mix.rate_hz)
    assert stored.channels == 2
    assert measure(stored).integrated_lufs == pytest.approx(-16, abs=0.1)
    assert measure(stored).true_peak_dbtp <= -1.0
    assert faults_of(stored, recipe=recipe) == ()


def test_what_has_one_channel_stands_in_the_middle_and_sounds_as_it_does_alone(make_voice) -> None:
    parts = {"sting": STING, "speech": _phrases(make_voice, *MIXED_RATES), "bed": BED, "closing": CLOSING}
    left, right = each_channel(mixdown(STEREO, **parts).sound.samples)
    np.testing.assert_array_equal(left, right)
    # three dB lower in each channel, so the limiter has less to do: the same where it does nothing in either
    alone = mixdown(Recipe(true_peak_dbtp=Dbtp(12)), **parts).sound.samples
    free = mixdown(Recipe(channels=2, true_peak_dbtp=Dbtp(12)), **parts).sound.samples[:, 0]
    np.testing.assert_allclose(free * np.sqrt(2), alone, atol=2e-3)


def test_a_stereo_sting_keeps_its_width_and_the_voice_after_it_has_none(make_voice) -> None:
    sting = _wide(STING)
    mix = mixdown(
        STEREO, sting=sting, speech=_phrases(make_voice, (4.0, 24_000, 0.1)), bed=None, closing=None
    ).sound
    heard_sting = mix.samples[: len(sting)]
    np.testing.assert_allclose(_side_over_middle(heard_sting), _side_over_middle(sting.samples), rtol=0.02)
    assert _side_over_middle(mix.samples[len(sting) :]) == 0


def _side_over_middle(samples: np.ndarray) -> float:
    left, right = samples[RATE_HZ // 4 : -RATE_HZ // 4].astype(np.float64).T
    return float(np.sum((left - right) ** 2) / np.sum((left + right) ** 2))


def test_two_channels_do_not_go_into_a_mono_mix_unasked(make_voice) -> None:
    speech = _phrases(make_voice, (4.0, 24_000, 0.1))
    with pytest.raises(ValueError, match="2 channels"):
        mixdown(Recipe(), sting=_wide(STING), speech=speech, bed=None, closing=None)
