"""Groups of a table's words -> whether one of them stands at the end, or at the beginning, of a text."""

import re
from functools import cached_property

from broadcast.text.tables import groups


class WordList:
    """Words of a table that tell what the number beside them is; the table is read when it is first asked for.

    `shapes` are patterns that count as words too, `head` and `tail` patterns of what stands around the word.
    Where no head is given, the word that ends a text is a word of its own.
    """

    def __init__(self, table: str, *names: str, shapes: str = "", head: str | None = None, tail: str = "") -> None:
        self._table = table
        self._names = names
        self._shapes = shapes
        self._head = head
        self._tail = tail

    def ends(self, text: str) -> bool:
        """Whether the text ends in the head, one of the words and the tail."""
        return self._ending.search(text) is not None

    def begins(self, text: str) -> bool:
        """Whether `text` begins with the head, one of the words and the tail. Case matters."""
        return self._beginning.match(text) is not None

    def stands_in(self, text: str) -> bool:
        """Whether the head, one of the words and the tail stand anywhere in the text."""
        return self._anywhere.search(text) is not None

    @cached_property
    def _anywhere(self) -> re.Pattern[str]:
        return re.compile(rf"{self._around}(?:{self._words}){self._tail}")

    @cached_property
    def _ending(self) -> re.Pattern[str]:
        return re.compile(rf"{self._around}(?:{self._words}){self._tail}$")

    @cached_property
    def _beginning(self) -> re.Pattern[str]:
        return re.compile(rf"{self._head or ''}(?:{self._words}){self._tail}")

    @property
    def _around(self) -> str:
        return r"\b" if self._head is None else self._head

    @property
    def _words(self) -> str:
        words = alternatives(self._table, *self._names)
        return f"{words}|{self._shapes}" if self._shapes else words


class EitherList:
    """Several lists of words, each with its own surroundings, asked as one."""

    def __init__(self, *lists: WordList) -> None:
        self._lists = lists

    def ends(self, text: str) -> bool:
        """Whether the text ends as one of the lists has it."""
        return any(one.ends(text) for one in self._lists)


def alternatives(table: str, *names: str) -> str:
    """Return the words of the groups as the alternatives of a pattern, in the table's order, without brackets."""
    return "|".join(re.escape(word) for name in names for word in groups(table)[name])
