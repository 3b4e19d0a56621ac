"""A snapshot -> what the page of the day says of what sounds, and of what comes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.errors import Message
from broadcast.programme.airheard import AirHeard
from broadcast.programme.dayview import CueView
from broadcast.programme.model import Airing, CueId, CueState, Session
from broadcast.programme.onair import OnAirPart, Sounding
from broadcast.station.around import STING_CUES
from broadcast.station.daytold import TO_AIR, title_of
from broadcast.station.live import Snapshot
from broadcast.station.waveforms import BARS, Wave
from broadcast.web.lamp import Lamp, lamp_of

WAVE_WIDTH = 1000
"""Of the drawing of a wave, in its own units; its height is 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """What the card of the day's page shows."""

    lamp: Lamp
    title: str | Message = ""
    """Of what sounds; empty where nothing does."""
    phase: str = ""
    number: int = 0
    """Which of the session's announcements sounds, from 1; 0 where none of them does."""
    of: int = 0
    bars: str = ""
    """The wave as a path; empty where nobody knows it."""
    played: float = 0.0
    """How far it has come, 0 to WAVE_WIDTH."""
    next: CueView | None = None
    """What comes behind it in the same session; None for nothing."""
    ends: datetime | None = None
    """When the session is over; None while nothing sounds."""
    later: tuple[Session, ...] = ()
    """Today's sessions behind the next one, while nothing sounds."""
    coming: tuple[CueView, ...] = ()
    """The announcements of the next session, where it is of this day and nothing sounds."""
    heard: tuple[Airing, AirHeard] | None = None


def on_air(seen: Snapshot) -> OnAir:
    """Put together what the card shows."""
    overview, piece = seen.seen.overview, seen.status.sounding
    hears = overview is not None and overview.ward.playlist.devices.aircheck is not None
    lamp = lamp_of(seen.status, hears=hears)
    phase = seen.view.rundown.phase if seen.view is not None else None
    heard = seen.around.health.heard if seen.around.health is not None else None
    if piece is None:
        return OnAir(
            lamp=lamp, phase=phase.name if phase else "", coming=_coming(seen), later=_later(seen), heard=heard
        )
    cues = [one for one in seen.view.cues if one.session.id == piece.session] if seen.view is not None else []
    aired = [one for one in cues if one.at is not None or one.state is CueState.ON_AIR]
    place = next((number for number, one in enumerate(aired, 1) if one.cue.id == piece.cue), 0)
    wave = seen.around.waves.get(_in_waves(piece), ())
    return OnAir(
        lamp=lamp,
        title=title_of(piece, seen.seen.title(piece.script)),
        phase=phase.name if phase else "",
        number=place,
        of=len(aired),
        bars=_path(wave),
        played=round(WAVE_WIDTH * piece.seconds / piece.of_seconds, 1) if piece.of_seconds else 0.0,
        next=_next(aired, place),
        ends=_ends(seen, piece),
        heard=heard,
    )


def _in_waves(piece: Sounding) -> CueId:
    """Under what `Around.waves` has what sounds."""
    match piece.part:
        case OnAirPart.OPENING:
            return STING_CUES[0]
        case OnAirPart.CLOSING:
            return STING_CUES[1]
        case _:
            return piece.cue or CueId("")


def _path(wave: Wave) -> str:
    """The wave as SVG lines, one a bar, about the height's middle."""
    step = WAVE_WIDTH / BARS
    bars = ((round((number + 0.5) * step, 1), max(1, round(peak * 0.48))) for number, peak in enumerate(wave))
    return "".join(f"M{x:g} {50 - half}V{50 + half}" for x, half in bars)


def _next(aired: list[CueView], place: int) -> CueView | None:
    """What follows in the session: behind the announcement that sounds, else the first that is still to air."""
    return next((one for one in aired[place:] if one.state in TO_AIR), None)


def _ends(seen: Snapshot, piece: Sounding) -> datetime:
    return seen.at + timedelta(seconds=piece.programme_seconds_left)


def _later(seen: Snapshot) -> tuple[Session, ...]:
    coming = seen.status.next_session
    if seen.view is None or coming is None:
        return ()
    return tuple(one for one in seen.view.rundown.sessions if one.at > coming.at and one.is_to_air and one.cues)


def _coming(seen: Snapshot) -> tuple[CueView, ...]:
    session = seen.status.owed.session if seen.status.owed is not None else seen.status.next_session
    if seen.view is None or session is None:
        return ()
    return tuple(one for one in seen.view.cues if one.session.id == session.id and one.at is not None)
