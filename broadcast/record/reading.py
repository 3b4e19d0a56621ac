"""The as-run log's file -> airings, dealings, changes and notes; read alone, whoever writes it meanwhile.

`record_at` opens it for looking: it writes nothing, makes no file, and asks for no permission but to read.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, tzinfo
from pathlib import Path

from broadcast.base.errors import JournalError
from broadcast.programme.airheard import AirHeard
from broadcast.programme.ids import day_of
from broadcast.programme.model import Airing, CueId
from broadcast.record.acts import Acts
from broadcast.record.airchecks import heard_in
from broadcast.record.airings import Entry, Row, airings_of, entries_of
from broadcast.record.chain import BrokenLine, Link
from broadcast.record.happenings import Happening, happenings_of
from broadcast.record.kept import Lines
from broadcast.record.kinds import is_ours, unreadable
from broadcast.record.leaves import Leaf, leaves
from broadcast.record.looking import LinesToRead
from broadcast.record.walking import one_state, readable

AS_RUN, REHEARSED = "as-run.sqlite3", "rehearsal.sqlite3"
"""The logs of a ward, in its folder journal/: of what was aired, and of the last rehearsal."""

PassedOver = dict[int, BrokenLine]
"""Lines that were left out as they cannot be read, by their number."""
_BEHIND_ALL = 2**62
"""No line has so high a number."""


class Record(Acts):
    """What a log tells. Each method raises JournalError where the log cannot be read."""

    def __init__(self, lines: Lines | LinesToRead, passed_over: PassedOver | None = None) -> None:
        """Read nothing yet. `passed_over` as of `record_at`."""
        super().__init__(lines)
        self._passed_over = passed_over

    def _rows(self, sql: str, values: tuple[str, ...] = ()) -> list[Row]:
        """Read lines; rows that are none of ours are left out, and remembered, where that is asked for."""
        rows: list[Row] = [*self._lines.read(sql, values)]
        if self._passed_over is None:
            return rows
        odd = [row for row in rows if row["kind"] is not None and not is_ours(row)]
        self._passed_over |= {line.number: line for line in map(unreadable, odd)}
        return [row for row in rows if row not in odd] if odd else rows

    def airings(self, first: date, last: date) -> tuple[Airing, ...]:
        """Return the airings of the programmes of the days `first` to `last`, both included.

        They come in the order of writing; bulletins of those days are among them. A cue's day is that of its id,
        on whatever day it was heard. Raises JournalError where the log cannot be read.
        """
        rows = self._rows(
            "SELECT * FROM row WHERE day BETWEEN ? AND ? ORDER BY seq", (first.isoformat(), last.isoformat())
        )
        return airings_of(rows, rows)

    def sounded_on(self, day: date) -> tuple[Airing, ...]:
        """Return the airings that began to be heard on that day, whatever day's programme they belong to.

        They come cue after cue, each cue's in the order of writing. Raises JournalError where the log cannot be
        read.
        """
        cues = self._lines.read(
            "SELECT DISTINCT cue FROM row WHERE kind = 'end' AND substr(written, 1, 10) = ?", (day.isoformat(),)
        )
        airings: list[Airing] = []
        for cue in cues:
            rows = self._lines.read(
                "SELECT * FROM row WHERE day = ? AND cue = ? ORDER BY seq", (cue["cue"].split("/")[0], cue["cue"])
            )
            airings += airings_of([row for row in rows if row["kind"] == "start"], rows)
        return tuple(
            one for one in airings if one.started is not None and one.started.date() == day and one.frames
        )

    def dealings(self, first: date, last: date) -> tuple[Entry, ...]:
        """Return every dealing of the sessions of the days `first` to `last`, in the order of writing.

        Raises JournalError where the log cannot be read.
        """
        return entries_of(
            self._rows(
                "SELECT * FROM row WHERE kind = 'deal' AND day BETWEEN ? AND ? ORDER BY seq",
                (first.isoformat(), last.isoformat()),
            )
        )

    def changes(self) -> tuple[Entry, ...]:
        """Return every change that the ward has made of single days, in the order of writing.

        Raises JournalError where the log cannot be read.
        """
        return entries_of(self._rows("SELECT * FROM row WHERE kind = 'change' ORDER BY seq"))

    def changes_on(self, day: date) -> tuple[Entry, ...]:
        """Return every change that the ward has made of `day`, in the order of writing; quick in a log of years.

        Raises JournalError where the log cannot be read.
        """
        return entries_of(
            self._lines.read(
                "SELECT * FROM row WHERE +kind = 'change' AND day = ? ORDER BY seq", (day.isoformat(),)
            )
        )

    def last_change(self) -> int:
        """Return which line the last change of a single day is; 0 where none was made.

        Quick, for asking every other second. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read("SELECT coalesce(max(seq), 0) AS last FROM row WHERE kind = 'change'")
        return int(rows[0]["last"])

    def count_of_changes(self) -> int:
        """Return how many changes of single days, and take-backs, were written. Raises JournalError."""
        return int(self._lines.read("SELECT COUNT(*) AS count FROM row WHERE kind = 'change'")[0]["count"])

    def count_of_dealings(self, session: str) -> int:
        """Return how often the session of that id was dealt; 0 for never."""
        rows = self._lines.read(
            "SELECT COUNT(*) AS count FROM row WHERE day = ? AND kind = 'deal' AND cue = ?",
            (day_of(session).isoformat(), session),
        )
        return int(rows[0]["count"])

    def attempts(self, cue: CueId) -> int:
        """Return how often the cue has begun, by the starts in the log; 0 for never.

        Raises JournalError where the log cannot be read.
        """
        row = self._lines.read("SELECT COUNT(*) AS count FROM row WHERE kind = 'start' AND cue = ?", (cue,))[0]
        return int(row["count"])

    def begun(self, cue: CueId) -> Airing | None:
        """Return how the cue began the last time, without its end; None where it never began.

        Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT * FROM row WHERE kind = 'start' AND cue = ? ORDER BY attempt DESC LIMIT 1", (cue,)
        )
        return airings_of(rows, [])[0] if rows else None

    def heard(self, first: date, last: date) -> dict[tuple[CueId, int], AirHeard]:
        """Return what was heard at the loudspeaker of the cues of the days `first` to `last`, by cue and attempt.

        What nobody compared is not in it. Raises JournalError where the log cannot be read.
        """
        return heard_in(
            self._rows(
                "SELECT * FROM row WHERE day BETWEEN ? AND ? AND kind = 'event' ORDER BY seq",
                (first.isoformat(), last.isoformat()),
            )
        )

    def last_written(self) -> datetime | None:
        """Return when the last line about a cue was written; None where there is none.

        Notes are left out: theirs may be a wrong clock's moment. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT written FROM row WHERE kind IN ('start', 'end', 'pass') ORDER BY seq DESC LIMIT 1"
        )
        return datetime.fromisoformat(rows[0]["written"]) if rows else None

    def first_day(self, zone: tzinfo) -> date | None:
        """Return the first day of which the log can say what was owed; None where it has no line about a cue.

        It is the first that was dealt; in a log that is older than dealings, the day, in `zone`, of the last line
        before them. Raises JournalError where the log cannot be read.
        """
        dealt = self._lines.read("SELECT seq, day FROM row WHERE kind = 'deal' ORDER BY seq LIMIT 1")
        older = self._lines.read(
            "SELECT written FROM row WHERE kind IN ('start', 'end', 'pass') AND seq < CAST(? AS INTEGER)"
            " ORDER BY seq DESC LIMIT 1",
            (str(dealt[0]["seq"] if dealt else _BEHIND_ALL),),
        )
        if older:
            return datetime.fromisoformat(older[0]["written"]).astimezone(zone).date()
        return date.fromisoformat(dealt[0]["day"]) if dealt else None

    def anchors(self) -> list[Row]:
        """Return the row of every signed head in the log, in the order of writing, for `anchoring.anchor_of`.

        Raises JournalError where the log cannot be read.
        """
        return [*self._lines.read("SELECT * FROM row WHERE kind = 'anchor' ORDER BY seq")]

    def last_anchor(self) -> Row | None:
        """Return the row of the newest signed head; None where there is none yet. Quick. Raises JournalError."""
        found = self._lines.read("SELECT * FROM row WHERE kind = 'anchor' ORDER BY seq DESC LIMIT 1")
        return found[0] if found else None

    def leaves(self, first: int = 1) -> Iterator[Leaf]:
        """Read the lines from number `first` on, rows and notes, in the order of writing, in one state of the log.

        To be gone through to its end, or closed, before anything else is read or written. Raises JournalError
        where the log cannot be read.
        """
        with readable(), one_state(self._lines.db):
            yield from leaves(self._lines.db, first)

    def notes(self, first: date = date.min, last: date = date.max) -> tuple[tuple[str, str], ...]:
        """Return the notes of the days `first` to `last`, in the order of writing, and all those without a moment.

        Each is the moment that the wall clock showed, in ISO (empty where the note was written without one), and
        what it says. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT written, what FROM note"
            " WHERE written = '' OR substr(written, 1, 10) BETWEEN ? AND ? ORDER BY seq",
            (first.isoformat(), last.isoformat()),
        )
        return tuple((row["written"], row["what"]) for row in rows)

    def happenings(self, first: date = date.min, last: date = date.max) -> tuple[Happening, ...]:
        """Return the notes and events of the days `first` to `last`, in the order of writing, and as `notes` does.

        Events about a single cue are left out. Raises JournalError where the log cannot be read.
        """
        days = (first.isoformat(), last.isoformat())
        rows = self._rows(
            "SELECT place, seq, written, what, NULL AS kind, NULL AS day, NULL AS outcome, NULL AS cue,"
            " NULL AS body FROM note"
            " WHERE written = '' OR substr(written, 1, 10) BETWEEN ? AND ?"
            " UNION ALL SELECT place, seq, written, NULL, kind, day, outcome, cue, body FROM row"
            " WHERE day BETWEEN ? AND ? AND kind = 'event' ORDER BY place, seq",
            (*days, *days),
        )
        return happenings_of(rows)

    def count(self) -> int:
        """Return how many lines the log has, rows and notes together.

        Raises JournalError where it cannot be read.
        """
        return self._lines.count()

    def alive(self) -> bool:
        """Whether the log can be read now; found out by reading from it. Raises nothing."""
        try:
            self._lines.read("SELECT 1 FROM row LIMIT 1")
        except JournalError:
            return False
        return True

    def first_broken_line(
        self, fitting: tuple[Link, Link] | None = None, *, quickly: bool = False,
        shown: tuple[date, date] | None = None,
    ) -> BrokenLine | None:  # fmt: skip
        """Go through rows and notes; return the first line that does not fit chain or head, None when all do.

        A log that somebody rewrote as a whole, together with the head beside it, passes. `quickly`: lines that
        were gone through before and are unchanged are not held against the chain again, where the log is only
        looked at; in a log of years not all of these are looked at each time, those of the days `shown` are.
        `fitting`: the last row and the last note up to which every line was just seen to fit. Raises JournalError
        where the log cannot be read.
        """
        if isinstance(self._lines, LinesToRead):
            if quickly:
                return self._lines.first_broken(quickly=True, shown=shown)
            if fitting is not None and self._lines.first_broken(fitting) is None:
                return None
        return self._lines.first_broken()


@contextmanager
def record_at(path: Path, passed_over: PassedOver | None = None) -> Iterator[Record]:
    """Open the log at `path` for reading alone until the block ends; give its Record.

    Nothing is written into it: an account that may only read can do it, beside a running player too. Where there
    is no log, it has no lines. `passed_over`: what cannot be read of sessions, airings, changes and events is left
    out and put in there; None: it raises. Raises JournalError where the log cannot be opened or read.
    """
    lines = LinesToRead(path)
    try:
        yield Record(lines, passed_over)
    finally:
        lines.close()
