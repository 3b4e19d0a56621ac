"""What every reader of dates shares: shapes of days, months and years, their words, what stands beside them."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.letters import UPPER
from broadcast.text.neighbours import written_out
from broadcast.text.page import Page
from broadcast.text.patterns import lazily
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import EitherList, WordList, alternatives

DAY = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
MONTH = r"(?:0?[1-9]|1[0-2])(?!\d)"
YEAR = r"(?:1[0-9]|20|21)\d\d(?!\d)"
TO = r" ?(?:-+>?|→|⇒) ?"
"""A dash or an arrow between the two ends of a span."""
SLASH = r" ?/ ?"
NO_MORE = r"(?! ?/ ?\d|[.-]\d|\d|,\d+ ?[%°])"
"""No further figure belongs to the date that ends here."""

_NAMED_DAY = lazily(rf"\b(?:[Nn]gày|NGÀY|[Tt]ết|TẾT|[Ll]ễ|LỄ) [{UPPER}][^.,;:()\d\n]{{1,52}} \(?$")
_CLOCK = r"giờ \d{1,2}|giờ \d{1,2} phút|\d{1,2}[hg](?:\d\d)?'?|\d{1,2}:\d\d"
DATE_WORDS = WordList(
    "dates",
    "feast",
    "before",
    "relative",
    "deadline",
    "weekday",
    "event",
    shapes=_CLOCK,
    tail=r"[ :,(-]*(?:ngày )?",
)
"""Words before 5/12 that make a date of it, where no counted noun follows."""
STRONG_DATE_WORDS = EitherList(
    WordList("dates", "feast", "dashed", "relative", "deadline", "weekday", tail=r"[ :,(]*"),
    WordList("dates", "bracketed", tail=r" \("),
)
"""Words before 5-12 or 05.12 that make a date of it."""
_SHARE_LEFT = WordList("shares", "before", tail=r"[ :(]*")
_MARK_LEFT = WordList("dates", "mark", tail=r"[ :(]*")
ADDRESS_LEFT = WordList("dates", "address", tail=r"[ :]*(?:\d{1,4}[/\d]{0,9} ?(?:[,;-]|và) ?){0,4}")
NUMBERED = WordList("dates", "numbered", tail=r"[ :]*(?:\d{1,2} ?(?:[,-]|và) ?){0,6}")
LUNAR_RIGHT = WordList("dates", "lunar", shapes=r"năm \d", head=r" *\(?")
EACH = WordList("dates", "each", tail=" ")
"""`mỗi ` and its like before `ngày` or `tháng`: what follows is an amount, 2,5 lít."""
_AMOUNT = WordList("dates", "amount", head=" ?", tail=r"\b")
_MEASURED = WordList("quantities", "measured", "scale", head=" ?", tail=r"\b")
_UNIT = re.compile(r" ?([^\W\d_]+)(?!\w)")
_COUNTED = WordList("shares", "whole", "counted", "measured", tail=r"\b")


@cache
def _governing() -> re.Pattern[str]:
    day = rf"\d{{1,2}}(?:{SLASH}\d{{1,2}}(?:{SLASH}\d{{4}})?|[.-]\d{{1,2}}(?:[.-]\d{{4}})?)?"
    join = rf" ?(?:[,;&-]|{alternatives('dates', 'join', 'upto', 'either')}) ?(?:hết )?"
    return re.compile(rf"\b(?:{alternatives('dates', 'day')})[ :(]*(?:{day}(?:{join}))*$")


@cache
def _month_before() -> re.Pattern[str]:
    months, join = alternatives("dates", "one month", "months"), alternatives("dates", "join")
    return re.compile(rf"\b(?:{months}|tháng \d{{1,2}} ?(?:[,-]|{join}))[ :]*$")


def governed(left: str) -> bool:
    """Whether `ngày` or `mùng` already stands before the day, perhaps over a list of days."""
    return _governing().search(left) is not None


def month_said(left: str) -> bool:
    """Whether `tháng` already stands before the month, perhaps over a list of months."""
    return _month_before().search(left) is not None


def counts_something(page: Page, end: int) -> bool:
    """Whether a counted or divided noun follows `end`, its abbreviation written out: `10/10 TDP`."""
    return _COUNTED.begins(written_out(page, end + (page.text[end : end + 1] == ")")).lower())


def measured(page: Page, end: int) -> bool:
    """Whether a unit, a scale or what amounts are counted in follows `end`: 1.5 triệu, 5.3 km, 7/7 ngày."""
    right = page.right(end)
    small = right.lower()
    word = _UNIT.match(right)
    if _AMOUNT.begins(small) or _MEASURED.begins(small):
        return True
    return word is not None and (word[1] in mapping("units") or word[1] in mapping("money"))


def share_before(left: str) -> bool:
    """Whether a word of shares or marks stands before: đạt 8/10, chấm 8/10."""
    return _SHARE_LEFT.ends(left) or _MARK_LEFT.ends(left)


def on_a_named_day(page: Page, position: int) -> bool:
    """Whether a named day or feast stands right before: `Ngày Dân số 11/7`, `tết Đoan Ngọ (5/5)`."""
    start = max(0, position - 64)
    return _NAMED_DAY.search(page.text[start:position]) is not None


def figure_before(left: str) -> bool:
    """Whether the place stands inside a longer figure or code: `/5`, `3,5`."""
    return left.endswith("/") or (
        re.search(r"\d[.,-]$", left) is not None and not re.search(r"\b(?:thứ |t)[2-7][,-]$", left)
    )


@cache
def known_by_date() -> frozenset[tuple[int, int]]:
    """Collect the days and months that everybody knows by their date."""
    return _pairs("known")


@cache
def plain_parts() -> frozenset[tuple[int, int]]:
    """Collect the shares that everybody knows as shares, 1/2 and 3/4."""
    return _pairs("part")


def _pairs(group: str) -> frozenset[tuple[int, int]]:
    return frozenset(
        (int(one), int(two)) for one, _, two in (pair.partition("/") for pair in groups("dates")[group])
    )


def and_words() -> str:
    """Return the words and the sign that join the last of a list, as alternatives of a pattern."""
    return f"{alternatives('dates', 'and', 'either')}|&"


def say_day(written: str, left: str) -> str:
    """Say a day, `mùng` before the first ten unless `left` has the word for the day already."""
    day = int(written)
    return numbers.cardinal(day) if day > 10 or governed(left) else f"mùng {numbers.cardinal(day)}"


def say_month(written: str) -> str:
    """Say a month's number as it follows `tháng`: tư for 4."""
    return "tư" if int(written) == 4 else numbers.cardinal(int(written))


def say_year(written: str) -> str:
    """Say a year with `năm`; two figures up to 50 are of this century, others of the last."""
    if len(written) == 2:
        written = ("20" if int(written) <= 50 else "19") + written
    return f"năm {numbers.whole(written)}"


def say_day_of_year(day: str, month: str | None, year: str | None, left: str) -> str:
    """Say a day with its month and year, each only where it is given."""
    words = [say_day(day, left)]
    if month:
        words.append(f"tháng {say_month(month)}")
    if year:
        words.append(say_year(year))
    return " ".join(words)
