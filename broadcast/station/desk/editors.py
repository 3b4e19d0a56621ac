"""Who has which script open for writing, since when: so that two persons know of each other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from broadcast.base.clock import Clock

_OPEN = timedelta(minutes=15)
"""An editor that gives no sign (a browser without JavaScript) counts as open for so long."""
_SIGNS = timedelta(seconds=40)
"""One that gives signs counts as open for so long after the last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenEditor:
    """A script that a person has open for writing."""

    person: str
    since: datetime
    until: datetime


class Editors:
    """The open editors of one console."""

    def __init__(self, clock: Clock) -> None:
        """Nobody writes yet."""
        self._clock = clock
        self._lock = Lock()
        self._open: dict[tuple[str, str], OpenEditor] = {}

    def opened(self, name: str, person: str, *, signs: bool = False) -> tuple[OpenEditor, ...]:
        """Note that `person` has the file `name` open, and return who else has it, the longest first.

        `signs`: it is not opened anew; its page only tells that it is still there.
        """
        now = self._clock.now()
        with self._lock:
            known = {key: one for key, one in self._open.items() if one.until > now}
            before = known.get((name, person))
            until = now + (_SIGNS if signs else _OPEN)
            since = before.since if before is not None else now
            self._open = known | {(name, person): OpenEditor(person=person, since=since, until=until)}
            others = [one for (file, who), one in known.items() if file == name and who != person]
        return tuple(sorted(others, key=lambda one: one.since))

    def closed(self, name: str, person: str) -> None:
        """Note that `person` has saved the file, or left it."""
        with self._lock:
            self._open.pop((name, person), None)
