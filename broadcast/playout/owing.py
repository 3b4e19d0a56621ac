"""A session and the as-run log -> what the day still owes of it; and what it will not air, written down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.errors import Message
from broadcast.playout.events import Settled
from broadcast.playout.parts import Parts
from broadcast.programme import dealing
from broadcast.programme.model import Airing, Cue, CueId, Outcome, Session
from broadcast.programme.pending import SKIPPED, AiringsByCue, airings_by_cue, planned_moments, unheard, unsettled
from broadcast.record.codes import NOT_RELEASED

_JUST_NOW = timedelta(minutes=1)
"""So long after a cue was faded out the session goes on with the next; later it opens again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedOver:
    """A cue that is not aired in this session, MISSED or REFUSED, and why."""

    cue: Cue
    outcome: Outcome
    """MISSED or REFUSED."""
    why: Message


def owed(parts: Parts, session: Session) -> tuple[Cue, ...]:
    """Return the session's cues that the log shows neither as heard to their end nor as given up; in their order.

    Raises JournalError where the log cannot be read.
    """
    return unsettled(session, _record(parts, session))


def not_heard(parts: Parts, session: Session) -> tuple[Cue, ...]:
    """Return the session's cues that the log does not show as heard to their end, those given up among them.

    Raises JournalError where the log cannot be read.
    """
    return unheard(session, _record(parts, session))


def planned(parts: Parts, session: Session) -> Mapping[CueId, datetime]:
    """Return, by cue, the moments that were planned for those of the session's cues that have begun.

    They were fixed when the session first began; empty where no cue has. For a session at its make-up time,
    moments that were fixed for its own time do not count. Raises JournalError where the log cannot be read.
    """
    moments = planned_moments(session, _record(parts, session))
    return {cue: moment for cue, moment in moments.items() if moment >= session.at}


def has_begun(parts: Parts, session: Session) -> bool:
    """Whether the log has a line of the session already, its opening's too.

    Raises JournalError where it cannot be read.
    """
    return dealing.has_begun(session, _airings(parts, session))


def goes_on(parts: Parts, session: Session) -> bool:
    """Whether the session was led out of just now for one cue alone: skipped, or its release taken back.

    Its opening was heard then: what is left follows without, and is not late. Raises JournalError where the log
    cannot be read.
    """
    heard = [one for one in _airings(parts, session) if one.session_id == session.id and one.frames]
    if not heard or heard[-1].outcome is not Outcome.CUT or heard[-1].ended is None:
        return False
    is_for_one_cue = any(why.code in (NOT_RELEASED, SKIPPED) for why in heard[-1].reasons)
    return is_for_one_cue and parts.clock.now() - heard[-1].ended <= _JUST_NOW


def pass_over(parts: Parts, session: Session, cues: Iterable[PassedOver]) -> None:
    """Write the cues into the as-run log, each with its outcome and reason, and tell the watcher.

    Raises JournalError where the log takes no line.
    """
    moments = planned(parts, session)
    for one in cues:
        parts.journal.pass_over(
            one.cue.id,
            one.cue.script,
            one.outcome,
            planned=moments.get(one.cue.id, session.at),
            note=one.why,
            title=one.cue.title,
            text=one.cue.text,
            session=session.name,
            campaign=session.campaign or "",
            now=parts.clock.now(),
        )
        parts.watcher(Settled(session=session, cue=one.cue, outcome=one.outcome, seconds=0.0, note=one.why))


def _record(parts: Parts, session: Session) -> AiringsByCue:
    return airings_by_cue(_airings(parts, session))


def _airings(parts: Parts, session: Session) -> tuple[Airing, ...]:
    day = session.at.date()
    return parts.journal.airings(day, day)
