"""Bulletins that wait beside the timetable -> which airs next, the most urgent first; a restart loses none."""

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from broadcast.base.errors import DiskError
from broadcast.base.files import write_whole
from broadcast.base.jsonfile import moment_of, read_json
from broadcast.programme.model import MOST_TIMES, Bulletin, Fingerprint, Override, Urgency
from broadcast.programme.settings import ScriptId

_log = logging.getLogger(__name__)
_FILE = "bulletins.json"
_LEAST_FIRST = tuple(Urgency)


class Bulletins:
    """The bulletins that wait in one player's folder. What has been aired of them, the as-run log knows."""

    def __init__(self, folder: Path) -> None:
        """Read from `folder`, a journal/, those that waited when the last player ended.

        None wait where there is no file, or it cannot be understood; the latter is told in the program's own log.
        """
        self._path = folder / _FILE
        self._waiting = _read(self._path)

    def __iter__(self) -> Iterator[Bulletin]:
        """Go through the bulletins that wait, in the order in which they air."""
        return iter(self._waiting)

    @property
    def first(self) -> Bulletin | None:
        """Return the bulletin that airs next; None where none waits.

        The most urgent comes first, among equally urgent ones the one that came first.
        """
        return self._waiting[0] if self._waiting else None

    def add(self, bulletin: Bulletin) -> None:
        """Let one more bulletin wait, and write it to the disk; where the disk takes none, it waits in memory."""
        waiting = (*self._waiting, bulletin)
        self._keep(tuple(sorted(waiting, key=lambda one: _LEAST_FIRST.index(one.urgency), reverse=True)))

    def remove(self, bulletin: Bulletin) -> None:
        """Take the bulletin with that id out, on the disk too; nothing happens where it does not wait.

        Raises nothing where the disk takes no change: then it waits again after a restart.
        """
        self._keep(tuple(one for one in self._waiting if one.id != bulletin.id))

    def _keep(self, waiting: tuple[Bulletin, ...]) -> None:
        self._waiting = waiting
        try:
            if waiting:
                write_whole(self._path, json.dumps([_fields(one) for one in waiting], ensure_ascii=False).encode())
            else:
                self._path.unlink(missing_ok=True)
        except (DiskError, OSError) as error:  # a full disk silences nobody: it airs from memory
            _log.warning("bulletins that wait are not on the disk: %s", error)


def _fields(bulletin: Bulletin) -> dict[str, Any]:
    return {**asdict(bulletin), "expires": bulletin.expires.isoformat()}


def _read(path: Path) -> tuple[Bulletin, ...]:
    """Empty where there is no file, or one that cannot be read: what is not understood is not aired."""
    try:
        match read_json(path):
            case list(known):
                return tuple(_bulletin(fields) for fields in known)
            case other:
                raise ValueError(f"no bulletins of ours: {other!r}")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        _log.warning("bulletins that waited cannot be read: %s", error)
        return ()


def _bulletin(fields: object) -> Bulletin:
    """ValueError for anything but a bulletin of ours."""
    match fields:
        case {
            "id": str(id_), "script": str(script), "fingerprint": str(fingerprint), "urgency": str(urgency),
            "by": str(by), "times": int(times), "expires": str(expires), "override": override,
        } if _is_ours(id_) and 1 <= times <= MOST_TIMES and (until := moment_of(expires)) is not None:  # fmt: skip
            return Bulletin(
                id=id_, script=ScriptId(script), fingerprint=Fingerprint(fingerprint), urgency=Urgency(urgency),
                by=by, times=times, expires=until, override=_override(override),
            )  # fmt: skip
        case _:
            raise ValueError(f"no bulletin of ours: {fields!r}")


def _is_ours(id_: str) -> bool:
    """Whether it begins with a day, as in `2025-10-06/khan-cap.063000000`."""
    day, slash, _ = id_.partition("/")
    try:
        return bool(slash) and bool(date.fromisoformat(day))
    except ValueError:
        return False


def _override(fields: object) -> Override | None:
    match fields:
        case None:
            return None
        case {"reason": str(reason), "by": str(by)}:
            return Override(reason=reason, by=by)
        case _:
            raise ValueError(f"no override of ours: {fields!r}")
