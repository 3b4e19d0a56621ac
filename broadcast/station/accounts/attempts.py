"""Wrong secrets, by name and by address -> how long either has to wait before the next try."""

import threading
from dataclasses import dataclass

from broadcast.base.clock import Clock
from broadcast.programme.approving import folded_name

_FREE = 4
"""Wrong tries after which nobody waits."""
_FIRST_S, _LONGEST_S = 30.0, 3600.0
_FORGOTTEN_S = 2 * _LONGEST_S
_MOST = 10_000
"""Names and addresses that are remembered; the oldest is forgotten first."""

_LETTERS = 100
"""Of a name that are remembered; no account has a longer one."""

_Key = tuple[str, str]


@dataclass(slots=True)
class _Wrong:
    count: int
    last_s: float
    until_s: float


class Attempts:
    """The wrong tries since the console began, in memory alone; for any number of threads.

    The fifth wrong try of a name, and the fifth from an address, costs 30 s, each further one twice as long, an
    hour at most. Two hours after the last one it is forgotten. Whoever came in from an address before waits there
    for the wrong tries of that address alone: nobody else keeps them out by trying their name.
    """

    def __init__(self, clock: Clock) -> None:
        """Remember nothing yet; seconds are those of `clock.monotonic`."""
        self._clock = clock
        self._wrong: dict[_Key, _Wrong] = {}
        self._been_in: dict[tuple[_Key, _Key], None] = {}
        self._lock = threading.Lock()

    def wait_s(self, name: str, address: str) -> float:
        """Return how many seconds that name and that address have to wait now; 0.0 where neither has to."""
        now_s = self._clock.monotonic()
        with self._lock:
            keys = _keys(name, address)
            counted = keys[1:] if keys in self._been_in else keys
            known = [self._wrong[key] for key in counted if key in self._wrong]
        return max((one.until_s - now_s for one in known if one.until_s > now_s), default=0.0)

    def failed(self, name: str, address: str) -> None:
        """Count a wrong secret."""
        now_s = self._clock.monotonic()
        with self._lock:
            for key in _keys(name, address):
                self._count(key, now_s)

    def passed(self, name: str, address: str) -> None:
        """Forget the wrong tries of that name.

        Those from the address stay: whoever has an account could else try the others' between two log-ins.
        """
        keys = _keys(name, address)
        with self._lock:
            self._wrong.pop(keys[0], None)
            self._been_in[keys] = None
            if len(self._been_in) > _MOST:
                del self._been_in[next(iter(self._been_in))]

    def _count(self, key: _Key, now_s: float) -> None:
        before = self._wrong.pop(key, None)
        is_fresh = before is not None and now_s - before.last_s < _FORGOTTEN_S
        count = before.count + 1 if before is not None and is_fresh else 1
        over = count - _FREE
        wait_s = min(_FIRST_S * 2.0 ** min(over - 1, 16), _LONGEST_S) if over > 0 else 0.0
        self._wrong[key] = _Wrong(count, now_s, now_s + wait_s)  # at the end: the first is the oldest
        if len(self._wrong) > _MOST:
            del self._wrong[next(iter(self._wrong))]


def _keys(name: str, address: str) -> tuple[_Key, _Key]:
    return ("name", folded_name(name)[:_LETTERS]), ("address", address)
