"""The only place that reads the time: what time it is, and waiting until it is later."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

# Windows' own monotonic clock goes on in sleep; Linux has another for that, and macOS under the usual name.
_RUNNING: int | None = getattr(time, "CLOCK_BOOTTIME", getattr(time, "CLOCK_MONOTONIC", None))

Wanted = Callable[[], bool]
"""Asked while waiting; False ends the wait early."""


class Clock(Protocol):
    """Time as the station knows it."""

    def now(self) -> datetime:
        """The wall clock, aware, in the station's zone."""

    def monotonic(self) -> float:
        """Seconds that only grow; for measuring lengths, never for telling the time."""

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        """Wait until the wall clock shows `moment`; False when `wanted` ended the wait before it."""

    def passed(self, seconds: float) -> None:
        """Sound of that length has been written where nothing takes time (a file); a system clock ignores it."""


class SystemClock:
    """The machine's own clock."""

    step_s = 0.25

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def now(self) -> datetime:
        return datetime.now(self._zone)

    def monotonic(self) -> float:
        return time.monotonic()

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        # Short steps, each from a fresh look: a wall clock can be set, and a machine can sleep, while we wait.
        while (left_s := (moment - datetime.now(UTC)).total_seconds()) > 0:
            if wanted is not None and not wanted():
                return False
            time.sleep(min(left_s, self.step_s))
        return True

    def running(self) -> float:
        """Seconds that only grow, the machine's sleep included."""
        return time.clock_gettime(_RUNNING) if _RUNNING is not None else time.monotonic()

    def pause(self, seconds: float) -> None:
        time.sleep(seconds)

    def passed(self, seconds: float) -> None:
        pass


class OfflineClock:
    """A clock that jumps: a day passes in no time. For rehearsals and tests."""

    step_s = 0.25

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("an aware moment expected")
        self._now = start
        self._monotonic_s = 0.0

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic_s

    def wait_until(self, moment: datetime, wanted: Wanted | None = None) -> bool:
        if wanted is not None and moment > self._now and not wanted():
            return False
        self.passed(max(0.0, (moment - self._now).total_seconds()))
        return True

    def running(self) -> float:
        return self._monotonic_s

    def pause(self, seconds: float) -> None:
        self.passed(seconds)

    def passed(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        self._monotonic_s += seconds
