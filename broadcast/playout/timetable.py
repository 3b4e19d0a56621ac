"""Sessions and the rack -> the loudspeaker, on their second; and the as-run log, as it happens.

Airs what production has made and nothing else: no text, no speech, no network. A session is one unbroken
programme; each cue is claimed in the journal before its first sample and confirmed after its last.
"""

from bisect import insort
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from broadcast.base.clock import Clock, Wanted
from broadcast.base.errors import DeviceError, DeviceLost, Message, UsageRefused, tell
from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.library.sounds import Library
from broadcast.playout.conditions import Conditions, Unhindered
from broadcast.playout.events import DeviceTrouble, Settled, Waiting, Watcher
from broadcast.playout.follower import Follower
from broadcast.playout.guard import Guard
from broadcast.playout.output import Output
from broadcast.playout.source import Programme
from broadcast.programme import airtime as rules
from broadcast.programme.layout import Layout, lay_out
from broadcast.programme.model import (
    Airing,
    Bulletin,
    Cart,
    Cue,
    CueId,
    Outcome,
    Override,
    Rundown,
    Session,
    Unready,
    Urgency,
)
from broadcast.programme.pending import is_too_late, planned_moments, record, unheard, unsettled
from broadcast.programme.settings import AirtimeRules, SlotId
from broadcast.record.journal import Journal

LEAD = timedelta(seconds=6)
"""So long before its second a session is laid out; the output then opens its device in its own time."""
_LONGEST_MAKING = timedelta(hours=1)
"""An operator who airs at once waits for production; it always settles, and this only bounds it."""
_TRY_DEVICE_EVERY = timedelta(seconds=2)
_LOOK_EVERY = timedelta(seconds=0.25)
_BULLETIN_GAP = timedelta(seconds=2)
_BULLETIN_NAMES = {
    Urgency.USUAL: tell("bản tin"),
    Urgency.PRIORITY: tell("bản tin ưu tiên"),
    Urgency.EMERGENCY: tell("bản tin khẩn cấp"),
}
_ALL_BULLETINS = frozenset({Urgency.PRIORITY, Urgency.EMERGENCY})
_EMERGENCIES = frozenset({Urgency.EMERGENCY})

