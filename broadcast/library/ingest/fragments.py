"""The fragments of an MP4 -> what they claim: how long the sound is from the first to the last.

So browsers on telephones record, and so downloaders of HLS and DASH put together what they fetched. Fragments may
be missing, come twice or in the wrong order; each has its number and its time.

Format: ISO/IEC 14496-12, 8.8 (mvex, trex, mehd, moof, mfhd, tfhd, tfdt, trun, mfra) and 8.16.3 (sidx).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from broadcast.library.ingest.claim import Bytes, Claim, big
from broadcast.library.ingest.pieces import Piece, in_order

_MOST_BOXES = 1_000_000
_MOST_RUNS = 1_000_000
_AAC_SLACK_S = 0.3
_OFFSET, _FIRST_FLAGS, _LENGTHS, _SIZES, _FLAGS, _SHIFTS = 0x1, 0x4, 0x100, 0x200, 0x400, 0x800
"""Flags of a trun: what stands in it."""
_BASE, _DESCRIPTION, _LENGTH = 0x1, 0x2, 0x8
"""Flags of a tfhd: what stands in it before, and that, a length for all its samples."""


def boxes_in(held: Bytes, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield kind, beginning of what is within, and end of each box; the end of the last may lie behind `end`."""
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


@dataclass(slots=True)
class Fragments:
    """What the fragments of one track of sound say, in the order in which they lie in the file."""

    track: int
    """Its number."""
    scale: int
    """Units a second, of all its times."""
    usual: int = 0
    """How long a sample is where nothing else says it, in these units."""
    told_s: float = 0.0
    """How long an index, or the head, says that all are together; 0: neither does."""
    ended: bool = False
    """The index that stands behind the last is there."""
    first: int | None = None
    """The number of the first fragment of any track."""
    pieces: list[Piece] = field(default_factory=list)

    def add_head(self, held: Bytes, begin: int, end: int, movie_scale: int) -> None:
        """Read a box mvex: it has the length of all where it was known, and the usual one of a sample."""
        for kind, at, _ in boxes_in(held, begin, end):
            if kind == b"trex" and big(held, at + 4, 4) == self.track:
                self.usual = big(held, at + 12, 4)
            elif kind == b"mehd" and movie_scale:
                self.told_s = big(held, at + 4, 8 if held[at : at + 1] == b"\x01" else 4) / movie_scale

    def add_index(self, held: Bytes, at: int) -> None:
        """Read a box sidx: how long the fragments are that it lists; one that lists one knows of no other."""
        long = held[at : at + 1] == b"\x01"
        scale, first = big(held, at + 8, 4), at + (28 if long else 20)
        count = min(big(held, first + 2, 2), max(0, len(held) - first - 4) // 12)
        if scale and count > 1 and big(held, at + 4, 4) == self.track:
            self.told_s += sum(big(held, first + 8 + 12 * n, 4) for n in range(count)) / scale

    def add(self, held: Bytes, begin: int, end: int) -> None:
        """Read a fragment, the inside of a box moof."""
        number = 0
        for kind, at, until in boxes_in(held, begin, end):
            if kind == b"mfhd":
                number = big(held, at + 4, 4)
                self.first = number if self.first is None else self.first
            elif kind == b"traf":
                self._add_track(held, at, min(until, end), number)

    def _add_track(self, held: Bytes, begin: int, end: int, number: int) -> None:
        starts, length, usual, ours = None, 0, self.usual, False
        for kind, at, until in boxes_in(held, begin, end):
            if kind == b"tfhd":
                flags, ours = big(held, at + 1, 3), big(held, at + 4, 4) == self.track
                if flags & _LENGTH:
                    usual = big(held, at + 8 + 8 * bool(flags & _BASE) + 4 * bool(flags & _DESCRIPTION), 4)
            elif kind == b"tfdt":
                starts = big(held, at + 4, 8 if held[at : at + 1] == b"\x01" else 4)
            elif kind == b"trun":
                length += _run(held, at, min(until, len(held)), usual)
        if ours and length and self.scale:
            at_s = starts / self.scale if starts is not None else None
            self.pieces.append(Piece(number=number, at_s=at_s, length_s=length / self.scale))

    def claim(self, *, before_s: float, cut: bool) -> Claim:
        """Put together what all of them claim, where so many seconds of sound lie before them (in a moov).

        `cut`: the file ends, or its boxes do, within one.
        """
        began = (self.pieces[0].at_s or 0.0) if self.pieces and self.first != 1 else 0.0
        return in_order(
            self.pieces, before_s=before_s, missed_s=began, told_s=self.told_s or None, ended=self.ended, cut=cut,
            slack_s=_AAC_SLACK_S,
        )  # fmt: skip


def _run(held: Bytes, at: int, end: int, usual: int) -> int:
    """How long the samples of a box trun are together."""
    flags, count = big(held, at + 1, 3), min(big(held, at + 4, 4), _MOST_RUNS)
    if not flags & _LENGTHS:
        return count * usual
    entry = 4 * sum(bool(flags & one) for one in (_LENGTHS, _SIZES, _FLAGS, _SHIFTS))
    first = at + 8 + 4 * bool(flags & _OFFSET) + 4 * bool(flags & _FIRST_FLAGS)
    count = min(count, max(0, end - first) // entry)
    return sum(big(held, first + entry * n, 4) for n in range(count))
