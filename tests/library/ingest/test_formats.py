"""The bytes of a file -> what it is, in words; its name is never asked."""

import io
import struct

import numpy as np
import pytest

from broadcast.audio.sound import Sound
from broadcast.library.codec import encode
from broadcast.library.ingest.formats import Container, container_of

TONE = Sound((0.3 * np.sin(np.arange(24_000) / 10)).astype(np.float32), 24_000)


def _told(held: bytes) -> str:
    file = io.BytesIO(held)
    told = container_of(file)
    assert file.tell() == 0
    return str(told)


@pytest.fixture(scope="module")
def mp3() -> bytes:
    return encode(TONE, ".mp3")


@pytest.mark.parametrize(
    ("suffix", "container"), [(".wav", "wav"), (".flac", "flac"), (".ogg", "ogg"), (".mp3", "mp3")]
)
def test_what_we_write_is_known(suffix: str, container: str) -> None:
    assert _told(encode(TONE, suffix)) == container


BEGINNINGS = {
    b"RF64\xff\xff\xff\xffWAVEds64": Container.RF64,
    b"BW64\xff\xff\xff\xffWAVEds64": Container.RF64,
    b"RIFX\0\0\0\0WAVEfmt ": Container.WAV,
    b"riff\x2e\x91\xcf\x11\xa5\xd6\x28\xdb\x04\xc1\0\0": Container.W64,
    b"FORM\0\0\0\0AIFCCOMM": Container.AIFF,
    b".snd\0\0\0\x20": Container.AU,
    b"caff\0\x01\0\0desc": Container.CAF,
    b"Creative Voice File\x1a": Container.VOC,
    b"\0\0\0\x1cftypM4A \0\0\0\0": Container.MP4,
    b"\0\0\0\x18ftyp3gp4": Container.MP4,
    b"\0\0\0\x08wide\0\0\0\0mdat": Container.MP4,
    b"0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel": Container.ASF,
    b"\x1aE\xdf\xa3\x01\0\0\0": Container.MATROSKA,
    b"#!AMR\n\x0c": Container.AMR,
    b"#!AMR-WB\n\x0c": Container.AMR,
    b"RIFF\0\0\0\0AVI LIST": Container.AVI,
    b"FLV\x01\x05": Container.FLV,
    b"\x0bw\xf7\x1f": Container.AC3,
    b"wvpk\x98R": Container.WAVPACK,
    b"MAC \x96\x0f": Container.APE,
    (b"G" + bytes(187)) * 5: Container.MPEGTS,
}


@pytest.mark.parametrize("held", BEGINNINGS, ids=lambda held: BEGINNINGS[held].value)
def test_a_container_is_known_by_its_first_bytes(held: bytes) -> None:
    assert _told(held) == BEGINNINGS[held]


OTHERS = {
    b"": "trống",
    bytes(100_000): "toàn số 0",
    b"<!DOCTYPE html><html><body>404": "trang web",
    b"\xef\xbb\xbf\r\n <HTML lang=vi>": "trang web",
    b"<?xml version='1.0'?>\n<!-- x -->\n<html>": "trang web",
    b"#EXTM3U\nhttp://127.0.0.1/x.ts\n": "danh sách phát",
    "\ufeff#EXTM3U\nnhạc.mp3".encode(): "danh sách phát",
    "#EXTM3U\nnhạc.mp3".encode("utf-16"): "danh sách phát",
    b"#EXT-X\n": "văn bản",
    b"http://127.0.0.1/x.mp3": "danh sách phát",
    b"[playlist]\nFile1=x.mp3": "danh sách phát",
    b"<asx version='3.0'>": "danh sách phát",
    b"<?xml version='1.0'?><MPD xmlns='urn:mpeg:dash'>": "danh sách phát",
    b"v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\n": "danh sách phát",
    b"ffconcat version 1.0\nfile '/etc/passwd'": "danh sách phát",
    b"file '/etc/passwd'\n": "danh sách phát",
    b";FFMETADATA1\ntitle=x": "danh sách phát",
    "Kính thưa bà con".encode(): "văn bản",
    b"PK\x03\x04\x14\0": "tệp nén zip",
    b"Rar!\x1a\x07": "tệp nén",
    b"7z\xbc\xaf\x27\x1c": "tệp nén",
    b"%PDF-1.7": "PDF",
    b"\xff\xd8\xff\xe0\0\x10JFIF": "ảnh",
    b"\x89PNG\r\n\x1a\n": "ảnh",
    b"RIFF\0\0\0\0WEBPVP8 ": "ảnh",
    b"\0\0\0\x18ftypheic": "ảnh",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": "Word",
    b"MZ\x90\0": "chương trình",
    b"\x7fELF\x02": "chương trình",
    b"MThd\0\0\0\x06": "MIDI",
    bytes(range(256)) * 40: "không phải dạng tệp tiếng nào",
}


