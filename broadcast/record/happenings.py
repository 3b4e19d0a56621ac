"""What was done to the station, or befell it <-> lines of kind `event`; notes are read as the same.

A note is how older programs wrote it: a moment and a text. An event has a stable code, and its sentences as
fields.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from broadcast.base.errors import Message
from broadcast.record.airings import Row, body_in
from broadcast.record.bodies import reasons_of
from broadcast.record.codes import code_of, recognised
from broadcast.record.sentences import Note, messages_of

_OWN = frozenset({"code", "note", "why", "by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A line of the log about no single cue."""

    at: str
    """The moment that the wall clock showed, in ISO; empty where a note was written without one."""
    what: tuple[Message, ...]
    code: str = ""
    """Of an event; empty for a note."""
    by: str = ""
    """Who did it; empty where nobody is named."""
    more: Mapping[str, Any] = field(default_factory=dict)
    """What else the line keeps, as JSON holds it."""

    @property
    def codes(self) -> tuple[str, ...]:
        """Return its stable code, for programs; of a note that of each of its sentences."""
        return (self.code,) if self.code else tuple(code_of(one) for one in self.what)


def body_of_event(code: str, what: Note, by: str, more: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the body of an event's line."""
    return {**more, "code": code, **reasons_of(what)} | ({"by": by} if by else {})


def happenings_of(rows: Iterable[Row]) -> tuple[Happening, ...]:
    """Read notes (`what` is a text) and events (`body`) from rows that have both columns, in their order.

    Events about a single cue are left out.
    """
    return tuple(
        _event(row, body) if body is not None else Happening(at=row["written"], what=recognised(row["what"]))
        for row in rows
        for body in (body_in(row) if row["body"] is not None else None,)
        if body is None or "/" not in row["cue"]
    )


def _event(row: Row, body: Mapping[str, Any]) -> Happening:
    return Happening(
        at=row["written"],
        what=messages_of(body.get("why")),
        code=row["cue"],
        by=str(body.get("by", "")),
        more={key: value for key, value in body.items() if key not in _OWN},
    )
