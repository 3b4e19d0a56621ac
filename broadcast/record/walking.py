"""A log's tables -> the first of its lines that does not fit the lines before it, or the head beside it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from broadcast.base.errors import JournalError, tell
from broadcast.base.reasons import reason_of
from broadcast.record.chain import FIRST, NO_LINE, NOTE, ROW, BrokenLine, Link, Table, chained, count, link_at

_MADE_ANEW = tell("không còn là dòng đã ghi trước đây: nhật ký đã bị làm lại")
_LOWEST = -(2**63)
"""From here on all lines are gone through, also one that somebody has numbered -1."""


@contextmanager
def readable() -> Iterator[None]:
    """Let the block read a log; raise JournalError in the place of what SQLite raises."""
    try:
        yield
    except sqlite3.Error as error:
        raise JournalError(tell("Không đọc được nhật ký ({reason}).", reason=reason_of(error))) from error


@contextmanager
def one_state(db: sqlite3.Connection) -> Iterator[None]:
    """Let the block read one state of `db`, whatever the player writes meanwhile. Raises sqlite3.Error."""
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("COMMIT")


def first_broken(
    db: sqlite3.Connection, head: Link | None, rows: Link = NO_LINE, notes: Link = NO_LINE
) -> BrokenLine | None:
    """Go through the whole log and return the first line that does not fit; None when all do.

    `head`: the line that the log is remembered to have come to, read before this is called; None where nobody
    remembers, and then lines cut off at the end are not found. `rows`, `notes`: the last row and the last note, by
    their numbers there, of lines that are known to fit and to be unchanged; it goes on behind them. To be called
    within `one_state` of `db`. Raises sqlite3.Error where the log cannot be read.
    """
    found = [
        broken
        for table, after, beside in ((ROW, rows, _Beside(db, NOTE, notes)), (NOTE, notes, _Beside(db, ROW, rows)))
        if (broken := _first_broken_of(db, table, after, beside, head)) is not None
    ]
    if not found and (cut := _cut_off(db, head)) is not None:
        found = [cut]
    return min(found, key=lambda broken: broken.number, default=None)


def _first_broken_of(
    db: sqlite3.Connection, table: Table, after: Link, beside: "_Beside", head: Link | None
) -> BrokenLine | None:
    """The first broken line of `table` behind its line `after`."""
    before, other = after.chain, NOTE if table is ROW else ROW
    names = ", ".join(("seq", "place", "chain", *table.columns))
    lines = db.execute(
        f"SELECT {names} FROM {table.name} WHERE seq >= ? ORDER BY seq",  # noqa: S608 - names of our own
        (_behind(after),),
    )
    for number, (seq, place, chain, *values) in enumerate(lines, after.place + 1):
        if place is None:
            expected = chained(before, tuple(values))
        else:
            tails = {table.name: before, other.name: beside.chain_of(place - number)}
            expected = chained(FIRST, (tails[ROW.name], tails[NOTE.name], place, table.name, *values))
        why = None
        if seq != number or chain != expected:
            why = tell("không khớp với các dòng trước nó: có dòng bị sửa, thêm vào hoặc bớt đi")
        elif head is not None and place == head.place and chain != head.chain:
            why = _MADE_ANEW
        if why is not None:
            return BrokenLine(number=place or number, day=_day(values[0]), why=why)
        before = chain
    return None


def _behind(line: Link) -> int:
    return line.place + 1 if line.place else _LOWEST


class _Beside:
    """The chain of the other table as far as it had come; asked for places that only grow."""

    def __init__(self, db: sqlite3.Connection, table: Table, after: Link) -> None:
        """`after`: the line of that table behind which it begins."""
        self._lines: Iterator[tuple[int, str]] = db.execute(
            f"SELECT seq, chain FROM {table.name} WHERE seq >= ? ORDER BY seq",  # noqa: S608 - a name of our own
            (_behind(after),),
        )
        self._seq, self._chain = after.place, after.chain

    def chain_of(self, seq: int) -> str | None:
        """None where there is no such line, or a later one was asked for before."""
        while self._seq < seq:
            following = next(self._lines, None)
            if following is None:
                return None
            self._seq, self._chain = following
        return self._chain if self._seq == seq else None


def _cut_off(db: sqlite3.Connection, head: Link | None) -> BrokenLine | None:
    if head is None or link_at(db, head.place) == head:
        return None
    has = count(db)
    last = db.execute("SELECT max(written) FROM (SELECT written FROM row UNION ALL SELECT written FROM note)")
    why = tell("nhật ký từng có {had} dòng, nay chỉ còn {has}", had=head.place, has=has)
    return BrokenLine(
        number=min(has + 1, head.place),
        day=_day(last.fetchone()[0]),
        why=why if has < head.place else _MADE_ANEW,
    )


def _day(written: str | None) -> date | None:
    try:
        return datetime.fromisoformat(written or "").date()
    except ValueError:  # a note without a moment, or somebody's own words
        return None
