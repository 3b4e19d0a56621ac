"""A voice's files as they come in -> a voice on the shelf, whole or not at all.

What comes lies in `voices/coming.part/` until all of it is there and was heard; one installation at a time has
that folder. Where one voice takes another's place, the earlier one stands in a folder beside until the new one is
there: whatever ends us, one of the two is a voice. Whoever holds the shelf next puts it back, and empties the
folder.
"""

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from broadcast.base.errors import BroadcastError, DiskError, SpeechError, UsageRefused, tell
from broadcast.base.files import (
    StillHeld,
    is_anothers,
    locked,
    may_only_look,
    only_to_look,
    put_whole,
    sync_folder,
)
from broadcast.base.reasons import reason_of
from broadcast.library.voiceshelf import ASIDE, InstalledVoice, shelf, slip_fields, slip_path, slips_aside

_COMING, _LOCK = ASIDE.parent, "coming.lock"
_SPARE_BYTES = 50_000_000
"""Stay free on the disk, for the log and the day's carts."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file that has come in whole."""

    sha256: str
    """64 hex digits, taken while it came."""
    size: int
    """In bytes."""


@contextmanager
def shelf_held(home: Path) -> Iterator[None]:
    """Hold the shelf of the ward in `home` until the block ends: nobody else puts a voice on it, or takes one off.

    Makes the shelf where there is none. Raises UsageRefused where another holds it, DiskError where this account
    may only look, or the disk takes nothing.
    """
    if may_only_look(home) or _would_be_roots(home):
        raise only_to_look(tell("cài hay gỡ giọng"))
    try:
        shelf(home).mkdir(exist_ok=True)
    except OSError as error:
        raise unwritten(shelf(home).name, error) from error
    try:
        with locked(shelf(home) / _LOCK):
            with suppress(OSError):  # whoever brings a voice is told
                _emptied(home)
            yield
    except StillHeld as error:
        raise UsageRefused(
            tell("Một cửa sổ khác đang cài hay gỡ giọng ở đài này."), tell("Đợi bên ấy xong rồi làm lại.")
        ) from error


@contextmanager
def coming(home: Path, name: str) -> Iterator[Path]:
    """Give the path of the network of a voice called `name`, in a folder that is emptied when the block ends.

    Its other files go beside it. Whoever calls holds the shelf. Raises DiskError where the disk takes nothing.
    """
    folder = shelf(home) / _COMING
    try:
        _emptied(home)
        folder.mkdir()
    except OSError as error:
        raise unwritten(folder.name, error) from error
    try:
        yield folder / f"{name}.onnx"
    finally:
        with suppress(OSError):  # a file that Windows does not let go; the next installation empties it
            _emptied(home)


def refuse_without_room(path: Path, size: int) -> None:
    """Raise DiskError where the disk has no room for `size` bytes at `path`, whose folder is there."""
    free = shutil.disk_usage(path.parent).free
    if free < size + _SPARE_BYTES:
        raise DiskError(
            tell("Ổ đĩa còn trống {free:.0f} MB, mà cài giọng này cần ít nhất {need:.0f} MB trống.",
                 free=free / 1e6, need=(size + _SPARE_BYTES) / 1e6),
            tell("Dọn bớt ổ đĩa (xem: broadcast cache --prune) rồi cài lại."),
        )  # fmt: skip


def receive(pieces: Iterable[bytes], path: Path, *, most: int) -> Received:
    """Write the pieces of a file into `path` as they come, and make it safe from a power cut; return what came.

    Raises SpeechError once it is longer than `most` bytes, DiskError where the disk does not take it, and what
    `pieces` raises, which may be any error but an OSError.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("wb") as file:
            for piece in pieces:
                size += len(piece)
                if size > most:
                    raise too_large(path.name, most)
                digest.update(piece)
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise unwritten(path.name, error) from error
    return Received(digest.hexdigest(), size)


def too_large(name: str, most: int) -> SpeechError:
    """Word the error for a file called `name` of more than `most` bytes; return it, for the caller to raise."""
    return SpeechError(
        tell("{name} dài quá {most:.0f} MB, không giọng nào lớn như vậy", name=name, most=most / 1e6),
        tell("Xem lại có đúng tệp của giọng không."),
    )


def put_on_shelf(home: Path, came: Path, voice: InstalledVoice) -> None:
    """Move the files of `voice`, whose network is `came`, on the shelf of the ward in `home`, its slip last.

    What stood there under its name goes. Where the disk refuses, all stands as before, and DiskError is raised.
    """
    slip = slip_path(home, voice.name)
    try:
        staged = came.with_name(slip.name)
        put_whole(staged, json.dumps(slip_fields(voice), ensure_ascii=False, indent=1).encode())
        config = came.with_name(f"{came.name}.json")
        places = [(came, voice.model), (config, voice.config), (staged, slip)]
        _set_aside(home, [place for _, place in places if place.exists()])
        _moved(home, places)
    except OSError as error:
        raise unwritten(voice.name, error) from error


def unwritten(name: str, error: OSError) -> BroadcastError:
    """Word why the disk did not take the file called `name`; return the error, for the caller to raise."""
    return DiskError(
        tell("Không ghi được {name} ({reason}), nên chưa cài.", name=name, reason=reason_of(error)),
        tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục voices, rồi cài lại."),
    )


def _set_aside(home: Path, files: list[Path]) -> None:
    """Let the files of the earlier voice stand in the folder ASIDE too, the slip last."""
    aside = shelf(home) / ASIDE
    aside.mkdir()
    for file in files:
        _stand(file, aside / file.name)
    sync_folder(aside)


def _moved(home: Path, places: list[tuple[Path, Path]]) -> None:
    """Put each file in its place, once the slip of the earlier voice is gone: no slip, no voice."""
    *_, (staged, slip) = places
    try:
        slip.unlink(missing_ok=True)
        sync_folder(slip.parent)  # a slip that a power cut leaves has its files: the old one, and below the new
        for at, to in places[:-1]:
            at.replace(to)
        sync_folder(slip.parent)
        staged.replace(slip)
        sync_folder(slip.parent)
    except BaseException:
        _put_back(home, [to for _, to in places])
        raise


def _put_back(home: Path, places: list[Path]) -> None:
    for place in places:
        with suppress(OSError):  # the same trouble again
            place.unlink(missing_ok=True)
            (shelf(home) / ASIDE / place.name).replace(place)


def _emptied(home: Path) -> None:
    """Put the earlier voice back where no other has taken its place; then empty the folder of what comes."""
    folder = shelf(home) / _COMING
    for slip in slips_aside(home):
        for file in [one for one in slip.parent.iterdir() if ".onnx" in one.suffixes and one.suffix != ".part"]:
            _stand(file, shelf(home) / file.name)
        _stand(slip, shelf(home) / slip.name)
        sync_folder(shelf(home))
    if folder.exists():
        shutil.rmtree(folder)


def _stand(file: Path, place: Path) -> None:
    """Let a file stand at another place too, instead of what stands there."""
    place.unlink(missing_ok=True)
    try:
        os.link(file, place)
    except OSError:  # a disk without hard links (FAT)
        put_whole(place, file.read_bytes())


def _would_be_roots(home: Path) -> bool:
    """What root makes in another account's folder would keep that one out."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and is_anothers(home)
