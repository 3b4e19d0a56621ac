import numpy as np
import pytest
from stand_ins.google import mp3_of

from broadcast.audio.sound import Sound
from broadcast.library.codec import encode
from broadcast.library.ingest.mp3frames import is_cut_short

_NOISE = np.random.default_rng(7).normal(0, 0.1, 24_000).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [8_000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000])
def test_a_whole_file_is_whole_at_every_rate(rate_hz: int) -> None:
    mp3 = encode(Sound(_NOISE, rate_hz), ".mp3")

    assert not is_cut_short(mp3)
    assert is_cut_short(mp3[:-7])


def test_a_cut_anywhere_but_at_the_edge_of_a_frame_is_seen() -> None:
    mp3 = mp3_of("Kính mời bà con đón nghe.")

    unseen = [at for at in range(4, len(mp3)) if not is_cut_short(mp3[:at])]

    assert len(unseen) < 0.03 * len(mp3)  # the header of a frame, of which four bytes are there or are not


def test_tags_before_and_after_are_no_frames() -> None:
    mp3 = mp3_of("Kính mời bà con đón nghe.")
    before = b"ID3\x04\x00\x00" + bytes([0, 0, 2, 1]) + b"\xff" * 257

    assert not is_cut_short(before + mp3 + b"TAG" + b"\0" * 125)
    assert is_cut_short(before + mp3[:-50])


@pytest.mark.parametrize("other", [b"", b"<html>", b"\xff", b"RIFF" + b"\0" * 100, b"ID3"])
def test_what_is_no_mp3_is_left_to_the_decoder(other: bytes) -> None:
    assert not is_cut_short(other)
