"""A wall clock -> the time the station goes by, and whether it may be gone by at all."""

from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol

from broadcast.base.clock import Wanted
from broadcast.base.errors import Message
from broadcast.playout.control.clock_trust import Look, Trust, confirmed, looked

_ASLEEP_S = 30.0
"""Whoever looks several times a second and finds so much gone was not running."""
_NAPS_KEPT = 50


class Wall(Protocol):
    """A machine's clocks: SystemClock, or a stand-in whose wall clock can be set."""

    step_s: float
    """So long it waits at a time."""

    def now(self) -> datetime: ...
    def monotonic(self) -> float: ...
    def running(self) -> float:
        """Seconds that only grow, sleep of the machine included."""

    def pause(self, seconds: float) -> None: ...
    def passed(self, seconds: float) -> None: ...


class TrustedClock:
    """A Clock that goes on evenly when the wall clock is set by more than it can believe; and says so."""

    def __init__(
        self, wall: Wall, floor: datetime, told: Callable[[Message | None], None] = lambda _: None
    ) -> None:
        """`told` of each change: a doubt, or None when the clock is believed again."""
        self.wall = wall
        self._trust = Trust(floor=floor)
        self._told = told
        self._seen: Look | None = None
        self._naps: deque[tuple[datetime, datetime]] = deque(maxlen=_NAPS_KEPT)

    @property
    def doubt(self) -> Message | None:
        """Why the wall clock is not believed now; None when it is."""
        self.now()
        return self._trust.doubt

    def confirm(self) -> None:
        """The operator says that the wall clock is right."""
        self._become(confirmed(self._look()))

    def asleep_at(self, moment: datetime) -> bool:
        """Whether the machine slept, or this program stood still, at that moment."""
        return any(begin <= moment <= end for begin, end in self._naps)

    def now(self) -> datetime:
        look = self._look()
        before = self._trust.moment(self._seen) if self._seen else None
        self._become(looked(self._trust, look))
        moment = self._trust.moment(look)
        if before is not None and self._seen is not None and look.running_s - self._seen.running_s > _ASLEEP_S:
            self._naps.append((before, moment))
        self._seen = look
        return moment

    def monotonic(self) -> float:
        return self.wall.monotonic()

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        while (left_s := (moment.astimezone(UTC) - self.now().astimezone(UTC)) / timedelta(seconds=1)) > 0:
            if wanted is not None and not wanted():
                return False
            self.wall.pause(min(left_s, self.wall.step_s))
        return True

    def passed(self, seconds: float) -> None:
        self.wall.passed(seconds)

    def _look(self) -> Look:
        return Look(wall=self.wall.now(), running_s=self.wall.running())

    def _become(self, trust: Trust) -> None:
        known, self._trust = self._trust, trust
        if known.doubt != trust.doubt:
            self._told(trust.doubt)
