"""Sound in frames and packets (FLAC, Ogg, AAC in ADTS, AMR) -> what length it claims.

Formats: RFC 9639 (FLAC), 3533 (Ogg), 7845 (Opus in Ogg), 4867 (AMR); ISO/IEC 13818-7 (ADTS); Xiph (Vorbis, Speex).
ADTS and AMR claim nothing: their frames are counted.
"""

import re
from dataclasses import dataclass, replace

from broadcast.library.ingest.claim import UNKNOWN, Bytes, Claim, big, little, together
from broadcast.library.ingest.tags import after_id3

_STREAMINFO = b"fLaC\x00\x00\x00\x22"
_ADTS_RATES_HZ = (
    96_000,
    88_200,
    64_000,
    48_000,
    44_100,
    32_000,
    24_000,
    22_050,
    16_000,
    12_000,
    11_025,
    8_000,
    7_350,
)
_AMR_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 1, 1, 1, 1)
_AMR_WB_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)
_FLAC_RATES_HZ = {
    1: 88_200, 2: 176_400, 3: 192_000, 4: 8_000, 5: 16_000, 6: 22_050, 7: 24_000, 8: 32_000, 9: 44_100, 10: 48_000,
    11: 96_000,
}  # fmt: skip
_AMR_FRAME_S = 0.02
_LONGEST_FLAC_FRAME = 1 << 17
"""Bytes: 4,608 frames of eight channels of 24 bits, which no encoder lets grow, are 110,000."""
_AAC_PRIMING = 2
"""Frames that a decoder may take off AAC at its beginning, or add at its end."""


def flac(held: Bytes) -> Claim:
    """Read what a FLAC file claims: its STREAMINFO's samples; files joined behind it count as parts."""
    claims: list[Claim] = []
    at = after_id3(held)
    while at >= 0 and held[at : at + 4] == b"fLaC":
        claims.append(_stream_info(held, at + 8))
        at = held.find(_STREAMINFO, at + 8)
        at = at if _is_stream_info(held, at) else -1
    whole = together(claims)
    return whole if whole.seconds is not None else replace(whole, cut=not _ends_with_a_frame(held))


def _ends_with_a_frame(held: Bytes) -> bool:
    """Whether a FLAC file ends where a frame does: its CRC-16 over the whole frame is 0 there (RFC 9639, 9.3).

    For a file that does not say how long it is; what begins like a frame and is none ends with another number.
    """
    end = bytes(held[-_LONGEST_FLAC_FRAME:])
    starts = [found.start() for found in re.finditer(rb"\xff[\xf8\xf9]", end)][-20:]
    return any(_crc16(end[at:]) == 0 for at in reversed(starts))


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


def _stream_info(held: Bytes, at: int) -> Claim:
    bits = big(held, at + 10, 8)
    rate_hz, samples = bits >> 44, bits & 0xF_FFFF_FFFF
    # each frame may name the rate too: where the two disagree, one of them lies, and so does the length by it
    rate_hz = _frame_rate_hz(held, at + 34) or rate_hz
    return Claim(seconds=samples / rate_hz) if rate_hz and samples else UNKNOWN


def _frame_rate_hz(held: Bytes, at: int) -> int:
    """The rate that the first frame names in its own head, behind all blocks of metadata; 0 where it does not."""
    last = held[at - 38 : at - 37] >= b"\x80"
    while not last and at + 4 <= len(held):
        last = held[at] >= 0x80
        at += 4 + big(held, at + 1, 3)
    head = big(held, at, 4)
    return _FLAC_RATES_HZ.get(head >> 8 & 0xF, 0) if head >> 18 == 0x3FFE else 0


def _is_stream_info(held: Bytes, at: int) -> bool:
    """Eight bytes may come up in sound too; a block size and a rate beside them that make sense do not."""
    return at >= 0 and big(held, at + 8, 2) >= 16 and 0 < big(held, at + 18, 8) >> 44 <= 655_350


_CRC16 = tuple(_crc16_of(byte) for byte in range(256))
"""x^16 + x^15 + x^2 + 1, begun with 0."""


# --- Ogg ---


@dataclass(slots=True)
class _Stream:
    rate_hz: int
    preskip: int = 0
    samples: int = 0
    """As FLAC's own header has them; 0 where it does not say."""
    first: int | None = None
    last: int | None = None
    ended: bool = False

    def claim(self) -> Claim:
        if self.samples:
            return Claim(seconds=self.samples / self.rate_hz)
        if self.last is None or self.first is None:
            return UNKNOWN
        # a stream that was taken off the air begins at a number of its own; a page is shorter than three seconds
        begins = self.first if self.first > 3 * self.rate_hz else self.preskip
        seconds = max(0, self.last - begins) / self.rate_hz
        return Claim(seconds=seconds, slack_s=0.1 if begins == self.preskip else 3.0, stated=self.ended)


