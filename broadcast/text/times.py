"""Clock times and spans of them: 17h30, 5 giờ 30, 07:30, 21h05', 8h-10h."""

import re

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_TIME = re.compile(
    r"""
      (?P<h1>[01]?\d|2[0-4])\ ?[hHg]\ ?(?P<m1>[0-5]\d)(?![\d.,/]\d|\d)(?:\ ?(?P<u1>'|phút\b|ph\b|p\b))?
    | (?P<h2>[01]?\d|2[0-4]):(?P<m2>[0-5]\d)(?::(?P<s2>[0-5]\d))?(?!\d|:\d)(?:\ ?(?:h|giờ)\b)?
    | (?P<h3>[01]?\d|2[0-4])\ giờ\ (?P<m3>[0-5]?\d)(?!\d|[.,/:-]\d|\ ?[hg%]\b|\ giờ|\ ?-\ ?\d)
        (?:\ ?(?P<u3>'|phút\b))?
    | (?P<h4>\d{1,3})\ ?[hH]\b
    | (?P<h5>[01]?\d|2[0-4])\ ?g\b
    | (?P<h6>\d{1,2})\ giờ\b
    """,
    re.VERBOSE,
)
_HOURS = re.compile(
    r"(?P<from>[01]?\d|2[0-4])(?P<dash>\ ?-\ ?)(?=(?:[01]?\d|2[0-4])\ ?(?:[hHg](?!\w*[a-z]{2})|giờ|:[0-5]\d))"
)
_DASH = re.compile(r" ?- ?")
_MINUTES = re.compile(r"(?P<m>\d{1,3})'(?:(?P<s>[0-5]?\d)(?:''|\"))?(?!\w)")
_ABOUT_TIME = WordList("times", "time", tail="[ :(-]*")
_DAY_SPAN = re.compile(r"24(?:h|H| giờ)?/24(?:h|H| giờ| tiếng)?\b")


def say_times(page: Page, position: int) -> Found | None:
    """Read the time at `position`, `17h30` or `5'`, or a span of two clock times; None where none stands."""
    text = page.text
    if match := _DAY_SPAN.match(text, position):
        unit = " giờ" if re.search(r"h|H|giờ", match[0]) else " tiếng" if "tiếng" in match[0] else ""
        return Found(end=match.end(), spoken=f"hai mươi tư trên hai mươi tư{unit}", kind=Kind.TIME)
    if match := _HOURS.match(text, position):
        until = _time(page, match.end())
        if until and not re.search(r"[/.]$", page.left(position)):
            spoken = f"{numbers.whole(match['from'])} đến {until.spoken}"
            return Found(end=until.end, spoken=spoken, kind=Kind.TIME)
    first = _time(page, position)
    if first is None:
        return _minutes(page, position)
    dash = _DASH.match(text, first.end)
    if dash and dash.end() > first.end and (until := _time(page, dash.end())):
        return Found(end=until.end, spoken=f"{first.spoken} đến {until.spoken}", kind=Kind.TIME)
    return first


def _time(page: Page, position: int) -> Found | None:
    match = _TIME.match(page.text, position)
    if not match or (match["h5"] and not _ABOUT_TIME.ends(page.left(position))):
        return None
    if match["h6"] and len(match["h6"]) > 1 and match["h6"][0] != "0" and int(match["h6"]) > 24:
        return None
    hour = next(match[group] for group in ("h1", "h2", "h3", "h4", "h5", "h6") if match[group])
    minute = match["m1"] or match["m2"] or match["m3"] or ""
    spoken = f"{numbers.whole(hour)} giờ"
    if int(minute or 0):
        unit = " phút" if match["u1"] or match["u3"] or match["s2"] or int(minute) < 10 else ""
        spoken += f" {numbers.whole(minute)}{unit}"
    if match["s2"] and int(match["s2"]):
        spoken += f" {numbers.whole(match['s2'])} giây"
    return Found(end=match.end(), spoken=spoken, kind=Kind.TIME)


def _minutes(page: Page, position: int) -> Found | None:
    """`5'`, `1'30"`."""
    match = _MINUTES.match(page.text, position)
    if not match:
        return None
    seconds = f" {numbers.whole(match['s'])} giây" if match["s"] else ""
    return Found(end=match.end(), spoken=f"{numbers.whole(match['m'])} phút{seconds}", kind=Kind.TIME)
