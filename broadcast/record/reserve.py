"""A piece of the disk kept for the log -> given up on the day on which the disk is full."""

import errno
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

from broadcast.base.files import put_whole

RESERVE_BYTES = 8_000_000
"""Some ten years of the log of a ward with two sessions a day (docs/decisions/203-disk.md)."""

_SPARE = 4
"""How many times the reserve must be free before it is taken: the log must not be what fills the disk."""
_PROBE_BYTES = 65_536
_STORAGE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}


def is_storage(error: sqlite3.Error) -> bool:
    """Whether SQLite blames the disk: full, read-only, failing; not a lock, nor a line that the log refuses."""
    code = getattr(error, "sqlite_errorcode", None)
    return code is not None and code & 0xFF in _STORAGE  # the low byte: extended codes add to it


def takes_nothing(folder: Path) -> bool:
    """Whether nothing can be written in that folder because its disk is full or read-only, tried by writing.

    False where only the permission is missing.
    """
    try:
        with tempfile.TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_PROBE_BYTES))
            probe.flush()
    except OSError as error:
        return error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
    return False


class Reserve:
    """One file of RESERVE_BYTES, or its absence."""

    def __init__(self, path: Path) -> None:
        """Name the file; nothing is taken yet."""
        self._path = path

    def is_there(self) -> bool:
        """Whether the space is taken now."""
        return self._path.exists()

    def fill(self) -> bool:
        """Take the space and return whether it is taken; where the disk does not give all of it, none is."""
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
        """Give the space back to the disk; return False where there was none to give."""
        try:
            self._path.unlink()
        except OSError:
            return False
        return True
