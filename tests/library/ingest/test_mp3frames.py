"""MP3 frame by frame: how long it is, where it was joined, whether it ends, whatever lies between its frames."""

import mmap
import tempfile

import numpy as np
import pytest
from stand_ins.google import mp3_of
from stand_ins.soundfiles import HAS_FFMPEG, cut, encoded, free_format, made, mp3_frames, put, tune

from broadcast.audio.sound import Sound, channels_in
from broadcast.library.codec import encode
from broadcast.library.ingest.claim import Bytes
from broadcast.library.ingest.mp3frames import is_cut_short, walked
from broadcast.library.ingest.mp3sound import Mp3

_NOISE = np.random.default_rng(7).normal(0, 0.1, 24_000).astype(np.float32)
_ID3 = b"ID3\x04\x00\x00" + bytes([0, 0, 2, 1]) + b"\xff" * 257
needs_ffmpeg = pytest.mark.skipif(not HAS_FFMPEG, reason="no ffmpeg here, which makes the file")


def seconds(held: Bytes) -> float:
    mp3 = Mp3(held)
    blocks = list(mp3.blocks())
    assert {channels_in(block) for block in blocks} == {mp3.channels}
    return sum(len(block) for block in blocks) / mp3.rate_hz


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
def test_a_whole_file_is_whole_at_every_rate(rate_hz: int) -> None:
    mp3 = encode(Sound(_NOISE, rate_hz), ".mp3")

    assert not is_cut_short(mp3)
    assert is_cut_short(mp3[:-7])
    [run] = walked(mp3).runs
    assert run.format.rate_hz == rate_hz
    assert run.is_right


def test_a_cut_anywhere_but_at_the_edge_of_a_frame_is_seen() -> None:
    mp3 = mp3_of("Kính mời bà con đón nghe.")

    unseen = [at for at in range(4, len(mp3)) if not is_cut_short(mp3[:at])]

    assert len(unseen) < 0.03 * len(mp3)  # the header of a frame, of which four bytes are there or are not


def test_tags_before_and_after_are_no_frames() -> None:
    mp3 = mp3_of("Kính mời bà con đón nghe.")

    assert not is_cut_short(_ID3 + mp3 + b"TAG" + b"\0" * 125)
    assert is_cut_short(_ID3 + mp3[:-50])


@pytest.mark.parametrize(
    "other", [b"", b"<html>", b"\xff", b"RIFF" + b"\0" * 100, b"ID3", b"\xff" * 5000, bytes(999)]
)
def test_what_is_no_mp3_is_left_to_the_decoder(other: bytes) -> None:
    assert not is_cut_short(other)
    assert walked(other).runs == ()


def test_a_file_that_is_mapped_is_walked_as_its_bytes_are() -> None:
    with tempfile.TemporaryFile() as file:
        file.write(made("mp3"))
        file.flush()
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as held:
            assert walked(held) == walked(made("mp3"))
            assert seconds(held) == pytest.approx(10.0, abs=0.001)


@pytest.mark.parametrize(
    "between",
    [
        b"",
        _ID3,
        b"TAG" + bytes(125),
        b"APETAGEX" + bytes(4) + (68).to_bytes(4, "little") + bytes(84),
        b"RIFF" * 99,
    ],
)
def test_joined_files_are_decoded_whole_whatever_lies_between_them(between: bytes) -> None:
    joined = made("mp3") + between + made("mp3") + between + made("mp3")

    assert len(walked(joined).runs) == 3
    assert seconds(joined) == pytest.approx(30.0, abs=0.05)


@pytest.mark.parametrize("others", [("mp3-22k",), ("mp3-8k",), ("mp3-22k", "mp3-8k")])
def test_joined_files_of_other_rates_are_brought_to_the_first_s(others: tuple[str, ...]) -> None:
    joined = b"".join(made(kind) for kind in ("mp3", *others))

    assert seconds(joined) == pytest.approx(10.0 * (1 + len(others)), abs=0.05)
    assert Mp3(joined).rate_hz == 44_100


def test_a_joined_part_of_other_channels_is_heard_and_the_tune_stays_the_same_tune() -> None:
    stereo = encoded(tune(44_100, 2), "MP3", "MPEG_LAYER_III")
    samples = np.concatenate(list(Mp3(made("mp3") + stereo).blocks()))

    assert len(samples) / 44_100 == pytest.approx(20.0, abs=0.05)
    first, second = samples[44_100 : 5 * 44_100], samples[11 * 44_100 : 15 * 44_100]
    assert np.corrcoef(first, second)[0, 1] > 0.95


@pytest.mark.parametrize("count", [0, 1, 50, 100_000])
def test_a_header_that_counts_wrongly_is_not_believed(count: int) -> None:
    mp3 = made("mp3")
    at = mp3.index(b"Info") if b"Info" in mp3 else mp3.index(b"Xing")

    assert seconds(put(mp3, at + 8, ">I", count)) == pytest.approx(10.0, abs=0.06)


def test_a_header_is_not_needed() -> None:
    assert seconds(mp3_frames(made("mp3"))) == pytest.approx(10.0, abs=0.06)


def test_free_format_is_decoded_whole() -> None:
    constant = encoded(tune(), "MP3", "MPEG_LAYER_III", bitrate_mode="CONSTANT", compression_level=0.5)
    free = free_format(constant)

    [run] = walked(free).runs
    assert run.frames == walked(constant).runs[0].frames
    assert seconds(free) == pytest.approx(10.0, abs=0.06)


@needs_ffmpeg
def test_a_variable_bit_rate_without_a_header_is_decoded_whole() -> None:
    """libsndfile alone guesses by the first frame: of ten seconds less than two are left."""
    assert seconds(made("mp3-vbr")) == pytest.approx(10.0, abs=0.06)


@needs_ffmpeg
def test_layer_2_is_decoded_whole() -> None:
    assert walked(made("mp2")).runs[0].format.layer == 2
    assert seconds(made("mp2")) == pytest.approx(10.0, abs=0.06)


@pytest.mark.parametrize("percent", [1, 10, 25, 50, 90, 99])
def test_of_a_cut_file_all_is_decoded_that_is_there_and_all_is_claimed_that_was(percent: int) -> None:
    mp3 = cut(made("mp3"), percent)

    assert walked(mp3).claim.seconds == pytest.approx(10.0, abs=0.06)
    assert sum(run.seconds for run in walked(mp3).runs) == pytest.approx(percent / 10, abs=0.8)


def test_noise_in_the_middle_begins_no_sound_of_its_own() -> None:
    mp3 = made("mp3")
    noise = np.random.default_rng(11).bytes(20_000)
    runs = walked(mp3[:30_000] + noise + mp3[30_000:]).runs

    assert {run.format for run in runs} == {walked(mp3).runs[0].format}
