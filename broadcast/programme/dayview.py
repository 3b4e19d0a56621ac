"""Rundown, what is made, as-run log, what sounds, now -> the day as `today` shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.dealing import Dealing
from broadcast.programme.layout import GAP_S, lay_out
from broadcast.programme.lengths import minutes
from broadcast.programme.model import (
    Airing,
    Cart,
    Cue,
    CueId,
    CueState,
    Outcome,
    Rundown,
    Session,
    Unready,
)
from broadcast.programme.onair import Sounding
from broadcast.programme.overlaps import Overlap
from broadcast.programme.pending import AiringsByCue, is_heard, still
from broadcast.programme.released import Stand
from broadcast.programme.settings import AirtimeRules
from broadcast.programme.turns import Known, Made, Turn

_SOON = timedelta(seconds=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueView:
    """A cue as it stands now: planned, made, on air, heard, or not heard in its time."""

    session: Session
    cue: Cue
    at: datetime | None
    """When it begins, behind what still sounds then; None where a length before it is not known, and for a cue
    that is unready."""
    seconds: float | None
    """What was heard of it, or its cart's length; None where neither is known."""
    state: CueState
    reason: str = ""
    """Why it stands so, in a word for programs (`airtime`, `off`, `overlap`, a Reason, an Outcome); empty: all is
    well."""
    why: Message | None = None
    """The same in words for people."""
    fallback: Message | None = None
    """Of a ready cart why its preferred voice does not speak; None where it does. Not why it stands so."""
    facts: tuple[str, ...] = ()
    """The names of the missing facts; empty where none is missing."""
    release: Stand | None = None
    """How its script stands with whoever releases it; None where nobody was asked."""
    seconds_left: float | None = None
    """How long it still sounds; None where it is not on air."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day as `today` shows it."""

    rundown: Rundown
    cues: tuple[CueView, ...]
    music: tuple[Message, ...] = ()
    """What was done to the ward's own music in it, or why ours stands in for it, each once."""
    sounding: Sounding | None = None
    """What is on the loudspeaker now, of this day or another; None for nothing, and where nobody was asked."""
    changed: Mapping[str, Dealing] = field(default_factory=dict)
    """What was last changed of a session since it was first dealt, by its id; none for one that never was."""
    overlaps: Mapping[str, Overlap] = field(default_factory=dict)
    """What still sounds at a session's second and keeps it waiting, by the session's id."""
    make_up_overlaps: Mapping[str, Overlap] = field(default_factory=dict)
    """What still sounds at a session's make-up time, where it is made up for, by the session's id."""


def view_day(
    rundown: Rundown,
    made: Made,
    heard: AiringsByCue,
    opening: CueId,
    closing: CueId,
    *,
    now: datetime | None = None,
    sounding: Sounding | None = None,
    rules: AirtimeRules | None = None,
) -> DayView:
    """Work out how each cue of the rundown stands: as it sounds, else as the log has it, else as it is planned.

    `made` holds what is known of each cue's cart. `opening` and `closing` are the keys in `made` of the sounds
    around a session: their lengths move the planned moments. `now` tells what is over; None: nothing is yet. The
    `rules` tell what of a session is too long for it; None: they are not asked.
    """
    known = Known(
        made=made, heard=heard, opening=opening, closing=closing, now=now, sounding=sounding, rules=rules
    )
    turns = {turn.session.id: turn for turn in known.turns(rundown.sessions)}
    day = _Day(known=known)
    cues = tuple(view for session in rundown.sessions for view in day.views(turns[session.id]))
    overlaps = {id_: turn.overlap for id_, turn in turns.items() if turn.overlap is not None}
    made_up = {id_: turn.make_up_overlap for id_, turn in turns.items() if turn.make_up_overlap is not None}
    return DayView(rundown=rundown, cues=cues, sounding=sounding, overlaps=overlaps, make_up_overlaps=made_up)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """What a day's views are worked out from."""

    known: Known

    def views(self, turn: Turn) -> Iterator[CueView]:
        """Yield how each cue of the session stands."""
        session, too_long = turn.session, turn.too_long
        moments = self._moments(turn.programme) if turn.is_known else {}
        over = self.known.is_over(session)
        for cue in session.cues:
            airings = self.known.heard.get(cue.id, ())
            if (sounding := self._sounding_of(cue, airings)) is not None:
                view = _on_air(session, cue, sounding, airings[-1].planned if airings else None)
            elif airings and not self._is_about_to_sound(session, airings[-1]):
                view = _aired(session, cue, airings)
            elif over:
                view = _not_aired(session, cue)
            else:
                planned = _planned(session, cue, self.known.made.get(cue.id), moments.get(cue.id))
                view = self._waiting(_kept_waiting(_refused(planned, too_long.get(cue.id)), turn), turn)
            yield view

    # --- what sounds ---

    def _sounding_of(self, cue: Cue, airings: tuple[Airing, ...]) -> Sounding | None:
        """What the player tells of the cue; None where it is not on air, or the log says since that it is over."""
        if self.known.sounding is None or self.known.sounding.cue != cue.id:
            return None
        over = airings and airings[-1].outcome is not None and airings[-1].attempt
        return None if over else self.known.sounding

    def _is_about_to_sound(self, session: Session, last: Airing) -> bool:
        """Whether it will in a moment: what is begun in the log is written there a second ahead."""
        soon = self.known.now is not None and self.known.now <= last.planned + _SOON
        return last.outcome is None and (self.known.sounds(session) or soon)

    # --- what is planned ---

    def _moments(self, session: Session) -> Mapping[CueId, datetime]:
        """When each cue of a programme begins, up to the first length that is not known."""
        made, opening = self.known.made, self.known.opening
        if opening in made and made[opening] is None:  # ordered, and not made
            return {}
        moments: dict[CueId, datetime] = {}
        known: tuple[Cue, ...] = ()
        for cue in session.cues:
            match made.get(cue.id):
                case Cart():
                    known = (*known, cue)
                case None:
                    moments[cue.id] = self._behind(session, known)
                    break
        layout = lay_out(replace(session, cues=known), made, self.known.sting(opening), None)
        return moments | {one.cue.id: one.at for one in layout.cues}

    def _behind(self, session: Session, known: tuple[Cue, ...]) -> datetime:
        """When what comes behind these cues begins."""
        opening = self.known.sting(self.known.opening)
        before = [opening.seconds] if opening is not None else []
        before += [cart.seconds for cue in known if isinstance(cart := self.known.made.get(cue.id), Cart)]
        return session.at + timedelta(seconds=sum(before) + GAP_S * len(before))

    # --- what is over ---

    def _waiting(self, view: CueView, turn: Turn) -> CueView:
        """The view of a cue whose second is over, and which may still air."""
        session, now = view.session, self.known.now
        if now is None or now <= session.at or view.state not in (CueState.READY, CueState.PLANNED):
            return view
        if self.known.sounds(session):  # it has begun, and this cue's turn comes
            return view
        begins = session.make_up if session.make_up is not None and now >= session.make_up else session.at
        why = still(begins + session.grace, session.make_up if begins == session.at and turn.is_made_up else None)
        return replace(view, state=CueState.WAITING, reason="waiting", why=why)


