"""What a backup tells of itself: whose it is, when it was written, and the sha256 of each file in it.

It lies in the backup as one JSON file, written last; nothing is believed that it does not name.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from broadcast.base.digests import is_sha256
from broadcast.base.errors import WardError, tell
from broadcast.base.jsonfile import moment_of, parsed
from broadcast.library.names import misnamed
from broadcast.playout.control.latch import LATCHES
from broadcast.record.copied import beside
from broadcast.record.reading import AS_RUN
from broadcast.ward.filenames import is_text

SLIP = "sao-luu.json"
COSIGNERS, COSIGNED = "cosigners", "cosigned/*.txt"
"""In journal/: whose cosignatures count for this log, and what was cosigned for other stations."""
_OF_THE_RECORD = frozenset({AS_RUN, *(one.name for one in beside(Path(AS_RUN))), *LATCHES, COSIGNERS})
_FORMAT = 1
"""What this program writes and reads; a backup with a higher number is a newer program's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of a backup."""

    name: str
    """Its path in the ward's folder, with forward slashes."""
    size: int
    sha256: str
    is_private: bool = False
    """Whether on the first PC its owner alone could read it, as where passwords stand in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """What a backup holds."""

    station: str
    """The station's name, as the playlist has it; empty where the playlist could not be read."""
    written: datetime
    lines: int
    """Of the as-run log; 0 where none was begun."""
    files: tuple[Member, ...]

    @property
    def bytes(self) -> int:
        """Return how many bytes all files have when they are unpacked."""
        return sum(one.size for one in self.files)


def slip_of(backup: Backup) -> str:
    """Return the slip of a backup as JSON."""
    told = {**asdict(backup), "written": backup.written.isoformat(), "format": _FORMAT}
    return json.dumps(told, ensure_ascii=False, indent=1)


def read_slip(content: bytes, name: str) -> Backup:
    """Read a slip; `name` is the backup's, for the errors.

    Raises WardError where it is no slip, is a newer program's, or names a path that no ward's folder has: out of
    it, not spelled alike on every system, or the same file twice.
    """
    match parsed(content):
        case {"format": int(number)} if number > _FORMAT:
            raise WardError(
                tell("Bản sao lưu {name} do một bản chương trình mới hơn ghi.", name=name),
                tell("Cập nhật chương trình trên máy này rồi làm lại."),
            )
        case {"format": 1, "station": str(station), "written": str(at), "lines": int(lines), "files": [*files]}:
            written, members = moment_of(at), tuple(one for one in map(_member, files) if one is not None)
            if written is not None and len(members) == len(files):
                _refuse_odd_names(members, name)
                return Backup(station=station, written=written, lines=lines, files=members)
    raise no_backup(name)


def no_backup(name: str) -> WardError:
    """Return the error that says that the file `name` is no backup of ours, or not a whole one."""
    return WardError(
        tell("{name} không phải bản sao lưu của chương trình này, hoặc chép chưa xong.", name=name),
        tell("Chép lại tệp từ nơi cất; tệp ấy do lệnh broadcast backup ghi."),
    )


def _member(known: Any) -> Member | None:
    if not isinstance(known, Mapping) or set(known) != {field.name for field in fields(Member)}:
        return None
    match known:
        case {"name": str(name), "size": int(size), "sha256": str(sha), "is_private": bool(private)} if (
            size >= 0 and is_sha256(sha)
        ):
            return Member(name=name, size=size, sha256=sha, is_private=private)
        case _:
            return None


def _refuse_odd_names(members: tuple[Member, ...], name: str) -> None:
    alike = {one.name.casefold() for one in members}
    if len(alike) != len(members) or any(not (is_plain(one.name) and _may_be_held(one.name)) for one in members):
        raise WardError(
            tell("Bản sao lưu {name} ghi tên tệp không đài nào có, nên không mở.", name=name),
            tell("Dùng bản sao lưu do chính đài ghi."),
        )


def _may_be_held(name: str) -> bool:
    """Whether a backup of ours may hold that file.

    Of journal/ only what this program puts there: no key, no bulletin that would air at once, no half of a log.
    """
    folder, _, file = name.partition("/")
    return folder.casefold() != "journal" or (
        folder == "journal" and (file in _OF_THE_RECORD or (file.count("/") == 1 and fnmatchcase(file, COSIGNED)))
    )


def is_plain(name: str) -> bool:
    """Whether a name is a path below a folder, on Windows too, and spelled in one way only."""
    if not is_text(name):
        return False
    odd = any(part in ("", ".", "..") or part != part.strip() or part.endswith(".") for part in name.split("/"))
    return not odd and "\\" not in name and ":" not in name and misnamed(name) is None
