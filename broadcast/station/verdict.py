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


class Verdict(StrEnum):
    """Whether a day can go on air as it is."""

    GO = "go"
    PARTLY = "partly"
    NOT_READY = "not ready"

    @property
    def exit_code(self) -> int:
        """The code with which `rehearse-tomorrow` exits."""
        return {Verdict.GO: 0, Verdict.PARTLY: 4, Verdict.NOT_READY: 3}[self]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """A cue of tomorrow that would not air as it should."""

    cue: str
    title: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tomorrow:
    """The outcome of a rehearsal, as it is kept for `status`."""

    day: date
    made: datetime
    """When it was rehearsed."""
    verdict: Verdict
    sessions: int
    """Those that would air."""
    cues: int
    """All that are planned."""
    ready: int
    seconds: float
    """Of sound."""
    lacking: tuple[Lacking, ...] = ()
    spare: tuple[Lacking, ...] = ()
    """Ready, and not in the preferred voice."""
    failed: str = ""
    """Why it could not be rehearsed at all."""


def tomorrow_path(home: Path) -> Path:
    """Name the file that keeps the last rehearsal's outcome."""
    return home / "journal" / "tomorrow.json"


def keep(home: Path, tomorrow: Tomorrow) -> None:
    """Keep the outcome for `status`, in place of the one before. Raises DiskError."""
    fields = {**asdict(tomorrow), "day": tomorrow.day.isoformat(), "made": tomorrow.made.isoformat()}
    text = json.dumps({"schema": "broadcast.tomorrow/1", **fields}, ensure_ascii=False, indent=1)
    write_whole(tomorrow_path(home), text.encode())


def kept(home: Path) -> Tomorrow | None:
    """Read the last rehearsal's outcome; None where there was none, or it cannot be read."""
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
    """Say the verdict in one sentence."""
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
    """Turn the outcome into what JSON holds, for programs."""
    return {**asdict(tomorrow), "day": tomorrow.day.isoformat(), "made": tomorrow.made.isoformat()}
