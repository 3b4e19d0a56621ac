"""A ward and a day -> what of the days ahead will not air as it is planned, the same for every screen."""

from datetime import date

from broadcast.base.errors import Fault
from broadcast.ward.folder import Ward
from broadcast.ward.outlook import outlook, over

SOON_DAYS = 8
"""A week, and the day that begins it."""


def troubles(ward: Ward, today: date, days: int = SOON_DAYS) -> tuple[Fault, ...]:
    """List what `days` days from `today` on lack: silent sessions, overlaps, phases without a script, what ends.

    Where no session is left at all, that alone. Empty where all is well. No file is read.
    """
    nothing_left = over(ward, today)
    return (nothing_left,) if nothing_left is not None else outlook(ward, today, days)
