"""A whole sound file -> whether another was joined behind it that no reader of its kind tells of.

So it is where the kinds differ (`copy /b a.wav+b.mp3`): decoders stop, without a word, where the first ends. Most
kinds that are joined to themselves their readers tell, with both lengths; a few are told here.
"""

from io import BytesIO
from mmap import mmap

from broadcast.library.ingest.formats import GUID_ASF, Container, container_of

_BEGINNINGS = (
    (b"WAVEfmt ", 8, frozenset({Container.WAV, Container.RF64})),
    (b"fLaC\x00\x00\x00\x22", 0, frozenset({Container.FLAC, Container.OGG, Container.MATROSKA})),
    # twice in no file of their own kind either
    (GUID_ASF, 0, frozenset[Container]()),
    (b"Creative Voice File\x1a", 0, frozenset[Container]()),
    (b"caff\x00\x01\x00\x00desc", 0, frozenset[Container]()),
    (b"RF64\xff\xff\xff\xffWAVEds64", 0, frozenset[Container]()),
    (bytes.fromhex("726966662e91cf11a5d628db04c10000"), 0, frozenset[Container]()),  # W64's first name
    (b"OggS\x00\x02", 0, frozenset({Container.OGG})),
    (b"ftypM4A ", 4, frozenset({Container.MP4})),
    (b"ftypisom", 4, frozenset({Container.MP4})),
    (b"ftypmp42", 4, frozenset({Container.MP4})),
)
"""What only the head of a file holds: the bytes, how far behind its beginning, and the kinds that may hold it."""
_LEAST = 4_096
"""Bytes behind a WAV's own end that are worth a look; recorders leave less."""
_LOOKED_AT = 1 << 16


def is_joined(held: mmap | bytes, container: Container) -> bool:
    """Tell whether another sound file lies behind the one that the file begins with."""
    for bytes_, behind, own in _BEGINNINGS:
        if container not in own and held.find(bytes_, behind + 1) > behind:
            return True
    if container is not Container.WAV or held[:4] != b"RIFF":
        return False
    size = int.from_bytes(held[4:8], "little")
    behind_it = held[8 + size : 8 + size + _LOOKED_AT]
    if not size or len(held) - size < _LEAST:  # a recorder that was switched off writes no size
        return False
    other = container_of(BytesIO(behind_it))
    return isinstance(other, Container) and other is not Container.WAV
