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
    YEAR,
    counts_something,
    governed,
    known_by_date,
    measured,
    on_a_named_day,
    plain_parts,
    say_day_of_year,
    share_before,
)
from broadcast.text.neighbours import written_out
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_DAY_MONTH = lazily(rf"(?P<d>{DAY})(?P<s>{SLASH}|[.-])(?P<m>{MONTH}){NO_MORE}(?!%| ?[a-zA-Z]+[/²])")
_LIST_OF_DATES = WordList(
    "dates", "join", "either", shapes="[,;-]", head=r"\b\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{4})? ?", tail=" ?"
)
_PART_NUMBER = WordList("dates", "part number", tail="[ :(]*")
_PART_OF_DAY = WordList("times", "part", tail=" ")
_ACTOR = WordList("dates", "actor", tail=r"\b")
_WITHIN_A_DAY = lazily(r"\btrong ngày $")
_ANOTHER_DASHED = lazily(
    rf" (?:cho )?(?:đến|tới) (?:hết )?(?:ngày )?{DAY}-{MONTH}(?![\d/-]|[.,]\d| ?%| (?:người|hộ|triệu|nghìn|tuổi))"
)
_DASHED_END = lazily(rf" - (?P<d>{DAY})-(?P<m>{MONTH})(?:-(?P<y>{YEAR}))?(?![\d/-]|[.,]\d| ?%)")
_UP_TO = WordList("dates", "up to", tail=" ")
_HAPPENS = WordList("dates", "happens", head=" ", tail=r"\b")
_UNTIL_WORDS = WordList("dates", "until", tail="[ :]*")
_SPAN_OF_DAYS = WordList("dates", "span", tail="[ :]*")
_NAMED_BY_DATE = WordList("dates", "named by date", tail=" ")
_OF_A_YEAR = WordList("dates", "of a year", head=" ", tail=r"\b")
_DAY_SAID = lazily(r"\bngày\b[^.;()]*\($")
_SCORE = WordList("scores", "score", tail="[ :]*")
_A_CLOCK_OR_A_TITLE = lazily(r"[ ,(]*(?:từ )?\d{1,2}(?:[hg]|:\d\d| giờ)|:|\s*$")
_CLOSED = lazily(r" ?(?:$|[.,;)])")
_AT_A_CLOCK = WordList(
    "dates",
    "clock",
    tail=r" (?:\d{1,2}[hg](?:\d\d)?|\d{1,2}:\d\d|\d{1,2} giờ(?: \d{1,2}(?: phút)?)?)(?: sáng| chiều| tối)? ",
)
_FROM_DAY = lazily(r"\btừ ngày $")
"""từ ngày 1-7, …: the first of July, or the first to the seventh."""
_GOES_ON = lazily(r" (?:đến|tới|cho đến|trở đi|trở về sau)\b")
"""từ ngày 1-10 đến nay: the span is from that day on."""
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
        last = _DASHED_END.match(page.text, match.end())
        if last and (governed(left) or _SPAN_OF_DAYS.ends(left)) and not measured(page, last.end()):
            until = say_day_of_year(last["d"], last["m"], last["y"], left)
            return Found(end=last.end(), spoken=f"{spoken} đến {until}", kind=Kind.DATE)
        if _WITHIN_A_DAY.search(left) and not measured(page, match.end()):
            return sure if day >= month or _month_spoken_of(page, position, month) else _asked_span(match, sure)
        named = on_a_named_day(page, match.start()) and not measured(page, match.end())
        if named or _dashed_date(page, match.end(), left, day, month):
            return sure
        near = _FROM_DAY.search(left) and _CLOSED.match(right) and not measured(page, match.end())
        return _asked(match, sure) if near else None
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
    if day > month and not share and _OF_A_YEAR.begins(right.lower()):
        return sure  # đến 31/3 năm sau
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
    if counted and (day, month) in known_by_date() and _PART_OF_DAY.ends(left) and _acts(page, match.end()):
        return sure  # tối 10/10 phường tổ chức
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


def _month_spoken_of(page: Page, position: int, month: int) -> bool:
    """Whether `tháng 5` stands shortly before, so that `trong ngày 4-5` is the fourth of May."""
    before = page.text[max(0, position - 160) : position].lower()
    return re.search(rf"tháng 0?{month}(?!\d)", before) is not None


def _asked_span(match: re.Match[str], date: Found) -> Found:
    span = f"{numbers.whole(match['d'])} đến {numbers.whole(match['m'])}"
    why = tell("đọc là “{one}” hay “{two}”?", one=date.spoken, two=span)
    return Found(end=date.end, spoken=date.spoken, kind=Kind.DATE, why=why)


def _acts(page: Page, end: int) -> bool:
    """Whether a body that acts by itself follows, and no number of such bodies: `phường tổ chức`."""
    return bool(_ACTOR.begins(written_out(page, end).lower()))


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
    if _ANOTHER_DASHED.match(right.lower()) and not _SCORE.ends(left):
        return True
    if _NAMED_BY_DATE.ends(left) and not counts_something(page, end):
        return (day, month) in known_by_date() or day > 12  # đường 2-9, quảng trường 29-3
    if _DAY_SAID.search(left) and right.startswith(")") and day > 12 and not _SCORE.ends(left):
        return True  # Ngày giải phóng Đà Nẵng (29-3)
    if _SPAN_OF_DAYS.ends(left):
        no_span = governed(left) and (day >= month or bool(_GOES_ON.match(right)))
        return no_span or (day, month) in known_by_date()
    if _AT_A_CLOCK.ends(left) and re.match(r" ?(?:$|[.;,)])", right):
        return True
    if _UNTIL_WORDS.ends(left) and re.match(r" ?(?:$|[.;,)\"])", right):
        return True
    if (day, month) in known_by_date() and day > 12 and not _SCORE.ends(left):
        return True
    return bool(STRONG_DATE_WORDS.ends(left) or (_LIST_OF_DATES.ends(left) and (day, month) in known_by_date()))
