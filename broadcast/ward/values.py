"""Text the ward writes -> times, dates, lengths, days, names; or a WrongValueError that says how to write them."""

import re
from calendar import monthrange
from datetime import date, time, timedelta
from enum import StrEnum
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadcast.base.errors import Message, tell
from broadcast.programme.hours import Window
from broadcast.programme.settings import Channels, Drop
from broadcast.programme.voice import ENGINES, Announcer
from broadcast.text.patterns import lazily
from broadcast.ward.written import (
    DASH,
    clock_hint,
    clock_of,
    date_of,
    date_without_year,
    length_hint,
    length_of,
    plain,
    weekdays_hints,
    weekdays_of,
)

_WEEKDAY_NAMES = "t2 t3 t4 t5 t6 t7 cn"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Farther off a calendar cannot be counted through, and nobody means it."""
_MONTHS = 12
_UNCOUNTABLE = lazily(r"\d{10}")
_ISO = lazily(r"\s*\d{4}")
_MIDNIGHT = lazily(r"24\s*(?:[:.h]\s*00(?::00)?|h|giờ)|nửa đêm")
"""As the end of hours only: no session begins then."""
_NO_PLACE = frozenset({"localtime", "posixrules", "factory"})
_SHOWN = 40
YES = frozenset({"true", "yes", "có"})
NO = frozenset({"false", "no", "không"})
_DASH = lazily(DASH)
_Kind = TypeVar("_Kind", bound=StrEnum)


class WrongValueError(ValueError):
    """A value that cannot be understood; `message` says how to write it."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def parse_time(text: str) -> time:
    """Read `17:00`, `06:30:05`, `17h`, `17h30`, `5.00` or `5 giờ rưỡi` as a time of day.

    Raises WrongValueError for anything else; where it could mean two times, with both as they are written.
    """
    clock = clock_of(text)
    if clock is not None:
        hour, minute, second = clock
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second)
        if clock == (24, 0, 0):
            what = tell("“{text}” chỉ dùng được ở cuối một khung giờ. Đầu ngày viết 00:00", text=shown(text))
            raise WrongValueError(what)
    elif (hint := clock_hint(text)) is not None:
        what = tell("giờ “{text}” không rõ. Viết {hint}", text=shown(text), hint=_either(*hint.split(", ")))
        raise WrongValueError(what)
    raise WrongValueError(tell("giờ “{text}” không hợp lệ. Viết HH:MM, từ 00:00 đến 23:59", text=shown(text)))


def _either(one: str, other: str = "") -> Message | str:
    return tell("{one} hay {other}?", one=one, other=other) if other else one


def parse_date(text: str) -> date:
    """Read `18/10/2025`, `18-10-2025`, `ngày 18 tháng 10 năm 2025` or `2025-10-18`.

    Raises WrongValueError for no date, and before 1900 or after 2199.
    """
    found = date_of(text)
    if found is None:
        raise WrongValueError(_no_date(text))
    year, month, day = found
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise WrongValueError(tell("ngày “{text}” có năm quá xa. Xem lại năm", text=shown(text)))
    if month > _MONTHS:
        what = tell("ngày “{text}” không có trong lịch: không có tháng {month}", text=shown(text), month=month)
        if 1 <= day <= _MONTHS and not _ISO.match(text) and month <= monthrange(year, day)[1]:
            meant = f"{month}/{day}/{year}"
            what = tell("{what}. Ngày viết trước, tháng viết sau: {meant}?", what=what, meant=meant)
        raise WrongValueError(what)
    if not month or not 1 <= day <= monthrange(year, month)[1]:
        raise WrongValueError(_not_in_calendar(text, year, month))
    return date(year, month, day)


def _no_date(text: str) -> Message:
    short = date_without_year(text)
    if short is None:
        return tell("ngày “{text}” không hợp lệ. Viết 18/10/2025 hoặc 2025-10-18", text=shown(text))
    day_and_month, year = short
    if year:
        meant = f"{day_and_month}/20{year}"
        return tell("ngày “{text}” phải ghi đủ bốn chữ số của năm: {meant}", text=shown(text), meant=meant)
    return tell("ngày “{text}” còn thiếu năm. Viết {day}/…, như 18/10/2025", text=shown(text), day=day_and_month)


