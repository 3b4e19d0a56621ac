"""What can be read -> how the machine stands: disk, voices made ahead, what was heard at the loudspeaker."""

import shutil
from dataclasses import dataclass
from datetime import date

from broadcast.base.errors import JournalError
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import Airing, Cart, Unready
from broadcast.station.ahead import SOON_DAYS
from broadcast.station.overview import Overview, fingerprints_of, orders, sessions_from
from broadcast.station.readable import Readable, last_heard

LITTLE_SPACE_GB = 2.0
"""Under it a disk is told to be nearly full."""
_PLENTY_GB = 10.0
"""From here on whole GB are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How the machine stands, as far as it is known without a sound."""

    free_gb: float | None
    """Room on the disk; None where it is not told."""
    loudspeakers: tuple[str, ...]
    loudness: float | None
    """Of every announcement, in LUFS, as configured; None where no file tells."""
    made: int
    asked: int
    """Scripts that the coming days ask for, and those of them that are made."""
    until: date | None
    """The last day up to which all of them are made; None where not even those of today are."""
    heard: tuple[Airing, AirHeard] | None
    """What a microphone heard last at the loudspeaker today; None where nothing was compared."""

    @property
    def has_room(self) -> bool:
        """Whether the disk has room; True where that is not known."""
        return self.free_gb is None or self.free_gb >= LITTLE_SPACE_GB


def health(seen: Readable, day: date) -> Health:
    """Look how the machine stands on `day`; no cart is read through, no device opened, nothing written."""
    overview = seen.overview
    made, asked, until = _made_ahead(overview, day) if overview is not None else (0, 0, None)
    return Health(
        free_gb=_free_gb(seen),
        loudspeakers=overview.ward.playlist.devices.loudspeakers if overview is not None else (),
        loudness=overview.ward.playlist.sound.loudness if overview is not None else None,
        made=made,
        asked=asked,
        until=until,
        heard=_heard(seen, day),
    )


def _free_gb(seen: Readable) -> float | None:
    try:
        free_gb = shutil.disk_usage(seen.home).free / 1e9
    except OSError:
        return None
    return round(free_gb) if free_gb >= _PLENTY_GB else round(free_gb, 1)


def _heard(seen: Readable, day: date) -> tuple[Airing, AirHeard] | None:
    try:
        return last_heard(seen.home, day)
    except JournalError:  # whoever shows the day tells why the log cannot be read
        return None


def _made_ahead(overview: Overview, day: date) -> tuple[int, int, date | None]:
    """How many of the coming scripts that can be made are, how many there are, and up to which day all are."""
    prints, found, until, whole = fingerprints_of(overview), dict[str, bool](), None, True
    for session in sessions_from(overview, day, SOON_DAYS):
        for order in orders(overview, [session]):
            name = order.script or order.cue
            made = prints.look_up(order, overview.library, verified=False) if name not in found else None
            if name not in found and not isinstance(made, Unready):
                found[name] = isinstance(made, Cart)
            whole = whole and found.get(name, True)
        until = session.at.date() if whole else until
    return sum(found.values()), len(found), until
