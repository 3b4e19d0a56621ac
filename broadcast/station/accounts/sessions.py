"""A person who logged in -> a token, and the token -> the person, until it ends."""

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass

from broadcast.base.clock import Clock
from broadcast.programme.approving import is_same_person
from broadcast.station.accounts.person import Person

_LONGEST_S = 12 * 3600.0
_UNUSED_S = 3600.0
_TOKEN_BYTES = 32
_MOST = 500
"""Sessions at a time; the one that was not used for longest ends first."""


@dataclass(slots=True)
class _Session:
    person: Person
    begun_s: float
    used_s: float


class Sessions:
    """Who is logged in, in memory alone, for any number of threads: a restart of the console ends all.

    A session ends after 12 hours, after an hour without use, or when the account is changed or removed. Of a token
    only its sha256 is kept.
    """

    def __init__(self, clock: Clock, known: Callable[[str], Person | None] | None = None) -> None:
        """Begin with none. Seconds are those of `clock.monotonic`.

        `known` finds the account of a name as it is now; None: nobody looks, and `end_all` is to be called.
        """
        self._clock = clock
        self._known = known
        self._all: dict[str, _Session] = {}
        self._lock = threading.Lock()

    def begin(self, person: Person) -> str:
        """Begin a session of that person; return its token, 256 bits, fit for a cookie."""
        token, now_s = secrets.token_urlsafe(_TOKEN_BYTES), self._clock.monotonic()
        with self._lock:
            self._all[_kept(token)] = _Session(person, now_s, now_s)
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
            self.end(token)
            return None
        if used:
            session.used_s = now_s
        return session.person

    def end(self, token: str) -> None:
        """End that session, if there is one."""
        with self._lock:
            self._all.pop(_kept(token), None)

    def end_all(self, name: str) -> None:
        """End every session of that person."""
        with self._lock:
            self._all = {key: one for key, one in self._all.items() if not is_same_person(one.person.name, name)}

    def _holds(self, session: _Session, now_s: float) -> bool:
        if now_s - session.begun_s >= _LONGEST_S or now_s - session.used_s >= _UNUSED_S:
            return False
        return self._known is None or self._known(session.person.name) == session.person


def _kept(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
