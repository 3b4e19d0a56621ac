"""The as-run log's file -> what persons did with scripts, keys and signed files, and whether it is believed.

A line is believed while it fits the chain, and every line behind it does: one that was done away with may have
taken it back.
"""

from datetime import date

from broadcast.programme.released import Act
from broadcast.programme.settings import ScriptId
from broadcast.record.airings import Entry, entries_of
from broadcast.record.behind import LinesBehind, gone
from broadcast.record.chain import BrokenLine
from broadcast.record.kept import Lines
from broadcast.record.linked import WITH_THE_CHAIN_BEFORE, fits
from broadcast.record.logdays import LogDays
from broadcast.record.looking import LinesToRead
from broadcast.record.releases import HEARD, acts_of
from broadcast.record.walking import readable


class Acts(LogDays):
    """What a log tells of persons. Each method raises JournalError where the log cannot be read."""

    def __init__(self, lines: Lines | LinesToRead) -> None:
        """Read nothing yet."""
        super().__init__(lines)
        self._behind = LinesBehind(lines)
        self._last_acts: dict[ScriptId, int] = {}
        """By script, the line that was the last of its acts."""

    def releases(self, script: ScriptId | None = None, *, deciding: bool = False) -> tuple[Act, ...]:
        """Return what persons did with that script, or with every script, in the order of writing.

        `deciding`: what only tells that somebody has heard it is left out. Quick in a log of years.
        What stands before a line of a script that was altered is left out with it. Raises JournalError where the
        log cannot be read, or one of those lines is none of ours.
        """
        of_it, values = ("", ()) if script is None else (" AND r.cue = ?", (script,))
        of_them = f" AND r.body NOT GLOB '{HEARD}*'" if deciding else ""
        # by +seq: for their order alone SQLite would go through every row there is, not through the releases
        query = f"{WITH_THE_CHAIN_BEFORE} WHERE r.kind = 'release'{of_it}{of_them} ORDER BY +r.seq"
        return acts_of(self._lines.read(query, values))

    def releases_on(self, first: date, last: date) -> tuple[Act, ...]:
        """Return what persons did with scripts on the days `first` to `last`, in the order of writing.

        Only to be told: what stands before a line that was altered is left out as far as these days tell. Raises
        as `releases`.
        """
        query = f"{WITH_THE_CHAIN_BEFORE} WHERE r.kind = 'release' AND r.day BETWEEN ? AND ? ORDER BY r.seq"
        return acts_of(self._lines.read(query, (first.isoformat(), last.isoformat())))

    def sealings(self, code: str) -> tuple[Entry, ...]:
        """Return every change of the `keys`, signature of the `files`, or one of the `orders`, as it was written.

        A line that was altered is left out. Quick in a log of years. Raises JournalError where the log cannot be
        read.
        """
        return tuple(entry for _, entry in self.sealing_lines(code) if entry is not None)

    def sealing_lines(self, code: str) -> tuple[tuple[int, Entry | None], ...]:
        """Return the number of each row that `sealings` reads, and what it says; None where it was altered."""
        query = f"{WITH_THE_CHAIN_BEFORE} WHERE r.kind = 'event' AND r.cue = ? ORDER BY r.seq"
        rows = self._lines.read(query, (code,))
        return tuple((row["seq"], entries_of([row])[0] if fits(row) else None) for row in rows)

    def broken_behind_row(self, seq: int) -> BrokenLine | None:
        """Return the first line behind that row, which is there, that does not fit; None where all do.

        As quick as `broken_behind`. Raises JournalError where the log cannot be read.
        """
        with readable():
            return self._behind.first_broken_from(seq)

    def last_sealing(self) -> int:
        """Return which line last changed the keys or signed the files; 0 where none has.

        Quick, for asking before each cue. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT coalesce(max(seq), 0) AS last FROM row WHERE kind = 'event' AND cue IN ('keys', 'files')"
        )
        return int(rows[0]["last"])

    def last_act(self, script: ScriptId) -> int:
        """Return which line the last act of a person with that script is; 0 for none.

        Quick, for asking several times a second. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT coalesce(max(seq), 0) AS last FROM row WHERE kind = 'release' AND cue = ?", (script,)
        )
        last = int(rows[0]["last"])
        self._last_acts[script] = max(last, self._last_acts.get(script, 0))
        return last

    def broken_behind(self, release: Act) -> BrokenLine | None:
        """Return the first line behind that release that does not fit: it may have taken it back. None for none.

        What was gone through before is not gone through again; of a log of years whoever only looks goes through
        some. Raises JournalError where the log cannot be read.
        """
        if self.last_act(release.script) < self._last_acts[release.script]:
            return gone(release)
        with readable():
            return self._behind.first_broken(release)

    def last_release(self) -> int:
        """Return which line last changed what is released; 0 where none has.

        Quick, for asking every other second. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT coalesce(max(+seq), 0) AS last FROM row WHERE kind = 'release'"
            " AND json_extract(body, '$.act') IN ('released', 'returned', 'withdrawn')"
        )
        return int(rows[0]["last"])

    def next_act(self) -> int:
        """Return the number that the next act of a person has, and the serial number of the next release; from 1.

        Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read("SELECT coalesce(max(attempt), 0) AS last FROM row WHERE kind = 'release'")
        return int(rows[0]["last"]) + 1
