"""Rundown, what is made, as-run log -> the day as `today` shows it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from broadcast.base.errors import Message
from broadcast.programme.layout import lay_out
from broadcast.programme.model import Airing, Cart, Cue, CueId, CueState, Outcome, Rundown, Session, Unready
from broadcast.programme.pending import AiringsByCue, is_heard

Made = Mapping[CueId, Cart | Unready | None]
"""What the rack has for each cue, the opening and the closing; None for what is in order and not made yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CueView:
    """A cue as it stands now: planned, made, or heard."""

    session: Session
    cue: Cue
    at: datetime | None
    """Its planned moment, as far as the lengths before it are known; None for a cue that is unready."""
    seconds: float | None
    """What was heard of it, or its cart's length; None where neither is known."""
    state: CueState
    reason: str = ""
    """Why it stands so, in a word for programs (`airtime`, `off`, a Reason, an Outcome); empty: all is well."""
    why: Message | None = None
    """The same in words for people; of a ready cart, why a fallback voice speaks."""
    facts: tuple[str, ...] = ()
    """The names of the missing facts; empty where none is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """A day as `today` shows it."""

    rundown: Rundown
    cues: tuple[CueView, ...]


def view_day(rundown: Rundown, made: Made, heard: AiringsByCue, opening: CueId, closing: CueId) -> DayView:
    """Work out how each cue of the rundown stands: as the log has it where it has a line, else as it is planned.

    `made` holds what is known of each cue's cart. `opening` and `closing` are the keys in `made` of the sounds
    around a session: their lengths move the planned moments.
    """
    return DayView(
        rundown=rundown,
        cues=tuple(
            view for session in rundown.sessions for view in _session(session, made, heard, opening, closing)
        ),
    )


def _session(
    session: Session, made: Made, heard: AiringsByCue, opening: CueId, closing: CueId
) -> Iterator[CueView]:
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
    if (why := session.off or session.refused) is not None:
        reason = "airtime" if session.off is None else "off"
        return CueView(
            session=session, cue=cue, at=at, seconds=None, state=CueState.REFUSED, reason=reason, why=why
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
