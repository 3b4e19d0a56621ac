"""Whether somebody is speaking: voices pass, at every pace and in a noisy street; silence, hiss, hum never do."""

from collections.abc import Callable

import numpy as np
import pytest
from stand_ins.noises import MUSIC, NOISES, RATE_HZ, STEADY, street

from broadcast.audio import speech
from broadcast.audio.hearing import Ear, Heard, Kind, noisy, refusal, wordless
from broadcast.audio.sound import Samples, resampled
from broadcast.library.codec import read_builtin
from broadcast.production.voices.espeak import Espeak

TEXT = (
    "Kính thưa bà con. Ủy ban nhân dân phường xin thông báo. Sáng thứ Bảy tuần này, các tổ dân phố tổng vệ sinh. "
    "Mời mỗi nhà cử một người tham gia, mang theo chổi và bao đựng rác. Xin cảm ơn bà con."
)


TONES = {
    "a dial tone", "a busy tone", "beeps", "a siren", "a tone at the pace of syllables", "horns", "crickets",
}  # fmt: skip
"""Of NOISES, what a steady tone is."""


def listen(samples: object, *, block: int = 7_777) -> Heard:
    heard = np.asarray(samples, np.float32)
    ear = Ear()
    for at in range(0, len(heard), block):
        ear.add(heard[at : at + block])
    return ear.heard()


@pytest.fixture(scope="module")
def voice() -> Samples:
    return spoken()


def spoken(speed: float = 1.0) -> Samples:
    return resampled(Espeak().speak(TEXT, speed=speed), RATE_HZ).samples


def at_snr(voice: Samples, noise: np.ndarray[tuple[int], np.dtype[np.float64]], snr_db: float) -> Samples:
    loud = voice[np.abs(voice) > 0.02 * np.abs(voice).max()]
    level = float(np.std(loud)) / 10 ** (snr_db / 20) / float(np.std(noise))
    return np.asarray(voice + level * np.resize(noise, len(voice)), np.float32)


@pytest.mark.parametrize("speed", [0.67, 0.8, 1.0, 1.2, 1.5])
def test_a_voice_is_heard_at_every_pace(speed: float) -> None:
    heard = listen(spoken(speed))
    assert heard.kind is Kind.SPEECH, heard
    assert heard.speech_s > heard.seconds / 3


@pytest.mark.parametrize("block", [1, 319, 320, 641, 16_000, 10**6])
def test_how_it_is_cut_into_blocks_changes_nothing(block: int, voice: Samples) -> None:
    part = voice[: 2 * RATE_HZ]
    assert listen(part, block=block) == listen(part)


@pytest.mark.parametrize("snr_db", [20, 10, 5])
@pytest.mark.parametrize("noise", ["street", "white noise", "rain", "wind"])
def test_a_voice_is_heard_through_noise(noise: str, snr_db: float, voice: Samples) -> None:
    assert listen(at_snr(voice, NOISES[noise](np.random.default_rng(3)), snr_db)).kind is Kind.SPEECH


@pytest.mark.parametrize("gain_db", [-46, -40, -20, 0])
def test_a_voice_is_heard_however_soft(gain_db: float, voice: Samples) -> None:
    assert listen(voice * 10 ** (gain_db / 20)).kind is Kind.SPEECH


def test_a_voice_is_heard_through_a_telephone_and_when_it_is_clipped(voice: Samples) -> None:
    spectrum, hz = np.fft.rfft(voice), np.fft.rfftfreq(len(voice), 1 / RATE_HZ)
    spectrum[(hz < 300) | (hz > 3_400)] = 0
    assert listen(np.fft.irfft(spectrum, len(voice))).kind is Kind.SPEECH
    assert listen(np.clip(voice * 8, -0.3, 0.3)).kind is Kind.SPEECH


@pytest.mark.parametrize("noise_db", [-200, -70])
def test_a_few_words_before_minutes_of_silence_are_heard(
    voice: Samples, noise_db: float, rounds: Callable[[int, int], int]
) -> None:
    seconds = rounds(150, 400)
    silence = 10 ** (noise_db / 20) * np.random.default_rng(1).standard_normal(seconds * RATE_HZ)
    assert listen(np.concatenate([voice[: 5 * RATE_HZ], silence]), block=10**6).kind is Kind.SPEECH


