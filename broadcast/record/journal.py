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
from broadcast.programme.model import Airing, CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.airings import Row, airings_of
from broadcast.record.chain import NOTE, ROW, BrokenLine, Link, append
from broadcast.record.kept import Lines
from broadcast.record.mark import Mark, OnAirMark

AS_RUN, REHEARSED = "as-run.sqlite3", "rehearsal.sqlite3"
"""The logs of a ward, in its folder journal/: of what was aired, and of the last rehearsal."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A cue that is about to sound."""

    cue: CueId
    script: ScriptId
    attempt: int
    """From 1; a cut cue may be begun again."""
    planned: datetime
    of_frames: int
    """Frames that its cart has."""
    rate_hz: int
    engine: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What going through a whole log has shown."""

    lines: int
    """Rows and notes."""
    broken: BrokenLine | None
    """The first line that does not fit; None where all do."""


def verify(folder: Path) -> Verified:
    """Go through the as-run log of that journal/ folder; no log and no word of one is a log without lines.

    Raises JournalError where it cannot be read. Makes no file where there was none.
    """
    path = folder / AS_RUN
    if not path.exists() and not any(folder.glob(f"{AS_RUN}*")):
        return Verified(lines=0, broken=None)
    with Journal(path) as journal:
        return Verified(lines=journal.count(), broken=journal.first_broken_line())


class Journal:
    """The as-run log in one file; open until `close`, or to the end of its `with` block."""

    def __init__(self, path: Path, *, keeping: bool = False) -> None:
        """Open the log, make it where there is none. Raises JournalError.

        `keeping`: the player's own, which keeps lines in memory while the disk takes none.
        """
        self._lines = Lines(path, keeping=keeping)
        self._mark = OnAirMark(path)

    def close(self) -> None:
        """Write what waits in memory, where the disk takes it now, and close the file."""
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    # --- writing ---

    def start(self, start: Start, now: datetime) -> None:
        """Write the cue down before its first sample; refuse one that was claimed or aired before.

        Raises JournalError; then it must not sound.
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
        """Write down what became of a cue that was claimed; `frames` are those the device confirmed.

        Raises JournalError, also where it has an end already.
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
        """Write down that a cue never began, missed or refused, and why. Raises JournalError."""
        body = {"script": script, "planned": planned.isoformat(), "note": note}
        self._lines.write(lambda db: _append(db, "pass", cue, 0, outcome, body, now))

    def note(self, what: str, now: datetime | None) -> None:
        """Write down what concerns no single cue: who stopped it, what the clock did. Raises JournalError.

        `now` is the moment that the wall clock showed, right or wrong; None where there is none.
        """
        written = now.isoformat() if now else ""
        self._lines.write(lambda db: append(db, NOTE, (written, what)))

    def mark(self, start: Start, frames: int, started: datetime) -> None:
        """Remember where the sounding cue has come to, for after a crash. No line of the log; raises nothing."""
        self._mark.set(Mark(cue=start.cue, attempt=start.attempt, frames=frames, started=started))

    def recover(self, now: datetime, note: str) -> tuple[CueId, ...]:
        """Close what a crash or a power cut left on air, as cut where the mark stands; return the cues so closed.

        For the only player, before it airs anything. Raises JournalError.
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
        """What to tell of the disk; None when every line is on it."""
        return self._lines.trouble

    def catch_up(self) -> bool:
        """Write what waits in memory, where the disk takes it now; return whether every line is on the disk."""
        return self._lines.catch_up()

    def keep_reserve(self) -> bool:
        """Keep some of the disk for the log, for the day on which it is full; return whether it is there."""
        return self._lines.keep_reserve()

    # --- reading; each raises JournalError where the log cannot be read ---

    def airings(self, first: date, last: date) -> tuple[Airing, ...]:
        """Return all airings of cues of those days, both included, in the order they were written."""
        rows = self._lines.read(
            "SELECT * FROM row WHERE day BETWEEN ? AND ? ORDER BY seq", (first.isoformat(), last.isoformat())
        )
        return airings_of(rows, rows)

    def sounded_on(self, day: date) -> tuple[Airing, ...]:
        """Return what was heard on that day, whatever day's programme it was."""
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

    def attempts(self, cue: CueId) -> int:
        """Return how often the cue has begun."""
        row = self._lines.read("SELECT COUNT(*) AS count FROM row WHERE kind = 'start' AND cue = ?", (cue,))[0]
        return int(row["count"])

    def last_written(self) -> datetime | None:
        """Return the moment of the last row, None where there is none; a note's may be a wrong clock's."""
        rows = self._lines.read("SELECT written FROM row ORDER BY seq DESC LIMIT 1")
        return datetime.fromisoformat(rows[0]["written"]) if rows else None

    def notes(self) -> tuple[tuple[str, str], ...]:
        """Return every note: the moment that the wall clock showed, in ISO, and what; in the order of writing."""
        return tuple((row["written"], row["what"]) for row in self._lines.read("SELECT * FROM note ORDER BY seq"))

    def count(self) -> int:
        """Return how many lines the log has, notes included."""
        return self._lines.count()

    def alive(self) -> bool:
        """Whether the log can be read now."""
        try:
            self._lines.read("SELECT 1 FROM row LIMIT 1")
        except JournalError:
            return False
        return True

    def first_broken_line(self) -> BrokenLine | None:
        """Go through rows and notes; return the first line that does not fit chain or head, None when all do.

        Whoever rewrote the log and the head beside it as a whole is not found so.
        """
        return self._lines.first_broken()

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
