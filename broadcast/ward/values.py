"""Text the ward writes -> times, dates, lengths, days, names; or a WrongValueError that says how to write them."""

import re
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from broadcast.base.errors import Message, tell
from broadcast.programme.settings import ENGINES, Channels, Drop, Window

_VIETNAMESE_DAYS = ("t2", "t3", "t4", "t5", "t6", "t7", "cn")
_ENGLISH_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_NUMBER = {name: number for names in (_VIETNAMESE_DAYS, _ENGLISH_DAYS) for number, name in enumerate(names)}
_TIME = re.compile(r"(\d{1,2})[:h](\d{2})(?::(\d{2}))?")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_VIETNAMESE_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_DURATION = re.compile(r"(?:(\d+)\s*h)?\s*(?:(\d+)\s*m)?\s*(?:(\d+)\s*s)?")
_FIRST_YEAR, _LAST_YEAR = 1900, 2199
"""Farther off a calendar cannot be counted through, and nobody means it."""
_MIDNIGHT = re.compile(r"24\s*(?:[:.h]\s*00(?::00)?|h|giờ)")
"""As the end of hours only: no session begins then."""
_DIGITS_AT_MOST = 9
_SHOWN = 40
_DASH = re.compile(r"\s*[-–—]\s*")


class WrongValueError(ValueError):
    """A value that cannot be understood; `message` says how to write it."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


def parse_time(text: str) -> time:
    """Read `17:00`, `06:30:05` or `6h30` as a time of day. Raises WrongValueError for anything else."""
    match = _TIME.fullmatch(text.strip())
    if match:
        hour, minute, second = (int(part or 0) for part in match.groups())
        if hour < 24 and minute < 60 and second < 60:
            return time(hour, minute, second)
    raise WrongValueError(tell("giờ “{text}” không hợp lệ. Viết HH:MM, từ 00:00 đến 23:59", text=shown(text)))


def parse_date(text: str) -> date:
    """Read `18/10/2025` or `2025-10-18`. Raises WrongValueError for no date, and before 1900 or after 2199."""
    written = text.strip()
    if match := _ISO_DATE.fullmatch(written):
        year, month, day = (int(part) for part in match.groups())
    elif match := _VIETNAMESE_DATE.fullmatch(written):
        day, month, year = (int(part) for part in match.groups())
    else:
        what = tell("ngày “{text}” không hợp lệ. Viết 18/10/2025 hoặc 2025-10-18", text=shown(text))
        raise WrongValueError(what)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise WrongValueError(tell("ngày “{text}” có năm quá xa. Xem lại năm", text=text))
    try:
        return date(year, month, day)
    except ValueError as error:
        raise WrongValueError(tell("ngày “{text}” không có trong lịch", text=text)) from error


def parse_duration(text: str, most: timedelta = timedelta(days=7)) -> timedelta:
    """Read `15m`, `90s` or `1h30m` as a length. Raises WrongValueError for anything else, 0, and above `most`."""
    match = _DURATION.fullmatch(text.strip())
    parts = [part or "0" for part in match.groups()] if match else ["0"] * 3
    if max(map(len, parts)) > _DIGITS_AT_MOST:
        raise _too_long(text, most)
    hours, minutes, seconds = map(int, parts)
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    if length > most:
        raise _too_long(text, most)
    if not length:
        what = tell("khoảng thời gian “{text}” không hợp lệ. Viết 15m hoặc 90s", text=shown(text))
        raise WrongValueError(what)
    return length


def _too_long(text: str, most: timedelta) -> WrongValueError:
    hours = round(most.total_seconds() / 3600)
    what = tell("khoảng thời gian “{text}” dài quá; nhiều nhất là {hours}h", text=shown(text), hours=hours)
    return WrongValueError(what)


def parse_days(value: object) -> frozenset[int]:
    """Read `t2-t6`, `t7, cn` or `[mon, wed-fri]` as weekdays, Monday 0. Raises WrongValueError for anything else.

    `value` is text or a list of texts; a span may run over the week's end (`t7-t2`).
    """
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
    raise WrongValueError(tell("không hiểu các ngày “{text}”. Viết t2-t6 hoặc t2, t4, cn", text=shown(part)))


def _day_number(name: str) -> int:
    try:
        return _DAY_NUMBER[name]
    except KeyError as error:
        what = tell(
            "ngày phát “{name}” không có. Dùng một trong: {known}",
            name=shown(name),
            known=" ".join(_VIETNAMESE_DAYS),
        )
        raise WrongValueError(what) from error


def parse_window(text: str) -> Window:
    """Read `05:30-07:30`, or `22:00-24:00` up to midnight. Raises WrongValueError for anything else.

    Also where the end is not after the start; for hours over midnight the message says how to write them.
    """
    ends = _DASH.split(text.strip())
    if len(ends) != 2:
        raise WrongValueError(tell("khung giờ “{text}” không hợp lệ. Viết 05:30-07:30", text=shown(text)))
    start = parse_time(ends[0])
    evening = Window(start=start, end=time())
    if _MIDNIGHT.fullmatch(ends[1]):
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
    try:
        return Drop(text)
    except ValueError as error:
        what = tell(
            "không có cách bớt bài “{text}”. Viết last (bớt từ cuối) hoặc longest (bớt bài dài nhất)",
            text=shown(text),
        )
        raise WrongValueError(what) from error


def parse_engine(text: str) -> str:
    """Return `text` where it names an engine that ships with the program. Raises WrongValueError otherwise."""
    if text not in ENGINES:
        known = ", ".join(ENGINES)
        raise WrongValueError(tell("không có máy đọc “{text}”. Có: {known}", text=shown(text), known=known))
    return text


def parse_channels(text: str) -> Channels:
    """Read `mono` or `stereo`. Raises WrongValueError for anything else."""
    try:
        return Channels(text)
    except ValueError as error:
        what = tell("không có kiểu tiếng “{text}”. Có: {known}", text=shown(text), known=", ".join(Channels))
        raise WrongValueError(what) from error


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


def shown(text: str) -> str:
    """Return the first forty characters of `text`, with `…` where more follow, for a sentence that repeats it."""
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
