"""Airings, dealings and changes of some days -> session by session, as a reader of the log wants them."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from broadcast.base.errors import Message
from broadcast.base.jsonfile import moment_of
from broadcast.programme.ids import day_of, is_bulletin
from broadcast.programme.model import Airing, Part
from broadcast.record.airings import Entry
from broadcast.record.dealings import is_of_day
from broadcast.record.reading import Record
from broadcast.record.sentences import messages_of

_UNTOLD = datetime.max.time()


@dataclass(frozen=True, slots=True, kw_only=True)
class DealtAnew:
    """A later dealing of a session: when it was written, and what was changed."""

    at: datetime
    why: tuple[Message, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedSession:
    """One session, or one bulletin with its repetitions, as the record has it."""

    id: str
    """`2025-10-06/sang`; of a bulletin as Bulletin.id."""
    name: str = ""
    """As it was then; empty in lines of older versions."""
    campaign: str = ""
    at: datetime | None = None
    """When it was to begin; None where no line tells."""
    airings: tuple[Airing, ...] = ()
    """In the order of writing: its announcements, and each time that its opening or its closing was begun."""
    dealt_anew: tuple[DealtAnew, ...] = ()
    """Each dealing after the first that has a reason."""
    off: Message | None = None
    """Why the ward itself did without it, as it was dealt last; None where it did not."""
    refused: Message | None = None
    """Why the airtime rules did not let it air, as it was dealt last; None where they did."""

    @property
    def day(self) -> date:
        """Return the day of whose programme it is."""
        return day_of(self.id)

    @property
    def is_bulletin(self) -> bool:
        """Whether it is a bulletin."""
        return is_bulletin(self.id)

    @property
    def announcements(self) -> tuple[Airing, ...]:
        """Return its airings without openings and closings."""
        return tuple(one for one in self.airings if one.is_announcement)

    def of_part(self, part: Part) -> tuple[Airing, ...]:
        """Return its airings of that part."""
        return tuple(one for one in self.airings if one.part is part)

    @property
    def begun(self) -> datetime | None:
        """Return when its first sound was heard; None where none was."""
        return min((one.started for one in self.airings if one.started), default=None)

    @property
    def ended(self) -> datetime | None:
        """Return when its last sound was heard; None where none was."""
        return max((one.ended for one in self.airings if one.ended), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggedDay:
    """A day as the record has it."""

    day: date
    sessions: tuple[LoggedSession, ...] = ()
    """In order of time."""
    changes: tuple[Entry, ...] = ()
    """What the ward changed of this one day, in the order of writing."""
    off: Message | None = None
    """Why the ward did not broadcast at all that day; None where it did."""


def days_of(record: Record, first: date, last: date) -> tuple[LoggedDay, ...]:
    """Read the days `first` to `last` (included) that the record tells something of, in their order.

    Sessions that were dealt, and that nothing has become of yet, are left out. Raises JournalError where the
    record cannot be read.
    """
    changes = [one for one in record.changes() if first <= day_of(one.key) <= last]
    return grouped(record.airings(first, last), record.dealings(first, last), changes)


def grouped(
    airings: Iterable[Airing], dealings: Iterable[Entry], changes: Sequence[Entry]
) -> tuple[LoggedDay, ...]:
    """Put the lines together by day and session."""
    sessions: dict[str, LoggedSession] = {}
    offs: dict[date, Message | None] = {}
    for airing in airings:
        known = sessions.get(airing.session_id) or LoggedSession(id=airing.session_id)
        sessions[known.id] = _with_airing(known, airing)
    for entry in dealings:
        if is_of_day(entry):
            offs[day_of(entry.key)] = _message(entry.body.get("off"))
            continue
        sessions[entry.key] = _with_dealing(sessions.get(entry.key) or LoggedSession(id=entry.key), entry)
    by_day: dict[date, list[LoggedSession]] = {day: [] for day, off in offs.items() if off}
    for change in changes:
        by_day.setdefault(day_of(change.key), [])
    for session in sessions.values():
        if session.airings or session.dealt_anew or session.off or session.refused:
            by_day.setdefault(session.day, []).append(session)
    return tuple(
        LoggedDay(
            day=day,
            sessions=tuple(sorted(by_day[day], key=_place)),
            changes=tuple(one for one in changes if day_of(one.key) == day),
            off=offs.get(day),
        )
        for day in sorted(by_day)
    )


def _with_airing(known: LoggedSession, airing: Airing) -> LoggedSession:
    at = known.at or _asked_at(known.id, airing) or (airing.planned if airing.is_announcement else None)
    return replace(
        known,
        name=airing.session or known.name,
        campaign=airing.campaign or known.campaign,
        at=at,
        airings=(*known.airings, airing),
    )


def _asked_at(id_: str, airing: Airing) -> datetime | None:
    """When a bulletin was asked for, which its id tells."""
    with suppress(ValueError):
        hour = datetime.strptime(id_.partition(".")[2][:6], "%H%M%S").time()  # noqa: DTZ007 - a time of day alone
        return airing.planned.replace(hour=hour.hour, minute=hour.minute, second=hour.second, microsecond=0)
    return None


def _with_dealing(known: LoggedSession, entry: Entry) -> LoggedSession:
    body = entry.body
    told = DealtAnew(at=entry.written, why=entry.why)
    return replace(
        known,
        name=known.name or _text(body.get("name")),
        campaign=known.campaign or _text(body.get("campaign")),
        at=moment_of(body.get("at")) or known.at,
        dealt_anew=(*known.dealt_anew, told) if entry.number > 1 and entry.why else known.dealt_anew,
        off=_message(body.get("off")),
        refused=_message(body.get("refused")),
    )


def _place(session: LoggedSession) -> tuple[Any, str]:
    at = session.at or session.begun
    return (at.replace(tzinfo=None).time() if at else _UNTOLD, session.id)


def _message(fields: object) -> Message | None:
    found = messages_of([fields])
    return found[0] if found else None


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
