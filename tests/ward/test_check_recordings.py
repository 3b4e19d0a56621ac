"""What `check` tells of a script's recording, at the line that names it."""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile
from stand_ins.wards import PLAYLIST, script_text, write_ward

from broadcast.audio.loudness import RATE_HZ, measure
from broadcast.audio.sound import Floats, Sound, resampled
from broadcast.base.errors import Fault, Level
from broadcast.production.voices.espeak import Espeak
from broadcast.ward.check import check

pytestmark = pytest.mark.usefixtures("decoded_here")

RATE = 16_000
RNG = np.random.default_rng(11)


@cache
def _words() -> Floats:
    """About six seconds in the embedded voice, which dies away as in a room."""
    spoken = Espeak().speak("kính thưa bà con, mời bà con treo cờ chào mừng đại hội. " * 2, speed=1.0)
    words = 0.5 * resampled(spoken, RATE).samples.astype(np.float64)
    return words * np.minimum(1, np.arange(len(words))[::-1] / (0.4 * RATE))


def _silence(seconds: float) -> Floats:
    return np.zeros(round(seconds * RATE))


def _hiss(seconds: float) -> Floats:
    return RNG.standard_normal(round(seconds * RATE)) * 10 ** (-62 / 20)


def _told(home: Path, recording: Floats, **header: str) -> list[Fault]:
    write_ward(home, PLAYLIST, {})
    (home / "thu-san").mkdir(exist_ok=True)
    soundfile.write(home / "thu-san" / "loi.wav", recording, RATE)
    script = script_text("Lời chủ tịch", "", basis="II", recording="thu-san/loi.wav", **header)
    (home / "scripts" / "truoc").mkdir(exist_ok=True)
    (home / "scripts" / "truoc" / "01-mot.md").write_text(script, "utf-8")
    return [fault for fault in check(home).faults if fault.file.endswith("01-mot.md")]


@pytest.mark.parametrize(
    ("parts", "what"),
    [
        (lambda: (_words(), _silence(16), _words()), "có quãng lặng 16 giây, từ 0:0"),
        (lambda: (_words(), _hiss(12), _words()), "có quãng lặng 12 giây, từ 0:0"),
        (lambda: (_hiss(3.7), _words()), "đã bỏ 3,"),
        (lambda: (_words(), _silence(22)), "giây tiếng nền ở cuối"),
    ],
    ids=["silence", "hiss", "hiss at the beginning", "silence at the end"],
)
def test_what_a_ward_should_know_is_a_warning_at_the_recording_s_line(
    tmp_path: Path, parts: Callable[[], tuple[Floats, ...]], what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind its last word it may be silent for longer than between its words."""
    monkeypatch.setattr("broadcast.audio.asmade.BROKEN_S", 20.0)
    recording = np.concatenate(parts())
    [fault] = [one for one in _told(tmp_path, recording) if "mất tiếng" not in str(one.what)]
    assert (fault.line, fault.level) == (4, Level.WARNING)
    assert what in str(fault.what)
    assert "keep_silence: true" in str(fault.fix)
    assert _told(tmp_path, recording, keep_silence="true") == []


def test_a_recording_with_nothing_to_tell_is_not_told_of(tmp_path: Path) -> None:
    pauses = np.concatenate([_hiss(0.8), _words(), _silence(4), _words(), _hiss(0.8)])
    assert _told(tmp_path, pauses) == []


def test_longer_than_three_minutes_a_silence_is_an_error(tmp_path: Path) -> None:
    recording = np.concatenate([_words(), _silence(182), _words()])
    [fault] = _told(tmp_path, recording)
    assert (fault.line, fault.level) == (4, Level.ERROR)
    assert "im lặng 3 phút 02 giây liền" in str(fault.what)
    assert _told(tmp_path, recording, keep_silence="true") == []


@pytest.mark.parametrize("header", [{}, {"keep_silence": "true"}, {"music": "true"}], ids=str)
def test_a_silent_recording_is_an_error_however_it_is_to_air(tmp_path: Path, header: dict[str, str]) -> None:
    [fault] = _told(tmp_path, _silence(10), **header)
    assert (fault.line, fault.level) == (4, Level.ERROR)
    assert "không nghe thấy gì" in str(fault.what)


def test_a_clipped_recording_is_told_of(tmp_path: Path) -> None:
    [fault] = _told(tmp_path, np.clip(_words() * 20, -0.9, 0.9))
    assert fault.level is Level.WARNING
    assert "bị vỡ tiếng ở" in str(fault.what)


@pytest.mark.parametrize(
    ("level_db", "softer"), [(-50, "khoảng 4 dB"), (-55, "khoảng 9 dB"), (-60, "khoảng 14 dB")]
)
def test_one_too_soft_to_be_raised_is_told_before_it_is_mixed(
    tmp_path: Path, level_db: float, softer: str
) -> None:
    loud = measure(resampled(Sound(_words().astype(np.float32), RATE), RATE_HZ)).integrated_lufs
    told = _told(tmp_path, _words() * 10 ** ((level_db - loud) / 20))
    [fault] = [one for one in told if "nhỏ quá" in str(one.what)]
    assert (fault.line, fault.level) == (4, Level.WARNING)
    assert softer in str(fault.what)
    assert _told(tmp_path, _words()) == []


def test_noise_that_is_raised_with_a_soft_voice_is_told(tmp_path: Path) -> None:
    soft = _words() * 10 ** (-28 / 20)
    noise = RNG.standard_normal(len(soft)) * np.std(soft) / 2.5
    told = [str(one.what) for one in _told(tmp_path, soft + noise)]
    assert any("tiếng nền chỉ nhỏ hơn lời" in one for one in told), told
