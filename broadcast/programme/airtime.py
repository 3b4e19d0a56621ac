"""The ward's regulation and a moment -> may the loudspeaker speak then? What is not allowed is refused."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Airing, CueId
from broadcast.programme.settings import AirtimeRules, Window

DAY_NAMES = (
    tell("Thứ Hai"), tell("Thứ Ba"), tell("Thứ Tư"), tell("Thứ Năm"), tell("Thứ Sáu"), tell("Thứ Bảy"),
    tell("Chủ nhật"),
)  # fmt: skip
"""By weekday, Monday first."""


def windows_on(airtime: AirtimeRules, moment: datetime) -> tuple[Window, ...]:
    """The allowed hours of that day; none on a day without any. `moment` is in the station's zone."""
    for exception in airtime.exceptions:
        if exception.day == moment.date():
            return exception.allowed
    return airtime.allowed if moment.weekday() in airtime.days else ()


def boundary(airtime: AirtimeRules, moment: datetime) -> datetime | None:
    """When the loudspeaker must be silent again, for a moment at which it may speak; None when it may not."""
    for window in windows_on(airtime, moment):
        if window.start <= moment.time().replace(tzinfo=None) < window.end:
            return datetime.combine(moment.date(), window.end, moment.tzinfo)
    return None


def refusal(airtime: AirtimeRules, moment: datetime, length: timedelta = timedelta()) -> Message | None:
    """Why a programme of that length may not begin at that moment; None when it may."""
    windows = windows_on(airtime, moment)
    if not windows:
        return tell("{day} không phải ngày được phát", day=DAY_NAMES[moment.weekday()])
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


def session_refusal(
    airtime: AirtimeRules, session: str, start: datetime, length: timedelta, sounded: Iterable[Airing]
) -> Message | None:
    """Why that session's programme may not begin then, after all that has `sounded` on that day; None when it may.

    What counts is what the loudspeaker has said, not what was planned: a session that went on after a cut is one
    session, and as long as all of it.
    """
    heard: dict[str, timedelta] = {}
    for airing in sounded:
        id_ = session_of(airing.cue)
        heard[id_] = heard.get(id_, timedelta()) + timedelta(seconds=airing.seconds)
    others = [id_ for id_ in heard if id_ != session and (is_bulletin(session) or not is_bulletin(id_))]
    if len(others) >= airtime.max_sessions:
        return one_too_many(airtime)
    before = heard.get(session, timedelta())
    if length + before > airtime.max_session >= length and before:
        return tell(
            "buổi đã phát {before}, thêm {length} thì quá hạn {limit}",
            before=_minutes(before),
            length=_minutes(length),
            limit=_minutes(airtime.max_session),
        )
    return refusal(airtime, start, length)


def session_of(cue: CueId) -> str:
    """`2025-10-06/sang/truoc/01-mot` -> `2025-10-06/sang`."""
    return "/".join(cue.split("/")[:2])


def is_bulletin(session: str) -> bool:
    """Whether it was announced beside the timetable; it takes no session away from the timetable."""
    return "." in session


def one_too_many(airtime: AirtimeRules) -> Message:
    """Why a session after the day's allowed number is refused."""
    return tell("quá số buổi được phát trong ngày ({limit})", limit=airtime.max_sessions)


def _minutes(length: timedelta) -> Message:
    minutes, seconds = divmod(round(length.total_seconds()), 60)
    return tell("{minutes} phút {seconds} giây", minutes=minutes, seconds=seconds) if seconds else tell(
        "{minutes} phút", minutes=minutes
    )  # fmt: skip
