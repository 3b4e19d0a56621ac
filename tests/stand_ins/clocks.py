"""Clocks that do what a machine's may do."""

from datetime import datetime, timedelta

from broadcast.base.clock import OfflineClock


class SteppedClock(OfflineClock):
    """A TrustedClock's Wall: offline, and its wall clock can be set while its monotonic one goes on."""

    step_s = 0.25

    def running(self) -> float:
        return self.monotonic()

    def pause(self, seconds: float) -> None:
        self.passed(seconds)

    def set_to(self, moment: datetime) -> None:
        self._now = moment.astimezone(self._now.tzinfo)

    def step(self, by: timedelta) -> None:
        self._now += by