def test_a_voice_between_minutes_of_music_is_heard(voice: Samples) -> None:
    music = np.concatenate([MUSIC["a melody"](np.random.default_rng(n)) for n in range(10)])
    assert listen(np.concatenate([music, voice, music])).kind is Kind.SPEECH


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("noise", NOISES)
def test_no_noise_passes_for_a_voice(noise: str, seed: int) -> None:
    heard = listen(NOISES[noise](np.random.default_rng(seed)))
    assert heard.kind is not Kind.SPEECH, heard
    if heard.kind is Kind.TONE:  # somebody plays it, or a test tone is aired: told, and no more
        assert noise in TONES
        assert wordless(heard, -30.0) is not None
    else:
        assert refusal(heard, -30.0) is not None, heard


@pytest.mark.parametrize("seconds", [0.001, 0.02, 0.039, 0.05])
def test_the_shortest_noise_is_no_direct_current(seconds: float) -> None:
    heard = listen(0.1 * np.random.default_rng(1).standard_normal(round(seconds * RATE_HZ)))
    assert heard.kind not in (Kind.OFFSET, Kind.SILENCE, Kind.SPEECH), heard
    assert heard.seconds == pytest.approx(seconds, abs=1e-3)


@pytest.mark.parametrize("level_db", [-63, -66, -69])
def test_the_softest_hiss_is_hiss(level_db: float) -> None:
    hiss = 10 ** (level_db / 20) * np.random.default_rng(1).standard_normal(5 * RATE_HZ)
    assert listen(hiss).kind is Kind.HISS


def struck(hz: float, *, every_s: float = 4.0) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    t = np.arange(8 * RATE_HZ) / RATE_HZ
    return np.asarray(0.3 * np.sin(2 * np.pi * hz * t) * np.exp(-(t % every_s) / 0.8))


