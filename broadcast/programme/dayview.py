"""Rundown, what is made, as-run log, what sounds, now -> the day as `today` shows it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.airtime import session_refusal
from broadcast.programme.dealing import Dealing
from broadcast.programme.dropping import dropped
from broadcast.programme.layout import GAP_S, Layout, lay_out
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
from broadcast.programme.overlaps import crowded_out
from broadcast.programme.pending import AiringsByCue, is_heard, is_too_late, unsettled
from broadcast.programme.settings import AirtimeRules

Made = Mapping[CueId, Cart | Unready | None]
"""What the rack has for each cue, the opening and the closing; None for what is in order and not made yet."""

_SOON = timedelta(seconds=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueView:
    """A cue as it stands now: planned, made, on air, heard, or not heard in its time."""

    session: Session
    cue: Cue
    at: datetime | None
    """Its planned moment; None where a length before it is not known, and for a cue that is unready."""
    seconds: float | None
    """What was heard of it, or its cart's length; None where neither is known."""
    state: CueState
    reason: str = ""
    """Why it stands so, in a word for programs (`airtime`, `off`, a Reason, an Outcome); empty: all is well."""
    why: Message | None = None
    """The same in words for people."""
    fallback: Message | None = None
    """Of a ready cart why its preferred voice does not speak; None where it does. Not why it stands so."""
    facts: tuple[str, ...] = ()
    """The names of the missing facts; empty where none is missing."""
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
    day = _Day(made=made, heard=heard, opening=opening, closing=closing, now=now, sounding=sounding, rules=rules)
    crowded = day.crowded_out(rundown.sessions)
    cues = tuple(view for session in rundown.sessions for view in day.views(session, crowded.get(session.id)))
    return DayView(rundown=rundown, cues=cues, sounding=sounding)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Day:
    """What a day's views are worked out from."""

    made: Made
    heard: AiringsByCue
    opening: CueId
    closing: CueId
    now: datetime | None
    sounding: Sounding | None
    rules: AirtimeRules | None

    def views(self, session: Session, crowded_out: Message | None) -> Iterator[CueView]:
        moments, over = self._moments(session), self._is_over(session)
        too_long = {} if over or self._sounds(session) else self._too_long(session)
        for cue in session.cues:
            airings = self.heard.get(cue.id, ())
            if (sounding := self._sounding_of(cue, airings)) is not None:
                view = _on_air(session, cue, sounding, airings[-1].planned if airings else None)
            elif airings and not self._is_about_to_sound(session, airings[-1]):
                view = _aired(session, cue, airings)
            elif over:
                view = _not_aired(session, cue)
            else:
                planned = _planned(session, cue, self.made.get(cue.id), moments.get(cue.id))
                view = self._waiting(_crowded(_refused(planned, too_long.get(cue.id)), crowded_out))
            yield view

    # --- what sounds ---

    def _sounding_of(self, cue: Cue, airings: tuple[Airing, ...]) -> Sounding | None:
        """What the player tells of the cue; None where it is not on air, or the log says since that it is over."""
        if self.sounding is None or self.sounding.cue != cue.id:
            return None
        over = airings and airings[-1].outcome is not None and airings[-1].attempt
        return None if over else self.sounding

    def _sounds(self, session: Session) -> bool:
        return self.sounding is not None and self.sounding.session == session.id

    def _is_about_to_sound(self, session: Session, last: Airing) -> bool:
        """Whether it will in a moment: what is begun in the log is written there a second ahead."""
        soon = self.now is not None and self.now <= last.planned + _SOON
        return last.outcome is None and (self._sounds(session) or soon)

    # --- what is planned ---

    def _moments(self, session: Session) -> Mapping[CueId, datetime]:
        """The planned moments, up to the first length that is not known."""
        if self.opening in self.made and self.made[self.opening] is None:  # ordered, and not made
            return {}
        moments: dict[CueId, datetime] = {}
        known: tuple[Cue, ...] = ()
        for cue in session.cues:
            match self.made.get(cue.id):
                case Cart():
                    known = (*known, cue)
                case None:
                    moments[cue.id] = self._behind(session, known)
                    break
        layout = lay_out(replace(session, cues=known), self.made, self._sting(self.opening), None)
        return moments | {one.cue.id: one.at for one in layout.cues}

    def _behind(self, session: Session, known: tuple[Cue, ...]) -> datetime:
        """When what comes behind these cues begins."""
        opening = self._sting(self.opening)
        before = [opening.seconds] if opening is not None else []
        before += [cart.seconds for cue in known if isinstance(cart := self.made.get(cue.id), Cart)]
        return session.at + timedelta(seconds=sum(before) + GAP_S * len(before))

    def _sting(self, key: CueId) -> Cart | None:
        return cart if isinstance(cart := self.made.get(key), Cart) else None

    def _too_long(self, session: Session) -> Mapping[CueId, Message]:
        """What playout would refuse, so that the rest keeps to the rules, and why."""
        ready = [c for c in unsettled(session, self.heard) if isinstance(self.made.get(c.id), Cart)]
        if self.rules is None or not session.is_to_air:
            return {}
        indexes = range(len(ready))
        lengths = [timedelta(seconds=cart.seconds) for c in ready if isinstance(cart := self.made.get(c.id), Cart)]
        gone = dropped(
            lengths, lambda kept: self._refusal(session, [ready[one] for one in kept]) is None, session.drop
        )
        refused: dict[CueId, Message] = {}
        for number, one in enumerate(gone):
            with_it = [ready[other] for other in indexes if other not in gone[:number]]
            why = self._refusal(session, [ready[one]]) or self._refusal(session, with_it)
            if why is not None:
                refused[ready[one].id] = why
        return refused

    def _refusal(self, session: Session, cues: Sequence[Cue]) -> Message | None:
        """Why the rules do not let a programme of these cues of the session begin."""
        if self.rules is None or not cues:
            return None
        sounded = [one for airings in self.heard.values() for one in airings if one.frames]
        start = max(session.at, self.now) if self.now is not None else session.at
        return session_refusal(self.rules, session.id, start, self._laid_out(session, cues).length, sounded)

    def crowded_out(self, sessions: Sequence[Session]) -> Mapping[str, Message]:
        """Return by id the sessions that those before them keep from their time, and why; none for no `now`."""
        due = [one for one in sessions if self.now is not None and not self._is_over(one)]
        return crowded_out(((one, self._length(one)) for one in due), self.now)

    def _length(self, session: Session) -> timedelta:
        """How long the programme of what is made and still to air of the session is; zero for nothing."""
        if self._sounds(session) and self.sounding is not None and self.now is not None:
            return self.now + timedelta(seconds=self.sounding.programme_seconds_left) - session.at
        left, gone = unsettled(session, self.heard), self._too_long(session)
        cues = [c for c in left if isinstance(self.made.get(c.id), Cart) and c.id not in gone]
        return self._laid_out(session, cues).length if cues else timedelta()

    def _laid_out(self, session: Session, cues: Sequence[Cue]) -> Layout:
        fewer = replace(session, cues=tuple(cues))
        return lay_out(fewer, self.made, self._sting(self.opening), self._sting(self.closing))

    # --- what is over ---

    def _is_over(self, session: Session) -> bool:
        """Whether nothing of the session may begin any more: neither within its grace nor at its make-up time."""
        if self.now is None or self._sounds(session):
            return False
        last = replace(session, at=session.make_up) if session.make_up is not None else session
        return is_too_late(last, None, self.now)

    def _waiting(self, view: CueView) -> CueView:
        """The view of a cue whose second is over, and which may still air."""
        session, now = view.session, self.now
        if now is None or now <= session.at or view.state not in (CueState.READY, CueState.PLANNED):
            return view
        if self._sounds(session):  # it has begun, and this cue's turn comes
            return view
        begins = session.make_up if session.make_up is not None and now >= session.make_up else session.at
        if now <= begins + session.grace or session.make_up is None:
            why = tell("còn hạn đến {time}", time=f"{begins + session.grace:%H:%M:%S}")
        else:
            why = tell("bù lúc {time}", time=f"{session.make_up:%H:%M}")
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


def _refused(view: CueView, why: Message | None) -> CueView:
    return view if why is None else replace(view, state=CueState.REFUSED, reason="airtime", why=why)


def _crowded(view: CueView, why: Message | None) -> CueView:
    if why is None or view.state not in (CueState.READY, CueState.PLANNED):
        return view
    return replace(view, state=CueState.NOT_AIRED, reason="overlap", why=why)


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
