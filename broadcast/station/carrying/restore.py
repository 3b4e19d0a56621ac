"""A backup -> a ward's folder on another PC, whole or not at all; and what that PC still needs.

Everything is unpacked and verified in a folder beside the place; one renaming puts it there. What a kill leaves
beside is cleared away by the next restoring of the same place, and is no ward's folder to anybody.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadcast.base.errors import DiskError, LoudspeakerTaken, UsageRefused, tell
from broadcast.base.files import StillHeld, locked, sync_folder
from broadcast.base.reasons import reason_of
from broadcast.playout.control.lock import LOUDSPEAKER, is_held
from broadcast.record.journal import Journal
from broadcast.station.carrying.backupfile import BackupFile, opened
from broadcast.station.carrying.backupslip import Backup, Member
from broadcast.station.overview import journal_folder, journal_path, machine_clock

_BESIDE = ".dang-dung-lai"
"""Behind the folder's name while it is being unpacked."""
_LEFT_FREE = 50_000_000
"""Bytes of the disk that stay free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a backup has become on this PC."""

    backup: Backup
    home: Path
    aside: Path | None
    """Where the folder lies now that stood in that place before; None where none did, or an empty one."""


def restore(path: Path, place: Callable[[Backup], Path], agreed: Callable[[Path], bool]) -> Restored:
    """Make the ward's folder that the backup at `path` holds; return it.

    `place` is told of the backup and answers where the folder is to be. `agreed` is asked only where something
    stands there: True moves that aside, under a name beside it. Raises WardError for what is no whole backup of
    ours, UsageRefused where `agreed` says no or somebody stands in that very folder, LoudspeakerTaken where a
    player holds it, DiskError where the disk does not take it; then the place is as it was.
    """
    try:
        with opened(path) as held:
            target = place(held.told).absolute()
            _refuse_what_is_in_use(target)
            stands = target.exists() and any(target.iterdir())
            if stands and not agreed(target):
                raise UsageRefused(
                    tell("Thư mục {home} đã có tệp, nên chưa làm gì.", home=target),
                    tell("Ghi tên thư mục mới, hoặc thêm --replace: thư mục cũ được đổi tên, không mất gì."),
                )
            with _no_other(target):
                aside = _restored(held, path, target, stands=stands)
            return Restored(backup=held.told, home=target, aside=aside)
    except StillHeld as error:
        raise UsageRefused(tell("Đang có một lần dựng lại khác vào {home}.", home=target)) from error
    except OSError as error:
        raise DiskError(
            tell("Không dựng lại được từ {name} ({reason}).", name=path.name, reason=reason_of(error)),
            tell("Kiểm tra chỗ trống và quyền ghi, rồi làm lại. Chưa có gì được dựng lại."),
        ) from error


def _refuse_what_is_in_use(target: Path) -> None:
    if not target.parent.is_dir():
        raise DiskError(
            tell("không ghi được {path}: chưa có thư mục {folder}", path=target, folder=target.parent),
            tell("Tạo thư mục đó trước, hoặc chọn thư mục khác."),
        )
    if target.exists() and not target.is_dir():
        raise UsageRefused(tell("{path} là một tệp, không phải thư mục.", path=target))
    if target.exists() and target.resolve() == Path.cwd().resolve():
        raise UsageRefused(
            tell("Không dựng lại vào chính thư mục đang đứng."),
            tell("Ghi tên một thư mục mới, ví dụ: {path}", path=target / "dai"),
        )
    if is_held(journal_folder(target), LOUDSPEAKER):
        raise LoudspeakerTaken(
            tell("Một phiên phát đang giữ loa theo thư mục {home}.", home=target),
            tell("Dừng phiên đó rồi làm lại, hoặc dựng lại vào thư mục khác."),
        )


# --- beside the place, then in it ---


@contextmanager
def _no_other(target: Path) -> Iterator[None]:
    """Keep every other restoring away from that place; however it ends, nothing is left of the lock."""
    lock, is_ours = target.with_name(f"{target.name}{_BESIDE}.lock"), False
    try:
        with locked(lock):
            is_ours = True
            yield
    finally:
        if is_ours:  # released first: Windows removes no file that is open
            with suppress(OSError):
                lock.unlink(missing_ok=True)


def _restored(held: BackupFile, path: Path, target: Path, *, stands: bool) -> Path | None:
    part = target.with_name(f"{target.name}{_BESIDE}")
    if part.exists():  # of one that was killed
        shutil.rmtree(part)
    _require_room(target.parent, held.told)
    now = machine_clock().now()
    try:
        for member in held.told.files:
            _unpack(held, member, part)
        _note_in_log(part, path, held.told, now)
        for folder, _, _ in os.walk(part):
            sync_folder(Path(folder))
        return _put(part, target, now, stands=stands)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _require_room(folder: Path, backup: Backup) -> None:
    free = shutil.disk_usage(folder).free
    if free < backup.bytes + _LEFT_FREE:
        raise DiskError(
            tell("Ổ đĩa chỉ còn {free} MB, bản sao lưu cần {needed} MB.",
                 free=free // 1_000_000, needed=(backup.bytes + _LEFT_FREE) // 1_000_000 + 1),
            tell("Xoá bớt tệp không cần, hoặc chọn ổ đĩa khác."),
        )  # fmt: skip


def _unpack(held: BackupFile, member: Member, part: Path) -> None:
    path = part / member.name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        if member.is_private and os.name != "nt":  # before there is anything to read
            with suppress(PermissionError):  # a disk that knows no owners
                os.fchmod(file.fileno(), 0o600)
        held.copy(member, file)
        file.flush()
        os.fsync(file.fileno())


def _note_in_log(part: Path, path: Path, backup: Backup, now: datetime) -> None:
    """Write into the restored log that it goes on here, and from what; a log that was never begun is begun so."""
    log = journal_path(part)
    log.parent.mkdir(parents=True, exist_ok=True)
    what = tell(
        "dựng lại trên máy này từ bản sao lưu {name} ghi lúc {at}, nhật ký có {lines} dòng",
        name=path.name, at=f"{backup.written:%H:%M %d/%m/%Y}", lines=backup.lines,
    )  # fmt: skip
    with Journal(log) as journal:
        journal.note(what, now)


def _put(part: Path, target: Path, now: datetime, *, stands: bool) -> Path | None:
    """Give the finished folder its name; what stood there gets another one first, and back where that fails."""
    aside = None
    if stands:
        aside = _free_name(target.with_name(f"{target.name}-cu-{now:%Y%m%d-%H%M%S}"))
        target.rename(aside)
    elif target.exists():
        target.rmdir()
    try:
        part.rename(target)
    except OSError:
        if aside is not None:
            aside.rename(target)
        raise
    sync_folder(target.parent)
    return aside


def _free_name(wanted: Path) -> Path:
    """The name, with a number behind it where something has it already."""
    found, number = wanted, 1
    while found.exists():
        number += 1
        found = wanted.with_name(f"{wanted.name}-{number}")
    return found
