"""The as-run log: what was heard, written before it sounds and confirmed after; append-only and chained.

One SQLite file. A start is a row, its end another; nothing is ever changed. Each row carries the sha256 of the row
before it, so that a line cannot be altered or taken out unseen.
"""

import hashlib
import json
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from broadcast.base.errors import JournalError, Message, tell
from broadcast.base.files import put_whole, sweep
from broadcast.programme.model import Airing, CueId, Outcome, ScriptId
from broadcast.record.reserve import Reserve, is_storage, takes_nothing

_SCHEMA = """
CREATE TABLE IF NOT EXISTS row (
    seq     INTEGER PRIMARY KEY,
    written TEXT NOT NULL,
    kind    TEXT NOT NULL CHECK (kind IN ('start', 'end', 'pass')),
    cue     TEXT NOT NULL,
    day     TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    outcome TEXT,
    body    TEXT NOT NULL,
    chain   TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX IF NOT EXISTS one_start_an_attempt ON row (cue, attempt) WHERE kind = 'start';
CREATE UNIQUE INDEX IF NOT EXISTS one_end_an_attempt ON row (cue, attempt) WHERE kind = 'end';
CREATE UNIQUE INDEX IF NOT EXISTS aired_once ON row (cue) WHERE outcome = 'aired';
CREATE TABLE IF NOT EXISTS note (
    seq     INTEGER PRIMARY KEY,
    written TEXT NOT NULL,
    what    TEXT NOT NULL,
    chain   TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS notes_stay BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS notes_are_kept BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE INDEX IF NOT EXISTS by_day ON row (day);
CREATE TRIGGER IF NOT EXISTS rows_stay BEFORE UPDATE ON row BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER IF NOT EXISTS rows_are_kept BEFORE DELETE ON row BEGIN SELECT RAISE(ABORT, 'append-only'); END;
"""
_FIRST_CHAIN = "0" * 64
_Line = Callable[[], None]
"""Writes one line into whatever `Journal._db` is; may be done again on another."""
_log = logging.getLogger(__name__)
_FULL = 2  # PRAGMA synchronous: a row is on the disk before the sound it tells of


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """A cue that is about to sound."""

    cue: CueId
    script: ScriptId
    attempt: int
    planned: datetime
    of_frames: int
    rate_hz: int
    engine: str
    note: str = ""


