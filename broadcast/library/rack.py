"""Cues -> what each will air, put there by production, read by playout; safe between their two threads."""

import threading
from collections.abc import Iterable
from datetime import timedelta

from broadcast.programme.model import Cart, CueId, Unready

OPENING, CLOSING = CueId("opening"), CueId("closing")
"""Where the rack holds what opens and closes every session."""


class Rack:
    """What each cue will air: a Cart, or an Unready that says why there is none. Safe between threads."""

    def __init__(self) -> None:
        self._carts: dict[CueId, Cart | Unready] = {}
        self._changed = threading.Condition()

    def put(self, cue: CueId, cart: Cart | Unready) -> None:
        """Put it there for that cue, in place of what was there, and wake who waits for it."""
        with self._changed:
            self._carts[cue] = cart
            self._changed.notify_all()

    def offer(self, cue: CueId, cart: Cart | Unready) -> None:
        """Put it there unless something is there for that cue, and wake who waits for it."""
        with self._changed:
            self._carts.setdefault(cue, cart)
            self._changed.notify_all()

    def contents(self) -> dict[CueId, Cart | Unready]:
        """Copy what is there now, by cue; a cue that production has not settled is not in it."""
        with self._changed:
            return dict(self._carts)

    def wait_for(self, cues: Iterable[CueId], at_most: timedelta) -> bool:
        """Wait until there is a Cart or an Unready for each of them; False where the time was up first."""
        wanted = set(cues)
        with self._changed:
            return self._changed.wait_for(lambda: wanted <= self._carts.keys(), at_most.total_seconds())
