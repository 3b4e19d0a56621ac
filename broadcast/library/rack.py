"""Cues -> what each will air, put there by production, read by playout; safe between their two threads."""

import threading
from collections.abc import Iterable, Mapping
from datetime import timedelta

from broadcast.programme.model import Cart, CueId, Part, Unready

OPENING, CLOSING = CueId("opening"), CueId("closing")
"""The cues under which the rack holds what opens and what closes every session."""
STINGS: Mapping[Part, CueId] = {Part.OPENING: OPENING, Part.CLOSING: CLOSING}
"""The same by what they are of a programme."""
PART_OF: Mapping[CueId, Part] = {cue: part for part, cue in STINGS.items()}
"""What of a programme those cues are."""


class Rack:
    """What each cue will air: a Cart, or an Unready that says why there is none.

    Safe between threads; empty at first.
    """

    def __init__(self) -> None:
        self._carts: dict[CueId, Cart | Unready] = {}
        self._changed = threading.Condition()

    def put(self, cue: CueId, cart: Cart | Unready) -> None:
        """Put `cart` on the rack for `cue`, in place of what lay there, and wake every thread in `wait_for`."""
        with self._changed:
            self._carts[cue] = cart
            self._changed.notify_all()

    def offer(self, cue: CueId, cart: Cart | Unready) -> None:
        """Put `cart` on the rack for `cue` where nothing lies there yet; wake every thread in `wait_for`.

        An Unready that lies there keeps a cart out, too.
        """
        with self._changed:
            self._carts.setdefault(cue, cart)
            self._changed.notify_all()

    def contents(self) -> dict[CueId, Cart | Unready]:
        """Return a copy of what lies on the rack now, by cue; a cue that nothing was put for is not in it."""
        with self._changed:
            return dict(self._carts)

    def wait_for(self, cues: Iterable[CueId], at_most: timedelta) -> bool:
        """Wait until the rack holds a Cart or an Unready for each of `cues`, and return True.

        Returns False where `at_most`, of real time, was over first; `timedelta()` only looks.
        """
        wanted = set(cues)
        with self._changed:
            return self._changed.wait_for(lambda: wanted <= self._carts.keys(), at_most.total_seconds())
