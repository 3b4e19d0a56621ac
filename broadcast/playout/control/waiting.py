"""Bulletins that wait beside the timetable -> which airs next, the most urgent first; a restart loses none."""

import json
import logging
from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from broadcast.base.errors import DiskError, tell
from broadcast.base.files import write_whole
from broadcast.base.jsonfile import moment_of, read_json
from broadcast.base.reasons import reason_of
from broadcast.programme.bulletins import MOST_REPEATS, MOST_TIMES, Bulletin, Urgency, following
from broadcast.programme.model import Fingerprint, Override
from broadcast.programme.settings import ScriptId

_log = logging.getLogger(__name__)
_FILE = "bulletins.json"
_LEAST_FIRST = tuple(Urgency)


class Bulletins:
    """The bulletins that wait in one player's folder. What has been aired of them, the as-run log knows."""

    def __init__(self, folder: Path) -> None:
        """Read from `folder`, a journal/, those that waited when the last player ended.

        None wait where there is no file, or it cannot be understood; the latter is told in the program's own log.
        Those of an older version, which have no number yet, get one.
        """
        self._path = folder / _FILE
        self._last_serial = 0
        self._waiting = tuple(self._numbered(one) for one in _read(self._path))

    def __iter__(self) -> Iterator[Bulletin]:
        """Go through the bulletins that wait: the most urgent first, among equals the one that came first."""
        return iter(self._waiting)

    def due(self, now: datetime) -> Bulletin | None:
        """Return the bulletin that airs next: the first whose moment has come by `now` and that is not held.

        None where there is no such one.
        """
        ready = (one for one in self._waiting if not one.held and (one.due is None or one.due <= now))
        return next(ready, None)

    def next_due(self, now: datetime) -> datetime | None:
        """Return the first moment after `now` at which one comes due that is not held; None for none."""
        ahead = (one.due for one in self._waiting if not one.held and one.due is not None and one.due > now)
        return min(ahead, default=None)

    def is_wanted(self, bulletin: Bulletin) -> bool:
        """Whether the bulletin of that id still waits, neither cancelled nor held."""
        return any(one.id == bulletin.id and not one.held for one in self._waiting)

    def add(self, bulletin: Bulletin) -> Bulletin:
        """Let one more bulletin wait, and write it to the disk; return it with the number it has got.

        Where the disk takes none, it waits in memory.
        """
        numbered = self._numbered(replace(bulletin, serial=0))
        waiting = (*self._waiting, numbered)
        self._keep(tuple(sorted(waiting, key=lambda one: _LEAST_FIRST.index(one.urgency), reverse=True)))
        return numbered

    def done(self, bulletin: Bulletin) -> None:
        """Take the bulletin out; one that is to be aired again later goes on waiting for that.

        On the disk too. Nothing happens where it does not wait any more.
        """
        later = following(bulletin)
        kept = (one if one.id != bulletin.id else later and replace(later, held=one.held) for one in self._waiting)
        self._keep(tuple(one for one in kept if one is not None))

    def cancel(self, serials: Collection[int] | None) -> tuple[Bulletin, ...]:
        """Take out those of the numbers `serials`, None for all, on the disk too; return what was taken out.

        Raises nothing where the disk takes no change: then they wait again after a restart.
        """
        gone = self._chosen(serials)
        self._keep(tuple(one for one in self._waiting if one not in gone))
        return gone

    def hold(self, serials: Collection[int] | None = None) -> tuple[Bulletin, ...]:
        """Let none of the numbers `serials`, None for all, air before `release`, on the disk too; return those.

        Writes nothing where all are held.
        """
        held = self._chosen(serials)
        self._keep(tuple(replace(one, held=True) if one in held else one for one in self._waiting))
        return held

    def release(self, serials: Collection[int] | None) -> tuple[Bulletin, ...]:
        """Let those of the numbers `serials`, None for all, air again; return the ones that were held."""
        free = tuple(one for one in self._chosen(serials) if one.held)
        if free:
            self._keep(tuple(replace(one, held=False) if one in free else one for one in self._waiting))
        return free

    def _chosen(self, serials: Collection[int] | None) -> tuple[Bulletin, ...]:
        return tuple(one for one in self._waiting if serials is None or one.serial in serials)

    def _numbered(self, bulletin: Bulletin) -> Bulletin:
        serial = bulletin.serial or self._last_serial + 1
        self._last_serial = max(self._last_serial, serial)
        return replace(bulletin, serial=serial)

    def _keep(self, waiting: tuple[Bulletin, ...]) -> None:
        if waiting == self._waiting:
            return
        self._waiting = waiting
        try:
            if waiting:
                write_whole(self._path, json.dumps([_fields(one) for one in waiting], ensure_ascii=False).encode())
            else:
                self._path.unlink(missing_ok=True)
        except (DiskError, OSError) as error:  # a full disk silences nobody: it airs from memory
            why = reason_of(error)
            _log.warning(
                "%s",
                tell("Bản tin chờ phát chưa ghi được vào đĩa ({why}): giữ trong bộ nhớ, tắt máy là mất.", why=why),
            )


