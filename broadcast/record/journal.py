"""What is about to sound, was heard or passed over -> lines of the as-run log; and airings read from them.

One SQLite file. A start is a row, its end another; nothing is ever changed. Rows and notes are one chain of
sha256: a line that was altered, taken out or put in between is found. Lines cut off at the end, or a log made anew
as a whole, are found by the head beside the file alone, and not where that was rewritten too (chain.py, head.py).
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from broadcast.base.errors import JournalError, Message, tell
from broadcast.programme.model import Airing, CueId, Fingerprint, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.airings import Entry, Row, airings_of, entries_of
from broadcast.record.chain import NOTE, ROW, BrokenLine, Link, append
from broadcast.record.kept import Lines
from broadcast.record.mark import Mark, OnAirMark

AS_RUN, REHEARSED = "as-run.sqlite3", "rehearsal.sqlite3"
"""The logs of a ward, in its folder journal/: of what was aired, and of the last rehearsal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A cue that is about to sound, once."""

    cue: CueId
    script: ScriptId
    attempt: int
    """From 1; a cut cue may be begun again."""
    planned: datetime
    """When its first frame should sound."""
    of_frames: int
    """Frames that its cart has."""
    rate_hz: int
    engine: str
    """Which voice speaks, as in Cart."""
    note: str = ""
    """What is to be said of it beforehand, in words; empty for nothing."""
    part: Part = Part.CUE
    title: str = ""
    """The script's title now, or a bulletin's first words; empty where nobody has looked it up."""
    text: str = ""
    """What is spoken, in full; empty where nobody has looked it up, and where no words are."""
    fingerprint: Fingerprint | None = None
    """Of the cart; None where it is not known."""
    session: str = ""
    """The session's name."""
    campaign: str = ""
    """The campaign's id; empty for none."""


