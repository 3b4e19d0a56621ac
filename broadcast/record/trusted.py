"""A log's database -> the first line that does not fit, by proof that what was gone through before is unchanged.

Going through the whole chain takes 7 s of processor for a million lines. Once it was gone through, and fitted, a
digest of the lines is kept; as long as the same lines give the same digest, they fit still, and only those written
since are gone through. No size, moment of change or number of a file is believed: an old line that was edited and
whose file got its old times again gives another digest, and then the whole chain is gone through. What is kept
stands beside the log, like its head: whoever rewrites that too is found by going through everything alone.
"""

import hashlib
import json
import marshal
import sqlite3
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from broadcast.base.files import put_whole
from broadcast.record.chain import NO_LINE, NOTE, ROW, BrokenLine, Link
from broadcast.record.walking import first_broken

KEPT_FROM = 2_000
"""Lines since the digest that was kept; fewer are gone through in 15 ms, and nothing is written for them."""
_AT_ONCE = 1_000
"""Lines that are fetched together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kept:
    """What a log had come to when it was gone through and fitted."""

    rows: int
    notes: int
    digest: str
    """Of all those lines: sha256, in hex."""


class TrustedPrefix:
    """The lines of one log that were gone through before."""

    def __init__(self, path: Path) -> None:
        """Name what is kept of the log at `path`: the same path with `.walked` behind it. Nothing is read yet."""
        self._path = path.with_name(f"{path.name}.walked")

    def first_broken(self, db: sqlite3.Connection, head: Link | None) -> BrokenLine | None:
        """Return the first line that does not fit, as `chain.first_broken` does; None when all do.

        What fits is kept for the next time, where this account may write. To be called within `one_state` of `db`.
        Raises sqlite3.Error where the log cannot be read.
        """
        kept = self._read()
        if kept is not None and _digest(db, kept.rows, kept.notes) != kept.digest:
            kept = None
        behind = (_link(db, ROW.name, kept.rows), _link(db, NOTE.name, kept.notes)) if kept else ()
        broken = first_broken(db, head, *behind)
        if broken is None:
            self._keep(db, kept)
        return broken

    def _keep(self, db: sqlite3.Connection, kept: _Kept | None) -> None:
        rows, notes = (int(db.execute(f"SELECT coalesce(max(seq), 0) FROM {one.name}").fetchone()[0])  # noqa: S608
                       for one in (ROW, NOTE))  # fmt: skip
        if rows + notes - (kept.rows + kept.notes if kept is not None else 0) < KEPT_FROM:
            return
        fresh = _Kept(rows=rows, notes=notes, digest=_digest(db, rows, notes))
        with suppress(OSError):  # it saves time alone: a full disk, or who may only look, goes without
            put_whole(self._path, json.dumps(asdict(fresh)).encode("ascii"), durable=False)

    def _read(self) -> _Kept | None:
        """What was kept; None where nothing was, or nothing that could be of ours."""
        try:
            kept = _Kept(**json.loads(self._path.read_text(encoding="ascii")))
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        are_counts = all(type(one) is int and one >= 0 for one in (kept.rows, kept.notes))
        return kept if are_counts else None


def _digest(db: sqlite3.Connection, rows: int, notes: int) -> str:
    """The sha256 of the first `rows` rows and `notes` notes, every column of them, in hex."""
    sha = hashlib.sha256()
    for table, most in ((ROW.name, rows), (NOTE.name, notes)):
        lines = db.execute(f"SELECT * FROM {table} WHERE seq <= ? ORDER BY seq", (most,))  # noqa: S608 - our names
        while some := lines.fetchmany(_AT_ONCE):
            sha.update(marshal.dumps(some, 2))  # of version 2: equal values alone make equal bytes
    return sha.hexdigest()


def _link(db: sqlite3.Connection, table: str, number: int) -> Link:
    found = db.execute(f"SELECT seq, chain FROM {table} WHERE seq = ?", (number,)).fetchone()  # noqa: S608 - ours
    return Link(*found) if found else NO_LINE
