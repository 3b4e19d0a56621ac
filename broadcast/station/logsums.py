"""Lines of the as-run log -> the figures over them: how many, how long, how late, and how long on each day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from statistics import median

from broadcast.programme.model import Airing
from broadcast.record.tallies import Tally, exact_length
from broadcast.station.lengths import lengths_of
from broadcast.station.overview import Overview, rundown
from broadcast.station.papers.lines import LogLines


@dataclass(frozen=True, slots=True, kw_only=True)
class LogSums:
    """What the lines that are asked for come to."""

    lines: int
    """Openings and closings among them."""
    announcements: Tally
    around: Fraction
    """Seconds of openings and closings that sounded."""
    usual_delay_s: float | None
    """The median of how much later than planned an announcement began; None where none began."""
    days: Mapping[date, Fraction]
    """Seconds that sounded on each day that has lines, openings and closings among them."""

    @property
    def length(self) -> Fraction:
        """Return how many seconds the loudspeaker sounded, openings and closings among them."""
        return self.announcements.length + self.around

    @property
    def incomplete(self) -> int:
        """Return how many announcements were cut short, or did not begin."""
        return self.announcements.cut + self.announcements.not_begun


def sums_of(lines: LogLines) -> LogSums:
    """Add up those lines; lengths are exact. Raises JournalError where the log cannot be read."""
    count, tally, around = 0, Tally(), Fraction()
    days: dict[date, Fraction] = {}
    delays: list[float] = []
    for day, airings in lines.days():
        count += len(airings)
        days[day] = sum(map(exact_length, airings), Fraction())
        for one in airings:
            if one.is_announcement:
                tally.add(one)
                delays += _delay_s(one)
            else:
                around += exact_length(one)
    usual = median(delays) if delays else None
    return LogSums(lines=count, announcements=tally, around=around, usual_delay_s=usual, days=days)


def _delay_s(one: Airing) -> list[float]:
    return [(one.started - one.planned).total_seconds()] if one.started is not None else []


def planned_lengths(overview: Overview, now: datetime, last: date) -> Mapping[date, timedelta]:
    """Add up how long the sessions that are still to come sound on each day from today to `last`, included.

    What is made as it is, the rest as an estimate. Nothing is written.
    """
    length = lengths_of(overview.ward)
    found: dict[date, timedelta] = {}
    for offset in range((last - now.date()).days + 1):
        day = now.date() + timedelta(days=offset)
        ahead = [one for one in rundown(overview, day).sessions if one.is_to_air and one.at > now]
        found[day] = sum((length(one, [cue.script for cue in one.cues]).time for one in ahead), timedelta())
    return found
