"""A file that ends anywhere within its header is one that claims little, and never a bug."""

import io
import struct

import numpy as np
import pytest
import soundfile

from broadcast.library.ingest.formats import Container
from broadcast.library.ingest.lengths import claimed


def _box(kind: bytes, inner: bytes) -> bytes:
    return struct.pack(">I", 8 + len(inner)) + kind + inner


def _mp4() -> bytes:
    """The header of an MP4 whose edit list is its last box."""
    of_five_s = bytes(12) + struct.pack(">II", 1000, 5000)
    media = _box(b"mdia", _box(b"mdhd", of_five_s + bytes(4)) + _box(b"hdlr", bytes(8) + b"soun" + bytes(12)))
    edits = _box(b"edts", _box(b"elst", bytes(4) + struct.pack(">IIiI", 1, 5000, 0, 1 << 16)))
    movie = _box(b"mvhd", of_five_s + bytes(80)) + _box(b"trak", media + edits)
    return _box(b"ftyp", b"M4A " + bytes(4)) + _box(b"moov", movie)


def _written(kind: str) -> bytes:
    held = io.BytesIO()
    soundfile.write(held, np.sin(np.arange(4_000) / 10) / 2, 16_000, format=kind)
    return held.getvalue()


SOUNDS = {
    Container.MP4: _mp4,
    **{
        kind: lambda kind=kind: _written(kind.upper())
        for kind in (
            Container.WAV, Container.RF64, Container.W64, Container.AIFF, Container.AU, Container.CAF,
            Container.FLAC, Container.OGG, Container.MP3,
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("container", SOUNDS)
def test_a_file_cut_anywhere_in_its_header_is_read_without_a_bug(container: Container) -> None:
    held = SOUNDS[container]()
    assert claimed(held, container).seconds
    for size in range(min(len(held), 600)):
        claimed(held[:size], container)
