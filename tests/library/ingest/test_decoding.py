"""Files of every format, under any name -> their samples, or what they are; and no other file is read."""

import io
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast.audio.loudness import measure
from broadcast.audio.sound import Sound, resampled
from broadcast.base.errors import NotAudio
from broadcast.library.codec import encode
from broadcast.library.ingest import ffmpeg
from broadcast.library.ingest.decoding import opened
from broadcast.library.ingest.examining import examine
from broadcast.library.ingest.ingesting import examined
from broadcast.library.ingest.report import Asked, Use
from broadcast.library.ingest.samples import sound_of
from broadcast.production.voices.espeak import Espeak

pytestmark = pytest.mark.usefixtures("decoded_here")

RATE_HZ = 48_000
TONE = Sound((0.3 * np.sin(2 * np.pi * 440 * np.arange(RATE_HZ) / RATE_HZ)).astype(np.float32), RATE_HZ)
LOUDNESS = measure(TONE).integrated_lufs
needs_ffmpeg = pytest.mark.skipif(ffmpeg.found() is None, reason="no ffmpeg here, which alone reads this")
needs_writer = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg here to make the file with")


def _read(home: Path, name: str) -> Sound:
    with opened(home, name) as decoded:
        blocks = list(decoded.blocks)
    assert blocks
    return Sound(np.concatenate(blocks), decoded.rate_hz)


def _refused(home: Path, name: str) -> str:
    with pytest.raises(NotAudio) as told:
        _read(home, name)
    assert told.value.fix is not None
    return str(told.value)


NATIVE = {
    "16 bit": ("WAV", "PCM_16"), "24 bit": ("WAV", "PCM_24"), "8 bit": ("WAV", "PCM_U8"),
    "số thực": ("WAV", "FLOAT"), "số thực 64": ("WAV", "DOUBLE"), "IMA ADPCM": ("WAV", "IMA_ADPCM"),
    "MS ADPCM": ("WAV", "MS_ADPCM"), "luật A": ("WAV", "ALAW"), "luật µ": ("WAV", "ULAW"),
    "RF64": ("RF64", "PCM_16"), "W64": ("W64", "PCM_24"), "AIFF": ("AIFF", "PCM_16"), "AU": ("AU", "PCM_16"),
    "CAF": ("CAF", "PCM_16"), "VOC": ("VOC", "PCM_16"), "FLAC": ("FLAC", "PCM_24"), "Vorbis": ("OGG", "VORBIS"),
    "Opus": ("OGG", "OPUS"), "MP3": ("MP3", "MPEG_LAYER_III"),
}  # fmt: skip


@pytest.mark.parametrize("name", ["không đuôi", "sai.m4a", "sai.raw", "sai.wma"])
@pytest.mark.parametrize("kind", NATIVE)
def test_what_soundfile_reads_is_read_whatever_it_is_called(kind: str, name: str, tmp_path: Path) -> None:
    container, coding = NATIVE[kind]
    soundfile.write(str(tmp_path / "x"), TONE.samples, RATE_HZ, format=container, subtype=coding)
    (tmp_path / "x").rename(tmp_path / name)
    back = _read(tmp_path, name)
    assert back.rate_hz == RATE_HZ
    assert back.seconds == pytest.approx(1.0, abs=0.1)
    assert measure(back).integrated_lufs == pytest.approx(LOUDNESS, abs=0.5)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 44_100, 96_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 6])
def test_every_rate_and_number_of_channels_is_read(rate_hz: int, channels: int, tmp_path: Path) -> None:
    tone = np.sin(2 * np.pi * 440 * np.arange(rate_hz) / rate_hz).astype(np.float32) / 4
    soundfile.write(tmp_path / "a.wav", np.stack([tone] * channels, axis=1), rate_hz, subtype="FLOAT")
    back = _read(tmp_path, "a.wav")
    assert (back.rate_hz, back.channels) == (rate_hz, channels)
    np.testing.assert_allclose(back.samples.T, [tone] * channels if channels > 1 else tone, atol=1e-6)


