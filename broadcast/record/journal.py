"""What is about to sound, was heard or passed over -> lines of the as-run log; and airings read from them.

One SQLite file. A start is a row, its end another; nothing is ever changed. Rows and notes are one chain of
sha256: a line that was altered, taken out or put in between is found. Lines cut off at the end, or a log made anew
as a whole, are found by the head beside the file alone, and not where that was rewritten too (chain.py, head.py).
"""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from broadcast.base.errors import JournalError, Message, tell
from broadcast.programme.airheard import AirHeard
from broadcast.programme.evidence import AtOutput
from broadcast.programme.ids import session_id
from broadcast.programme.model import CueId, Outcome, Part
from broadcast.programme.released import Act
from broadcast.programme.settings import ScriptId
from broadcast.record.airchecks import body_of_heard
from broadcast.record.airings import part_of
from broadcast.record.appending import add_act, add_note, add_row
from broadcast.record.behind import LOST
from broadcast.record.bodies import Start as Start
from broadcast.record.bodies import body_of, reasons_of, start_of
from broadcast.record.chain import Link
from broadcast.record.happenings import body_of_event
from broadcast.record.kept import Line, Lines
from broadcast.record.mark import Mark, OnAirMark
from broadcast.record.outputs import output_fields
from broadcast.record.reading import AS_RUN as AS_RUN
from broadcast.record.reading import REHEARSED as REHEARSED
from broadcast.record.reading import Record
from broadcast.record.sentences import Note


