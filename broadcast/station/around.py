"""What a screen shows beside what is live, and what takes longer to find: looked at in a slower rhythm."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from broadcast.library.rack import CLOSING, OPENING
from broadcast.programme.dayview import DayView
from broadcast.programme.model import Cart, CueId, Session
from broadcast.programme.settings import ReleasePolicy
from broadcast.station.concerns import Concern, concerns
from broadcast.station.health import Health, health
from broadcast.station.overview import Overview, fingerprints_of, orders
from broadcast.station.readable import Readable
from broadcast.station.remote import Status
from broadcast.station.standings import policy_in_force
from broadcast.station.verdict import Tomorrow
from broadcast.station.waveforms import Wave, Waveforms


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What is known beside what is live."""

    concerns: tuple[Concern, ...] = ()
    health: Health | None = None
    """None until it was looked at."""
    waves: Mapping[CueId, Wave] = field(default_factory=dict)
    """Of the session that sounds or comes next, opening and closing among them; only of what is made."""
    lengths: Mapping[CueId, float] = field(default_factory=dict)
    """Seconds of the same."""
    session: str = ""
    """The id of that session; empty for none."""
    policy: ReleasePolicy = field(default_factory=ReleasePolicy)
    """The rule of release in force."""


def look_around(
    seen: Readable, status: Status, view: DayView | None, tomorrow: Tomorrow | None, waveforms: Waveforms
) -> Around:
    """Look at all of it, for tenths of a second; a cart of the session at hand that has no wave yet is read."""
    session = session_at_hand(status, view)
    carts = _carts(seen.overview, session) if seen.overview is not None and session is not None else {}
    return Around(
        concerns=concerns(seen, status, tomorrow),
        health=health(seen, status.now.date()),
        waves={cue: wave for cue, cart in carts.items() if (wave := waveforms.of(cart))},
        lengths={cue: cart.seconds for cue, cart in carts.items()},
        session=session.id if session is not None else "",
        policy=policy_in_force(seen.overview) if seen.overview is not None else ReleasePolicy(),
    )


def session_at_hand(status: Status, view: DayView | None) -> Session | None:
    """Return the session that sounds; else the one that is owed; else the next, and of today's the last one."""
    today: Sequence[Session] = view.rundown.sessions if view is not None else ()
    if status.sounding is not None:
        sounds = next((one for one in today if one.id == status.sounding.session), None)
        if sounds is not None:
            return sounds
    if status.owed is not None:
        return status.owed.session
    return status.next_session or next((one for one in reversed(today) if one.cues), None)


def _carts(overview: Overview, session: Session) -> dict[CueId, Cart]:
    """What is made of a session; by the slips, none is read through."""
    prints = fingerprints_of(overview)
    found = {one.cue: prints.look_up(one, overview.library, verified=False) for one in orders(overview, [session])}
    return {cue: cart for cue, cart in found.items() if isinstance(cart, Cart)}


STING_CUES = (OPENING, CLOSING)
"""What stands before and behind a session's cues in `Around.lengths`."""
