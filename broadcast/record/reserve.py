"""A piece of the disk kept for the log -> given up on the day on which the disk is full."""

import errno
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from broadcast.base.files import put_whole

RESERVE_BYTES = 8_000_000
"""Half a year, at the least, of the log of a ward with two sessions a day (docs/decisions/203-disk.md)."""

_SPARE = 4
"""How many times the reserve must be free before it is taken: the log must not be what fills the disk."""
_PROBE_BYTES = 65_536
_STORAGE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


def is_storage(error: sqlite3.Error) -> bool:
    """Whether SQLite blames the disk for `error`: full, read-only, failing.

    False for a lock, and for a line that the log refuses.
    """
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _STORAGE  # the low byte: extended codes add to it


def is_busy(error: sqlite3.Error) -> bool:
    """Whether SQLite gave up because another process locks the log: any account that may read it can do that."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def takes_nothing(folder: Path) -> bool:
    """Whether nothing can be written in `folder` because its disk is full or read-only; tried by writing 64 KiB.

    A quota that is used up counts as full. False where the permission alone is missing, or the writing fails for
    another reason.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_PROBE_BYTES))
            probe.flush()
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
    return False


class Reserve:
    """RESERVE_BYTES of the disk (8 MB), held by one file so that they can be given back when the disk is full."""

    def __init__(self, path: Path) -> None:
        """Name the file that holds the space; nothing is written yet."""
        self._path = path

    def is_there(self) -> bool:
        """Whether the file is there, and so the space is taken."""
        return self._path.exists()

    def fill(self) -> bool:
        """Write the file where it is not there yet; return whether it is there now.

        Nothing is written where less than four times RESERVE_BYTES are free, or where the disk does not take all
        of it. Raises OSError where there is no such folder.
        """
        if self.is_there():
            return True
        if shutil.disk_usage(self._path.parent).free < _SPARE * RESERVE_BYTES:
            return False
        try:
            put_whole(self._path, os.urandom(RESERVE_BYTES))  # what a disk that compresses cannot make smaller
        except OSError:
            return False
        return True

    def release(self) -> bool:
        """Delete the file, so that the disk has its space back; return False where there is none or it stays."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
