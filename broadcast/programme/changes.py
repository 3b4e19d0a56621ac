"""What the record has of changed days -> the changes in force; a slot and its change -> the session that day."""

from collections.abc import Iterable, Mapping
from datetime import date, time
from typing import Any, Protocol

from broadcast.base.errors import Message, tell
from broadcast.programme.ids import day_of, slot_of
from broadcast.programme.settings import Change, ChangeKind, ScriptId, SlotId

_UNDO = "undo"


class ChangeLine(Protocol):
    """A line of the record about a change of one session on one day, as `record.airings.Entry` is."""

    @property
    def key(self) -> str:
        """Return the session's id, `2026-11-20/sang`."""
        ...

    @property
    def number(self) -> int:
        """Return the change's number, from 1; each is used once."""
        ...

    @property
    def body(self) -> Mapping[str, Any]:
        """Return the change as `body_of` or `undo_of` made it."""
        ...


def body_of(change: Change) -> dict[str, object]:
    """Return what of a change is written into the record beside its day and session, for JSON."""
    return {
        "kind": change.kind.value,
        "reason": change.reason,
        "by": change.by,
        "at": change.at.isoformat() if change.at is not None else None,
        "name": change.name,
        "play": list(change.play),
    }


def undo_of(number: int, by: str) -> dict[str, object]:
    """Return the body of a line that takes back the change of that number, for JSON; `by` says who does."""
    return {"kind": _UNDO, "takes_back": number, "by": by}


def in_force(lines: Iterable[ChangeLine]) -> tuple[Change, ...]:
    """List the changes that nobody has taken back, in the order of writing; their ids are their numbers.

    A line that is not understood is passed over: no line of the record can be mended, and none may silence the
    station.
    """
    changes: dict[int, Change] = {}
    for line in lines:
        try:
            if line.body["kind"] == _UNDO:
                changes.pop(line.body["takes_back"], None)
            else:
                changes[line.number] = _change(line)
        except (KeyError, TypeError, ValueError):
            continue
    return tuple(changes.values())


def _change(line: ChangeLine) -> Change:
    """Raises KeyError, TypeError or ValueError where the line is none of ours."""
    body = line.body
    return Change(
        id=str(line.number),
        kind=ChangeKind(body["kind"]),
        day=day_of(line.key),
        session=SlotId(slot_of(line.key)),
        reason=body["reason"],
        by=body["by"],
        at=time.fromisoformat(body["at"]) if body["at"] is not None else None,
        name=body["name"],
        play=tuple(ScriptId(name) for name in body["play"]),
    )


def change_told(line: ChangeLine) -> Message:
    """Tell what the line changes of its session, or takes back; its number is what `undo` takes."""
    number, session = line.number, str(line.body.get("name") or slot_of(line.key))
    at = str(line.body.get("at") or "")[:5]
    match line.body.get("kind"):
        case "skip":
            return tell("thay đổi số {number}, bỏ buổi {session}", number=number, session=session)
        case "move":
            return tell(
                "thay đổi số {number}, dời buổi {session} sang {at}", number=number, session=session, at=at
            )
        case "add":
            return tell(
                "thay đổi số {number}, thêm buổi {session} lúc {at}", number=number, session=session, at=at
            )
        case "undo":
            return tell("bỏ thay đổi số {number}", number=line.body.get("takes_back"))
        case kind:
            return tell("thay đổi số {number}, buổi {session}: {kind}", number=number, session=session, kind=kind)


def holding(changes: Iterable[Change], day: date) -> dict[SlotId, tuple[Change | None, Change]]:
    """Find for each session that is changed on `day` how it was added, if it was, and the last change of it.

    `changes` stand in the order of writing; of two changes of one session on one day the later holds.
    """
    found: dict[SlotId, tuple[Change | None, Change]] = {}
    for change in changes:
        if change.day == day:
            added = change if change.kind is ChangeKind.ADD else found.get(change.session, (None, change))[0]
            found[change.session] = (added, change)
    return found
