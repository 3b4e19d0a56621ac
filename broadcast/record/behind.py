"""A release's line -> the first line behind it that does not fit: it may have been what took the release back.

A withdrawal that was altered, taken out or cut off is no withdrawal any more for whoever reads the acts of a
script. So a release is believed only as long as every line behind it fits. A release that is written after the
damage stands behind it, and is believed again.
"""

import sqlite3

from broadcast.base.errors import tell
from broadcast.programme.released import Act
from broadcast.record.chain import NO_LINE, NOTE, ROW, BrokenLine, Link, Table, last_link
from broadcast.record.kept import Lines
from broadcast.record.looking import LinesToRead
from broadcast.record.walking import first_broken, one_state

LOST = "lost"
"""Under this key of `Act.more` a release keeps how many lines the log had once, where some were lost by then."""
AT_ONCE = 2_000
"""Rows that are gone through by whoever only looks; of more the newest and some by turns are (trusted.py)."""


class LinesBehind:
    """The lines behind the releases of one log; what fitted once is not gone through again."""

    def __init__(self, lines: Lines | LinesToRead) -> None:
        """Look at nothing yet."""
        self._lines = lines
        self._first, self._ends = 0, (NO_LINE, NO_LINE)
        """The row from which all lines fit, and the last row and the last note that were gone through."""

    def first_broken(self, release: Act) -> BrokenLine | None:
        """Return the first line behind the release's own that does not fit; None where all do.

        Raises sqlite3.Error where the log cannot be read.
        """
        head = self._lines.remembered()  # first: the log may only grow after it
        if head is not None and release.more.get(LOST) == head.place:
            head = None  # that lines were lost was known, and the release was written behind that
        db = self._lines.db
        with one_state(db):
            row = db.execute(
                "SELECT seq, place, chain FROM row WHERE kind = 'release' AND cue = ? AND attempt = ?",
                (release.script, release.number),
            ).fetchone()
        return self._first_broken(head, *row) if row is not None else gone(release)

    def first_broken_from(self, seq: int) -> BrokenLine | None:
        """Return the first line behind row `seq`, which is there, that does not fit; None where all do.

        Raises sqlite3.Error where the log cannot be read.
        """
        head = self._lines.remembered()
        row = self._lines.db.execute("SELECT seq, place, chain FROM row WHERE seq = ?", (seq,)).fetchone()
        return self._first_broken(head, *row)

    def _first_broken(self, head: Link | None, seq: int, place: int, chain: str) -> BrokenLine | None:
        db = self._lines.db
        if isinstance(self._lines, LinesToRead) and last_link(db, ROW).place - seq > AT_ONCE:
            broken = self._lines.first_broken(quickly=True)
            if broken is None or broken.number > place:
                return broken  # else it may hide another one, behind the line that is asked about
        with one_state(db):
            return self._gone_through(db, head, seq, place, chain)

    def _gone_through(
        self, db: sqlite3.Connection, head: Link | None, seq: int, place: int, chain: str
    ) -> BrokenLine | None:
        is_known = 0 < self._first <= seq <= self._ends[0].place and all(
            _link(db, table, end.place) == end for table, end in zip((ROW, NOTE), self._ends, strict=True)
        )
        begin = self._ends if is_known else (Link(seq, chain), _link(db, NOTE, place - seq))
        broken = first_broken(db, head, *begin)
        if broken is None:
            self._first = self._first if is_known else seq
            self._ends = last_link(db, ROW), last_link(db, NOTE)
        return broken


def gone(release: Act) -> BrokenLine:
    """Return what is to be told where acts with the script of `release` are not in the log any more."""
    return BrokenLine(number=release.number, day=release.at.date(), why=tell("có dòng về việc duyệt bài đã mất"))


def _link(db: sqlite3.Connection, table: Table, number: int) -> Link:
    found = db.execute(f"SELECT seq, chain FROM {table.name} WHERE seq = ?", (number,)).fetchone()  # noqa: S608
    return Link(*found) if found else NO_LINE
