"""Rows of the log -> airings: what began, and what became of it; entries: a session dealt, a day changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcast.programme.model import Airing, CueId, Outcome
from broadcast.programme.settings import ScriptId

Row = Mapping[str, Any]
"""One row, by the names of its columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line about a session: how it was dealt, or what the ward changed of it on one day."""

    key: str
    """The session's id, `2025-10-06/sang`."""
    number: int
    written: datetime
    body: Mapping[str, Any]


def entries_of(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Make an entry of each row, in their order."""
    return tuple(
        Entry(
            key=row["cue"],
            number=row["attempt"],
            written=datetime.fromisoformat(row["written"]),
            body=json.loads(row["body"]),
        )
        for row in rows
    )


def airings_of(begun: Sequence[Row], ends: Sequence[Row]) -> tuple[Airing, ...]:
    """Make an airing of each start and of each cue passed over in `begun`, in the order of `begun`.

    A start is joined with the end of the same cue and attempt among `ends`, which may hold other rows too; without
    one its outcome is None. Rows of other kinds in `begun` are left out.
    """
    known = {(end["cue"], end["attempt"]): end for end in ends if end["kind"] == "end"}
    return tuple(
        _airing(row, known.get((row["cue"], row["attempt"]))) for row in begun if row["kind"] in ("start", "pass")
    )


def _airing(row: Row, end: Row | None) -> Airing:
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
