"""Gold tables of written and spoken lines -> their rows, and how a reading stands against them.

A table has the columns class, written, spoken, and perhaps where the line was published. A line may have several
accepted readings, ` | ` between them, the house's own first. Two signs keep them short: `[một]` may be left out;
of `(hai/mùng hai)` one is said. `REFUSE` among them: an informed reader would ask, and so may the program.
"""

import csv
import lzma
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from broadcast.text.speakable import speakable

HERE = Path(__file__).parents[1] / "text"
REFUSE = "REFUSE"
RESIDUE = re.compile(r"[0-9/&@%+=_°²³#*\\<>~^$]")
_TONES = {"a": "àáảãạ", "e": "èéẻẽẹ", "y": "ỳýỷỹỵ"}
_FIRST = {"a": ("o", "òóỏõọ"), "e": ("o", "òóỏõọ"), "y": ("u", "ùúủũụ")}
_NEW_PLACE = {
    _FIRST[vowel][0] + tones[i]: _FIRST[vowel][1][i] + vowel for vowel, tones in _TONES.items() for i in range(5)
}
_ONSET = r"(?:ngh|ng|nh|kh|th|ch|ph|gh|gi|tr|[bcdđghklmnpqrstvx])"
_CHOICE = re.compile(r"\[([^\[\]()]*)\]|\(([^\[\]()]*)\)")


class Verdict(StrEnum):
    """How a line was read."""

    RIGHT = "right"
    ASKED = "asked"
    """A doubt, where a reader would ask as well."""
    NUISANCE = "nuisance"
    """A doubt, where any reader knows."""
    WRONG = "WRONG"
    """Fluent, without a doubt, and not what is meant."""


@dataclass(frozen=True)
class Row:
    kind: str
    written: str
    accepted: tuple[str, ...]

    @cached_property
    def may_ask(self) -> bool:
        return REFUSE in self.accepted

    @cached_property
    def readings(self) -> frozenset[tuple[str, ...]]:
        """Every accepted reading, folded for comparing."""
        return frozenset(
            tuple(words(one)) for text in self.accepted if text != REFUSE for one in spelled_out(text)
        )

    @cached_property
    def own(self) -> str:
        """The house's own reading, optional words said and the first of each choice taken."""
        return next(spelled_out(next(text for text in self.accepted if text != REFUSE)))


def rows(name: str) -> list[Row]:
    """Read a gold table; `name` is under tests/text; one that ends in .xz is unpacked."""
    path = HERE / name
    raw = lzma.decompress(path.read_bytes()) if path.suffix == ".xz" else path.read_bytes()
    csv.field_size_limit(10**7)
    lines = csv.reader(raw.decode("utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(lines)
    return [Row(cells[0], cells[1], tuple(text.strip() for text in cells[2].split(" | "))) for cells in lines]


def spelled_out(text: str) -> Iterator[str]:
    """Write out each reading of a short one; of brackets within brackets the inner first."""
    found = _CHOICE.search(text)
    if not found:
        yield text
        return
    for one in (found[1], "") if found[1] is not None else found[2].split("/"):
        yield from spelled_out(text[: found.start()] + one + text[found.end() :])


def words(text: str) -> list[str]:
    """Fold a reading for comparing: small letters, no punctuation, one tone placement, i and y the same."""
    text = unicodedata.normalize("NFC", text).lower()
    text = re.sub(r"([0-9/&@%+=_°²³#*\\<>~^$])", r" \1 ", text)
    return [_folded(word) for word in re.sub(r"[^\w/&@%+=_°²³#*\\<>~^$]", " ", text).split()]


def _folded(word: str) -> str:
    """Old and new tone placement, and i/y in open syllables, count as the same."""
    match = re.match(rf"^({_ONSET}?)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])$", word)
    if match and match[1] != "q":
        word = match[1] + _NEW_PLACE[match[2]]
    match = re.match(rf"^(qu|{_ONSET})([yỳýỷỹỵ])$", word)
    return match[1] + "iìíỉĩị"["yỳýỷỹỵ".index(match[2])] if match else word


def verdict(row: Row) -> Verdict:
    """Read the line and hold it against what is accepted."""
    spoken = speakable(row.written)
    if spoken.doubts:
        return Verdict.ASKED if row.may_ask else Verdict.NUISANCE
    return Verdict.RIGHT if tuple(words(str(spoken))) in row.readings else Verdict.WRONG


def score(table: list[Row]) -> dict[Verdict, list[Row]]:
    """Sort the rows by how they were read."""
    found: dict[Verdict, list[Row]] = {one: [] for one in Verdict}
    for row in table:
        found[verdict(row)].append(row)
    return found