class Journal:
    """The as-run log in one file; open until `close`, or to the end of its `with` block.

    Whatever reads or writes a line raises JournalError where the log does not give or take it.
    """

    def __init__(self, path: Path, *, keeping: bool = False) -> None:
        """Open the log's file `path`, or make it where there is none.

        `keeping`: the player's own log, which holds lines in memory while the disk takes none; any other raises
        then. Raises JournalError where the file cannot be opened or made.
        """
        self._lines = Lines(path, keeping=keeping)
        self._mark = OnAirMark(path)

    def close(self) -> None:
        """Write what waits in memory, where the disk takes it now, and close the file.

        What the disk does not take even then is lost.
        """
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    # --- writing ---

    def start(self, start: Start, now: datetime) -> None:
        """Write down at `now` that the cue begins, before its first sample.

        Raises JournalError where that attempt was begun already, where the cue was aired before, or where the log
        takes no line; then the cue must not sound.
        """
        body = {
            "script": start.script,
            "planned": start.planned.isoformat(),
            "of_frames": start.of_frames,
            "rate_hz": start.rate_hz,
            "engine": start.engine,
            "note": start.note,
        }

        def line(db: sqlite3.Connection) -> Link:
            if self._has_aired(start.cue):
                raise JournalError(tell("Bài {cue} đã phát rồi, không phát lần nữa.", cue=start.cue))
            return _append(db, "start", start.cue, start.attempt, None, body, now)

        self._lines.write(line)

    def end(
        self,
        start: Start,
        outcome: Outcome,
        *,
        started: datetime | None,
        ended: datetime | None,
        frames: int,
        note: str,
        now: datetime,
    ) -> None:
        """Write down at `now` what became of a cue whose start was written.

        `frames` of its cart were confirmed by the device, from `started` to `ended`; both are None where none
        sounded. `note` says why it came out so, or is empty. Raises JournalError where that attempt has an end
        already, where the cue would be aired twice, or where the log takes no line.
        """
        body = {
            "started": started.isoformat() if started else None,
            "ended": ended.isoformat() if ended else None,
            "frames": frames,
            "note": note,
        }
        self._lines.write(lambda db: _append(db, "end", start.cue, start.attempt, outcome, body, now))

    def pass_over(
        self, cue: CueId, script: ScriptId, outcome: Outcome, *, planned: datetime, note: str, now: datetime
    ) -> None:
        """Write down at `now` that a cue did not begin, MISSED or REFUSED, and why (`note`).

        `planned` is when it should have begun. Raises JournalError where the log takes no line.
        """
        body = {"script": script, "planned": planned.isoformat(), "note": note}
        self._lines.write(lambda db: _append(db, "pass", cue, 0, outcome, body, now))

    def deal(self, session: str, body: Mapping[str, Any], now: datetime) -> int:
        """Write down at `now` how the session of that id is dealt; return the dealing's number, from 1.

        `body` is what JSON can hold. Earlier dealings stay; the last one holds. Raises JournalError where the log
        takes no line.
        """
        number = len(self._dealings_of(session)) + 1
        self._lines.write(lambda db: _append(db, "deal", CueId(session), number, None, body, now))
        return number

    def change(self, day: date, session: str, body: Mapping[str, Any], now: datetime) -> int:
        """Write down at `now` what the ward changes of one session on one day, or takes back; return its number.

        `session` is the slot's id, `body` what JSON can hold. Numbers count from 1 and are not used again. Raises
        JournalError where the log takes no line.
        """
        number = len(self.changes()) + 1
        key = f"{day.isoformat()}/{session}"
        self._lines.write(lambda db: _append(db, "change", CueId(key), number, None, body, now))
        return number

    def note(self, what: str, now: datetime | None) -> None:
        """Write down what concerns no single cue: who stopped the station, what the clock did.

        `now` is the moment that the wall clock showed, right or wrong; None where there is none. Raises
        JournalError where the log takes no line.
        """
        written = now.isoformat() if now else ""
        self._lines.write(lambda db: append(db, NOTE, (written, what)))

    def mark(self, start: Start, frames: int, started: datetime) -> None:
        """Remember how many frames of the cue's cart have sounded, and when the first did, for after a crash.

        This is no line of the log, and raises nothing.
        """
        self._mark.set(Mark(cue=start.cue, attempt=start.attempt, frames=frames, started=started))

    def recover(self, now: datetime, note: str) -> tuple[CueId, ...]:
        """Close at `now` what a crash or a power cut left on air, as cut where the mark stands; return those cues.

        Empty where nothing was left. `note` stands with each. For the only player, before it airs anything. Raises
        JournalError where the log cannot be read or takes no line.
        """
        self._mark.sweep()
        mark = self._mark.read()
        left_open = self._lines.read(
            "SELECT * FROM row s WHERE kind = 'start' AND NOT EXISTS"
            " (SELECT 1 FROM row e WHERE e.kind = 'end' AND e.cue = s.cue AND e.attempt = s.attempt) ORDER BY seq"
        )
        for row in left_open:
            start, started, frames = _start_of(row), None, 0
            if mark is not None and (mark.cue, mark.attempt) == (start.cue, start.attempt):
                started, frames = mark.started, min(mark.frames, start.of_frames)
            ended = started + timedelta(seconds=frames / start.rate_hz) if started else None
            self.end(start, Outcome.CUT, started=started, ended=ended, frames=frames, note=note, now=now)
        return tuple(CueId(row["cue"]) for row in left_open)

    # --- a disk that takes nothing ---

    @property
    def trouble(self) -> Message | None:
        """Return what to tell the operator while lines are held in memory; None while they go to the disk."""
        return self._lines.trouble

    def catch_up(self) -> bool:
        """Write what waits in memory, where the disk takes it now; return whether every line is on the disk.

        Raises nothing where the disk takes no line.
        """
        return self._lines.catch_up()

    def keep_reserve(self) -> bool:
        """Hold 8 MB of the disk for the log, for the day on which it is full; return whether they are held now."""
        return self._lines.keep_reserve()

    # --- reading; each raises JournalError where the log cannot be read ---

    def airings(self, first: date, last: date) -> tuple[Airing, ...]:
        """Return the airings of the programmes of the days `first` to `last`, both included.

        They come in the order of writing; bulletins of those days are among them. A cue's day is that of its id,
        on whatever day it was heard. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
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
            rows = self._lines.read("SELECT * FROM row WHERE cue = ? ORDER BY seq", (cue["cue"],))
            airings += airings_of([row for row in rows if row["kind"] == "start"], rows)
        return tuple(
            one for one in airings if one.started is not None and one.started.date() == day and one.frames
        )

    def dealings(self, first: date, last: date) -> tuple[Entry, ...]:
        """Return every dealing of the sessions of the days `first` to `last`, in the order of writing.

        Raises JournalError where the log cannot be read.
        """
        return entries_of(
            self._lines.read(
                "SELECT * FROM row WHERE kind = 'deal' AND day BETWEEN ? AND ? ORDER BY seq",
                (first.isoformat(), last.isoformat()),
            )
        )

    def changes(self) -> tuple[Entry, ...]:
        """Return every change that the ward has made of single days, in the order of writing.

        Raises JournalError where the log cannot be read.
        """
        return entries_of(self._lines.read("SELECT * FROM row WHERE kind = 'change' ORDER BY seq"))

    def last_change(self) -> int:
        """Return which line the last change of a single day is; 0 where none was made.

        Quick, for asking every other second. Raises JournalError where the log cannot be read.
        """
        return int(
            self._lines.read("SELECT coalesce(max(seq), 0) AS last FROM row WHERE kind = 'change'")[0]["last"]
        )

    def attempts(self, cue: CueId) -> int:
        """Return how often the cue has begun, by the starts in the log; 0 for never.

        Raises JournalError where the log cannot be read.
        """
        row = self._lines.read("SELECT COUNT(*) AS count FROM row WHERE kind = 'start' AND cue = ?", (cue,))[0]
        return int(row["count"])

    def last_written(self) -> datetime | None:
        """Return when the last line about a cue was written; None where there is none.

        Notes are left out: theirs may be a wrong clock's moment. Raises JournalError where the log cannot be read.
        """
        rows = self._lines.read(
            "SELECT written FROM row WHERE kind IN ('start', 'end', 'pass') ORDER BY seq DESC LIMIT 1"
        )
        return datetime.fromisoformat(rows[0]["written"]) if rows else None

    def notes(self) -> tuple[tuple[str, str], ...]:
        """Return every note, in the order of writing: the moment the wall clock showed, in ISO, and what it says.

        The moment is empty where the note was written without one. Raises JournalError where the log cannot be
        read.
        """
        return tuple((row["written"], row["what"]) for row in self._lines.read("SELECT * FROM note ORDER BY seq"))

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

    def first_broken_line(self) -> BrokenLine | None:
        """Go through rows and notes; return the first line that does not fit chain or head, None when all do.

        A log that somebody rewrote as a whole, together with the head beside it, passes. Raises JournalError where
        the log cannot be read.
        """
        return self._lines.first_broken()

    def _dealings_of(self, session: str) -> list[Row]:
        return list(
            self._lines.read(
                "SELECT seq FROM row WHERE day = ? AND kind = 'deal' AND cue = ?", (session.split("/")[0], session)
            )
        )

    def _has_aired(self, cue: CueId) -> bool:
        found = self._lines.db.execute("SELECT 1 FROM row WHERE cue = ? AND outcome = 'aired'", (cue,)).fetchone()
        return found is not None


def _append(
    db: sqlite3.Connection,
    kind: str,
    cue: CueId,
    attempt: int,
    outcome: Outcome | None,
    body: Mapping[str, Any],
    now: datetime,
) -> Link:
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    told = outcome and str(outcome)
    return append(db, ROW, (now.isoformat(), kind, cue, cue.split("/")[0], attempt, told, text))


def _start_of(row: Row) -> Start:
    body = json.loads(row["body"])
    return Start(
        cue=CueId(row["cue"]),
        script=ScriptId(body["script"]),
        attempt=row["attempt"],
        planned=datetime.fromisoformat(body["planned"]),
        of_frames=body["of_frames"],
        rate_hz=body["rate_hz"],
        engine=body["engine"],
        note=body["note"],
    )