@pytest.mark.parametrize(("channels", "kept"), [(1, 1), (2, 2)])
@pytest.mark.parametrize(("second", "mono"), [(1.0, 1.0), (0.0, 0.5), (-1.0, 1.0), (-0.9, 1.0)])
def test_a_swapped_wire_does_not_silence_a_sound_that_the_child_mixes_down(
    second: float, mono: float, channels: int, kept: int, tmp_path: Path
) -> None:
    soundfile.write(
        tmp_path / "a.wav", np.stack([TONE.samples, TONE.samples * second], axis=1), RATE_HZ, subtype="FLOAT"
    )
    back = sound_of(tmp_path, Asked(name="a.wav", use=Use.JINGLE), channels=channels)
    assert back.channels == kept
    both = np.stack([TONE.samples, TONE.samples * second], axis=1)
    np.testing.assert_allclose(back.samples, both if channels == 2 else TONE.samples * mono, atol=1e-6)


def test_of_a_sound_that_is_mirrored_in_a_part_what_is_judged_is_what_airs(tmp_path: Path) -> None:
    voice = resampled(
        Espeak().speak("Kính thưa bà con, sáng mai tổ ta tổng vệ sinh. " * 3, speed=1.0), RATE_HZ
    ).samples
    late = np.arange(len(voice)) > len(voice) // 2
    samples = np.stack([voice, np.where(late, -voice, voice)], axis=1)
    soundfile.write(tmp_path / "a.wav", samples, RATE_HZ, subtype="FLOAT")
    asked = Asked(name="a.wav", use=Use.RECORDING)
    aired, report = sound_of(tmp_path, asked), examined(tmp_path, [asked])[asked]
    assert measure(aired).integrated_lufs == pytest.approx(report.loudness, abs=0.05)
    np.testing.assert_allclose(np.abs(aired.samples), np.abs(voice), atol=1e-6)
    assert report.faults == report.remarks == ()
    assert np.abs(samples[late].mean(axis=1)).max() == 0  # the negative control


def test_six_channels_are_mixed_to_their_mean_in_the_child(tmp_path: Path) -> None:
    levels = np.arange(1, 7, dtype=np.float32) / 6
    soundfile.write(tmp_path / "a.wav", np.outer(TONE.samples, levels), RATE_HZ, subtype="FLOAT")
    back = sound_of(tmp_path, Asked(name="a.wav", use=Use.RECORDING), channels=2)
    np.testing.assert_allclose(back.samples, TONE.samples * levels.mean(), atol=1e-6)


# --- what ffmpeg alone reads ---

WRITTEN = {
    "m4a": ["-c:a", "aac"], "m4b": ["-c:a", "aac", "-f", "ipod"], "alac": ["-c:a", "alac", "-f", "ipod"],
    "mp4": ["-c:a", "aac", "-movflags", "+faststart"], "3gp": ["-c:a", "aac", "-f", "3gp"], "mov": ["-c:a", "aac"],
    "adts": ["-c:a", "aac", "-f", "adts"], "wma": ["-c:a", "wmav2", "-f", "asf"], "webm": ["-c:a", "libopus"],
    "mka": ["-c:a", "libvorbis"], "speex": ["-c:a", "libspeex", "-f", "ogg"], "oga": ["-c:a", "flac", "-f", "ogg"],
    "wma-wav": ["-c:a", "wmav2", "-f", "wav"], "alac-caf": ["-c:a", "alac", "-f", "caf"],
}  # fmt: skip
UNCHECKED = {
    "ac3": ["-c:a", "ac3", "-f", "ac3"], "avi": ["-c:a", "mp3", "-f", "avi"], "flv": ["-ar", "44100", "-f", "flv"],
    "ts": ["-c:a", "aac", "-f", "mpegts"], "wv": ["-c:a", "wavpack", "-f", "wv"],
}  # fmt: skip
"""Of which nobody could tell that half is missing."""


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """The bytes of a second of tone as ffmpeg writes them; skipped where it was built without that encoder."""
    folder = tmp_path_factory.mktemp("viết")
    (folder / "x.wav").write_bytes(encode(TONE, ".wav"))

    def written(kind: str) -> bytes:
        target = folder / f"x.{kind}"
        done = subprocess.run(
            ["ffmpeg", "-v", "error", "-y", "-i", folder / "x.wav", *{**WRITTEN, **UNCHECKED}[kind], target],
            capture_output=True,
            check=False,
        )
        if done.returncode:
            pytest.skip(f"this ffmpeg does not write {kind}")
        return target.read_bytes()

    return written


