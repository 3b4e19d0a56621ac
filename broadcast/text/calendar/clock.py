"""One clock time -> its words: 17h30, 5 giờ 30, 07:30, 21h05', 8:00 PM, lúc 8.30."""

import re

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_TIME = lazily(
    r"""
      (?P<h1>[01]?\d|2[0-4])\ ?[hHgG](?:'|:|\.(?=\d))?\ ?(?P<m1>[0-5]\d|0(?![\d/]|[.,]\d)|[1-9](?='|\ ?phút\b))
        (?!\d|[.,]\d|/\d(?!\d?[hHg]|\d?/\d|\d(?!\w)))(?:\ ?(?P<u1>'|phút\b|PHÚT\b|ph\b|p(?!\w)|p(?=\d)))?
        (?:(?P<s1>[0-5]\d)(?:''|"|s\b|\ ?giây\b))?
    | (?P<h2>[01]?\d|2[0-4]):(?P<m2>[0-5]\d)(?::(?P<s2>[0-5]\d))?(?!\d|:\d)(?:\ ?(?:h|giờ)\b)?
    | (?P<h3>[01]?\d|2[0-4])\ ?(?:giờ|GIỜ)\ ?(?P<m3>[0-5]?\d)
        (?!\d|[.,/:-]\d|\ ?[hg%]\b|\ giờ|\ ?-\ ?\d{1,2}(?!\d|\ ?giờ|\ ?GIỜ|\ ?[hH]|:\d))
        (?:\ ?(?P<u3>'|phút\b|PHÚT\b))?
    | (?P<h4>\d{1,3})\ ?[hH]\b
    | (?P<h5>[01]?\d|2[0-4])\ ?g\b(?!/(?:c?m[23²³]|[lL]|kg)\b)
    | (?P<h6>\d{1,2})\ ?(?:giờ|GIỜ)\b
    """,
    re.VERBOSE,
)
_ABOUT_TIME = WordList("times", "time", tail="[ :(-]*")
_WEIGHED = WordList("quantities", "weighed", tail=r"(?: [^\W\d_]+)?[ :(-]*")
_HALF_OF_DAY = lazily(r" ?(?:AM|PM)\b(?! [A-ZĐ]{2})|(?:am|pm)\b")
_POINT = lazily(r"(?P<h>[01]?\d|2[0-3])\.(?P<m>[0-5]\d)(?!\d|[.,/]\d|%)")
_SPAN_OF_POINTS = lazily(r"^ ?- ?\d{1,2}\.[0-5]\d")
_DAY_FOLLOWS = lazily(r" ngày \d{1,2}[/.-]\d| ngày mai| hôm (?:nay|qua|sau)")
_AT = WordList("times", "at", tail=" ")
_PART_OF_DAY = WordList("times", "part", head=" ", tail=r"\b")


def one_clock(page: Page, position: int) -> Found | None:
    """Read the one time at `position`; None where none stands, or nothing makes one of `7g`, `8.30`."""
    return _time(page, position) or _dotted(page, position)


def _dotted(page: Page, position: int) -> Found | None:
    """`lúc 8.30`, `8.30 sáng`: a point between hour and minutes, where the words beside it speak of a clock."""
    match = _POINT.match(page.text, position)
    if not match:
        return None
    right = _SPAN_OF_POINTS.sub("", page.right(match.end()))
    parts = _PART_OF_DAY.begins(right.lower()) and int(match["m"]) > 12
    if not (parts or _AT.ends(page.left(position))):
        return None
    minute = f" {numbers.whole(match['m'])}" if int(match["m"]) else ""
    return Found(end=match.end(), spoken=f"{numbers.whole(match['h'])} giờ{minute}", kind=Kind.TIME)


def _time(page: Page, position: int) -> Found | None:
    match = _TIME.match(page.text, position)
    if not match or (match["h5"] and (_WEIGHED.ends(page.left(position)) or not _is_hour(page, match))):
        return None
    if match["h6"] and len(match["h6"]) > 1 and match["h6"][0] != "0" and int(match["h6"]) > 24:
        return None
    hour = next(match[group] for group in ("h1", "h2", "h3", "h4", "h5", "h6") if match[group])
    minute = match["m1"] or match["m2"] or match["m3"] or ""
    spoken = f"{numbers.whole(hour)} giờ"
    seconds = match["s1"] or match["s2"]
    if int(minute or 0):
        unit = " phút" if match["u1"] or match["u3"] or seconds or int(minute) < 10 else ""
        spoken += f" {numbers.whole(minute)}{unit}"
    if int(seconds or 0):
        spoken += f" {numbers.whole(seconds)} giây"
    half = _HALF_OF_DAY.match(page.text, match.end())
    if half and int(hour) <= 12:
        spoken += f" {_part_of_day(int(hour), half[0].strip().upper())}"
    return Found(end=half.end() if half else match.end(), spoken=spoken, kind=Kind.TIME)


def _is_hour(page: Page, match: re.Match[str]) -> bool:
    """Whether 7g is an hour and no weight: a word of time before it, a day behind."""
    right = page.right(match.end()).lower()
    return _ABOUT_TIME.ends(page.left(match.start())) or bool(_DAY_FOLLOWS.match(right))


def _part_of_day(hour: int, half: str) -> str:
    """The part of the day for AM and PM."""
    if half == "AM":
        return "đêm" if hour == 12 else "sáng"
    return "trưa" if hour == 12 else "chiều" if hour < 6 else "tối"
