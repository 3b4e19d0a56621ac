"""The bytes of a FLAC file -> what length it claims: its STREAMINFO's samples, or where its last frame ends.

Format: RFC 9639. A header may say less than there is (a decoder stops there), or nothing (it was written into a
pipe): each frame has its own number, so the last one tells how long the sound is.
"""

import re
from dataclasses import replace
from typing import NamedTuple

from broadcast.library.ingest.claim import UNKNOWN, Bytes, Claim, big, together
from broadcast.library.ingest.tags import after_id3, without_end_tags

_STREAMINFO = b"fLaC\x00\x00\x00\x22"
_FRAME = re.compile(rb"\xff[\xf8\xf9]")
_RATES_HZ = {
    1: 88_200, 2: 176_400, 3: 192_000, 4: 8_000, 5: 16_000, 6: 22_050, 7: 24_000, 8: 32_000, 9: 44_100, 10: 48_000,
    11: 96_000,
}  # fmt: skip
_LONGEST_FRAME = 1 << 17
"""Bytes: 4,608 frames of eight channels of 24 bits, which no encoder lets grow, are 110,000."""
_MOST_TRIED = 20
_SAMPLES = (1 << 36) - 1


class _Info(NamedTuple):
    """A STREAMINFO; `samples` is 0 where it does not say."""

    at: int
    block: int
    rate_hz: int
    samples: int


def flac(held: Bytes) -> Claim:
    """Read what a FLAC file claims; files joined behind it count as parts."""
    infos = _infos(held)
    there = _counted(held, infos[-1]) if infos else None
    twice = _twice(held, infos[0]) if len(infos) == 1 else 0
    claims = [_claim(held, info, there if info is infos[-1] else None, twice) for info in infos]
    whole = together(claims)
    return whole if whole.seconds is not None else replace(whole, cut=True)


def with_its_samples(held: Bytes) -> bytes | None:
    """Write into a FLAC that went through a pipe how many samples it holds; return the file with that number.

    None where it needs none, or where it is not known because the file does not end where a frame does.
    """
    infos = _infos(held)
    if len(infos) != 1 or infos[0].samples or not (samples := _counted(held, infos[0])):
        return None
    at = infos[0].at + 10
    return held[:at] + (big(held, at, 8) & ~_SAMPLES | samples).to_bytes(8) + held[at + 8 :]


def _infos(held: Bytes) -> list[_Info]:
    infos = []
    at = after_id3(held)
    while at >= 0 and held[at : at + 4] == b"fLaC":
        bits = big(held, at + 18, 8)
        infos.append(_Info(at + 8, big(held, at + 8, 2), bits >> 44, bits & _SAMPLES))
        at = held.find(_STREAMINFO, at + 8)
        # eight bytes may come up in sound too; a block size and a rate beside them that make sense do not
        if not (at >= 0 and big(held, at + 8, 2) >= 16 and 0 < big(held, at + 18, 8) >> 44 <= 655_350):
            break
    return infos


def _claim(held: Bytes, info: _Info, counted: int | None, twice: int) -> Claim:
    # each frame may name the rate too: where the two disagree, one of them lies, and so does the length by it
    rate_hz = _frame_rate_hz(held, info.at) or info.rate_hz
    samples = max(info.samples, counted or 0) + twice
    return Claim(seconds=samples / rate_hz) if rate_hz and samples else UNKNOWN


def _frame_rate_hz(held: Bytes, at: int) -> int:
    """The rate that the first frame names in its own head, behind all blocks of metadata; 0 where it does not."""
    at -= 4
    last = False
    while not last and at + 4 <= len(held):
        last = held[at] >= 0x80
        at += 4 + big(held, at + 1, 3)
    head = big(held, at, 4)
    return _RATES_HZ.get(head >> 8 & 0xF, 0) if head >> 18 == 0x3FFE else 0


def _counted(held: Bytes, info: _Info) -> int | None:
    """How many samples there are until the last frame ends; None where the file does not end with one.

    Its CRC-16 over all of it is 0, and over several, too; what begins like a frame and is none leaves another
    number (RFC 9639, 9.3).
    """
    end = without_end_tags(held)
    tail = bytes(held[max(info.at, end - _LONGEST_FRAME) : end])
    starts = [found.start() for found in _FRAME.finditer(tail)][-_MOST_TRIED:]
    for start in reversed(starts):
        if _crc16(tail[start:]) == 0:
            return _samples_until_end(tail[start : start + 16], info.block)
    return None


def _twice(held: Bytes, info: _Info) -> int:
    """How many samples lie in frames that come up again, of which a decoder has no room in the length it was told.

    What looks like a frame's head by chance has another CRC-8, or other bits where all heads of a file are alike.
    """
    first: tuple[int, ...] | None = None
    last = twice = 0
    for found in _FRAME.finditer(held, info.at):
        head = bytes(held[found.start() : found.start() + 16])
        alike = (head[1], head[2] & 0xF, head[3]) if _is_head(head) else None
        if alike is None or alike != (first or alike):
            continue
        first, until = alike, _samples_until_end(head, info.block)
        twice += last - until + info.block if until <= last else 0
        last = until
    return twice


def _is_head(head: bytes) -> bool:
    """Whether a frame begins with these bytes: a CRC-8 ends its head (RFC 9639, 9.1.8)."""
    if len(head) < 16 or head[2] >> 4 == 0:
        return False
    end = (
        4 + _coded_bytes(head[4]) + {6: 1, 7: 2}.get(head[2] >> 4, 0) + {12: 1, 13: 2, 14: 2}.get(head[2] & 0xF, 0)
    )
    crc = 0
    for byte in head[:end]:
        crc ^= byte
        for _ in range(8):
            crc = crc << 1 & 0xFF ^ (0x07 if crc & 0x80 else 0)
    return end < len(head) and crc == head[end]


def _coded_bytes(coded: int) -> int:
    """How many bytes a frame's number takes, by the first: as UTF-8, up to seven."""
    return 1 if coded < 0x80 else 8 - (coded ^ 0xFF).bit_length()


def _samples_until_end(head: bytes, block: int) -> int:
    """Where a frame ends that begins with these bytes, in samples from the beginning (RFC 9639, 9.1)."""
    coded = head[4]
    long = _coded_bytes(coded)
    number = coded if long == 1 else coded & (1 << 7 - long) - 1
    for byte in head[5 : 4 + long]:
        number = number << 6 | byte & 0x3F
    code, behind = head[2] >> 4, 4 + long
    if code in (6, 7):
        size = int.from_bytes(head[behind : behind + code - 5]) + 1
    else:
        size = 192 if code == 1 else 576 << code - 2 if code < 6 else 256 << code - 8
    return (number if head[1] & 1 else number * block) + size


def _crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc = (crc << 8 & 0xFFFF) ^ _CRC16[crc >> 8 ^ byte]
    return crc


def _crc16_of(byte: int) -> int:
    crc = byte << 8
    for _ in range(8):
        crc = crc << 1 ^ (0x18005 if crc & 0x8000 else 0)
    return crc


_CRC16 = tuple(_crc16_of(byte) for byte in range(256))
"""x^16 + x^15 + x^2 + 1, begun with 0."""
