"""A script that was read -> its paragraphs twice, as they are written and as they are spoken, changes marked."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from broadcast.text.spokentext import Reading, Utterance
from broadcast.ward.readings import Prepared

_BETWEEN_PARAGRAPHS = re.compile(r"\n[ \t]*\n+")


class Mark(StrEnum):
    """How a piece of text is marked."""

    PLAIN = "plain"
    CHANGED = "changed"
    """It is not read as it stands."""
    DOUBTFUL = "doubtful"
    """How it is read is not certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a paragraph."""

    text: str
    mark: Mark = Mark.PLAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph on both sides; one that is not read has no spoken side."""

    written: tuple[Piece, ...]
    spoken: tuple[Piece, ...]


def side_by_side(prepared: Prepared) -> tuple[Paragraph, ...]:
    """Put what is written beside what is spoken, paragraph by paragraph, in the order of the text."""
    text, marked = prepared.text, _marked(prepared)
    starts = [one.start for one in prepared.spoken.utterances]
    found = []
    for start, end in _paragraphs(text):
        utterances = prepared.spoken.utterances[bisect_left(starts, start) : bisect_left(starts, end)]
        within = [(one, mark) for one, mark in marked if start <= one.start and one.end <= end]
        found.append(
            Paragraph(written=tuple(_written(text, start, end, within)), spoken=tuple(_spoken(utterances, within)))
        )
    return tuple(found)


def _marked(prepared: Prepared) -> list[tuple[Reading, Mark]]:
    """What is not read as it stands, or not for certain, in order."""
    doubts = [(one.start, one.end) for one in prepared.spoken.doubts]
    found = []
    for one in prepared.spoken.readings:
        if any(start <= one.start and one.end <= end for start, end in doubts):
            found.append((one, Mark.DOUBTFUL))
        elif one.spoken.casefold() != one.written.casefold():
            found.append((one, Mark.CHANGED))
    return found


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in _BETWEEN_PARAGRAPHS.finditer(text):
        if gap.start() > start:
            yield start, gap.start()
        start = gap.end()
    if start < len(text):
        yield start, len(text)


def _written(text: str, start: int, end: int, within: Sequence[tuple[Reading, Mark]]) -> Iterator[Piece]:
    for one, mark in within:
        if one.start < start:  # it stands within the one before
            continue
        if one.start > start:
            yield Piece(text=text[start : one.start])
        yield Piece(text=text[one.start : one.end], mark=mark)
        start = one.end
    if start < end:
        yield Piece(text=text[start:end])


def _spoken(utterances: Sequence[Utterance], within: Sequence[tuple[Reading, Mark]]) -> Iterator[Piece]:
    """The words of the utterances; where the words of a reading are found in their order, they are marked."""
    for number, utterance in enumerate(utterances):
        said, at = utterance.text, 0
        if number:
            yield Piece(text=" ")
        for one, mark in within:
            if not (utterance.start <= one.start < utterance.end) or not one.spoken:
                continue
            found = said.casefold().find(one.spoken.casefold(), at)
            if found < 0:
                continue
            if found > at:
                yield Piece(text=said[at:found])
            at = found + len(one.spoken)
            yield Piece(text=said[found:at], mark=mark)
        if at < len(said):
            yield Piece(text=said[at:])
