"""A SpokenText -> what a person has to check in it: each piece heard otherwise than it is written, once.

A place that is asked about is one whatever is heard of it, so the screens count the same doubts as `check`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from broadcast.text.spokentext import Doubt, Kind, Reading, SpokenText

_PLAIN = frozenset({Kind.NUMBER, Kind.ORDINAL, Kind.DATE})
_PLAIN_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of the text that came from elsewhere, a fact of the ward: `text[start:end]`."""

    start: int
    end: int
    name: str
    """`dai_hoi.ngay`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One written form and what is said for it."""

    written: str
    spoken: str
    """Empty where nothing is said."""
    kind: Kind
    fact: str = ""
    """The name of the fact that it stands in; empty where it stands in the script itself."""
    doubtful: bool = False
    count: int = 1
    """At how many places it stands, read so each time."""

    @property
    def in_passing(self) -> bool:
        """Whether it is a plain number of three digits at most, or a sign that is not said, and not doubtful."""
        plain = self.kind in _PLAIN and self.written.isdecimal() and len(self.written) <= _PLAIN_DIGITS
        return not self.doubtful and (plain or not self.spoken)


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is heard otherwise than it is written, in the order of the text, each once."""

    all: tuple[Mark, ...]
    as_written: tuple[str, ...] = ()
    """The names of the facts that are read just as they are written."""

    @property
    def places(self) -> int:
        """Count the places of the text that are heard otherwise than they are written."""
        return sum(mark.count for mark in self.all)

    @property
    def doubtful(self) -> int:
        """Count the places that cannot be read for certain."""
        return sum(mark.count for mark in self.all if mark.doubtful)

    @property
    def one_by_one(self) -> tuple[Mark, ...]:
        """Return those that are to be looked at one by one."""
        return tuple(mark for mark in self.all if not mark.in_passing)

    @property
    def figures(self) -> tuple[Mark, ...]:
        """Return the plain numbers."""
        return tuple(mark for mark in self.all if mark.in_passing and mark.spoken)

    @property
    def silent(self) -> tuple[Mark, ...]:
        """Return the signs that are not said."""
        return tuple(mark for mark in self.all if mark.in_passing and not mark.spoken)


def marks_of(spoken: SpokenText, facts: Sequence[Stretch] = ()) -> Marks:
    """List what is heard otherwise than it is written; `facts`: where in the text they stand, in order.

    What is read the same at several places is told once, with its count; a word in capitals that is said as that
    word is no change.
    """
    marks: dict[Mark, int] = {}
    changed: set[str] = set()
    for reading, doubtful in _with_doubts(spoken):
        fact = _holding(facts, reading)
        if doubtful or reading.spoken.casefold() != reading.written.casefold():
            changed.add(fact)
            mark = Mark(written=" ".join(reading.written.split()), spoken=reading.spoken, kind=reading.kind,
                        fact=fact, doubtful=doubtful)  # fmt: skip
            marks[mark] = marks.get(mark, 0) + 1
    names = dict.fromkeys(one.name for one in facts if one.name not in changed)
    return Marks(all=tuple(replace(mark, count=count) for mark, count in marks.items()), as_written=tuple(names))


def _with_doubts(spoken: SpokenText) -> Iterator[tuple[Reading, bool]]:
    """The readings in order, and whether each is doubtful; those within a longer doubt are one reading."""
    readings, at = spoken.readings, 0
    for doubt in spoken.doubts:
        while at < len(readings) and readings[at].start < doubt.start:
            yield readings[at], False
            at += 1
        within = list[Reading]()
        while at < len(readings) and readings[at].end <= doubt.end and readings[at].start < doubt.end:
            within.append(readings[at])
            at += 1
        if len(within) == 1 and (within[0].start, within[0].end) == (doubt.start, doubt.end):
            yield within[0], True
        else:
            yield _as_heard(doubt, within), True
    yield from ((one, False) for one in readings[at:])


def _as_heard(doubt: Doubt, within: Sequence[Reading]) -> Reading:
    """The doubt as a reading: its words, and what is heard of the pieces `within` it."""
    parts, end, kinds = list[str](), doubt.start, {one.kind for one in within}
    for one in within:
        parts += doubt.written[end - doubt.start : one.start - doubt.start], one.spoken
        end = one.end
    heard = " ".join("".join([*parts, doubt.written[end - doubt.start :]]).split())
    said = heard if any(letter.isalnum() for letter in heard) else ""
    return Reading(start=doubt.start, end=doubt.end, written=doubt.written, spoken=said,
                   kind=kinds.pop() if len(kinds) == 1 else Kind.BLANK)  # fmt: skip


def _holding(facts: Iterable[Stretch], reading: Reading) -> str:
    return next((one.name for one in facts if one.start <= reading.start < one.end), "")
