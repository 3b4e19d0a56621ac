"""Rows of the log -> airings: what began, and what became of it; entries: a session dealt, a day changed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from broadcast.base.errors import JournalError, Message, tell
from broadcast.base.onscreen import one_line
from broadcast.programme.ids import is_bulletin, session_of, sting_of
from broadcast.programme.model import AiredRelease, Airing, CueId, Fingerprint, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.codes import VOICE, code_of, recognised, why_of
from broadcast.record.outputs import made_of, output_of
from broadcast.record.sentences import messages_of, text_of

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

    @property
    def why(self) -> tuple[Message, ...]:
        """Return the reasons that the body holds under `why`; none where it holds none that can be read."""
        return messages_of(self.body.get("why"))


def entries_of(rows: Sequence[Row]) -> tuple[Entry, ...]:
    """Make an entry of each row, in their order."""
    return tuple(
        Entry(
            key=row["cue"],
            number=row["attempt"],
            written=datetime.fromisoformat(row["written"]),
            body=body_in(row),
        )
        for row in rows
    )


def body_in(row: Row) -> dict[str, Any]:
    """Return the fields of a row's body. Raises JournalError where somebody has put another thing there."""
    try:
        body = json.loads(row["body"])
    except (ValueError, RecursionError):
        body = None
    if not isinstance(body, dict):
        raise _unreadable(row)
    return body


def _unreadable(row: Row) -> JournalError:
    return JournalError(
        tell("Nhật ký có dòng không đọc được (ghi {at}).", at=row["written"]),
        tell("Chạy: broadcast log --verify"),
    )


def airings_of(begun: Sequence[Row], ends: Sequence[Row]) -> tuple[Airing, ...]:
    """Make an airing of each start and of each cue passed over in `begun`, in the order of `begun`.

    A start is joined with the end of the same cue and attempt among `ends`, which may hold other rows too; without
    one its outcome is None. Rows of other kinds in `begun` are left out. Raises JournalError for a row that is
    none of ours.
    """
    known = {(end["cue"], end["attempt"]): end for end in ends if end["kind"] == "end"}
    found = []
    for row in begun:
        if row["kind"] in ("start", "pass"):
            try:
                found.append(_airing(row, known.get((row["cue"], row["attempt"]))))
            except (KeyError, TypeError, ValueError, AttributeError) as error:  # a field of another kind
                raise _unreadable(row) from error
    return tuple(found)


def _airing(row: Row, end: Row | None) -> Airing:
    body = body_in(row)
    ended = body_in(end) if end else {}
    outcome = Outcome(told) if (told := (end or row)["outcome"]) else None
    before, fallback = _told_beforehand(body)
    reasons = (*before, *_reasons(ended))
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
        outcome=outcome,
        engine=body.get("engine", ""),
        note=text_of(reasons),
        reasons=tuple(why_of(one, outcome) for one in reasons),
        fallback=fallback,
        music=messages_of(body.get("music")),
        part=part_of(row["cue"], body),
        title=one_line(body.get("title", "")),
        text=body.get("text", ""),
        fingerprint=Fingerprint(print_) if (print_ := body.get("fingerprint")) else None,
        session=one_line(body.get("session", "")),
        campaign=one_line(body.get("campaign", "")),
        release=_release(body.get("release")),
        made=made_of(body.get("made")),
        output=output_of(ended.get("output")),
    )


def _release(told: Mapping[str, Any] | None) -> AiredRelease | None:
    if told is None:
        return None
    why = messages_of([told.get("why")])
    return AiredRelease(serial=told["serial"], by=one_line(told["by"]), why=why[0] if why else None)


def _told_beforehand(body: Mapping[str, Any]) -> tuple[tuple[Message, ...], Message | None]:
    """What a start says, and why a fallback voice speaks; in older lines both stand in one note."""
    reasons = _reasons(body)
    if "why" in body:
        fallback = messages_of([body.get("fallback")])
        return reasons, fallback[0] if fallback else None
    voices = [one for one in reasons if code_of(one) == VOICE]
    return tuple(one for one in reasons if one not in voices), voices[0] if voices else None


def _reasons(body: Mapping[str, Any]) -> tuple[Message, ...]:
    """The reasons as they were kept; of a line that has but a text, the sentences it was made of."""
    return messages_of(body["why"]) if "why" in body else recognised(body.get("note", ""))


def part_of(cue: str, body: Mapping[str, Any]) -> Part:
    """Return what of a programme the line is about; of an older line, as its cue's id shows it."""
    known = body.get("part")
    if known in tuple(Part):
        return Part(known)
    if (sting := sting_of(cue)) in (Part.OPENING, Part.CLOSING):
        return Part(sting)
    return Part.BULLETIN if is_bulletin(session_of(cue)) else Part.CUE


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
