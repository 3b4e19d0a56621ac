"""Sixteen bits: the same for the same sound, unbiased, and silent where the sound is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from stand_ins.sounds import sound_of

from broadcast.audio.dither import to_pcm16
from broadcast.audio.sound import Sound, each_channel


def test_silence_stays_silence() -> None:
    assert not to_pcm16(Sound(np.zeros(50_000, np.float32), 48_000)).any()


def test_the_error_is_noise_and_does_not_know_the_signal() -> None:
    t = np.arange(480_000) / 48_000
    faint = (3.3 / 32_768 * np.sin(2 * np.pi * 440 * t)).astype(np.float32)
    error = to_pcm16(Sound(faint, 48_000)) - faint * 32_768
    assert abs(error.mean()) < 0.01
    # triangular dither makes the variance of the error 1/4 step squared, whatever the signal
    loud_half = np.abs(faint) > np.median(np.abs(faint))
    np.testing.assert_allclose([np.var(error[loud_half]), np.var(error[~loud_half])], 0.25, rtol=0.03)
    assert abs(np.corrcoef(error, faint)[0, 1]) < 0.01


def test_undithered_the_same_error_would_follow_the_signal() -> None:
    t = np.arange(480_000) / 48_000
    faint = 0.4 * np.sin(2 * np.pi * 440 * t)
    assert abs(np.corrcoef(np.rint(faint) - faint, faint)[0, 1]) > 0.9


@given(st.lists(st.floats(-4, 4, width=32), min_size=1, max_size=200))
def test_no_sound_wraps_around_and_none_is_off_by_more_than_two_steps(samples: list[float]) -> None:
    sound = Sound(np.array(samples, np.float32), 48_000)
    pcm = to_pcm16(sound)
    wanted = np.clip(sound.samples * 32_768, -32_768, 32_767)
    assert np.abs(pcm - wanted).max() <= 1.51
    assert (to_pcm16(sound) == pcm).all()


def test_what_was_sixteen_bits_and_comes_back_is_the_same_sound() -> None:
    pcm = np.arange(-32_768, 32_768, 7, dtype=np.int16)
    np.testing.assert_array_equal(sound_of(pcm, 48_000).samples * 32_768, pcm)


def test_each_channel_has_a_noise_of_its_own_and_the_first_that_of_a_sound_alone() -> None:
    faint = (3.3 / 32_768 * np.sin(np.arange(480_000) / 17)).astype(np.float32)
    left, right = each_channel(to_pcm16(Sound(np.stack([faint, faint], axis=1), 48_000)))
    np.testing.assert_array_equal(left, to_pcm16(Sound(faint, 48_000)))
    errors = [channel - faint * 32_768 for channel in (left, right)]
    np.testing.assert_allclose([np.var(error) for error in errors], 0.25, rtol=0.03)
    assert abs(np.corrcoef(*errors)[0, 1]) < 0.01
