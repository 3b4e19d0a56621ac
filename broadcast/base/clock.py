"""The machine's clock -> what time it is, and waiting until it is later; no other file reads the time."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

# Windows' own monotonic clock goes on in sleep; Linux has another for that, and macOS under the usual name.
_RUNNING: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))

Wanted = Callable[[], bool]
"""Asked while waiting; False ends the wait early."""


class Clock(Protocol):
    """Time as the station knows it."""

    def now(self) -> datetime:
        """Read the wall clock: an aware moment in the station's zone. It may jump, forth and back."""

    def monotonic(self) -> float:
        """Read a clock of seconds that only grow: for measuring lengths, never for telling the time."""

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """Wait until the wall clock shows `moment`, and return True; False once `wanted` says no before it.

        A moment that is past already is not waited for: True at once, and nobody is asked.
        """

    def passed(self, seconds: float) -> None:
        """Tell the clock that sound of that length was written where writing takes no time, as into a file.

        An offline clock goes on by so much; a system clock does nothing.
        """


class SystemClock:
    """The machine's own clock, in one zone."""

    step_s = 0.25
    """How long a wait sleeps at most before it asks again, in seconds."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        """As Clock.now."""
        return datetime.now(self._zone)

    def monotonic(self) -> float:
        """As Clock.monotonic; on Linux it stands still while the machine sleeps."""
        return time.monotonic()

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """As Clock.wait_until; `wanted` is asked every `step_s` seconds."""
        # Short steps, each from a fresh look: a wall clock can be set, and a machine can sleep, while we wait.
        while (left_s := (moment - datetime.now(UTC)).total_seconds()) > 0:
            if wanted is not None and not wanted():
                return False
            time.sleep(min(left_s, self.step_s))
        return True

    def running(self) -> float:
        """Read a clock of seconds that only grow, the machine's sleep included."""
        return time.clock_gettime(_RUNNING) if _RUNNING is not None else time.monotonic()

    def pause(self, seconds: float) -> None:
        """Sleep for so many seconds."""
        time.sleep(seconds)

    def passed(self, seconds: float) -> None:
        """As Clock.passed: this clock goes on by itself."""


class OfflineClock:
    """A clock that jumps, so that a day passes in no time: for rehearsals and tests."""

    def __init__(self, start: datetime) -> None:
        """`start`: an aware moment. Raises ValueError for one without a zone."""
        if start.tzinfo is None:
            raise ValueError("an aware moment expected")
        self._now = start
        self._monotonic_s = 0.0

    def now(self) -> datetime:
        """As Clock.now."""
        return self._now

    def monotonic(self) -> float:
        """As Clock.monotonic; 0 at the start."""
        return self._monotonic_s

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """As Clock.wait_until, in no time: asks `wanted` once, then jumps to the moment."""
        if wanted is not None and moment > self._now and not wanted():
            return False
        self.passed(max(0.0, (moment - self._now).total_seconds()))
        return True

    def passed(self, seconds: float) -> None:
        """Go on by so many seconds."""
        self._now += timedelta(seconds=seconds)
        self._monotonic_s += seconds
