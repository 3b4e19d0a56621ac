"""Files that appear whole or not at all, and files that one process holds at a time."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from broadcast.base.errors import DiskError, tell


def write_whole(path: Path, content: bytes) -> None:
    """Make the file appear whole or not at all, also when the power goes. Raises DiskError."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        with suppress(OSError):  # the same trouble again; `sweep` takes what is left
            part.unlink(missing_ok=True)
        raise DiskError(
            tell("Không ghi được {name} ({reason}).", name=path.name, reason=error.strerror or error),
            tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
        ) from error


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":  # Windows cannot open a folder to sync it; NTFS journals the rename itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold that lock file. Raises filelock.Timeout where somebody holds it, DiskError where there can be none."""
    try:
        lock = FileLock(path, timeout=0)
        lock.acquire()
    except OSError as error:
        if isinstance(error, Timeout):
            raise
        if error.errno not in (errno.EROFS, errno.ENOSPC) or os.name == "nt":
            raise DiskError(tell("Không khoá được {name} ({reason}).", name=path.name, reason=error)) from error
        with _locked_read_only(path):
            yield
        return
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _locked_read_only(path: Path) -> Iterator[None]:
    """The same lock, of a file that a read-only disk already holds; of its folder where it holds none."""
    import fcntl

    descriptor = os.open(path if path.exists() else path.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise Timeout(str(path)) from error
    finally:
        os.close(descriptor)
