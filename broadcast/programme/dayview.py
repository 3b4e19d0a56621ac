"""Rundown, what is made, as-run log -> the day as `today` shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from broadcast.base.errors import Message
from broadcast.programme.layout import lay_out
from broadcast.programme.model import Airing, Cart, Cue, CueId, CueState, Outcome, Rundown, Session, Unready
from broadcast.programme.pending import Record, is_heard

Made = Mapping[CueId, Cart | Unready | None]
"""None: in order, and not made yet. Holds the opening and the closing too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueView:
    """A cue as it stands now."""

    session: Session
    cue: Cue
    at: datetime | None
    """Its planned moment, as far as the lengths before it are known; None where it will not air."""
    seconds: float | None
    state: CueState
    reason: str = ""
    """A word for programs."""
    why: Message | None = None
    """The same for people."""
    facts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    rundown: Rundown
    cues: tuple[CueView, ...]


def view_day(rundown: Rundown, made: Made, heard: Record, opening: CueId, closing: CueId) -> DayView:
    """What was heard counts more than what was meant."""
    return DayView(
        rundown=rundown,
        cues=tuple(
            view for session in rundown.sessions for view in _session(session, made, heard, opening, closing)
        ),
    )


def _session(session: Session, made: Made, heard: Record, opening: CueId, closing: CueId) -> Iterator[CueView]:
    first, last = (cart if isinstance(cart := made.get(key), Cart) else None for key in (opening, closing))
    moments = {one.cue.id: one.at for one in lay_out(session, made, first, last).cues}
    for cue in session.cues:
        airings = heard.get(cue.id, ())
        yield _aired(session, cue, airings) if airings else _planned(
            session, cue, made.get(cue.id), moments.get(cue.id, session.at)
        )  # fmt: skip


def _aired(session: Session, cue: Cue, airings: tuple[Airing, ...]) -> CueView:
    last = airings[-1]
    state = CueState(last.outcome.value) if last.outcome is not None else CueState.PLANNED
    if last.outcome is Outcome.MISSED and is_heard(airings):
        state = CueState.AIRED
    return CueView(
        session=session,
        cue=cue,
        at=last.planned,
        seconds=last.seconds if last.frames else None,
        state=state,
        reason="" if state is CueState.AIRED else state.value,
        why=Message(last.note) if last.note else None,
    )


def _planned(session: Session, cue: Cue, made: Cart | Unready | None, at: datetime) -> CueView:
    if session.refused is not None:
        why = session.refused
        return CueView(
            session=session, cue=cue, at=at, seconds=None, state=CueState.REFUSED, reason="airtime", why=why
        )
    match made:
        case Cart():
            return CueView(
                session=session, cue=cue, at=at, seconds=made.seconds, state=CueState.READY, why=made.fallback
            )
        case Unready():
            return CueView(
                session=session,
                cue=cue,
                at=None,
                seconds=None,
                state=CueState.UNREADY,
                reason=made.reason.value,
                why=made.why,
                facts=made.facts,
            )
        case None:
            return CueView(session=session, cue=cue, at=at, seconds=None, state=CueState.PLANNED)
