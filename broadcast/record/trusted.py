"""A log's database -> the first line that does not fit, by proof that what was gone through before is unchanged.

Going through the whole chain takes 7 s of processor for a million lines. Once it was gone through, and fitted, a
digest of each block of lines is kept; as long as the same lines give the same digest, they fit still, and only
those behind the last block are gone through. No size, moment of change or number of a file is believed: an old
line that was edited and whose file got its old times again gives another digest, and then the whole chain is gone
through.

A look takes so many blocks: the newest, those with the days that are shown, and of the others some by turns, so
that a few looks have been at all of a year's, and 170 at all of a million lines. What is kept stands beside the
log, like its head: whoever rewrites that too is found by going through everything alone.
"""

import hashlib
import json
import marshal
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from broadcast.base.files import put_whole
from broadcast.record.chain import NO_LINE, NOTE, ROW, BrokenLine, Link
from broadcast.record.walking import first_broken

KEPT_FROM = 2_000
"""Rows of a block; fewer are gone through in 15 ms, and nothing is written for them."""
AT_A_LOOK = 3
"""Blocks that are taken by turns, so that a look costs 0.03 s of processor however long the log is."""
_LOWEST = -(2**63)


@dataclass(frozen=True, slots=True)
class _Block:
    """Some lines as they were when the log was gone through and fitted: those behind the block before."""

    rows: int
    """Its last row."""
    notes: int
    """The last note before that row's place."""
    digest: str
    """sha256, in hex."""


_NOTHING = _Block(0, 0, "")


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was kept of a log."""

    blocks: tuple[_Block, ...] = ()
    turn: int = 0
    """Which block's turn comes next."""

    @property
    def last(self) -> _Block:
        """Return the last block; one of no lines where there is none."""
        return self.blocks[-1] if self.blocks else _NOTHING


class TrustedPrefix:
    """The lines of one log that were gone through before."""

    def __init__(self, path: Path) -> None:
        """Name what is kept of the log at `path`: the same path with `.walked` behind it. Nothing is read yet."""
        self._path = path.with_name(f"{path.name}.walked")

    def first_broken(
        self, db: sqlite3.Connection, head: Link | None, shown: tuple[date, date] | None = None
    ) -> BrokenLine | None:
        """Return the first line that does not fit, as `walking.first_broken` does; None when all looked at do.

        `shown`: the first and the last day of which lines are shown. What fits is kept for the next time, where
        this account may write. To be called within `one_state` of `db`. Raises sqlite3.Error where the log cannot
        be read.
        """
        kept = self._read()
        for number in _to_look_at(db, kept, shown):
            before = kept.blocks[number - 1] if number else _NOTHING
            if _digest(db, before, kept.blocks[number]) != kept.blocks[number].digest:
                kept = _Kept()
                break
        behind = (_link(db, ROW.name, kept.last.rows), _link(db, NOTE.name, kept.last.notes))
        broken = first_broken(db, head, *behind)
        if broken is None:
            self._keep(db, kept)
        return broken

    def _keep(self, db: sqlite3.Connection, kept: _Kept) -> None:
        blocks = (*kept.blocks, *_new_blocks(db, kept.last))
        turn = (kept.turn + AT_A_LOOK) % len(blocks) if len(blocks) > AT_A_LOOK else 0
        fresh = _Kept(blocks, turn)
        if fresh != kept:
            with suppress(OSError):  # it saves time alone: a full disk, or who may only look, goes without
                put_whole(self._path, json.dumps(asdict(fresh)).encode("ascii"), durable=False)

    def _read(self) -> _Kept:
        """What was kept; nothing where nothing was, or nothing that could be of ours."""
        try:
            known = json.loads(self._path.read_text(encoding="ascii"))
            blocks = tuple(_Block(**one) for one in known["blocks"])
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return _Kept()
        ends = [(one.rows, one.notes) for one in (_NOTHING, *blocks)]
        if any(type(count) is not int for end in ends for count in end) or ends != sorted(ends):
            return _Kept()
        turn = known.get("turn")
        return _Kept(blocks, turn if type(turn) is int else 0)


def _to_look_at(db: sqlite3.Connection, kept: _Kept, shown: tuple[date, date] | None) -> Sequence[int]:
    """The numbers of the blocks for this look: the last, those shown, and those whose turn it is."""
    count = len(kept.blocks)
    if count <= AT_A_LOOK:
        return range(count)
    turns = ((kept.turn + one) % count for one in range(AT_A_LOOK))
    return sorted({*turns, count - 1, *_shown(db, kept, shown)})


def _shown(db: sqlite3.Connection, kept: _Kept, shown: tuple[date, date] | None) -> Iterator[int]:
    """The numbers of the blocks with a row of those days."""
    if shown is None:
        return
    ends = [one.rows for one in kept.blocks]
    rows = db.execute(
        "SELECT DISTINCT (seq - 1) / ? FROM row WHERE day BETWEEN ? AND ?",
        (KEPT_FROM, *(day.isoformat() for day in shown)),
    )
    for (number,) in rows:
        if (block := bisect_left(ends, number * KEPT_FROM + 1)) < len(ends):
            yield block


def _new_blocks(db: sqlite3.Connection, before: _Block) -> Iterator[_Block]:
    """The whole blocks behind `before`. One ends at a row with a place, which tells the notes before it."""
    ends = db.execute(
        "SELECT seq, place - seq FROM row WHERE seq > ? AND seq % ? = 0 AND place IS NOT NULL ORDER BY seq",
        (before.rows, KEPT_FROM),
    )
    for rows, notes in ends.fetchall():
        block = _Block(rows, notes, _digest(db, before, _Block(rows, notes, "")))
        yield block
        before = block


def _digest(db: sqlite3.Connection, before: _Block, block: _Block) -> str:
    """The sha256 of the lines of a block, behind the block before it, every column of them, in hex."""
    sha = hashlib.sha256()
    for table, first, last in ((ROW.name, before.rows, block.rows), (NOTE.name, before.notes, block.notes)):
        lines = db.execute(
            f"SELECT * FROM {table} WHERE seq > ? AND seq <= ? ORDER BY seq",  # noqa: S608 - our names
            (first or _LOWEST, last),
        )
        sha.update(marshal.dumps(lines.fetchall(), 2))  # of version 2: equal values alone make equal bytes
    return sha.hexdigest()


def _link(db: sqlite3.Connection, table: str, number: int) -> Link:
    found = db.execute(f"SELECT seq, chain FROM {table} WHERE seq = ?", (number,)).fetchone()  # noqa: S608 - ours
    return Link(*found) if found else NO_LINE
