"""The record's tables, append-only -> one chain: each line carries the sha256 of all that stood before it.

A line of the log is a `row` (a start, an end, a cue passed over, a session dealt, a day changed, a script
released, an event, an anchor) or a `note`. Both are numbered in one sequence, `place`, and each is linked to the
last row and to the last note before it. Lines of before that (no place) are linked to the one before in their own
table, and stay as they are: the next line covers both tables.

A line that was altered, taken out or put in between breaks the chain from there on. The chain alone does not show
that its last lines were cut off, nor that somebody made all of it anew: `head` remembers what it had come to.
"""

import hashlib
import json
import sqlite3
from dataclasses import dataclass
from datetime import date

from broadcast.base.errors import Message, tell

_VERSION = 3
"""PRAGMA user_version; 0: rows and notes in two chains; 1: rows are of three kinds; 2: of five."""
_KINDS = ("start", "end", "pass", "deal", "change", "release", "event", "anchor")
FIRST = "0" * 64
"""The chain before the first line."""
as_json = json.JSONEncoder(ensure_ascii=False).encode
_ROW_TABLE = f"""
    CREATE TABLE IF NOT EXISTS row (
        seq     INTEGER PRIMARY KEY,
        written TEXT NOT NULL,
        kind    TEXT NOT NULL CHECK (kind IN {_KINDS}),
        cue     TEXT NOT NULL,
        day     TEXT NOT NULL,
        attempt INTEGER NOT NULL,
        outcome TEXT,
        body    TEXT NOT NULL,
        chain   TEXT NOT NULL,
        place   INTEGER
    ) STRICT
    """
_SCHEMA = (
    _ROW_TABLE,
    "CREATE UNIQUE INDEX IF NOT EXISTS one_start_an_attempt ON row (cue, attempt) WHERE kind = 'start'",
    "CREATE UNIQUE INDEX IF NOT EXISTS one_end_an_attempt ON row (cue, attempt) WHERE kind = 'end'",
    "CREATE UNIQUE INDEX IF NOT EXISTS aired_once ON row (cue) WHERE outcome = 'aired'",
    """
    CREATE TABLE IF NOT EXISTS note (
        seq     INTEGER PRIMARY KEY,
        written TEXT NOT NULL,
        what    TEXT NOT NULL,
        chain   TEXT NOT NULL,
        place   INTEGER
    ) STRICT
    """,
    "CREATE TRIGGER IF NOT EXISTS notes_stay BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER IF NOT EXISTS notes_are_kept BEFORE DELETE ON note"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE INDEX IF NOT EXISTS by_day ON row (day)",
    "CREATE INDEX IF NOT EXISTS by_kind ON row (kind) WHERE kind = 'change'",
    "CREATE INDEX IF NOT EXISTS by_script ON row (cue) WHERE kind = 'release'",
    "CREATE INDEX IF NOT EXISTS by_code ON row (cue) WHERE kind = 'event'",
    "CREATE INDEX IF NOT EXISTS anchors ON row (kind) WHERE kind = 'anchor'",
    "CREATE INDEX IF NOT EXISTS by_day_of_end ON row (substr(written, 1, 10)) WHERE kind = 'end'",
    "CREATE TRIGGER IF NOT EXISTS rows_stay BEFORE UPDATE ON row BEGIN SELECT RAISE(ABORT, 'append-only'); END",
    "CREATE TRIGGER IF NOT EXISTS rows_are_kept BEFORE DELETE ON row"
    " BEGIN SELECT RAISE(ABORT, 'append-only'); END",
)
_INDEXES = (
    "one_start_an_attempt", "one_end_an_attempt", "aired_once", "by_day", "by_kind", "by_script", "by_code",
    "anchors", "by_day_of_end",
)  # fmt: skip
"""Of the table of rows."""
_NAMES = {statement.split(" IF NOT EXISTS ")[1].split()[0] for statement in _SCHEMA}


@dataclass(frozen=True, slots=True)
class Table:
    """A kind of line."""

    name: str
    columns: tuple[str, ...]
    """What its chain covers, in this order."""


ROW = Table("row", ("written", "kind", "cue", "day", "attempt", "outcome", "body"))
"""Lines about a cue (a start, an end, a cue passed over), about a session (dealt), about a day (changed), about a
script (released), about what was done to the station (an event), or about the log itself (an anchor)."""
NOTE = Table("note", ("written", "what"))
"""Lines about no single cue."""


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """A line's number in the order of writing, from 1, and its sha256 in hex."""

    place: int
    chain: str


