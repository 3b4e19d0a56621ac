"""A session as it was dealt <-> the body of its line in the record, as JSON holds it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Any

from broadcast.base.errors import JournalError, Message, tell
from broadcast.base.moments import exact
from broadcast.base.reasons import reason_of
from broadcast.programme.dealing import Dealing
from broadcast.programme.model import Cue, CueId, Fingerprint, LeftOut, Rundown, Session
from broadcast.programme.settings import CampaignId, Drop, ScriptId, SlotId
from broadcast.record.airings import Entry
from broadcast.record.sentences import fields_of, message_of


def body_of(dealing: Dealing) -> dict[str, Any]:
    """Return the dealing as the body of its line: the session, its cues in order, and the reasons."""
    session = dealing.session
    return {
        "slot": session.slot,
        "name": session.name,
        "at": session.at.isoformat(),
        "grace_s": session.grace.total_seconds(),
        "make_up": session.make_up.isoformat() if session.make_up else None,
        "refused": _fields(session.refused),
        "off": _fields(session.off),
        "campaign": session.campaign,
        "drop": session.drop.value,
        "cues": [
            {"id": cue.id, "script": cue.script, "title": cue.title, "text": cue.text, "version": cue.version,
             "cart": cue.cart, "basis": cue.basis}
            for cue in session.cues
        ],
        "left_out": [
            {"script": one.script, "title": one.title, "why": _fields(one.why), "basis": one.basis}
            for one in session.left_out
        ],
        "why": [fields_of(one) for one in dealing.why],
    }  # fmt: skip


def body_of_day(rundown: Rundown, why: Sequence[Message] = ()) -> dict[str, Any]:
    """Return the body of the line that says that a day was dealt: its sessions' ids, and why it has none."""
    return {
        "sessions": [session.id for session in rundown.sessions],
        "phases": [phase.id for phase in rundown.phases],
        "off": _fields(rundown.off),
        "why": [fields_of(one) for one in why],
    }


def is_of_day(entry: Entry) -> bool:
    """Whether the line tells that a day was dealt, and nothing of a single session."""
    return "/" not in entry.key


def dealing_of(entry: Entry, zone: tzinfo) -> Dealing:
    """Read a session's dealing from its line, its moments in `zone`.

    Raises JournalError where the line is none of ours.
    """
    try:
        return Dealing(
            session=_session(entry.key, entry.body, zone),
            number=entry.number,
            written=entry.written.astimezone(zone),
            why=tuple(message_of(one) for one in entry.body.get("why", ())),
        )
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise JournalError(
            tell("Không đọc được lần xếp lịch của {session} trong nhật ký ({reason}).",
                 session=entry.key, reason=reason_of(error)),
            tell("Chạy: broadcast log --verify"),
        ) from error  # fmt: skip


def _session(id_: str, body: Mapping[str, Any], zone: tzinfo) -> Session:
    return Session(
        id=id_,
        slot=SlotId(body["slot"]),
        name=body["name"],
        at=_moment(body["at"], zone),
        grace=timedelta(seconds=body["grace_s"]),
        make_up=_moment(body["make_up"], zone) if body["make_up"] else None,
        refused=_message(body["refused"]),
        off=_message(body["off"]),
        campaign=CampaignId(body["campaign"]) if body["campaign"] else None,
        drop=Drop(body.get("drop", Drop.LAST)),
        cues=tuple(_cue(one) for one in body["cues"]),
        left_out=tuple(
            LeftOut(
                script=ScriptId(one["script"]),
                title=one["title"],
                why=message_of(one["why"]),
                basis=one.get("basis", ""),
            )
            for one in body["left_out"]
        ),
    )


def _moment(text: str, zone: tzinfo) -> datetime:
    return exact(datetime.fromisoformat(text).astimezone(zone))


def _cue(fields: Mapping[str, Any]) -> Cue:
    return Cue(
        id=CueId(fields["id"]),
        script=ScriptId(fields["script"]),
        title=fields["title"],
        text=fields["text"],
        version=fields["version"],
        cart=Fingerprint(fields["cart"]) if fields["cart"] else None,
        basis=fields.get("basis", ""),
    )


def _fields(message: Message | None) -> dict[str, object] | None:
    return fields_of(message) if message is not None else None


def _message(fields: object) -> Message | None:
    return message_of(fields) if fields is not None else None
