"""The as-run log's file -> of which days it has lines, and how many; quick in a log of years: no line is read."""

from collections.abc import Iterator
from datetime import date

from broadcast.record.kept import Lines
from broadcast.record.kinds import is_day
from broadcast.record.looking import LinesToRead


class LogDays:
    """What a log tells of its days. Each method raises JournalError where the log cannot be read."""

    def __init__(self, lines: Lines | LinesToRead) -> None:
        """Read nothing yet."""
        self._lines = lines

    def days(self, first: date, last: date) -> tuple[date, ...]:
        """Return the days from `first` to `last`, both included, of whose programmes there is a line, in order.

        Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT DISTINCT day FROM row WHERE day BETWEEN ? AND ? ORDER BY day",
            (first.isoformat(), last.isoformat()),
        )
        return tuple(date.fromisoformat(row["day"]) for row in rows if is_day(row["day"]))

    def days_back(self, first: date, last: date) -> Iterator[date]:
        """Go through the same days from the last one back, each looked up as it is asked for.

        Raises JournalError where the log cannot be read.
        """
        before = f"{last.isoformat()}~"  # behind the day itself, and before the next
        while (day := self._day_before(first.isoformat(), before)) is not None:
            before = day
            if is_day(day):
                yield date.fromisoformat(day)

    def _day_before(self, first: str, before: str) -> str | None:
        rows = self._lines.read(
            "SELECT day FROM row WHERE day >= ? AND day < ? ORDER BY day DESC LIMIT 1", (first, before)
        )
        return str(rows[0]["day"]) if rows else None

    def count_of_lines(self, first: date, last: date) -> int:
        """Return how many lines, of whatever kind, stand under the days `first` to `last`, both included.

        Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT COUNT(*) AS count FROM row WHERE day BETWEEN ? AND ?", (first.isoformat(), last.isoformat())
        )
        return int(rows[0]["count"])
