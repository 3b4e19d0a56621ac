"""The as-run log -> its lines day by day, for papers of any length."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from broadcast.base.errors import Message
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import Airing, CueId
from broadcast.record.airings import Entry
from broadcast.record.anchors.daymark import DayMark, day_marks
from broadcast.record.reading import PassedOver, record_at
from broadcast.record.selection import Selection
from broadcast.station.overview import journal_path
from broadcast.station.readable import Readable, left_out, tampered

_OPEN = timedelta(days=20_000)
"""From so many days on, nobody has said which are meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLines:
    """The lines of the log that a paper is made of; read anew each time that they are gone through."""

    seen: Readable
    selection: Selection
    rehearsed: bool = False
    passed_over: PassedOver = field(default_factory=dict)
    """Lines of those that were gone through which cannot be read, and are in no paper."""

    def days(self) -> Iterator[tuple[date, tuple[Airing, ...]]]:
        """Go through the days that have lines, in order, each with its airings that are asked for.

        One day's are in memory at a time. Raises JournalError where the log cannot be read.
        """
        first, last = self.selection.first, self.selection.last
        with record_at(journal_path(self.seen.home, rehearsed=self.rehearsed), self.passed_over) as record:
            for day in record.days(first, last):
                airings = tuple(one for one in record.airings(day, day) if self.selection.takes(one))
                if airings:
                    yield day, airings

    def heard(self, day: date) -> Mapping[tuple[CueId, int], AirHeard]:
        """Return what a microphone heard at the loudspeaker of that day's cues, by cue and attempt.

        Raises JournalError where the log cannot be read.
        """
        with record_at(journal_path(self.seen.home, rehearsed=self.rehearsed), self.passed_over) as record:
            return record.heard(day, day)

    def marks(self, days: Iterable[date]) -> Mapping[date, DayMark]:
        """Return by what each of those days is known again: its signed head, where one was signed since.

        None of a rehearsal's days. Raises JournalError where the log cannot be read.
        """
        if self.rehearsed:
            return {}
        with record_at(journal_path(self.seen.home)) as record:
            return day_marks(record, days)

    def dealings(self) -> Iterator[Entry]:
        """Go through the dealings of the sessions of those days, in the order of their days.

        Raises JournalError where the log cannot be read.
        """
        first, last = self.selection.first, self.selection.last
        with record_at(journal_path(self.seen.home, rehearsed=self.rehearsed), self.passed_over) as record:
            for day in record.days(first, last):
                yield from record.dealings(day, day)

    def span(self) -> tuple[date, date]:
        """Return the first and the last day of the paper: as asked for; where nobody asked, the log's.

        Raises JournalError where the log cannot be read.
        """
        first, last = self.selection.first, self.selection.last
        if last - first < _OPEN:
            return first, last
        with record_at(journal_path(self.seen.home, rehearsed=self.rehearsed), self.passed_over) as record:
            days = record.days(first, last)
        return (days[0], days[-1]) if days else (first, last)

    def altered(self) -> Message | None:
        """Say from which line on the log does not fit; None where it fits, and of a rehearsal."""
        if self.rehearsed:
            return None
        return tampered(self.seen.home, (self.selection.first, self.selection.last))

    def doubts(self) -> tuple[Message, ...]:
        """Say why what was gone through is not the whole truth: the log does not fit, or has lines left out.

        Empty where nothing speaks against it.
        """
        return tuple(why for why in (self.altered(), left_out(self.passed_over)) if why is not None)

    def title(self, one: Airing) -> str:
        """Return the airing's title; of a line older than titles, that of today."""
        return one.title or self.seen.title(one.script)
