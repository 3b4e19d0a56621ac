"""A log that a player may be writing -> a copy of it as it stood at one moment, with head and mark beside it."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.base.reasons import reason_of
from broadcast.record.chain import count
from broadcast.record.looking import LinesToRead

_BESIDE = (".head", ".on-air")


def beside(path: Path) -> tuple[Path, ...]:
    """Name the two files that belong to the log at `path`: its head, and the mark of what sounds."""
    head, mark = _BESIDE
    return path.with_name(path.name + head), path.with_suffix(mark)


def copy_log(path: Path, into: Path) -> int:
    """Copy the log at `path`, with its head and its mark, into the folder `into`; return how many lines it has.

    SQLite's own backup takes the lines, so they are those of one moment, whoever writes meanwhile. The head is
    taken before them: it may lag behind its log, never run ahead. A log that does not fit its chain or its head is
    copied as it is, so that the copy tells of it too. Raises JournalError where the log cannot be read, OSError
    where the copy cannot be written.
    """
    head, mark = beside(path)
    _copy_if_there(head, into / head.name)
    lines = LinesToRead(path)
    try:
        with closing(sqlite3.connect(into / path.name, isolation_level=None)) as copy:
            lines.db.backup(copy)
            found = count(copy)
    except sqlite3.Error as error:
        raise JournalError(tell("Không chép được nhật ký ({reason}).", reason=reason_of(error))) from error
    finally:
        lines.close()
    _copy_if_there(mark, into / mark.name)
    return found


def _copy_if_there(path: Path, into: Path) -> None:
    try:
        shutil.copyfile(path, into)
    except FileNotFoundError:
        return