class Journal:
    """The as-run log of one folder."""

    def __init__(self, path: Path, *, holding: bool = False) -> None:
        """`holding`: the player's own, which keeps lines in memory while the disk takes none."""
        self._mark_path = path.with_suffix(".on-air")
        self._holding = holding
        self._reserve = Reserve(path.parent / "reserve")
        self._path = path
        self._in_memory = False
        """`_db` is a copy of what is on the disk, and what was held since."""
        self._held: list[_Line] = []
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._open(path)
        except (sqlite3.Error, OSError) as error:
            raise JournalError(
                tell("Không mở được nhật ký phát sóng ({reason}).", reason=error),
                tell("Kiểm tra thư mục journal: còn chỗ trống, được quyền ghi, không nằm trên ổ mạng."),
            ) from error

    def _open(self, path: Path) -> None:
        self._db = sqlite3.connect(path, isolation_level=None, timeout=10)
        try:
            self._prepare()
        except sqlite3.Error as error:
            if not is_storage(error):
                raise
            if self._reserve.release():
                self._prepare()
            elif self._holding and takes_nothing(path.parent):
                self._db.close()
                self._db = _copied(path)
                self._tell_in_memory(error)
            else:
                raise

    def _prepare(self) -> None:
        mode = self._db.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        self._db.execute("PRAGMA synchronous=FULL")
        level = self._db.execute("PRAGMA synchronous").fetchone()[0]
        if (mode, level) != ("wal", _FULL):
            raise JournalError(
                tell("Nhật ký không ghi chắc được ở đây ({mode}, {level}).", mode=mode, level=level)
            )
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        self.catch_up()
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    # --- writing ---

    def start(self, start: Start, now: datetime) -> None:
        """Claim the cue before its first sample. Raises JournalError when it was claimed or aired before."""
        body = {
            "script": start.script,
            "planned": start.planned.isoformat(),
            "of_frames": start.of_frames,
            "rate_hz": start.rate_hz,
            "engine": start.engine,
            "note": start.note,
        }

        def line() -> None:
            if self._has_aired(start.cue):
                raise JournalError(tell("Bài {cue} đã phát rồi, không phát lần nữa.", cue=start.cue))
            self._append("start", start.cue, start.attempt, None, body, now)

        self._write(line)

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
        """What became of a claimed cue; `frames` are those the device confirmed."""
        body = {
            "started": started.isoformat() if started else None,
            "ended": ended.isoformat() if ended else None,
            "frames": frames,
            "note": note,
        }
        self._write(lambda: self._append("end", start.cue, start.attempt, outcome, body, now))

    def pass_over(
        self, cue: CueId, script: ScriptId, outcome: Outcome, *, planned: datetime, note: str, now: datetime
    ) -> None:
        """A cue that never began: missed or refused, and why."""
        body = {"script": script, "planned": planned.isoformat(), "note": note}
        self._write(lambda: self._append("pass", cue, 0, outcome, body, now))

    def note(self, what: str, now: datetime | None) -> None:
        """Something that concerns no single cue: who stopped it, what the clock did. Chained like the rows."""
        written = now.isoformat() if now else ""

        def line() -> None:
            last = self._db.execute("SELECT chain FROM note ORDER BY seq DESC LIMIT 1").fetchone()
            chain = _link(last[0] if last else _FIRST_CHAIN, (written, what))
            self._db.execute("INSERT INTO note (written, what, chain) VALUES (?, ?, ?)", (written, what, chain))

        self._write(line)

    def mark(self, start: Start, frames: int, started: datetime) -> None:
        """Where the sounding cue has come to; replaced several times a second, read only after a crash."""
        text = json.dumps(
            {"cue": start.cue, "attempt": start.attempt, "frames": frames, "started": started.isoformat()}
        )
        with suppress(OSError):  # it is read after a crash only; a full disk must not end what sounds
            put_whole(self._mark_path, text.encode(), durable=False)

    def recover(self, now: datetime, note: str) -> tuple[CueId, ...]:
        """Close what a crash or a power cut left on air, as cut where the mark stands; the cues so closed."""
        sweep(self._mark_path.parent)
        mark = self._last_mark()
        left_open = self._select(
            "SELECT * FROM row s WHERE kind = 'start' AND NOT EXISTS"
            " (SELECT 1 FROM row e WHERE e.kind = 'end' AND e.cue = s.cue AND e.attempt = s.attempt) ORDER BY seq"
        )
        for row in left_open:
            start = _start_of(row)
            known = mark if (mark.get("cue"), mark.get("attempt")) == (start.cue, start.attempt) else {}
            started = datetime.fromisoformat(known["started"]) if known else None
            frames = int(known.get("frames", 0))
            ended = started + timedelta(seconds=frames / start.rate_hz) if started else None
            self.end(start, Outcome.CUT, started=started, ended=ended, frames=frames, note=note, now=now)
        return tuple(CueId(row["cue"]) for row in left_open)

    def _last_mark(self) -> Mapping[str, Any]:
        try:
            mark = json.loads(self._mark_path.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # none was written, or the power went while it was
            return {}
        return mark if isinstance(mark, dict) else {}

    def _write(self, line: _Line) -> None:
        """Put a line on the disk; where the disk takes none, keep it until it does (only a holding journal)."""
        if self._in_memory and not self.catch_up():
            self._commit([line])
            self._held.append(line)
            return
        try:
            self._commit([line])
        except sqlite3.Error as error:
            if not is_storage(error):
                raise _cannot_write(error) from error
            if not self._written_with_the_reserve(line):
                self._hold(line, error)

    def _commit(self, lines: Sequence[_Line]) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            for line in lines:
                line()
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise

    # --- a disk that takes nothing ---

    def _written_with_the_reserve(self, line: _Line) -> bool:
        if self._in_memory or not self._reserve.release():
            return False
        try:
            self._commit([line])
        except sqlite3.Error as error:
            if not is_storage(error):
                raise _cannot_write(error) from error
            return False
        _log.warning("%s", tell("Đĩa hết chỗ: nhật ký đang dùng phần đĩa để dành."))
        return True

    def _hold(self, line: _Line, error: sqlite3.Error) -> None:
        if not self._holding:
            raise _cannot_write(error) from error
        try:
            memory = sqlite3.connect(":memory:", isolation_level=None)
            self._db.backup(memory)
        except sqlite3.Error as worse:  # what was aired cannot be known any more: nothing may air
            raise _cannot_write(worse) from worse
        self._db.close()
        self._db = memory
        self._tell_in_memory(error)
        self._commit([line])
        self._held.append(line)

    def _tell_in_memory(self, error: sqlite3.Error) -> None:
        self._in_memory = True
        why = tell("Không ghi được nhật ký ({reason}): giữ trong bộ nhớ cho đến khi ghi được.", reason=error)
        _log.warning("%s", why)

    @property
    def trouble(self) -> Message | None:
        """What to tell of the disk; None when every line is on it."""
        if not self._in_memory:
            return None
        held = len(self._held)
        return tell("đĩa không ghi được: {held} dòng nhật ký giữ trong bộ nhớ, tắt máy là mất", held=held)

    def catch_up(self) -> bool:
        """Write what was held, where the disk takes it now; True when nothing is held any more."""
        if not self._in_memory:
            return True
        memory = self._db
        self._db = sqlite3.connect(self._path, isolation_level=None, timeout=10)
        try:
            self._prepare()
            self._commit(self._held)
        except (sqlite3.Error, JournalError) as error:
            self._db.close()
            self._db = memory
            if not isinstance(error, sqlite3.Error) or not is_storage(error):
                _log.warning("%s", tell("Nhật ký giữ trong bộ nhớ chưa ghi lại được ({reason}).", reason=error))
            return False
        memory.close()
        _log.warning("%s", tell("Nhật ký ghi được trở lại; đã ghi bù {count} dòng.", count=len(self._held)))
        self._in_memory = False
        self._held.clear()
        return True

    def alive(self) -> bool:
        """Whether it can be read now."""
        try:
            self._select("SELECT 1 FROM row LIMIT 1")
        except JournalError:
            return False
        return True

    def keep_reserve(self) -> bool:
        """Keep some of the disk for the log, for the day on which it is full; False when it is not there."""
        return self._reserve.fill()

    def _append(
        self, kind: str, cue: CueId, attempt: int, outcome: Outcome | None, body: Mapping[str, Any], now: datetime
    ) -> None:
        last = self._db.execute("SELECT chain FROM row ORDER BY seq DESC LIMIT 1").fetchone()
        values = (
            now.isoformat(),
            kind,
            cue,
            cue.split("/")[0],
            attempt,
            outcome and str(outcome),
            _canonical(body),
        )
        chain = _link(last[0] if last else _FIRST_CHAIN, values)
        self._db.execute(
            "INSERT INTO row (written, kind, cue, day, attempt, outcome, body, chain)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*values, chain),
        )

    def _has_aired(self, cue: CueId) -> bool:
        found = self._db.execute("SELECT 1 FROM row WHERE cue = ? AND outcome = 'aired'", (cue,)).fetchone()
        return found is not None

    # --- reading ---

    def airings(self, first: date, last: date) -> tuple[Airing, ...]:
        """All airings of cues of those days, both included, in the order they were written."""
        rows = self._select(
            "SELECT * FROM row WHERE day BETWEEN ? AND ? ORDER BY seq", (first.isoformat(), last.isoformat())
        )
        ends = {(row["cue"], row["attempt"]): row for row in rows if row["kind"] == "end"}
        return tuple(
            _airing(row, ends.get((row["cue"], row["attempt"])))
            for row in rows
            if row["kind"] in ("start", "pass")
        )

    def sounded_on(self, day: date) -> tuple[Airing, ...]:
        """What was heard on that day, whatever day's programme it was."""
        cues = self._select(
            "SELECT DISTINCT cue FROM row WHERE kind = 'end' AND substr(written, 1, 10) = ?", (day.isoformat(),)
        )
        airings: list[Airing] = []
        for cue in cues:
            starts = self._select("SELECT * FROM row WHERE kind = 'start' AND cue = ? ORDER BY seq", (cue["cue"],))
            ends = self._select("SELECT * FROM row WHERE kind = 'end' AND cue = ?", (cue["cue"],))
            by_attempt = {end["attempt"]: end for end in ends}
            airings += [_airing(start, by_attempt.get(start["attempt"])) for start in starts]
        return tuple(
            one for one in airings if one.started is not None and one.started.date() == day and one.frames
        )

    def attempts(self, cue: CueId) -> int:
        """How often the cue has begun."""
        row = self._select("SELECT COUNT(*) AS count FROM row WHERE kind = 'start' AND cue = ?", (cue,))[0]
        return int(row["count"])

    def last_written(self) -> datetime | None:
        """The moment of the last line."""
        rows = self._select("SELECT written FROM row ORDER BY seq DESC LIMIT 1")
        return datetime.fromisoformat(rows[0]["written"]) if rows else None

    def notes(self) -> tuple[tuple[str, str], ...]:
        """Every note: the moment that the wall clock showed, in ISO, and what; in the order they were written."""
        return tuple((row["written"], row["what"]) for row in self._select("SELECT * FROM note ORDER BY seq"))

    def first_broken_note(self) -> int | None:
        """The number of the first note that does not fit the chain; None when all do."""
        chain = _FIRST_CHAIN
        for row in self._select("SELECT * FROM note ORDER BY seq"):
            chain = _link(chain, (row["written"], row["what"]))
            if chain != row["chain"]:
                return int(row["seq"])
        return None

    def first_broken_line(self) -> int | None:
        """The number of the first line that does not fit the chain; None when all do."""
        chain = _FIRST_CHAIN
        for row in self._select("SELECT * FROM row ORDER BY seq"):
            values = tuple(row[name] for name in ("written", "kind", "cue", "day", "attempt", "outcome", "body"))
            chain = _link(chain, values)
            if chain != row["chain"]:
                return int(row["seq"])
        return None

    def count(self) -> int:
        return int(self._select("SELECT COUNT(*) AS count FROM row")[0]["count"])

    def _select(self, sql: str, values: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        try:
            cursor = self._db.execute(sql, values)
            names = [column[0] for column in cursor.description]
            return [dict(zip(names, row, strict=True)) for row in cursor]
        except sqlite3.Error as error:
            raise JournalError(tell("Không đọc được nhật ký ({reason}).", reason=error)) from error


def _cannot_write(error: sqlite3.Error) -> JournalError:
    return JournalError(tell("Không ghi được nhật ký ({reason}).", reason=error))


def _copied(path: Path) -> sqlite3.Connection:
    """What is on a disk that takes nothing, in memory; a journal that cannot even be read stops the station."""
    memory = sqlite3.connect(":memory:", isolation_level=None)
    with tempfile.TemporaryDirectory(prefix="broadcast-") as folder:
        for suffix in ("", "-wal"):
            source = path.with_name(path.name + suffix)
            if source.exists():
                shutil.copy(source, Path(folder) / source.name)
        copy = sqlite3.connect(Path(folder) / path.name, isolation_level=None)
        try:
            copy.executescript(_SCHEMA)
            copy.backup(memory)
        finally:
            copy.close()
    return memory


def _canonical(body: Mapping[str, Any]) -> str:
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _link(before: str, values: tuple[object, ...]) -> str:
    return hashlib.sha256((before + json.dumps(values, ensure_ascii=False)).encode()).hexdigest()


def _start_of(row: Mapping[str, Any]) -> Start:
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


def _airing(row: Mapping[str, Any], end: Mapping[str, Any] | None) -> Airing:
    body = json.loads(row["body"])
    ended = json.loads(end["body"]) if end else {}
    outcome = (end or row)["outcome"]
    return Airing(
        cue=CueId(row["cue"]),
        script=ScriptId(body["script"]),
        attempt=row["attempt"],
        planned=datetime.fromisoformat(body["planned"]),
        started=_moment(ended.get("started")),
        ended=_moment(ended.get("ended")),
        frames=ended.get("frames", 0),
        of_frames=body.get("of_frames", 0),
        rate_hz=body.get("rate_hz", 0),
        outcome=Outcome(outcome) if outcome else None,
        engine=body.get("engine", ""),
        note="; ".join(note for note in (body.get("note"), ended.get("note")) if note),
    )


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
