"""Initials: letters and the words they may stand for, `BTC` and `Bộ Tài chính` -> the words, or none."""

import re

from broadcast.text.letters import bare
from broadcast.text.tables import groups

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W_]")
_FEWEST_FOR_MORE = 3
"""From so many letters on the long form may be followed by words of its own: `(UBND)` after … phường Hồng Bàng."""
_MORE_WORDS = 4
_MOST = 16


def long_form(letters: str, words: str, *, whole: bool = False) -> str:
    """Find the long form of `letters` at the end of `words`, in small letters without commas; empty where none is.

    Each letter is a word's first letter, or some letters its first consonants (TR, CH); words such as `và`, `của`
    may have none. `whole`: the long form has to be all the words.
    """
    wanted = "".join(_LETTERS.findall(_without_linking(letters)))
    said = [match[0] for match in _WORD.finditer(words)]
    if not 1 < len(wanted) <= _MOST or not said:
        return ""
    said = said[-2 * _MOST :]
    left_over = _MORE_WORDS if len(wanted) >= _FEWEST_FOR_MORE and not whole else 0
    for last in range(len(said), max(0, len(said) - left_over - 1), -1):
        if not _linking(said[last - 1]):
            first = _first_word(wanted, said[:last])
            if first is not None and last - first > 1 and (not whole or first == 0):
                return " ".join(said[first:last]).lower()
    return ""


def _first_word(letters: str, words: list[str]) -> int | None:
    """Where the words begin that the letters stand for, read from the end; None where they do not fit."""
    if not letters:
        return len(words)
    if not words:
        return None
    word = words[-1]
    for taken in _takes(letters, word):
        first = _first_word(letters[: len(letters) - taken], words[:-1])
        if first is not None:
            return first
    return _first_word(letters, words[:-1]) if _linking(word) else None


def _takes(letters: str, word: str) -> list[int]:
    """How many of the last letters may stand for the word: its first letter, its first consonants, all of it."""
    found = [1] if _like(letters[-1:], word[:1]) else []
    for count in (2, 3):
        onset = word[:count].lower()
        if onset in groups("syllables")["onset"] and _like(letters[-count:], onset):
            found.append(count)
    if len(word) > 1 and (word.isupper() or word.isdecimal()) and letters.endswith(word):
        found.append(len(word))
    return found


def _like(letters: str, beginning: str) -> bool:
    """W stands for ư as well: TW."""
    return bare(letters) == bare(beginning) or (letters == "W" and bare(beginning) == "u")


def _linking(word: str) -> bool:
    return word.lower() in groups("capitals")["linking"]


def _without_linking(letters: str) -> str:
    return " ".join(part for part in letters.split() if not _linking(part))
