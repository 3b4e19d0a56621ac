"""The log's newest line -> a small file beside it, which remembers how far the log had come.

It shows that lines were cut off at the end, that an older copy was put back, or that the log was made anew; not
the work of somebody who rewrites this file too. It is written after each line without waiting for the disk, so
after a power cut it may lag behind the log, never run ahead of it.
"""

import os
import re
import sqlite3
from contextlib import suppress
from pathlib import Path

from broadcast.record.chain import Link, link_at

_LINE = re.compile(r"(\d{19}) ([0-9a-f]{64})\n")


class Head:
    """The head of one log, in the file `….head` beside it."""

    def __init__(self, path: Path) -> None:
        """Name the head of the log at `path`: the same path with `.head` behind it. Nothing is read yet."""
        self._path = path.with_name(f"{path.name}.head")
        self._may_write: bool | None = None

    def read(self) -> Link | None:
        """Return the link of the line that the log had come to; None where no whole head is there."""
        try:
            match = _LINE.fullmatch(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None
        return Link(int(match[1]), match[2]) if match else None

    def advance(self, db: sqlite3.Connection, link: Link) -> None:
        """Write `link` down as the log's newest line, unless the head found at first does not fit the log `db`.

        To be called once the line is on the disk: a head must never be ahead of the log.
        Such a head stays as it is, for whoever looks into it. Does nothing where the disk takes nothing. Raises
        sqlite3.Error where `db` cannot be read.
        """
        if self._may_write is None:
            known = self.read()
            self._may_write = known is None or link_at(db, known.place) == known
        if not self._may_write:
            return
        with suppress(OSError):
            # in place: one small write, which needs no room on a full disk
            descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            try:
                os.write(descriptor, f"{link.place:019} {link.chain}\n".encode("ascii"))
            finally:
                os.close(descriptor)
