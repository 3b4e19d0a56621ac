"""A log's file that this account may perhaps only read -> its lines; nothing of it is written.

A log in WAL mode has two files beside it while somebody has it open. SQLite reads them without any permission to
write, where they are there; where they are not, it would have to make them. So the ways, in this order:

- who may write keeps them in order: opened as usual, with writing refused by SQLite itself;
- read-only, which a player that writes meanwhile does not mind;
- where there is no `-wal`, the one file holds everything: read as it stands;
- else a copy of both files, taken again where somebody wrote meanwhile.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

from broadcast.base.errors import JournalError, tell
from broadcast.base.reasons import reason_of
from broadcast.record.chain import NO_LINE, BrokenLine, Link, count, is_of_today, prepare
from broadcast.record.head import Head
from broadcast.record.place import require_file
from broadcast.record.trusted import TrustedPrefix
from broadcast.record.walking import first_broken, one_state, readable

_TRIES = 5
"""How often a copy is taken while somebody writes."""


class LinesToRead:
    """The lines of one log, to be read; each method raises JournalError where they cannot be."""

    def __init__(self, path: Path) -> None:
        """Open the log's file `path`; where there is none, it has no lines, and none is made.

        Raises JournalError where it cannot be read.
        """
        self._head = Head(path)
        self._trusted = TrustedPrefix(path)
        try:
            require_file(path)
            self.db = _opened(path)
        except (sqlite3.Error, OSError) as error:
            raise _cannot_open(path, error) from error

    def close(self) -> None:
        """Close the file."""
        self.db.close()

    def read(self, sql: str, values: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        """Run the query `sql` with its values; return its rows, each by the names of its columns."""
        with readable():
            cursor = self.db.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]

    def count(self) -> int:
        """Return how many lines there are, rows and notes."""
        with readable():
            return count(self.db)

    def remembered(self) -> Link | None:
        """Return the line that the log is remembered to have come to; None where nobody remembers."""
        return self._head.read()

    def first_broken(
        self, fitting: tuple[Link, Link] = (NO_LINE, NO_LINE), *, quickly: bool = False,
        shown: tuple[date, date] | None = None,
    ) -> BrokenLine | None:  # fmt: skip
        """Go through the whole log; return the first line that does not fit chain or head, None when all do.

        `quickly`: lines that were gone through before and are unchanged need not be again, and are not all looked
        at each time; those of the days `shown` are (trusted.py). `fitting`: the last row and the last note up to
        which every line is known to fit.
        """
        head = self._head.read()  # first: the log may only grow after it
        with readable(), one_state(self.db):
            if quickly:
                return self._trusted.first_broken(self.db, head, shown)
            return first_broken(self.db, head, *fitting)


def _cannot_open(path: Path, error: Exception) -> JournalError:
    if not os.access(path if path.exists() else path.parent, os.R_OK):
        return JournalError(
            tell("Tài khoản này không được đọc nhật ký phát sóng ({path}).", path=path),
            tell("Dùng tài khoản chạy chương trình, hoặc nhờ người quản trị cho quyền đọc thư mục journal."),
        )
    return JournalError(
        tell("Không mở được nhật ký phát sóng ({reason}).", reason=reason_of(error)),
        tell("Giữ nguyên thư mục journal và báo người phụ trách."),
    )


def _opened(path: Path) -> sqlite3.Connection:
    """The log, readable by the queries of today; one of an older version in memory, made over there."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    if path.exists():
        db = _first_that_reads(path)
        if is_of_today(db):
            return db
        with closing(db):
            db.backup(memory)
    prepare(memory)
    return memory


def _first_that_reads(path: Path) -> sqlite3.Connection:
    trouble: Exception = FileNotFoundError(path)
    for way in _ways(path):
        try:
            db = way(path)
        except (sqlite3.Error, OSError) as error:
            trouble = error
            continue
        try:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opening alone reads nothing
        except sqlite3.Error as error:
            trouble = error
            db.close()
            continue
        return db
    raise trouble


def _ways(path: Path) -> list[Callable[[Path], sqlite3.Connection]]:
    may_write = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    return [*([_guarded] if may_write else []), _read_only, _as_it_stands, _copied]


def _guarded(path: Path) -> sqlite3.Connection:
    db = _connected(path, "mode=rw")
    try:
        db.execute("PRAGMA query_only=1")
    except BaseException:
        db.close()
        raise
    return db


def _read_only(path: Path) -> sqlite3.Connection:
    return _connected(path, "mode=ro")


def _as_it_stands(path: Path) -> sqlite3.Connection:
    """SQLite then asks for no lock and no file beside it; not where a `-wal` holds newer lines."""
    wal = _wal_of(path)
    if wal.exists() and wal.stat().st_size:
        raise OSError(f"{wal.name} holds lines")
    return _connected(path, "mode=ro&immutable=1")


def _connected(path: Path, how: str) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, isolation_level=None, timeout=10)


def _copied(path: Path) -> sqlite3.Connection:
    """Both files as they stood at one moment, in memory."""
    for _ in range(_TRIES):
        before = _state(path)
        with tempfile.TemporaryDirectory(prefix="broadcast-") as folder:
            copy = Path(folder) / path.name
            shutil.copyfile(path, copy)
            if _wal_of(path).exists():
                shutil.copyfile(_wal_of(path), _wal_of(copy))
            if _state(path) == before:
                memory = sqlite3.connect(":memory:", isolation_level=None)
                with closing(sqlite3.connect(copy, isolation_level=None)) as db:
                    db.backup(memory)
                return memory
    raise OSError("somebody writes all the time")


def _state(path: Path) -> list[tuple[int, int]]:
    files = (one.stat() for one in (path, _wal_of(path)) if one.exists())
    return [(one.st_mtime_ns, one.st_size) for one in files]


def _wal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-wal")
