"""Clock times, spans of them and durations -> words: 7h30, 8h-10h, 24/24h, 5'30"."""

import re

from broadcast.text import numbers
from broadcast.text.calendar.clock import one_clock
from broadcast.text.calendar.datewords import TO
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind

_HOURS = re.compile(
    r"(?P<from>[01]?\d|2[0-4])(?P<dash>\ ?(?:-+>?|→|⇒)\ ?)"
    r"(?=(?:[01]?\d|2[0-4])\ ?(?:[hHg](?!\w*[a-z]{2})|giờ|:[0-5]\d))"
)
_NEXT = re.compile(rf"{TO}|(?P<slash> ?/ ?)(?=\d{{1,2}}(?:[hHg]|:\d\d))")
_HOUR_IN_G = re.compile(r"(?P<h>[01]?\d|2[0-4]) ?g\b")
_MINUTES = re.compile(r"(?P<m>\d{1,3})'(?:(?P<s>[0-5]?\d)(?:''|\"))?(?!\w)")
_DAY_SPAN = re.compile(r"24(?:h|H| giờ)?/24(?:h|H| giờ| tiếng)?\b")


def say_times(page: Page, position: int) -> Found | None:
    """Read the time at `position`, `17h30` or `5'`, or a span of two clock times; None where none stands."""
    text = page.text
    if match := _DAY_SPAN.match(text, position):
        unit = " giờ" if re.search(r"h|H|giờ", match[0]) else " tiếng" if "tiếng" in match[0] else ""
        return Found(end=match.end(), spoken=f"hai mươi tư trên hai mươi tư{unit}", kind=Kind.TIME)
    if match := _HOURS.match(text, position):
        until = one_clock(page, match.end())
        if until and not re.search(r"[/.]$", page.left(position)):
            spoken = f"{numbers.whole(match['from'])} đến {until.spoken}"
            return Found(end=until.end, spoken=spoken, kind=Kind.TIME)
    first = one_clock(page, position)
    if first is None:
        return _minutes(page, position)
    times, joins = [first], [""]
    while len(times) < 12 and (join := _NEXT.match(text, times[-1].end)):
        following = one_clock(page, join.end()) or _hour_in_g(text, join.end())
        if following is None:
            break
        times.append(following)
        joins.append(", " if join["slash"] else " đến ")
    if joins.count(" đến ") > 1 and ", " not in joins:
        joins[1:] = [", "] * (len(times) - 1)  # 8h-10h-14h is a list
    spoken = "".join(join + time.spoken for join, time in zip(joins, times, strict=True))
    return Found(end=times[-1].end, spoken=spoken, kind=Kind.TIME)


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
