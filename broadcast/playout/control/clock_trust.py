"""Looks at the wall clock and at the machine's running time -> may the wall clock be believed?

It may not where it is earlier than the program itself or than the last line of the as-run log, nor where it moves
by more than five minutes against the time that the machine has been running.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.lengths import minutes

RELEASED = date(2025, 9, 30)
"""Set with each release: no wall clock in use can be earlier. The eve of the campaign that ships with it."""
LARGEST_STEP = timedelta(minutes=5)
"""Further than that the wall clock may not move against the running time, to either side."""
_KEEP_ANCHOR_S = 3600.0
"""Steps within an hour add up; slow drift over weeks does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What both clocks showed at one moment."""

    wall: datetime
    """The wall clock: an aware moment."""
    running_s: float
    """Seconds that never go back, the machine's sleep included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """What is believed of the wall clock, after the last look at it."""

    floor: datetime
    """No earlier moment is believed; aware."""
    anchor: Look | None = None
    """The last look from which steps are counted; None until the clock was believed for the first time."""
    doubt: Message | None = None
    """Why the clock is not believed; None when it is, or nobody has looked at it yet."""

    def moment(self, look: Look) -> datetime:
        """Return the station's time at that look: what the wall clock shows, where it is believed.

        Where it is not, the time is counted on from the anchor by the running seconds; where it never was, it is
        what the wall clock shows all the same. Aware, in the zone of `look.wall`.
        """
        if self.doubt is None or self.anchor is None:
            return look.wall
        return _expected(self.anchor, look).astimezone(look.wall.tzinfo)


def earliest_believable(last_line: datetime | None) -> datetime:
    """Return the moment before which a player that starts believes no clock: the release, or the log's last line.

    `last_line` is the moment of that line; None where the log has none.
    """
    released = datetime.combine(RELEASED, time(), UTC)
    return max(released, last_line) if last_line is not None else released


def judge(trust: Trust, look: Look) -> Trust:
    """Judge one more look at the clocks; return the trust after it.

    Until one was believed, a look is believed that does not lie before the floor. After that the clock is doubted
    once it has moved by more than LARGEST_STEP against the running time, and believed again once it has not.
    """
    if trust.anchor is None:
        return _first(trust, look)
    step = look.wall.astimezone(UTC) - _expected(trust.anchor, look)
    if abs(step) > LARGEST_STEP:
        return trust if trust.doubt else replace(trust, doubt=_stepped(look, step))
    if trust.doubt is not None or look.running_s - trust.anchor.running_s > _KEEP_ANCHOR_S:
        return replace(trust, anchor=look, doubt=None)
    return trust


def confirm_at(look: Look) -> Trust:
    """Return the trust after an operator's word, at that look, that the wall clock is right."""
    return Trust(floor=look.wall, anchor=look)


def _first(trust: Trust, look: Look) -> Trust:
    if look.wall >= trust.floor:
        return replace(trust, anchor=look, doubt=None)
    shows, floor = f"{look.wall:%H:%M %d/%m/%Y}", trust.floor.astimezone(look.wall.tzinfo)
    if floor.date() <= RELEASED:
        why = tell("đồng hồ máy chỉ {shows}, trước ngày có chương trình này", shows=shows)
    else:
        why = tell(
            "đồng hồ máy chỉ {shows}, trước dòng cuối của nhật ký ({last})",
            shows=shows,
            last=f"{floor:%H:%M:%S %d/%m/%Y}",
        )
    return replace(trust, doubt=why)


def _expected(anchor: Look, look: Look) -> datetime:
    return anchor.wall.astimezone(UTC) + timedelta(seconds=look.running_s - anchor.running_s)


def _stepped(look: Look, step: timedelta) -> Message:
    shows = f"{look.wall:%H:%M %d/%m/%Y}"
    length = _length(abs(step))
    if step > timedelta():
        return tell("đồng hồ máy vừa nhảy tới {length}, nay chỉ {shows}", length=length, shows=shows)
    return tell("đồng hồ máy vừa lùi lại {length}, nay chỉ {shows}", length=length, shows=shows)


def _length(step: timedelta) -> Message:
    if step >= timedelta(days=2):
        return tell("{days} ngày", days=step.days)
    whole = round(step.total_seconds() / 60)
    return tell("{hours} giờ", hours=whole // 60) if whole >= 120 else minutes(timedelta(minutes=whole))
