"""A wall clock -> the time the station goes by, and whether it may be gone by at all."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

from broadcast.base.clock import Wanted
from broadcast.base.errors import Message
from broadcast.playout.control.clock_trust import Look, Trust, confirm_at, judge

_ASLEEP_S = 30.0
"""Whoever looks several times a second and finds so much gone was not running."""
_NAPS_KEPT = 50


class Wall(Protocol):
    """A machine's clocks: SystemClock, or a stand-in whose wall clock can be set."""

    step_s: float
    """How many seconds TrustedClock waits at most between two looks."""

    def now(self) -> datetime:
        """Return the moment that the wall clock shows, aware, in the station's zone."""

    def monotonic(self) -> float:
        """Return seconds that never go back; they may stand still while the machine sleeps."""

    def running(self) -> float:
        """Return seconds that never go back, and that go on while the machine sleeps."""

    def pause(self, seconds: float) -> None:
        """Do nothing for so many seconds."""

    def passed(self, seconds: float) -> None:
        """Go on by so many seconds of sound, written where writing takes no time.

        A machine's own clock ignores it.
        """


class TrustedClock:
    """A Clock that goes on evenly when the wall clock is set by more than it can believe; and says so.

    The player's thread and the worker's may ask it at once: each look is judged before the next is taken.
    """

    def __init__(
        self, wall: Wall, floor: datetime, told: Callable[[Message | None], None] = lambda _: None
    ) -> None:
        """Believe no moment before `floor`, an aware one.

        Each change is told to `told`, on the thread whose look found it: a doubt, or None when the clock is
        believed again.
        """
        self.wall = wall
        self._trust = Trust(floor=floor)
        self._told = told
        self._seen: Look | None = None
        self._naps: deque[tuple[datetime, datetime]] = deque(maxlen=_NAPS_KEPT)
        self._lock = Lock()

    @property
    def doubt(self) -> Message | None:
        """Return why the wall clock was not believed when `now` last looked; None where it was."""
        return self._trust.doubt

    def confirm(self) -> None:
        """Believe the wall clock as it is now: the operator says that it is right.

        Where there was a doubt, `told` hears None.
        """
        with self._lock:
            known, self._trust = self._trust, confirm_at(self._look())
        self._tell(known, self._trust)

    def asleep_at(self, moment: datetime) -> bool:
        """Whether the machine slept, or this program stood still, for more than half a minute around that moment.

        Only the last fifty such times are remembered.
        """
        with self._lock:
            return any(begin <= moment <= end for begin, end in self._naps)

    def now(self) -> datetime:
        """Look at both clocks; return the moment that the station goes by, aware, in the station's zone.

        While the wall clock is doubted, it is counted on from when the clock was last believed. Tells `told` of a
        change.
        """
        with self._lock:
            known = self._trust
            look, seen = self._look(), self._seen
            before = known.moment(seen) if seen else None
            self._trust = trust = judge(known, look)
            moment = trust.moment(look)
            if before is not None and seen is not None and look.running_s - seen.running_s > _ASLEEP_S:
                self._naps.append((before, moment))
            self._seen = look
        self._tell(known, trust)
        return moment

    def monotonic(self) -> float:
        """Return seconds that never go back: for lengths, never for telling the time."""
        return self.wall.monotonic()

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """Wait until the station's time is `moment`; return True then, or False where `wanted` said no before.

        `wanted` is asked at every look (None: nobody is). A moment that is past already returns True at once.
        """
        while (left_s := (moment.astimezone(UTC) - self.now().astimezone(UTC)) / timedelta(seconds=1)) > 0:
            if wanted is not None and not wanted():
                return False
            self.wall.pause(min(left_s, self.wall.step_s))
        return True

    def passed(self, seconds: float) -> None:
        """Tell an offline wall clock that so many seconds of sound were written; a machine's own ignores it."""
        self.wall.passed(seconds)

    def _look(self) -> Look:
        return Look(wall=self.wall.now(), running_s=self.wall.running())

    def _tell(self, known: Trust, trust: Trust) -> None:
        if known.doubt != trust.doubt:  # outside the lock: who is told may write to a slow disk, or ask the time
            self._told(trust.doubt)
