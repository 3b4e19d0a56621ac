"""A ward and a day -> what is ahead: what will not air as it is planned, how long the rest is, what holds it."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from pathlib import Path

from broadcast.base.errors import Fault
from broadcast.playout.control.latch import Latch, Stop
from broadcast.production.fingerprints import Fingerprints
from broadcast.production.voices.identity import identities
from broadcast.programme.model import Cart, CueId, Session
from broadcast.station.lengths import lengths_of
from broadcast.station.overview import Overview, journal_folder, orders
from broadcast.ward.ahead import Lengths
from broadcast.ward.folder import Ward
from broadcast.ward.outlook import outlook, over

SOON_DAYS = 8
"""A week, and the day that begins it."""


def troubles(
    ward: Ward, today: date, days: int = SOON_DAYS, *, lengths: Lengths | None = None
) -> tuple[Fault, ...]:
    """List what `days` days from `today` on lack: silent sessions, overlaps, phases without a script, what ends.

    Where no session is left at all, that alone. Empty where all is well. `lengths`: of the ward's programmes,
    where the caller has asked for some; None: made carts are looked up, and none of them is read through.
    """
    nothing_left = over(ward, today)
    return (nothing_left,) if nothing_left is not None else outlook(ward, today, days, lengths or lengths_of(ward))


def length_ahead(overview: Overview, sessions: Sequence[Session], cues: Collection[CueId]) -> timedelta:
    """Add up the carts of those cues of `sessions`, whole, as far as they are made, by their slips."""
    prints = Fingerprints(overview.ward, identities(overview.ward.playlist.voice, overview.ward.home))
    asked = [order for order in orders(overview, sessions) if order.cue in cues]
    made = (prints.look_up(order, overview.library, verified=False) for order in asked)
    return timedelta(seconds=sum(cart.seconds for cart in made if isinstance(cart, Cart)))


def stop_of(home: Path) -> Stop | None:
    """Read the stop that holds in the folder `home`; None where none does. No file of the ward is read."""
    return Latch(journal_folder(home)).read()
