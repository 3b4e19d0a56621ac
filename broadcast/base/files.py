"""Bytes and a name -> a file that is there whole or not at all; and files that one process holds at a time."""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from broadcast.base.errors import DiskError, Message, tell
from broadcast.base.reasons import reason_of


class StillHeld(TimeoutError):
    """Somebody else holds the lock file, and goes on to."""


_writing: set[str] = set()
"""The names of what this process is writing now."""
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)", re.IGNORECASE)
_PART = re.compile(r"\.(?P<pid>\d+)(\.[0-9a-f]+)?\.part$")


def write_whole(path: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write `content` into the file `path` whole or not at all; no power cut undoes it once this returns.

    Makes the folder where there is none, and replaces a file of that name. `mode`: who may read and write it, as
    chmod has it; None: as for any file. Raises DiskError, with what to do, where the disk does not take it.
    """
    try:
        put_whole(path, content, mode=mode)
    except OSError as error:
        raise _not_written(path, error) from error


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give the block a file to write; at its end it stands at `path`, whole, or not at all where the block raises.

    For what is too long to be held in memory; else as `write_whole`. Raises DiskError where the disk refuses.
    """
    try:
        with Part(path) as file:
            yield file
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> DiskError:
    return DiskError(
        tell("Không ghi được {name} ({reason}).", name=path.name, reason=reason_of(error)),
        tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
    )


def is_windows_device(name: str) -> bool:
    """Whether Windows keeps the name of a file or a folder for a device (`CON`, `nul.md`), whatever ends it."""
    return _DEVICE.match(name) is not None


def is_full(error: BaseException | None) -> bool:
    """Whether the system refused for want of room: the disk is full, or this account's share of it is used up."""
    return isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)


def may_only_look(folder: Path) -> bool:
    """Whether this account may not write in `folder`, though its disk takes what others write; asked, not tried.

    Of a folder that is not there yet, the nearest one above it is asked. False on Windows.
    """
    if os.name == "nt":  # os.access knows nothing of a folder's permissions there
        return False
    while not folder.exists():
        folder = folder.parent
    return not os.access(folder, os.W_OK) and not os.statvfs(folder).f_flag & os.ST_RDONLY


def is_anothers(folder: Path) -> bool:
    """Whether another account holds `folder`, or, where it is not there yet, the nearest one above it.

    What this account made in it would be this account's, and could keep the other one out. False on Windows, where
    a folder's permissions go for all that is made in it.
    """
    if os.name == "nt":
        return False
    while not folder.exists():
        folder = folder.parent
    return folder.stat().st_uid != os.geteuid()


def only_to_look(doing: Message) -> DiskError:
    """Return the error that says that this account may look and not do that: `dừng phát`."""
    return DiskError(
        tell(
            "Tài khoản này chỉ được xem, không được {doing}: thư mục của phường do tài khoản khác giữ.",
            doing=doing,
        ),
        tell("Đăng nhập bằng tài khoản chạy chương trình phát rồi làm lại. Cần loa im ngay thì tắt âm-li."),
    )


def put_whole(path: Path, content: bytes, *, durable: bool = True, mode: int | None = None) -> None:
    """Write `content` into the file `path` whole or not at all, as `write_whole`; raise OSError where that fails.

    For callers that tell the failure in words of their own. `durable` False: nobody sees it half-written either,
    but a power cut may bring the old file back, or leave an empty one. Where it raises, the old file stands as
    before, unless all that failed was making its name safe (`sync_folder`).
    """
    try:
        _put(path, content, durable=durable, mode=mode)
    except FileNotFoundError:  # somebody took the half-written file, or its folder with it
        _put(path, content, durable=durable, mode=mode)


