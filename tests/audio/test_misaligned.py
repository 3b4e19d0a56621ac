"""Samples whose bytes are out of place: found with place and length; no sound that somebody made is."""

from collections.abc import Callable

import numpy as np
import pytest
from stand_ins.noises import MUSIC, NOISES
from stand_ins.noises import RATE_HZ as NOISES_HZ

from broadcast.audio import misaligned
from broadcast.audio.asmade import unfit
from broadcast.audio.misaligned import Misaligned, Misplaced
from broadcast.audio.music import fitted
from broadcast.audio.places import Place
from broadcast.audio.recorded import AsMade
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.library.ingest.listening import Listening
from broadcast.production.voices.espeak import Espeak

RATE_HZ = 48_000
SAID = "Kính thưa bà con, sáng thứ Bảy tuần này các tổ dân phố tổng vệ sinh. Mời mỗi nhà cử một người tham gia. "


@pytest.fixture(scope="module")
def voice() -> Samples:
    spoken = resampled(Espeak().speak(SAID * 2, speed=1.0), RATE_HZ).samples[: 10 * RATE_HZ]
    return np.asarray(0.5 * spoken / np.abs(spoken).max(), np.float32)


def bytes_of(samples: Samples) -> bytes:
    return np.round(samples * 32_767).astype("<i2").tobytes()


