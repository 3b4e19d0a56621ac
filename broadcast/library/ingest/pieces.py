"""The pieces that a live recording was written in, each with its time -> what length they claim together.

A browser writes a second or a few at a time, and a network loses whole ones: none is damaged then, and a decoder
plays what is left as if nothing had been between. The times that the pieces bear tell it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from broadcast.library.ingest.claim import Claim

_JITTER_S = 0.1
"""Clocks of recorders tremble, and times are written in whole milliseconds."""
_LATER_S = 1800.0
"""What begins later was taken off the air, and not recorded from its beginning; no recording is longer."""
_ALIKE, _MOSTLY = 0.04, 0.75
_FEWEST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One piece: a fragment of MP4, a cluster of Matroska."""

    number: int = 0
    """Counted by the writer, where it counts."""
    at_s: float | None = None
    """When it begins, in seconds from the beginning of all; None where it does not say."""
    length_s: float


def in_order(
    pieces: Sequence[Piece],
    *,
    before_s: float = 0.0,
    missed_s: float = 0.0,
    told_s: float | None = None,
    ended: bool = False,
    cut: bool = False,
    slack_s: float,
) -> Claim:
    """Put together what the pieces claim, as they lie in the file: from the beginning of all to the last end.

    `before_s`: so much sound lies before the first. `missed_s`: at that time the first of all begins, those of
    other tracks counted in, whose number says that it is not the first that was written; what begins half an hour
    late was taken off the air. `told_s`: so long an index says all are; None: there is none.
    `ended`: something behind the last says that it is the last. `cut`: the last is not whole, or not all bytes of
    the file are pieces. Where nothing tells the end, and the last is as long as the others (a recorder that is
    stopped writes a shorter one), more may have followed.
    """
    if not pieces:
        return Claim(seconds=(before_s or None) if told_s is None else told_s, slack_s=slack_s, cut=cut,
                     stated=told_s is not None)  # fmt: skip
    placed = [piece for piece in pieces if piece.at_s is not None]
    missed_s = missed_s if missed_s < _LATER_S else 0.0
    reached_s = (
        _reached_s(placed, before_s or missed_s) if len(placed) == len(pieces) else before_s + _counted_s(pieces)
    )
    there_s = before_s + sum(piece.length_s for piece in pieces)
    if told_s is None and cut:
        return Claim(slack_s=slack_s, cut=True)
    return Claim(
        seconds=max(reached_s, there_s, told_s or 0.0),
        slack_s=slack_s,
        stated=told_s is not None,
        cut=cut,
        open_ended=told_s is None and not ended and _last_as_long(pieces),
        out_of_place_s=_out_of_place_s(placed),
    )


def _reached_s(pieces: Sequence[Piece], before_s: float) -> float:
    """How long it is to the latest end, with so much before the first."""
    return before_s + max(_at_s(piece) + piece.length_s for piece in pieces) - _at_s(pieces[0])


def _at_s(piece: Piece) -> float:
    return piece.at_s or 0.0


def _counted_s(pieces: Sequence[Piece]) -> float:
    """How long it is by the writer's numbers, where there are no times."""
    gone = sum(max(0, after.number - before.number - 1) for before, after in pairwise(pieces))
    lengths = [piece.length_s for piece in pieces]
    return sum(lengths) + gone * median(lengths)


def _out_of_place_s(pieces: Sequence[Piece]) -> float:
    """How much of it lies behind what comes later, or comes again."""
    out_s, reached_s = 0.0, 0.0
    for piece in pieces:
        if _at_s(piece) < reached_s - _JITTER_S:
            out_s += piece.length_s
        reached_s = max(reached_s, _at_s(piece) + piece.length_s)
    return out_s


def _last_as_long(pieces: Sequence[Piece]) -> bool:
    """Whether the last is as long as all the others, which are one as long as the other."""
    *others, last = (piece.length_s for piece in pieces)
    if len(others) < _FEWEST - 1:
        return False
    usual = median(others)
    alike = sum(abs(length - usual) <= _ALIKE * usual for length in others)
    return alike >= _MOSTLY * len(others) and last >= (1 - _ALIKE) * usual
