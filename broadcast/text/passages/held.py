"""Passages that no rule can read for certain, each told once: an old font's code, Vietnamese without marks."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from broadcast.base.errors import Message, tell
from broadcast.text.breathing import WordRun
from broadcast.text.clean import Cleaned
from broadcast.text.lexicon import LONGEST_FORM
from broadcast.text.passages.oldtext import converted, old_passages
from broadcast.text.spokentext import Doubt, Kind, Reading
from broadcast.text.suggestions import OPEN, speakable_words

_SHOWN = 300
"""So many characters of a converted passage stand in its doubt."""
_LEAST_WORDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A passage of the written text that is asked about as a whole."""

    start: int
    end: int
    kind: Kind
    why: Message
    advice: Message
    meant: str = ""
    """The words that are offered for it; empty where none are known."""


def in_unicode(text: str) -> tuple[Cleaned, list[Passage]]:
    """Turn the passages in an old font's code into Unicode; return the text, its way back, and the passages."""
    pieces: list[str] = []
    here, there = [0], [0]
    position = length = 0
    passages: list[Passage] = []
    for start, end, coding in old_passages(text):
        before = len(pieces)
        for first, last, new in [(start, start, ""), *(_moved(start, converted(text[start:end], coding)))]:
            length += first - position
            here += (length, length + len(new))
            there += (first, last)
            length += len(new)
            pieces += (text[position:first], new)
            position = last
        pieces.append(text[position:end])
        length += end - position
        position = end
        meant = "".join(pieces[before + 2 :])
        shown = meant if len(meant) <= _SHOWN else meant[:_SHOWN] + "…"
        passages.append(
            Passage(
                start=start,
                end=end,
                kind=Kind.OLD_FONT,
                why=tell(
                    "bài gõ bằng bảng mã cũ {coding}, không phải Unicode; đổi sang Unicode là: {text}",
                    coding=coding.value,
                    text=" ".join(shown.split()),
                ),
                advice=tell("Nhập lại từ tệp gốc, máy sẽ chuyển sang Unicode: broadcast import TỆP"),
                meant=" ".join(shown.split()),
            )
        )
    pieces.append(text[position:])
    return Cleaned("".join(pieces), here, there), passages


def _moved(by: int, pieces: list[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    return [(start + by, end + by, new) for start, end, new in pieces]


def without_marks(start: int, end: int) -> Passage:
    """Make the passage of a text typed without marks."""
    why = tell("đoạn này viết không dấu")
    advice = tell("Gõ lại đoạn này cho đủ dấu, hoặc bỏ đi nếu không cần đọc.")
    return Passage(start=start, end=end, kind=Kind.UNMARKED, why=why, advice=advice)


def held(
    text: str, passages: list[Passage], pieces: list[WordRun], readings: list[Reading], doubts: list[Doubt]
) -> tuple[tuple[Reading, ...], tuple[Doubt, ...]]:
    """Put one reading and one doubt in place of all those within each passage; return both lists in their order.

    A passage that the ward's lexicon reads is not asked about.
    """
    passages = _apart(passages)
    if not passages:
        return tuple(readings), tuple(doubts)
    words, inner = _by_passage(passages, pieces), _by_passage(passages, readings)
    asked = {place for place, one in enumerate(passages) if not _known(text, one, inner.get(place, []))}
    place_of = _Places(passages)
    kept = [reading for reading in readings if place_of(reading) not in asked]
    others = [doubt for doubt in doubts if place_of(doubt) not in asked]
    for place in sorted(asked):
        one = passages[place]
        spoken = " ".join(piece.words for piece in words.get(place, []))
        written = text[one.start : one.end]
        kept.append(Reading(start=one.start, end=one.end, written=written, spoken=spoken, kind=one.kind))
        others.append(_doubt(one, written, spoken))
    return tuple(sorted(kept, key=_start)), tuple(sorted(others, key=_start))


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


_T = TypeVar("_T", bound=_Spanned)


class _Places:
    """Of passages in order, the number of the one that something lies in; -1 for none."""

    def __init__(self, passages: list[Passage]) -> None:
        self._passages = passages
        self._starts = [one.start for one in passages]

    def __call__(self, spanned: _Spanned) -> int:
        place = bisect_right(self._starts, spanned.start) - 1
        return place if place >= 0 and spanned.end <= self._passages[place].end else -1


def _by_passage(passages: list[Passage], spanned: Iterable[_T]) -> dict[int, list[_T]]:
    place_of, found = _Places(passages), dict[int, list[_T]]()
    for one in spanned:
        found.setdefault(place_of(one), []).append(one)
    return found


def _start(spanned: _Spanned) -> int:
    return spanned.start


def _doubt(one: Passage, written: str, spoken: str) -> Doubt:
    line = " ".join(written.replace("\\", "\\\\").replace('"', '\\"').split())
    meant = spoken if one.meant and speakable_words(spoken) else OPEN
    return Doubt(
        start=one.start,
        end=one.end,
        written=written,
        why=one.why,
        suggestion=f'"{line}": {meant}' if len(line) <= LONGEST_FORM else "",
        advice=one.advice,
    )


def _apart(passages: list[Passage]) -> list[Passage]:
    """The passages in order, without one that begins within the one before it."""
    kept: list[Passage] = []
    for one in sorted(passages, key=_start):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.kind is Kind.OLD_FONT:
            kept[-1] = one
    return kept


def _known(text: str, passage: Passage, inner: list[Reading]) -> bool:
    """Whether the lexicon reads so much of the passage that less than three words are left."""
    ours = [reading for reading in inner if reading.kind is Kind.LEXICON]
    if not ours:
        return False
    read = sum(len(reading.written.split()) for reading in ours)
    return len(text[passage.start : passage.end].split()) - read < _LEAST_WORDS
