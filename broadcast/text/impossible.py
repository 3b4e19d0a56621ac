"""An announcement's text -> the days and hours in it that there are none of, and what can hardly be meant.

`Lúc 25h00 ngày 30/02/2026` is asked about, as a place left to fill in is (unfilled.py). A day that falls on
another weekday than is written, and a name out of a template (`ông Nguyễn Văn A`), may be meant: they are told and
air.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from broadcast.base.errors import Message, tell
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Doubt

_LEAP_YEAR = 2024
"""For a date without its year: 29/2 is one."""
_MONTHS, _HOURS, _MINUTES = 12, 24, 60
_HISTORY, _MISTYPED, _LAST_YEAR = 1000, range(1020, 1050), 2100
"""Of a day that is told by its year: 1026 and 3026 are 2026 mistyped, 1010 and 1288 are years of history."""
_DAY_NAMES = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_SPOKEN_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "chủ nhật")
_NUMBERS = r"(?P<day>\d{1,2})(?:\s?/\s?|\s+tháng\s+)(?P<month>\d{1,2})(?:(?:\s?/\s?|,?\s+năm\s+)(?P<year>\d{4}))?"
_NOT_LUNAR = r"(?!\s*\(?(?:âm|âl)(?!\w))(?!\s+năm\s+[^\W\d])"
"""The moon's months have other days; `năm Bính Ngọ` is a year of the moon."""
_MOONS_LAST = 30
"""The last day of a long month of the moon."""
_OF_THE_MOON = lazily(r"(?i)(?<!\w)(?:âm lịch|lịch âm|lịch ta|nông lịch|âl|ngày ta)(?!\w)")
_DATED = lazily(
    r"(?i)(?<!mỗi )(?<!một )(?<!cả )(?<!\w)ngày\s+" + _NUMBERS + r"(?![\d/])(?!\s*(?:h|giờ)(?!\w))" + _NOT_LUNAR
)
"""Not `cả ngày 24/24`."""
_FULL = lazily(
    r"(?i)(?<![\w/.-])(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)(?P<year>\d{4})(?![\w/-]|[.]\d)"
    + _NOT_LUNAR
)
_NUMBERED = lazily(r"(?i)(?:\bsố:?|\bkhoản|\bmục)\s$")
"""Before a number of a document or of an article: no date."""
_HOUR = lazily(
    r"(?i)(?<!\w)(?:(?:lúc|hồi|vào lúc)\s(?P<hour>\d{1,2})\s?(?:h|:|giờ)\s?(?P<minute>\d{2})?"
    r"|(?:từ|đến|trước|sau)\s(?P<hour_with>\d{1,2})\s?(?:h|giờ)\s?(?P<minute_with>\d{2}))(?!\w)"
    r"(?!\s(?:tuổi|thai|sau|đầu|tiếp|kể|mổ)(?!\w))"
)
"""`từ 36h đến 48h tới` is a length; with minutes, `từ 25h30`, it is an hour."""
_WEEKDAY_BEYOND = lazily(
    r"(?i)(?<!\w)(?:"
    r"(?:(?<=sáng )|(?<=chiều )|(?<=trưa )|(?<=đêm )|(?<=tối )|(?<=vào )|(?<=họp ))"
    r"thứ\s(?:tám|chín|mười|[189]|1\d)"
    r"(?=\s?(?:[,.;(]|ngày\b|tuần\b)|\s?\Z)"
    r"|(?<!lần )(?<!tháng )thứ\s(?:tám|chín|mười|[189]),?"
    r"(?=\s(?:ngày\s\d|tuần\s(?:này|sau|tới)|h[ằà]ng\stuần))"
    r"|(?:(?m:^)|(?<=[.!?]\s))(?-i:Thứ\s(?:Tám|Chín|Mười|[089]))(?=\s[^\W\d])|(?:mùng|mồng)\s(?:1[1-9]|[2-9]\d))(?!\w)"
)
"""A weekday that no week has, a `mùng` beyond the tenth; `Thứ tám, …` counts points."""
_NO_COUNT = "".join(f"(?<!{word} )" for word in ("lần", "đợt", "phiên", "kỳ", "buổi"))
"""Before a weekday: `lần thứ hai` is a number."""
_WEEKDAY = lazily(
    rf"(?i)(?<!\w){_NO_COUNT}(?P<name>thứ\s+(?P<of>hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)"
    r",?\s+(?:\(|ngày\s+){0,2}" + _NUMBERS + r"(?!\d)"
)
_SAMPLE_NAME = lazily(
    r"(?<!\w)(?:[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]háu|[Ee]m|[Đđ]ồng\schí)\s"
    r"(?P<name>(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Vũ|Đỗ|Bùi)\s(?:Văn|Thị)\s[A-EX-Z])(?!\w|\.\s?[(,a-zà-ỹđ])"
)
"""The names of Vietnamese templates; nobody of them is called by one letter."""
_EXAMPLE = lazily(r"(?i)(?:ví dụ|thí dụ|giả sử|chẳng hạn|trường hợp)[^.!?\n]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlikely:
    """Something that can hardly be meant as it is written."""

    start: int
    end: int
    """It is `text[start:end]`."""
    what: Message
    """What is odd about it."""
    fix: Message


def impossible(text: str) -> tuple[Doubt, ...]:
    """Find the days, weekdays and hours of `text` that there are none of, in order: a doubt for each."""
    found = {one.start: one for one in (*_days(text), *_hours(text), *_weekdays(text))}  # a day is found twice
    return tuple(found[start] for start in sorted(found))


def unlikely(text: str) -> tuple[Unlikely, ...]:
    """Find what can hardly be meant: a day with another weekday beside it, a template's name; in order."""
    return tuple(sorted([*_other_weekdays(text), *_sample_names(text)], key=lambda one: one.start))


def _days(text: str) -> Iterator[Doubt]:
    for pattern in (_DATED, _FULL):
        for one in pattern.finditer(text):
            day, month, year = int(one["day"]), int(one["month"]), int(one["year"] or _LEAP_YEAR)
            start, end = one.start("day"), one.end()
            if day <= _MOONS_LAST and month <= _MONTHS and _is_of_the_moon(text, start, end):
                continue
            if pattern is _FULL and _NUMBERED.search(text[max(0, start - 8) : start]):
                continue
            if not _is_day(day, month, year):
                yield _doubt(text, start, end, tell("ngày {written} không có trong lịch", written=text[start:end]))
            elif not _HISTORY <= year <= _LAST_YEAR or year in _MISTYPED:
                why = tell("năm {year} trong “{written}” có vẻ gõ nhầm", year=one["year"], written=text[start:end])
                yield _doubt(text, start, end, why)


def _is_of_the_moon(text: str, start: int, end: int) -> bool:
    """Whether the sentence about `text[start:end]` speaks of the moon's calendar: `Âm lịch: ngày 30 tháng 2`."""
    before = re.split(r"[.!?;\n]", text[max(0, start - 80) : start])[-1]
    behind = re.split(r"[.!?;\n]", text[end : end + 40])[0]
    return bool(_OF_THE_MOON.search(before) or _OF_THE_MOON.search(behind))


def _hours(text: str) -> Iterator[Doubt]:
    for one in _HOUR.finditer(text):
        hour, minute = int(one["hour"] or one["hour_with"]), int(one["minute"] or one["minute_with"] or 0)
        if hour > _HOURS or minute >= _MINUTES or (hour == _HOURS and minute):
            yield _doubt(text, *one.span(), tell("“{written}” không phải giờ trong ngày", written=one[0]))


def _weekdays(text: str) -> Iterator[Doubt]:
    for one in _WEEKDAY_BEYOND.finditer(text):
        yield _doubt(text, *one.span(), tell("trong lịch không có “{written}”", written=one[0]))


def _is_day(day: int, month: int, year: int) -> bool:
    return 1 <= month <= _MONTHS and year > 0 and 1 <= day <= monthrange(year, month)[1]


def _doubt(text: str, start: int, end: int, why: Message) -> Doubt:
    return Doubt(start=start, end=end, written=text[start:end], why=why, suggestion="",
                 advice=tell("Xem lại ngày, giờ trong câu này."))  # fmt: skip


def _other_weekdays(text: str) -> Iterator[Unlikely]:
    for one in _WEEKDAY.finditer(text):
        if one["year"] is None:
            continue
        try:
            day = date(int(one["year"]), int(one["month"]), int(one["day"]))
        except ValueError:  # asked about as not in the calendar
            continue
        if day.weekday() != _weekday(one["of"]):
            what = tell("ngày {date} là {weekday}, không phải {written}", date=f"{day:%d/%m/%Y}",
                        weekday=_SPOKEN_NAMES[day.weekday()], written=" ".join(one["name"].split()))  # fmt: skip
            fix = tell("Xem lại ngày này với kế hoạch.")
            yield Unlikely(start=one.start(), end=one.end(), what=what, fix=fix)


def _weekday(name: str | None) -> int:
    """The weekday of `hai` to `bảy` or `2` to `7`, Monday 0; Sunday for None."""
    if name is None:
        return 6
    return int(name) - 2 if name.isdecimal() else _DAY_NAMES.index(name.lower())


def _sample_names(text: str) -> Iterator[Unlikely]:
    for one in _SAMPLE_NAME.finditer(text):
        if not _EXAMPLE.search(text[max(0, one.start() - 200) : one.start()]):
            what = tell("“{name}” giống tên mẫu trong biểu, chưa phải tên người", name=one["name"])
            fix = tell("Thay bằng tên người thật; nếu đúng là nói ví dụ thì để nguyên.")
            yield Unlikely(start=one.start("name"), end=one.end("name"), what=what, fix=fix)