def organ() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    t = np.arange(RATE_HZ // 2) / RATE_HZ
    notes = [
        sum(np.sin(2 * np.pi * hz * k * t) / k for k in (1, 2, 3)) for hz in (262, 294, 330, 349, 392, 440) * 3
    ]
    return np.asarray(0.1 * np.concatenate(notes))


@pytest.mark.parametrize(
    "played", [struck(220), struck(880, every_s=2.0), struck(110, every_s=8.0), organ()], ids=str
)
def test_a_bell_of_one_pitch_and_an_organ_at_one_level_are_music(
    played: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    assert refusal(listen(played), -20.0) is None


@pytest.mark.parametrize("music", MUSIC)
def test_music_airs_and_the_ward_is_asked_for_the_word_that_it_is_music(music: str) -> None:
    heard = listen(MUSIC[music](np.random.default_rng(1)))
    assert heard.kind is Kind.MUSIC
    assert refusal(heard, -20.0) is None
    told = wordless(heard, -20.0)
    assert told is not None
    assert "music: true" in str(told[1])


@pytest.mark.parametrize("name", ["mo-dau", "nen", "ket-thuc", "nhac-hieu"])
def test_our_own_music_is_music(name: str) -> None:
    assert listen(resampled(read_builtin(name), RATE_HZ).samples).kind is Kind.MUSIC


@pytest.mark.parametrize(
    ("samples", "words"),
    [
        (np.zeros(0), "tệp im lặng"),
        (np.zeros(100), "tệp im lặng"),
        (np.zeros(16_000), "tệp im lặng"),
        (1e-5 * np.random.default_rng(1).standard_normal(16_000), "tệp im lặng"),
        (np.full(16_000, 0.3), "tín hiệu một chiều"),
        (0.001 * np.random.default_rng(1).standard_normal(48_000), "chỉ có tiếng xì −60 LUFS"),
        (STEADY["mains hum"](np.random.default_rng(1)), "tiếng ù 50 Hz"),
        (NOISES["a dial tone"](np.random.default_rng(1)), "một tiếng kêu đều 425 Hz"),
        (NOISES["rain"](np.random.default_rng(1)), "chỉ có tiếng ồn"),
    ],
)
def test_what_is_heard_instead_is_said(samples: object, words: str) -> None:
    refused = refusal(listen(samples), None) or wordless(listen(samples), None)
    assert refused is not None
    assert words in str(refused[0])


def test_noise_close_under_the_words_is_remarked_on(voice: Samples) -> None:
    assert noisy(listen(voice)) is None
    close = noisy(listen(at_snr(voice, street(np.random.default_rng(2)), 6)))
    assert close is not None
    assert "tiếng nền" in str(close)


@pytest.mark.parametrize(
    ("figures", "passes"),
    [
        ({"_LEAST_SWING_DB": 0.0, "_CHANGE_DB": (2.0, 14.0)}, "a motorbike"),
        ({"_LEAST_GLIDING": 0.0, "_CHANGE_DB": (0.0, 99.0)}, "a melody"),
        ({"_CHANGE_DB": (2.0, 14.0)}, "street"),
    ],
)
def test_without_some_of_its_figures_the_measure_lets_noise_pass(
    figures: dict[str, object], passes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: each figure keeps something out."""
    for name, value in figures.items():
        monkeypatch.setattr(speech, name, value)
    sound = {**NOISES, **MUSIC}[passes]
    assert any(listen(sound(np.random.default_rng(seed))).kind is Kind.SPEECH for seed in range(20))


def test_what_is_no_number_is_heard_as_nothing() -> None:
    ear = Ear()
    ear.add(np.full(5 * RATE_HZ, np.nan, np.float32))
    ear.add(np.full(RATE_HZ, np.inf, np.float32))
    assert ear.heard().kind is Kind.SILENCE


def test_of_music_no_speech_is_missed() -> None:
    hiss = listen(np.random.default_rng(1).standard_normal(8 * RATE_HZ) * 0.002)
    [speech, music] = [refusal(hiss, -59.0, music=music) for music in (False, True)]
    assert speech is not None
    assert music is not None
    assert str(speech[0]) == "không nghe thấy tiếng người: chỉ có tiếng xì −59 LUFS"
    assert str(music[0]) == "chỉ có tiếng xì −59 LUFS"


def _low_passed(
    low_hz: float, high_hz: float, order: int, seed: int
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    noise = np.random.default_rng(seed).standard_normal(12 * RATE_HZ)
    hz = np.fft.rfftfreq(len(noise), 1 / RATE_HZ) + 1e-9
    power = 1 / (1 + (hz / high_hz) ** (2 * order)) / (1 + (low_hz / hz) ** (2 * order))
    wave = np.fft.irfft(np.fft.rfft(noise) * np.sqrt(power), len(noise))
    return np.asarray(0.3 * wave / np.abs(wave).max())


@pytest.mark.parametrize("band", [(0, 80, 4), (0, 110, 4), (0, 150, 8), (40, 90, 6), (80, 140, 6)])
@pytest.mark.parametrize("seed", [1, 2])
def test_wind_and_engines_of_the_lowest_tones_alone_are_noise(band: tuple[float, float, int], seed: int) -> None:
    heard = listen(_low_passed(*band, seed))
    assert heard.kind in (Kind.NOISE, Kind.HUM)
    assert refusal(heard, -20.0) is not None


def test_a_deep_drum_is_none_of_it() -> None:
    at, wave = np.arange(RATE_HZ) / RATE_HZ, np.zeros(10 * RATE_HZ)
    partials = ((75, 1.0, 6), (160, 0.3, 9), (310, 0.1, 25))
    stroke = np.sum(
        [level * np.sin(2 * np.pi * hz * at) * np.exp(-fall * at) for hz, level, fall in partials], axis=0
    )
    for begin in range(0, len(wave) - RATE_HZ, 9_000):
        wave[begin : begin + RATE_HZ] += 0.3 * stroke
    assert listen(wave).kind is Kind.MUSIC
