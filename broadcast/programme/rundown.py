"""Playlist, scripts, day, changes -> Rundown: sessions at real moments, sorted; each silent one says why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta, tzinfo
from types import MappingProxyType

from broadcast.base.errors import Message, tell
from broadcast.base.moments import moment_at
from broadcast.programme import airtime
from broadcast.programme.changes import holding
from broadcast.programme.ids import session_id
from broadcast.programme.model import Cue, CueId, LeftOut, Rundown, Session
from broadcast.programme.rotation import dealt, out_of_its_days, stands
from broadcast.programme.settings import (
    Change,
    ChangeKind,
    Playlist,
    Rotation,
    ScriptId,
    Slot,
    SlotId,
)
from broadcast.programme.stock import Stock

USUAL_GRACE = timedelta(minutes=15)
"""How late a session may still start, where the ward does not say."""
_A_YEAR_AHEAD = timedelta(days=366)


def plan(playlist: Playlist, stock: Stock, day: date, changes: Sequence[Change] = ()) -> Rundown:
    """Deal the sessions and cues of `day`: the same arguments give the same rundown, on any machine.

    `changes`: those that the record has in force, beside the playlist's own; of two changes of one session on one
    day the later holds, the record's after the playlist's. A refused session stands in the rundown with its reason
    (a closed day, outside the hours, one too many for the day, at the second of another), and so does one that the
    ward itself does without (`off`). A script whose header does not allow the day is left out of its session.
    """
    off = airtime.day_off(playlist.airtime, day)
    changed = holding((*playlist.by_day.get(day, ()), *changes), day)
    sessions = [
        _changed(session, playlist.zone, *changed.get(session.slot, (None, None)))
        for session in (*_standing(playlist, stock, day), *_added(playlist, stock, day, changed))
    ]
    sessions = [replace(one, off=one.off or off) for one in sorted(sessions, key=lambda session: session.at)]
    return Rundown(
        day=day,
        phase=playlist.phase_of(day),
        phases=playlist.phases_of(day),
        sessions=tuple(_refuse(playlist, day, sessions)),
        off=off,
    )


def next_day_with_cues(
    playlist: Playlist, stock: Stock, after: date, changes: Sequence[Change] = ()
) -> date | None:
    """Find the first day after `after` that has a cue in a session that may air; None when no later day has one.

    Standing sessions are looked for up to a year ahead.
    """
    named = [phase.last for phase in playlist.phases] + [day for slot in playlist.slots for day in slot.on]
    last = max([*named, *(one.day for one in (*playlist.changes, *changes)), after + _A_YEAR_AHEAD])
    day = after + timedelta(days=1)
    while day <= last:
        if any(session.cues and session.is_to_air for session in plan(playlist, stock, day, changes).sessions):
            return day
        day += timedelta(days=1)
    return None


def _standing(playlist: Playlist, stock: Stock, day: date) -> Iterable[Session]:
    for slot in playlist.slots:
        if stands(playlist, slot, day):
            play = slot.play if not isinstance(slot.play, Rotation) else dealt(playlist, stock, slot, day)
            out = _out_of_their_days(playlist, slot, day)
            if out and len(out) == len(play):
                continue
            yield _session(playlist, stock, day, slot, play, out)


def _out_of_their_days(playlist: Playlist, slot: Slot, day: date) -> dict[ScriptId, Message]:
    """The scripts that the slot names and that are of another phase or campaign, each with the reason.

    None where the slot has that very date: whoever writes a date beside a script means the script on that day.
    """
    if isinstance(slot.play, Rotation) or day in slot.on:
        return {}
    return {id_: why for id_ in slot.play if (why := out_of_its_days(playlist, id_, day)) is not None}


def _added(
    playlist: Playlist, stock: Stock, day: date, changed: Mapping[SlotId, tuple[Change | None, Change]]
) -> Iterable[Session]:
    standing = {slot.id for slot in playlist.slots if stands(playlist, slot, day)}
    for id_, (added, _) in changed.items():
        if added is not None and added.at is not None and id_ not in standing:
            slot = Slot(
                id=id_, name=added.name or id_, at=added.at, days=frozenset(), on=frozenset({day}),
                grace=USUAL_GRACE, play=added.play,
            )  # fmt: skip
            yield _session(playlist, stock, day, slot, added.play)


def _session(
    playlist: Playlist,
    stock: Stock,
    day: date,
    slot: Slot,
    play: Sequence[ScriptId],
    out: Mapping[ScriptId, Message] = MappingProxyType({}),
) -> Session:
    """The slot on its day; `play` is what it would play, `out` why some of that is not for the day."""
    id_ = session_id(day, slot.id)
    scripts = {
        script: stock.why_not(script, day) or out.get(script) for script in play
    }  # named twice in a session it would be one cue
    return Session(
        id=id_,
        slot=slot.id,
        name=slot.name,
        at=moment_at(day, slot.at, playlist.zone),
        grace=slot.grace,
        make_up=moment_at(day, slot.make_up, playlist.zone) if slot.make_up else None,
        cues=tuple(
            Cue(id=CueId(f"{id_}/{script}"), script=script, title=stock.title(script))
            for script, why in scripts.items()
            if why is None
        ),
        left_out=tuple(
            LeftOut(script=script, title=stock.title(script), why=why)
            for script, why in scripts.items()
            if why is not None
        ),
        campaign=slot.campaign,
        drop=slot.drop or playlist.airtime.drop,
    )


def _changed(session: Session, zone: tzinfo, added: Change | None, change: Change | None) -> Session:
    """The session with the last change of its day; `added`: how it came into the day, if added."""
    if change is None or change is added:
        return session
    if change.kind is ChangeKind.SKIP:
        return replace(session, off=tell("buổi này được nghỉ: {reason}", reason=change.reason))
    if change.kind is ChangeKind.MOVE and change.at is not None:
        at = moment_at(session.at.date(), change.at, zone)
        make_up = session.make_up if session.make_up is not None and session.make_up > at else None
        return replace(session, at=at, make_up=make_up)
    return session


def _refuse(playlist: Playlist, day: date, sessions: Sequence[Session]) -> list[Session]:
    """The sessions, each that the rules keep from airing with its reason; those off are not judged."""
    allowed, most = 0, airtime.sessions_allowed(playlist.airtime, day)
    before: Session | None = None
    judged: list[Session] = []
    for session in sessions:
        if session.off is None:
            why: Message | None = airtime.refusal(playlist.airtime, session.at)
            if why is None and allowed >= most:
                why = airtime.one_too_many(most)
            if why is None and before is not None and before.at == session.at:
                why = tell("trùng giờ với {other}", other=before.name)
            allowed += why is None
            before = session
            judged.append(replace(session, refused=why))
        else:
            judged.append(session)
    return judged