@pytest.mark.parametrize("kind", UNCHECKED)
def test_what_could_be_half_without_anybody_knowing_is_refused(
    kind: str, write: Callable[[str], bytes], tmp_path: Path
) -> None:
    (tmp_path / "thu.mp3").write_bytes(write(kind))
    with pytest.raises(NotAudio, match="không soát được có đủ"), opened(tmp_path, "thu.mp3"):
        pass


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("wav", "mp3"),
        ("mp3", "wav"),
        ("mp3", "flac"),
        ("wma", "wma"),
        ("wav", "m4a"),
        ("flac", "ogg"),
        ("m4a", "wav"),
    ],
)
def test_two_files_of_other_kinds_in_one_are_refused(
    one: str, other: str, write: Callable[[str], bytes], tmp_path: Path
) -> None:
    def of(kind: str) -> bytes:
        return write(kind) if kind in WRITTEN else encode(TONE, f".{kind}")

    (tmp_path / "noi").write_bytes(of(one) + of(other))
    with pytest.raises(NotAudio), opened(tmp_path, "noi") as decoded:
        list(decoded.blocks)
    (tmp_path / "rieng").write_bytes(of(one))
    with opened(tmp_path, "rieng") as decoded:
        assert sum(map(len, decoded.blocks)) > 0


@needs_ffmpeg
@needs_writer
@pytest.mark.parametrize("name", ["điện thoại.mp3", "không đuôi", "x.wav"])
@pytest.mark.parametrize("kind", WRITTEN)
def test_what_ffmpeg_reads_is_read_whatever_it_is_called(
    kind: str, name: str, tmp_path: Path, write: Callable[[str], bytes]
) -> None:
    (tmp_path / name).write_bytes(write(kind))
    back = _read(tmp_path, name)
    assert back.seconds == pytest.approx(1.0, abs=0.15)
    assert measure(back).integrated_lufs == pytest.approx(LOUDNESS, abs=1.0)


@needs_ffmpeg
@pytest.mark.parametrize(
    ("head", "frame", "rate_hz"),
    [(b"#!AMR\n", b"\x3c" + bytes(31), 8_000), (b"#!AMR-WB\n", b"\x44" + bytes(60), 16_000)],
)
def test_what_a_recorder_of_old_wrote_is_read(head: bytes, frame: bytes, rate_hz: int, tmp_path: Path) -> None:
    """AMR in its highest mode, 20 ms a frame (RFC 4867, 5.3)."""
    (tmp_path / "ghi.mp3").write_bytes(head + frame * 50)
    back = _read(tmp_path, "ghi.mp3")
    assert back.rate_hz == rate_hz
    assert back.seconds == pytest.approx(1.0, abs=0.02)


@needs_writer
@pytest.mark.parametrize(
    ("kind", "called"), [("m4a", "M4A/MP4"), ("wma", "WMA"), ("adts", "AAC"), ("webm", "WebM")]
)
def test_without_ffmpeg_that_is_told_with_the_way_to_get_it(
    kind: str, called: str, tmp_path: Path, write: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "x.mp3").write_bytes(write(kind))
    monkeypatch.setattr(ffmpeg, "import_module", _not_installed)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotAudio) as told:
        _read(tmp_path, "x.mp3")
    assert f"là tệp dạng {called}" in str(told.value)
    assert "chưa có ffmpeg" in str(told.value)
    assert f"{sys.executable} -m pip install imageio-ffmpeg" in str(told.value.fix)


def _not_installed(name: str) -> None:
    raise ImportError(name)


def test_an_ffmpeg_in_the_folder_one_stands_in_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / ("ffmpeg.exe" if sys.platform == "win32" else "ffmpeg")
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setattr(ffmpeg, "import_module", _not_installed)
    monkeypatch.chdir(tmp_path)
    for path in ("", ".", "./"):
        monkeypatch.setenv("PATH", path)
        assert ffmpeg.found() is None
    monkeypatch.setenv("PATH", str(tmp_path))  # the control
    assert ffmpeg.found() == program


# --- what is no sound, or too odd a one ---


