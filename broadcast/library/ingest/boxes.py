"""Sound in boxes within boxes (MP4, ASF, Matroska) -> what length it claims.

Formats: ISO/IEC 14496-12 (MP4, 3GP, QuickTime), Microsoft's ASF 1.20.03, RFC 8794 and 9559 (Matroska, WebM).
"""

import struct
from collections.abc import Iterator

from broadcast.library.ingest.claim import UNKNOWN, Bytes, Claim, big, little, together

_MOST_BOXES = 100_000
_AAC_SLACK_S = 0.3
"""Two frames of AAC at 8 kHz: what a decoder takes off or leaves at both ends."""


# --- MP4 ---


def mp4(held: Bytes) -> Claim:
    """Read what an MP4 claims: the length of its track of sound; files joined behind it count as parts.

    One in fragments does not say. One without its table of contents, which stands at its end, is cut.
    """
    claims: list[Claim] = []
    cut = moov = False
    for index, (kind, begin, end) in enumerate(_mp4_boxes(held, 0, len(held))):
        if kind == b"ftyp" and index and not moov:
            return Claim(cut=True)
        moov = (moov and kind != b"ftyp") or kind == b"moov"
        cut = cut or end > len(held)
        if kind == b"moov":
            claims.append(_moov(held, begin, min(end, len(held))))
    return together(claims, cut=cut or not moov)


def _moov(held: Bytes, begin: int, end: int) -> Claim:
    scale, lengths = 0, []
    for kind, at, until in _mp4_boxes(held, begin, end):
        if kind == b"mvhd":
            scale = _scale_and_length(held, at)[0]
        elif kind == b"trak" and (seconds := _track_s(held, at, until, scale)) is not None:
            lengths.append(seconds)
    longest = max(lengths, default=0.0)
    return Claim(seconds=longest or None, slack_s=_AAC_SLACK_S)


def _track_s(held: Bytes, begin: int, end: int, movie_scale: int) -> float | None:
    """How long a track of sound is; None where it is another kind of track."""
    seconds, edited, sound = None, None, False
    for kind, at, until in _mp4_boxes(held, begin, end):
        if kind == b"edts":
            for inner, list_at, _ in _mp4_boxes(held, at, until):
                if inner == b"elst" and movie_scale:
                    edited = _edited(held, list_at) / movie_scale
        elif kind == b"mdia":
            for inner, inner_at, _ in _mp4_boxes(held, at, until):
                if inner == b"mdhd":
                    scale, length = _scale_and_length(held, inner_at)
                    seconds = length / scale if scale else None
                elif inner == b"hdlr":
                    sound = held[inner_at + 8 : inner_at + 12] == b"soun"
    return (edited or seconds) if sound else None


def _edited(held: Bytes, at: int) -> int:
    """How much of a track its edit list plays, in the units of the movie; 0: it does not say."""
    size = 8 if held[at : at + 1] == b"\x01" else 4
    entry = 2 * size + 4
    count = min(big(held, at + 4, 4), 1000)
    starts = [at + 8 + n * entry for n in range(count)]
    empty = (1 << 8 * size) - 1  # a pause before the sound
    return sum(big(held, one, size) for one in starts if big(held, one + size, size) != empty)


def _scale_and_length(held: Bytes, at: int) -> tuple[int, int]:
    """Units a second and how many of them: mvhd and mdhd begin alike. All ones: unknown."""
    long = held[at : at + 1] == b"\x01"
    scale, size = big(held, at + (20 if long else 12), 4), 8 if long else 4
    length = big(held, at + (24 if long else 16), size)
    return scale, 0 if length == (1 << 8 * size) - 1 else length


def _mp4_boxes(held: Bytes, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, beginning of what is within, and end of each box; the end of the last may lie behind `end`."""
    at = begin
    for _ in range(_MOST_BOXES):
        if at + 8 > end:
            return
        size, inner = big(held, at, 4), at + 8
        if size == 1:
            size, inner = big(held, at + 8, 8), at + 16
        until = end if size == 0 else at + size
        if until < inner:
            return
        yield bytes(held[at + 4 : at + 8]), inner, until
        at = until


# --- ASF ---

_ASF_FILE = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")
_ASF_DATA = bytes.fromhex("3626b2758e66cf11a6d900aa0062ce6c")
_ASF_BROADCAST = 1


def asf(held: Bytes) -> Claim:
    """Read what a WMA claims: the play duration less what a player buffers first; a live stream does not say."""
    seconds, at, end = None, 30, min(len(held), little(held, 16, 8))
    while at + 24 <= end:
        size = max(24, little(held, at + 16, 8))
        if held[at : at + 16] == _ASF_FILE and not little(held, at + 88, 4) & _ASF_BROADCAST:
            seconds = max(0.0, little(held, at + 64, 8) / 1e7 - little(held, at + 80, 8) / 1e3) or None
        at += size
    data = held[end : end + 16] == _ASF_DATA
    cut = not data or end + little(held, end + 16, 8) > len(held)
    return Claim(seconds=seconds, slack_s=0.3, cut=cut)


# --- Matroska ---

_SEGMENT, _INFO, _CLUSTER = 0x18538067, 0x1549A966, 0x1F43B675
_SCALE, _DURATION = 0x2AD7B1, 0x4489


def matroska(held: Bytes) -> Claim:
    """Read what a Matroska or WebM file claims: its Duration; one that a browser recorded does not say."""
    for kind, begin, end in _elements(held, 0, len(held)):
        if kind == _SEGMENT:
            return _segment(held, begin, end)
    return UNKNOWN


def _segment(held: Bytes, begin: int, end: int) -> Claim:
    seconds, cut = None, end > len(held)
    for kind, at, until in _elements(held, begin, min(end, len(held))):
        cut = cut or until > len(held)
        if kind == _INFO:
            seconds = _duration(held, at, min(until, len(held)))
    return Claim(seconds=seconds, slack_s=0.3, cut=cut)


def _duration(held: Bytes, begin: int, end: int) -> float | None:
    scale_ns, length = 1_000_000, 0.0
    for kind, at, until in _elements(held, begin, end):
        if kind == _SCALE:
            scale_ns = big(held, at, min(8, until - at))
        elif kind == _DURATION and until - at in (4, 8) and until <= len(held):
            length = struct.unpack(">f" if until - at == 4 else ">d", held[at:until])[0]
    seconds = length * scale_ns / 1e9
    return seconds if 0 < seconds < 1e6 else None  # not a number, too, is no length


def _elements(held: Bytes, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning of what is within, and end of each element; one of unknown size reaches to `end`."""
    at = begin
    for _ in range(_MOST_BOXES):
        if at >= end:
            return
        kind, after = _variable(held, at, marked=True)
        size, inner = _variable(held, after, marked=False)
        if after == at or inner == after:
            return
        unknown = size == (1 << 7 * (inner - after)) - 1
        until = end if unknown else inner + size
        yield kind, inner, until
        at = inner if unknown and kind == _CLUSTER else until


def _variable(held: Bytes, at: int, *, marked: bool) -> tuple[int, int]:
    """A number whose first byte tells its length, and where it ends; with its length's mark, or without."""
    first = held[at] if at < len(held) else 0
    if not first:
        return 0, at
    length = 9 - first.bit_length()
    value = big(held, at, length)
    return (value if marked else value & (1 << 7 * length) - 1), at + length
