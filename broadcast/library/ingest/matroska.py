"""Sound in Matroska and WebM -> what length it claims: its Duration, or from its first block to its last.

Formats: RFC 8794 (EBML) and 9559 (Matroska, WebM).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median

from broadcast.library.ingest.claim import UNKNOWN, Bytes, Claim, big
from broadcast.library.ingest.pieces import Piece, in_order

_MOST_ELEMENTS = 2_000_000
_SEGMENT, _INFO, _TRACKS, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675
_SCALE, _DURATION = 0x2AD7B1, 0x4489
_TRACK, _NUMBER, _TYPE, _SOUND = 0xAE, 0xD7, 0x83, 2
_TIME, _GROUP, _BLOCKS = 0xE7, 0xA0, (0xA1, 0xA3)
_SLACK_S = 0.3
_MOST_LEFT = 1_000
"""Bytes behind the last element that may be a leftover: a tenth of a second of a voice."""
_DRIFT = 3e-4
"""A browser's times are those of another clock than its sound has."""


@dataclass(slots=True)
class _Segment:
    """What was read of a segment so far."""

    scale_ns: int = 1_000_000
    seconds: float | None = None
    sounds: list[int] = field(default_factory=list)
    """The numbers of its tracks of sound."""
    cluster: int = 0
    """The time of the cluster that is read."""
    first: int | None = None
    """That of the first, in which another track may begin before the sound does."""
    times: list[list[int]] = field(default_factory=list)
    """Of each cluster with blocks of the first sound: its blocks' times."""
    fresh: bool = True
    """A cluster has begun, and no such block yet."""
    cut: bool = False


def matroska(held: Bytes) -> Claim:
    """Read what a Matroska or WebM file claims: its Duration; of one that a browser recorded its blocks' times."""
    for kind, begin, end in _elements(held, 0, len(held)):
        if kind == _SEGMENT:
            return _claim(_read(held, begin, end))
    return UNKNOWN


def _claim(segment: _Segment) -> Claim:
    pieces, missed_s = _pieces(segment), (segment.first or 0) * segment.scale_ns / 1e9
    slack_s = _SLACK_S + _DRIFT * sum(piece.length_s for piece in pieces)
    found = in_order(pieces, missed_s=missed_s, cut=segment.cut, slack_s=slack_s)
    if segment.seconds is not None:
        found = Claim(
            seconds=segment.seconds, slack_s=_SLACK_S, cut=segment.cut, out_of_place_s=found.out_of_place_s
        )
    return replace(found, tracks=max(1, len(segment.sounds)))


def _pieces(segment: _Segment) -> list[Piece]:
    """The clusters, each as long as from its first block to where its last one ends."""
    every = [time for cluster in segment.times for time in cluster]
    steps = [after - before for before, after in pairwise(every) if after > before]
    step, scale = (median(steps) if steps else 0), segment.scale_ns / 1e9
    return [
        Piece(at_s=cluster[0] * scale, length_s=max(0, cluster[-1] - cluster[0] + step) * scale)
        for cluster in segment.times
    ]


def _read(held: Bytes, begin: int, end: int) -> _Segment:
    segment, reached = _Segment(cut=end > len(held)), begin
    for kind, at, until in _elements(held, begin, min(end, len(held))):
        segment.cut = segment.cut or until > len(held)
        until = min(until, len(held))
        if kind == _INFO:
            _add_length(segment, held, at, until)
        elif kind == _TRACKS:
            segment.sounds += _sounds(held, at, until)
        elif kind == _CLUSTER:
            segment.fresh = True
            # one of unknown size: what is within comes next
            for inner, inner_at, inner_end in _elements(held, at, until):
                _add(segment, held, inner, inner_at, inner_end)
        else:
            _add(segment, held, kind, at, until)
        reached = until
    # zeros of a download that was given its room first and then broke off
    segment.cut = segment.cut or min(end, len(held)) - reached > _MOST_LEFT
    return segment


def _add(segment: _Segment, held: Bytes, kind: int, begin: int, end: int) -> None:
    """Read one thing out of a cluster: its time, or a block."""
    if kind == _TIME:
        segment.cluster = big(held, begin, min(8, end - begin))
        segment.first = segment.cluster if segment.first is None else segment.first
    elif kind == _GROUP:
        for inner, at, until in _elements(held, begin, end):
            _add(segment, held, inner, at, until)
    elif kind in _BLOCKS:
        track, after = _variable(held, begin, marked=False)
        if segment.sounds and track == segment.sounds[0] and after + 2 <= min(end, len(held)):
            time = segment.cluster + int.from_bytes(held[after : after + 2], signed=True)
            if segment.fresh or not segment.times:
                segment.times.append([])
            segment.times[-1].append(time)
            segment.fresh = False


def _sounds(held: Bytes, begin: int, end: int) -> Iterator[int]:
    for kind, at, until in _elements(held, begin, end):
        if kind == _TRACK:
            said = {
                inner: big(held, start, min(8, stop - start)) for inner, start, stop in _elements(held, at, until)
            }
            if said.get(_TYPE) == _SOUND:
                yield said.get(_NUMBER, 0)


def _add_length(segment: _Segment, held: Bytes, begin: int, end: int) -> None:
    length = 0.0
    for kind, at, until in _elements(held, begin, end):
        if kind == _SCALE:
            segment.scale_ns = big(held, at, min(8, until - at))
        elif kind == _DURATION and until - at in (4, 8) and until <= len(held):
            length = struct.unpack(">f" if until - at == 4 else ">d", held[at:until])[0]
    seconds = length * segment.scale_ns / 1e9
    segment.seconds = seconds if 0 < seconds < 1e6 else None  # not a number, too, is no length


def _elements(held: Bytes, begin: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Kind, beginning of what is within, and end of each element; one of unknown size reaches to `end`.

    Of a cluster of unknown size what is within it follows.
    """
    at = begin
    for _ in range(_MOST_ELEMENTS):
        if at >= end:
            return
        kind, after = _variable(held, at, marked=True)
        size, inner = _variable(held, after, marked=False)
        if after == at or inner == after:
            return
        unknown = size == (1 << 7 * (inner - after)) - 1
        flat = unknown and kind == _CLUSTER
        until = inner if flat else end if unknown else inner + size
        yield kind, inner, until
        at = until


def _variable(held: Bytes, at: int, *, marked: bool) -> tuple[int, int]:
    """A number whose first byte tells its length, and where it ends; with its length's mark, or without."""
    first = held[at] if at < len(held) else 0
    if not first:
        return 0, at
    length = 9 - first.bit_length()
    value = big(held, at, length)
    return (value if marked else value & (1 << 7 * length) - 1), at + length
