"""Text the ward writes -> times, dates, lengths, days; or a ValueError that says how to write them."""

import re
from datetime import date, time, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.settings import Window

_VIETNAMESE_DAYS = ("t2", "t3", "t4", "t5", "t6", "t7", "cn")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NUMBER = {name: number for names in (_VIETNAMESE_DAYS, _ENGLISH_DAYS) for number, name in enumerate(names)}
_TIME = re.compile(r"(\d{1,2})[:h](\d{2})(?::(\d{2}))?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_VIETNAMESE_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DURATION = re.compile(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*m)?\s*(?:(\d+)\s*s)?")
_DASH = re.compile(r"\s*[-–—]\s*")


class WrongValueError(ValueError):
    """A value that cannot be understood; `message` says how to write it."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def parse_time(text: str) -> time:
    """`17:00`, `06:30:05`, `6h30`."""
    match = _TIME.fullmatch(text.strip())
    if match:
        hour, minute, second = (int(part or 0) for part in match.groups())
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second)
    raise WrongValueError(tell("giờ “{text}” không hợp lệ. Viết HH:MM, từ 00:00 đến 23:59", text=text))


def parse_date(text: str) -> date:
    """`18/10/2025` or `2025-10-18`."""
    written = text.strip()
    try:
        if match := _ISO_DATE.fullmatch(written):
            return date(*(int(part) for part in match.groups()))
        if match := _VIETNAMESE_DATE.fullmatch(written):
            day, month, year = (int(part) for part in match.groups())
            return date(year, month, day)
    except ValueError as error:
        raise WrongValueError(tell("ngày “{text}” không có trong lịch", text=text)) from error
    raise WrongValueError(tell("ngày “{text}” không hợp lệ. Viết 18/10/2025 hoặc 2025-10-18", text=text))


def parse_duration(text: str) -> timedelta:
    """`15m`, `90s`, `1h30m`; longer than nothing."""
    match = _DURATION.fullmatch(text.strip())
    if match and any(match.groups()):
        hours, minutes, seconds = (int(part or 0) for part in match.groups())
        if length := timedelta(hours=hours, minutes=minutes, seconds=seconds):
            return length
    raise WrongValueError(tell("khoảng thời gian “{text}” không hợp lệ. Viết 15m hoặc 90s", text=text))


def parse_days(value: object) -> frozenset[int]:
    """`t2-t6`, `t7, cn`, `[mon, wed-fri]` -> weekday numbers, Monday 0."""
    parts = value.split(",") if isinstance(value, str) else value
    if not isinstance(parts, list) or not all(isinstance(part, str) for part in parts):
        raise WrongValueError(tell("không hiểu các ngày ở đây. Viết t2-t6 hoặc t2, t4, cn"))
    return frozenset(day for part in parts for day in _days_of(part))


def _days_of(part: str) -> list[int]:
    ends = [_day_number(name) for name in _DASH.split(part.strip().lower())]
    if len(ends) == 1:
        return ends
    if len(ends) == 2:
        first, last = ends
        return [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    raise WrongValueError(tell("không hiểu các ngày “{text}”. Viết t2-t6 hoặc t2, t4, cn", text=part))


def _day_number(name: str) -> int:
    try:
        return _DAY_NUMBER[name]
    except KeyError as error:
        what = tell(
            "ngày phát “{name}” không có. Dùng một trong: {known}", name=name, known=" ".join(_VIETNAMESE_DAYS)
        )
        raise WrongValueError(what) from error


def parse_window(text: str) -> Window:
    """`05:30-07:30`."""
    ends = _DASH.split(text.strip())
    if len(ends) != 2:
        raise WrongValueError(tell("khung giờ “{text}” không hợp lệ. Viết 05:30-07:30", text=text))
    start, end = (parse_time(part) for part in ends)
    if end <= start:
        raise WrongValueError(
            tell("khung giờ “{text}” kết thúc trước khi bắt đầu; khung giờ không qua nửa đêm", text=text)
        )
    return Window(start=start, end=end)