def _put(path: Path, content: bytes, *, durable: bool, mode: int | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with Part(path, durable=durable) as file:
        if mode is not None and os.name != "nt":  # before there is anything to read
            os.fchmod(file.fileno(), mode)
        file.write(content)


class Part:
    """A file that is being written beside its place; there it is put whole, by `put`, or not at all.

    Used with `with`, which gives the open file, it is put in its place when the block ends well. Any number of
    processes may write one file at a time: each has a part of its own, and the last to be put in place stays.
    """

    def __init__(self, path: Path, *, durable: bool = True) -> None:
        """Open it for writing. Raises OSError, as where the folder is missing. `durable` as of `put_whole`."""
        self._path = path
        self._durable = durable
        self._part = path.with_name(f"{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
        _writing.add(self._part.name)
        try:
            self.file: BinaryIO = self._part.open("wb")
        except OSError:
            _writing.discard(self._part.name)
            raise

    def put(self) -> None:
        """Close the file and put it in its place. Raises OSError, and leaves nothing of it then."""
        try:
            with self.file:
                if self._durable:
                    self.file.flush()
                    os.fsync(self.file.fileno())
            self._part.replace(self._path)
        except BaseException:
            self.drop()
            raise
        _writing.discard(self._part.name)
        if self._durable:
            sync_folder(self._path.parent)

    def drop(self) -> None:
        """Close the file and remove it; whatever stands in its place stays as it is. Raises nothing."""
        with suppress(OSError):  # what is still to be written does not fit on the disk
            self.file.close()
        with suppress(OSError):  # the same trouble again; `sweep` takes what is left
            self._part.unlink(missing_ok=True)
        _writing.discard(self._part.name)

    def __enter__(self) -> BinaryIO:
        return self.file

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.put()
        else:
            self.drop()


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` (what was made, renamed or removed there) safe from a power cut.

    Does nothing on Windows, where they are safe already. Raises OSError where the folder cannot be opened or
    synced.
    """
    if os.name == "nt":  # Windows cannot open a folder to sync it; NTFS journals the rename itself
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sweep(folder: Path, pattern: str = "*.part") -> None:
    """Remove the half-written files that a killed program has left, and none that a living process may be writing.

    `pattern` is a glob, relative to `folder`. A file that matches it and whose name tells no process
    (`.PID.….part`, as `put_whole` writes) is removed too. What cannot be removed stays, and nothing is raised or
    told.
    """
    for part in folder.glob(pattern):
        if not _may_be_written(part):
            with suppress(OSError):
                part.unlink(missing_ok=True)


def _may_be_written(part: Path) -> bool:
    """Whether the process that its name tells is alive; Windows lets nobody remove a file that is open."""
    known = _PART.search(part.name)
    if known is None or os.name == "nt":
        return False
    if int(known["pid"]) == os.getpid():  # or one of our number before us: in a container it is always the same
        return part.name in _writing
    try:
        os.kill(int(known["pid"]), 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True  # somebody else's
    return True


@contextmanager
def locked(path: Path, *, patience_s: float = 0.0) -> Iterator[None]:
    """Hold the lock file `path` until the `with` block ends; nobody else in any process holds it meanwhile.

    Only accounts that may write in its folder can open it: whoever may read a lock file can hold it, too.
    On a disk that is read-only or full, the lock is on the file that is there already, or else on its folder.
    Raises StillHeld where somebody else still holds the lock after `patience_s` seconds, DiskError where no
    such file can be made or opened.
    """
    from filelock import FileLock, Timeout  # here: whoever only reads takes no lock

    try:
        _close_to_readers(path)
        lock = FileLock(path, timeout=patience_s)
        lock.acquire()
    except OSError as error:
        if isinstance(error, Timeout):
            raise StillHeld(str(path)) from error
        if error.errno not in (errno.EROFS, errno.ENOSPC) or os.name == "nt":
            raise DiskError(
                tell("Không khoá được {name} ({reason}).", name=path.name, reason=reason_of(error))
            ) from error
        with _locked_read_only(path):
            yield
        return
    try:
        yield
    finally:
        lock.release()


def _close_to_readers(path: Path) -> None:
    """Make the lock file where there is none; only who may write in its folder may open it from now on."""
    if os.name == "nt":  # the folder's own permissions go for its files there
        return
    mode = 0o660 if path.parent.stat().st_mode & 0o020 else 0o600
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, mode)
    try:
        with suppress(PermissionError):  # another account's, which has made it so
            os.fchmod(descriptor, mode)
    finally:
        os.close(descriptor)


def is_locked(path: Path) -> bool:
    """Whether somebody, this process too, holds the lock file `path`; an account that may only look can ask.

    Found out by taking the lock for a moment. False also where it can neither be opened nor read.
    """
    looks = may_only_look(path.parent) or (os.name != "nt" and path.exists())  # the same lock, without filelock
    try:
        with _locked_read_only(path) if looks else locked(path):
            return False
    except StillHeld:
        return True
    except (DiskError, OSError):
        return False


@contextmanager
def _locked_read_only(path: Path) -> Iterator[None]:
    """The same lock, of a file that a read-only disk already holds; of its folder where it holds none."""
    import fcntl

    descriptor = os.open(path if path.exists() else path.parent, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as error:
        raise StillHeld(str(path)) from error
    finally:
        os.close(descriptor)
