"""Ward, today -> the days that lie ahead, planned, and what is asked of every one of their sessions."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Rundown, Session
from broadcast.programme.rundown import plan
from broadcast.programme.settings import Phase, ScriptId, SlotId
from broadcast.ward.folder import Ward
from broadcast.ward.readings import Prepared
from broadcast.ward.values import parse_date
from broadcast.ward.yamlfile import Path

AHEAD_DAYS = 31
"""How many days are looked at from today on, and from each phase's first day on."""
_PHASES_AT_MOST = 24
_DATES_AT_MOST = 366
SYLLABLE_S = 0.33
"""One syllable of the embedded voice at its usual pace, pauses included; only for warning ahead of time."""
_AROUND_A_CUE_S = 6.0
"""Sting and gaps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """How long a programme sounds, from its opening to its closing."""

    time: timedelta
    is_made: bool
    """Whether that is what its carts add up to; False where a part of it is estimated."""

    @property
    def said(self) -> Message:
        """Tell it in minutes and seconds, and whether it is an estimate."""
        told = minutes(self.time)
        return told if self.is_made else tell("chừng {length}", length=told)


Lengths = Callable[[Session, Sequence[ScriptId]], Length]
"""Tells how long a session's programme of some of its scripts sounds."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The days ahead of a ward, and what can be asked of them."""

    ward: Ward
    today: date
    rundowns: list[Rundown]
    """In order of time; those of days that are over stand last, and are there only where no other day is."""
    lengths: Lengths

    def fault(self, session: Session, key: str, what: Message, fix: Message | None, level: Level) -> Fault:
        """Make the fault at the session's line, or at its `key` where it has one.

        Of a session that `changes:` adds or moves on its day it is the line there.
        """
        place = self._change(session, key) or self.place(session.slot, key)
        return at_level(self.ward.source.fault(place, what, fix), level)

    def _change(self, session: Session, key: str) -> Path | None:
        """The place of what adds or moves the session on its day; None where nothing in playlist.yaml does."""
        day, found = session.at.date(), None
        for index, one in enumerate(self.ward.source.value.get("changes") or ()):
            if session.slot in (one.get("add"), one.get("move")):
                days = [parse_date(one[name]) for name in ("date", "from", "until") if one.get(name)]
                if min(days) <= day <= max(days):
                    found = ("changes", index, key)
        return found

    def place(self, slot: SlotId, key: str) -> Path:
        """Name the slot's place in playlist.yaml."""
        sessions = self.ward.source.value.get("sessions", [])
        for index, one in enumerate(sessions if isinstance(sessions, list) else []):
            if isinstance(one, dict) and one.get("id") == slot:
                return ("sessions", index, key)
        return ("sessions",)

    def to_air(self) -> Iterator[tuple[Rundown, Session]]:
        """Yield every session that neither the rules nor the ward keep off the air, with its day."""
        for rundown in self.rundowns:
            yield from ((rundown, one) for one in rundown.sessions if one.is_to_air and rundown.off is None)

    def sounds(self, session: Session) -> bool:
        """Whether a script of the session is ready."""
        return any(isinstance(self.ward.of(cue.script), Prepared) for cue in session.cues)


def days_ahead(
    ward: Ward, today: date, days: int = AHEAD_DAYS, lengths: Lengths | None = None, *, gone: bool = True
) -> Ahead:
    """Plan `days` days from `today` on, the first days of each phase that is not over, and each date named.

    Where all of that is over, the first days of every phase and the dates gone by are planned too, if `gone`. So
    many days at most that a plan of years takes no longer than one of a month. `lengths`: of what is made; None:
    all lengths are estimated.
    """
    ready = ward.ready
    rundowns = [plan(ward.playlist, ready, day) for day in _days(ward, today, days, gone=gone)]
    return Ahead(ward, today, rundowns, lengths or _estimated(ward))


def estimate(ward: Ward, script: ScriptId | None, recorded_s: float | None = None) -> timedelta:
    """Estimate how long a script sounds, with its sting and the pause behind it; for None the sting alone.

    `recorded_s`: how many seconds its recording has; None where it has none, or nobody has looked: then it counts
    as the sting alone, and so does a script that is not ready. Words below a recording are read by nobody.
    """
    prepared = ward.of(script) if script is not None else None
    words_s = 0.0
    if isinstance(prepared, Prepared) and prepared.script.recording is None:
        words_s = prepared.spoken.syllables * SYLLABLE_S
    return timedelta(seconds=(recorded_s or words_s) + _AROUND_A_CUE_S)


def _estimated(ward: Ward) -> Lengths:
    def length(_session: Session, scripts: Sequence[ScriptId]) -> Length:
        return Length(
            time=sum((estimate(ward, one) for one in (None, *scripts, None)), timedelta()), is_made=False
        )

    return length


def at_level(fault: Fault, level: Level) -> Fault:
    """Return the fault with that level."""
    return replace(fault, level=level)


def _days(ward: Ward, today: date, days: int, *, gone: bool) -> list[date]:
    """The days to look at, the coming ones in order; those gone by only where none is to come."""
    phases = ward.playlist.phases
    named = sorted({day for slot in ward.playlist.slots for day in slot.on})
    named += sorted({one.day for one in ward.playlist.changes})
    left = [phase for phase in phases if phase.last >= today]
    coming = {today + timedelta(days=step) for step in range(days)}
    coming |= set([day for day in named if day >= today][:_DATES_AT_MOST])
    for phase in sorted(left, key=lambda one: one.first)[:_PHASES_AT_MOST]:
        coming |= set(_first_days(phase, max(phase.first, today)))
    if not gone or left or any(day >= today for day in named):
        return sorted(coming)
    over = {day for phase in phases[:_PHASES_AT_MOST] for day in _first_days(phase, phase.first)}
    return sorted(coming) + sorted(over | set(named[:_DATES_AT_MOST]))


def _first_days(phase: Phase, first: date) -> list[date]:
    return [first + timedelta(days=step) for step in range(min((phase.last - first).days + 1, AHEAD_DAYS))]
