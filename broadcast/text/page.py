"""A cleaned text that rules look at: what stands left of a place, and whether it stands in capitals.

Rule = (page, position) -> Found | None
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from broadcast.base.errors import Message
from broadcast.text.letters import sayable
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping

_WINDOW = 64
"""How far a rule may look to either side; bounded, so that reading stays linear."""

_LETTERS = r"[^\W\d_]"
_WORD_BEFORE = re.compile(rf"({_LETTERS}+)[ ,:\"'(-]*$")
_WORD_AFTER = re.compile(rf"[ ,:\"')-]*({_LETTERS}+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule makes of the text from its place on."""

    end: int
    spoken: str
    kind: Kind
    why: Message | None = None
    """Why it is not certain; None where it is."""
    mark: str = ""
    """Punctuation that follows it in speech."""


class Page:
    """A cleaned text that the rules look at, line by line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._left: tuple[int, str] = (-1, "")  # many rules ask for the same place

    def left(self, position: int) -> str:
        """Return the text before the place in small letters, on its own line, at most 64 characters of it."""
        if self._left[0] != position:
            start = max(0, position - _WINDOW)
            line = self.text.rfind("\n", start, position)
            self._left = (position, self.text[max(start, line + 1) : position].lower())
        return self._left[1]

    def right(self, position: int) -> str:
        """Return the text from the place to the end of its line, at most 64 characters of it."""
        end = min(len(self.text), position + _WINDOW)
        line = self.text.find("\n", position, end)
        return self.text[position : line if line >= 0 else end]

    def opens_line(self, position: int) -> bool:
        """Whether nothing but white space, bullets and quotes stands before it on its line."""
        left = self.left(position)
        return not left.strip(" -+*•\"'>(") and (len(left) < _WINDOW)

    def in_capitals(self, start: int, end: int) -> bool:
        """Whether the word stands among words in capitals, so that its own capitals mean nothing."""
        before = _WORD_BEFORE.search(self.text[max(0, start - _WINDOW) : start].rpartition("\n")[2])
        after = _WORD_AFTER.match(self.right(end))
        return bool((before and _shouted(before[1])) or (after and _shouted(after[1])))


Rule = Callable[[Page, int], Found | None]


@lru_cache(maxsize=16_384)
def _shouted(word: str) -> bool:
    """A Vietnamese word in capitals: MĂNG, PHẠM, LỚP; not an abbreviation."""
    return len(word) > 1 and word.isupper() and sayable(word) and not _abbreviated(word)


def _abbreviated(word: str) -> bool:
    return word in mapping("abbreviations") or word in mapping("loans")
