"""What a person did with a script <-> the body of its line in the record, as JSON holds it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from broadcast.base.errors import JournalError, tell
from broadcast.base.reasons import reason_of
from broadcast.programme.model import Fingerprint, Part
from broadcast.programme.released import Act, Contents, Deed, Purpose
from broadcast.programme.settings import ScriptId
from broadcast.record.airings import Entry, Row, entries_of
from broadcast.record.linked import fits

HEARD = '{"act":"heard",'
"""With this the body begins of a line that tells that somebody has heard a script; no other's does."""
_OWN = frozenset({"act", "by", "note", "contents", "seal"})


def body_of(act: Act) -> dict[str, Any]:
    """Return the act as the body of its line; script, number and moment are columns of the line."""
    return {
        **act.more,
        "act": act.deed.value,
        "by": act.by,
        "note": act.note,
        "contents": act.contents.fields if act.contents is not None else None,
        "seal": act.seal,
    }


def acts_of(rows: Sequence[Row]) -> tuple[Act, ...]:
    """Read the acts of rows of kind `release`, read with the chain before each, in their order.

    A release whose serial number another one before it has is left out: it is that one's, written down again.
    A line that was altered, or put in between, takes all before it of its script away: it may have been a
    withdrawal. Then the script has to be released anew. Raises JournalError where a line is none of ours.
    """
    acts, serials = list[Act](), set[int]()
    for row in rows:
        if not fits(row):
            acts = [one for one in acts if one.script != row["cue"]]
            continue
        act = _act(row)
        if act.deed is Deed.RELEASED:
            if act.number in serials:
                continue
            serials.add(act.number)
        acts.append(act)
    return tuple(acts)


def _act(row: Row) -> Act:
    try:
        [entry] = entries_of([row])
        return _told(entry, entry.body)
    except (KeyError, TypeError, ValueError) as error:
        raise JournalError(
            tell("Không đọc được lần duyệt bài {script} trong nhật ký ({reason}).",
                 script=row["cue"], reason=reason_of(error)),
            tell("Chạy: broadcast log --verify"),
        ) from error  # fmt: skip


def _told(entry: Entry, body: Mapping[str, Any]) -> Act:
    return Act(
        deed=Deed(body["act"]),
        script=ScriptId(entry.key),
        by=body["by"],
        at=entry.written,
        number=entry.number,
        note=body["note"],
        contents=contents_of(body["contents"]) if body["contents"] is not None else None,
        seal=body["seal"],
        more={key: value for key, value in body.items() if key not in _OWN},
    )


def contents_of(fields: Mapping[str, Any]) -> Contents:
    """Read contents back from what `Contents.fields` gave. Raises KeyError, TypeError or ValueError."""
    return Contents(
        purpose=Purpose(fields["purpose"]),
        script=ScriptId(fields["script"]),
        part=Part(fields["part"]),
        campaign=fields["campaign"],
        first=_day(fields["first"]),
        last=_day(fields["last"]),
        text=fields["text"],
        facts=dict(fields["facts"]),
        spoken=fields["spoken"],
        lexicon=fields["lexicon"],
        engine=fields["engine"],
        speech=tuple(fields["speech"]),
        sounds=tuple(fields["sounds"]),
        recipe=fields["recipe"],
        cart=Fingerprint(fields["cart"]),
        sound=fields["sound"],
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text is not None else None