def _fields(bulletin: Bulletin) -> dict[str, Any]:
    return {
        **asdict(bulletin),
        "expires": bulletin.expires.isoformat(),
        "taken": bulletin.taken.isoformat() if bulletin.taken else None,
        "due": bulletin.due.isoformat() if bulletin.due else None,
        "every": bulletin.every.total_seconds() if bulletin.every else None,
    }


def _read(path: Path) -> tuple[Bulletin, ...]:
    """Empty where there is no file, or one that cannot be read: what is not understood is not aired."""
    try:
        match read_json(path):
            case list(known):
                return tuple(_bounded(_bulletin(fields)) for fields in known)
            case other:
                raise ValueError(f"no bulletins of ours: {other!r}")
    except FileNotFoundError:
        return ()
    except (OSError, ValueError, OverflowError) as error:
        why = reason_of(error) if isinstance(error, OSError) else tell("tệp bị hỏng")
        _log.warning("%s", tell("Không đọc được các bản tin chờ phát ({why}): không phát.", why=why))
        return ()


def _bulletin(fields: object) -> Bulletin:
    """ValueError for anything but a bulletin of ours, of this version or an older one."""
    match fields:
        case {
            "id": str(id_), "script": str(script), "fingerprint": str(fingerprint), "urgency": str(urgency),
            "by": str(by), "times": int(times), "expires": str(expires), "override": override, **more,
        } if _is_ours(id_) and 1 <= times <= MOST_REPEATS and (until := moment_of(expires)):  # fmt: skip
            return _with_more(Bulletin(
                id=id_, script=ScriptId(script), fingerprint=Fingerprint(fingerprint), urgency=Urgency(urgency),
                by=by, times=times, expires=until, override=_override(override),
            ), more)  # fmt: skip
        case _:
            raise ValueError(f"no bulletin of ours: {fields!r}")


def _with_more(bulletin: Bulletin, fields: Mapping[Any, Any]) -> Bulletin:
    """The same with what older versions did not write."""
    match fields:
        case {
            "title": str(title), "text": str(text), "taken": taken, "due": due,
            "every": None | int() | float() as every, "nth": int(nth), "serial": int(serial), "held": bool(held),
        } if 1 <= nth <= bulletin.times and serial >= 0 and (due is None) == (moment_of(due) is None):  # fmt: skip
            return replace(
                bulletin, title=title, text=text, taken=moment_of(taken), due=moment_of(due),
                every=timedelta(seconds=every) if every else None, nth=nth, serial=serial, held=held,
            )  # fmt: skip
        case {"title": _} | {"due": _} | {"nth": _}:
            raise ValueError(f"no bulletin of ours: {fields!r}")
        case _:
            return bulletin


def _bounded(bulletin: Bulletin) -> Bulletin:
    if bulletin.times > (MOST_TIMES if bulletin.every is None else MOST_REPEATS):
        raise ValueError(f"no bulletin of ours: {bulletin.times} times")
    return bulletin


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
