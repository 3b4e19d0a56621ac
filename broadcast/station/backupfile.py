"""The ward's files -> one zip with its slip, and back: read as nothing but bytes that must be those of the slip.

The slip guards against damage, a stick pulled out too early and a foreign file; not against somebody who makes a
backup on purpose, slip and all.
"""

import hashlib
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from broadcast.base.errors import WardError, tell
from broadcast.station.backupslip import SLIP, Backup, Member, no_backup, read_slip, slip_of

_AT_ONCE = 1_000_000
_LARGEST_SLIP = 32_000_000
_MOST_FILES = 200_000
_DENSEST = 200
"""Bytes that one byte of a backup may grow to; text and the log come to 20 at most."""
_PACKED = (".flac", ".mp3", ".ogg", ".m4a", ".onnx")
"""What does not become smaller by being packed."""
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)
"""What the reader of a zip raises for one that is damaged, encrypted, or packed in a way of its own."""


def pack(file: BinaryIO, paths: Iterable[tuple[str, Path]], station: str, written: datetime, lines: int) -> Backup:
    """Write the files `paths`, each under its name, and the slip into the open file; return what is in it.

    A file that has gone since it was listed is left out, as if it had never been there. Raises OSError.
    """
    members = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, path in paths:
            try:
                members.append(_put(archive, name, path))
            except FileNotFoundError:
                continue
        backup = Backup(station=station, written=written, lines=lines, files=tuple(members))
        archive.writestr(SLIP, slip_of(backup))
    return backup


def _put(archive: zipfile.ZipFile, name: str, path: Path) -> Member:
    sha, size = hashlib.sha256(), 0
    entry = zipfile.ZipInfo(name)
    entry.compress_type = zipfile.ZIP_STORED if path.suffix.lower() in _PACKED else zipfile.ZIP_DEFLATED
    with path.open("rb") as source:
        looked = os.fstat(source.fileno())
        with archive.open(entry, "w", force_zip64=looked.st_size > 2**31) as taking:
            while some := source.read(_AT_ONCE):
                taking.write(some)
                sha.update(some)
                size += len(some)
    return Member(name=name, size=size, sha256=sha.hexdigest(), is_private=not looked.st_mode & 0o044)


class BackupFile:
    """A backup that was opened: its slip is read and fits the archive; each file is still to be verified."""

    def __init__(self, archive: zipfile.ZipFile, told: Backup) -> None:
        self._archive = archive
        self.told = told

    def copy(self, member: Member, into: BinaryIO) -> None:
        """Write a file of the backup into the open file `into`, never more than its slip says.

        Raises WardError where its bytes are not those that were backed up, OSError where `into` does not take it.
        """
        sha, left = hashlib.sha256(), member.size
        try:
            with self._archive.open(member.name) as packed:
                while left >= 0 and (some := packed.read(min(_AT_ONCE, left + 1))):
                    left -= len(some)
                    sha.update(some)
                    into.write(some[: len(some) + min(0, left)])
        except _UNREADABLE as error:
            raise _damaged(member.name) from error
        if left or sha.hexdigest() != member.sha256:
            raise _damaged(member.name)

    def check(self) -> None:
        """Read every file of the backup; raise WardError at the first whose bytes are not those that were kept."""
        with Path(os.devnull).open("wb") as nowhere:
            for member in self.told.files:
                self.copy(member, nowhere)


@contextmanager
def opened(path: Path) -> Iterator[BackupFile]:
    """Open the backup at `path` for reading, until the block ends.

    Raises WardError where it is none, is damaged, is a newer program's, names what no ward's folder has, or would
    grow to more than it can have been; OSError where it cannot be read.
    """
    try:
        archive = zipfile.ZipFile(path)
    except _UNREADABLE as error:
        raise no_backup(path.name) from error
    with archive:
        yield BackupFile(archive, _told(archive, path))


def _told(archive: zipfile.ZipFile, path: Path) -> Backup:
    entries = archive.infolist()
    slip = next((one for one in entries if one.filename == SLIP), None)
    if slip is None or slip.file_size > _LARGEST_SLIP or len(entries) > _MOST_FILES:
        raise no_backup(path.name)
    try:
        told = read_slip(archive.read(slip), path.name)
    except _UNREADABLE as error:
        raise _damaged(SLIP) from error
    in_archive = sorted((one.filename, one.file_size) for one in entries if one is not slip)
    if in_archive != sorted((one.name, one.size) for one in told.files):
        raise _damaged(path.name)
    if told.bytes > _DENSEST * path.stat().st_size:
        raise WardError(
            tell("Bản sao lưu {name} mở ra lớn bất thường, nên không mở.", name=path.name),
            tell("Dùng bản sao lưu do chính đài ghi."),
        )
    return told


def _damaged(name: str) -> WardError:
    return WardError(
        tell("Bản sao lưu bị hỏng ở {name}.", name=name),
        tell("Dùng bản sao lưu khác. Chưa có gì được dựng lại."),
    )
