"""The ward's regulation and a moment -> may the loudspeaker speak then? What is not allowed is refused."""

from datetime import datetime, timedelta

from broadcast.errors import Message, tell
from broadcast.model import Airtime, Window

_DAY_NAMES = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def windows_on(airtime: Airtime, moment: datetime) -> tuple[Window, ...]:
    """The allowed hours of that day; none on a day without any. `moment` is in the station's zone."""
    for exception in airtime.exceptions:
        if exception.day == moment.date():
            return exception.allowed
    return airtime.allowed if moment.weekday() in airtime.days else ()


def boundary(airtime: Airtime, moment: datetime) -> datetime | None:
    """When the loudspeaker must be silent again, for a moment at which it may speak; None when it may not."""
    for window in windows_on(airtime, moment):
        if window.start <= moment.time().replace(tzinfo=None) < window.end:
            return datetime.combine(moment.date(), window.end, moment.tzinfo)
    return None


def refusal(airtime: Airtime, moment: datetime, length: timedelta = timedelta()) -> Message | None:
    """Why a programme of that length may not begin at that moment; None when it may."""
    windows = windows_on(airtime, moment)
    if not windows:
        return tell("{day} không phải ngày được phát", day=_DAY_NAMES[moment.weekday()])
    end = boundary(airtime, moment)
    if end is None:
        hours = ", ".join(str(window) for window in windows)
        return tell("{time} nằm ngoài khung giờ được phát ({hours})", time=f"{moment:%H:%M}", hours=hours)
    if length > airtime.max_session:
        return tell(
            "buổi dài {length}, quá hạn {limit}", length=_minutes(length), limit=_minutes(airtime.max_session)
        )
    if moment + length > end:
        return tell("buổi dài {length}, kéo quá {end}", length=_minutes(length), end=f"{end:%H:%M}")
    return None


def one_too_many(airtime: Airtime) -> Message:
    """Why a session after the day's allowed number is refused."""
    return tell("quá số buổi được phát trong ngày ({limit})", limit=airtime.max_sessions)


def _minutes(length: timedelta) -> Message:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return tell("{minutes} phút {seconds} giây", minutes=minutes, seconds=seconds) if seconds else tell(
        "{minutes} phút", minutes=minutes
    )  # fmt: skip
