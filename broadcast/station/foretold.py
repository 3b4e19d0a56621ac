"""A bulletin, the player on duty -> when it begins, what it interrupts and delays; or why it may not air."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.bulletins import Urgency
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Session
from broadcast.programme.onair import Sounding
from broadcast.station.ahead import stop_of
from broadcast.station.announce import (
    OnDuty,
    Repeats,
    begun_by,
    behind_sessions,
    refuse_too_late,
    refused_moments,
)
from broadcast.station.overview import rundown
from broadcast.station.station import Station

_MOST_NAMED = 6
"""Of the repetitions that are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Foretold:
    """What becomes of a bulletin that is handed over now."""

    urgency: Urgency
    begins: datetime
    """As far as it can be known."""
    repeats: Repeats
    sounding: Sounding | None
    """What sounds now."""
    passed: Sequence[datetime]
    """The repetitions that the airtime rules will not let begin."""
    waiting: Sequence[Session]
    """The sessions that wait until it is over."""
    held: Message | None
    """Why nothing sounds at all for now: a stop, or a clock that is not believed; None where nothing keeps it."""


def foretell(
    station: Station, player: OnDuty, repeats: Repeats, urgency: Urgency, length: timedelta, *, is_override: bool
) -> Foretold:
    """Work out what becomes of a bulletin of that length; `is_override`: somebody answers for airing it anyway.

    Raises AirtimeRefused where it expires before the loudspeaker is free for it, or where the rules let none of
    its repetitions begin; UsageRefused where it is longer than they are apart.
    """
    refuse_too_late(repeats, player.free_for(urgency))
    in_a_row = length if repeats.every is not None else length * repeats.times
    passed: Sequence[datetime] = ()
    if player.doubt or is_override:
        begun = begun_by(repeats, player.free_for(urgency))
    else:
        begun = begun_by(repeats, behind_sessions(station, urgency, player.free_for(urgency), in_a_row))
        passed = refused_moments(station, begun, urgency, length)
    begins = begun.moments[0]
    return Foretold(
        urgency=urgency,
        begins=begins,
        repeats=repeats,
        sounding=player.sounding,
        passed=passed,
        waiting=_waiting(station, begins, in_a_row),
        held=_held(station, player),
    )


def _held(station: Station, player: OnDuty) -> Message | None:
    if stop_of(station.home) is not None:
        return tell("Đang có lệnh dừng loa: bản tin chờ đến khi có người cho phát tiếp.")
    if player.doubt:
        return tell("Máy chưa tin đồng hồ nên chưa phát gì: bản tin chờ đến khi giờ máy được xác nhận.")
    return None


def _waiting(station: Station, begins: datetime, length: timedelta) -> Sequence[Session]:
    sessions = rundown(station, begins.date()).sessions
    return [one for one in sessions if one.is_to_air and one.cues and begins <= one.at < begins + length]


def told(one: Foretold) -> tuple[Message, ...]:
    """Say it, in the order in which it will happen."""
    return (_first(one), *_interrupted(one), *_sessions(one), *_repeated(one), _expiring(one))


def _first(one: Foretold) -> Message:
    at = f"{one.begins:%H:%M}"
    if one.held is not None:
        return one.held
    if one.repeats.at is not None:
        return tell("Phát lúc {at} ngày {day}.", at=at, day=f"{one.begins:%d/%m}")
    if one.sounding is None and one.urgency is not Urgency.USUAL:
        return tell("Loa đang im: phát ngay.")
    if one.urgency is Urgency.EMERGENCY:
        return tell("Phát ngay, không chờ gì.")
    return tell("Phát khi loa rảnh, khoảng {at}.", at=at)


def _interrupted(one: Foretold) -> Sequence[Message]:
    if one.sounding is None or one.repeats.at is not None:
        return ()
    name = one.sounding.title or one.sounding.session_name
    match one.urgency:
        case Urgency.EMERGENCY:
            return [tell("Ngắt “{name}” đang phát; xong thì bài ấy phát lại từ đầu nếu còn trong hạn.", name=name)]
        case Urgency.PRIORITY:
            return [tell("Chờ hết “{name}” đang phát, rồi chen vào trước bài sau.", name=name)]
        case Urgency.USUAL:
            return [tell("Chờ hết “{name}” đang phát, không ngắt gì.", name=one.sounding.session_name)]


def _sessions(one: Foretold) -> Sequence[Message]:
    return [
        tell("Buổi “{name}” {at} chờ bản tin xong mới bắt đầu.", name=session.name, at=f"{session.at:%H:%M}")
        for session in one.waiting
    ]


def _repeated(one: Foretold) -> Sequence[Message]:
    repeats, found = one.repeats, list[Message]()
    if repeats.every is not None:
        last = f"{repeats.moments[-1]:%H:%M %d/%m}"
        found.append(
            tell("Phát {times} lần, cách nhau {every}, lần cuối {last}.",
                 times=repeats.times, every=minutes(repeats.every), last=last)
        )  # fmt: skip
    elif repeats.times > 1:
        found.append(tell("Phát {times} lần liền nhau.", times=repeats.times))
    if one.passed:
        at = ", ".join(f"{moment:%H:%M %d/%m}" for moment in one.passed[:_MOST_NAMED])
        more = " …" if len(one.passed) > _MOST_NAMED else ""
        found.append(tell("{count} trên {times} lần rơi vào lúc không được phát, sẽ bỏ qua: {at}",
                          count=len(one.passed), times=repeats.times, at=at + more))  # fmt: skip
    return found


def _expiring(one: Foretold) -> Message:
    last = one.repeats.moments[-1] + one.repeats.expires
    return tell("Quá {at} mà chưa phát được thì thôi, không phát nữa.", at=f"{last:%H:%M %d/%m}")
