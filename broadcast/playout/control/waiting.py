"""Bulletins that wait to be aired beside the timetable, the most urgent first; a restart loses none of them."""

import json
import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from broadcast.base.errors import DiskError
from broadcast.base.files import write_whole
from broadcast.programme.model import Bulletin, Fingerprint, Override, Urgency
from broadcast.programme.settings import ScriptId

_log = logging.getLogger(__name__)
_FILE = "bulletins.json"
_LEAST_FIRST = tuple(Urgency)


class Bulletins:
    """Those of one player's folder. What has been aired of them, the as-run log knows."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._waiting = _read(self._path)

    def __iter__(self) -> Iterator[Bulletin]:
        return iter(self._waiting)

    @property
    def first(self) -> Bulletin | None:
        """The one that airs next; among equals, whoever came first."""
        return self._waiting[0] if self._waiting else None

    def add(self, bulletin: Bulletin) -> None:
        waiting = (*self._waiting, bulletin)
        self._keep(tuple(sorted(waiting, key=lambda one: _LEAST_FIRST.index(one.urgency), reverse=True)))

    def done(self, bulletin: Bulletin) -> None:
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
    """None where there is no file, or one that cannot be read: what is not understood is not aired."""
    try:
        return tuple(_bulletin(fields) for fields in json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        _log.warning("bulletins that waited cannot be read: %s", error)
        return ()


def _bulletin(fields: dict[str, Any]) -> Bulletin:
    return Bulletin(
        id=str(fields["id"]),
        script=ScriptId(fields["script"]),
        fingerprint=Fingerprint(fields["fingerprint"]),
        urgency=Urgency(fields["urgency"]),
        by=str(fields["by"]),
        times=int(fields["times"]),
        expires=datetime.fromisoformat(fields["expires"]),
        override=Override(**fields["override"]) if fields["override"] else None,
    )
