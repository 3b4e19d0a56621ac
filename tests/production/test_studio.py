"""A sentence as a microphone heard it -> its take, or why it has to be read again."""

from functools import cache

import numpy as np
import pytest

from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.base.errors import BadSound
from broadcast.library.codec import decode
from broadcast.production.studio import finished
from broadcast.production.voices.espeak import Espeak

RATE = 48_000
WORDS = "Tổ dân phố họp lúc bảy giờ tối, mời bà con đến dự đông đủ."
RNG = np.random.default_rng(3)


@cache
def voice(words: str = WORDS) -> Samples:
    """The embedded voice in a person's place, about as loud as into a headset."""
    return resampled(Espeak().speak(words, speed=1.0), RATE).samples * np.float32(0.6)


def hiss(seconds: float, level_db: float = -60.0) -> Samples:
    return (RNG.standard_normal(round(seconds * RATE)) * 10 ** (level_db / 20)).astype(np.float32)


def recorded(said: Samples, noise_db: float = -60.0, *, before_s: float = 0.7, after_s: float = 0.5) -> Sound:
    """What a microphone hears of it: the room before, under and after it."""
    quiet = [np.zeros(round(seconds * RATE), np.float32) for seconds in (before_s, after_s)]
    whole = np.concatenate([quiet[0], said, quiet[1]])
    return Sound(whole + hiss(len(whole) / RATE, noise_db), RATE)


@pytest.mark.parametrize("noise_db", [-70, -60, -45])
@pytest.mark.parametrize("words", [WORDS, "Xin cảm ơn.", "Tịch."])
def test_the_waiting_before_and_behind_a_sentence_is_cut_off_and_none_of_its_words(
    words: str, noise_db: float
) -> None:
    take = finished(recorded(voice(words), noise_db), words)
    spare = take.sound.seconds - len(voice(words)) / RATE
    assert -0.15 < spare < 0.45, spare  # espeak's own silence at its ends goes too


@pytest.mark.parametrize("gain", [0.1, 0.4, 1.0, 1.5])
def test_takes_are_kept_about_as_loud_however_near_the_microphone_was(gain: float) -> None:
    take = finished(recorded(voice() * np.float32(gain), -85), WORDS)
    assert abs(take.loudness + 23) < 1
    kept = decode(take.flac())
    assert (kept.rate_hz, kept.channels) == (RATE, 1)
    assert np.abs(kept.samples).max() < 0.9


def test_the_key_that_was_pressed_is_no_word() -> None:
    sound = recorded(voice())
    sound.samples[4000:5000] += hiss(1000 / RATE, -15)
    sound.samples[-3000:-2000] += hiss(1000 / RATE, -15)
    take = finished(sound, WORDS)
    assert take.sound.seconds < len(voice()) / RATE + 0.45


def _cut_in_front() -> Sound:
    return Sound(recorded(voice()).samples[round(0.9 * RATE) :], RATE)


def _cut_behind() -> Sound:
    sound = recorded(voice())
    vowel = len(sound) // 2 + int(np.abs(sound.samples[len(sound) // 2 :]).argmax())
    return Sound(sound.samples[: vowel + RATE // 100], RATE)


@pytest.mark.parametrize(
    ("sound", "why"),
    [
        (lambda: Sound(np.zeros(2 * RATE, np.float32), RATE), "không nghe thấy gì"),
        (lambda: Sound(hiss(3, -50), RATE), "không nghe thấy tiếng người: chỉ có tiếng xì"),
        (_cut_in_front, "đầu câu bị cụt"),
        (_cut_behind, "cuối câu bị cụt"),
        (lambda: Sound(np.clip(recorded(voice() * 12).samples, -1, 1), RATE), "tiếng bị vỡ"),
        (lambda: recorded(voice() * np.float32(0.03), -100), "tiếng nhỏ quá"),
        (lambda: recorded(voice("Tổ dân phố.")), "quá ngắn so với 15 tiếng"),
        (lambda: recorded(np.concatenate([voice()] * 5)), "quá dài so với 15 tiếng"),
    ],
    ids=["silence", "hiss", "cut in front", "cut behind", "overdriven", "soft", "short", "long"],
)
def test_what_cannot_air_is_refused_with_what_to_do(sound: object, why: str) -> None:
    assert callable(sound)
    with pytest.raises(BadSound, match=why) as refused:
        finished(sound(), WORDS)
    assert refused.value.fix is not None


def test_a_noisy_room_is_told_and_left_to_whoever_reads() -> None:
    take = finished(recorded(voice(), -30), WORDS)
    assert any("tiếng nền" in str(one) for one in take.remarks), take.remarks
    assert finished(recorded(voice(), -70), WORDS).remarks == ()
