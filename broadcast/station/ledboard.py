"""A text -> the screens of an LED board: so many signs a line, so many lines, no word broken."""

import unicodedata
from collections.abc import Iterable

from broadcast.base.errors import Message, tell


def signs(text: str) -> int:
    """Count the places that a text takes on a board: a letter with its marks is one, as it is in NFC."""
    composed = unicodedata.normalize("NFC", text)
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in composed)


def screens(passages: Iterable[str], width: int, lines: int) -> tuple[tuple[str, ...], ...] | Message:
    """Cut texts into screens of at most `lines` lines, each of at most `width` signs; words stay whole.

    Each passage begins a screen of its own. Returns why not where one word alone is wider than the board.
    """
    found: list[tuple[str, ...]] = []
    for passage in passages:
        those = unicodedata.normalize("NFC", passage).split()
        wide = next((word for word in those if signs(word) > width), None)
        if wide is not None:
            return tell("chữ “{word}” dài hơn một dòng của bảng ({width} chữ)", word=wide, width=width)
        rows = _rows(those, width)
        found += [tuple(rows[first : first + lines]) for first in range(0, len(rows), lines)]
    return tuple(found)


def _rows(words: Iterable[str], width: int) -> list[str]:
    rows: list[str] = []
    for word in words:
        if rows and signs(f"{rows[-1]} {word}") <= width:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def as_file(cut: tuple[tuple[str, ...], ...]) -> str:
    """Return the screens as a text file: a line for each line, an empty one between two screens."""
    return "\n\n".join("\n".join(screen) for screen in cut) + "\n"
