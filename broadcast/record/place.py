"""The log's file as it was opened -> whether it still lies at its path; else all its lines written there again.

Somebody may delete the file under a running player, or put an older copy in its place. What is open then goes on
taking lines, and nobody would ever see them: after a restart everything would air again.
"""

import os
import shutil
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import JournalError, tell
from broadcast.base.files import sync_folder
from broadcast.record.chain import prepare

_BESIDE = ("", "-wal", "-shm")
"""The endings of the files that make one log in WAL mode."""


def require_file(path: Path) -> None:
    """Raise JournalError where a pipe, a socket or a device lies at the log's `path`: SQLite would wait there for
    ever. A folder, a file and nothing at all are let pass.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        raise JournalError(
            tell("{path} là tệp đặc biệt của hệ thống, không phải nhật ký phát sóng.", path=path),
            tell("Đổi tên tệp ấy; nhật ký sẽ được lập mới ở chỗ ấy."),
        )


class Place:
    """Where one log's file lies, and which file that was when it was last opened."""

    def __init__(self, path: Path) -> None:
        """Name the log's path; nothing is looked at yet."""
        self._path = path
        self._known: tuple[int, int] | None = None
        self._wal: tuple[int, int] | None = None

    def take(self) -> None:
        """Remember the file that lies there now as ours; none where there is none. Raises OSError."""
        self._known, self._wal = _identity(self._path), _identity(self._beside(self._path, "-wal"))

    def is_ours(self) -> bool:
        """Whether the file that was taken last lies there still.

        True also where none was taken and none lies there, and where the disk does not tell.
        """
        try:
            return _identity(self._path) == self._known
        except OSError:  # a failing disk says nothing of what lies on it
            return True

    def is_empty(self) -> bool:
        """Whether no file lies there. Raises OSError where the disk does not tell."""
        return _identity(self._path) is None

    def set_aside(self, now: datetime) -> Path | None:
        """Give whatever lies there another name, for whoever looks into it; return that, None where nothing does.

        The name holds the moment `now`, and is not taken yet. Raises OSError where the disk does not let us.
        """
        if self.is_empty() or _identity(self._beside(self._path, "-wal")) == self._wal:
            for ending in _BESIDE[1:]:  # of the file that is gone: with another one they would be misread
                self._beside(self._path, ending).unlink(missing_ok=True)
        if self.is_empty():
            return None
        aside, number = self._path.with_name(f"{self._path.name}.{now:%Y%m%d-%H%M%S}"), 1
        while aside.exists():
            number += 1
            aside = self._path.with_name(f"{self._path.name}.{now:%Y%m%d-%H%M%S}-{number}")
        for ending in _BESIDE:
            with suppress(FileNotFoundError):
                self._beside(self._path, ending).replace(self._beside(aside, ending))
        return aside

    def fill(self, lines: sqlite3.Connection) -> None:
        """Write the whole log `lines` into a file at the path, at once and safe from a power cut.

        Raises sqlite3.Error or OSError where the disk does not take it; then nothing lies there.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        part = self._path.with_name(f"{self._path.name}.{os.getpid()}.part")
        try:
            part.unlink(missing_ok=True)
            with closing(sqlite3.connect(part, isolation_level=None)) as file:
                file.execute("PRAGMA synchronous=FULL")
                lines.backup(file)
            part.replace(self._path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(self._path.parent)

    @staticmethod
    def _beside(path: Path, ending: str) -> Path:
        return path.with_name(path.name + ending)


def copy_in_memory(path: Path) -> sqlite3.Connection:
    """Return a copy in memory of the log at `path`, on a disk that takes nothing, not even what SQLite needs.

    Raises sqlite3.Error or OSError where it cannot be read: then nobody knows what was aired.
    """
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.TemporaryDirectory(prefix="broadcast-") as folder:
        for ending in _BESIDE[:2]:
            source = path.with_name(path.name + ending)
            if source.exists():
                shutil.copy(source, Path(folder) / source.name)
        with closing(sqlite3.connect(Path(folder) / path.name, isolation_level=None)) as copy:
            prepare(copy)
            copy.backup(memory)
    return memory


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    return found.st_dev, found.st_ino
