"""A day's rundown -> each session on its second; grace, make-up times, and tries anew while one is owed."""

from bisect import insort
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from broadcast.base.clock import Clock, Wanted
from broadcast.base.errors import DeviceError, Message, tell
from broadcast.library.rack import Rack
from broadcast.library.sounds import Library
from broadcast.playout import at_once
from broadcast.playout.bulletins import air_waiting
from broadcast.playout.conditions import Conditions, NobodyAsked, Released, Unhindered
from broadcast.playout.events import DeviceTrouble, Waiting, Watcher
from broadcast.playout.laying import fix_carts, laid_out
from broadcast.playout.output import OPENS_AHEAD, OnDevice, Output
from broadcast.playout.owing import PassedOver, goes_on, has_begun, owed, pass_over, planned
from broadcast.playout.parts import (
    LOOK_EVERY,
    TRY_DEVICE_EVERY,
    Meanwhile,
    Parts,
    Plan,
    Unwritten,
    nothing_meanwhile,
)
from broadcast.playout.sounding import Manner, sound
from broadcast.playout.waits import wait_for_carts, wait_until
from broadcast.programme.layout import WAKE_UP_S
from broadcast.programme.lengths import minutes
from broadcast.programme.model import Cue, Outcome, Override, Rundown, Session
from broadcast.programme.onair import Stings
from broadcast.programme.pending import is_too_late
from broadcast.programme.settings import AirtimeRules
from broadcast.record.journal import Journal
from broadcast.record.sentences import Note

LAID_OUT_AHEAD = OPENS_AHEAD + timedelta(seconds=WAKE_UP_S) + timedelta(seconds=1.5)
"""How long before its second a session is laid out: the device's time to open, the silence that wakes the
amplifier, and what laying out takes, which reads every cart's file whole. What is ready or changed after that is
not in it.
"""


def _turn(session: Session) -> datetime:
    """When a session takes its turn: what is only written down lets what is laid out by then go first."""
    return session.at if session.refused is None else session.at + LAID_OUT_AHEAD


