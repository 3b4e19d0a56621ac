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
    """How long it waits at most between two looks."""

    def now(self) -> datetime:
        """Return what the wall clock shows, aware, in the station's zone."""

    def monotonic(self) -> float:
        """Return seconds that only grow; they may stand still while the machine sleeps."""

    def running(self) -> float:
        """Return seconds that only grow, the machine's sleep included."""

    def pause(self, seconds: float) -> None:
        """Do nothing for so long."""

    def passed(self, seconds: float) -> None:
        """Go on by the length of sound that was written where nothing takes time."""


class TrustedClock:
    """A Clock that goes on evenly when the wall clock is set by more than it can believe; and says so.

    The player's thread and the worker's may ask it at once: each look is judged before the next is taken.
    """

    def __init__(
        self, wall: Wall, floor: datetime, told: Callable[[Message | None], None] = lambda _: None
    ) -> None:
        """Believe no moment before `floor`.

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
        """Why the wall clock was not believed at the last look; None where it was. `now` looks."""
        return self._trust.doubt

    def confirm(self) -> None:
        """Believe the wall clock as it is now: the operator says that it is right."""
        with self._lock:
            known, self._trust = self._trust, confirm_at(self._look())
        self._tell(known, self._trust)

    def asleep_at(self, moment: datetime) -> bool:
        """Whether the machine slept, or this program stood still, at that moment."""
        with self._lock:
            return any(begin <= moment <= end for begin, end in self._naps)

    def now(self) -> datetime:
        """Look at both clocks, and return the time that the station goes by."""
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
        """Return seconds that only grow; for lengths, never for telling the time."""
        return self.wall.monotonic()

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """Wait until the station's time is `moment`; return False where `wanted` ended the wait before it."""
        while (left_s := (moment.astimezone(UTC) - self.now().astimezone(UTC)) / timedelta(seconds=1)) > 0:
            if wanted is not None and not wanted():
                return False
            self.wall.pause(min(left_s, self.wall.step_s))
        return True

    def passed(self, seconds: float) -> None:
        """Tell an offline wall clock that sound of that length was written; a machine's own ignores it."""
        self.wall.passed(seconds)

    def _look(self) -> Look:
        return Look(wall=self.wall.now(), running_s=self.wall.running())

    def _tell(self, known: Trust, trust: Trust) -> None:
        if known.doubt != trust.doubt:  # outside the lock: who is told may write to a slow disk, or ask the time
            self._told(trust.doubt)
