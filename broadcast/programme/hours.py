"""Hours of a day, from one time to another -> how far from its first moment they begin and end."""

from dataclasses import dataclass
from datetime import time, timedelta

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Hours of a day, from `start` (included) to `end` (not included); an `end` of 00:00 is the end of the day."""

    start: time
    end: time

    @property
    def begins(self) -> timedelta:
        """Return how long after the day's first moment the hours begin."""
        return since_midnight(self.start)

    @property
    def ends(self) -> timedelta:
        """Return how long after the day's first moment the hours end; 24 hours for an end at midnight."""
        return since_midnight(self.end) or _A_DAY

    def __str__(self) -> str:
        end = "24:00" if self.ends == _A_DAY else f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{end}"


def since_midnight(moment: time) -> timedelta:
    """Return how long after the day's first moment that time of day is."""
    return timedelta(
        hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond
    )
