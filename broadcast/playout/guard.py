"""A programme that sounds -> whether it may go on; what may not is ended at its next pause, or faded out."""

from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.playout.follower import Follower
from broadcast.playout.output import Wish
from broadcast.playout.parts import Parts
from broadcast.playout.source import Programme
from broadcast.playout.telling import Teller
from broadcast.programme import airtime as rules
from broadcast.programme.bulletins import Urgency

HARD_S = 0.5
"""Seconds before the end of the allowed hours at which a programme is faded out at the latest: the device still
holds some of what it took, and a fade takes its time.
"""
_A_HAIR = timedelta(milliseconds=1)


class Guard:
    """The Heard of one programme: passes on what the output confirms, and says whether the programme may go on."""

    def __init__(
        self,
        *,
        parts: Parts,
        programme: Programme,
        follower: Follower,
        at: datetime | None,
        judged: bool,
        gives_way_to: frozenset[Urgency],
    ) -> None:
        """Guard the playing of `programme`; `airing` is told what the output confirms of it.

        `at`: the moment of the programme's first sound; None: at once. `judged`: whether the airtime rules are
        asked. `gives_way_to`: the levels of bulletin that interrupt it.
        """
        self._parts = parts
        self._programme = programme
        self._follower = follower
        self._at = at
        self._teller = Teller(parts, programme, waits=at is not None)
        self._airtime = parts.airtime if judged else None
        self._gives_way_to = gives_way_to
        self.why: Message | None = None
        """Why the programme is faded out, or made to end before the allowed hours are over; None when it may sound
        to its end, and also when it ends after a cue for a bulletin that only has priority."""

        self.goes_on = False
        """Whether it is faded out for one cue alone, skipped or its release taken back: what is left goes on."""

    def __call__(self, frames: int, started: datetime) -> Wish:
        """Pass on that `frames` frames have sounded, the first at `started`; say whether the programme may go on.

        FADE: the programme may not go on, and `why` says why. GO_ON: it may; but where its hour is nearly over, or
        a bulletin with priority waits, it is made to end at a pause. Raises JournalError where the log takes no
        line.
        """
        self._follower.heard(frames, started)
        self._teller.tell(frames)
        self._parts.look()
        why = self._why_not(frames)
        if why is None:
            return Wish.GO_ON
        self.why = why
        return Wish.FADE

    def _why_not(self, frames: int) -> Message | None:
        if (skipped := self._skipped(frames)) is not None:
            return skipped
        if not self._parts.wanted():
            return self._parts.ending()
        if (hold := self._parts.conditions.hold()) is not None:
            return hold.why
        if (last := self._parts.conditions.ends_after()) is not None:
            self._programme.end_with(last)
        return self._gives_way() or self._taken_back(frames) or self._over_the_hour(frames)

    def _taken_back(self, frames: int) -> Message | None:
        """What sounds is faded out where its release is taken back; what is left of its session comes after it."""
        release = self._follower.release_at(frames)
        why = self._parts.released.taken_back(release) if release is not None else None
        if why is not None:  # while it fades the output asks on, and comes to what nobody took back
            self.goes_on = True
        return why

    def _skipped(self, frames: int) -> Message | None:
        """Write down what is skipped before it fades: a crash on the way begins it no second time."""
        cue = self._follower.cue_at(frames)
        why = self._parts.conditions.skipped(cue) if cue is not None else None
        if why is None:
            return None
        self._follower.cut_first(why)
        self.goes_on = True
        return tell("bài trước bị bỏ qua, bài này bắt đầu lại")

    def _gives_way(self) -> Message | None:
        """An emergency interrupts; what only has priority comes after the cue that sounds."""
        bulletin = self._parts.conditions.waiting()
        if bulletin is None or bulletin.urgency not in self._gives_way_to:
            return None
        if bulletin.urgency is Urgency.EMERGENCY:
            return tell("nhường bản tin khẩn cấp")
        self._programme.end_after_cue()
        return None

    def _over_the_hour(self, frames: int) -> Message | None:
        if self._airtime is None:
            return None
        now, sounds = self._parts.clock.now(), max(frames, self._programme.first_sound)
        if frames < sounds:  # the silence that wakes the amplifier may lie before the hour
            now = self._at or now + timedelta(seconds=(sounds - frames) / self._programme.rate_hz)
        why, end = rules.refusal(self._airtime, now), rules.boundary(self._airtime, now)
        if why is not None or end is None:
            return why
        left = timedelta(seconds=(self._programme.frames - sounds) / self._programme.rate_hz)
        if now + left <= end + _A_HAIR:
            return None
        self.why = tell("hết giờ được phát lúc {time}", time=f"{end:%H:%M}")
        spare_s = (end - now).total_seconds() - HARD_S
        if spare_s <= 0:
            return self.why
        self._programme.end_by(sounds + int(spare_s * self._programme.rate_hz))
        return None
