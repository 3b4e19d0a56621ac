"""Whether tomorrow can go on air as it is: the outcome of its rehearsal, kept for `status`, in a sentence."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.base.files import write_whole
from broadcast.base.jsonfile import moment_of, read_object
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
    """A cue that would not air as it should, by id and title, and why."""

    cue: str
    title: str
    why: str


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
                ready=ready, seconds=seconds, lacking=_lacking(lacking), spare=_lacking(spare), failed=failed,
            )  # fmt: skip
        case _:
            return None


def _lacking(those: list[object]) -> tuple[Lacking, ...]:
    return tuple(_one_lacking(one) for one in those)


def _one_lacking(fields: object) -> Lacking:
    match fields:
        case {"cue": str(cue), "title": str(title), "why": str(why)}:
            return Lacking(cue=cue, title=title, why=why)
        case _:
            raise ValueError(f"nothing that lacks: {fields!r}")


def headline(tomorrow: Tomorrow) -> Message:
    """Return the outcome as one sentence for the operator."""
    day = f"{tomorrow.day:%d/%m/%Y}"
    if tomorrow.failed:
        return tell("Ngày {day} CHƯA tổng duyệt được: {why}", day=day, why=tomorrow.failed)
    if not tomorrow.cues:
        return tell("Ngày {day} không có bài nào để phát.", day=day)
    match tomorrow.verdict:
        case Verdict.GO:
            return tell("Ngày {day} sẵn sàng: {sessions} buổi, {cues} bài.",
                        day=day, sessions=tomorrow.sessions, cues=tomorrow.cues)  # fmt: skip
        case Verdict.PARTLY:
            return tell("Ngày {day} mới sẵn sàng một phần: {ready} trên {cues} bài.",
                        day=day, ready=tomorrow.ready, cues=tomorrow.cues)  # fmt: skip
        case Verdict.NOT_READY:
            return tell("Ngày {day} CHƯA sẵn sàng: không bài nào phát được.", day=day)


def as_fields(tomorrow: Tomorrow) -> Mapping[str, Any]:
    """Return the outcome as fields that JSON can hold, for programs."""
    return {**asdict(tomorrow), "day": tomorrow.day.isoformat(), "made": tomorrow.made.isoformat()}
