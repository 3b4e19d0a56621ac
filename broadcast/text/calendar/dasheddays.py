"""Days whose one month follows a dash, ngày 6 và 7-11, từ ngày 1 đến 31-7, từ 29-1 đến 3-2 -> their words."""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from broadcast.text.calendar.datewords import (
    DAY,
    EACH,
    MONTH,
    NO_MORE,
    STRONG_DATE_WORDS,
    YEAR,
    and_words,
    counts_something,
    figure_before,
    governed,
    measured,
    say_day_of_year,
)
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_FROM = WordList("dates", "from", tail="[ :]*(?:ngày )?")
_MOST = 12


@dataclass(frozen=True, slots=True)
class _Day:
    """A day as it is written; month and year empty where they are not."""

    end: int
    day: str
    month: str
    year: str

    @property
    def falls(self) -> bool:
        """Whether the day is no smaller than the month, so that the two cannot be a span of days."""
        return bool(self.month) and int(self.day) >= int(self.month)


def say_dashed_days(page: Page, position: int) -> Found | None:
    """Read the days at `position` up to the last, which has its month after a dash; None for spans and amounts.

    `ngày 6 và 7-11` is two days of November: a span from the 7th would have begun on the 6th.
    """
    left = page.left(position)
    if figure_before(left) or EACH.ends(left):
        return None
    days, joins = _days(page.text, position)
    if len(days) < 2 or not days[-1].month or not _belong(days, joins, left):
        return None
    end = days[-1].end
    if measured(page, end) or counts_something(page, end) or _month_in_words().match(page.text, end):
        return None
    words = [say_day_of_year(days[0].day, days[0].month, days[0].year, left)]
    for day, join in zip(days[1:], joins, strict=True):
        said = join if "ngày" in join else f"{left}1 đến "
        words += [join, say_day_of_year(day.day, day.month, day.year, said)]
    return Found(end=end, spoken="".join(words), kind=Kind.DATE)


def _days(text: str, position: int) -> tuple[list[_Day], list[str]]:
    """The days from `position` on and what is said between them, up to the first with a month or a `đến`."""
    days: list[_Day] = []
    joins: list[str] = []
    until = False
    match = _day().match(text, position)
    while match and len(days) < _MOST:
        days.append(_Day(match.end(), match["d"], match["m"] or "", match["y"] or ""))
        join = None if until else _join().match(text, match.end())
        if not join or (match["m"] and not join["till"]):
            break
        until = bool(join["till"])
        match = _day().match(text, join.end())
        if match:
            joins.append(join[0].lower() if join["word"] or until else ", ")
    return days, joins


@cache
def _day() -> re.Pattern[str]:
    """A day, alone before the next of a list, or with its month and year."""
    return re.compile(
        rf"(?P<d>{DAY})(?:(?=, ?\d)|(?:-(?P<m>{MONTH})(?:-(?P<y>{YEAR}))?{NO_MORE})?(?![a-zA-Z%°:/]|[.,-]\d))"
    )


@cache
def _join() -> re.Pattern[str]:
    till, again = alternatives("dates", "till"), alternatives("dates", "again")
    return re.compile(
        rf" ?, ?(?!(?:{and_words()}))|,? (?P<word>{and_words()}) (?:(?:{again}) )?"
        rf"| (?P<till>{till}) (?:(?:{again}) )?",
        re.IGNORECASE,
    )


def _belong(days: list[_Day], joins: list[str], left: str) -> bool:
    """Whether the days are days of one list or span, and the last figure the month of the last of them."""
    last = days[-1]
    if days[-2].month:
        certain = governed(left) or any(day.falls or int(day.day) > 12 for day in days)
        return len(days) == 2 and bool(_FROM.ends(left)) and certain
    rising = all(int(one.day) < int(two.day) for one, two in pairwise(days))
    if not (governed(left) or STRONG_DATE_WORDS.ends(left)) or not rising:
        return False
    spans = bool(_till().search(joins[-1]))
    return spans or last.falls or bool(last.year) or int(last.day) - int(days[-2].day) == 1


@cache
def _till() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives('dates', 'till')})\b")


@cache
def _month_in_words() -> re.Pattern[str]:
    return re.compile(rf" tháng (?:\d{{1,2}}(?!\d)|(?:{alternatives('dates', 'month name')})\b)", re.IGNORECASE)
