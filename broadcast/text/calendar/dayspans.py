"""A span of days, 28/2-3/3, 10-15/10/2025, từ 5-10 tháng 3 -> both days with `đến` between."""

import re
from dataclasses import dataclass
from functools import cache

from broadcast.base.errors import tell
from broadcast.text.calendar.datewords import (
    DAY,
    EACH,
    MONTH,
    NO_MORE,
    SLASH,
    STRONG_DATE_WORDS,
    TO,
    YEAR,
    counts_something,
    figure_before,
    governed,
    measured,
    plain_parts,
    say_day_of_year,
    share_before,
)
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_SIDE = (
    rf"(?P<d>{DAY})(?:(?P<s>{SLASH}|\.)(?P<m>{MONTH})(?:(?: ?/ ?|\.)(?P<y>{YEAR}))?"
    rf"|(?P<s2>-)(?P<m2>{MONTH})-(?P<y2>{YEAR}))?"
)
_FIRST = lazily(_SIDE)
_LAST = lazily(rf"{_SIDE}{NO_MORE}(?![a-zA-Z%°])")
_DASH = lazily(TO)
_FROM_SAID = lazily(r"(?:từ|kể từ) $")
_FROM = WordList("dates", "from", tail="[ :]*(?:ngày )?")


@dataclass(frozen=True, slots=True)
class _Day:
    """One end of a span as it is written; month and year empty where they are not."""

    end: int
    day: str
    sign: str
    month: str
    year: str


def say_span_of_days(page: Page, position: int) -> Found | None:
    """Read the whole span of days at `position`, whichever end has month and year; None for no such span."""
    left = page.left(position)
    if figure_before(left):
        return None
    first = _day(_FIRST, page.text, position)
    joined = _join(page, first.end, left) if first else None
    if not first or not joined:
        return None
    said, at = joined
    last = _day(_LAST, page.text, at)
    if not last:
        return None
    in_words = not last.month and _month_in_words().match(page.text, last.end)
    if not (last.month or in_words) or not _goes_on(page, first, last, left, dash=" đến " in said):
        return None
    if (_holidays(first, last)) and not _FROM.ends(left) and not last.year and said == " đến ":
        said = ", "
    spoken = (
        say_day_of_year(first.day, first.month, first.year, left)
        + said
        + say_day_of_year(last.day, last.month, last.year, f"{left}1 - " if said in (" đến ", ", ") else said)
    )
    why = None if _are_no_decimals(first, last, left) else tell("chưa rõ hai số này là ngày hay số lẻ")
    return Found(end=last.end, spoken=spoken, kind=Kind.DATE, why=why)


def _are_no_decimals(first: _Day, last: _Day, left: str) -> bool:
    """Whether 5.3 - 12.3 are surely days: by a slash, a year, a zero in front, a day past twelve, a word."""
    if last.sign != "." or last.year or "0" in (first.day[0], last.day[0]) or _past_twelve(first, last):
        return True
    return governed(left) or bool(STRONG_DATE_WORDS.ends(_FROM_SAID.sub("", left)))


def _past_twelve(first: _Day, last: _Day) -> bool:
    return max(int(first.day), int(last.day)) > 12


def _day(side: re.Pattern[str], text: str, position: int) -> _Day | None:
    match = side.match(text, position)
    if not match:
        return None
    sign = (match["s"] or match["s2"] or "").strip()
    return _Day(match.end(), match["d"], sign, match["m"] or match["m2"] or "", match["y"] or match["y2"] or "")


def _join(page: Page, position: int, left: str) -> tuple[str, int] | None:
    """What is said between the two ends, and where the second begins; `đến` is read where a dash or an arrow is.

    A written `đến` joins them only after `từ`, where the second end makes a date of the first.
    """
    text = page.text
    if dash := _DASH.match(text, position):
        again = _again().match(text, dash.end())
        return (f" đến {again[0].lower()}", again.end()) if again else (" đến ", dash.end())
    until = _until().match(text, position)
    return (until[0].lower(), until.end()) if until and _FROM.ends(left) else None


@cache
def _again() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives('dates', 'again')}) ", re.IGNORECASE)


@cache
def _until() -> re.Pattern[str]:
    return re.compile(
        rf" (?:{alternatives('dates', 'till')}) (?:(?:{alternatives('dates', 'again')}) )?", re.IGNORECASE
    )


@cache
def _month_in_words() -> re.Pattern[str]:
    return re.compile(rf" tháng (?:\d{{1,2}}(?!\d)|(?:{alternatives('dates', 'month name')})\b)", re.IGNORECASE)


def _goes_on(page: Page, first: _Day, last: _Day, left: str, *, dash: bool) -> bool:
    """Whether the two ends are days of one span: not 1/3-1/2 of something, not 5-3/4, not a month and a year."""
    if first.month and first.sign != last.sign:
        return bool(first.year and last.year)
    if not last.month:
        return not first.month and int(first.day) < int(last.day)
    dated = first.month and governed(left) and not share_before(left)
    if not last.year and (
        (counts_something(page, last.end) and not dated) or (last.sign == "." and measured(page, last.end))
    ):
        return False
    if not first.month:
        if (
            last.sign == "."
            and not last.year
            and not (_FROM.ends(left) or (governed(left) and not EACH.ends(left)))
        ):
            return False
        rising = int(first.day) < int(last.day) and dash
        return rising and not (share_before(left) and not last.year)
    named = governed(left) or STRONG_DATE_WORDS.ends(left) or _past_twelve(first, last)
    pairs = {(int(first.day), int(first.month)), (int(last.day), int(last.month))}
    if pairs <= plain_parts():
        return bool(_FROM.ends(left)) and not share_before(left)
    return last.sign == "/" or bool(last.year) or first.day[0] == "0" or named or _FROM.ends(left)


def _holidays(first: _Day, last: _Day) -> bool:
    """The two holidays 30/4 and 1/5, which a dash joins without making a span of them."""
    days = [(int(day.day), day.month.lstrip("0")) for day in (first, last)]
    return days == [(30, "4"), (1, "5")]
