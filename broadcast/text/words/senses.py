"""The tables of abbreviations and loan words -> their forms and senses, ready to be looked for and weighed.

Each row is one sense: the written form, the words for it, and what has to stand around it. The head of
tables/abbreviations.tsv tells what its cells mean.
"""

import re
from dataclasses import dataclass
from functools import cache

from broadcast.text.letters import sayable
from broadcast.text.tables import rows
from broadcast.text.words.contexts import after, before, form, near

WORD = re.compile(r"[^\W\d_]+")
_SHORTEST_NAME = 4
"""A name of fewer letters is read only as it is written."""


@dataclass(frozen=True, slots=True)
class Sense:
    """One row of a table; each of its patterns is made when it is first looked for."""

    written: str
    spoken: str
    left: str = ""
    right: str = ""
    around: str = ""
    sure: bool = True
    any_case: bool = False

    @property
    def anywhere(self) -> bool:
        """Whether the sense holds whatever stands around it."""
        return not (self.left or self.right or self.around)

    @property
    def pattern(self) -> re.Pattern[str]:
        """The written form."""
        return form(self.written, any_case=self.any_case)

    @property
    def after(self) -> re.Pattern[str] | None:
        """What a text ends in that the sense may follow; None where that does not matter."""
        return after(self.left)

    @property
    def before(self) -> re.Pattern[str] | None:
        """What a text begins with that the sense may precede; None where that does not matter."""
        return before(self.right)

    @property
    def near(self) -> re.Pattern[str] | None:
        """What has to stand anywhere beside the sense; None where that does not matter."""
        return near(self.around)


def abbreviations(first: str) -> tuple[Sense, ...]:
    """Return the abbreviations whose first run of letters is `first`, those of the longest form first."""
    return _abbreviations(first) if first in _rows_by_first_word() else ()


def loans(first: str) -> tuple[Sense, ...]:
    """Return the loan words whose first word in small letters is `first`, those of the longest form first."""
    return _loans(first) if first in _loans_by_first_word() else ()


@cache
def _abbreviations(first: str) -> tuple[Sense, ...]:
    found = []
    for cells in _rows_by_first_word()[first]:
        written, spoken, left, right, note, around = (*cells, "", "", "", "", "")[:6]
        found.append(Sense(written, spoken, left, right, around, sure=note != "?"))
    return tuple(sorted(found, key=lambda one: -len(one.written)))


@cache
def _loans(first: str) -> tuple[Sense, ...]:
    found = []
    for written, spoken, *_ in _loans_by_first_word()[first]:
        name = written.istitle() and len(written.rstrip(".")) < _SHORTEST_NAME  # Ms is no MS
        any_case = not (written.isupper() or name) or (len(written) > 3 and not sayable(written))
        found.append(Sense(written, spoken, any_case=any_case))
    return tuple(sorted(found, key=lambda one: -len(one.written)))


@cache
def _rows_by_first_word() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for cells in rows("abbreviations"):
        if first := WORD.match(cells[0]):
            found.setdefault(first[0], []).append(cells)
    return found


@cache
def _loans_by_first_word() -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = {}
    for cells in rows("loans"):
        if first := WORD.match(cells[0]):
            found.setdefault(first[0].lower(), []).append(cells)
    return found


@cache
def spoken_forms() -> dict[str, tuple[str, ...]]:
    """Map each written form of the abbreviations to all its readings, in the table's order, each once."""
    found: dict[str, dict[str, None]] = {}
    for cells in rows("abbreviations"):
        found.setdefault(cells[0], {})[cells[1]] = None
    return {written: tuple(readings) for written, readings in found.items()}


@cache
def first_words() -> frozenset[str]:
    """Collect, in small letters, the first word of every abbreviation and loan word in the tables.

    Such a word may not be taken for a plain Vietnamese word before the tables were asked.
    """
    return frozenset(_loans_by_first_word()) | {word.lower() for word in _rows_by_first_word()}
