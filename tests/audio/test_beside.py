"""Words that nobody will hear beside something louder are told; ordinary speech is not bothered."""

import re
from collections.abc import Callable

import numpy as np
import pytest

from broadcast.audio.asmade import remarks, unfit
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.recorded import AsMade
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.library.ingest.listening import Listening
from broadcast.production.voices.espeak import Espeak

RNG = np.random.default_rng(8)
SENTENCE = "kính thưa bà con, mời bà con treo cờ chào mừng đại hội. "


@pytest.fixture(scope="module")
def voice() -> Callable[[float, float], Samples]:
    """So many seconds of the embedded voice, at so many dB to full scale (RMS)."""
    spoken = resampled(Espeak().speak(SENTENCE * 3, speed=1.0), RATE_HZ).samples
    spoken = spoken / np.sqrt(np.mean(spoken**2))
    return lambda seconds, level_db: (
        np.resize(spoken, round(seconds * RATE_HZ)) * np.float32(10 ** (level_db / 20))
    )


def applause(seconds: float, level_db: float) -> Samples:
    dice, claps = np.random.default_rng(8), np.zeros(round(seconds * RATE_HZ))
    for at in dice.integers(0, len(claps) - 900, round(400 * seconds)):
        claps[at : at + 800] += dice.standard_normal(800) * np.exp(-np.arange(800) / 120)
    return (claps / np.sqrt(np.mean(claps**2)) * 10 ** (level_db / 20)).astype(np.float32)


def whistle(samples: Samples, hz: float, level: float) -> Samples:
    return samples + np.float32(level) * np.sin(2 * np.pi * hz * np.arange(len(samples)) / RATE_HZ).astype(
        np.float32
    )


def told(samples: Samples, *, music: bool = False, room_db: float = -70) -> list[str]:
    """The remarks on a recording, which is not refused."""
    listening = Listening(RATE_HZ)
    room = RNG.standard_normal(len(samples)) * 10 ** (room_db / 20)
    heard_there = np.clip(samples + room, -1, 1).astype(np.float32)
    for at in range(0, len(heard_there), 50_000):
        listening.add(heard_there[at : at + 50_000])
    listening.end()
    as_made = AsMade(music=music)
    assert unfit(listening.recorded(), listening.heard(), as_made) == ()
    return [str(what) for what, _ in remarks(listening.recorded(), as_made, listening.heard())]


@pytest.mark.parametrize("under_db", [20, 28, 40])
def test_words_far_under_the_rest_are_told_with_their_place_and_length(voice, under_db: float) -> None:
    [one] = told(np.concatenate([voice(20, -20), voice(12, -20 - under_db)]), room_db=-85)
    found = re.fullmatch(r"lời từ 0:(19|20), dài 1[123] giây, .* khoảng (\d+) dB, ngoài đường khó nghe thấy", one)
    assert found
    assert int(found[2]) == pytest.approx(under_db, abs=2)


def test_a_far_voice_before_a_near_one_is_told(voice) -> None:
    [one] = told(np.concatenate([voice(30, -48), voice(5, -20)]), room_db=-85)
    assert one.startswith("lời từ 0:00, dài 30 giây")


@pytest.mark.parametrize(
    "samples", ["even", "ten dB apart", "a pause", "a soft sentence", "its ends fade", "hiss"]
)
def test_ordinary_speech_is_not_bothered(voice, samples: str) -> None:
    even = voice(40, -24)
    made = {
        "even": even,
        "ten dB apart": np.concatenate([voice(8, -19), voice(8, -29), voice(8, -19), voice(8, -29)]),
        "a pause": np.concatenate([voice(15, -24), np.zeros(4 * RATE_HZ, np.float32), voice(15, -24)]),
        "a soft sentence": np.concatenate([voice(15, -24), voice(3, -44), voice(15, -24)]),
        "its ends fade": even * np.minimum(1, np.linspace(0, 8, len(even))).astype(np.float32),
        "hiss": even + RNG.standard_normal(len(even)).astype(np.float32) * 0.003,
    }[samples]
    assert told(made) == []


def test_applause_behind_a_soft_voice_is_told_and_keeps_nobody_off_the_air(voice) -> None:
    found = told(np.concatenate([voice(30, -40), applause(10, -14)]))  # and that it is bright, where it is
    assert sum(one.startswith("lời từ 0:00, dài") for one in found) == 1


@pytest.mark.parametrize("level_db", [-14, -40])
def test_noise_beside_softer_noise_is_still_refused(level_db: float) -> None:
    """The exception for soft words is for words alone."""
    listening = Listening(RATE_HZ)
    listening.add(np.concatenate([applause(10, -14), applause(20, level_db), applause(10, -14)]))
    listening.end()
    assert listening.recorded().beside.soft == ()
    assert unfit(listening.recorded(), listening.heard(), AsMade())


def test_a_whistle_over_the_words_is_told_and_of_music_nothing(voice) -> None:
    samples = whistle(voice(20, -30), 12_000, 0.2)
    assert any("(trên 8 kHz) to hơn lời" in one for one in told(samples))
    assert told(samples, music=True) == []


def test_words_without_consonants_are_told(voice) -> None:
    spectrum = np.fft.rfft(voice(20, -20))
    spectrum[np.fft.rfftfreq(20 * RATE_HZ, 1 / RATE_HZ) > 700] *= 0.001
    muffled = np.fft.irfft(spectrum).astype(np.float32)
    assert any("bị đục" in one for one in told(muffled, room_db=-110))
    assert not any("bị đục" in one for one in told(voice(20, -20)))


def test_what_is_heard_does_not_hang_on_how_it_comes_in(make_voice: Callable[..., Sound]) -> None:
    sound = resampled(make_voice(9.0), RATE_HZ).samples
    both = np.concatenate([sound, sound * np.float32(0.03)])
    whole, parts = Listening(RATE_HZ), Listening(RATE_HZ)
    whole.add(both)
    for at in range(0, len(both), 1_111):
        parts.add(both[at : at + 1_111])
    for one in (whole, parts):
        one.end()
    assert whole.recorded().beside == parts.recorded().beside
