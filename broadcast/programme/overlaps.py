"""Sessions with their lengths -> those that would sound into one another."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """Two sessions of which the second begins before the first is over."""

    first: Session
    second: Session
    by: timedelta
    """How long both would sound at once: so much later the second begins."""

    @property
    def what(self) -> Message:
        """Tell it with both names and the length."""
        return tell(
            "buổi “{second}” {time} bắt đầu khi buổi “{first}” chưa xong: chồng nhau {length}",
            first=self.first.name,
            second=self.second.name,
            time=f"{self.second.at:%H:%M}",
            length=minutes(self.by),
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
        for second, its_length in airing[index + 1 :]:
            if second.at >= end:
                break
            by = min(end, second.at + its_length) - second.at
            found.append(Overlap(first=first, second=second, by=by))
    return tuple(found)
