"""Sessions with their lengths -> those that would sound into one another, and when each begins then."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.layout import WAKE_UP_S
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Session
from broadcast.programme.pending import is_too_late


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two sessions of which the second should begin before the first is over."""

    first: Session
    second: Session
    ends: datetime
    """When the first is over."""

    @property
    def by(self) -> timedelta:
        """Return how late the second begins, should it wait for the first."""
        return self.ends - self.second.at

    @property
    def what(self) -> Message:
        """Tell it with both names, the length and when the first is over."""
        return tell(
            "buổi “{later}” {at} chồng lên buổi “{earlier}” {length}: buổi trước còn phát đến {ended}",
            later=self.second.name,
            at=f"{self.second.at:%H:%M:%S}",
            earlier=self.first.name,
            length=minutes(self.by),
            ended=f"{self.ends:%H:%M:%S}",
        )


def overlaps(sessions: Iterable[tuple[Session, timedelta]]) -> tuple[Overlap, ...]:
    """List the sessions that cannot begin on their second, each with the one that still sounds then.

    Each session is given with its length. One that waits ends later, and may keep the next one waiting; one whose
    grace is over by then keeps nobody. Sessions that do not air, and those of no length, overlap with nothing.
    Sessions of several days may be given together.
    """
    airing = sorted(
        ((session, length) for session, length in sessions if session.is_to_air and length),
        key=lambda one: one[0].at,
    )
    found = list[Overlap]()
    before: Session | None = None
    free: datetime | None = None
    for session, length in airing:
        if before is not None and free is not None and session.at < free:
            found.append(Overlap(first=before, second=session, ends=free))
        begins = begins_behind(session, free)
        if begins is not None and (free is None or begins + length > free):
            before, free = session, begins + length
    return tuple(found)


def begins_behind(session: Session, free: datetime | None) -> datetime | None:
    """Tell when a session begins on a loudspeaker that sounds until `free`, or is free for None.

    That is its own second, or where it has to wait, half a second of wake-up silence behind `free`. None where
    its grace is over by then.
    """
    if free is None or free <= session.at:
        return session.at
    begins = free + timedelta(seconds=WAKE_UP_S)
    return None if is_too_late(session, None, begins) else begins
