"""Dates, months, quarters, years and spans of them, told from fractions and house numbers by their context."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups
from broadcast.text.wordlist import WordList, alternatives

_D = r"(?:0?[1-9]|[12]\d|3[01])(?!\d)"
_M = r"(?:0?[1-9]|1[0-2])(?!\d)"
_Y = r"(?:1[0-9]|20|21)\d\d(?!\d)"
_S = r"\ ?[/.-]\ ?"
_TO = r"\ ?-\ ?"

_ISO = re.compile(rf"(?P<y>{_Y})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_FULL = re.compile(rf"(?P<d>{_D})(?P<s>{_S})(?P<m>{_M})(?P=s)(?P<y>{_Y}|\d\d(?![\d/.,]))")
_DAYS_FULL = re.compile(rf"(?P<d1>{_D}){_TO}(?P<d>{_D})(?P<s>[/.])(?P<m>{_M})(?P=s)(?P<y>{_Y})")
_DM_DM = re.compile(
    rf"(?P<d1>{_D})(?P<s>[/.])(?P<m1>{_M}){_TO}(?P<d>{_D})(?P=s)(?P<m>{_M})(?:(?P=s)(?P<y>{_Y}))?(?![/.]?\d)"
)
_DAYS_M = re.compile(rf"(?P<d1>{_D}){_TO}(?P<d>{_D})/(?P<m>{_M})(?![/.]?\d)")
_DM = re.compile(rf"(?P<d>{_D})(?P<s>[/.-])(?P<m>{_M})(?![/.-]?\d|%|\ ?[a-zA-Z]+[/²])")
_MY = re.compile(rf"(?P<m>{_M})(?P<s>{_S})(?P<y>{_Y})")
_MM_Y = re.compile(rf"(?P<m1>{_M}){_TO}(?P<m>{_M})(?P<s>[/.])(?P<y>{_Y})")
_YY = re.compile(rf"(?P<y1>{_Y}){_TO}(?P<y>{_Y})")
_T_MONTH = re.compile(rf"T\.?(?P<m>{_M})(?:[/.-](?P<y>{_Y}))?(?!\w|[/.]\d)")

_DATE_WORDS = WordList(
    "dates", "feast", "before",
    shapes=r"giờ \d{1,2}|giờ \d{1,2} phút|\d{1,2}h(?:\d\d)?'?|\d{1,2}:\d\d", tail=r"[ :,(-]*(?:ngày )?",
)  # fmt: skip
_STRONG_DATE_WORDS = WordList("dates", "feast", "dashed", tail=r"[ :,(]*")
_LIST_OF_DATES = WordList(
    "dates", "join", "either", shapes="[,;-]", head=r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})? ?", tail=" ?"
)
_SHARE_LEFT = WordList("shares", "before", tail=r"[ :(]*")
_SHARE_RIGHT = WordList("shares", "whole", "counted", "measured", head=" *", tail=r"\b")
_LUNAR = WordList("dates", "lunar", shapes=r"năm \d", head=r" *\(?")
_NUMBERED = WordList("dates", "numbered", tail="[ :]*")
_UNTIL_WORDS = WordList("dates", "until", tail="[ :]*")
_AMOUNT = WordList("dates", "amount", head=" ?", tail=r"\b")
_ADDRESS = WordList("dates", "address", tail="[ :]*")
_MONTH_WORDS = WordList("dates", "month", tail="[ -]*")
_DAY_ENDS = WordList("dates", "join", "one month", shapes=r"[-,.;)]", head=" ?")
_SPAN_OF_DAYS = WordList("dates", "span", tail="[ :]*")


@cache
def _governed() -> re.Pattern[str]:
    """`ngày` or `mùng`, which already stands before the day, perhaps over a list of days."""
    day = r"\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{4})?)?"
    join = rf" ?(?:[,;-]|{alternatives('dates', 'join', 'upto', 'either')}) ?(?:hết )?"
    return re.compile(rf"\b(?:{alternatives('dates', 'day')})[ :(]*(?:{day}(?:{join})+)*$")


@cache
def _month_said() -> re.Pattern[str]:
    """`tháng`, which already stands before the month, perhaps over a list of months."""
    months, join = alternatives("dates", "one month", "months"), alternatives("dates", "join")
    return re.compile(rf"\b(?:{months}|tháng \d{{1,2}} ?(?:[,-]|{join}))[ :]*$")


@cache
def _counted() -> re.Pattern[str]:
    """A word that may be what is counted: one that does not end as a preposition does."""
    linking = "".join(rf"(?<!{word})" for word in groups("dates")["linking"])
    return re.compile(rf" ?[^\W\d_]+{linking}\b")


@cache
def _known_by_date() -> frozenset[tuple[int, int]]:
    """Days and months that everybody knows by their date."""
    return frozenset(
        (int(day), int(month)) for day, _, month in (one.partition("/") for one in groups("dates")["known"])
    )


def say_dates(page: Page, position: int) -> Found | None:
    """Read the date, month or span of years at `position`, the longest shape first; None where no shape fits."""
    text, left = page.text, page.left(position)
    if position and (text[position - 1] in "/" or re.search(r"\d[.,-]$", left)):
        return None
    for pattern, say in _SHAPES:
        if (match := pattern.match(text, position)) and (found := say(page, match, left)):
            return found
    return None


def say_month_letters(page: Page, position: int) -> Found | None:
    """Read `T10/2025` at `position`, and `T10` alone after words that speak of months; None for any other T."""
    match = _T_MONTH.match(page.text, position)
    left = page.left(position)
    if not match or not (match["y"] or _MONTH_WORDS.ends(left)):
        return None
    if not match["y"] and 2 <= int(match["m"]) <= 7:
        return None
    year = f" năm {numbers.whole(match['y'])}" if match["y"] else ""
    return Found(end=match.end(), spoken=f"tháng {_month(match['m'])}{year}", kind=Kind.DATE)


def say_day_or_month_number(page: Page, position: int) -> Found | None:
    """Read the number at `position` after `ngày`, `tháng` or `thứ`, or a span of two; None after other words.

    A leading zero is not said; 4 is `tư` after `tháng` and `thứ`, `bốn` after `ngày`.
    """
    match = re.compile(r"\d{1,3}(?!\d|[.,/:]\d|[a-zA-Z%°])").match(page.text, position)
    if not match:
        return None
    left, number = page.left(position), int(match[0])
    if re.search(r"\btháng $", left) and 1 <= number <= 12:
        until = re.compile(rf"{_TO}({_M})(?![/.]?\d)").match(page.text, match.end())
        if until and int(until[1]) > number:
            spoken = f"{_month(match[0])} đến tháng {_month(until[1])}"
            return Found(end=until.end(), spoken=spoken, kind=Kind.RANGE)
        return Found(end=match.end(), spoken=_month(match[0]), kind=Kind.DATE)
    if re.search(r"\bthứ $", left):
        until = re.compile(r" ?- ?([2-7])(?!\w)").match(page.text, match.end())
        if until and 2 <= number < int(until[1]):
            spoken = f"{numbers.ordinal(number)} đến thứ {numbers.ordinal(int(until[1]))}"
            return Found(end=until.end(), spoken=spoken, kind=Kind.RANGE)
        return Found(end=match.end(), spoken=numbers.ordinal(number), kind=Kind.ORDINAL)
    right = page.right(match.end())
    if number <= 31 and _governed().search(left) and (right in ("", " ") or _DAY_ENDS.begins(right)):
        until = re.compile(rf"{_TO}({_D})(?![/.]?\d)").match(page.text, match.end())
        if until and int(until[1]) > number:
            spoken = f"{numbers.cardinal(number)} đến {numbers.whole(until[1])}"
            return Found(end=until.end(), spoken=spoken, kind=Kind.RANGE)
        return Found(end=match.end(), spoken=numbers.cardinal(number), kind=Kind.DATE)
    return None


def _day(written: str, left: str) -> str:
    """`mùng` for the first ten days, unless `ngày` is already said."""
    day = int(written)
    return numbers.cardinal(day) if day > 10 or _governed().search(left) else f"mùng {numbers.cardinal(day)}"


def _month(written: str) -> str:
    return "tư" if int(written) == 4 else numbers.cardinal(int(written))


def _year(written: str) -> str:
    if len(written) == 2:
        written = ("20" if int(written) <= 50 else "19") + written
    return f"năm {numbers.whole(written)}"


def _iso(_: Page, match: re.Match[str], left: str) -> Found | None:
    day = "" if re.search(r"ngày $", left) else "ngày "
    spoken = f"{day}{numbers.whole(match['d'])} tháng {_month(match['m'])} {_year(match['y'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _full(page: Page, match: re.Match[str], left: str) -> Found | None:
    short = len(match["y"]) == 2
    if short and (match["s"] != "/" or not _DATE_WORDS.ends(left)):
        return None
    spoken = f"{_day(match['d'], left)} tháng {_month(match['m'])} {_year(match['y'])}"
    until = re.compile(r" ?- ?").match(page.text, match.end())
    if until and until.end() > match.end() and (second := _FULL.match(page.text, until.end())):
        other = f"{_day(second['d'], left)} tháng {_month(second['m'])} {_year(second['y'])}"
        return Found(end=second.end(), spoken=f"{spoken} đến {other}", kind=Kind.DATE)
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _days_full(_: Page, match: re.Match[str], left: str) -> Found | None:
    spoken = (
        f"{_day(match['d1'], left)} đến {_day(match['d'], left)} tháng {_month(match['m'])} {_year(match['y'])}"
    )
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _dm_dm(_: Page, match: re.Match[str], left: str) -> Found | None:
    first = f"{_day(match['d1'], left)} tháng {_month(match['m1'])}"
    last = f"{_day(match['d'], left)} tháng {_month(match['m'])}"
    year = f" {_year(match['y'])}" if match["y"] else ""
    holidays = {(30, 4), (1, 5)} == {(int(match["d1"]), int(match["m1"])), (int(match["d"]), int(match["m"]))}
    between = ", " if holidays and not re.search(r"\btừ (?:ngày )?$", left) else " đến "
    return Found(end=match.end(), spoken=f"{first}{between}{last}{year}", kind=Kind.DATE)


def _days_month(page: Page, match: re.Match[str], left: str) -> Found | None:
    if int(match["d1"]) >= int(match["d"]) or _SHARE_RIGHT.begins(page.right(match.end())):
        return None
    spoken = f"{_day(match['d1'], left)} đến {_day(match['d'], left)} tháng {_month(match['m'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _months_year(_: Page, match: re.Match[str], left: str) -> Found | None:
    if int(match["m1"]) >= int(match["m"]):
        return None
    said = "" if _month_said().search(left) else "tháng "
    if re.search(r"\bquý $", left):
        spoken = f"{numbers.whole(match['m1'])} đến quý {numbers.whole(match['m'])} {_year(match['y'])}"
    else:
        spoken = f"{said}{_month(match['m1'])} đến tháng {_month(match['m'])} {_year(match['y'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _month_year(page: Page, match: re.Match[str], left: str) -> Found | None:
    if _NUMBERED.ends(left):
        spoken = f"{numbers.whole(match['m'])} {_year(match['y'])}"
        return Found(end=match.end(), spoken=spoken, kind=Kind.DATE) if "/" in match["s"] else None
    if match["s"] != "/" and not _month_said().search(left):
        return None
    said = "" if _month_said().search(left) else "tháng "
    spoken = f"{said}{_month(match['m'])} {_year(match['y'])}"
    until = re.compile(rf"{_TO}(?P<m>{_M})/(?P<y>{_Y})").match(page.text, match.end())
    if until:
        spoken += f" đến tháng {_month(until['m'])} {_year(until['y'])}"
        return Found(end=until.end(), spoken=spoken, kind=Kind.DATE)
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _day_month(page: Page, match: re.Match[str], left: str) -> Found | None:
    day, month, right = int(match["d"]), int(match["m"]), page.right(match.end())
    if (day, month) == (24, 7) and not _governed().search(left):
        return None  # around the clock, not the 24th of July
    spoken = f"{_day(match['d'], left)} tháng {_month(match['m'])}"
    sure = Found(end=match.end(), spoken=spoken, kind=Kind.DATE)
    if match["s"] != "/":
        return sure if _dashed_date(left, right, day, month) else None
    if (day, month) in _known_by_date() and not (
        day < month and (_SHARE_LEFT.ends(left) or _SHARE_RIGHT.begins(right))
    ):
        return None if _ADDRESS.ends(left) else sure
    if _SHARE_RIGHT.begins(right) and not re.search(r"\bngày[ (]*$", left):
        return None
    if _DATE_WORDS.ends(left) or _governed().search(left) or _LIST_OF_DATES.ends(left) or _LUNAR.begins(right):
        return sure
    # 15/11 is no part of a whole, and nobody writes a share as 01/7; 11/15 may be one
    return (
        sure
        if (day > month or "0" in (match["d"][0], match["m"][0]))
        and not _SHARE_LEFT.ends(left)
        and not _counted().match(right)
        else None
    )


def _dashed_date(left: str, right: str, day: int, month: int) -> bool:
    """`30-4` is a date after `ngày` or a feast; `5-7 ngày` and `ngày 5-7/10` are spans."""
    if _AMOUNT.begins(right):
        return False
    if _SPAN_OF_DAYS.ends(left):
        return (day, month) in _known_by_date()
    if _UNTIL_WORDS.ends(left) and re.match(r" ?(?:$|[.;,)])", right):
        return True
    return bool(_STRONG_DATE_WORDS.ends(left) or (_LIST_OF_DATES.ends(left) and (day, month) in _known_by_date()))


def _years(_: Page, match: re.Match[str], _left: str) -> Found | None:
    if int(match["y1"]) >= int(match["y"]):
        return None
    spoken = f"{numbers.whole(match['y1'])} đến {numbers.whole(match['y'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.RANGE)


_SHAPES = (
    (_ISO, _iso),
    (_DM_DM, _dm_dm),
    (_DAYS_FULL, _days_full),  # before the full date: 10-15/10/2025 ends in one
    (_FULL, _full),
    (_DAYS_M, _days_month),
    (_MM_Y, _months_year),
    (_MY, _month_year),
    (_YY, _years),
    (_DM, _day_month),
)
