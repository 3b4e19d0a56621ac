"""One line's values -> the end of the chain."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from broadcast.base.errors import JournalError, Message, tell
from broadcast.programme.contents import canonical
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.released import Act
from broadcast.record.chain import NOTE, ROW, Link, append
from broadcast.record.releases import body_of as body_of_act


def add_note(db: sqlite3.Connection, what: Message | str, now: datetime | None) -> Link:
    """Write a note into the log open in `db`, within a transaction; return its link. Raises sqlite3.Error."""
    return append(db, NOTE, (now.isoformat() if now else "", str(what)))


def add_row(
    db: sqlite3.Connection,
    kind: str,
    cue: CueId,
    attempt: int,
    outcome: Outcome | None,
    body: Mapping[str, Any],
    now: datetime,
    day: str = "",
) -> Link:
    """Write a row into the log that is open in `db`, within a transaction; return its link.

    `day`: whose programme it belongs to, in ISO; empty: as the cue's id tells. Raises sqlite3.Error where the
    database refuses it: a cue's second end, say.
    """
    told = outcome and str(outcome)
    day = day or cue.partition("/")[0]
    return append(db, ROW, (now.isoformat(), kind, cue, day, attempt, told, canonical(body)))


def add_act(db: sqlite3.Connection, act: Act, now: datetime, written: list[Act]) -> Link:
    """Write what a person did with a script into the log open in `db`; return the line's link.

    The act is put behind `written` as the line has it, with its number and moment. To be called within a
    transaction. Raises JournalError where another release has its number, sqlite3.Error.
    """
    last = db.execute("SELECT coalesce(max(attempt), 0) FROM row WHERE kind = 'release'").fetchone()[0]
    number = act.number if act.seal else last + 1
    if db.execute("SELECT 1 FROM row WHERE kind = 'release' AND attempt = ?", (number,)).fetchone():
        raise JournalError(
            tell("Số duyệt {number} đã dùng rồi.", number=number),
            tell("Vừa có người khác duyệt cùng lúc. Chưa duyệt gì: gõ lại lệnh."),
        )
    written.append(replace(act, number=number, at=now))
    body, day = body_of_act(written[-1]), now.date().isoformat()
    return add_row(db, "release", CueId(act.script), number, None, body, now, day)
