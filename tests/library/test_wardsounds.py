from pathlib import Path

import numpy as np
import pytest

from broadcast.audio.sound import Sound
from broadcast.base.errors import NotAudio
from broadcast.library.codec import encode
from broadcast.library.ingest import pouring
from broadcast.library.ingest.report import Asked, Use
from broadcast.library.wardsounds import ward_sound

pytestmark = pytest.mark.usefixtures("decoded_here")

VOICE = Sound(np.sin(np.arange(8_000) / 10).astype(np.float32) / 2, 16_000)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "phường"
    (home / "ghi âm").mkdir(parents=True)
    (tmp_path / "secret.wav").write_bytes(encode(VOICE, ".wav"))
    return home


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg"])
def test_a_recording_of_the_ward_is_read(home: Path, suffix: str) -> None:
    name = f"ghi âm/chủ tịch{suffix}"
    (home / name).write_bytes(encode(VOICE, suffix))

    sound = ward_sound(home, name)

    assert sound.rate_hz == 16_000
    assert sound.seconds == pytest.approx(0.5, abs=0.1)


@pytest.mark.parametrize(
    "name",
    [
        "../secret.wav",
        "ghi âm/../../secret.wav",
        "/etc/passwd",
        "C:\\Windows\\Media\\ding.wav",
        "\\\\server\\share\\x.wav",
    ],
)
def test_a_file_outside_the_wards_folder_is_refused(home: Path, name: str) -> None:
    with pytest.raises(NotAudio, match="nằm ngoài"):
        ward_sound(home, name)


def test_a_link_that_leads_outside_is_refused(home: Path) -> None:
    try:
        (home / "link.wav").symlink_to(home.parent / "secret.wav")
    except OSError:
        pytest.skip("this system lets us make no links")
    with pytest.raises(NotAudio, match="nằm ngoài"):
        ward_sound(home, "link.wav")


def test_a_link_that_stays_inside_is_followed(home: Path) -> None:
    (home / "a.wav").write_bytes(encode(VOICE, ".wav"))
    try:
        (home / "b.wav").symlink_to(home / "a.wav")
    except OSError:
        pytest.skip("this system lets us make no links")
    assert len(ward_sound(home, "b.wav")) == 8_000


@pytest.mark.parametrize("name", ["nothing.wav", "ghi âm"])
def test_a_file_that_cannot_be_opened_is_told_by_name(home: Path, name: str) -> None:
    with pytest.raises(NotAudio, match=name):
        ward_sound(home, name)


def test_a_file_that_is_not_audio_is_refused(home: Path) -> None:
    (home / "bài.wav").write_text("Kính thưa bà con")
    with pytest.raises(NotAudio, match=r"bài\.wav"):
        ward_sound(home, "bài.wav")


def test_a_file_with_no_sound_in_it_is_refused(home: Path) -> None:
    (home / "bài.wav").write_bytes(encode(Sound(VOICE.samples[:0], 16_000), ".wav"))
    with pytest.raises(NotAudio, match="không có âm thanh"):
        ward_sound(home, "bài.wav")


def test_nothing_is_mapped_of_the_file_that_samples_are_poured_into(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Windows lets nobody shorten or remove a mapped file: no recording of two channels could be read there."""
    monkeypatch.delattr(np, "memmap")
    both = Sound(np.stack([VOICE.samples, VOICE.samples], axis=1), VOICE.rate_hz)
    (home / "hai kênh.wav").write_bytes(encode(both, ".wav"))
    told = pouring.pour(home, Asked(name="hai kênh.wav", use=Use.RECORDING), str(home / "samples"), 1)
    assert told == {"rate_hz": 16_000, "channels": 1, "frames": 8_000}
    assert (home / "samples").stat().st_size == 32_000
