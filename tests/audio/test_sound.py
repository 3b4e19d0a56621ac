"""Channels, rates and joins: nothing gets louder or softer by being laid elsewhere."""

import numpy as np
import pytest
from stand_ins.sounds import silence

from broadcast.audio.sound import Sound, centred, each_channel, in_mono, join, resampled

RATE_HZ = 24_000
VOICE = np.sin(2 * np.pi * 200 * np.arange(RATE_HZ) / RATE_HZ).astype(np.float32)


def _power(samples: np.ndarray) -> float:
    return float(np.sum(np.square(samples, dtype=np.float64)))


def test_a_voice_in_the_middle_of_two_channels_has_the_power_of_the_voice_alone() -> None:
    both = centred(VOICE, 2)
    assert both.shape == (RATE_HZ, 2)
    assert _power(both) == pytest.approx(_power(VOICE), rel=1e-6)
    assert centred(both, 2) is both


def test_two_channels_do_not_go_into_three() -> None:
    with pytest.raises(ValueError, match="2 channels do not go into 3"):
        centred(centred(VOICE, 2), 3)


def test_two_channels_in_mono_are_their_mean() -> None:
    other = np.roll(VOICE, 30)
    np.testing.assert_allclose(in_mono(np.stack([VOICE, other], axis=1)), (VOICE + other) / 2, atol=1e-6)


def test_channels_that_would_cancel_each_other_are_heard_by_the_stronger_one() -> None:
    swapped = np.stack([VOICE, VOICE * np.float32(-0.95)], axis=1)
    np.testing.assert_array_equal(in_mono(swapped), VOICE)


def test_joined_sounds_follow_one_another_and_two_rates_are_refused() -> None:
    whole = join([Sound(VOICE, RATE_HZ), silence(0.5, RATE_HZ)])
    assert whole.seconds == 1.5
    assert not each_channel(whole.samples)[0][RATE_HZ:].any()
    with pytest.raises(ValueError, match="one rate"):
        join([Sound(VOICE, RATE_HZ), silence(0.5, 48_000)])


def test_another_rate_is_the_same_sound_and_its_own_rate_the_sound_itself() -> None:
    sound = Sound(VOICE, RATE_HZ)
    assert resampled(sound, RATE_HZ) is sound
    other = resampled(sound, 48_000)
    assert (len(other), other.rate_hz) == (2 * RATE_HZ, 48_000)
    np.testing.assert_allclose(other.samples[1_000:-1_000:2], VOICE[500:-500], atol=1e-3)
