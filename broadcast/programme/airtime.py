"""The ward's regulation, a moment and what has sounded -> why the loudspeaker may not speak; None where it may."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Airing, CueId
from broadcast.programme.settings import AirtimeRules, Window

DAY_NAMES = (
    tell("Thứ Hai"), tell("Thứ Ba"), tell("Thứ Tư"), tell("Thứ Năm"), tell("Thứ Sáu"), tell("Thứ Bảy"),
    tell("Chủ nhật"),
)  # fmt: skip
"""By weekday, Monday first."""


def windows_on(rules: AirtimeRules, moment: datetime) -> tuple[Window, ...]:
    """Return the allowed hours of the day of `moment`, an exception's where there is one; empty on a closed day.

    `moment` must be in the station's zone: its own date and weekday are used.
    """
    for exception in rules.exceptions:
        if exception.day == moment.date():
            return exception.allowed
    return rules.allowed if moment.weekday() in rules.days else ()


def boundary(rules: AirtimeRules, moment: datetime) -> datetime | None:
    """Return the end of the allowed hours that `moment` lies in; None where it lies outside them."""
    for window in windows_on(rules, moment):
        if window.start <= moment.time().replace(tzinfo=None) < window.end:
            return datetime.combine(moment.date(), window.end, moment.tzinfo)
    return None


def refusal(rules: AirtimeRules, moment: datetime, length: timedelta = timedelta()) -> Message | None:
    """Tell why a programme of that length may not begin at `moment` (station's zone); None when it may.

    Judged are the day, the hours up to the programme's end, and the longest session. The number of sessions is
    not: see `session_refusal`.
    """
    windows = windows_on(rules, moment)
    if not windows:
        return tell("{day} không phải ngày được phát", day=DAY_NAMES[moment.weekday()])
    end = boundary(rules, moment)
    if end is None:
        hours = ", ".join(str(window) for window in windows)
        return tell("{time} nằm ngoài khung giờ được phát ({hours})", time=f"{moment:%H:%M}", hours=hours)
    if length > rules.max_session:
        return tell("buổi dài {length}, quá hạn {limit}", length=minutes(length), limit=minutes(rules.max_session))
    if moment + length > end:
        return tell("buổi dài {length}, kéo quá {end}", length=minutes(length), end=f"{end:%H:%M}")
    return None


def session_refusal(
    rules: AirtimeRules,
    session: str,
    start: datetime,
    length: timedelta,
    sounded: Iterable[Airing],
    *,
    before: Iterable[str] = (),
) -> Message | None:
    """Tell why the session of id `session` may not begin a programme of `length` at `start`; None when it may.

    Judged is what `refusal` judges, and beside it the day's number of sessions and the time that this session has
    sounded already. `sounded`: the airings heard from the loudspeaker that day; what was only planned does not
    count, and a session that went on after a cut is one. `before`: ids of sessions that will sound first, counted
    too. For a bulletin's id the number of sessions is not judged.
    """
    heard: dict[str, timedelta] = dict.fromkeys(before, timedelta())
    for airing in sounded:
        id_ = _session_of(airing.cue)
        heard[id_] = heard.get(id_, timedelta()) + timedelta(seconds=airing.seconds)
    if not _is_bulletin(session) and _others(heard, session) >= rules.max_sessions:
        return one_too_many(rules)
    so_far = heard.get(session, timedelta())
    if length + so_far > rules.max_session >= length and so_far:
        return tell(
            "buổi đã phát {before}, thêm {length} thì quá hạn {limit}",
            before=minutes(so_far),
            length=minutes(length),
            limit=minutes(rules.max_session),
        )
    return refusal(rules, start, length)


def bulletin_refusal(rules: AirtimeRules, start: datetime, length: timedelta, times: int = 1) -> Message | None:
    """Tell why a bulletin of `length`, aired `times` times in a row, may not begin at `start`; None when it may.

    A bulletin keeps to the allowed hours and days, and all its repetitions together to the longest session. It is
    not counted among the day's sessions, nor are they counted against it. The pauses between repetitions are left
    out.
    """
    return refusal(rules, start, length * times)


def one_too_many(rules: AirtimeRules) -> Message:
    """Say that the day's allowed number of sessions is used up, and what that number is."""
    return tell("quá số buổi được phát trong ngày ({limit})", limit=rules.max_sessions)


def _others(heard: Iterable[str], session: str) -> int:
    return sum(id_ != session and not _is_bulletin(id_) for id_ in heard)


def _session_of(cue: CueId) -> str:
    """`2025-10-06/sang/truoc/01-mot` -> `2025-10-06/sang`."""
    return "/".join(cue.split("/")[:2])


def _is_bulletin(session: str) -> bool:
    return "." in session