def ogg(held: Bytes) -> Claim:
    """Read what an Ogg file claims: the last position of each stream of sound in it, chained ones as parts.

    Where a page does not end, nothing says how long the whole was. A last page that does not say that it is the
    last may be missing others (or come from a program that never says so): the claim is cut, and not stated.
    """
    streams: list[_Stream] = []
    open_ones: dict[int, _Stream] = {}  # by serial number, which a joined file may have again
    at, cut = held.find(b"OggS"), False
    while at >= 0 and at + 27 <= len(held):
        flags, granule, serial, segments = (
            held[at + 5],
            little(held, at + 6, 8),
            little(held, at + 14, 4),
            held[at + 26],
        )
        begin = at + 27 + segments
        end = begin + sum(held[at + 27 : begin])
        if flags & 2 and (found := _ogg_stream(held, begin)):
            open_ones[serial] = found
            streams.append(found)
        cut = end > len(held) or begin > len(held)
        if not cut or flags & 4:
            _step(open_ones.get(serial), granule, flags)
        at = end if held[end : end + 4] == b"OggS" else held.find(b"OggS", end)
    claims = [stream.claim() for stream in streams]
    whole = together(claims, cut=cut or not all(stream.ended for stream in streams[-1:]))
    return replace(whole, seconds=None) if cut and not whole.stated else whole


def _step(stream: _Stream | None, granule: int, flags: int) -> None:
    if stream is None:
        return
    if 0 < granule < 1 << 63:
        stream.first = granule if stream.first is None else stream.first
        stream.last = max(granule, stream.last or 0)
    stream.ended = bool(flags & 4)


def _ogg_stream(held: Bytes, at: int) -> _Stream | None:
    head = held[at : at + 64]
    if head[:7] == b"\x01vorbis":
        return _Stream(little(held, at + 12, 4) or 1)
    if head[:8] == b"OpusHead":
        return _Stream(48_000, preskip=little(held, at + 10, 2))
    if head[:5] == b"\x7fFLAC":
        bits = big(held, at + 27, 8)
        return _Stream(bits >> 44 or 1, samples=bits & 0xF_FFFF_FFFF)
    if head[:8] == b"Speex   ":
        return _Stream(little(held, at + 36, 4) or 1)
    return None


# --- frames that are counted ---


def adts(held: Bytes) -> Claim:
    """Count the frames of AAC in ADTS; a last one that does not end makes it cut."""
    at, seconds, slack_s, cut, lost = after_id3(held), 0.0, 0.0, False, False
    while at >= 0 and at + 7 <= len(held):
        bits = big(held, at, 7)
        rate_index, length = bits >> 34 & 0xF, bits >> 13 & 0x1FFF
        if bits >> 44 != 0xFFF or bits >> 41 & 0b11 or rate_index >= len(_ADTS_RATES_HZ) or length < 7:
            at, lost = held.find(b"\xff", at + 1), True
            continue
        if lost and not _adts_follows(held, at + length):
            at = held.find(b"\xff", at + 1)
            continue
        cut, lost = at + length > len(held), False
        if not cut:
            frame_s = 1024 * ((bits & 0b11) + 1) / _ADTS_RATES_HZ[rate_index]
            seconds, slack_s = seconds + frame_s, _AAC_PRIMING * frame_s
        at += length
    return Claim(seconds=seconds, slack_s=slack_s, stated=False, cut=cut)


def _adts_follows(held: Bytes, at: int) -> bool:
    return at == len(held) or big(held, at, 2) >> 4 == 0xFFF


def amr(held: Bytes) -> Claim:
    """Count the frames of AMR or AMR-WB, of 20 ms each; a last one that does not end makes it cut."""
    wide = held[:9] == b"#!AMR-WB\n"
    sizes = _AMR_WB_BYTES if wide else _AMR_BYTES
    at, frames = (9 if wide else 6), 0
    while at < len(held):
        at += sizes[held[at] >> 3 & 0xF]
        frames += at <= len(held)
    return Claim(seconds=frames * _AMR_FRAME_S, slack_s=_AMR_FRAME_S, stated=False, cut=at > len(held))
