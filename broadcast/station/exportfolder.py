"""Files made beside -> a folder on a stick that holds all of them, or says that it does not.

They are made in a folder within (a stick has no place beside it), then moved; FAT moves no folder in one step, so
the list of what this program wrote there says first that it is not whole, and last that it is. Nothing but what
stands in that list, unchanged, is ever replaced or removed.
"""

import errno
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.digests import sha256_of
from broadcast.base.errors import DiskError, UsageRefused, tell
from broadcast.base.files import sweep, sync_folder, write_whole
from broadcast.base.jsonfile import read_object
from broadcast.base.reasons import reason_of

LIST = "danh-muc.json"
BEING_MADE = "CHUA-XONG"
"""The folder in which files are made; while it lies there, what lies beside it is not whole."""
_OF_SYSTEMS = ("system volume information", "$recycle.bin", "desktop.ini", "thumbs.db", "lost+found")
"""What lies on a stick that is empty to its owner; a name that begins with a dot, too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What an earlier export wrote into the folder."""

    is_whole: bool
    files: Mapping[str, tuple[str, ...]]
    """By name, the sha256 that the file has; or may have, where an export was cut off."""


@contextmanager
def export_folder(folder: Path, *, force: bool) -> Iterator[Path]:
    """Give a folder to make files in; when the block ends well they are in `folder`, and its list says so.

    `folder` is made where only itself is missing. It must be empty, or hold an earlier export, which is replaced
    where that was never whole, or `force` says so. Raises UsageRefused where anything else stands there, or where
    a file that is not of an earlier export has a name that is needed; DiskError, told whether the folder is whole,
    where the disk does not take it.
    """
    if not folder.absolute().parent.is_dir():  # a stick that is not there: nothing is made on the disk instead
        raise DiskError(
            tell("không ghi được {path}: chưa có thư mục {folder}", path=folder, folder=folder.parent),
            tell("Tạo thư mục đó trước, hoặc chọn thư mục khác."),
        )
    known = _known_in(folder)
    _refuse_what_is_not_ours(folder, known, force=force)
    was_there, made = folder.exists(), folder / BEING_MADE
    try:
        _emptied(made)
        yield made
        fresh = {one.relative_to(made).as_posix(): one for one in sorted(made.rglob("*")) if one.is_file()}
        _refuse_names_taken(folder, fresh, known)
    except BaseException as error:
        shutil.rmtree(made, ignore_errors=True)
        if not was_there:
            with suppress(OSError):
                folder.rmdir()
        if isinstance(error, OSError):
            raise _not_written(folder, error) from error
        raise
    try:
        _moved(folder, made, fresh, known)
    except OSError as error:
        raise DiskError(
            tell("Đang ghi vào {folder} thì dừng ({reason}): thư mục ấy CHƯA ĐỦ, đừng mang đi phát.",
                 folder=folder, reason=reason_of(error)),
            tell("Cắm lại USB rồi chạy lại đúng lệnh này; tệp ghi dở sẽ được thay."),
        ) from error  # fmt: skip


def is_whole(folder: Path) -> bool:
    """Whether the folder holds a whole export, each file as it was written. Raises OSError."""
    known = _known_in(folder)
    if not known.is_whole or (folder / BEING_MADE).exists():
        return False
    return all((folder / name).is_file() and _is_known(folder, name, known) for name in known.files)


def _known_in(folder: Path) -> _Known:
    try:
        match read_object(folder / LIST):
            case {"whole": bool(whole), "files": dict(files)}:
                return _Known(is_whole=whole, files={str(name): tuple(map(str, of)) for name, of in files.items()})
    except (FileNotFoundError, NotADirectoryError):
        return _Known(is_whole=True, files={})
    return _Known(is_whole=True, files={})


def _refuse_what_is_not_ours(folder: Path, known: _Known, *, force: bool) -> None:
    if not folder.exists():
        return
    names = {one.name for one in folder.iterdir() if not one.name.startswith(".")}
    names = {name for name in names if name.lower() not in _OF_SYSTEMS}
    if not names or names == {BEING_MADE} or (known.files and not known.is_whole):
        return
    if not known.files:
        raise UsageRefused(
            tell("Thư mục {folder} đã có tệp khác, nên chưa ghi gì.", folder=folder),
            tell("Ghi tên một thư mục mới, ví dụ: {path}", path=folder / "phat-thanh"),
        )
    if not force:
        raise UsageRefused(
            tell("Thư mục {folder} còn bản xuất lần trước.", folder=folder),
            tell("Thêm --force để thay bản ấy (tệp khác trong thư mục vẫn còn), hoặc chọn thư mục mới."),
        )


def _refuse_names_taken(folder: Path, fresh: Mapping[str, Path], known: _Known) -> None:
    for name in (*fresh, LIST):
        stands = folder / name
        if stands.exists() and name != LIST and not _is_known(folder, name, known):
            raise UsageRefused(
                tell(
                    "{name} trong thư mục ấy không phải do lệnh này ghi, hoặc đã bị sửa; không ghi đè.", name=name
                ),
                tell("Chuyển tệp ấy đi chỗ khác, hoặc chọn thư mục mới."),
            )


def _moved(folder: Path, made: Path, fresh: Mapping[str, Path], known: _Known) -> None:
    new = {name: sha256_of(path) for name, path in fresh.items()}
    either = {name: (*known.files.get(name, ()), *((new[name],) if name in new else ())) for name in
              sorted({*known.files, *new})}  # fmt: skip
    _write_list(folder, either, whole=False)
    for name in known.files:
        if name not in fresh and (folder / name).is_file() and _is_known(folder, name, known):
            (folder / name).unlink()
    for name, path in fresh.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        path.replace(folder / name)
        sync_folder((folder / name).parent)
    shutil.rmtree(made)
    _write_list(folder, {name: (sha,) for name, sha in new.items()}, whole=True)
    sweep(folder, f"{LIST}.*.part")  # of those that were killed
    if not is_whole(folder):
        raise OSError(errno.EIO, os.strerror(errno.EIO))


def _write_list(folder: Path, files: Mapping[str, tuple[str, ...]], *, whole: bool) -> None:
    told = {"whole": whole, "files": {name: list(of) for name, of in files.items()}}
    write_whole(folder / LIST, json.dumps(told, ensure_ascii=False, indent=1).encode())


def _is_known(folder: Path, name: str, known: _Known) -> bool:
    return name in known.files and sha256_of(folder / name) in known.files[name]


def _emptied(made: Path) -> None:
    if made.exists():
        shutil.rmtree(made)
    made.mkdir(parents=True)


def _not_written(folder: Path, error: OSError) -> DiskError:
    return DiskError(
        tell("Không ghi được vào {folder} ({reason}).", folder=folder, reason=reason_of(error)),
        tell("Kiểm tra chỗ trống và ổ đĩa, rồi làm lại. Thư mục ấy vẫn như trước."),
    )
