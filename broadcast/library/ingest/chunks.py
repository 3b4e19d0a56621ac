"""The chunks of WAV, RF64, W64, AIFF, AU and CAF -> what length they claim.

Formats: Microsoft/IBM RIFF, EBU Tech 3306 (RF64), Sony Wave64, Apple AIFF-C and CAF, Sun audio. A chunk that lies
about its size leads nowhere but to the end of the file: nothing here reads beyond it, and each step goes on.
"""

import math
import struct
from collections.abc import Callable, Iterator
from typing import NamedTuple

from broadcast.library.ingest.claim import UNKNOWN, Bytes, Claim, big, little, together

_STREAMED = 0x7FFF_E000
"""A size from here on that the file does not have was written by somebody who did not know it: 2 GB less what sox,
ffmpeg and arecord leave for the header, or 4 GB."""
_MOST_CHUNKS = 10_000
_COUNTED_BY_BYTES = {1, 3, 6, 7}
"""WAV's numbers of PCM, float, A-law and µ-law: the length is the bytes."""
_CONSTANT = {2, 0x11, 0x31}
"""Its numbers of Microsoft's and IMA's ADPCM, and of GSM."""
_EXTENSIBLE = 0xFFFE
_AU = (b".snd", b"dns.")
_WHOLE_FILES = (b"RIFF", b"RIFX", b"RF64", b"FORM")
_AU_BYTES = {1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 8, 23: 0.5, 25: 0.375, 26: 0.625, 27: 1}
"""Of a sample, by its coding; 23, 25 and 26 are G.721 and G.723."""
_AIFF_PACKETS = {b"ima4": 64}
"""Samples in what a coding counts as one frame."""
_REST_SHARE = 0.1
"""Less behind the sound than a tenth of it is a leftover and not a recording."""


def wav(held: Bytes) -> Claim:
    """Read what a WAV or RF64 file claims; files joined behind it count as parts."""
    order = ">" if held[:4] == b"RIFX" else "<"
    claims: list[Claim] = []
    layout: _Layout | None = None
    fact = long_size = None
    has_data = False
    for kind, at, size in _riff_chunks(held, order):
        has_data = has_data or kind == b"data"
        if kind == b"ds64":
            long_size = little(held, at + 8, 8)
        elif kind == b"fmt ":
            layout = _wav_layout(held, at, order)
        elif kind == b"fact" and size >= 4:
            fact = _number(held, at, order)
        elif kind == b"data" and layout is not None:
            if size == 0xFFFF_FFFF and long_size is not None:
                size = long_size
            claims.append(_wav_data(held, at, size, layout, fact))
            fact = long_size = None
    return together(claims) if claims else _without_sound(has_data=has_data)


def _without_sound(*, has_data: bool) -> Claim:
    """Of a file whose header tells of no sound: it is cut before its data, or the header itself is wrong."""
    return UNKNOWN if has_data else Claim(cut=True)


def with_its_size(held: Bytes) -> bytes | None:
    """Write into a WAV whose recorder never came back to write it how much sound it holds: all that follows.

    Returns the file with that size; None where it needs none.
    """
    order = ">" if held[:4] == b"RIFX" else "<"
    for kind, at, size in _riff_chunks(held, order):
        if kind == b"data":
            there = min(len(held) - at, 0xFFFF_FFFF)
            return held[: at - 4] + struct.pack(order + "I", there) + held[at:] if size == 0 < there else None
    return None


class _Layout(NamedTuple):
    """What a WAV's `fmt ` chunk says."""

    seconds_a_byte: float
    rate_hz: int
    by_bytes: bool
    """The length is the bytes; else a chunk `fact` has it."""
    constant: bool
    """As many bytes make every second, so that `fact` can be held against them."""


def _wav_layout(held: Bytes, at: int, order: str) -> _Layout | None:
    raw = held[at : at + 26]
    if len(raw) < 16:
        return None
    tag, _, rate_hz, byte_rate, align, _ = struct.unpack(order + "HHIIHH", raw[:16])
    if tag == _EXTENSIBLE and len(raw) == 26:
        tag = struct.unpack(order + "H", raw[24:26])[0]
    by_bytes = tag in _COUNTED_BY_BYTES
    # the rate is written twice: where the two disagree, one of them lies, and so does the length by it
    bytes_a_second = byte_rate or align * rate_hz
    if not bytes_a_second or not rate_hz:
        return None
    return _Layout(1 / bytes_a_second, rate_hz, by_bytes, tag in _CONSTANT)


def _wav_data(held: Bytes, at: int, size: int, layout: _Layout, fact: int | None) -> Claim:
    seconds_a_byte, rate_hz, by_bytes, constant = layout
    there = len(held) - at
    if (size > there and size >= _STREAMED) or size == 0 < there:
        return UNKNOWN
    cut = size > there
    if by_bytes:
        return Claim(
            seconds=size * seconds_a_byte, cut=cut, rest_s=_rest(held, at + size, size, little) * seconds_a_byte
        )
    if fact:
        # libsndfile makes silence of blocks that are not there
        lost_s = max(0.0, fact / rate_hz - size * seconds_a_byte) if constant and not cut else 0.0
        return Claim(seconds=fact / rate_hz, slack_s=0.1, cut=cut, lost_s=lost_s)
    return Claim(seconds=size * seconds_a_byte if cut else None, cut=cut)


def _riff_chunks(held: Bytes, order: str) -> Iterator[tuple[bytes, int, int]]:
    """Kind, beginning and size of each chunk; of a second file's behind the first, too."""
    at = 0
    for _ in range(_MOST_CHUNKS):
        kind = bytes(held[at : at + 4])
        if at + 8 > len(held):
            return
        if kind in _WHOLE_FILES[:3]:
            at += 12
            continue
        size = _number(held, at + 4, order)
        yield kind, at + 8, size
        at += 8 + size
        # an odd chunk has a byte more, which some writers forget
        at += size & 1 and not _is_kind(held[at : at + 4])


