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
    """One row of a table, ready to be looked for."""

    written: str
    pattern: re.Pattern[str]
    spoken: str
    after: re.Pattern[str] | None = None
    before: re.Pattern[str] | None = None
    near: re.Pattern[str] | None = None
    sure: bool = True

    @property
    def anywhere(self) -> bool:
        """Whether the sense holds whatever stands around it."""
        return not (self.after or self.before or self.near)


@cache
def abbreviations() -> dict[str, tuple[Sense, ...]]:
    """Group the abbreviations by the first run of letters of their written form, the longest form first."""
    table: dict[str, list[Sense]] = {}
    for cells in rows("abbreviations"):
        written, spoken, left, right, note, around = (*cells, "", "", "", "", "")[:6]
        if first := WORD.match(written):
            sense = Sense(written, form(written), spoken, after(left), before(right), near(around), note != "?")
            table.setdefault(first[0], []).append(sense)
    return {first: tuple(sorted(found, key=lambda one: -len(one.written))) for first, found in table.items()}


@cache
def loans() -> dict[str, tuple[Sense, ...]]:
    """Group the loan words by their first word in small letters, the longest form first."""
    table: dict[str, list[Sense]] = {}
    for written, spoken, *_ in rows("loans"):
        if first := WORD.match(written):
            name = written.istitle() and len(written.rstrip(".")) < _SHORTEST_NAME  # Ms is no MS
            any_case = not (written.isupper() or name) or (len(written) > 3 and not sayable(written))
            table.setdefault(first[0].lower(), []).append(Sense(written, form(written, any_case=any_case), spoken))
    return {first: tuple(sorted(found, key=lambda one: -len(one.written))) for first, found in table.items()}


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
    return frozenset(loans()) | {word.lower() for word in abbreviations()}
