"""The Rack: what each cue will air, put there by production, read by playout."""

import threading
from collections.abc import Iterable
from datetime import timedelta

from broadcast.programme.model import Cart, CueId, Unready

OPENING, CLOSING = CueId("opening"), CueId("closing")
"""Where the rack holds what opens and closes every session."""


class Rack:
    """What each cue will air: put there by production, read by playout. Safe between the two threads."""

    def __init__(self) -> None:
        self._carts: dict[CueId, Cart | Unready] = {}
        self._changed = threading.Condition()

    def put(self, cue: CueId, cart: Cart | Unready) -> None:
        with self._changed:
            self._carts[cue] = cart
            self._changed.notify_all()

    def offer(self, cue: CueId, cart: Cart | Unready) -> None:
        """Put it there unless the rack holds something for that cue."""
        with self._changed:
            self._carts.setdefault(cue, cart)
            self._changed.notify_all()

    def contents(self) -> dict[CueId, Cart | Unready]:
        with self._changed:
            return dict(self._carts)

    def wait_for(self, cues: Iterable[CueId], at_most: timedelta) -> bool:
        """Wait until production has settled all of them; False when the time was up first."""
        wanted = set(cues)
        with self._changed:
            return self._changed.wait_for(lambda: wanted <= self._carts.keys(), at_most.total_seconds())