_Reads = Callable[[Bytes, int, int], int]


def _rest(held: Bytes, at: int, size: int, reads: _Reads | None = None) -> int:
    """Count the bytes behind a sound of `size` bytes that are neither zeros nor a chunk, as `reads` has it."""
    begin = at + (at & 1)
    if begin >= len(held) or (reads and (_is_chunk(held, at, reads) or _is_chunk(held, begin, reads))):
        return 0
    there = len(held) - begin
    if there < _REST_SHARE * size or not any(held[begin + there * step // 64] for step in range(64)):
        return 0
    return there


def _is_chunk(held: Bytes, at: int, reads: _Reads) -> bool:
    """Whether a chunk begins there that ends within the file, or another whole file of the kind."""
    kind = bytes(held[at : at + 4])
    return kind in _WHOLE_FILES or (_is_kind(kind) and at + 8 + reads(held, at + 4, 4) <= len(held) + 1)


def _is_kind(held: bytes) -> bool:
    return len(held) == 4 and all(0x20 <= byte < 0x7F for byte in held)


def _number(held: Bytes, at: int, order: str) -> int:
    return little(held, at, 4) if order == "<" else big(held, at, 4)


def w64(held: Bytes) -> Claim:
    """Read what a Wave64 file claims: chunks named by 16 bytes, with sizes of 8 that count both."""
    at, layout, has_data = 40, None, False
    for _ in range(_MOST_CHUNKS):
        if at + 24 > len(held):
            break
        kind, size = held[at : at + 4], little(held, at + 16, 8)
        if kind == b"fmt ":
            layout = _wav_layout(held, at + 24, "<")
        elif kind == b"data" and layout is not None:
            return _wav_data(held, at + 24, max(0, size - 24), layout, None)
        has_data = has_data or kind == b"data"
        at += max(24, size + -size % 8)
    return _without_sound(has_data=has_data)


def aiff(held: Bytes) -> Claim:
    """Read what an AIFF or AIFF-C file claims; files joined behind it count as parts."""
    claims: list[Claim] = []
    seconds, at = None, 0
    for _ in range(_MOST_CHUNKS):
        kind, size = held[at : at + 4], big(held, at + 4, 4)
        if at + 8 > len(held):
            break
        if kind == b"FORM":
            seconds, at = None, at + 12
            continue
        if kind == b"COMM" and (rate_hz := _extended(held[at + 16 : at + 26])):
            of_each = _AIFF_PACKETS.get(bytes(held[at + 26 : at + 30]), 1) if size > 18 else 1
            seconds = big(held, at + 10, 4) * of_each / rate_hz
        elif kind == b"SSND" and size:
            rest_s = _rest(held, at + 8 + size, size, big) / size * (seconds or 0)
            claims.append(Claim(seconds=seconds, cut=at + 8 + size > len(held), rest_s=rest_s))
        at += 8 + size + (size & 1)
    return together(claims) if claims else Claim(cut=True)


def _extended(raw: bytes) -> float:
    """A rate as AIFF writes it: an exponent of 15 bits and 64 bits of mantissa."""
    exponent, mantissa = int.from_bytes(raw[:2]) & 0x7FFF, int.from_bytes(raw[2:10])
    return math.ldexp(mantissa, exponent - 16_383 - 63) if len(raw) == 10 and exponent < 16_383 + 63 else 0.0


def au(held: Bytes) -> Claim:
    """Read what a Sun audio file claims; files joined behind it count as parts."""
    claims: list[Claim] = []
    at = 0
    while held[at : at + 4] in _AU:
        read = big if held[at : at + 4] == b".snd" else little
        begin, size, encoding, rate_hz, channels = (read(held, at + 4 * n, 4) for n in range(1, 6))
        bytes_a_second = _AU_BYTES.get(encoding, 0) * rate_hz * channels
        if size == 0xFFFF_FFFF or not bytes_a_second:
            return UNKNOWN if not claims else together([*claims, UNKNOWN])
        at += max(24, begin) + size
        rest_s = _rest(held, at, size) / bytes_a_second if held[at : at + 4] not in _AU else 0.0
        claims.append(Claim(seconds=size / bytes_a_second, cut=at > len(held), rest_s=rest_s))
    return together(claims)


def caf(held: Bytes) -> Claim:
    """Read what a Core Audio file claims: its packet table's valid frames, or the bytes of its data."""
    at, rate_hz, bytes_a_packet, frames_a_packet = 8, 0.0, 0, 0
    frames = size_of_data = None
    cut = False
    for _ in range(_MOST_CHUNKS):
        if at + 12 > len(held):
            break
        kind, size = held[at : at + 4], big(held, at + 4, 8)
        if kind == b"desc" and len(held) >= at + 36:
            rate_hz = struct.unpack(">d", held[at + 12 : at + 20])[0]
            bytes_a_packet, frames_a_packet = big(held, at + 28, 4), big(held, at + 32, 4)
        elif kind == b"pakt":
            frames = big(held, at + 20, 8)
        elif kind == b"data":
            if size == 0xFFFF_FFFF_FFFF_FFFF:  # until the end of the file
                break
            size_of_data, cut = size - 4, at + 12 + size > len(held)
        at += 12 + size
    if not (math.isfinite(rate_hz) and rate_hz > 0):
        return Claim(cut=cut)
    if frames is None and size_of_data is not None and bytes_a_packet:
        frames = size_of_data // bytes_a_packet * frames_a_packet
    return Claim(seconds=frames / rate_hz if frames is not None else None, cut=cut, slack_s=0.1)
