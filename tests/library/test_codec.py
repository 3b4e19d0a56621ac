"""What we write is read back, in every format; what is no sound is told; carts are read in constant memory."""

import io
import shutil
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile

from broadcast.audio.dither import to_pcm16
from broadcast.audio.loudness import measure
from broadcast.audio.sound import Sound
from broadcast.base.errors import MachineError, NotAudio, UsageRefused
from broadcast.library import codec

RATE_HZ = 48_000
TONE = Sound((0.3 * np.sin(2 * np.pi * 440 * np.arange(3 * RATE_HZ) / RATE_HZ)).astype(np.float32), RATE_HZ)


def _export(path: Path, sound: Sound) -> None:
    path.write_bytes(codec.encode(sound, path.suffix))


needs_ffmpeg = pytest.mark.skipif(shutil.which("ffmpeg") is None, reason="no ffmpeg here, which m4a needs")


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg", ".OGG"])
def test_what_is_exported_is_read_back_with_its_length_and_loudness(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"nhạc hiệu{suffix}"
    _export(path, TONE)
    back = codec.decode(path.read_bytes())
    assert back.seconds == pytest.approx(3.0, abs=0.1)
    assert measure(back).integrated_lufs == pytest.approx(measure(TONE).integrated_lufs, abs=0.3)


def test_two_minutes_of_ogg_do_not_break_the_encoder(tmp_path: Path) -> None:
    _export(tmp_path / "dai.ogg", Sound(np.tile(TONE.samples, 40), RATE_HZ))
    assert codec.decode((tmp_path / "dai.ogg").read_bytes()).seconds == pytest.approx(120.0, abs=0.1)


@pytest.mark.parametrize("encoded", [codec.encode_flac, codec.encode_wav])
def test_what_is_kept_is_kept_bit_for_bit(encoded) -> None:
    pcm = to_pcm16(TONE)
    held = encoded(pcm, RATE_HZ)
    assert held == encoded(pcm, RATE_HZ)
    np.testing.assert_array_equal(np.rint(codec.decode(held).samples * 32_768), pcm)


@pytest.mark.parametrize("encoded", [codec.encode_flac, codec.encode_wav])
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("spoil", [lambda held: held[:-5_000], lambda held: held[:9_000], lambda held: held[:5]])
def test_a_file_that_breaks_off_as_it_is_written_is_told_at_once(
    monkeypatch, channels: int, spoil, encoded
) -> None:
    _writes(monkeypatch, spoil)
    with pytest.raises(MachineError, match="trọn tệp"):
        encoded(np.repeat(to_pcm16(TONE)[:, None], channels, 1), RATE_HZ)


def test_a_file_that_ends_in_another_sound_is_told_at_once(monkeypatch) -> None:
    other = codec.encode_flac(to_pcm16(TONE)[::-1].copy(), RATE_HZ)
    _writes(monkeypatch, lambda _: other)
    with pytest.raises(MachineError, match="trọn tệp"):
        codec.encode_flac(to_pcm16(TONE), RATE_HZ)


def test_the_control_a_file_that_nobody_looks_at_again_passes_though_it_breaks_off(monkeypatch) -> None:
    _writes(monkeypatch, lambda held: held[:-5_000])
    monkeypatch.setattr(codec, "_is_whole", lambda *_: True)
    held = codec.encode_flac(to_pcm16(TONE), RATE_HZ)
    with pytest.raises(NotAudio):
        codec.decode(held)


def _writes(monkeypatch, spoil) -> None:
    """What soundfile writes is spoilt on its way."""
    write = soundfile.write

    def spoilt(file: io.BytesIO, *rest: object, **more: object) -> None:
        whole = io.BytesIO()
        write(whole, *rest, **more)
        file.write(spoil(whole.getvalue()))

    monkeypatch.setattr(codec.soundfile, "write", spoilt)


def test_stereo_becomes_mono_by_its_mean(tmp_path: Path) -> None:
    soundfile.write(
        tmp_path / "hai kênh.wav", np.stack([TONE.samples, 0 * TONE.samples], 1), RATE_HZ, subtype="FLOAT"
    )
    back = codec.decode((tmp_path / "hai kênh.wav").read_bytes())
    np.testing.assert_allclose(back.samples, TONE.samples / 2, atol=1e-6)


@needs_ffmpeg
def test_a_format_of_ffmpegs_is_refused_with_the_way_out_where_there_is_none(tmp_path: Path, monkeypatch) -> None:
    assert codec.encode(TONE, ".m4a")[4:8] == b"ftyp"
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UsageRefused, match="m4a"):
        codec.encode(TONE, ".m4a")


