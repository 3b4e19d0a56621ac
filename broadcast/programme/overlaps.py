"""Sessions with their lengths -> those that would sound into one another, and when each begins then."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from itertools import count

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
    """At its make-up time, where it is that one at which the first still sounds."""
    ends: datetime
    """When the first is over."""

    @property
    def by(self) -> timedelta:
        """Return how late the second begins, should it wait for the first."""
        return self.ends - self.second.at

    @property
    def begins(self) -> datetime | None:
        """Return when the second begins behind the first; None where its grace is over by then."""
        return begins_behind(self.second, self.ends)

    @property
    def at(self) -> str | Message:
        """Tell the second's moment, and whether that is its make-up time."""
        time = f"{self.second.at:%H:%M:%S}"
        return tell("phát bù {time}", time=time) if is_made_up(self.second) else time

    @property
    def until(self) -> Message:
        """Tell until when the first sounds, and whether it is made up for then."""
        ended = f"{self.ends:%H:%M:%S}"
        if is_made_up(self.first):
            return tell("buổi trước còn phát bù đến {ended}", ended=ended)
        return tell("buổi trước còn phát đến {ended}", ended=ended)

    @property
    def what(self) -> Message:
        """Tell it with both names, the length and when the first is over."""
        return tell(
            "buổi “{later}” {at} chồng lên buổi “{earlier}” {length}: {until}",
            later=self.second.name,
            at=self.at,
            earlier=self.first.name,
            length=minutes(self.by),
            until=self.until,
        )


class Queue:
    """Sessions in the order in which they ask for the loudspeaker, each again at its make-up time if need be.

    The order is that of playout's timetable: by moment, and who is made up for comes behind who begins then.
    """

    def __init__(self, sessions: Iterable[Session]) -> None:
        """Nothing sounds before the first of `sessions`."""
        self._numbers = count()
        self._left = [(one.at, next(self._numbers), one) for one in sorted(sessions, key=lambda one: one.at)]
        heapify(self._left)
        self._before: Session | None = None
        self.free: datetime | None = None
        """When the loudspeaker is free for the next one; None: nothing has sounded yet."""

    def __iter__(self) -> Iterator[Session]:
        """Yield each session when its moment comes, at its make-up time where it was put back."""
        while self._left:
            _, _, session = heappop(self._left)
            yield session

    def put_back(self, session: Session) -> bool:
        """Put a session that misses its own moment in again at its make-up time; False where none is left."""
        if session.make_up is None or session.make_up <= session.at:
            return False
        later = replace(session, at=session.make_up)
        heappush(self._left, (later.at, next(self._numbers), later))
        return True

    def hold(self, session: Session, ends: datetime) -> bool:
        """Note that `session` sounds until `ends`; False, and nothing changes, where another one sounds longer."""
        if self.free is not None and ends <= self.free:
            return False
        self._before, self.free = session, ends
        return True

    def take(self, session: Session, ends: datetime) -> None:
        """Note that `session` sounds now, and that the loudspeaker is free at `ends` whatever was reckoned."""
        self._before, self.free = session, ends

    def overlap(self, session: Session) -> Overlap | None:
        """Return what still sounds at the session's moment; None where nothing does."""
        if self._before is None or self.free is None or self.free <= session.at:
            return None
        return Overlap(first=self._before, second=session, ends=self.free)


def is_made_up(session: Session) -> bool:
    """Whether the session stands at its make-up time."""
    return session.at == session.make_up


def overlaps(sessions: Iterable[tuple[Session, timedelta]]) -> tuple[Overlap, ...]:
    """List the sessions that cannot begin on their second, each with the one that still sounds then.

    Each session is given with its length. One that waits ends later, and may keep the next one waiting; one whose
    grace is over by then comes at its make-up time, where it may overlap once more; without one it keeps nobody.
    Sessions that do not air, and those of no length, overlap with nothing. Sessions of several days may be given
    together.
    """
    airing = [(session, length) for session, length in sessions if session.is_to_air and length]
    lengths = {session.id: length for session, length in airing}
    queue, found = Queue(session for session, _ in airing), list[Overlap]()
    for session in queue:
        if (overlap := queue.overlap(session)) is not None:
            found.append(overlap)
        begins = begins_behind(session, queue.free)
        if begins is None:
            queue.put_back(session)
        else:
            queue.hold(session, begins + lengths[session.id])
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
