"""What the player says of itself -> a file beside the log, which another account of the machine may read.

The control channel answers its own account alone. The file says the same, and how old it is.
"""

import json
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from broadcast.base.files import put_whole
from broadcast.base.jsonfile import moment_of, read_object

_NAME = "player.json"
_ON_AIR_S, _IDLE_S = 1.0, 20.0
"""Seconds from one sign to the next: a card that nothing sounds from need not be written all day."""
_SPARE = timedelta(seconds=1.5)

Report = Mapping[str, object]
"""What the player knows of itself, as values that JSON holds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeSign:
    """What a player last said of itself."""

    at: datetime
    next_s: float
    """Within so many seconds it says more, while it lives."""
    report: Mapping[str, Any]

    def is_fresh(self, now: datetime) -> bool:
        """Whether the player that wrote it still lives, as far as `now` can tell."""
        return timedelta() <= now - self.at + _SPARE <= timedelta(seconds=self.next_s) + 2 * _SPARE


class SignsOfLife:
    """The player's end: writes its report into journal/ each second while something sounds, else every 20 seconds.

    Where what sounds begins or ends, it is written at once. A disk that takes nothing is let be.
    """

    def __init__(self, folder: Path, monotonic: Callable[[], float], report: Callable[[], Report]) -> None:
        """Write into `folder`, a journal/, what `report` returns; `monotonic` returns seconds that only grow."""
        self._folder = folder
        self._monotonic = monotonic
        self._report = report
        self._told_s = float("-inf")
        self._sounded = False

    def beat(self) -> None:
        """Write a sign where one is due; the player's loop calls it often."""
        now_s, said = self._monotonic(), self._report()
        sounds = said.get("sounding") is not None
        every_s = _ON_AIR_S if sounds else _IDLE_S
        if sounds is self._sounded and now_s - self._told_s < every_s:
            return
        self._told_s, self._sounded = now_s, sounds
        with suppress(OSError):
            put_whole(self._folder / _NAME, json.dumps({"next_s": every_s, **said}).encode(), durable=False)

    def end(self) -> None:
        """Take the sign away: the player ends in order."""
        with suppress(OSError):
            (self._folder / _NAME).unlink(missing_ok=True)


def last_sign(folder: Path) -> LifeSign | None:
    """Read what the player of `folder`, a journal/, last said of itself; None where there is nothing to read."""
    try:
        known = read_object(folder / _NAME)
    except OSError:
        return None
    at, next_s = moment_of((known or {}).get("now")), (known or {}).get("next_s")
    if known is None or at is None or not isinstance(next_s, float):
        return None
    return LifeSign(at=at, next_s=next_s, report=known)


def sounds(folder: Path, now: datetime) -> bool:
    """Whether the player of `folder`, a journal/, lives at `now` and last said that something sounds."""
    last = last_sign(folder)
    return last is not None and last.is_fresh(now) and last.report.get("sounding") is not None


def may_ask(folder: Path) -> bool:
    """Whether this account may ask the player of `folder` itself; True also where there is none to ask."""
    ways = (folder / "control.sock", folder / "control.json")
    with suppress(OSError):
        return all(os.access(way, os.R_OK | os.W_OK) for way in ways if way.exists())
    return False
