"""Clocks that do what a machine's may do."""

from datetime import datetime, timedelta

from broadcast.base.clock import OfflineClock


class SteppedClock(OfflineClock):
    """An offline clock whose wall clock can be set while its monotonic one goes on."""

    def set_to(self, moment: datetime) -> None:
        self._now = moment.astimezone(self._now.tzinfo)

    def step(self, by: timedelta) -> None:
        self._now += by
