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
    """Return the allowed hours of that moment's day, which must be in the station's zone; none on a closed day."""
    for exception in rules.exceptions:
        if exception.day == moment.date():
            return exception.allowed
    return rules.allowed if moment.weekday() in rules.days else ()


def boundary(rules: AirtimeRules, moment: datetime) -> datetime | None:
    """Return the end of the allowed hours that hold at that moment; None where it lies outside them."""
    for window in windows_on(rules, moment):
        if window.start <= moment.time().replace(tzinfo=None) < window.end:
            return datetime.combine(moment.date(), window.end, moment.tzinfo)
    return None


def refusal(rules: AirtimeRules, moment: datetime, length: timedelta = timedelta()) -> Message | None:
    """Tell why a programme of that length may not begin at that moment; None when it may.

    Asks the hours, the day and the longest session; the number of sessions is asked by `session_refusal`.
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
    """Tell why the session of that id may not begin a programme of that length then; None when it may.

    What counts is what the loudspeaker has said on that day (`sounded`), not what was planned: a session that went
    on after a cut is one session, and as long as all of it. `before`: ids of sessions that sound first and have
    not yet. A bulletin's id may be given too: it is judged as `bulletin_refusal` does, less what was heard of it.
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
    """Tell why a bulletin of that length may not begin then and be aired so many times on end; None when it may.

    A bulletin keeps to the allowed hours and days, and all its repetitions together to the longest session. It is
    not counted among the day's sessions, nor are they counted against it. The pauses between repetitions are left
    out of the reckoning.
    """
    return refusal(rules, start, length * times)


def one_too_many(rules: AirtimeRules) -> Message:
    """Tell that the day's allowed number of sessions is used up."""
    return tell("quá số buổi được phát trong ngày ({limit})", limit=rules.max_sessions)


def _others(heard: Iterable[str], session: str) -> int:
    return sum(id_ != session and not _is_bulletin(id_) for id_ in heard)


def _session_of(cue: CueId) -> str:
    """`2025-10-06/sang/truoc/01-mot` -> `2025-10-06/sang`."""
    return "/".join(cue.split("/")[:2])


def _is_bulletin(session: str) -> bool:
    return "." in session
