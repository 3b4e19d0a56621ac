"""A cleaned text that rules look at: what stands left of a place, and whether it stands in capitals.

Every `say_*` function is a Rule: (page, position) -> Found | None. It reads what begins at `page.text[position]`,
counted from 0, and returns a Found: where that piece ends and the words to say for it. It returns None, and reads
nothing, where its kind of piece does not begin there, or where the text around speaks against it. Rules change
nothing and raise nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from broadcast.base.errors import Message
from broadcast.text.letters import sayable
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping

_WINDOW = 64
"""How far a rule may look to either side; bounded, so that reading stays linear."""

_LETTERS = r"[^\W\d_]"
_WORD_BEFORE = re.compile(rf"({_LETTERS}+)[ ,:\"'(\[-]*$")
_WORD_AFTER = re.compile(rf"[ ,:\"')\]-]*({_LETTERS}+)")


class Evidence(IntEnum):
    """How much speaks for a reading, as the rule that found it sees it."""

    WEAK = 1
    """Nothing around it speaks for it; it holds only where no other rule reads the place."""
    FAIR = 2
    """Its form speaks for it, nothing around it against it; another FAIR reading there makes it a doubt."""
    SURE = 3
    """Its form or the words around it decide; no other rule is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a rule makes of the text from its position on."""

    end: int
    spoken: str
    kind: Kind
    why: Message | None = None
    """Why the reading is not certain (a doubt); None where it is."""
    advice: Message | None = None
    """What to do about the doubt where a line in lexicon.yaml is no answer; None elsewhere."""
    mark: str = ""
    """Punctuation that follows the words in speech; empty where none does."""
    evidence: Evidence = Evidence.SURE


class Page:
    """A cleaned text that the rules look at, line by line."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._left: tuple[int, str] = (-1, "")  # many rules ask for the same place

    def left(self, position: int) -> str:
        """Return the text before `position` on its own line, in small letters, its last 64 characters at most.

        A square bracket that opens stands there as a round one: to either side they mean the same.
        """
        if self._left[0] != position:
            start = max(0, position - _WINDOW)
            line = self.text.rfind("\n", start, position)
            self._left = (position, self.text[max(start, line + 1) : position].lower().replace("[", "("))
        return self._left[1]

    def right(self, position: int) -> str:
        """Return the text from `position` to the end of its line, 64 characters at most, as it is written.

        A square bracket that closes stands there as a round one.
        """
        end = min(len(self.text), position + _WINDOW)
        line = self.text.find("\n", position, end)
        return self.text[position : line if line >= 0 else end].replace("]", ")")

    def opens_line(self, position: int) -> bool:
        """Whether nothing but spaces, bullets, quotes and `(` stands before `position` on its line."""
        left = self.left(position)
        return not left.strip(" -+*•\"'>(") and (len(left) < _WINDOW)

    def in_capitals(self, start: int, end: int) -> bool:
        """Whether a word beside `text[start:end]` stands in capitals, so that capitals mean nothing there.

        Only a Vietnamese word on the same line counts; an abbreviation does not.
        """
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
