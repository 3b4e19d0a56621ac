"""A log in memory, what was carried out of it, and the hand of somebody who has the station's key."""

import json
import random
import sqlite3
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from stand_ins.carts import MONDAY_0630

from broadcast.record.anchors.against import Carried, carried_at
from broadcast.record.anchors.anchoring import anchor
from broadcast.record.anchors.carried import carry_out
from broadcast.record.anchors.checkpoint import Checkpoint
from broadcast.record.anchors.signednote import signed
from broadcast.record.anchors.stationkey import StationKey, station_key
from broadcast.record.anchors.vouched import vouch
from broadcast.record.chain import NOTE, ROW, BrokenLine, Link, append, count, prepare
from broadcast.record.journal import AS_RUN, Journal
from broadcast.record.leaves import leaves
from broadcast.record.merkle import Growing
from broadcast.record.reading import Record, record_at
from broadcast.record.walking import first_broken, one_state

Lines = list[tuple[str, tuple[Any, ...]]]
"""Each line of a log in the order of writing: its table, and what the chain covers of it."""
DAYS, A_DAY = 5, 12


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A log, its key, and what was carried out of it."""

    db: sqlite3.Connection
    key: StationKey
    carried: Carried
    places: list[tuple[str, int]]
    """The table and the `seq` of each line."""

    @property
    def size(self) -> int:
        """How many of its first lines a head that was carried out has."""
        return max(one.size for one in self.carried.marks)

    @property
    def heads_alone(self) -> Carried:
        """What was carried out, without the hashes of the lines."""
        return Carried(marks=self.carried.marks)

    def copy(self) -> sqlite3.Connection:
        """The log, to be tampered with: no trigger, no index stands in the way."""
        db = sqlite3.connect(":memory:", isolation_level=None)
        self.db.backup(db)
        made = db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'index')").fetchall()
        for kind, name in made:
            db.execute(f"DROP {kind} {name}")
        return db


def kept_log(folder: Path) -> Kept:
    """Write a log of some days, a head after each, carried out; and lines after the last."""
    journal, out = folder / "journal", folder / "out"
    key, chance = station_key(journal), random.Random(1)
    with Journal(journal / AS_RUN) as log:
        for day in range(DAYS + 1):
            now = MONDAY_0630 + timedelta(days=day)
            _write(log, now, chance)
            if day < DAYS:
                made = anchor(log, key, now + timedelta(hours=14))
                carry_out(log, made, key, out)
    db = sqlite3.connect(":memory:", isolation_level=None)
    with record_at(journal / AS_RUN) as record:
        record._lines.db.backup(db)
    of_both = "SELECT 'row' AS name, seq, place FROM row UNION ALL SELECT 'note', seq, place FROM note"
    places = db.execute(f"SELECT name, seq FROM ({of_both}) ORDER BY place").fetchall()  # noqa: S608
    return Kept(db=db, key=key, carried=carried_at(str(out), journal, {key.public}), places=places)


def _write(log: Journal, now: datetime, chance: random.Random) -> None:
    for number in range(A_DAY):
        if chance.random() < 0.3:
            log.note(f"ghi chú {number}", now)
        else:
            log.deal(f"{now:%Y-%m-%d}/buoi{number}", {"name": f"Buổi {number}", "n": chance.random()}, now)


def lines_of(db: sqlite3.Connection) -> Lines:
    """Every line in the order of writing."""
    found = [
        (place, table.name, tuple(values))
        for table in (ROW, NOTE)
        for place, *values in db.execute(f"SELECT place, {', '.join(table.columns)} FROM {table.name}")  # noqa: S608
    ]
    return [(name, values) for _, name, values in sorted(found)]


def anew(lines: Lines, key: StationKey) -> sqlite3.Connection:
    """A log of those lines with a chain of its own, and each head in it signed over what stands before it."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    prepare(db)
    for (name,) in db.execute(
        "SELECT name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ).fetchall():
        db.execute(f"DROP INDEX {name}")
    db.execute("BEGIN")
    for table, values in lines:
        told = _signed_anew(db, values, key) if values[1] == "anchor" and table == ROW.name else values
        append(db, ROW if table == ROW.name else NOTE, told)
    db.execute("COMMIT")
    return db


def _signed_anew(db: sqlite3.Connection, values: tuple[Any, ...], key: StationKey) -> tuple[Any, ...]:
    tree = Growing()
    for leaf in leaves(db):
        tree.add(leaf.hash)
    note = signed(str(Checkpoint(key.verifier.name, tree.size, tree.root())), key.private, key.verifier.name)
    body = {"checkpoint": str(note), "key": str(key.verifier), "peaks": [one.hex() for one in tree.peaks]}
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (*values[:4], tree.size, None, text)


class _InMemory:
    """What Record reads from."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def read(self, sql: str, values: tuple[str, ...] = ()) -> list[dict[str, Any]]:
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]


def verified(db: sqlite3.Connection, carried: Carried | None) -> BrokenLine | None:
    """The first broken line by chain, head and signed heads; the head beside the log is made to fit.

    What the walk along the leaves takes for fitting is held against the chain by the other way too.
    """
    vouched = vouch(Record(_InMemory(db)), carried)  # type: ignore[arg-type]
    with one_state(db):
        found = first_broken(db, _head(db))
        assert (found is None) == (first_broken(db, _head(db), *vouched.fitting) is None)
    return min(
        (one for one in (found, vouched.broken) if one is not None), key=lambda one: one.number, default=None
    )


def _head(db: sqlite3.Connection) -> Link | None:
    last = db.execute(
        "SELECT place, chain FROM (SELECT place, chain FROM row UNION ALL SELECT place, chain FROM note)"
        " ORDER BY place DESC LIMIT 1"
    ).fetchone()
    return Link(*last) if last and last[0] == count(db) else None


def put(db: sqlite3.Connection, path: Path) -> None:
    """Write the log into a file."""
    with sqlite3.connect(path) as file:
        db.backup(file)
