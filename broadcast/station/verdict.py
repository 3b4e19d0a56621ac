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
from broadcast.station.overview import journal_folder


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
    return journal_folder(home) / "tomorrow.json"


def keep(home: Path, tomorrow: Tomorrow) -> None:
    """Keep the outcome for `status`, in place of the one before. Raises DiskError."""
    text = json.dumps({"schema": "broadcast.tomorrow/1", **as_fields(tomorrow)}, ensure_ascii=False, indent=1)
    write_whole(tomorrow_path(home), text.encode())


def kept(home: Path) -> Tomorrow | None:
    """Read the last rehearsal's outcome; None where there was none, or it cannot be read."""
    try:
        fields: dict[str, Any] = json.loads(tomorrow_path(home).read_bytes())
        fields.pop("schema")
        return Tomorrow(
            **{
                **fields,
                "day": date.fromisoformat(fields["day"]),
                "made": datetime.fromisoformat(fields["made"]),
                "verdict": Verdict(fields["verdict"]),
                "lacking": tuple(Lacking(**one) for one in fields["lacking"]),
                "spare": tuple(Lacking(**one) for one in fields["spare"]),
            }
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


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
