from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from broadcast.audio.sound import Sound
from broadcast.base.errors import BadSpeech
from broadcast.production.voices.checks import check_speech
from broadcast.production.voices.espeak import Espeak

TEXT = "Trân trọng cảm ơn bà con đã lắng nghe, kính chúc bà con mạnh khỏe!"
Floats = NDArray[np.float32]


@pytest.fixture(scope="module")
def spoken() -> Sound:
    return Espeak().speak(TEXT, speed=1.0)


def _quiet(samples: Floats) -> Floats:
    return samples / 1000


def _with_nan(samples: Floats) -> Floats:
    samples = samples.copy()
    samples[len(samples) // 2] = np.nan
    return samples


def _clipped(samples: Floats) -> Floats:
    return np.clip(samples * 40, -1, 1)


def _mostly_silent(samples: Floats) -> Floats:
    return np.concatenate([samples[:20_000], np.zeros(len(samples) - 20_000, np.float32)])


def test_good_speech_passes(spoken: Sound) -> None:
    check_speech(spoken, TEXT)


@pytest.mark.parametrize("syllables", range(1, 12))
@pytest.mark.parametrize("speed", [0.7, 1.0, 1.5])
def test_every_length_and_pace_of_espeak_passes(syllables: int, speed: float) -> None:
    for mark in (" ", ", ", ". "):
        text = mark.join(TEXT.replace(",", "").split()[:syllables])
        check_speech(Espeak().speak(text, speed=speed), text)


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (lambda samples: samples[:0], "rỗng"),
        (np.zeros_like, "lặng"),
        (_quiet, "lặng"),
        (_with_nan, "hỏng"),
        (lambda samples: samples * np.float32(np.inf), "hỏng"),
        (lambda samples: samples * 0 + np.float32(0.5), "hỏng"),
        (_clipped, "vỡ"),
        (lambda samples: np.append(samples[: len(samples) // 8], np.zeros(999, np.float32)), "chỉ đọc"),
        (_mostly_silent, "chỉ đọc"),
        (lambda samples: np.tile(samples, 5), "đọc tới"),
    ],
)
def test_spoiled_speech_is_refused(spoken: Sound, spoil: Callable[[Floats], Floats], why: str) -> None:
    with np.errstate(invalid="ignore"), pytest.raises(BadSpeech, match=why):
        check_speech(Sound(spoil(spoken.samples), spoken.rate_hz), TEXT)


def test_speech_cut_off_in_the_middle_of_a_vowel_is_refused(spoken: Sound) -> None:
    loudest = int(np.abs(spoken.samples[len(spoken) // 2 :]).argmax()) + len(spoken) // 2
    with pytest.raises(BadSpeech, match="cụt"):
        check_speech(Sound(spoken.samples[:loudest], spoken.rate_hz), TEXT)


def test_two_of_three_cuts_are_seen(spoken: Sound) -> None:
    """The rest are cuts in the silence between words; the network's own are found in the reply and the frames."""
    seen = 0
    cuts = range(len(spoken) // 10, len(spoken) * 19 // 20, 997)
    for at in cuts:
        try:
            check_speech(Sound(spoken.samples[:at], spoken.rate_hz), TEXT)
        except BadSpeech:
            seen += 1
    assert seen > 0.6 * len(cuts)


@pytest.mark.parametrize("text", ["", " , . ", "…"])
def test_there_must_be_words(spoken: Sound, text: str) -> None:
    with pytest.raises(BadSpeech, match="không có chữ"):
        check_speech(spoken, text)