class Journal(Record):
    """The as-run log in one file, to be written; open until `close`, or to the end of its `with` block.

    It is read as any Record. Whatever reads or writes a line raises JournalError where the log does not give or
    take it.
    """

    def __init__(self, path: Path, *, keeping: bool = False) -> None:
        """Open the log's file `path`, or make it where there is none.

        `keeping`: the player's own log, which holds lines in memory while the disk takes none; any other raises
        then. Raises JournalError where the file cannot be opened or made.
        """
        self._kept = Lines(path, keeping=keeping)
        super().__init__(self._kept)
        self._mark = OnAirMark(path)

    def close(self) -> None:
        """Write what waits in memory, where the disk takes it now, and close the file.

        What the disk does not take even then is lost.
        """
        self._kept.close()

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
        body = body_of(start)

        def line(db: sqlite3.Connection) -> Link:
            if self._has_aired(start.cue):
                raise JournalError(tell("Bài {cue} đã phát rồi, không phát lần nữa.", cue=start.cue))
            return add_row(db, "start", start.cue, start.attempt, None, body, now)

        self._write(line, now)

    def end(
        self,
        start: Start,
        outcome: Outcome,
        *,
        started: datetime | None,
        ended: datetime | None,
        frames: int,
        note: Note = "",
        output: AtOutput | None = None,
        now: datetime,
    ) -> None:
        """Write down at `now` what became of a cue whose start was written.

        `frames` of its cart were confirmed by the device, from `started` to `ended`; both are None where none
        sounded. `note` says why it came out so; empty for nothing. `output` tells what left the station; None
        where nobody knows. Raises JournalError where that attempt has an end already, where the cue would be aired
        twice, or where the log takes no line.
        """
        body = {
            "started": started.isoformat() if started else None,
            "ended": ended.isoformat() if ended else None,
            "frames": frames,
            **reasons_of(note),
        } | ({"output": output_fields(output)} if output is not None else {})
        self._write(lambda db: add_row(db, "end", start.cue, start.attempt, outcome, body, now), now)

    def pass_over(
        self,
        cue: CueId,
        script: ScriptId,
        outcome: Outcome,
        *,
        planned: datetime,
        note: Note,
        now: datetime,
        title: str = "",
        text: str = "",
        session: str = "",
        campaign: str = "",
        part: Part | None = None,
    ) -> None:
        """Write down at `now` that a cue did not begin, MISSED or REFUSED, and why (`note`).

        `planned` is when it should have begun; the rest as in Start. `part` None: as the cue's id shows. Raises
        JournalError where the log takes no line.
        """
        body = {
            **reasons_of(note),
            "script": script,
            "planned": planned.isoformat(),
            "part": str(part or part_of(cue, {})),
            "title": title,
            "text": text,
            "session": session,
            "campaign": campaign,
        }
        self._write(lambda db: add_row(db, "pass", cue, 0, outcome, body, now), now)

    def deal(self, session: str, body: Mapping[str, Any], now: datetime) -> int:
        """Write down at `now` how the session of that id is dealt; return the dealing's number, from 1.

        `body` is what JSON can hold. Earlier dealings stay; the last one holds. Raises JournalError where the log
        takes no line.
        """
        number = self.count_of_dealings(session) + 1
        self._write(lambda db: add_row(db, "deal", CueId(session), number, None, body, now), now)
        return number

    def change(self, day: date, session: str, body: Mapping[str, Any], now: datetime) -> int:
        """Write down at `now` what the ward changes of one session on one day, or takes back; return its number.

        `session` is the slot's id, `body` what JSON can hold. Numbers count from 1 and are not used again. Raises
        JournalError where the log takes no line.
        """
        number = self.count_of_changes() + 1
        key = session_id(day, session)
        self._write(lambda db: add_row(db, "change", CueId(key), number, None, body, now), now)
        return number

    def anchor(self, size: int, body: Mapping[str, Any], now: datetime) -> None:
        """Write down at `now` the signed head of the first `size` lines, so that the next one covers it too.

        `body` is what JSON can hold. Raises JournalError where the log takes no line.
        """
        day = now.date().isoformat()
        self._write(lambda db: add_row(db, "anchor", CueId("anchor"), size, None, body, now, day), now)

    def release(self, act: Act, now: datetime) -> Act:
        """Write down at `now` what a person did with a script; return the act as it is written.

        As `release_all` of that one act.
        """
        return self.release_all([act], now)[0]

    def release_all(self, acts: Sequence[Act], now: datetime) -> tuple[Act, ...]:
        """Write down at `now` what a person did with several scripts, all of it or none; return what is written.

        The number of each is the next one, and its moment `now`, whatever the act says; but a signed release keeps
        its number, which is signed. Raises JournalError where a release has that number, or the log does not take
        them.
        """
        written, lost = list[Act](), self._kept.lost()
        known = [act if lost is None else replace(act, more={**act.more, LOST: lost}) for act in acts]

        def lines(db: sqlite3.Connection) -> Link:
            written.clear()
            return [add_act(db, act, now, written) for act in known][-1]

        self._write(lines, now)
        return tuple(written)

    def event(
        self, code: str, what: Note, now: datetime, *, by: str = "", more: Mapping[str, Any] | None = None
    ) -> None:
        """Write down at `now` what was done to the station, or befell it: no cue, no session, no release.

        `code` is a stable word for programs (record/codes.py), `by` who did it, `more` what else JSON can hold.
        Raises JournalError where the log takes no line.
        """
        body, day = body_of_event(code, what, by, more or {}), now.date().isoformat()
        self._write(lambda db: add_row(db, "event", CueId(code), 0, None, body, now, day), now)

    def heard_at_loudspeaker(self, heard: AirHeard, now: datetime) -> None:
        """Write down at `now` what a microphone heard of a cue at the loudspeaker; no sound of it is kept.

        Raises JournalError where the log takes no line.
        """
        body = body_of_heard(heard)
        self._write(lambda db: add_row(db, "event", heard.cue, heard.attempt, None, body, now), now)

    def note(self, what: Message | str, now: datetime | None) -> None:
        """Write down what concerns no single cue: who stopped the station, what the clock did.

        `now` is the moment that the wall clock showed, right or wrong; None where there is none. Raises
        JournalError where the log takes no line.
        """
        self._write(lambda db: add_note(db, what, now), now)

    def mark(self, start: Start, frames: int, started: datetime) -> None:
        """Remember how many frames of the cue's cart have sounded, and when the first did, for after a crash.

        This is no line of the log, and raises nothing.
        """
        self._mark.set(Mark(cue=start.cue, attempt=start.attempt, frames=frames, started=started))

    def recover(self, now: datetime, note: Note) -> tuple[CueId, ...]:
        """Close at `now` what a crash or a power cut left on air, as cut where the mark stands; return those cues.

        Empty where nothing was left. `note` stands with each. For the only player, before it airs anything. Raises
        JournalError where the log cannot be read or takes no line.
        """
        self._mark.sweep()
        mark = self._mark.read()
        left_open = self._kept.read(
            "SELECT * FROM row s WHERE kind = 'start' AND NOT EXISTS"
            " (SELECT 1 FROM row e WHERE e.kind = 'end' AND e.cue = s.cue AND e.attempt = s.attempt) ORDER BY seq"
        )
        for row in left_open:
            start, started, frames = start_of(row), None, 0
            if mark is not None and (mark.cue, mark.attempt) == (start.cue, start.attempt):
                started, frames = mark.started, min(mark.frames, start.of_frames)
            ended = started + timedelta(seconds=frames / start.rate_hz) if started else None
            self.end(start, Outcome.CUT, started=started, ended=ended, frames=frames, note=note, now=now)
        return tuple(CueId(row["cue"]) for row in left_open)

    # --- a disk that takes nothing, a file that is gone ---

    def look_after(self, now: datetime) -> None:
        """Write the whole log again where its file was deleted or replaced while open, and a note of that.

        For the player's own log, several times a second; the others do nothing. Raises JournalError where the log
        cannot be read.
        """
        if (what := self._kept.put_back(now)) is not None:
            self._kept.write(lambda db: add_note(db, what, now))

    @property
    def trouble(self) -> Message | None:
        """Return what to tell the operator while lines are held in memory; None while they go to the disk."""
        return self._kept.trouble

    def catch_up(self) -> bool:
        """Write what waits in memory, where the disk takes it now; return whether every line is on the disk.

        Raises nothing where the disk takes no line.
        """
        return self._kept.catch_up()

    def keep_reserve(self) -> bool:
        """Hold 8 MB of the disk for the log, for the day on which it is full; return whether they are held now."""
        return self._kept.keep_reserve()

    def _write(self, line: Line, now: datetime | None) -> None:
        if now is not None:
            self.look_after(now)
        self._kept.write(line)

    def _has_aired(self, cue: CueId) -> bool:
        found = self._kept.db.execute("SELECT 1 FROM row WHERE cue = ? AND outcome = 'aired'", (cue,)).fetchone()
        return found is not None