NO_LINE = Link(0, FIRST)
"""Before the first line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenLine:
    """The first line of the log that does not fit the lines before it."""

    number: int
    """From 1, in the order of writing; of lines older than the one chain, in the order of their table."""
    day: date | None
    """The day on which the line was written, or the last line before what is missing; None where no day can be
    read."""
    why: Message
    """What does not fit, in words."""

    @property
    def where(self) -> Message:
        """Return the line's number and day in words, as `dòng 7 (ghi ngày 06/10/2025)`."""
        if self.day is None:
            return tell("dòng {line} (không rõ ngày ghi)", line=self.number)
        return tell("dòng {line} (ghi ngày {day})", line=self.number, day=f"{self.day:%d/%m/%Y}")


def is_of_today(db: sqlite3.Connection) -> bool:
    """Whether `db` has every table, index and trigger of a log of this version. Raises sqlite3.Error."""
    return _names(db) >= _NAMES and bool(db.execute("PRAGMA user_version").fetchone()[0] >= _VERSION)


def _names(db: sqlite3.Connection) -> set[str]:
    return {name for (name,) in db.execute("SELECT name FROM sqlite_master")}


def prepare(db: sqlite3.Connection) -> None:
    """Make what tables, indexes and triggers `db` has not; let an older log go on in one chain.

    What an older log holds is not touched, and an older program can still read and write the file. Raises
    sqlite3.Error where the database refuses; then nothing is changed.
    """
    if is_of_today(db):
        return
    known = _names(db)
    db.execute("BEGIN IMMEDIATE")
    try:
        for table in (ROW, NOTE):
            columns = [column[1] for column in db.execute(f"PRAGMA table_info({table.name})")]
            if columns and "place" not in columns:
                db.execute(f"ALTER TABLE {table.name} ADD COLUMN place INTEGER")
        if "row" in known:
            _let_rows_be_of_every_kind(db)
        for statement in _SCHEMA:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {_VERSION}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def _let_rows_be_of_every_kind(db: sqlite3.Connection) -> None:
    """Give an older log's table of rows the kinds of today; its lines stay as they are, sequence and chain too.

    SQLite cannot change a CHECK: the table is made anew, in the transaction that the caller holds.
    """
    made = db.execute("SELECT sql FROM sqlite_master WHERE name = 'row'").fetchone()[0]
    if str(_KINDS) in made:
        return
    columns = ", ".join(("seq", *ROW.columns, "chain", "place"))
    db.execute("ALTER TABLE row RENAME TO old_row")
    for name in _INDEXES:
        db.execute(f"DROP INDEX IF EXISTS {name}")
    for name in ("rows_stay", "rows_are_kept"):
        db.execute(f"DROP TRIGGER IF EXISTS {name}")
    db.execute(_ROW_TABLE)
    db.execute(f"INSERT INTO row ({columns}) SELECT {columns} FROM old_row ORDER BY seq")  # noqa: S608 - our names
    db.execute("DROP TABLE old_row")


def append(db: sqlite3.Connection, table: Table, values: tuple[object, ...]) -> Link:
    """Write one line into `table`, ROW or NOTE, behind all lines of the log; return its link.

    `values`: one for each of the table's columns, in their order. To be called within a transaction of `db`.
    Raises sqlite3.Error where the database refuses the line: a cue's second end, say.
    """
    rows, notes = last_link(db, ROW), last_link(db, NOTE)
    place = rows.place + notes.place + 1
    link = Link(place, chained(FIRST, (rows.chain, notes.chain, place, table.name, *values)))
    columns = (*table.columns, "place", "chain")
    marks = ", ".join("?" * len(columns))
    db.execute(
        f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES ({marks})",  # noqa: S608 - names of our own
        (*values, link.place, link.chain),
    )
    return link


def link_at(db: sqlite3.Connection, place: int) -> Link | None:
    """Return the link of the line with the number `place`, from 1; None where no line has that number.

    Quick for the newest lines. Raises sqlite3.Error.
    """
    for table in (ROW, NOTE):
        found = db.execute(
            f"SELECT place, chain FROM {table.name} WHERE place <= ? ORDER BY seq DESC LIMIT 1",  # noqa: S608
            (place,),
        ).fetchone()
        if found is not None and found[0] == place:
            return Link(*found)
    return None


def count(db: sqlite3.Connection) -> int:
    """Return how many lines the log has, rows and notes together. Raises sqlite3.Error where it cannot be read."""
    return last_link(db, ROW).place + last_link(db, NOTE).place


def last_link(db: sqlite3.Connection, table: Table) -> Link:
    """Return the last line of the table: its number there, and its chain; else NO_LINE. Raises sqlite3.Error."""
    last = db.execute(f"SELECT seq, chain FROM {table.name} ORDER BY seq DESC LIMIT 1").fetchone()  # noqa: S608
    return Link(*last) if last else NO_LINE


def chained(before: str, values: tuple[object, ...]) -> str:
    """Return the chain of a line with these values behind one whose chain is `before`."""
    return hashlib.sha256((before + as_json(values)).encode()).hexdigest()
