"""The dash of a time that began with `từ` -> `đến`: từ 7h ngày 5/3 - 17h ngày 6/3, từ 2020 - nay."""

import re
from functools import cache

from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import alternatives

_DASH = re.compile(r"(?:-+>?|→|⇒) ?")
_END_BEFORE = (
    r"(?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?|\d{1,2} ?(?:h|giờ)(?: ?\d\d)?"
    r"|\d{4}|tháng \d{1,2}|thứ (?:\d|\w+)|chủ nhật)"
)


def say_until_dash(page: Page, position: int) -> Found | None:
    """Read the dash or arrow at `position` as `đến` between the ends of a time; None for any other dash."""
    dash = _DASH.match(page.text, position)
    if not dash or not _opened().search(page.left(position)) or not _end_after().match(page.right(dash.end())):
        return None
    return Found(end=dash.end(), spoken="đến", kind=Kind.RANGE)


@cache
def _opened() -> re.Pattern[str]:
    """`từ` and, up to the dash, the first end of the time, with no other end in between."""
    since = alternatives("times", "since")
    return re.compile(rf"\b(?:{since}) (?:(?!đến|tới|[-;.] )[^-→])*{_END_BEFORE}\)? ?$")


@cache
def _end_after() -> re.Pattern[str]:
    """The second end of the time: a clock, a day, a part of a day with one of them, `nay`."""
    part, now = alternatives("times", "part"), alternatives("times", "now")
    clock_or_day = r"\d{1,2} ?(?:h|giờ|:\d\d|[/.]\d{1,2})"
    named = r"ngày \d|thứ |tháng \d|chủ nhật|năm \d{4}"
    return re.compile(
        rf"(?:(?:{now})\b|(?:{part}) (?:ngày |{clock_or_day}|{named})|{clock_or_day}|{named})", re.IGNORECASE
    )
