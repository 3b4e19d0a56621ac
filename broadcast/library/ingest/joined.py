"""A whole sound file -> whether a file of another kind was joined behind it (`copy /b a.wav+b.mp3`).

Decoders stop, without a word, where the first kind ends. Of one kind joined to itself the readers of each tell.
"""

from io import BytesIO
from mmap import mmap

from broadcast.library.ingest.formats import GUID_ASF, Container, container_of

_BEGINNINGS = (
    (b"WAVEfmt ", 8, frozenset({Container.WAV, Container.RF64})),
    (b"fLaC\x00\x00\x00\x22", 0, frozenset({Container.FLAC, Container.OGG, Container.MATROSKA})),
    (GUID_ASF, 0, frozenset[Container]()),  # twice in no WMA either
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
    """Tell whether a sound file of another kind lies behind the one that the file begins with."""
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
