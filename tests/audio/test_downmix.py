"""Channels into one: nothing of a voice cancels, wherever and under whatever they mirror each other."""

import numpy as np
import pytest

from broadcast.audio.downmix import mixed_down
from broadcast.audio.sound import Samples, Sound, in_mono, resampled
from broadcast.library.codec import read_builtin
from broadcast.production.voices.espeak import Espeak

RATE_HZ = 48_000
TEXT = (
    "Kính thưa bà con. Ủy ban nhân dân phường xin thông báo. Sáng thứ Bảy tuần này, các tổ dân phố tổng vệ sinh. "
    "Mời mỗi nhà cử một người tham gia, mang theo chổi và bao đựng rác. Xin cảm ơn bà con."
)
MIRRORED = {
    "all of it": lambda at: at >= 0, "the second half": lambda at: at > 0.5, "the first half": lambda at: at < 0.5,
    "its last tenth": lambda at: at > 0.9, "a syllable": lambda at: (at > 0.5) & (at < 0.52),
    "every other twentieth": lambda at: (at * 20).astype(int) % 2 == 1,
}  # fmt: skip


@pytest.fixture(scope="module")
def voice() -> Samples:
    return resampled(Espeak().speak(TEXT, speed=1.0), RATE_HZ).samples


@pytest.fixture(scope="module")
def other(voice: Samples) -> Samples:
    return np.resize(resampled(Espeak().speak(TEXT[60:], speed=0.8), RATE_HZ).samples, len(voice))


@pytest.fixture(scope="module")
def music(voice: Samples) -> Samples:
    bed = np.resize(resampled(read_builtin("nen"), RATE_HZ).samples, len(voice))
    return np.asarray(bed * (np.std(voice) / np.std(bed)), np.float32)


def _side_by_side(*channels: Samples) -> Samples:
    return np.stack(channels, axis=1).astype(np.float32)


def _most_lost_db(mono: Samples, samples: Samples, rate_hz: int = RATE_HZ) -> float:
    """How far the mix stands under the loudest channel, in the quarter of a second where that is the most."""
    lost, step = [], rate_hz // 4
    for start in range(0, len(mono) - step, step):
        loudest = float(np.square(samples[start : start + step]).mean(axis=0).max())
        if loudest > 1e-5:
            lost.append(10 * np.log10(loudest / (float(np.square(mono[start : start + step]).mean()) + 1e-12)))
    return max(lost)


@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 96_000])
@pytest.mark.parametrize("where", MIRRORED)
def test_a_voice_that_is_mirrored_somewhere_is_heard_all_through(where: str, rate_hz: int, voice: Samples) -> None:
    voice = resampled(Sound(voice, RATE_HZ), rate_hz).samples
    at = np.linspace(0, 1, len(voice), endpoint=False)
    samples = _side_by_side(voice, voice * np.where(MIRRORED[where](at), -1, 1))
    mono = in_mono(samples, rate_hz)
    assert len(mono) == len(voice)
    assert _most_lost_db(mono, samples, rate_hz) < 1
    assert _most_lost_db(samples.mean(axis=1), samples, rate_hz) > 2  # the negative control: their mean alone


@pytest.mark.parametrize("level", [1.0, 0.5])
def test_a_mirrored_voice_under_music_that_is_not_stays_in_it(
    level: float, voice: Samples, music: Samples
) -> None:
    samples = _side_by_side(music + level * voice, music - level * voice)
    words = np.abs(in_mono(samples, RATE_HZ) - music)
    gone = np.abs(samples.mean(axis=1) - music)
    assert np.corrcoef(words, np.abs(voice))[0, 1] > 0.9
    assert gone.max() < 1e-6  # the negative control


def test_a_mirrored_voice_in_hiss_that_is_not_stays_in_it(voice: Samples) -> None:
    hiss = np.random.default_rng(1).normal(0, 0.02, len(voice)).astype(np.float32)
    samples = _side_by_side(voice + hiss, hiss - voice)
    assert _most_lost_db(in_mono(samples, RATE_HZ), samples) < 1


def test_two_who_speak_each_into_one_channel_are_both_heard_all_through(voice: Samples, other: Samples) -> None:
    for bleed in (0.0, 0.3):  # -10 dB, a yard later
        late, other_late = np.roll(voice, 144), np.roll(other, 144)
        samples = _side_by_side(voice + bleed * other_late, other + bleed * late)
        np.testing.assert_array_equal(in_mono(samples, RATE_HZ), samples.mean(axis=1))


def test_wide_noise_and_notes_of_many_places_are_their_mean() -> None:
    dice = np.random.default_rng(2)
    at = np.arange(10 * RATE_HZ) / RATE_HZ
    notes = [np.sin(2 * np.pi * hz * at) * np.exp(-4 * (at % 0.5)) for hz in (330, 440, 550)]
    room = dice.normal(0, 0.05, (len(at), 2))
    left, right = notes[0] + 0.3 * notes[1] + 0.5 * notes[2], 0.3 * notes[0] + notes[1] + 0.5 * notes[2]
    samples = np.asarray((_side_by_side(left, right) + room) / 5, np.float32)
    np.testing.assert_array_equal(in_mono(samples, RATE_HZ), samples.mean(axis=1))


def test_of_two_microphones_apart_the_nearer_is_heard_where_the_other_would_blot_words_out(voice: Samples) -> None:
    samples = _side_by_side(voice, 0.9 * np.roll(voice, 48))  # a foot further: 500 Hz and 1.5 kHz cancel
    assert _most_lost_db(in_mono(samples, RATE_HZ), samples) < 1
    assert _most_lost_db(samples.mean(axis=1), samples) > 3


def test_a_voice_in_the_middle_is_kept_where_the_channels_behind_mirror_each_other(voice: Samples) -> None:
    rear = np.random.default_rng(3).normal(0, 0.02, len(voice)).astype(np.float32)
    nothing = np.zeros_like(voice)
    samples = _side_by_side(nothing, nothing, voice, nothing, rear, -rear)
    mono = in_mono(samples, RATE_HZ)
    assert np.dot(mono, voice) / np.dot(voice, voice) > 1 / 6 - 1e-3
    assert np.dot(mono, rear) / np.dot(rear, rear) > 0.1


@pytest.mark.parametrize("size", [1_000, 48_000, 10**7])
def test_how_it_is_cut_into_blocks_changes_nothing(size: int, voice: Samples) -> None:
    at = np.linspace(0, 1, len(voice), endpoint=False)
    samples = _side_by_side(voice, voice * np.where(at > 0.5, -0.9, 1))
    pieces = (samples[start : start + size] for start in range(0, len(samples), size))
    mono = np.concatenate([*mixed_down(pieces, RATE_HZ, 2)])
    np.testing.assert_allclose(mono, in_mono(samples, RATE_HZ), atol=1e-7)


@pytest.mark.parametrize("frames", [0, 1, 100, 4_096])
def test_the_shortest_sounds_are_mixed_too(frames: int) -> None:
    samples = _side_by_side(np.full(frames, 0.5), np.full(frames, 0.25))
    np.testing.assert_allclose(in_mono(samples, RATE_HZ), np.full(frames, 0.375))
