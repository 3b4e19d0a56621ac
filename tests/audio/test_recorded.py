"""Where something is heard in a recording: room noise is told from what is meant to be heard, however soft."""

import re
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from broadcast.audio.asmade import broken, remarks, trimmed
from broadcast.audio.flattops import FlatTops
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.recorded import AsMade, Listening, Recorded, listen
from broadcast.audio.sound import Samples, Sound, resampled

MakeVoice = Callable[..., Sound]

RNG = np.random.default_rng(7)


def at_db(samples: np.ndarray, level_db: float) -> Samples:
    """The same, with that mean square."""
    return (samples / np.sqrt(np.mean(samples**2)) * 10 ** (level_db / 20)).astype(np.float32)


def hiss(seconds: float, level_db: float = -65) -> Samples:
    return at_db(RNG.standard_normal(round(seconds * RATE_HZ)), level_db)


def room(seconds: float, level_db: float = -65) -> Samples:
    """Noise that falls by 6 dB an octave, as a room's does."""
    noise = np.cumsum(RNG.standard_normal(round(seconds * RATE_HZ) + 4_800))
    return at_db(noise[4_800:] - np.convolve(noise, np.ones(4_800) / 4_800)[4_800 : len(noise)], level_db)


def hum(seconds: float, level_db: float = -65) -> Samples:
    return at_db(np.sin(2 * np.pi * 50 * np.arange(round(seconds * RATE_HZ)) / RATE_HZ), level_db)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


@pytest.fixture
def voice(make_voice: MakeVoice) -> Samples:
    """Six seconds of words at -31 dBFS."""
    return at_db(resampled(make_voice(6.0, before_s=0, after_s=0), RATE_HZ).samples, -31)


def found(*parts: Samples, music: bool = False) -> Recorded:
    return listen(np.concatenate(parts), music=music).found()


NOISES = {
    "hiss": hiss,
    "hiss, loud": lambda s: hiss(s, -50),
    "room": room,
    "room, loud": lambda s: room(s, -48),
    "hum": hum,
    "digital silence": silence,
    "a recorder that gives zeros, then hiss": lambda s: np.concatenate([silence(s / 2), hiss(s / 2)]),
    "a button's click in hiss": lambda s: np.concatenate([hiss(1), hiss(0.02, -20), hiss(s - 1.02)]),
}


@pytest.mark.parametrize("name", NOISES)
def test_room_noise_at_both_ends_is_told_from_the_words(name: str, voice: Samples) -> None:
    noise = NOISES[name]
    heard = found(noise(3.5), voice, noise(4.0))
    assert heard.begins_s == pytest.approx(3.5, abs=0.12)
    assert heard.ends_s == pytest.approx(9.5, abs=0.12)
    start, end = heard.kept_s
    assert start <= 3.4
    assert end >= 9.6


@pytest.mark.parametrize("name", ["hiss", "room, loud", "hum"])
def test_noise_under_the_words_too_is_the_same_noise(name: str, voice: Samples) -> None:
    whole = NOISES[name](13.5)
    whole[round(3.5 * RATE_HZ) : round(9.5 * RATE_HZ)] += voice
    heard = listen(whole).found()
    assert heard.begins_s == pytest.approx(3.5, abs=0.12)
    assert heard.ends_s == pytest.approx(9.5, abs=0.12)


