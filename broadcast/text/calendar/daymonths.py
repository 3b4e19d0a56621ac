"""A day and its month without a year, 5/9, 05.09, 30-4 -> words; told from shares, house numbers and decimals."""

import re
from functools import cache

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.calendar.datewords import (
    ADDRESS_LEFT,
    DATE_WORDS,
    DAY,
    EACH,
    LUNAR_RIGHT,
    MONTH,
    NO_MORE,
    SLASH,
    STRONG_DATE_WORDS,
    counts_something,
    governed,
    known_by_date,
    measured,
    on_a_named_day,
    plain_parts,
    say_day_of_year,
    share_before,
)
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_DAY_MONTH = lazily(rf"(?P<d>{DAY})(?P<s>{SLASH}|[.-])(?P<m>{MONTH}){NO_MORE}(?!%| ?[a-zA-Z]+[/²])")
_LIST_OF_DATES = WordList(
    "dates", "join", "either", shapes="[,;-]", head=r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})? ?", tail=" ?"
)
_PART_NUMBER = WordList("dates", "part number", tail="[ :(]*")
_UP_TO = WordList("dates", "up to", tail=" ")
_HAPPENS = WordList("dates", "happens", head=" ", tail=r"\b")
_UNTIL_WORDS = WordList("dates", "until", tail="[ :]*")
_SPAN_OF_DAYS = WordList("dates", "span", tail="[ :]*")
_SCORE = WordList("scores", "score", tail="[ :]*")
_A_CLOCK_OR_A_TITLE = lazily(r"[ ,(]*(?:từ )?\d{1,2}(?:[hg]|:\d\d| giờ)|:|\s*$")
_CLOSED = lazily(r" ?(?:$|[.,;)])")
_CALLS_A_NOUN = lazily(r" ?[^\W\d_]+\b")


def say_day_and_month(page: Page, position: int, left: str) -> Found | None:
    """Read the day and month at `position`, `left` before it; None for a share, a house number or a decimal.

    A pair that may as well be a share as a day is read as a day, with a doubt.
    """
    match = _DAY_MONTH.match(page.text, position)
    if not match:
        return None
    day, month, right = int(match["d"]), int(match["m"]), page.right(match.end())
    if (day, month) == (24, 7) and not governed(left):
        return None  # around the clock, not the 24th of July
    spoken = say_day_of_year(match["d"], match["m"], None, left)
    sure = Found(end=match.end(), spoken=spoken, kind=Kind.DATE)
    if match["s"] == "-":
        if right.lower().startswith(" tết"):
            return None  # mùng 1-3 Tết is a span
        named = on_a_named_day(page, match.start()) and not measured(page, match.end())
        return sure if named or _dashed_date(page, match.end(), left, day, month) else None
    if match["s"] == ".":
        return _dotted(page, match, left, sure)
    if " " in match["s"]:
        return sure if governed(left) or STRONG_DATE_WORDS.ends(left) else None
    return _slashed(page, match, left, sure)


def _slashed(page: Page, match: re.Match[str], left: str, sure: Found) -> Found | None:
    day, month, right = int(match["d"]), int(match["m"]), page.right(match.end())
    share = share_before(left)
    counted = counts_something(page, match.end())
    if (re.search(r"\bngày[ (]*$", left) and not EACH.ends(left)) or LUNAR_RIGHT.begins(right.lower()):
        return sure
    if not counted and on_a_named_day(page, match.start()):
        return sure
    if (ADDRESS_LEFT.ends(left) and not governed(left)) or EACH.ends(left):
        return None
    if day > month and share and counted:
        return _asked(match, sure)
    if (
        day <= month
        and not counted
        and measured(page, match.end())
        and not (governed(left) or STRONG_DATE_WORDS.ends(left))
    ):
        return None  # 7/7 ngày
    if (day, month) in known_by_date() and not (day <= month and (share or counted)):
        return sure
    if counted:
        return _asked(match, sure) if not share and DATE_WORDS.ends(left) and not _UP_TO.ends(left) else None
    if DATE_WORDS.ends(left) or governed(left) or _LIST_OF_DATES.ends(left):
        return sure
    if share or (day, month) in plain_parts():
        return None
    if day > month or match["m"][0] == "0":
        return sure  # 15/11 is no part of a whole, and nobody writes a share as 1/07
    if page.opens_line(match.start()) and _A_CLOCK_OR_A_TITLE.match(right):
        return sure
    if _CALLS_A_NOUN.match(right) and not _linked(right) and not _HAPPENS.begins(right.lower()):
        return sure if match["d"][0] == "0" and page.opens_line(match.start()) else None
    return sure if match["d"][0] == "0" else _asked(match, sure)


def _asked(match: re.Match[str], date: Found) -> Found:
    over = f"{numbers.whole(match['d'])} {'chấm' if match['s'] == '.' else 'trên'} {numbers.whole(match['m'])}"
    why = tell("đọc là “{one}” hay “{two}”?", one=date.spoken, two=over)
    return Found(end=date.end, spoken=date.spoken, kind=Kind.DATE, why=why)


@cache
def _linking() -> WordList:
    return WordList("dates", "linking", head=" ?", tail=r"\b")


def _linked(right: str) -> bool:
    return bool(_linking().begins(right.lower()))


def _dotted(page: Page, match: re.Match[str], left: str, sure: Found) -> Found | None:
    """05.03 and 15.4 are dates after words that speak of a day; 05.03 is nowhere else a number."""
    right = page.right(match.end())
    if _PART_NUMBER.ends(left) or measured(page, match.end()) or counts_something(page, match.end()):
        return None
    if governed(left) or STRONG_DATE_WORDS.ends(left) or LUNAR_RIGHT.begins(right.lower()):
        return sure
    if _UNTIL_WORDS.ends(left) and _CLOSED.match(right):
        return sure if int(match["d"]) > 9 else _asked(match, sure)
    if (int(match["d"]), int(match["m"])) in known_by_date() and int(match["d"]) > 12:
        return None if page.opens_line(match.start()) else _asked(match, sure)
    two_figures = len(match["d"]) == 2 and match["m"][0] == "0"
    if match["d"][0] != "0" and not two_figures:
        return None
    if DATE_WORDS.ends(left):
        return sure
    closed = bool(_CLOSED.match(right)) and not page.opens_line(match.start())
    return _asked(match, sure) if match["d"][0] == "0" or closed else None


def _dashed_date(page: Page, end: int, left: str, day: int, month: int) -> bool:
    """`30-4` is a date after `ngày` or a feast; `5-7 ngày` and `ngày 5-7/10` are spans."""
    if measured(page, end):
        return False
    right = page.right(end)
    if _SPAN_OF_DAYS.ends(left):
        return (day, month) in known_by_date()
    if _UNTIL_WORDS.ends(left) and re.match(r" ?(?:$|[.;,)])", right):
        return True
    if (day, month) in known_by_date() and day > 12 and not _SCORE.ends(left):
        return True
    return bool(STRONG_DATE_WORDS.ends(left) or (_LIST_OF_DATES.ends(left) and (day, month) in known_by_date()))
