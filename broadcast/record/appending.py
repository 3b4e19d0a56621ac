"""One line's values -> the end of the chain."""

import json
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from broadcast.base.errors import Message
from broadcast.programme.model import CueId, Outcome
from broadcast.record.chain import NOTE, ROW, Link, append


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
    return append(db, ROW, (now.isoformat(), kind, cue, day, attempt, told, json_text(body)))


def json_text(body: Mapping[str, Any]) -> str:
    """Return the body as the one text that the chain covers."""
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
