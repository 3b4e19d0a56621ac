"""Sound in pages and packets (Ogg, AAC in ADTS, AMR) -> what length it claims.

Formats: RFC 3533 (Ogg), 7845 (Opus in Ogg), 4867 (AMR); ISO/IEC 13818-7 (ADTS); Xiph (Vorbis, Speex).
ADTS and AMR claim nothing: their frames are counted.
"""

import zlib
from dataclasses import dataclass, replace

from broadcast.library.ingest.claim import UNKNOWN, Bytes, Claim, big, little, together
from broadcast.library.ingest.gaps import with_gaps
from broadcast.library.ingest.tags import after_id3, without_end_tags

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
_TURNED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_AMR_BYTES = (13, 14, 16, 18, 20, 21, 27, 32, 6, 7, 6, 6, 1, 1, 1, 1)
_AMR_WB_BYTES = (18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 1, 1, 1, 1, 1, 1)
_AMR_FRAME_S = 0.02
_LONGEST_PAGE = 255 * 4096
"""Samples: so many packets at most end on a page of Ogg (RFC 3533), with half of Vorbis' longest block each.
Silence takes so little room that five seconds of it are one page."""
_AAC_PRIMING = 2
"""Frames that a decoder may take off AAC at its beginning, or add at its end."""


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
    page: int = -1
    """The number of its last page that is whole."""
    lost: float = 0.0
    """How many samples lie on pages that are missing or damaged."""
    twice: int = 0
    """How many samples lie on pages that come up again."""

    def claim(self) -> Claim:
        if self.samples:
            return self._claim(self.samples)
        if self.last is None or self.first is None:
            return UNKNOWN
        # a stream that was taken off the air begins at a number of its own, later than any first page can end
        begins = self.first if self.first > _LONGEST_PAGE else self.preskip
        whole = self._claim(max(0, self.last - begins))
        return replace(whole, slack_s=0.1 if begins == self.preskip else 3.0, stated=self.ended)

    def _claim(self, samples: int) -> Claim:
        return Claim(seconds=(samples + self.twice) / self.rate_hz, lost_s=self.lost / self.rate_hz)


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
        if end <= len(held) and not _is_sound_page(held[at:end]):
            at = held.find(b"OggS", at + 4)
            continue
        if flags & 2 and (found := _ogg_stream(held, begin)):
            open_ones[serial] = found
            streams.append(found)
        cut = end > len(held) or begin > len(held)
        if not cut or flags & 4:
            _step(open_ones.get(serial), granule, flags, little(held, at + 18, 4))
        at = end if held[end : end + 4] == b"OggS" else held.find(b"OggS", end)
    claims = [stream.claim() for stream in streams]
    whole = together(claims, cut=cut or not all(stream.ended for stream in streams[-1:]))
    return replace(whole, seconds=None) if cut and not whole.stated else whole


def _is_sound_page(page: bytes) -> bool:
    """Whether a page's CRC is right: that of zlib, with the bits of each byte and of the result turned round."""
    plain = page[:22] + bytes(4) + page[26:]
    crc = zlib.crc32(plain.translate(_TURNED), 0xFFFF_FFFF) ^ 0xFFFF_FFFF
    return int(f"{crc:032b}"[::-1], 2) == little(page, 22, 4)


def _step(stream: _Stream | None, granule: int, flags: int, page: int) -> None:
    if stream is None:
        return
    if 0 < granule < 1 << 63:
        gone, last = page - stream.page - 1, stream.last or 0
        if gone > 0:
            stream.lost += max(0, granule - last) * gone / (gone + 1)
        stream.twice = max(stream.twice, last - granule)
        stream.first = granule if stream.first is None else stream.first
        stream.last = max(granule, stream.last or 0)
    stream.page = max(stream.page, page)
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
    """Count the frames of AAC in ADTS; a last one that does not end makes it cut.

    What lies between and behind them and is no frame tells more (`gaps`).
    """
    at, seconds, slack_s, cut, lost = after_id3(held), 0.0, 0.0, False, False
    spans: list[tuple[int, int]] = []
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
            begin = spans.pop()[0] if spans and spans[-1][1] == at else at
            spans.append((begin, at + length))
        at += length
    claim = Claim(seconds=seconds, slack_s=slack_s, stated=False, cut=cut)
    return with_gaps(claim, held, [spans], without_end_tags(held))


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
