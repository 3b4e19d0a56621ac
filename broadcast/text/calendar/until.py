"""The dash of a time that began with `từ` -> `đến`: từ 7h ngày 5/3 - 17h ngày 6/3, từ 2020 - nay."""

import re
from functools import cache

from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups
from broadcast.text.wordlist import WordList, alternatives

_DASH = re.compile(r"(?:-+>?|→|⇒) ?")
_END_BEFORE = (
    r"(?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{4})?|\d{1,2} ?(?:h|giờ)(?: ?\d\d)?"
    r"|\d{4}|tháng \d{1,2}|thứ (?:\d|\w+)|chủ nhật)"
)
_NUMBER_BEFORE = re.compile(r"\b(?:từ|trên|đủ) (?:đủ )?\d{1,4}(?:[.,]\d{1,3})? ?%? ?$")
_LIMIT = WordList("dates", "limit", tail=r" \d")
"""từ đủ 65 - dưới 75 tuổi."""
_YEAR_BEFORE = re.compile(r"/((?:19|20)\d\d) ?$")
_LABEL_BEFORE = re.compile(r"(?P<since>\btừ )?\b(?P<label>[^\W\d_]+(?: số)?) (?P<n>\d{1,3}) ?$")
_YEAR_AFTER = re.compile(r"((?:19|20)\d\d)(?!\d)")


def say_until_dash(page: Page, position: int) -> Found | None:
    """Read the dash or arrow at `position` as `đến` between the ends of a time; None for any other dash."""
    dash = _DASH.match(page.text, position)
    if not dash:
        return None
    left, right = page.left(position), page.right(dash.end())
    if (first := _YEAR_BEFORE.search(left)) and (last := _YEAR_AFTER.match(right)):
        return Found(end=dash.end(), spoken="đến", kind=Kind.RANGE) if int(first[1]) < int(last[1]) else None
    if (day := _weekday_before().search(left)) and (other := _weekday_after().match(right)):
        two = day["bare"] == alternatives("dates", "saturday") and not other["day"]
        return Found(end=dash.end(), spoken="" if two else "đến", kind=Kind.RANGE, mark="," if two else "")
    if (_NUMBER_BEFORE.search(left) and _LIMIT.begins(right)) or _between_labels(left, right):
        return Found(end=dash.end(), spoken="đến", kind=Kind.RANGE)
    if not _opened().search(left) or not _end_after().match(right):
        return None
    return Found(end=dash.end(), spoken="đến", kind=Kind.RANGE)


def _between_labels(left: str, right: str) -> bool:
    """`cấp 5 - cấp 6`, `từ tổ 1 - tổ 4`: the same word before both numbers; things in no order after `từ` only."""
    first = _LABEL_BEFORE.search(left)
    if not first or not (first["since"] or first["label"] in groups("labels")["graded"]):
        return False
    last = re.match(rf"{re.escape(first['label'])} (\d{{1,3}})(?![\w/]|[.,]\d)", right.lower())
    apart = int(last[1]) - int(first["n"]) if last else 0
    return apart > 1 or (apart == 1 and first["label"] in groups("labels")["graded"])


@cache
def _weekday_before() -> re.Pattern[str]:
    return re.compile(rf"\bthứ (?P<bare>{alternatives('dates', 'day name')}) ?$")


@cache
def _weekday_after() -> re.Pattern[str]:
    sunday = alternatives("dates", "weekend")
    return re.compile(rf"(?:(?P<day>thứ (?:{alternatives('dates', 'day name')}))|{sunday})\b", re.IGNORECASE)


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
