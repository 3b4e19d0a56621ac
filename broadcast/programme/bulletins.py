"""A bulletin: an announcement beside the timetable -> when it is due, and the repetition that comes next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from broadcast.base.errors import tell
from broadcast.programme.model import Fingerprint, Override
from broadcast.programme.settings import ScriptId


class Urgency(StrEnum):
    """The levels of bulletin of Circular 39/2020/TT-BTTTT."""

    USUAL = "thuong"
    PRIORITY = "uu-tien"
    EMERGENCY = "khan-cap"


LEVEL_NAMES = {
    Urgency.USUAL: tell("bản tin thường"),
    Urgency.PRIORITY: tell("bản tin ưu tiên"),
    Urgency.EMERGENCY: tell("bản tin khẩn cấp"),
}
"""Each level as a person calls it."""

MOST_TIMES = 10
"""How many times in a row a bulletin may be aired at the most."""
MOST_REPEATS = 200
"""How many times a bulletin may be aired at the most where its repetitions stand apart."""
LEAST_APART = timedelta(seconds=10)
"""How far apart they must be due at the least; and never closer than the bulletin is long."""
LONGEST_WAIT = timedelta(days=7)
"""How long a bulletin may wait to be aired at the most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """An announcement, its cart made, that somebody wants aired now, beside the timetable."""

    id: str
    """`2025-10-06/khan-cap.063112481`: stands where a session's id would; the dot tells a bulletin's from
    those."""
    script: ScriptId
    fingerprint: Fingerprint
    urgency: Urgency
    by: str
    """Who wants it."""
    times: int
    """How many times it is to be aired."""
    expires: datetime
    """From then on it is not begun any more; where its repetitions stand apart, the one that comes next."""
    override: Override | None = None
    title: str = ""
    """A script's title, or the first words as they were typed; empty in files of older versions."""
    text: str = ""
    """What is spoken, in full; where typed words are not spoken as they stand, then an empty line and those."""
    taken: datetime | None = None
    """When the player took it in; None in files of older versions."""
    due: datetime | None = None
    """When the repetition that comes next may begin; None: as soon as the loudspeaker is free."""
    every: timedelta | None = None
    """How far apart its repetitions are due; None: one right after the other."""
    nth: int = 1
    """Which repetition comes next, from 1; always 1 where they come one right after the other."""
    serial: int = 0
    """The short number that a person cancels it by; given by the player, not used twice while it runs."""
    held: bool = False
    """A stop came while it waited: it airs once somebody has said so, and not before."""


def following(bulletin: Bulletin) -> Bulletin | None:
    """Return the bulletin as it waits for its next repetition; None where there is none, or it has no interval."""
    if bulletin.every is None or bulletin.due is None or bulletin.nth >= bulletin.times:
        return None
    return replace(
        bulletin,
        nth=bulletin.nth + 1,
        due=bulletin.due + bulletin.every,
        expires=bulletin.expires + bulletin.every,
    )


def moments(first: datetime, every: timedelta, *, times: int | None, until: datetime | None) -> Sequence[datetime]:
    """List when each repetition is due: the first at `first`, the others `every` apart, in order of time.

    They end after `times`, or with the last that is not later than `until`, whichever comes first; None: that does
    not end them. Never more than MOST_REPEATS + 1, nor later than LONGEST_WAIT after the first: whoever gets so
    many has asked for too many.
    """
    most = MOST_REPEATS + 1 if times is None else min(times, MOST_REPEATS + 1)
    due = (first + number * every for number in range(most))
    return [one for one in due if (until is None or one <= until) and one - first <= LONGEST_WAIT]


def first_words(text: str, most: int = 60) -> str:
    """Return the beginning of the text as one line of at most `most` characters, cut between words with `…`."""
    line = " ".join(text.split())
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(",;:.-– ") + "…"
