"""Whether tomorrow can go on air as it is: the outcome of its rehearsal, kept for `status`, in a sentence."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.base.files import write_whole
from broadcast.base.jsonfile import moment_of, read_object
from broadcast.library.rack import CLOSING, OPENING
from broadcast.programme.model import CueId
from broadcast.record.sentences import fields_of, message_of
from broadcast.station.overview import journal_folder


class Verdict(StrEnum):
    """Whether a day can go on air as it is."""

    GO = "go"
    PARTLY = "partly"
    NOT_READY = "not ready"

    @property
    def exit_code(self) -> int:
        """Return the code with which `rehearse-tomorrow` exits: 0 go, 4 partly, 3 not ready."""
        return {Verdict.GO: 0, Verdict.PARTLY: 4, Verdict.NOT_READY: 3}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A cue, or a session, that would not air as it should, by id and title, and why."""

    cue: str
    title: str
    why: str
    """In Vietnamese, whoever reads it."""
    reason: Message | None = None
    """The same as a sentence; None in files of older versions."""

    @property
    def said(self) -> Message:
        """Return why, to be told in the reader's language."""
        return self.reason or Message(self.why)


def lacking(cue: str, title: str, why: Message | str) -> Lacking:
    """Make a Lacking whose reason can be told in any language."""
    reason = why if isinstance(why, Message) else Message(why)
    return Lacking(cue=cue, title=title, why=str(why), reason=reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomorrow:
    """The outcome of rehearsing one day, as it is kept for `status`."""

    day: date
    made: datetime
    """When it was rehearsed."""
    verdict: Verdict
    sessions: int
    """Sessions that would air: not refused, and with cues."""
    cues: int
    """All cues that are planned."""
    ready: int
    seconds: float
    """Length of all carts that are ready."""
    lacking: tuple[Lacking, ...] = ()
    spare: tuple[Lacking, ...] = ()
    """Cues that are ready, but not in the preferred voice."""
    failed: str = ""
    """Why the day could not be rehearsed at all; empty where it was."""
    silent: tuple[Lacking, ...] = ()
    """Sessions that would be silent from beginning to end."""
    remarks: tuple[Message, ...] = ()
    """What else is to be looked at: sessions that overlap, what the days after it lack."""
    off: Message | None = None
    """Why the ward itself does not broadcast on that day; None where it does."""


def tomorrow_path(home: Path) -> Path:
    """Return the path of the file that keeps the last rehearsal's outcome; `home` is the ward's folder."""
    return journal_folder(home) / "tomorrow.json"


def keep(home: Path, tomorrow: Tomorrow) -> None:
    """Write the outcome down for `status`, in place of the one before. Raises DiskError where that fails."""
    text = json.dumps({"schema": "broadcast.tomorrow/1", **as_fields(tomorrow)}, ensure_ascii=False, indent=1)
    write_whole(tomorrow_path(home), text.encode())


def kept(home: Path) -> Tomorrow | None:
    """Read the last rehearsal's outcome from the folder `home`; None where there is none, or it cannot be read."""
    try:
        return _tomorrow(read_object(tomorrow_path(home)))
    except (OSError, ValueError):
        return None


def _tomorrow(fields: Mapping[str, Any] | None) -> Tomorrow | None:
    """None for anything but an outcome of ours; ValueError for one whose day or verdict is none."""
    match fields:
        case {
            "day": str(day), "made": str(made), "verdict": str(verdict), "sessions": int(sessions),
            "cues": int(cues), "ready": int(ready), "seconds": int() | float() as seconds,
            "lacking": list(lacking), "spare": list(spare), "failed": str(failed),
        } if (moment := moment_of(made)) is not None:  # fmt: skip
            return Tomorrow(
                day=date.fromisoformat(day), made=moment, verdict=Verdict(verdict), sessions=sessions, cues=cues,
                ready=ready, seconds=seconds, lacking=_those(lacking), spare=_those(spare), failed=failed,
                **_newer(fields or {}),
            )  # fmt: skip
        case _:
            return None


def _newer(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What older versions did not write."""
    return {
        "silent": _those(fields.get("silent")),
        "remarks": tuple(message_of(one) for one in _list(fields.get("remarks"))),
        "off": _message(fields.get("off")),
    }


def _list(those: object) -> list[object]:
    return those if isinstance(those, list) else []


def _message(fields: object) -> Message | None:
    return message_of(fields) if fields is not None else None


def _those(those: object) -> tuple[Lacking, ...]:
    return tuple(_one_lacking(one) for one in _list(those))


def _one_lacking(fields: object) -> Lacking:
    match fields:
        case {"cue": str(cue), "title": str(title), "why": str(why), "reason": Mapping() as reason}:
            return Lacking(cue=cue, title=title, why=why, reason=message_of(reason))
        case {"cue": str(cue), "title": str(title), "why": str(why)}:
            return Lacking(cue=cue, title=title, why=why)
        case _:
            raise ValueError(f"nothing that lacks: {fields!r}")


AROUND = {OPENING: tell("Nhạc mở đầu"), CLOSING: tell("Nhạc kết thúc")}
"""What opens and closes each session, by name."""
_AROUND = {OPENING: tell("nhạc mở đầu"), CLOSING: tell("nhạc kết thúc")}
"""The same within a sentence."""


def headline(tomorrow: Tomorrow) -> Message:
    """Return the outcome as one sentence for the operator."""
    day = f"{tomorrow.day:%d/%m/%Y}"
    if tomorrow.failed:
        return tell("Ngày {day} CHƯA tổng duyệt được: {why}", day=day, why=tomorrow.failed)
    if tomorrow.off is not None:
        return tell("Ngày {day} đài nghỉ: {why}.", day=day, why=tomorrow.off)
    match tomorrow.verdict:
        case Verdict.GO if not tomorrow.cues:
            return tell("Ngày {day} không có buổi nào.", day=day)
        case Verdict.GO:
            return tell("Ngày {day} sẵn sàng: {sessions} buổi, {cues} bài.",
                        day=day, sessions=tomorrow.sessions, cues=tomorrow.cues)  # fmt: skip
        case Verdict.NOT_READY:
            return tell("Ngày {day} CHƯA sẵn sàng: không bài nào phát được.", day=day)
    return _partly(tomorrow, day)


def _partly(tomorrow: Tomorrow, day: str) -> Message:
    if tomorrow.ready < tomorrow.cues:
        return tell("Ngày {day} mới sẵn sàng một phần: {ready} trên {cues} bài.",
                    day=day, ready=tomorrow.ready, cues=tomorrow.cues)  # fmt: skip
    if tomorrow.silent:
        return tell("Ngày {day} mới sẵn sàng một phần: có {count} buổi sẽ im.",
                    day=day, count=len(tomorrow.silent))  # fmt: skip
    for cue, what in _AROUND.items():
        if any(one.cue == cue for one in tomorrow.lacking):
            return tell("Ngày {day} đủ {cues} bài, còn thiếu {what}.", day=day, cues=tomorrow.cues, what=what)
    return tell("Ngày {day} đủ {cues} bài, nhưng có chỗ phải xem lại.", day=day, cues=tomorrow.cues)


def lines_of(tomorrow: Tomorrow) -> tuple[Message, ...]:
    """Return what stands under the headline, a line each: what is silent, lacks, is spoken by a spare voice."""
    return (
        *(
            tell("× {title}: {why}", title=AROUND.get(CueId(one.cue), one.title), why=one.said)
            for one in (*tomorrow.silent, *tomorrow.lacking)
        ),
        *(tell("! {title}: dùng giọng dự phòng ({why})", title=one.title, why=one.said) for one in tomorrow.spare),
        *(tell("! {what}", what=one) for one in tomorrow.remarks),
    )


def as_fields(tomorrow: Tomorrow) -> Mapping[str, Any]:
    """Return the outcome as fields that JSON can hold, for programs."""
    return {
        **{
            name: getattr(tomorrow, name) for name in ("verdict", "sessions", "cues", "ready", "seconds", "failed")
        },
        "day": tomorrow.day.isoformat(),
        "made": tomorrow.made.isoformat(),
        "lacking": [_fields(one) for one in tomorrow.lacking],
        "spare": [_fields(one) for one in tomorrow.spare],
        "silent": [_fields(one) for one in tomorrow.silent],
        "remarks": [{**fields_of(one), "why": str(one)} for one in tomorrow.remarks],
        "off": {**fields_of(tomorrow.off), "why": str(tomorrow.off)} if tomorrow.off is not None else None,
    }


def _fields(one: Lacking) -> Mapping[str, Any]:
    return {"cue": one.cue, "title": one.title, "why": one.why, "reason": fields_of(one.said)}
