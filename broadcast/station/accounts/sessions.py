"""A person who logged in -> a token, and the token -> the person, until it ends."""

import hashlib
import secrets
import threading
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.clock import Clock
from broadcast.base.errors import Message, tell
from broadcast.station.accounts.person import Person
from broadcast.station.accounts.walls import Wall, Walls

_LONGEST_S = 12 * 3600.0
_UNUSED_S = 3600.0
ON_WALL_S = 90 * 86_400
"""How long a screen on a wall looks."""
_ON_WALL = tell("màn hình tường")
_TOKEN_BYTES = 32
_NUMBER_LETTERS = 16
_MOST = 500
"""Sessions at a time; the one that was not used for longest ends first."""


@dataclass(slots=True)
class _Session:
    person: Person
    where: Message | None
    begun_s: float
    used_s: float
    on_wall: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenSession:
    """A session as it is shown to the person whose it is."""

    number: str
    """By which it is ended; nobody gets in with it."""
    where: Message | None
    """From where that person came in; None where nobody has told."""
    begun: datetime
    used: datetime


class Sessions:
    """Who is logged in, for any number of threads; a restart of the console ends all but the screens on walls.

    A session ends after 12 hours, after an hour without use, or when the account is changed or removed; that of a
    screen on a wall, before which nobody sits, after 90 days. Of a token only its sha256 is kept.
    """

    def __init__(
        self, clock: Clock, known: Callable[[str], Person | None] | None = None, walls: Walls | None = None
    ) -> None:
        """Begin with the screens that `walls` has kept; None: with nobody. Seconds are those of `clock.monotonic`.

        `known` finds the account of a name as it is now; None: nobody looks, and sessions end by time alone.
        """
        self._clock = clock
        self._known = known
        self._walls = walls
        self._all: dict[str, _Session] = {}
        self._lock = threading.Lock()
        for key, wall in (walls.all() if walls is not None else {}).items():
            self._all[key] = self._let_in_before(wall)

    def _let_in_before(self, wall: Wall) -> _Session:
        """A clock that was set back since, or has no battery, makes no screen older than it is."""
        age_s = max(0.0, (self._clock.now() - wall.begun).total_seconds())
        begun_s = self._clock.monotonic() - age_s
        return _Session(wall.person, _ON_WALL, begun_s, begun_s, on_wall=True)

    def begin(self, person: Person, where: Message | None = None, *, on_wall: bool = False) -> str:
        """Begin a session of that person, from `where`; return its token, 256 bits, fit for a cookie.

        `on_wall`: of a screen on a wall. Raises DiskError where the disk does not take that one; it is not let in.
        """
        token, now_s = secrets.token_urlsafe(_TOKEN_BYTES), self._clock.monotonic()
        if on_wall and self._walls is not None:
            self._walls.keep(_kept(token), Wall(person, self._clock.now()))
        with self._lock:
            self._all[_kept(token)] = _Session(person, _ON_WALL if on_wall else where, now_s, now_s, on_wall)
            if len(self._all) > _MOST:
                del self._all[min(self._all, key=lambda key: self._all[key].used_s)]
        return token

    def of(self, token: str, *, used: bool = True) -> Person | None:
        """Return whose session that is; None where it has ended, or never was.

        `used` False where nobody did anything: a page that looks by itself does not keep its session alive.
        """
        key, now_s = _kept(token), self._clock.monotonic()
        with self._lock:
            session = self._all.get(key)
        if session is None:
            return None
        if not self._holds(session, now_s):
            with self._lock:
                self._all.pop(key, None)  # a file that still names it lets nobody in: it would end again
            return None
        if used:
            session.used_s = now_s
        return session.person

    def is_on_wall(self, token: str) -> bool:
        """Whether that is the session of a screen on a wall, which only looks; False for none."""
        with self._lock:
            session = self._all.get(_kept(token))
        return session is not None and session.on_wall

    def end(self, token: str) -> None:
        """End that session, if there is one. Raises DiskError where a restart would let its screen in again."""
        with self._lock:
            ended = self._all.pop(key := _kept(token), None)
        self._forget({key: ended} if ended is not None else {})

    def seen(self, person: Person) -> tuple[SeenSession, ...]:
        """Return the sessions of that person that have not ended, the one used last first."""
        now_s, now = self._clock.monotonic(), self._clock.now()
        with self._lock:
            theirs = [(key, one) for key, one in self._all.items() if one.person == person]
        return tuple(
            SeenSession(
                number=_number(key),
                where=one.where,
                begun=now - timedelta(seconds=now_s - one.begun_s),
                used=now - timedelta(seconds=now_s - one.used_s),
            )
            for key, one in sorted(theirs, key=lambda pair: -pair[1].used_s)
            if self._holds(one, now_s)
        )

    def number(self, token: str) -> str:
        """Return the number of that session, as `seen` has it."""
        return _number(_kept(token))

    def end_numbered(self, person: Person, numbers: Collection[str]) -> int:
        """End the sessions of that person, of nobody else, that have those numbers; return how many there were.

        Raises as `end`.
        """
        return self._end(lambda key, one: one.person == person and _number(key) in numbers)

    def _end(self, ends: Callable[[str, _Session], bool]) -> int:
        with self._lock:
            ended = {key: one for key, one in self._all.items() if ends(key, one)}
            for key in ended:
                del self._all[key]
        self._forget(ended)
        return len(ended)

    def _forget(self, ended: Mapping[str, _Session]) -> None:
        walls = [key for key, one in ended.items() if one.on_wall]
        if walls and self._walls is not None:
            self._walls.drop(walls)

    def _holds(self, session: _Session, now_s: float) -> bool:
        longest_s, unused_s = (ON_WALL_S, ON_WALL_S) if session.on_wall else (_LONGEST_S, _UNUSED_S)
        if now_s - session.begun_s >= longest_s or now_s - session.used_s >= unused_s:
            return False
        return self._known is None or self._known(session.person.name) == session.person


def _number(key: str) -> str:
    return key[:_NUMBER_LETTERS]


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
