"""Screens on walls <-> journal/walls.json: who let each in, and when, so that a restart of the console ends none.

Of a screen's token only the sha256 is written down. The file is readable to its owner alone, and in no backup.
"""

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from filelock import Timeout

from broadcast.base.errors import DiskError, tell
from broadcast.base.files import locked, write_whole
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.base.reasons import reason_of
from broadcast.station.accounts.person import Person, Role
from broadcast.station.onrecord import journal_folder

_FILE, _LOCK = "walls.json", "walls.lock"
_FORMAT = 1
_ONLY_OURS = 0o600
_PATIENCE_S = 10.0
_MOST = 100
"""Screens that are kept; the one let in first goes first."""


@dataclass(frozen=True, slots=True)
class Wall:
    """A screen that was let in."""

    person: Person
    """Who let it in, as that account was then."""
    begun: datetime


class Walls:
    """The screens of one ward's folder, by the sha256 of their tokens."""

    def __init__(self, home: Path) -> None:
        """Read nothing yet."""
        self._path = journal_folder(home) / _FILE

    def all(self) -> Mapping[str, Wall]:
        """Return every screen that is kept; none where the file is missing, damaged or cannot be read."""
        with suppress(OSError):  # they are let in anew, by a person
            return self._read()
        return {}

    def keep(self, key: str, wall: Wall) -> None:
        """Write one more down. Raises DiskError where the disk does not take it."""
        self._change({key: wall}, ())

    def drop(self, keys: Collection[str]) -> None:
        """Forget those. Raises DiskError where they are still on the disk."""
        if not self._path.exists():
            return
        self._change({}, keys)

    def _change(self, more: Mapping[str, Wall], less: Collection[str]) -> None:
        """Under a lock, and on what the file says by now: another console of the folder may have written to it."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self._path.with_name(_LOCK), patience_s=_PATIENCE_S):
                kept = {key: one for key, one in {**self._read(), **more}.items() if key not in less}
                last = sorted(kept.items(), key=lambda pair: pair[1].begun)[-_MOST:]
                content = {"format": _FORMAT, "walls": [_fields(key, one) for key, one in last]}
                write_whole(self._path, json.dumps(content, ensure_ascii=False).encode(), mode=_ONLY_OURS)
        except Timeout as error:
            raise DiskError(tell("Đang có người khác đổi các màn hình tường."), tell("Đợi một lát rồi làm lại.")) \
                from error  # fmt: skip
        except OSError as error:
            why = tell("Không ghi được {name} ({reason}).", name=_FILE, reason=reason_of(error))
            raise DiskError(why, tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục.")) from error

    def _read(self) -> dict[str, Wall]:
        """Raises OSError, but for a file that is not there."""
        try:
            known = read_object(self._path) or {}
            return dict(_wall(one) for one in known.get("walls", ()))
        except (FileNotFoundError, KeyError, TypeError, ValueError, AttributeError):
            return {}


def _fields(key: str, one: Wall) -> dict[str, object]:
    person = one.person
    return {"key": key, "name": person.name, "roles": sorted(person.roles), "mark": person.mark,
            "begun": one.begun.isoformat()}  # fmt: skip


def _wall(fields: Mapping[str, Any]) -> tuple[str, Wall]:
    """Raises KeyError, TypeError or ValueError where it is none of ours."""
    key, name, mark, begun = fields["key"], fields["name"], fields["mark"], moment_of(fields["begun"])
    if not (isinstance(key, str) and isinstance(name, str) and isinstance(mark, str)) or begun is None:
        raise TypeError("a screen expected")
    return key, Wall(Person(name, frozenset(Role(one) for one in fields["roles"]), mark), begun)
