"""A bulletin -> what it is called, the moments at which it is due, the repetition that comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from broadcast.base.errors import tell
from broadcast.programme.model import LONGEST_WAIT, MOST_REPEATS, Bulletin, Urgency

LEVEL_NAMES = {
    Urgency.USUAL: tell("bản tin thường"),
    Urgency.PRIORITY: tell("bản tin ưu tiên"),
    Urgency.EMERGENCY: tell("bản tin khẩn cấp"),
}
"""Each level as a person calls it."""

_FIRST_WORDS = 60
"""Characters."""


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


def first_words(text: str) -> str:
    """Return the beginning of the text as one line of at most 60 characters, cut between words with `…`."""
    line = " ".join(text.split())
    if len(line) <= _FIRST_WORDS:
        return line
    return line[: _FIRST_WORDS - 1].rsplit(" ", 1)[0].rstrip(",;:.-– ") + "…"
