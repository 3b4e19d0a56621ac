"""Sessions with their lengths -> those that would sound into one another, and those that come too late by it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two sessions of which the second begins before the first is over."""

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
    """List every pair of sessions that overlap, each session given with its length, in order of time.

    Sessions that do not air, and those of no length, overlap with nothing. Sessions of several days may be given
    together.
    """
    airing = sorted(
        ((session, length) for session, length in sessions if session.is_to_air and length),
        key=lambda one: one[0].at,
    )
    found = []
    for index, (first, length) in enumerate(airing):
        end = first.at + length
        for second, _ in airing[index + 1 :]:
            if second.at >= end:
                break
            found.append(Overlap(first=first, second=second, ends=end))
    return tuple(found)


def crowded_out(sessions: Iterable[tuple[Session, timedelta]], now: datetime | None) -> dict[str, Message]:
    """Return by id the sessions that cannot begin within their grace for those before them, each with why.

    Each session is given with its length. One that another pushes begins when that is over, and pushes the next;
    one with a make-up time still ahead by then airs at that. `now`: before it none begins; None: each at its time.
    """
    found: dict[str, Message] = {}
    before: Session | None = None
    free = now
    for session, length in sorted(sessions, key=lambda one: one[0].at):
        if not session.is_to_air or not length:
            continue
        begins = max(session.at, free) if free is not None else session.at
        made_up = session.make_up is not None and begins <= session.make_up + session.grace
        if before is not None and begins > session.at + session.grace and not made_up:
            found[session.id] = tell(
                "buổi “{name}” còn phát đến {time}, quá hạn phát bù của buổi này",
                name=before.name,
                time=f"{begins:%H:%M:%S}",
            )
        elif begins <= session.at + session.grace:
            before, free = session, begins + length
    return found