def _not_in_calendar(text: str, year: int, month: int) -> Message:
    if not month:
        return tell("ngày “{text}” không có trong lịch", text=shown(text))
    days = monthrange(year, month)[1]
    return tell("ngày “{text}” không có trong lịch: tháng {month}/{year} có {days} ngày",
                text=shown(text), month=month, year=year, days=days)  # fmt: skip


def parse_duration(text: str, most: timedelta = timedelta(days=7)) -> timedelta:
    """Read `15m`, `90s`, `1h30m`, `30 phút` or `1 tiếng rưỡi` as a length.

    Raises WrongValueError for anything else, 0, and above `most`; for a number without its unit, with both ways.
    """
    length = length_of(text)
    if _UNCOUNTABLE.search(text) or (length is not None and length > most):
        hours = round(most.total_seconds() / 3600)
        what = tell("khoảng thời gian “{text}” dài quá; nhiều nhất là {hours}h", text=shown(text), hours=hours)
        raise WrongValueError(what)
    if length:
        return length
    hint = length_hint(text)
    if length is not None or (hint is not None and hint[0] == "0m"):
        what = tell("khoảng thời gian “{text}” phải dài hơn 0. Viết 15m hoặc 90s", text=shown(text))
        raise WrongValueError(what)
    if hint is not None:
        what = tell(
            "khoảng thời gian “{text}” không hợp lệ: thiếu đơn vị. Viết {minutes} (phút) hoặc {seconds} (giây)",
            text=shown(text), minutes=hint[0], seconds=hint[1],
        )  # fmt: skip
        raise WrongValueError(what)
    what = tell("khoảng thời gian “{text}” không hợp lệ. Viết 15m hoặc 90s", text=shown(text))
    raise WrongValueError(what)


def parse_days(value: object) -> frozenset[int]:
    """Read `t2-t6`, `t7, cn`, `thứ hai đến thứ sáu`, `hằng ngày` or `[mon, wed-fri]` as weekdays, Monday 0.

    `value` is text or a list of texts; a span may run over the week's end (`t7-t2`). Raises WrongValueError for
    anything else; for bare numbers, with the ways in which they could be meant.
    """
    parts = [value] if isinstance(value, str) else value
    if not isinstance(parts, list) or not parts or not all(isinstance(part, str) for part in parts):
        raise WrongValueError(tell("không hiểu các ngày ở đây. Viết t2-t6 hoặc t2, t4, cn"))
    return frozenset(day for part in parts for day in _days_of(part))


def _days_of(part: str) -> frozenset[int]:
    days = weekdays_of(part)
    if days is not None:
        return days
    if hints := weekdays_hints(part):
        forms = _either(*hints)
        raise WrongValueError(tell("ngày “{text}” không rõ. Viết {forms}", text=shown(part), forms=forms))
    names = [name for name in re.split(rf"\s*[,;]\s*|{DASH}", plain(part)) if weekdays_of(name) is None] or [part]
    what = tell("ngày phát “{name}” không có. Dùng một trong: {known}", name=shown(names[0]), known=_WEEKDAY_NAMES)
    raise WrongValueError(what)


_NO_HOURS = frozenset({"nghỉ", "nghỉ hẳn", "không", "không phát", "off", "none", "no", "closed"})
"""What is written for no broadcasting at all."""


def parse_window(text: str) -> Window:
    """Read `05:30-07:30`, or `22:00-24:00` up to midnight. Raises WrongValueError for anything else.

    Also where the end is not after the start; for hours over midnight the message says how to write them.
    """
    ends = _DASH.split(plain(text).removeprefix("từ "))
    if len(ends) != 2:
        if text.strip().casefold() in _NO_HOURS:
            what = tell("“{text}” không phải khung giờ. Nghỉ hẳn thì viết: allowed: []", text=shown(text))
            raise WrongValueError(what)
        raise WrongValueError(tell("khung giờ “{text}” không hợp lệ. Viết 05:30-07:30", text=shown(text)))
    start = parse_time(ends[0])
    evening = Window(start=start, end=time())
    if _MIDNIGHT.fullmatch(ends[1].strip()):
        return evening
    end = parse_time(ends[1])
    if end <= start:
        raise WrongValueError(_not_before(text, evening, end))
    return Window(start=start, end=end)