__all__ = ["Playout", "Wanted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Manner:
    """How a programme goes out: what is noted of it, who answers for the hour, what it gives way to."""

    note: str = ""
    override: Override | None = None
    gives_way_to: frozenset[Urgency] = _ALL_BULLETINS


class Playout:
    """Airs rundowns on one output."""

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
        conditions: Conditions | None = None,
        ending: Callable[[], Message] = lambda: tell("người trực dừng"),
    ) -> None:
        """`wanted` is asked always, its False fades out and `ending` says why; `current` between sessions: does
        the plan still hold? `airtime` None: not on the ward's loudspeaker, so its rules are not asked.
        """
        self._library = library
        self._rack = rack
        self._journal = journal
        self._output = output
        self._clock = clock
        self._airtime = airtime
        self._watch = watcher
        self._wanted = wanted
        self._current = current
        self._conditions = conditions or Unhindered()
        self._ending = ending
        self._began = clock.now()
        self._hindered: dict[str, Message] = {}
        """What kept a session from beginning, by its id: the reason of what it then misses."""

    # --- on the timetable ---

    def air_day(self, rundown: Rundown) -> bool:
        """Air what the day still owes, each session on its second; False when it was ended early."""
        left = list(rundown.sessions)
        while left:
            session = left.pop(0)
            if not self._patient():
                return False
            if (later := self._air_on_time(session)) is not None:
                insort(left, later, key=lambda one: one.at)
        self._air_bulletins()
        return self._patient()

    def stand_by(self, until: datetime) -> bool:
        """Nothing more is planned: only bulletins air; False when it was ended early."""
        return self._wait_until(until)

    def _patient(self) -> bool:
        return self._wanted() and self._current()

    def _wait_until(self, moment: datetime) -> bool:
        """False when it was ended early. Bulletins air meanwhile."""
        while not self._clock.wait_until(moment, lambda: self._patient() and not self._bulletin_due()):
            if not self._patient():
                return False
            self._air_bulletins()
        return True

    def _air_on_time(self, session: Session) -> Session | None:
        """Air a session; the same at its make-up time when it has missed its own and has one."""
        if not self._owed(session):
            return None
        if session.refused is not None:
            self._pass_over(session, self._owed(session), Outcome.REFUSED, session.refused)
            return None
        self._watch(Waiting(session=session))
        if not self._wait_until(session.at - LEAD):
            return None
        return self._air_while_owed(session)

    def _air_while_owed(self, session: Session) -> Session | None:
        while self._owed(session) and self._released(session):
            if (later := self._moved(session)) is not None:
                return later
            if not self._owed_in_time(session):
                break
            self._await_carts(self._owed(session), self._left(session))
            self._air_bulletins()
            try:
                if self._conditions.hold() is None:
                    self._air((self._laid_out(session),), _Manner())
                if self._owed(session):  # it was led out of early
                    self._clock.wait_until(self._clock.now() + _LOOK_EVERY, self._wanted)
            except DeviceError as error:
                self._hindered[session.id] = tell("loa chưa phát được: {why}", why=error.what)
                self._watch(DeviceTrouble(session=session, error=error))
                self._clock.wait_until(self._clock.now() + _TRY_DEVICE_EVERY, self._wanted)
        return None

    def _released(self, session: Session) -> bool:
        """Wait while nothing may sound, and for as long as something of the session could still begin in time."""
        while self._wanted():
            hold = self._conditions.hold()
            if hold is None:
                return True
            self._hindered[session.id] = hold.why
            if hold.time_is_known and not self._in_time(session):
                return True
            if not self._patient():
                return False
            self._clock.wait_until(self._clock.now() + _LOOK_EVERY)
        return False

    def _moved(self, session: Session) -> Session | None:
        """The session at its make-up time, when it is too late for its own."""
        if session.make_up is None or self._in_time(session):
            return None
        later = replace(session, at=session.make_up, make_up=None)
        return later if self._clock.now() <= later.at + later.grace else None

    def _owed(self, session: Session) -> tuple[Cue, ...]:
        return unsettled(session, self._record(session))

    def _in_time(self, session: Session) -> bool:
        """Whether something that is owed may still begin."""
        planned = self._planned(session)
        return any(not self._is_late(session, cue, planned) for cue in self._owed(session))

    def _owed_in_time(self, session: Session) -> bool:
        """Whether something may still begin; what is over its grace is written down as missed."""
        planned = self._planned(session)
        late = [cue for cue in self._owed(session) if self._is_late(session, cue, planned)]
        why = tell("quá hạn phát bù {grace}: {why}", grace=_minutes(session.grace), why=self._why_late(session))
        self._pass_over(session, late, Outcome.MISSED, why)
        return bool(self._owed(session))

    def _why_late(self, session: Session) -> Message:
        if (known := self._hindered.get(session.id)) is not None:
            return known
        if self._conditions.asleep_at(session.at):
            return tell("lúc ấy máy ngủ, hoặc chương trình bị treo")
        if self._began > session.at:
            return tell("lúc ấy máy tắt, hoặc chương trình không chạy")
        return tell("tới lượt thì đã muộn")

    def _is_late(self, session: Session, cue: Cue, planned: Mapping[CueId, datetime]) -> bool:
        return is_too_late(session, planned.get(cue.id), self._clock.now())

    def _planned(self, session: Session) -> Mapping[CueId, datetime]:
        """The moments fixed when it was first begun; none fixed for its own time holds at its make-up time."""
        planned = planned_moments(session, self._record(session))
        return {cue: moment for cue, moment in planned.items() if moment >= session.at - LEAD}

    def _left(self, session: Session) -> timedelta:
        """How long production may still take before the session's grace is over."""
        return max(timedelta(), session.at + session.grace - self._clock.now())

    def _await_carts(self, cues: Sequence[Cue], at_most: timedelta) -> None:
        """Wait for production; no longer than somebody wants to hear it."""
        until_s = self._clock.monotonic() + at_most.total_seconds()
        while not self._rack.wait_for([cue.id for cue in cues], timedelta()):
            left_s = until_s - self._clock.monotonic()
            if left_s <= 0 or not self._wanted() or self._conditions.hold() is not None:
                return
            step = min(_LOOK_EVERY, timedelta(seconds=left_s))
            if not self._rack.wait_for([cue.id for cue in cues], step):
                self._clock.passed(step.total_seconds())

    # --- bulletins, beside the timetable ---

    def _bulletin_due(self) -> bool:
        return self._conditions.hold() is None and self._conditions.waiting() is not None

    def _air_bulletins(self) -> None:
        while self._wanted() and self._bulletin_due():
            bulletin = self._conditions.waiting()
            if bulletin is None:
                return
            self._air_bulletin(bulletin)

    def _air_bulletin(self, bulletin: Bulletin) -> None:
        for number in range(1, bulletin.times + 1):
            session = _session_of(bulletin, number)
            while self._owed(session):
                if not self._wanted() or self._conditions.hold() is not None:
                    return  # it stays, and airs when it may
                if not self._air_once(bulletin, session):
                    self._conditions.done(bulletin)
                    return
            if number < bulletin.times:
                self._clock.wait_until(self._clock.now() + _BULLETIN_GAP, self._wanted)
        self._conditions.done(bulletin)

    def _air_once(self, bulletin: Bulletin, session: Session) -> bool:
        """Begin it once; False when it will not be aired."""
        cart = self._library.cart(bulletin.fingerprint)
        if cart is None:
            return self._given_up(session, Outcome.MISSED, tell("chưa có tệp tiếng"))
        if self._clock.now() > bulletin.expires:
            why = self._hindered.get(session.id, tell("tới lượt thì đã muộn"))
            return self._given_up(session, Outcome.MISSED, tell("hết hạn bản tin: {why}", why=why))
        session = replace(session, at=self._clock.now())
        layout = lay_out(session, {session.cues[0].id: cart}, None, None)
        refusal = self._refusal(session, layout) if bulletin.override is None else None
        if refusal is not None:
            return self._given_up(session, Outcome.REFUSED, refusal)
        note = tell("{name}, người cho phát: {by}", name=_BULLETIN_NAMES[bulletin.urgency], by=bulletin.by)
        emergency = bulletin.urgency is Urgency.EMERGENCY
        try:
            self._air(
                (layout,),
                _Manner(
                    note=_noted(str(note), bulletin.override),
                    override=bulletin.override,
                    gives_way_to=frozenset() if emergency else _EMERGENCIES,
                ),
            )
        except DeviceError as error:
            self._hindered[session.id] = error.what
            self._watch(DeviceTrouble(session=session, error=error))
            self._clock.wait_until(self._clock.now() + _TRY_DEVICE_EVERY, self._wanted)
        else:
            if not emergency and self._owed(session):
                self._air_bulletins_before(bulletin)
        return True

    def _air_bulletins_before(self, bulletin: Bulletin) -> None:
        """What interrupted this one goes first."""
        first = self._conditions.waiting()
        if first is not None and first.id != bulletin.id and first.urgency is Urgency.EMERGENCY:
            self._air_bulletin(first)

    def _given_up(self, session: Session, outcome: Outcome, why: Message) -> bool:
        self._pass_over(session, session.cues, outcome, why)
        return False

    # --- at once ---

    def air_now(self, sessions: Sequence[Session], *, note: str, override: Override | None = None) -> None:
        """Air what has not been heard of these sessions, one after another without waiting, as one programme.

        For the operator standing there; grace is not asked, the airtime rules are. Raises UsageRefused where they
        do not allow all of it and nobody answers for it.
        """
        for session in sessions:
            self._await_carts(session.cues, _LONGEST_MAKING)
        if not self._wanted() or self._conditions.hold() is not None:
            return
        manner = _Manner(note=_noted(note, override), override=override, gives_way_to=_EMERGENCIES)
        while True:
            layouts = [self._laid_out(session, at_once=True) for session in sessions]
            layouts = [layout for layout in layouts if layout.pieces]
            if override is None:
                self._refuse_at_once(layouts)
            self._air(layouts, manner)
            if not self._bulletin_due():
                return
            self._air_bulletins()

    def _refuse_at_once(self, layouts: Sequence[Layout]) -> None:
        start = self._clock.now()
        before: list[str] = []
        for layout in layouts:
            why = self._refusal(layout.session, layout, start, before=before)
            if why is not None:
                raise UsageRefused(
                    tell("Không phát lúc này: {why}.", why=why),
                    tell('Có người cho phép thì thêm: --override "lý do" --by "tên người cho phép".'),
                )
            before.append(layout.session.id)
            start += timedelta(seconds=layout.frames / layout.rate_hz)

    # --- laying out ---

    def _laid_out(self, session: Session, *, at_once: bool = False) -> Layout:
        """The programme of what is owed and ready; what is not is written down with its reason."""
        carts = {cue.id: self._verified(cue.id) for cue in session.cues}
        opening, closing = (
            cart if isinstance(cart := self._verified(id_), Cart) else None for id_ in (OPENING, CLOSING)
        )
        owed = unheard(session, self._record(session)) if at_once else self._owed(session)
        self._pass_over_unready(session, [cue for cue in owed if not isinstance(carts[cue.id], Cart)], carts)
        first_plan = lay_out(session, carts, opening, closing)
        planned = {one.cue.id: one.at for one in first_plan.cues}
        planned |= self._planned(session)
        ready = tuple(cue for cue in owed if isinstance(carts[cue.id], Cart))
        while True:
            layout = lay_out(replace(session, cues=ready), carts, opening, closing, planned)
            why = None if at_once or not ready else self._refusal(session, layout)
            if why is None:
                return layout
            # A programme too long for its hour closes up from its end; one that may not begin loses every cue.
            self._pass_over(session, ready[-1:], Outcome.REFUSED, why)
            ready = ready[:-1]

    def _refusal(
        self, session: Session, layout: Layout, start: datetime | None = None, *, before: Sequence[str] = ()
    ) -> Message | None:
        """Why the rules do not let that programme begin, at its second or as soon as possible.

        `before`: the sessions that are to sound before it and have not yet.
        """
        if self._airtime is None:
            return None
        begins = start or max(session.at, self._clock.now())
        sounded = self._journal.sounded_on(begins.date())
        return rules.session_refusal(self._airtime, session.id, begins, layout.length, sounded, before=before)

    def _verified(self, cue: CueId) -> Cart | Unready | None:
        """What the rack holds, its file read and found whole just now."""
        cart = self._rack.contents().get(cue)
        if not isinstance(cart, Cart):
            return cart
        kept = self._library.cart(cart.fingerprint)
        return kept and replace(kept, fallback=cart.fallback)

    def _pass_over_unready(
        self, session: Session, cues: Sequence[Cue], carts: Mapping[CueId, Cart | Unready | None]
    ) -> None:
        for cue in cues:
            cart = carts[cue.id]
            why = cart.why if isinstance(cart, Unready) else tell("chưa có tệp tiếng")
            self._pass_over(session, [cue], Outcome.MISSED, tell("chưa sẵn sàng: {why}", why=why))

    def _pass_over(self, session: Session, cues: Sequence[Cue], outcome: Outcome, why: Message) -> None:
        planned = self._planned(session)
        for cue in cues:
            moment = planned.get(cue.id, session.at)
            now = self._clock.now()
            self._journal.pass_over(cue.id, cue.script, outcome, planned=moment, note=str(why), now=now)
            self._watch(Settled(session=session, cue=cue, outcome=outcome, seconds=0.0, note=why))

    def _record(self, session: Session) -> Mapping[CueId, tuple[Airing, ...]]:
        day = session.at.date()
        return record(self._journal.airings(day, day))

    # --- on air ---

    def _air(self, layouts: Sequence[Layout], manner: _Manner) -> None:
        layouts = [layout for layout in layouts if layout.pieces]
        if not layouts:
            return  # nothing is ready: the device stays closed
        airing = Follower(self._journal, self._clock, self._watch, layouts, manner.note)
        with Programme(layouts, self._library, airing.claim) as programme:
            at = layouts[0].begins if layouts[0].begins > self._clock.now() else None
            guard = self._guard(programme, airing, manner, layouts[0].session.at if at else None)
            try:
                played = self._output.play(programme, at=at, heard=guard)
            except KeyboardInterrupt:
                airing.cut(tell("người trực dừng"))
                raise
            except DeviceLost as error:
                airing.confirm(error.frames)
                airing.cut(error.what)
                self._note_holes(error.underflows)
                raise
            except BaseException as error:
                airing.cut(tell("lỗi: {error}", error=repr(error)))
                raise
            airing.confirm(played.frames)
            airing.cut(guard.why or self._ending())
            self._note_holes(played.underflows)

    def _note_holes(self, count: int) -> None:
        if count:
            what = tell("loa hụt tiếng {count} chỗ trong buổi vừa phát", count=count)
            self._journal.note(str(what), self._clock.now())

    def _guard(self, programme: Programme, airing: Follower, manner: _Manner, at: datetime | None) -> Guard:
        return Guard(
            programme=programme,
            airing=airing,
            clock=self._clock,
            airtime=self._airtime if manner.override is None else None,
            conditions=self._conditions,
            wanted=self._wanted,
            ending=self._ending,
            at=at,
            gives_way_to=manner.gives_way_to,
        )


def _session_of(bulletin: Bulletin, number: int) -> Session:
    """The session that one repetition of a bulletin is; its begin is the past, for it airs at once."""
    id_ = bulletin.id
    day = datetime.fromisoformat(id_.split("/")[0])
    cue = CueId(f"{id_}/{bulletin.script}" + (f"/lan-{number}" if bulletin.times > 1 else ""))
    return Session(
        id=id_,
        slot=SlotId(id_.split("/")[1]),
        name=str(_BULLETIN_NAMES[bulletin.urgency]),
        at=day.replace(tzinfo=bulletin.expires.tzinfo),
        grace=timedelta(),
        cues=(Cue(id=cue, script=bulletin.script),),
    )


def _noted(note: str, override: Override | None) -> str:
    if override is None:
        return note
    answers = tell("phát ngoài quy định: {reason} (người cho phép: {by})", reason=override.reason, by=override.by)
    return f"{note}; {answers}" if note else str(answers)


def _minutes(length: timedelta) -> str:
    return f"{length.total_seconds() / 60:g} phút"