class Playout:
    """Airs sessions on one output, from what production has put on the rack, and writes the as-run log.

    The seam of this room: it makes no sound of its own and reaches no text, voice or network. Its methods return
    when they are done, and run on the thread that calls them.
    """

    def __init__(
        self,
        *,
        library: Library,
        rack: Rack,
        journal: Journal,
        output: Output,
        clock: Clock,
        airtime: AirtimeRules | None,
        watcher: Watcher,
        wanted: Wanted = lambda: True,
        current: Wanted = lambda: True,
        meanwhile: Meanwhile = nothing_meanwhile,
        conditions: Conditions | None = None,
        plan: Plan | None = None,
        ending: Callable[[], Message] = lambda: tell("người trực dừng"),
        stings: Stings | None = None,
        remark: Callable[[], Message | None] = lambda: None,
        released: Released | None = None,
        on_device: Callable[[], OnDevice | None] = lambda: None,
    ) -> None:
        """`wanted` is asked always: its False fades out what sounds, and `ending` says why. `current` is asked
        between sessions: its False ends the day, because the plan has changed. Both only answer; what a station
        does beside playout it does in `meanwhile`, called before they are asked. `airtime` None: the rules are not
        asked, for the output is not the ward's loudspeaker. `conditions` None: nothing keeps it silent, and no
        bulletin waits. `plan` is asked before a session is laid out, and told of the carts that it then airs;
        None: nobody keeps it. `stings`: what the log keeps of opening and closing. `remark` is asked how the
        loudspeaker sounds less than it should, while something sounds; the log's line of that says so. `released`
        is asked of each cart whether somebody has released it: what is refused does not sound. `on_device` is
        asked what the output tells of itself, for the log.
        """
        self._parts = Parts(
            library=library,
            rack=rack,
            journal=journal,
            output=output,
            clock=clock,
            airtime=airtime,
            watcher=watcher,
            wanted=wanted,
            current=current,
            meanwhile=meanwhile,
            conditions=conditions or Unhindered(),
            plan=plan or Unwritten(),
            ending=ending,
            stings=stings or {},
            remark=remark,
            released=released or NobodyAsked(),
            on_device=on_device,
        )
        self._began = clock.now()

    def air_day(self, rundown: Rundown) -> bool:
        """Air what the day still owes, each session on its second and bulletins between, and return True.

        A refused session is written down at its second, one that the ward does without not at all. Every other cue
        has its outcome in the log then. Returns False where playout, or its plan, was ended before.
        Raises JournalError where the log cannot be read or takes no line, and nothing of a device: one that does
        not sound is tried again while the session's grace lasts.
        """
        left = sorted((session for session in rundown.sessions if session.off is None), key=_turn)
        while left:
            session = left.pop(0)
            self._parts.look_between_sessions()
            if not self._parts.has_a_plan():
                return False
            if (later := self._air_on_time(session)) is not None:
                insort(left, later, key=_turn)
        air_waiting(self._parts)
        self._parts.look_between_sessions()
        return self._parts.has_a_plan()

    def stand_by(self, until: datetime) -> bool:
        """Air only the bulletins that come, until the clock shows `until`; return True then.

        Returns False where playout, or its plan, was ended before. Raises JournalError where the log takes no
        line.
        """
        return wait_until(self._parts, until)

    def air_now(self, sessions: Sequence[Session], *, note: Note, override: Override | None = None) -> None:
        """Air at once, as one programme, what has not been heard of the sessions.

        Grace is not asked; the airtime rules are, unless `override` answers for it. `note` stands in the log with
        each cue. Raises AirtimeRefused where the rules do not allow it, DeviceError where the device does not
        sound it, DeviceLost where it breaks off, JournalError where the log cannot be read or takes no line. More
        in `at_once.air_now`.
        """
        at_once.air_now(self._parts, sessions, note, override)

    def _air_on_time(self, session: Session) -> Session | None:
        """Air a session; the same at its make-up time when it has missed its own and has one."""
        parts = self._parts
        cues = owed(parts, session)
        if not cues:
            return None
        if session.refused is not None:
            if wait_until(parts, session.at):
                why = session.refused
                pass_over(parts, session, [PassedOver(cue=cue, outcome=Outcome.REFUSED, why=why) for cue in cues])
            return None
        parts.watcher(Waiting(session=session))
        if not wait_until(parts, session.at - LAID_OUT_AHEAD, ahead_of=session):
            return None
        return self._air_while_owed(session)

    def _air_while_owed(self, session: Session) -> Session | None:
        while owed(self._parts, session) and self._released(session):
            if (later := self._moved(session)) is not None:
                return later
            self._miss_what_is_late(session)
            if not owed(self._parts, session):
                break
            self._parts.look_at_plan()
            if not self._parts.has_a_plan():
                break
            self._try(session)
        return None

    def _try(self, session: Session) -> None:
        """Air what is owed of the session once; whatever comes of it, time has passed before the next try."""
        parts = self._parts
        free_by = session.at - LAID_OUT_AHEAD
        wait_for_carts(parts, owed(parts, session), self._grace_left(session), free_by=free_by)
        air_waiting(parts, free_by)
        try:
            parts.look_at_plan()
            if parts.may_sound() and parts.current():
                begun = has_begun(parts, session)
                if not begun:
                    self._forget_carts(session)
                laid = laid_out(parts, session, owed(parts, session))
                fix_carts(parts, laid, begun=begun)
                pass_over(parts, session, laid.passed_over)
                sound(parts, (laid.layout,), Manner())
            if owed(parts, session) and parts.current():  # it was led out of early
                parts.pause(LOOK_EVERY)
        except DeviceError as error:
            parts.hindered[session.id] = tell("loa chưa phát được: {why}", why=error.what)
            parts.watcher(DeviceTrouble(session=session, error=error))
            parts.pause(TRY_DEVICE_EVERY)

    def _forget_carts(self, session: Session) -> None:
        """Nothing of it has sounded: what was laid out for a device that did not open need not air."""
        for cue in session.cues:
            self._parts.fixed.pop(cue.id, None)

    def _released(self, session: Session) -> bool:
        """Wait while nothing may sound, and for as long as something of the session could still begin in time."""
        parts = self._parts
        parts.look()
        while parts.wanted():
            hold = parts.conditions.hold()
            if hold is None:
                return True
            parts.hindered[session.id] = hold.why
            if hold.time_is_known and not self._in_time(session):
                return True
            parts.look_between_sessions()
            if not parts.current():
                return False
            parts.clock.wait_until(parts.clock.now() + LOOK_EVERY)
            parts.look()
        return False

    def _moved(self, session: Session) -> Session | None:
        """The session at its make-up time, when it is too late for its own."""
        if session.make_up is None or self._in_time(session):
            return None
        later = replace(session, at=session.make_up, make_up=None)
        return later if self._parts.clock.now() <= later.at + later.grace else None

    def _in_time(self, session: Session) -> bool:
        """Whether something that is owed may still begin."""
        return len(self._late(session)) < len(owed(self._parts, session))

    def _late(self, session: Session) -> list[Cue]:
        """What is owed and over its grace; nothing of a session that goes on behind a cue that was taken out."""
        parts, moments = self._parts, planned(self._parts, session)
        now = parts.clock.now()
        if now.date() == session.at.date() and goes_on(parts, session):
            return []
        return [cue for cue in owed(parts, session) if is_too_late(session, moments.get(cue.id), now)]

    def _miss_what_is_late(self, session: Session) -> None:
        why = tell("quá hạn phát bù {grace}: {why}", grace=minutes(session.grace), why=self._why_late(session))
        now = self._parts.clock.now()
        if now.date() > session.at.date() and now <= session.at + session.grace:  # midnight ends every grace
            why = tell("hết ngày, không phát bù sang ngày khác: {why}", why=self._why_late(session))
        late = [PassedOver(cue=cue, outcome=Outcome.MISSED, why=why) for cue in self._late(session)]
        pass_over(self._parts, session, late)

    def _why_late(self, session: Session) -> Message:
        if (known := self._parts.hindered.get(session.id)) is not None:
            return known
        if self._parts.conditions.asleep_at(session.at):
            return tell("lúc ấy máy ngủ, hoặc chương trình bị treo")
        if self._began > session.at:
            return tell("lúc ấy máy tắt, hoặc chương trình không chạy")
        return tell("tới lượt thì đã muộn")

    def _grace_left(self, session: Session) -> timedelta:
        """How long production may still take before the session's grace is over."""
        return max(timedelta(), session.at + session.grace - self._parts.clock.now())
