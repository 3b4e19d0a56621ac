"""A log's tables -> its lines in the order of writing, each as the bytes of which its chain is the sha256.

These bytes are the leaves of the Merkle tree, so a tree vouches for what the chain vouches for, and no more. A
line with a `place` is leaf number place - 1. Lines of before the one chain have none: they stand in the gaps
between the others, rows before notes, each in the order of its table; so of an old log first all rows come, then
all notes.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from typing import Any, NamedTuple

from broadcast.record.chain import FIRST, NO_LINE, NOTE, ROW, Link, Table, as_json
from broadcast.record.merkle import Hash, leaf_hash

_CUE = ROW.columns.index("cue")


class Leaf(NamedTuple):
    """One line of the log, as the tree has it."""

    number: int
    """In the order of writing, from 1."""
    written: str
    """The moment at which it was written, in ISO; empty where none was known."""
    cue: str
    """What the row is about; empty for a note."""
    content: bytes
    """What was hashed for the chain: the chains before it, and its columns."""
    table: str
    """`row` or `note`."""
    link: Link
    """Its number in its table, from 1, and its chain, as they stand there."""
    is_in_order: bool
    """Whether its numbers, there and among all, are those of the order in which it was read."""

    @property
    def fits(self) -> bool:
        """Whether it is the line that was written behind the lines before it."""
        return self.is_in_order and hashlib.sha256(self.content).hexdigest() == self.link.chain

    @property
    def hash(self) -> Hash:
        """Return the leaf's hash."""
        return leaf_hash(self.content)


def leaves(db: sqlite3.Connection, first: int = 1) -> Iterator[Leaf]:
    """Read the lines from number `first` on, one after another. To be called within `one_state` of `db`.

    Begins in the middle where the lines there have a place. Raises sqlite3.Error where the log cannot be read.
    """
    before = _before(db, first)
    rows, notes = _Ahead(db, ROW, before[0]), _Ahead(db, NOTE, before[1])
    number = before[0].place + before[1].place
    while (table := _next(rows, notes, number + 1)) is not None:
        number += 1
        leaf = Leaf(
            number, str(table.values[0]), _cue(table), _content(rows, notes, table), table.name,
            Link(table.seq, table.chain), table.seq == table.taken + 1 and table.place in (None, number),
        )  # fmt: skip
        table.advance()
        if number >= first:
            yield leaf


class _Ahead:
    """The lines of one table, of which one is looked at before it is taken."""

    def __init__(self, db: sqlite3.Connection, table: Table, after: Link) -> None:
        names = ", ".join(("seq", "place", "chain", *table.columns))
        self._lines = db.execute(
            f"SELECT {names} FROM {table.name} WHERE seq > ? ORDER BY seq",  # noqa: S608 - names of our own
            (after.place if after.place else -(2**63),),
        )
        self.name, self.before, self.chain = table.name, after.chain, after.chain
        self.taken = after.place - 1  # one more with the first call
        self.advance()

    def advance(self) -> None:
        """Take the line that was looked at; look at the next."""
        self.before, self.taken = self.chain, self.taken + 1
        line: tuple[Any, ...] | None = next(self._lines, None)
        self.there = line is not None
        self.seq: int = line[0] if line else 0
        self.place: int | None = line[1] if line else None
        self.chain = line[2] if line else self.chain
        self.values: tuple[Any, ...] = line[3:] if line else ()


def _next(rows: _Ahead, notes: _Ahead, number: int) -> _Ahead | None:
    """The table whose next line is the log's next: the one with that place, else an old one, else the lower."""
    if rows.place == number:
        return rows
    if notes.place == number:
        return notes
    there = [one for one in (rows, notes) if one.there]
    for one in there:
        if one.place is None:
            return one
    return min(there, key=lambda one: one.place or 0, default=None)


def _cue(table: _Ahead) -> str:
    return str(table.values[_CUE]) if table.name == ROW.name else ""


def _content(rows: _Ahead, notes: _Ahead, table: _Ahead) -> bytes:
    if table.place is None:
        return (table.before + as_json(table.values)).encode()
    return (FIRST + as_json((rows.before, notes.before, table.place, table.name, *table.values))).encode()


def _before(db: sqlite3.Connection, first: int) -> tuple[Link, Link]:
    """The last row and the last note before line `first`; none where that cannot be told by their places."""
    found = [
        db.execute(
            f"SELECT seq, chain FROM {one.name} WHERE place < ? ORDER BY seq DESC LIMIT 1",  # noqa: S608 - ours
            (first,),
        ).fetchone()
        for one in (ROW, NOTE)
    ]
    rows, notes = (Link(*one) if one else NO_LINE for one in found)
    return (rows, notes) if rows.place + notes.place == first - 1 else (NO_LINE, NO_LINE)
