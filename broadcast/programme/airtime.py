"""The ward's regulation, a moment and what has sounded -> why the loudspeaker may not speak; None where it may."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.hours import Window, since_midnight
from broadcast.programme.ids import is_bulletin
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Airing
from broadcast.programme.settings import AirtimeRules

DAY_NAMES = (
    tell("Thứ Hai"), tell("Thứ Ba"), tell("Thứ Tư"), tell("Thứ Năm"), tell("Thứ Sáu"), tell("Thứ Bảy"),
    tell("Chủ nhật"),
)  # fmt: skip
"""By weekday, Monday first."""


_A_DAY = timedelta(days=1)


def hours_on(rules: AirtimeRules, day: date) -> tuple[Window, ...]:
    """Return the hours allowed on `day`, sorted, those that touch made one; empty on a closed day.

    Exceptions are taken in the order of writing: `allowed` replaces what stood before it, `add` goes beside it.
    """
    hours = rules.allowed if day.weekday() in rules.days else ()
    for exception in rules.exceptions:
        if day in exception:
            hours = (hours if exception.allowed is None else exception.allowed) + exception.add
    return _joined(hours)


def _joined(hours: Iterable[Window]) -> tuple[Window, ...]:
    joined: list[Window] = []
    for window in sorted(hours, key=lambda one: (one.begins, one.ends)):
        if joined and window.begins <= joined[-1].ends:
            last = joined.pop()
            window = replace(last, end=window.end if window.ends > last.ends else last.end)
        joined.append(window)
    return tuple(joined)


def day_off(rules: AirtimeRules, day: date) -> Message | None:
    """Return the ward's own reason for not broadcasting at all on `day`; None where there is none.

    A weekday that the usual rules leave out is not a day off.
    """
    closing = [one for one in rules.exceptions if day in one and one.allowed is not None]
    if not closing or hours_on(rules, day):
        return None
    return Message("{reason}", {"reason": closing[-1].reason})


def sessions_allowed(rules: AirtimeRules, day: date) -> int:
    """Return how many sessions `day` may have: by the last exception that says so, else the usual number."""
    said = [one.max_sessions for one in rules.exceptions if day in one and one.max_sessions is not None]
    return said[-1] if said else rules.max_sessions


def boundary(rules: AirtimeRules, moment: datetime) -> datetime | None:
    """Return the end of the allowed hours that `moment` lies in; None where it lies outside them.

    Hours that end at midnight go on with those of the next day that begin there. `moment` must be in the station's
    zone: its own date and time are used.
    """
    day_begins = datetime.combine(moment.date(), time(), moment.tzinfo)
    since = since_midnight(moment.time())
    for window in hours_on(rules, moment.date()):
        if window.begins <= since < window.ends:
            return day_begins + (window.ends if window.ends < _A_DAY else _A_DAY + _from_midnight(rules, moment))
    return None


def _from_midnight(rules: AirtimeRules, moment: datetime) -> timedelta:
    """How far into the next day the hours go that begin at its first moment; the day after it is not looked at."""
    first = hours_on(rules, moment.date() + _A_DAY)[:1]
    return first[0].ends if first and not first[0].begins else timedelta()


def refusal(rules: AirtimeRules, moment: datetime, length: timedelta = timedelta()) -> Message | None:
    """Tell why a programme of that length may not begin at `moment` (station's zone); None when it may.

    Judged are the day, the hours up to the programme's end, and the longest session. The number of sessions is
    not: see `session_refusal`.
    """
    if (off := day_off(rules, moment.date())) is not None:
        return tell("ngày này đài không phát: {reason}", reason=off)
    windows = hours_on(rules, moment.date())
    if not windows:
        return tell("{day} không phải ngày được phát", day=DAY_NAMES[moment.weekday()])
    end = boundary(rules, moment)
    if end is None:
        hours = ", ".join(str(window) for window in windows)
        return tell("{time} nằm ngoài khung giờ được phát ({hours})", time=f"{moment:%H:%M}", hours=hours)
    if length > rules.max_session:
        return tell(
            "buổi dài {length}, quá mức tối đa {limit}", length=minutes(length), limit=minutes(rules.max_session)
        )
    if moment + length > end:
        return tell("buổi dài {length}, kéo quá {end}", length=minutes(length), end=_hour(end, moment))
    return None


def _hour(end: datetime, moment: datetime) -> str:
    """The end of the hours as the ward writes it: the end of the day of `moment` is 24:00."""
    is_midnight = end.time() == time() and end.date() == moment.date() + _A_DAY
    return "24:00" if is_midnight else f"{end:%H:%M}"


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
        id_ = airing.session_id
        heard[id_] = heard.get(id_, timedelta()) + timedelta(seconds=airing.seconds)
    most = sessions_allowed(rules, start.date())
    if not is_bulletin(session) and _others(heard, session) >= most:
        return one_too_many(most)
    so_far = heard.get(session, timedelta())
    if length + so_far > rules.max_session >= length and so_far:
        return tell(
            "buổi đã phát {before}, thêm {length} thì quá mức tối đa {limit}",
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


def one_too_many(most: int) -> Message:
    """Say that the day's allowed number of sessions, `most`, is used up."""
    return tell("quá số buổi được phát trong ngày ({limit})", limit=most)


def is_one_too_many(why: Message) -> bool:
    """Tell whether this reason is the number of sessions a day may have."""
    return why.template == one_too_many(0).template


def _others(heard: Iterable[str], session: str) -> int:
    return sum(id_ != session and not is_bulletin(id_) for id_ in heard)