@pytest.mark.parametrize("held", OTHERS, ids=lambda held: f"{OTHERS[held]}-{len(held)}")
def test_what_is_no_sound_is_told_as_what_it_is(held: bytes) -> None:
    assert OTHERS[held] in _told(held)


def _id3(size: int, held: bytes = b"") -> bytes:
    places = bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\0\0" + places + held + bytes(size - len(held))


def test_a_sound_is_found_behind_tags_zeros_and_a_picture_of_a_megabyte(mp3: bytes) -> None:
    assert _told(bytes(5_000) + mp3) == "mp3"
    assert _told(_id3(1_000_000, b"\xff\xd8\xff\xe0") + mp3) == "mp3"
    assert _told(_id3(10) + _id3(20) + encode(TONE, ".flac")) == "flac"
    assert _told(_id3(10) + _adts() * 5) == "adts"


def test_a_tag_that_says_it_is_longer_than_its_file_hides_no_sound(mp3: bytes) -> None:
    assert _told(_id3(10)[:6] + b"\x7f\x7f\x7f\x7f" + bytes(100) + mp3) == "mp3"


def test_a_playlist_behind_a_tag_is_a_playlist() -> None:
    assert "danh sách phát" in _told(_id3(10) + b"#EXTM3U\nhttp://127.0.0.1/")


def _adts(payload: int = 100) -> bytes:
    size = 7 + payload
    head = [0xFF, 0xF1, 0x50, 0x80 | size >> 11, size >> 3 & 0xFF, (size & 7) << 5 | 0x1F, 0xFC]
    return bytes(head) + bytes(payload)


def test_frames_in_a_row_tell_mp3_from_aac_and_from_noise(mp3: bytes) -> None:
    assert _told(_adts() * 5) == "adts"
    assert "không phải" in _told(_adts() + bytes(range(256)) * 20)
    noise = np.random.default_rng(5).integers(0, 256, 250_000, dtype=np.uint8).tobytes()
    assert "không phải" in _told(noise)


KBPS = {(3, 1): 64, (3, 2): 48, (3, 3): 40, (2, 1): 48, (2, 2): 16, (2, 3): 16, (0, 1): 48, (0, 2): 16, (0, 3): 16}
"""The second bit rate of each MPEG version (3 stands for 1, 0 for 2.5) and layer (ISO/IEC 11172-3, 13818-3)."""


@pytest.mark.parametrize(("version", "layer"), KBPS)
def test_frames_of_every_version_and_layer_are_known(version: int, layer: int) -> None:
    samples = {1: 384, 2: 1152, 3: 1152 if version == 3 else 576}[layer]
    unit = 4 if layer == 1 else 1
    rate_hz = {3: 44_100, 2: 22_050, 0: 11_025}[version]
    size = samples // 8 // unit * KBPS[version, layer] * 1000 // rate_hz * unit
    head = struct.pack(">I", 0x7FF << 21 | version << 19 | (4 - layer) << 17 | 1 << 16 | 2 << 12)
    assert _told((head + bytes(size - 4)) * 5) == "mp3"
    assert _told((head + bytes(size - 5)) * 5) != "mp3"