@pytest.mark.parametrize("name", ["a.mp3", "a.wav", "a.flac", "a.ogg", "a.m4a", "a.xyz", "a"])
@pytest.mark.parametrize(
    ("held", "what"),
    [
        (b"", "trống"),
        (b"<html>429 Too Many Requests</html>", "trang web"),
        (b"#EXTM3U\nhttp://127.0.0.1/x.ts\n", "danh sách phát"),
        (bytes(range(256)) * 40, "không phải dạng tệp tiếng nào"),
    ],
)
def test_a_file_that_holds_no_sound_is_told_as_what_it_is(
    name: str, held: bytes, what: str, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(held)
    said = _refused(tmp_path, name)
    assert said.startswith(f"tệp tiếng “{name}” ")
    assert what in said


@needs_ffmpeg
@needs_writer
def test_a_film_without_sound_is_told_as_that(tmp_path: Path) -> None:
    film = ["-f", "lavfi", "-i", "color=d=1:s=32x32", "-c:v", "mpeg4", tmp_path / "phim.mp4"]
    subprocess.run(["ffmpeg", "-v", "error", *film], check=True)
    assert _refused(tmp_path, "phim.mp4") == "tệp tiếng “phim.mp4” không có phần tiếng: chỉ có hình"


def _with_an_odd_sample(path: Path, odd: float) -> None:
    samples = TONE.samples.astype(np.float64)
    samples[RATE_HZ // 2] = odd
    soundfile.write(path, samples, RATE_HZ, subtype="FLOAT")


@pytest.mark.parametrize("odd", [np.nan, np.inf, -np.inf])
def test_samples_that_are_no_numbers_are_refused(odd: float, tmp_path: Path) -> None:
    _with_an_odd_sample(tmp_path / "a.wav", odd)
    assert _refused(tmp_path, "a.wav") == "tệp tiếng “a.wav” có chỗ bị hỏng, không phải tiếng"


@pytest.mark.parametrize(
    ("odd", "times"), [(32_768.0, "32.768"), (-1e6, "1.000.000"), (1e30, "10^30"), (1001.0, "1.001")]
)
def test_samples_that_are_too_large_are_told_as_large(odd: float, times: str, tmp_path: Path) -> None:
    _with_an_odd_sample(tmp_path / "a.wav", odd)
    assert f"ghi tiếng to gấp {times} lần mức lớn nhất" in _refused(tmp_path, "a.wav")


@pytest.mark.parametrize("odd", [999.0, 2.0])
def test_samples_over_full_scale_that_somebody_may_have_meant_are_read(odd: float, tmp_path: Path) -> None:
    _with_an_odd_sample(tmp_path / "a.wav", odd)
    assert sound_of(tmp_path, Asked(name="a.wav", use=Use.JINGLE)).samples.max() == odd


@pytest.mark.parametrize(
    ("at", "what"), [(22, "channels"), (24, "rate"), (34, "bits"), (20, "coding")], ids=lambda one: str(one)
)
def test_a_header_that_makes_no_sense_is_not_told_as_a_cut_file(at: int, what: str, tmp_path: Path) -> None:
    """Cut files have their own tests; this one is as long as it was."""
    file = io.BytesIO()
    soundfile.write(file, TONE.samples, RATE_HZ, format="WAV")
    held = bytearray(file.getvalue())
    held[at : at + 2] = b"\0\0"
    held[at + 2 : at + 4] = b"\0\0" if what == "rate" else held[at + 2 : at + 4]
    (tmp_path / "a.wav").write_bytes(held)
    assert "cắt cụt" not in _refused(tmp_path, "a.wav")


@pytest.mark.parametrize(("rate_hz", "channels"), [(1, 1), (2_000_000_000, 1), (8_000, 200)])
def test_a_rate_or_a_number_of_channels_beyond_reason_is_refused(
    rate_hz: int, channels: int, tmp_path: Path
) -> None:
    soundfile.write(str(tmp_path / "a.wav"), np.zeros((10, channels), np.float32), rate_hz)
    assert f"ghi {rate_hz} Hz, {channels} kênh" in _refused(tmp_path, "a.wav")


@cache
def _twelve_silent_minutes() -> bytes:
    held = io.BytesIO()
    with soundfile.SoundFile(held, "w", RATE_HZ, 1, format="FLAC") as file:
        for _ in range(12):
            file.write(np.zeros(60 * RATE_HZ, np.int16))
    return held.getvalue()


@pytest.mark.parametrize(
    ("most_s", "said"),
    [
        (2.0, "2 giây (max_session)"),
        (150.0, "2 phút 30 giây (max_session)"),
        (None, "10 phút (giới hạn của chương trình)"),
    ],
)
def test_a_sound_longer_than_it_may_be_is_not_decoded_to_its_end(
    most_s: float | None, said: str, tmp_path: Path
) -> None:
    """An hour of silence is half a megabyte of FLAC."""
    (tmp_path / "a.flac").write_bytes(_twelve_silent_minutes())
    asked = Asked(name="a.flac", use=Use.JINGLE, most_s=most_s)
    report = examine(tmp_path, asked)
    assert [str(why.what) for why in report.why_not] == [f"tệp tiếng “a.flac” dài 12 phút, quá mức {said}"]
    with pytest.raises(NotAudio, match=re.escape(f"quá mức {said}")):
        sound_of(tmp_path, asked)


# --- addresses in a file are not followed ---


@pytest.fixture
def asked_for() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine, and what was asked there."""
    heard: list[bytes] = []
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()

        def answer() -> None:
            try:
                while True:
                    caller, _ = door.accept()
                    with caller:
                        heard.append(caller.recv(200))
            except OSError:
                return

        threading.Thread(target=answer, daemon=True).start()
        yield f"http://127.0.0.1:{door.getsockname()[1]}", heard
        door.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize("name", ["nhac.mp3", "nhac.m4a", "nhac.hls", "nhac.m3u8", "nhac.sdp", "nhac"])
def test_a_playlist_is_refused_and_nothing_is_fetched(
    name: str, tmp_path: Path, asked_for: tuple[str, list[bytes]]
) -> None:
    address, heard = asked_for
    (tmp_path / name).write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:3.0,\n{address}/s.ts\n#EXT-X-ENDLIST\n"
    )
    assert "danh sách phát" in _refused(tmp_path, name)
    assert heard == []


@needs_ffmpeg
@needs_writer
@pytest.mark.parametrize(("follows", "found"), [(False, False), (True, True)])
def test_an_mp4_whose_sound_lies_in_another_file_does_not_read_it(
    follows: bool, found: bool, tmp_path: Path, write: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: an ffmpeg that is told to follow such references finds the other file's sound."""
    held = write("alac")
    secret = tmp_path / "bí mật"
    secret.write_bytes(held)
    (tmp_path / "bẫy.m4a").write_bytes(_with_its_sound_elsewhere(held, str(secret)))
    if follows:
        monkeypatch.setattr(ffmpeg, "_words", _following(ffmpeg._words))
        assert _read(tmp_path, "bẫy.m4a").seconds == pytest.approx(1.0, abs=0.1)
    else:
        with pytest.raises(NotAudio, match="không có âm thanh"):
            sound_of(tmp_path, Asked(name="bẫy.m4a", use=Use.JINGLE))


def _following(words: Callable[..., list[str]]) -> Callable[..., list[str]]:
    def follow(*given: object) -> list[str]:
        said = words(*given)
        for option in ("-enable_drefs", "-use_absolute_path"):
            said[said.index(option) + 1] = "1"
        return said

    return follow


def _with_its_sound_elsewhere(held: bytes, path: str) -> bytes:
    """An MP4 without its samples, whose `dref` names a file, by an alias as QuickTime has it."""
    moov = held[held.index(b"moov") - 4 :]
    moov = moov[: int.from_bytes(moov[:4], "big")]
    name = path.encode()
    # version, volume, folder, name, ... and then tagged: 2 is the path from the root of the volume
    alias = bytes(4) + bytes([0, 150]) + bytes(144) + b"\0\2" + len(name).to_bytes(2, "big") + name
    alias += b"\0" * (len(name) % 2) + b"\xff\xff\0\0"
    entry = (12 + len(alias)).to_bytes(4, "big") + b"alis" + bytes(4) + alias
    place = moov.index(b"dref") - 4
    size = int.from_bytes(moov[place : place + 4], "big")
    dref = (16 + len(entry)).to_bytes(4, "big") + b"dref" + bytes(4) + b"\0\0\0\1" + entry
    grown = len(dref) - size
    moov = moov[:place] + dref + moov[place + size :]
    for kind in (b"moov", b"trak", b"mdia", b"minf", b"dinf"):
        at = moov.index(kind) - 4
        moov = moov[:at] + (int.from_bytes(moov[at : at + 4], "big") + grown).to_bytes(4, "big") + moov[at + 4 :]
    return held[: held.index(b"ftyp") - 4 + int.from_bytes(held[:4], "big")] + moov
