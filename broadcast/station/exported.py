"""The nouns of an export: sessions and announcements as files, with the moments at which each is heard."""

from dataclasses import dataclass
from datetime import datetime

from broadcast.base.errors import Message
from broadcast.programme.model import Cart
from broadcast.programme.settings import ScriptId
from broadcast.station.released_as import Version
from broadcast.ward.readings import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """One script, to leave the house."""

    script: ScriptId
    title: str
    cart: Cart
    version: Version
    prepared: Prepared
    number: int
    """In the order of the export, from 1."""
    file: str
    """Its name without an ending: `01-gioi-thieu`, in letters that every player and every disk takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One announcement at its place in a session."""

    at: datetime
    after_s: float
    """Seconds from the beginning of the session's file."""
    seconds: float
    title: str
    script: ScriptId


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportedSession:
    """One session as it airs."""

    name: str
    at: datetime
    seconds: float
    """Of the whole programme, its wake-up silence, opening and closing included."""
    file: str | None
    """The name of its file in the export; None where only its times are told."""
    heard: tuple[Heard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftBehind:
    """A script that is not in the export, or only in part, and why."""

    title: str
    why: Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What has become of an export."""

    announcements: tuple[Announcement, ...]
    sessions: tuple[ExportedSession, ...]
    left: tuple[LeftBehind, ...]
