"""Sessions and the rack -> the loudspeaker, on their second; and the as-run log, as it happens.

Airs what production has made and nothing else: no text, no speech, no network. A session is one unbroken
programme; each cue is claimed in the journal before its first sample and confirmed after its last.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from broadcast.clock import Clock
from broadcast.errors import DeviceError, DeviceLost, Message, tell
from broadcast.journal import Journal
from broadcast.library import CLOSING, OPENING, Library, Rack
from broadcast.model import Airing, Airtime, Cart, Cue, CueId, Outcome, Rundown, Session, Unready
from broadcast.onair import DeviceTrouble, Follower, Programme, Settled, Waiting, Watcher
from broadcast.output import Output, Wish
from broadcast.programme import airtime as rules
from broadcast.programme.layout import Layout, lay_out
from broadcast.programme.pending import is_too_late, planned_moments, record, unheard, unsettled

LEAD = timedelta(seconds=6)
"""So long before its second a session is laid out; the output then opens its device in its own time."""
_LONGEST_MAKING = timedelta(hours=1)
"""An operator who airs at once waits for production; it always settles, and this only bounds it."""
_TRY_DEVICE_EVERY = timedelta(seconds=2)

Wanted = Callable[[], bool]
"""Asked while waiting and several times a second on air; False fades out and ends."""


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
        airtime: Airtime,
        watcher: Watcher,
        wanted: Wanted = lambda: True,
        current: Wanted = lambda: True,
    ) -> None:
        """`wanted` is asked always, its False fades out; `current` between sessions: does the plan still hold?"""
        self._library = library
        self._rack = rack
        self._journal = journal
        self._output = output
        self._clock = clock
        self._airtime = airtime
        self._watch = watcher
        self._wanted = wanted
        self._current = current

    # --- on the timetable ---

    def air_day(self, rundown: Rundown) -> bool:
        """Air what the day still owes, each session on its second; False when it was ended early."""
        for session in rundown.sessions:
            if not self._patient():
                return False
            self._air_on_time(session)
        return self._patient()

    def _patient(self) -> bool:
        return self._wanted() and self._current()

    def _air_on_time(self, session: Session) -> None:
        if not self._owed(session):
            return
        if session.refused is not None:
            self._pass_over(session, self._owed(session), Outcome.REFUSED, session.refused)
            return
        self._watch(Waiting(session=session))
        if not self._clock.wait_until(session.at - LEAD, self._patient):
            return
        while self._wanted() and self._owed_in_time(session):
            self._rack.wait_for([cue.id for cue in self._owed(session)], self._left(session))
            try:
                self._air((self._laid_out(session),), note="")
                break
            except DeviceError as error:
                self._watch(DeviceTrouble(session=session, error=error))
                self._clock.wait_until(self._clock.now() + _TRY_DEVICE_EVERY, self._wanted)

    def _owed(self, session: Session) -> tuple[Cue, ...]:
        return unsettled(session, self._record(session))

    def _owed_in_time(self, session: Session) -> bool:
        """Whether something may still begin; what is over its grace is written down as missed."""
        planned = planned_moments(session, self._record(session))
        late = [cue for cue in self._owed(session) if self._is_late(session, cue, planned)]
        self._pass_over(
            session, late, Outcome.MISSED, tell("quá hạn phát bù {grace}", grace=_minutes(session.grace))
        )
        return bool(self._owed(session))

    def _is_late(self, session: Session, cue: Cue, planned: Mapping[CueId, datetime]) -> bool:
        return is_too_late(session, planned.get(cue.id), self._clock.now())

    def _left(self, session: Session) -> timedelta:
        """How long production may still take before the session's grace is over."""
        return max(timedelta(), session.at + session.grace - self._clock.now())

    # --- at once ---

    def air_now(self, sessions: Sequence[Session], *, note: str) -> None:
        """Air what has not been heard of these sessions, one after another without waiting, as one programme.

        For the operator standing there, who has answered for the hour; the timetable and grace are not asked.
        """
        for session in sessions:
            self._rack.wait_for([cue.id for cue in session.cues], _LONGEST_MAKING)
        layouts = [self._laid_out(session, at_once=True) for session in sessions]
        self._air([layout for layout in layouts if layout.pieces], note=note)

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
        planned |= planned_moments(session, self._record(session))
        ready = tuple(cue for cue in owed if isinstance(carts[cue.id], Cart))
        while True:
            layout = lay_out(replace(session, cues=ready), carts, opening, closing, planned)
            why = None if at_once or not ready else self._refusal(session, layout)
            if why is None:
                return layout
            # A programme too long for its hour closes up from its end; one that may not begin loses every cue.
            self._pass_over(session, ready[-1:], Outcome.REFUSED, why)
            ready = ready[:-1]

    def _refusal(self, session: Session, layout: Layout) -> Message | None:
        start = max(session.at, self._clock.now())
        return rules.refusal(self._airtime, start, layout.length)

    def _verified(self, cue: CueId) -> Cart | Unready | None:
        """What the rack holds, its file read and found whole just now."""
        cart = self._rack.contents().get(cue)
        if isinstance(cart, Cart) and self._library.cart(cart.fingerprint) is None:
            return None
        return cart

    def _pass_over_unready(
        self, session: Session, cues: Sequence[Cue], carts: Mapping[CueId, Cart | Unready | None]
    ) -> None:
        for cue in cues:
            cart = carts[cue.id]
            why = cart.why if isinstance(cart, Unready) else tell("chưa có tệp tiếng")
            self._pass_over(session, [cue], Outcome.MISSED, tell("chưa sẵn sàng: {why}", why=why))

    def _pass_over(self, session: Session, cues: Sequence[Cue], outcome: Outcome, why: Message) -> None:
        planned = planned_moments(session, self._record(session))
        for cue in cues:
            moment = planned.get(cue.id, session.at)
            now = self._clock.now()
            self._journal.pass_over(cue.id, cue.script, outcome, planned=moment, note=str(why), now=now)
            self._watch(Settled(session=session, cue=cue, outcome=outcome, seconds=0.0, note=why))

    def _record(self, session: Session) -> Mapping[CueId, tuple[Airing, ...]]:
        day = session.at.date()
        return record(self._journal.airings(day, day))

    # --- on air ---

    def _air(self, layouts: Sequence[Layout], *, note: str) -> None:
        layouts = [layout for layout in layouts if layout.pieces]
        if not layouts:
            return  # nothing is ready: the device stays closed
        airing = Follower(self._journal, self._clock, self._watch, layouts, note)
        with Programme(layouts, self._library, airing.claim) as programme:
            at = layouts[0].begins if layouts[0].begins > self._clock.now() else None
            try:
                played = self._output.play(programme, at=at, heard=self._listening(airing))
            except KeyboardInterrupt:
                airing.cut(tell("người trực dừng"))
                raise
            except DeviceLost as error:
                airing.confirm(error.frames)
                airing.cut(error.what)
                raise
            except BaseException as error:
                airing.cut(tell("lỗi: {error}", error=repr(error)))
                raise
            airing.confirm(played.frames)
            airing.cut(tell("người trực dừng"))

    def _listening(self, airing: Follower) -> Callable[[int, datetime], Wish]:
        def heard(frames: int, started: datetime) -> Wish:
            airing.heard(frames, started)
            return Wish.GO_ON if self._wanted() else Wish.FADE

        return heard


def _minutes(length: timedelta) -> str:
    return f"{length.total_seconds() / 60:g} phút"
