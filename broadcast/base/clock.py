"""The machine's clock -> what time it is, and waiting until it is later; no other file reads the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from broadcast.base.moments import exact

# Windows' own monotonic clock goes on in sleep; Linux has another for that, and macOS under the usual name.
_RUNNING: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))

Wanted = Callable[[], bool]
"""Asked again and again during a wait; its False ends the wait early."""


class Clock(Protocol):
    """Time as the station knows it. Every moment handed to it must be aware."""

    def now(self) -> datetime:
        """Return the moment that the wall clock shows, aware, in the station's zone.

        It may jump, forth and back.
        """

    def monotonic(self) -> float:
        """Return seconds that never go back, counted from no particular moment.

        They are for measuring lengths, never for telling the time.
        """

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """Wait until the wall clock shows `moment`; return True then, or False where `wanted` said no before.

        `wanted` None: nobody is asked. A moment that is past already is not waited for: True at once, and nobody
        is asked.
        """

    def passed(self, seconds: float) -> None:
        """Tell the clock that `seconds` of sound were written where writing takes no time, as into a file.

        An offline clock goes on by so many seconds; a system clock does nothing.
        """


class SystemClock:
    """The machine's own clock; it tells the time in the one `zone` it was made with."""

    step_s = 0.25
    """How many seconds a wait sleeps at most before it asks again."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        """Return the moment that the machine's wall clock shows, aware, in the zone of this clock.

        It may jump, forth and back.
        """
        return exact(datetime.now(self._zone))

    def monotonic(self) -> float:
        """Return seconds that never go back, for measuring lengths.

        On Linux they stand still while the machine sleeps.
        """
        return time.monotonic()

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """Wait until the wall clock shows `moment`; return True then, or False where `wanted` said no before.

        `wanted` is asked every `step_s` seconds; a wall clock that is set meanwhile is noticed as soon. A moment
        that is past already returns True at once, and nobody is asked.
        """
        # Short steps, each from a fresh look: a wall clock can be set, and a machine can sleep, while we wait.
        while (left_s := (moment - datetime.now(UTC)).total_seconds()) > 0:
            if wanted is not None and not wanted():
                return False
            time.sleep(min(left_s, self.step_s))
        return True

    def running(self) -> float:
        """Return seconds that never go back, and that go on while the machine sleeps.

        Their zero need not be that of `monotonic`.
        """
        return time.clock_gettime(_RUNNING) if _RUNNING is not None else time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep for so many seconds, whatever the wall clock does meanwhile."""
        time.sleep(seconds)

    def passed(self, seconds: float) -> None:
        """Do nothing: this clock goes on by itself."""


class OfflineClock:
    """A clock that moves only when it is told to, or waited on, and then jumps: a day passes in no time.

    For rehearsals and tests.
    """

    def __init__(self, start: datetime) -> None:
        """Set the clock to `start`, an aware moment. Raises ValueError where `start` has no zone."""
        if start.tzinfo is None:
            raise ValueError("an aware moment expected")
        self._zone = start.tzinfo
        self._now = exact(start)
        self._monotonic_s = 0.0

    def now(self) -> datetime:
        """Return the moment the clock stands at: `start` and all that has passed since; in the zone of `start`."""
        return self._now

    def monotonic(self) -> float:
        """Return the seconds that have passed on this clock since `start`; 0.0 at first."""
        return self._monotonic_s

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """Jump to `moment` and return True; return False, and stay, where `wanted` says no.

        `wanted` is asked once. A moment that is past already returns True at once, and nobody is asked.
        """
        if wanted is not None and moment > self._now and not wanted():
            return False
        self.passed(max(0.0, (moment.astimezone(UTC) - self._now.astimezone(UTC)).total_seconds()))
        return True

    def passed(self, seconds: float) -> None:
        """Go on by so many seconds, in no time."""
        later = self._now.astimezone(UTC) + timedelta(seconds=seconds)
        self._now = exact(later.astimezone(self._zone))
        self._monotonic_s += seconds