def read(held: bytes) -> Samples:
    return np.frombuffer(held[: len(held) // 2 * 2], "<i2").astype(np.float32) / 32_768


def found(samples: Samples, rate_hz: int = RATE_HZ, size: int = 7_777) -> tuple[Misplaced, ...]:
    looking = Misaligned(rate_hz)
    for start in range(0, len(samples), size):
        looking.add(samples[start : start + size])
    return looking.found()


def one_byte_lost(samples: Samples) -> Samples:
    held = bytes_of(samples)
    return read(held[: len(held) // 2] + held[len(held) // 2 + 1 :])


def one_byte_more(samples: Samples) -> Samples:
    held = bytes_of(samples)
    return read(held[: len(held) // 2] + b"\0" + held[len(held) // 2 :])


@pytest.mark.parametrize("size", [1_000, 1_024, 48_000, 10**7])
@pytest.mark.parametrize("broken", [one_byte_lost, one_byte_more])
@pytest.mark.parametrize("gain_db", [0, -3, -6])
def test_from_a_lost_byte_on_all_is_noise_and_its_place_is_told(
    broken: Callable[[Samples], Samples], gain_db: float, size: int, voice: Samples
) -> None:
    samples = broken(np.asarray(voice * 10 ** (gain_db / 20), np.float32))
    first, *_ = stretches = found(samples, size=size)
    assert first.starts_s == pytest.approx(5.0, abs=0.6)
    assert 1.0 < sum(one.seconds for one in stretches) <= 5.0


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 44_100])
def test_it_is_told_at_any_rate_and_in_any_channel(rate_hz: int, voice: Samples) -> None:
    samples = one_byte_lost(resampled(Sound(voice, RATE_HZ), rate_hz).samples)
    assert found(samples, rate_hz)
    assert found(np.stack([np.zeros_like(samples), samples], axis=1), rate_hz)


def test_bytes_in_the_wrong_order_and_bytes_of_seven_bits_are_told(voice: Samples) -> None:
    held = bytes_of(voice)
    swapped = np.frombuffer(held, ">i2").astype(np.float32) / 32_768
    seven = read(bytes(np.frombuffer(held, np.uint8) & 0x7F))
    for samples in (swapped, seven):
        assert sum(one.seconds for one in found(samples)) > 3.0


def test_many_short_stretches_are_told_as_all_of_them_together(voice: Samples) -> None:
    held = bytes_of(voice)
    parts = [held[at : at + 65_536] for at in range(0, len(held), 65_536)]
    samples = read(b"".join(one[1:] + b"\0" if number % 3 == 0 else one for number, one in enumerate(parts)))
    assert sum(one.seconds for one in found(samples)) > 1.5


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 48_000])
@pytest.mark.parametrize("name", [*NOISES, *MUSIC])
def test_no_noise_and_no_music_is_taken_for_it_however_loud(name: str, rate_hz: int) -> None:
    wave = {**NOISES, **MUSIC}[name](np.random.default_rng(5)).astype(np.float32)
    full = wave / np.abs(wave).max()
    for gain in (1.0, 8.0, 30.0):  # and clipped, as near a microphone
        assert found(np.clip(full * np.float32(gain), -1, 1), rate_hz) == ()


def test_a_voice_is_none_however_much_it_is_clipped(voice: Samples) -> None:
    for gain in (1, 2, 8, 100):
        assert found(np.clip(voice * gain, -1, 1)) == ()


def test_applause_behind_a_voice_refuses_nobody(voice: Samples) -> None:
    chance = np.random.default_rng(6)
    claps = np.zeros(6 * RATE_HZ, np.float32)
    for at in chance.integers(0, len(claps) - 2_000, 600):
        claps[at : at + 2_000] += chance.normal(0, 1, 2_000) * np.exp(-np.arange(2_000) / 300)
    claps = np.clip(claps / np.abs(claps).max() * 2, -1, 1).astype(np.float32)
    assert found(np.concatenate([voice, claps])) == ()


def test_a_whistle_near_half_the_rate_is_none() -> None:
    at = np.arange(5 * NOISES_HZ) / NOISES_HZ
    for hz in (3_000, 4_000, 4_300, 5_000, 6_500, 7_900):
        assert found(np.sin(2 * np.pi * hz * at).astype(np.float32), NOISES_HZ) == ()


def clipped_noise() -> Samples:
    return np.clip(np.random.default_rng(1).normal(0, 30, 80_000), -1, 1).astype(np.float32)


@pytest.mark.parametrize(
    ("figures", "samples"),
    [
        ({"_PEAKED": (0.0, 9.0), "_RMS": (0.0, 2.0), "_AT_THE_TOP": 1.1}, clipped_noise()),
        ({"_MOST_NEXT": 1.1, "_PEAKED": (0.0, 9.0), "_RMS": (0.0, 2.0)},
         np.sin(2 * np.pi * 6_500 * np.arange(80_000) / NOISES_HZ)),
        ({"_RMS": (0.0, 2.0), "_PEAKED": (0.0, 9.0), "_LEAP": 0.2},
         NOISES["white noise"](np.random.default_rng(1)) * 5),
    ],
)  # fmt: skip
def test_without_some_of_its_figures_what_was_recorded_is_taken_for_it(
    figures: dict[str, float], samples: Samples, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: the figures keep something out."""
    samples = samples.astype(np.float32)
    assert found(samples, NOISES_HZ) == ()
    for name, value in figures.items():
        monkeypatch.setattr(misaligned, name, value)
    assert found(samples, NOISES_HZ)


def unfitness(samples: Samples) -> list[str]:
    listening = Listening(RATE_HZ)
    listening.add(samples)
    listening.end()
    return [str(what) for what, _ in unfit(listening.recorded(), listening.heard(), AsMade())]


def test_a_recording_is_refused_for_it_and_airs_as_it_was(voice: Samples) -> None:
    assert unfitness(voice) == []
    [what] = unfitness(one_byte_lost(voice))
    assert what.startswith("tệp thu sẵn bị lệch dữ liệu: từ 0:0")
    assert "chỉ còn tiếng rè rất to" in what


def test_a_jingle_is_unfit_for_it(voice: Samples) -> None:
    tune = np.concatenate([MUSIC["a melody"](np.random.default_rng(n)) for n in range(2)]).astype(np.float32)
    assert fitted(Sound(tune, NOISES_HZ), Place.OPENING).unfit is None
    why = fitted(Sound(one_byte_lost(tune), NOISES_HZ), Place.OPENING).unfit
    assert why is not None
    assert "lệch dữ liệu" in str(why)
