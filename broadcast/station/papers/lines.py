"""The as-run log -> its lines day by day, for papers of any length; and the file that a paper becomes."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from broadcast.base.errors import DiskError, tell
from broadcast.base.files import Part
from broadcast.base.reasons import reason_of
from broadcast.programme.model import Airing
from broadcast.record.reading import record_at
from broadcast.record.selection import Selection
from broadcast.station.overview import journal_path
from broadcast.station.readable import Readable

_OPEN = timedelta(days=20_000)
"""From so many days on, nobody has said which are meant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogLines:
    """The lines of the log that a paper is made of; read anew each time that they are gone through."""

    seen: Readable
    selection: Selection
    rehearsed: bool = False

    def days(self) -> Iterator[tuple[date, tuple[Airing, ...]]]:
        """Go through the days that have lines, in order, each with its airings that are asked for.

        One day's are in memory at a time. Raises JournalError where the log cannot be read.
        """
        first, last = self.selection.first, self.selection.last
        with record_at(journal_path(self.seen.home, rehearsed=self.rehearsed)) as record:
            for day in record.days(first, last):
                airings = tuple(one for one in record.airings(day, day) if self.selection.takes(one))
                if airings:
                    yield day, airings

    def span(self) -> tuple[date, date]:
        """Return the first and the last day of the paper: as asked for; where nobody asked, the log's.

        Raises JournalError where the log cannot be read.
        """
        first, last = self.selection.first, self.selection.last
        if last - first < _OPEN:
            return first, last
        with record_at(journal_path(self.seen.home, rehearsed=self.rehearsed)) as record:
            days = record.days(first, last)
        return (days[0], days[-1]) if days else (first, last)

    def title(self, one: Airing) -> str:
        """Return the airing's title; of a line older than titles, that of today."""
        return one.title or self.seen.title(one.script)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give the block a file to write; at its end it stands at `path`, whole, or not at all where the block raises.

    Raises DiskError, with what to do, where the disk does not take it.
    """
    try:
        with Part(path) as file:
            yield file
    except OSError as error:
        raise DiskError(
            tell("Không ghi được {name} ({reason}).", name=path.name, reason=reason_of(error)),
            tell("Kiểm tra chỗ trống của ổ đĩa và quyền ghi thư mục."),
        ) from error
