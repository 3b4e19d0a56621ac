"""A session and the as-run log -> what of it is still to air, and until when; a restart airs nothing twice."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Airing, Cue, CueId, Outcome, Session

LAST_WORDS_S = 1.0
"""Seconds. A cue cut within its last one counts as heard to the end: beginning it again would air it twice."""

SKIPPED = "skipped_on_air"
"""The code of the reason in the record for which a cue was faded out: somebody would not have it heard."""

AiringsByCue = Mapping[CueId, tuple[Airing, ...]]
"""The as-run log of a day: each cue's airings, oldest first."""


def airings_by_cue(airings: Iterable[Airing]) -> AiringsByCue:
    """Group the airings by cue, each cue's in the order in which they were written.

    Openings and closings are left out: they are no cues.
    """
    by_cue: dict[CueId, tuple[Airing, ...]] = {}
    for airing in airings:
        if not airing.is_announcement:
            continue
        by_cue[airing.cue] = (*by_cue.get(airing.cue, ()), airing)
    return by_cue


def is_heard(airings: Iterable[Airing]) -> bool:
    """Whether one of the airings (of one cue) reached its end, or was cut within its last second."""
    return any(_to_the_end(airing) for airing in airings)


def _to_the_end(airing: Airing) -> bool:
    if airing.outcome is Outcome.AIRED:
        return True
    left_frames = airing.of_frames - airing.frames
    return airing.started is not None and airing.rate_hz > 0 and left_frames < LAST_WORDS_S * airing.rate_hz


def unheard(session: Session, heard: AiringsByCue) -> tuple[Cue, ...]:
    """Return the session's cues that `heard` does not show as heard to their end; missed and refused ones too.

    One that somebody skipped while it sounded is not among them: its day is over.
    """
    airings = {cue: heard.get(cue.id, ()) for cue in session.cues}
    return tuple(cue for cue, its in airings.items() if not is_heard(its) and not _is_skipped(its))


def _is_skipped(airings: Iterable[Airing]) -> bool:
    return any(why.code == SKIPPED for airing in airings for why in airing.reasons)


def unsettled(session: Session, heard: AiringsByCue) -> tuple[Cue, ...]:
    """Return the session's cues still to air: not heard to their end, and not logged as missed or refused."""
    return tuple(cue for cue in unheard(session, heard) if not _given_up(heard.get(cue.id, ())))


def _given_up(airings: tuple[Airing, ...]) -> bool:
    return bool(airings) and airings[-1].outcome in (Outcome.MISSED, Outcome.REFUSED)


def planned_moments(session: Session, heard: AiringsByCue) -> dict[CueId, datetime]:
    """Return by cue the planned moment of each cue of the session that has begun; empty where none has."""
    begun = [airing for cue in session.cues for airing in heard.get(cue.id, ()) if airing.attempt]
    return {airing.cue: airing.planned for airing in begun}


def is_too_late(session: Session, planned: datetime | None, now: datetime) -> bool:
    """Whether `now` is past the session's grace, counted from `planned`, or from the session's second where None.

    Midnight ends every grace: what was meant for one day is not aired on another. All moments are aware; `now` is
    in the station's zone.
    """
    return now > (planned or session.at) + session.grace or now.date() > session.at.date()


def is_over(session: Session, now: datetime) -> bool:
    """Whether nothing of the session may begin any more: neither within its grace nor at its make-up time."""
    return is_too_late(replace(session, at=session.make_up or session.at), None, now)


def still(until: datetime, make_up: datetime | None) -> Message:
    """Tell of a session whose second is over when it may still begin: `until` so long, or at its make-up time."""
    if make_up is not None:
        return tell("bù lúc {time}", time=f"{make_up:%H:%M}")
    return tell("còn hạn đến {time}", time=f"{until:%H:%M:%S}")