def test_bytes_that_are_not_sound_and_unknown_builtins_are_told() -> None:
    with pytest.raises(NotAudio):
        codec.decode(b"fLaC but no more")
    with pytest.raises(NotAudio, match="kèm sẵn"):
        codec.read_builtin("builtin:không-có")


def test_a_reader_gives_the_whole_file_block_by_block(tmp_path: Path) -> None:
    path = tmp_path / "lời.flac"
    path.write_bytes(codec.encode_flac(to_pcm16(TONE), RATE_HZ))
    with codec.SoundReader(path) as reader:
        assert (reader.frames, reader.rate_hz) == (len(TONE), RATE_HZ)
        blocks = [reader.read(10_000) for _ in range(16)]
    assert [len(block) for block in blocks] == [10_000] * 14 + [4_000, 0]
    np.testing.assert_array_equal(np.concatenate(blocks), codec.decode(path.read_bytes()).samples)


def test_a_file_cut_in_half_never_passes_for_a_whole_one(tmp_path: Path) -> None:
    path = tmp_path / "hỏng.flac"
    held = codec.encode_flac(to_pcm16(TONE), RATE_HZ)
    path.write_bytes(held[: len(held) // 2])
    with codec.SoundReader(path) as reader:
        assert reader.frames == len(TONE)
        assert _frames_read(reader) < len(TONE)


def _frames_read(reader: codec.SoundReader) -> int:
    got = 0
    try:
        while block := len(reader.read(4_800)):
            got += block
    except NotAudio:
        pass  # told in the middle: as good as an early end
    return got


def test_reading_ten_minutes_takes_no_more_memory_than_reading_ten_seconds(tmp_path: Path) -> None:
    path = tmp_path / "dài.flac"
    path.write_bytes(codec.encode_flac(np.tile(to_pcm16(TONE), 200), RATE_HZ))
    # the interpreter's table of names may grow meanwhile, by a megabyte, and then not again
    assert min(_peak_of_reading(path) for _ in range(2)) < 300_000


def _peak_of_reading(path: Path) -> int:
    tracemalloc.start()
    with codec.SoundReader(path) as reader:
        while len(reader.read(4_800)):
            pass
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


@pytest.mark.parametrize(("second", "kept"), [(1.0, 1.0), (0.0, 0.5), (-1.0, 1.0), (-0.9, 1.0)])
def test_a_stereo_file_becomes_mono_and_a_swapped_wire_does_not_silence_it(
    second: float, kept: float, tmp_path: Path
) -> None:
    path = tmp_path / "hai-kenh.flac"
    soundfile.write(path, np.stack([TONE.samples, TONE.samples * second], axis=1), RATE_HZ)
    np.testing.assert_allclose(codec.decode(path.read_bytes()).samples, TONE.samples * kept, atol=1e-3)


@pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg"])
def test_two_channels_go_out_and_come_back_as_they_were(suffix: str) -> None:
    both = Sound(np.stack([TONE.samples, np.roll(TONE.samples, 7) / 4], axis=1), RATE_HZ)
    back = codec.decode(codec.encode(both, suffix), channels=2)
    assert back.samples.shape[1] == 2
    inner = slice(4_800, len(both) - 4_800)
    np.testing.assert_allclose(back.samples[inner], both.samples[inner], atol=0.02)


def test_a_flac_of_two_channels_is_read_block_by_block_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "hai.flac"
    both = np.stack([to_pcm16(TONE), -to_pcm16(TONE) // 3], axis=1)
    path.write_bytes(codec.encode_flac(both, RATE_HZ))
    with codec.SoundReader(path) as reader:
        assert (reader.channels, reader.frames) == (2, len(both))
        blocks = [reader.read(10_000) for _ in range(16)]
    np.testing.assert_array_equal(np.rint(np.concatenate(blocks) * 32_768), both)


def test_more_than_two_channels_are_mono_even_where_two_are_wanted(tmp_path: Path) -> None:
    path = tmp_path / "ba.wav"
    soundfile.write(path, np.stack([TONE.samples] * 3, axis=1), RATE_HZ, subtype="FLOAT")
    np.testing.assert_allclose(codec.decode(path.read_bytes(), channels=2).samples, TONE.samples, atol=1e-6)
