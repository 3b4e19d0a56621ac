"""What was looked at of a station, how it stands, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum

from broadcast.base.errors import Message


class FindingLevel(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    ADVICE = "advice"
    FAULT = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at, how it stands, and what to do about it."""

    level: FindingLevel
    what: Message
    fix: Message | None = None
