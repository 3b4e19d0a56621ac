"""Sessions, what is made, as-run log, what sounds, now -> when each begins, behind what still sounds then.

The rules are asked too: what they will refuse of a session keeps nobody waiting.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from broadcast.base.errors import Message
from broadcast.programme.airtime import session_refusal
from broadcast.programme.dropping import dropped
from broadcast.programme.layout import lay_out
from broadcast.programme.model import Cart, Cue, CueId, Outcome, Session, Unready
from broadcast.programme.onair import Sounding
from broadcast.programme.overlaps import Overlap, Queue, begins_behind, is_made_up
from broadcast.programme.pending import AiringsByCue, is_over, is_too_late, planned_moments, unsettled
from broadcast.programme.settings import AirtimeRules

Made = Mapping[CueId, Cart | Unready | None]
"""What the rack has for each cue, the opening and the closing; None for what is in order and not made yet."""

_LATE = timedelta(seconds=3)
"""A session that sounds is told as late from here on: less is what a device takes to open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A session, and when the loudspeaker is free for it."""

    session: Session
    begins: datetime | None
    """None where its grace is over before the loudspeaker is free, at its make-up time too where it has one."""
    is_known: bool = True
    """False where it waits for a session whose length is not known yet."""
    too_long: Mapping[CueId, Message] = field(default_factory=dict)
    """What the rules will refuse of it, beginning then."""
    overlap: Overlap | None = None
    """What still sounds at its second; None where nothing does."""
    make_up_overlap: Overlap | None = None
    """What still sounds at its make-up time, where it is made up for; None where nothing does."""

    @property
    def is_made_up(self) -> bool:
        """Whether it misses its own second, and begins at its make-up time or behind what sounds then."""
        make_up = self.session.make_up
        return make_up is not None and self.begins is not None and self.begins >= make_up

    @property
    def kept_by(self) -> Overlap | None:
        """Return what still sounds when it should begin, at its make-up time first; None where nothing does."""
        return self.make_up_overlap or self.overlap

    @property
    def programme(self) -> Session:
        """Return the session at the moment at which it begins, with those of its cues that the rules let air.

        Where they let none, with all: then nothing closes up.
        """
        left = tuple(cue for cue in self.session.cues if cue.id not in self.too_long)
        return replace(self.session, at=self.begins or self.session.at, cues=left or self.session.cues)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of a day, from which its sessions' turns are worked out."""

    made: Made
    heard: AiringsByCue
    opening: CueId
    """The key in `made` of what opens each session."""
    closing: CueId
    now: datetime | None
    """None: nothing is over yet, and no session keeps another off its time."""
    sounding: Sounding | None
    rules: AirtimeRules | None
    """None: they are not asked."""

    def turns(self, sessions: Iterable[Session]) -> Iterator[Turn]:
        """Yield the sessions in the order in which they begin, each when what sounds before it is over.

        One that misses its own second begins at its make-up time, in its turn among those of that time. Asked for
        one behind the other (`now` None), none keeps another waiting.
        """
        given = tuple(sessions)
        planned, missed = {one.id: one for one in given}, dict[str, Overlap | None]()
        queue, known = Queue(given), True
        for placed in queue:
            session = planned[placed.id]
            if self.now is not None and self.sounding is not None and self.sounds(session):
                known, free = True, self.now + timedelta(seconds=self.sounding.programme_seconds_left)
                queue.take(session, free)
                yield Turn(session=session, begins=self._begun(session, free))
                continue
            if self.is_over(session) or not session.is_to_air or self._is_settled(session):
                yield Turn(session=session, begins=session.at)
                continue
            overlap, begins = queue.overlap(placed), begins_behind(placed, queue.free)
            if (begins is None or self._is_missed(placed)) and queue.put_back(placed):
                missed[session.id] = overlap
                continue
            moved = replace(placed, at=begins or placed.at)
            second, make_up = (missed.get(session.id), overlap) if is_made_up(placed) else (overlap, None)
            turn = Turn(
                session=session, begins=begins, is_known=known or overlap is None,
                too_long=self._too_long(moved), overlap=second, make_up_overlap=make_up,
            )  # fmt: skip
            yield turn
            ends = self._ends(moved, turn.too_long) if begins is not None else None
            if self.now is not None and ends is not None and queue.hold(placed, ends):
                known = turn.is_known and self._is_made(session)

    def _is_settled(self, session: Session) -> bool:
        """Whether all of it has aired or is given up, so that it asks for the loudspeaker no more."""
        return bool(session.cues) and not unsettled(session, self.heard)

    def _is_missed(self, session: Session) -> bool:
        """Whether nothing that is left of it may begin any more in the grace of its own second."""
        if self.now is None or session.make_up is None or is_made_up(session):
            return False
        moments = planned_moments(session, self.heard)
        left = unsettled(session, self.heard)
        return all(is_too_late(session, moments.get(cue.id), self.now) for cue in left)

    def _ends(
        self, session: Session, too_long: Mapping[CueId, Message], heard: AiringsByCue | None = None
    ) -> datetime | None:
        """When the last sound is over of what is made and still to air; None where nothing is.

        `heard`: what has aired; None: all that the log has.
        """
        heard = self.heard if heard is None else heard
        left = tuple(cue for cue in unsettled(session, heard) if cue.id not in too_long)
        fewer = replace(session, cues=left)
        layout = lay_out(fewer, self.made, self.sting(self.opening), self.sting(self.closing))
        return session.at + layout.length if layout.pieces else None

    def _begun(self, session: Session, ends: datetime) -> datetime:
        """When a session that sounds must have begun, to be over at `ends`."""
        gone = {Outcome.MISSED, Outcome.REFUSED}
        left = [cue for cue in session.cues if not any(one.outcome in gone for one in self.heard.get(cue.id, ()))]
        if not left or any(self.made.get(cue.id) is None for cue in left):
            return session.at
        begun = self._ends(replace(session, at=ends, cues=tuple(left)), {}, heard={})
        late = ends - (begun - ends) - session.at if begun is not None else timedelta()
        return session.at + late if late > _LATE else session.at

    def _is_made(self, session: Session) -> bool:
        """Whether nothing of the session is still to be made."""
        return all(self.made.get(cue.id) is not None for cue in unsettled(session, self.heard))

    def sounds(self, session: Session) -> bool:
        """Whether something of the session is on the loudspeaker now."""
        return self.sounding is not None and self.sounding.session == session.id

    def is_over(self, session: Session) -> bool:
        """Whether nothing of the session may begin any more: neither within its grace nor at its make-up time."""
        if self.now is None or self.sounds(session):
            return False
        return is_over(session, self.now)

    def sting(self, key: CueId) -> Cart | None:
        """Return the cart of `opening` or `closing`; None where there is none yet."""
        return cart if isinstance(cart := self.made.get(key), Cart) else None

    def _too_long(self, session: Session) -> Mapping[CueId, Message]:
        """What playout would refuse, so that the rest keeps to the rules, and why."""
        ready = [c for c in unsettled(session, self.heard) if isinstance(self.made.get(c.id), Cart)]
        if self.rules is None or not session.is_to_air:
            return {}
        lengths = [timedelta(seconds=cart.seconds) for c in ready if isinstance(cart := self.made.get(c.id), Cart)]
        gone = dropped(
            lengths, lambda kept: self._refusal(session, [ready[one] for one in kept]) is None, session.drop
        )
        why = self._refusal(session, ready)  # of the whole, so that one figure stands at all of them
        return {ready[one].id: why for one in gone} if why is not None else {}

    def _refusal(self, session: Session, cues: Sequence[Cue]) -> Message | None:
        """Why the rules do not let a programme of these cues of the session begin."""
        if self.rules is None or not cues:
            return None
        fewer = replace(session, cues=tuple(cues))
        layout = lay_out(fewer, self.made, self.sting(self.opening), self.sting(self.closing))
        sounded = [one for airings in self.heard.values() for one in airings if one.frames]
        start = max(session.at, self.now) if self.now is not None else session.at
        return session_refusal(self.rules, session.id, start, layout.length, sounded)
