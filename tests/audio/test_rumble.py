"""Wind in a microphone, lorries, hands, bursts of noise are no music, whatever their band; drums and bells are."""

import numpy as np
import pytest
from stand_ins.noises import MUSIC, RATE_HZ, Wave

from broadcast.audio import hearing
from broadcast.audio.hearing import Ear, Heard, Kind, refusal

COUNT = 20 * RATE_HZ
T = np.arange(COUNT) / RATE_HZ


def listen(wave: Wave) -> Heard:
    ear = Ear()
    ear.add((0.5 * wave / np.abs(wave).max()).astype(np.float32))
    return ear.heard()


def band(low_hz: float, high_hz: float, order: int, seed: int) -> Wave:
    spectrum = np.fft.rfft(np.random.default_rng(seed).normal(0, 1, COUNT))
    hz = np.fft.rfftfreq(COUNT, 1 / RATE_HZ) + 1e-9
    kept = (1 + (hz / high_hz) ** (2 * order)) ** -0.5 * (1 + (low_hz / hz) ** (2 * order)) ** -0.5
    return np.asarray(np.fft.irfft(spectrum * kept, COUNT))


def gusts(wave: Wave) -> Wave:
    return wave * (1.2 + np.sin(0.4 * np.pi * T) + 0.5 * np.sin(1.4 * np.pi * T))


def thumps(hz: float) -> Wave:
    wave, within = np.zeros(COUNT), np.arange(2_000) / RATE_HZ
    for at in np.random.default_rng(9).integers(0, COUNT - 2_000, 30):
        wave[at : at + 2_000] += np.sin(2 * np.pi * hz * within) * np.exp(-within * 32)
    return wave


def handling() -> Wave:
    chance, wave = np.random.default_rng(9), np.zeros(COUNT)
    for at in chance.integers(0, COUNT - 200, 60):
        wave[at : at + 200] += chance.normal(0, 1, 200) * np.exp(-np.arange(200) / 27)
    return wave


def bursts(every_s: float) -> Wave:
    return np.asarray(np.random.default_rng(3).normal(0, 1, COUNT) * np.exp(-(T % every_s) / every_s * 8))


RUMBLES = {
    **{f"up to {hz} Hz": band(0, hz, order, hz) for hz, order in ((60, 2), (80, 4), (110, 4), (150, 8))},
    **{f"{low} to {high} Hz": band(low, high, 6, low) for low, high in ((40, 90), (80, 140), (60, 70), (95, 100))},
    "gusts of wind": gusts(band(0, 80, 4, 4)),
    "thumps": thumps(70),
}
BURSTS = {"a hand on the microphone": handling(), "bursts": bursts(0.5), "more bursts": bursts(0.25)}


@pytest.mark.parametrize("name", [*RUMBLES, *BURSTS])
def test_rumble_and_bursts_are_no_music_and_do_not_air(name: str) -> None:
    heard = listen({**RUMBLES, **BURSTS}[name])
    assert heard.kind in (Kind.NOISE, Kind.HUM), heard
    assert refusal(heard, -20.0) is not None


@pytest.mark.parametrize("name", MUSIC)
@pytest.mark.parametrize("seed", range(3))
def test_a_melody_drums_and_a_gong_are_music_still(name: str, seed: int) -> None:
    assert listen(MUSIC[name](np.random.default_rng(seed))).kind is Kind.MUSIC


def test_a_deep_bell_with_nothing_over_its_one_line_is_music() -> None:
    assert listen(np.sin(220 * np.pi * T) * np.exp(-(T % 8) / 0.8)).kind is Kind.MUSIC


@pytest.mark.parametrize("lines", [(90, 140, 210), (120, 160), (110, 175)])
def test_a_deep_drum_struck_in_time_is_music(lines: tuple[int, ...]) -> None:
    drum = sum(np.sin(2 * np.pi * hz * T) for hz in lines) * np.exp(-5 * (T % 1))
    assert listen(drum).kind is Kind.MUSIC


@pytest.mark.parametrize(
    ("figure", "value", "name"), [("_RUMBLE_SHARE", 0.0, "40 to 90 Hz"), ("_WHITE", 2.0, "bursts")]
)
def test_without_either_figure_they_are_music(
    figure: str, value: float, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(hearing, figure, value)
    assert listen({**RUMBLES, **BURSTS}[name]).kind is Kind.MUSIC
