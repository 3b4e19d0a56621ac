"""Clock times, spans of them and durations -> words: 7h30, 8h-10h, 24/24h, 5'30"."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.calendar.clock import one_clock
from broadcast.text.calendar.datewords import DAY, MONTH, NO_MORE, SLASH, TO, YEAR, say_day_of_year
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_HOURS = re.compile(
    r"(?P<from>[01]?\d|2[0-4])(?P<dash>\ ?(?:-+>?|→|⇒)\ ?)"
    r"(?=(?:[01]?\d|2[0-4])\ ?(?:[hHg](?!\w*[a-z]{2})|giờ|:[0-5]\d))"
)
_HOUR_IN_G = re.compile(r"(?P<h>[01]?\d|2[0-4]) ?g\b")
_MINUTES = re.compile(r"(?P<m>\d{1,3})'(?:(?P<s>[0-5]?\d)(?:''|\"))?(?!\w)")
_OF_DAY = re.compile(rf" ?/ ?(?:ngày )?(?P<d>{DAY}){SLASH}(?P<m>{MONTH})(?:{SLASH}(?P<y>{YEAR}))?{NO_MORE}")
_BARE_DAY = re.compile(rf"/(?P<d>{DAY})(?= ?(?:[.,;)\"']|$| -| (?:đến|là|và|có)\b))(?![.,]\d)")
_AT = WordList("times", "at", shapes="từ|đến|tới|trước|sau", tail=" ")
_NAMED = WordList("labels", "numbered", tail=r"(?: số)?[ :]*")
"""A number that names a thing: `KDC số 3 - 19h` is no span of hours."""
_DAY_SPAN = re.compile(r"24(?:h|H| giờ)?/24(?:h|H| giờ| tiếng)?\b")


def say_times(page: Page, position: int) -> Found | None:
    """Read the time at `position`, `17h30` or `5'`, or a span of two clock times; None where none stands."""
    text = page.text
    if match := _DAY_SPAN.match(text, position):
        unit = " giờ" if re.search(r"h|H|giờ", match[0]) else " tiếng" if "tiếng" in match[0] else ""
        return Found(end=match.end(), spoken=f"hai mươi tư trên hai mươi tư{unit}", kind=Kind.TIME)
    if match := _HOURS.match(text, position):
        until = one_clock(page, match.end())
        left = page.left(position)
        if until and not re.search(r"[/.]$", left) and not _NAMED.ends(left):
            spoken = f"{numbers.whole(match['from'])} đến {until.spoken}"
            return Found(end=until.end, spoken=spoken, kind=Kind.TIME)
    first = one_clock(page, position)
    if first is None:
        return _minutes(page, position)
    times, joins = [first], [""]
    while len(times) < 12 and (join := _next().match(text, times[-1].end)):
        following = one_clock(page, join.end()) or _hour_in_g(text, join.end())
        if following is None:
            break
        times.append(following)
        joins.append(", " if join["slash"] else f"{(join['part'] or '').lower()} đến ")
    if joins.count(" đến ") == len(times) - 1 > 1 and ", " not in joins:
        joins[1:] = [", "] * (len(times) - 1)  # 8h-10h-14h is a list
    spoken = "".join(join + time.spoken for join, time in zip(joins, times, strict=True))
    day, end = _day_after(page, position, times[-1].end)
    return Found(end=end, spoken=spoken + day, kind=Kind.TIME)


@cache
def _next() -> re.Pattern[str]:
    """What joins a time to the next: a dash, perhaps after the part of the day (`7h sáng - 11h trưa`), a slash."""
    parts = alternatives("times", "part")
    return re.compile(rf"(?P<part> (?:{parts}))?{TO}|(?P<slash> ?/ ?)(?=\d{{1,2}}(?:[hHg]|:\d\d))", re.IGNORECASE)


def _day_after(page: Page, start: int, end: int) -> tuple[str, int]:
    """The day that a slash joins to the hour, `2h/21/7`, and after words of time `7h/21`; where it ends."""
    match = _OF_DAY.match(page.text, end)
    if match:
        return f" ngày {say_day_of_year(match['d'], match['m'], match['y'], 'ngày ')}", match.end()
    if (match := _BARE_DAY.match(page.text, end)) and _AT.ends(page.left(start)):
        return f" ngày {say_day_of_year(match['d'], None, None, 'ngày ')}", match.end()
    return "", end


def _hour_in_g(text: str, position: int) -> Found | None:
    """`17g` behind a clock time and a dash is an hour too."""
    match = _HOUR_IN_G.match(text, position)
    return Found(end=match.end(), spoken=f"{numbers.whole(match['h'])} giờ", kind=Kind.TIME) if match else None


def _minutes(page: Page, position: int) -> Found | None:
    """`5'`, `1'30"`."""
    match = _MINUTES.match(page.text, position)
    if not match:
        return None
    seconds = f" {numbers.whole(match['s'])} giây" if match["s"] else ""
    return Found(end=match.end(), spoken=f"{numbers.whole(match['m'])} phút{seconds}", kind=Kind.TIME)