def _on_air(session: Session, cue: Cue, sounding: Sounding, at: datetime | None) -> CueView:
    return CueView(
        session=session,
        cue=cue,
        at=at,
        seconds=sounding.of_seconds,
        state=CueState.ON_AIR,
        seconds_left=sounding.seconds_left,
    )


def _aired(session: Session, cue: Cue, airings: tuple[Airing, ...]) -> CueView:
    last = airings[-1]
    why: Message | None = tell("nhật ký chưa có lúc kết thúc")
    if last.outcome is None:
        state, reason = CueState.UNSETTLED, "unsettled"
    else:
        heard = last.outcome is Outcome.MISSED and is_heard(airings)
        state = CueState.AIRED if heard else CueState(last.outcome.value)
        reason = "" if state is CueState.AIRED else state.value
        why = last.why or (Message(last.note) if last.note else None)
    return CueView(
        session=session,
        cue=cue,
        at=last.planned,
        seconds=last.seconds if last.frames else None,
        state=state,
        reason=reason,
        why=why,
    )


def _not_aired(session: Session, cue: Cue) -> CueView:
    """A cue whose time is over, of which the log has no line."""
    state, reason, why = CueState.NOT_AIRED, "not_in_log", tell("không có trong nhật ký")
    if session.refused is not None:
        state, reason, why = CueState.REFUSED, "airtime", session.refused
    elif session.off is not None:
        reason, why = "off", session.off
    return CueView(session=session, cue=cue, at=None, seconds=None, state=state, reason=reason, why=why)


def _kept_waiting(view: CueView, turn: Turn) -> CueView:
    """The view of a cue whose session's grace is over before the loudspeaker is free."""
    overlap = turn.kept_by
    if overlap is None or view.state not in (CueState.READY, CueState.PLANNED):
        return view
    if turn.is_made_up:
        return replace(view, reason="overlap", why=tell("bù lúc {time}", time=f"{turn.session.make_up:%H:%M}"))
    if turn.begins is not None:
        return view
    why = tell(
        "buổi “{earlier}” còn phát đến {ended}, quá hạn phát bù {grace}",
        earlier=overlap.first.name,
        ended=f"{overlap.ends:%H:%M:%S}",
        grace=minutes(turn.session.grace),
    )
    return replace(view, at=None, state=CueState.NOT_AIRED, reason="overlap", why=why)


def _refused(view: CueView, why: Message | None) -> CueView:
    return view if why is None else replace(view, state=CueState.REFUSED, reason="airtime", why=why)


def _planned(session: Session, cue: Cue, made: Cart | Unready | None, at: datetime | None) -> CueView:
    view = CueView(session=session, cue=cue, at=at, seconds=None, state=CueState.PLANNED)
    if session.refused is not None:
        return _refused(view, session.refused)
    if session.off is not None:
        return replace(view, state=CueState.NOT_AIRED, reason="off", why=session.off)
    match made:
        case Cart():
            return replace(view, seconds=made.seconds, state=CueState.READY, fallback=made.fallback)
        case Unready():
            return replace(
                view, at=None, state=CueState.UNREADY, reason=made.reason.value, why=made.why, facts=made.facts
            )
        case None:
            return view
