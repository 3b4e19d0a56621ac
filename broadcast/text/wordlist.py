"""Groups of a table's words -> whether one of them stands at the end, or at the beginning, of a text."""

import re
from functools import cached_property

from broadcast.text.tables import groups


class WordList:
    """Words of a table that tell what the number beside them is; the table is read when it is first asked for.

    `table` and `names` say which groups of words (tables/TABLE.tsv); `shapes` are patterns that count as words
    too, `head` and `tail` patterns of what may stand before and after the word.
    """

    def __init__(self, table: str, *names: str, shapes: str = "", head: str = "", tail: str = "") -> None:
        self._table = table
        self._names = names
        self._shapes = shapes
        self._head = head
        self._tail = tail

    def ends(self, text: str) -> bool:
        """Whether `text` ends in one of the words, as a word of its own, and then the tail. Case matters."""
        return self._ending.search(text) is not None

    def begins(self, text: str) -> bool:
        """Whether `text` begins with the head, one of the words and the tail. Case matters."""
        return self._beginning.match(text) is not None

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        return re.compile(rf"\b(?:{self._words}){self._tail}$")

    @cached_property
    def _beginning(self) -> re.Pattern[str]:
        return re.compile(rf"{self._head}(?:{self._words}){self._tail}")

    @property
    def _words(self) -> str:
        words = [re.escape(word) for name in self._names for word in groups(self._table)[name]]
        return "|".join([*words, self._shapes] if self._shapes else words)
