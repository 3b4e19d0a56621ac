"""Bytes that are no frame, behind or between the frames of a stream that claims no length -> what was lost there.

Browsers, download managers and telephones give a file its whole room first: what never came is zeros then. A tag
is none of it, and the leftover of a sector is less than a syllable.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from broadcast.library.ingest.claim import Bytes, Claim
from broadcast.library.ingest.mp3frames import walked
from broadcast.library.ingest.tags import tag_length, without_end_tags

_SYLLABLE_S = 0.25
_ROOM_SHARE = 0.1
"""So many zeros behind a sound are the room for what never came."""
_LOOKED_AT = 64
_ID3V1 = 128

Span = tuple[int, int]
"""Where bytes begin and end."""


def mp3(held: Bytes) -> Claim:
    """Read what an MP3 claims; where no header counts its frames, what lies between and behind them tells too."""
    walk = walked(held)
    claim = walk.claim
    if claim.stated or not walk.runs:
        return claim
    return with_gaps(claim, held, [run.spans for run in walk.runs], without_end_tags(held))


def with_gaps(claim: Claim, held: Bytes, runs: Iterable[list[Span]], end: int) -> Claim:
    """Add to what the frames claim what was between them and behind, up to `end`; zeros there make it cut.

    `runs`: where the frames of each run lie that were recorded without a break; neighbours are one span.
    """
    every = [spans for spans in runs if spans]
    size = sum(end - begin for spans in every for begin, end in spans)
    if not size or not claim.seconds:
        return claim
    a_second = size / claim.seconds
    gaps = [gap for spans in every for gap in (_gap(held, *pair) for pair in pairwise(spans))]
    missing_s = sum(gap / a_second for gap in gaps if gap > _SYLLABLE_S * a_second)
    zeros = _zeros(held, every[-1][-1][1], end)
    if zeros > _ROOM_SHARE * size:
        missing_s += zeros / a_second
    cut = claim.cut or zeros > _SYLLABLE_S * a_second
    return replace(claim, seconds=claim.seconds + missing_s, cut=cut)


def _gap(held: Bytes, before: Span, after: Span) -> int:
    """How many bytes between two spans are no tag."""
    at = before[1]
    while at < after[0]:
        tag = _ID3V1 if held[at : at + 3] == b"TAG" else tag_length(held, at)
        if not tag:
            break
        at += tag
    return max(0, after[0] - at)


def _zeros(held: Bytes, at: int, end: int) -> int:
    """How many zeros are there; 0 where other bytes are too."""
    step = max(1, (end - at) // _LOOKED_AT)
    return 0 if any(held[at : at + 16]) or any(held[place] for place in range(at, end, step)) else end - at