def test_what_is_soft_and_meant_to_be_heard_stays(voice: Samples) -> None:
    t = np.arange(8 * RATE_HZ) / RATE_HZ
    gong = (0.05 * np.sin(2 * np.pi * 300 * t) * np.exp(-0.8 * t)).astype(np.float32)
    crowd = (hiss(3, -50) * np.repeat(RNG.uniform(0.1, 1, 150), RATE_HZ // 50)).astype(np.float32)
    assert found(voice * np.float32(10 ** (-40 / 20)), voice).begins_s < 0.2
    assert found(voice, voice * np.float32(10 ** (-40 / 20))).ends_s > 11.8
    assert found(voice, gong).ends_s > 12.0
    assert found(crowd, voice).begins_s < 0.2


def test_of_music_a_soft_and_steady_beginning_stays(voice: Samples) -> None:
    drone = at_db(np.sin(2 * np.pi * 220 * np.arange(4 * RATE_HZ) / RATE_HZ), -60)
    assert found(drone, voice, music=True).begins_s < 0.1
    assert found(drone, voice).begins_s == pytest.approx(4.0, abs=0.12)
    assert found(silence(4), voice, music=True).begins_s == pytest.approx(4.0, abs=0.12)


@pytest.mark.parametrize("pause", [silence, lambda s: room(s, -60)])
def test_a_long_silence_is_found_where_it_is(pause: Callable[[float], Samples], voice: Samples) -> None:
    [one] = found(voice, pause(20), voice).silences
    assert one.starts_s == pytest.approx(6.0, abs=0.12)
    assert one.seconds == pytest.approx(20.0, abs=0.2)


def test_a_speaker_s_pause_is_no_silence_worth_a_word(voice: Samples) -> None:
    heard = found(voice, silence(4), voice)
    assert (heard.silences, remarks(heard, AsMade()), broken(heard, AsMade())) == ((), (), ())


def test_a_few_words_in_very_long_hiss_are_found(voice: Samples, rounds: Callable[[int, int], int]) -> None:
    """BS.1770's one relative gate would let this hiss pass as the programme."""
    before_s = rounds(120, 600)
    heard = found(hiss(before_s), voice, hiss(3 * before_s, -65))
    assert heard.begins_s == pytest.approx(before_s, abs=0.2)
    assert heard.ends_s == pytest.approx(before_s + 6, abs=0.2)


@pytest.mark.parametrize(
    "samples", [silence(5), hiss(5, -85), np.zeros(0, np.float32), silence(5) + np.float32(0.3)]
)
def test_nothing_is_heard_in_silence_however_far_off_its_middle_it_lies(samples: Samples) -> None:
    heard = listen(samples).found()
    assert heard.is_silent
    [(what, _)] = broken(heard, AsMade(keep_silence=True))
    assert "không nghe thấy gì" in str(what)


def test_pieces_of_any_length_give_what_the_whole_gives(voice: Samples) -> None:
    whole = np.concatenate([room(3.5), voice, silence(7), voice, hiss(2)])
    listening = Listening()
    at = 0
    while at < len(whole):
        length = int(RNG.integers(0, 9_000))
        listening.add(whole[at : at + length])
        at += length
    # a recursion in other blocks rounds otherwise, in the tenth figure
    loudness = listen(whole).found().loudness
    assert listening.found().loudness == pytest.approx(loudness, abs=1e-6)
    assert replace(listening.found(), loudness=loudness) == listen(whole).found()
    assert listening.spans() == listen(whole).spans()


def test_two_channels_are_heard_as_one(voice: Samples) -> None:
    left = np.concatenate([silence(3), voice, silence(3)])
    both = np.stack([left, np.zeros_like(left)], axis=1)
    assert listen(both).found().kept_s == listen(left).found().kept_s


def test_a_clipped_recording_is_told_as_what_it_is(voice: Samples) -> None:
    clipped = np.clip(voice * 30, -0.8, 0.8)
    in_one, in_pieces = FlatTops(), FlatTops()
    in_one.add(clipped)
    for piece in np.array_split(clipped, 40):
        in_pieces.add(piece)
    assert in_pieces.count() == pytest.approx(in_one.count(), rel=0.05)
    heard = listen(clipped).found(clipped=in_one.count())
    assert heard.clipped > 50
    [(what, fix)] = remarks(heard, AsMade())
    assert f"bị vỡ tiếng ở {heard.clipped} chỗ, vì thu quá to" in str(what)
    assert "Vẫn phát" in str(fix)
    for whole in (voice, voice * 25, np.concatenate([clipped, voice * 40])):
        tops = FlatTops()
        tops.add(whole)
        assert tops.count() == 0


def test_each_figure_is_told_in_words(voice: Samples) -> None:
    heard = found(hiss(3.7), voice, silence(63), voice, hiss(4.3))
    silent, ends = (str(what) for what, _ in remarks(heard, AsMade()))
    assert silent == "tệp thu sẵn có quãng lặng 1 phút 03 giây, từ 0:09"
    assert re.fullmatch("đã bỏ 3,[56] giây tiếng nền ở đầu và 4,[01] giây ở cuối tệp thu sẵn", ends)
    assert remarks(heard, AsMade(keep_silence=True)) == ()
    assert "ở đầu tệp" in str(trimmed(found(hiss(3), voice), AsMade())[0][0])
    assert "ở cuối tệp" in str(trimmed(found(voice, hiss(3)), AsMade())[0][0])
    assert trimmed(found(hiss(1), voice, hiss(1)), AsMade()) == ()


def test_more_than_three_minutes_of_silence_are_a_broken_file(voice: Samples) -> None:
    heard = found(voice, silence(185), voice)
    [(what, fix)] = broken(heard, AsMade())
    assert "im lặng 3 phút 05 giây liền, từ 0:06" in str(what)
    assert "keep_silence: true" in str(fix)
    assert broken(heard, AsMade(keep_silence=True)) == ()
    assert broken(found(voice, silence(170), voice), AsMade()) == ()
    assert broken(found(voice, silence(400)), AsMade()) == (), "at an end it is trimmed"