def _not_before(text: str, evening: Window, end: time) -> Message:
    """What is wrong with hours that end before they begin, and how to write hours that go on after midnight."""
    if end == time():
        what = tell("khung giờ “{text}” kết thúc trước khi bắt đầu. Đến nửa đêm thì viết {evening}",
                    text=shown(text), evening=evening)  # fmt: skip
    elif end == evening.start:
        what = tell("khung giờ “{text}” bắt đầu và kết thúc cùng một lúc. Viết 05:30-07:30", text=shown(text))
    else:
        what = tell(
            "khung giờ “{text}” kết thúc trước khi bắt đầu. Qua nửa đêm thì viết hai khung: {evening}, {morning}",
            text=shown(text),
            evening=evening,
            morning=Window(start=time(), end=end),
        )
    return what


def parse_zone(text: str) -> ZoneInfo:
    """Return the time zone called `text`, as `Asia/Ho_Chi_Minh`. Raises WrongValueError where there is none."""
    try:
        if text.lower() in _NO_PLACE:
            raise ValueError(f"{text}: another zone on each machine")
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        what = tell("không có múi giờ “{text}”. Ví dụ: Asia/Ho_Chi_Minh", text=shown(text))
        raise WrongValueError(what) from error


def parse_id(text: str) -> str:
    """Return `text` where it has ASCII letters, digits, `-` and `_` only. Raises WrongValueError for any other."""
    if not text or not all(c.isascii() and (c.isalnum() or c in "-_") for c in text):
        raise WrongValueError(tell("mã “{text}” chỉ được có chữ không dấu, số và gạch nối", text=shown(text)))
    return text


def parse_script_name(text: str) -> str:
    """Return a script's path below scripts/ without `.md`. Raises WrongValueError where it leads elsewhere."""
    parts = text.split("/")
    if not text or text != text.strip() or ".." in parts or "" in parts or "\\" in text or ":" in text:
        what = tell(
            "“{text}” không phải tên bài. Viết đường dẫn trong thư mục scripts, như truoc/01-gioi-thieu",
            text=shown(text),
        )
        raise WrongValueError(what)
    return text.removesuffix(".md")


def parse_folder(text: str) -> str:
    """Return a folder's path below scripts/, without slashes around it. Raises WrongValueError otherwise."""
    parts = text.strip("/").split("/")
    if text != text.strip() or ".." in parts or "" in parts or "\\" in text or ":" in text:
        what = tell("“{text}” không phải tên một thư mục trong scripts, như chung hay bao/truoc", text=shown(text))
        raise WrongValueError(what)
    return "/".join(parts)


def parse_drop(text: str) -> Drop:
    """Read `last` or `longest`. Raises WrongValueError for anything else."""
    what = tell(
        "không có cách bớt bài “{text}”. Viết last (bớt từ cuối) hoặc longest (bớt bài dài nhất)", text=shown(text)
    )
    return one_of(Drop, text, what)


def parse_engine(text: str) -> str:
    """Return `text` where it names an engine that ships with the program. Raises WrongValueError otherwise."""
    if text not in ENGINES:
        known = ", ".join(ENGINES)
        raise WrongValueError(tell("không có máy đọc “{text}”. Có: {known}", text=shown(text), known=known))
    return text


def parse_announcer(text: str) -> Announcer:
    """Read `whole`, `mix` or `off`. Raises WrongValueError for anything else."""
    what = tell("không hiểu “{text}”. Có: {known}", text=shown(text), known=", ".join(Announcer))
    return one_of(Announcer, text, what)


def parse_channels(text: str) -> Channels:
    """Read `mono` or `stereo`. Raises WrongValueError for anything else."""
    what = tell("không có kiểu tiếng “{text}”. Có: {known}", text=shown(text), known=", ".join(Channels))
    return one_of(Channels, text, what)


def parse_notice_url(text: str) -> str:
    """Return `text` where it has the form of an Apprise URL, `SCHEME://…`. Raises WrongValueError otherwise.

    Whether Apprise knows the scheme is not asked.
    """
    scheme, mark, rest = text.partition("://")
    if not (mark and rest and scheme.isascii() and scheme.isalnum()):
        raise WrongValueError(
            tell("nơi nhận thông báo phải viết như một địa chỉ Apprise, ví dụ mailtos://… hay tgram://…")
        )
    return text


def one_of(kind: type[_Kind], text: str, wrong: Message) -> _Kind:
    """Return the member of `kind` that is written so. Raises WrongValueError with `wrong` where there is none."""
    try:
        return kind(text)
    except ValueError as error:
        raise WrongValueError(wrong) from error


def shown(text: str) -> str:
    """Return the first forty characters of `text`, with `…` where more follow, for a sentence that repeats it."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
