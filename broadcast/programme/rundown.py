"""Playlist, ready scripts, day -> Rundown: sessions at real moments, sorted; a refused one says why."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme import airtime
from broadcast.programme.model import Cue, CueId, Rundown, Session
from broadcast.programme.settings import Phase, PhaseId, Playlist, Rotation, ScriptId, Slot

ReadyScripts = Mapping[PhaseId, Sequence[ScriptId]]
"""The scripts of each phase that can be dealt, in the order of their names."""


def plan(playlist: Playlist, ready: ReadyScripts, day: date) -> Rundown:
    """Deal the sessions and cues of `day`; the same playlist, scripts and day give the same rundown anywhere.

    Outside the campaign's phases only slots with that very date have a session. A refused session stands in the
    rundown with its reason: a closed day, outside the hours, one too many for the day, or at the second of
    another.
    """
    planned = (_session(playlist, ready, slot, day) for slot in playlist.slots if slot.falls_on(day))
    sessions = sorted((session for session in planned if session is not None), key=lambda session: session.at)
    return Rundown(
        day=day,
        phase=playlist.phase_of(day),
        phases=playlist.phases_of(day),
        sessions=tuple(_refuse(playlist, sessions)),
    )


def next_day_with_cues(playlist: Playlist, ready: ReadyScripts, after: date) -> date | None:
    """Find the first day after `after` that has a cue in a session not refused; None when no later day has one."""
    last = max((*(phase.last for phase in playlist.phases), *_dates(playlist)), default=after)
    day = after + timedelta(days=1)
    while day <= last:
        if any(session.cues and not session.refused for session in plan(playlist, ready, day).sessions):
            return day
        day += timedelta(days=1)
    return None


def _dates(playlist: Playlist) -> list[date]:
    return [day for slot in playlist.slots for day in slot.on]


def _session(playlist: Playlist, ready: ReadyScripts, slot: Slot, day: date) -> Session | None:
    scripts = _scripts(playlist, ready, slot, day)
    if scripts is None or (playlist.phase_of(day) is None and day not in slot.on):
        return None
    id_ = f"{day:%Y-%m-%d}/{slot.id}"
    return Session(
        id=id_,
        slot=slot.id,
        name=slot.name,
        at=datetime.combine(day, slot.at, playlist.zone),
        grace=slot.grace,
        make_up=datetime.combine(day, slot.make_up, playlist.zone) if slot.make_up else None,
        cues=tuple(Cue(id=CueId(f"{id_}/{script}"), script=script) for script in scripts),
    )


def _scripts(playlist: Playlist, ready: ReadyScripts, slot: Slot, day: date) -> tuple[ScriptId, ...] | None:
    """The scripts the slot plays that day: empty where none is ready, None where it has no phase then."""
    if not isinstance(slot.play, Rotation):
        return tuple(dict.fromkeys(slot.play))  # a script named twice in a session would be one cue
    phase = _phase_dealt(playlist, slot.play, day)
    if phase is None:
        return None
    hand = ready.get(phase.id, ())
    start = _dealt_before(playlist, phase, slot, day)
    return tuple(hand[(start + step) % len(hand)] for step in range(min(slot.play.count, len(hand))))


def _phase_dealt(playlist: Playlist, rotation: Rotation, day: date) -> Phase | None:
    if rotation.phase is None:
        return playlist.phase_of(day)
    return next((phase for phase in playlist.phases if phase.id == rotation.phase), None)


def _dealt_before(playlist: Playlist, phase: Phase, slot: Slot, day: date) -> int:
    """How many of the phase's scripts the timetable has dealt from the phase's first day up to this session.

    Counted from the calendar and not remembered, so that any day can be rehearsed anywhere.
    """
    dealt = 0
    order = sorted(playlist.slots, key=lambda one: one.at)
    for offset in range((day - phase.first).days + 1):
        other = phase.first + timedelta(days=offset)
        for one in order:
            if other == day and (one.at, one.id) >= (slot.at, slot.id):
                continue
            if not isinstance(one.play, Rotation) or not one.falls_on(other):
                continue
            if _phase_dealt(playlist, one.play, other) == phase:
                dealt += one.play.count
    return dealt


def _refuse(playlist: Playlist, sessions: Sequence[Session]) -> list[Session]:
    allowed = 0
    judged: list[Session] = []
    for session in sessions:
        why: Message | None = airtime.refusal(playlist.airtime, session.at)
        if why is None and allowed >= playlist.airtime.max_sessions:
            why = airtime.one_too_many(playlist.airtime)
        if why is None and judged and judged[-1].at == session.at:
            why = tell("trùng giờ với {other}", other=judged[-1].name)
        allowed += why is None
        judged.append(replace(session, refused=why))
    return judged
