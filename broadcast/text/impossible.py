"""Written text -> the dates in it that no calendar has, and those that fall on another weekday than is written."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from broadcast.base.errors import Message, tell

_LEAP_YEAR = 2024
"""For a date without its year: 29/2 is one."""
_MONTHS, _DAY_NAMES = 12, ("hai", "ba", "tư", "năm", "sáu", "bảy")
_SPOKEN_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "chủ nhật")
_NUMBERS = r"(?P<day>\d{1,2})(?:\s?/\s?|\s+tháng\s+)(?P<month>\d{1,2})(?:(?:\s?/\s?|\s+năm\s+)(?P<year>\d{4}))?"
_DATED = re.compile(
    r"(?i)(?<!mỗi )(?<!một )(?<!cả )(?<!\w)ngày\s+" + _NUMBERS + r"(?![\d/])(?!\s*(?:h|giờ)(?!\w))"
    r"(?!\s*\(?(?:âm|âl)(?!\w))"
)
"""Not `cả ngày 24/24`, and no lunar date."""
_NO_COUNT = "".join(f"(?<!{word} )" for word in ("lần", "đợt", "phiên", "kỳ", "buổi"))
"""Before a weekday: `lần thứ hai` is a number."""
_WEEKDAY = re.compile(
    rf"(?i)(?<!\w){_NO_COUNT}(?P<name>thứ\s+(?P<of>hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
    r",?\s+(?:\(|ngày\s+){0,2}" + _NUMBERS + r"(?!\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongDate:
    """A date that cannot be meant."""

    start: int
    end: int
    """It is `text[start:end]`."""
    what: Message
    """What is wrong with it."""


def wrong_dates(text: str) -> Iterator[WrongDate]:
    """Yield the dates of `text` that are not in the calendar, and those whose weekday is another, in order."""
    found = [*_not_in_calendar(text), *_other_weekdays(text)]
    yield from sorted(found, key=lambda one: one.start)


def _not_in_calendar(text: str) -> Iterator[WrongDate]:
    for one in _DATED.finditer(text):
        day, month, year = int(one["day"]), int(one["month"]), int(one["year"] or _LEAP_YEAR)
        if not 1 <= month <= _MONTHS or not 1 <= day <= _days_in(year, month):
            written = text[one.start("day") : one.end()]
            what = tell("ngày {date} không có trong lịch", date=written)
            yield WrongDate(start=one.start("day"), end=one.end(), what=what)


def _other_weekdays(text: str) -> Iterator[WrongDate]:
    for one in _WEEKDAY.finditer(text):
        if one["year"] is None:
            continue
        try:
            day = date(int(one["year"]), int(one["month"]), int(one["day"]))
        except ValueError:  # told as not in the calendar
            continue
        if day.weekday() != _weekday(one["of"]):
            what = tell("ngày {date} là {weekday}, không phải {written}", date=f"{day:%d/%m/%Y}",
                        weekday=_SPOKEN_NAMES[day.weekday()], written=" ".join(one["name"].split()))  # fmt: skip
            yield WrongDate(start=one.start(), end=one.end(), what=what)


def _weekday(name: str | None) -> int:
    """The weekday of `hai` to `bảy` or `2` to `7`, Monday 0; Sunday for None."""
    if name is None:
        return 6
    return int(name) - 2 if name.isdecimal() else _DAY_NAMES.index(name.lower())


def _days_in(year: int, month: int) -> int:
    return monthrange(max(year, 1), month)[1]
