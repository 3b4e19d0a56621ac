"""Overview, now -> the session whose second is over and which would still air, should somebody go on duty."""

from dataclasses import dataclass
from datetime import datetime

from broadcast.base.errors import JournalError, Message
from broadcast.programme.model import Session
from broadcast.programme.pending import airings_by_cue, is_over, still, unsettled
from broadcast.station.overview import Overview, airings, rundown


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """A session that should have begun, and may still."""

    session: Session
    until: datetime
    """When its grace is over; after that it is made up for, or it is not."""
    make_up: datetime | None
    """When it is aired instead; None while it may still begin in its grace, and where it is not made up for."""

    @property
    def when(self) -> Message:
        """Tell until when it may begin, or when it is made up for, as `today` does."""
        return still(self.until, self.make_up)


def owed_session(overview: Overview, now: datetime) -> Owed | None:
    """Find the first session of today whose second is over and of which something may still air; None for none.

    What `today` shows as waiting. Where the log cannot be read, nothing is known of it: None.
    """
    try:
        heard = airings_by_cue(airings(overview.home, now.date(), now.date()))
    except JournalError:
        return None
    for session in rundown(overview, now.date()).sessions:
        is_due = session.at <= now and not is_over(session, now)
        if session.is_to_air and is_due and unsettled(session, heard):
            begins = session.make_up if session.make_up and now >= session.make_up else session.at
            until = begins + session.grace
            waits_for = session.make_up if session.make_up and until < now < session.make_up else None
            return Owed(session=session, until=until, make_up=waits_for)
    return None
