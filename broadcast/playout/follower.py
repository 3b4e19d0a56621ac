"""Frames that the device confirms -> the as-run log: what sounds is claimed before it does and settled after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count

from broadcast.audio.sound import Samples
from broadcast.base.clock import Clock
from broadcast.base.errors import Message, tell
from broadcast.base.moments import exact
from broadcast.playout.conditions import NobodyAsked, Released, day_heard
from broadcast.playout.events import Settled, Watcher
from broadcast.playout.outgoing import Outgoing, made_of, release_told
from broadcast.playout.output import OnDevice
from broadcast.playout.source import PlacedPiece
from broadcast.programme.ids import is_bulletin, sting_id
from broadcast.programme.layout import WAKE_UP_S, Layout, PieceKind, PlannedCue
from broadcast.programme.model import Cart, Cue, CueId, Outcome, Part
from broadcast.programme.onair import Stings, sting
from broadcast.programme.released import Act, Answer
from broadcast.record.journal import Journal, Start
from broadcast.record.sentences import Note

_MARK_EVERY_S = 0.25
_SETTLED_S = 2.0
"""Until then a begin may still be told later: a hole just before it is seen after a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Claimed:
    """A piece that is written down as begun, and not settled yet."""

    placed: PlacedPiece
    start: Start
    broken: Message | None = None
    """Why it ends where it does, short of its cart's end; None when it does not."""
    release: Act | None = None
    """What lets it air; None where nobody has released it, or nobody need."""
    remark: Message | None = None
    """How it was heard less than it should, last; None where nothing is known of that."""

    @property
    def cue(self) -> Cue:
        return Cue(id=self.start.cue, script=self.start.script, title=self.start.title, text=self.start.text)

    @property
    def is_sting(self) -> bool:
        return self.start.part in (Part.OPENING, Part.CLOSING)


class Follower:
    """Follows a programme as the device confirms it, and writes the as-run log: the Claims of a Programme.

    Every method but `break_off` raises JournalError where the log takes no line. Frames are those of the
    programme, counted from its beginning.
    """

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        watch: Watcher,
        layouts: Sequence[Layout],
        note: Note,
        stings: Stings | None = None,
        remark: Callable[[], Message | None] = lambda: None,
        released: Released | None = None,
        on_device: Callable[[], OnDevice | None] = lambda: None,
    ) -> None:
        """Follow the programme that is made of `layouts`; `watch` is told what becomes of each piece with a cart.

        `note` stands in the log with each of them. `stings` tells what the log keeps of opening and closing.
        `remark` is asked how the loudspeaker sounds less than it should: the line of what sounds then says so.
        `released` is asked whether somebody has released what is about to sound, `on_device` what the output tells
        of itself.
        """
        self._journal = journal
        self._clock = clock
        self._watch = watch
        self._rate_hz = layouts[0].rate_hz
        self._note = note
        self._stings = stings or {}
        self._remark = remark
        self._released = released or NobodyAsked()
        self._outgoing = Outgoing(self._rate_hz, on_device)
        self._claimed: list[_Claimed] = []
        self._frames = 0
        self._started: datetime | None = None
        self._begun: dict[int, datetime] = {}
        """When each piece's first frame sounded, by its place."""
        self._marked_s = float("-inf")

    # --- as the programme is read, a second ahead of what sounds ---

    def why_not(self, placed: PlacedPiece) -> Message | None:
        """Tell why the piece, which has a cart, may not sound: nobody has released it; None where it may."""
        answer = self._answer(placed)
        return answer.refused if answer is not None else None

    def _answer(self, placed: PlacedPiece) -> Answer | None:
        """What is known of the piece's release; None where nobody need release it."""
        cart, part = placed.piece.cart, self._part(placed)
        if cart is None or part is Part.BULLETIN:
            return None
        script = self._cue(placed, part).script
        return self._released(script, part, cart, day_heard(placed.session, self._clock.now())) if script else None

    def _part(self, placed: PlacedPiece) -> Part:
        if placed.piece.planned is None:
            return Part.OPENING if placed.piece.kind is PieceKind.OPENING else Part.CLOSING
        return Part.BULLETIN if is_bulletin(placed.session.id) else Part.CUE

    def _cue(self, placed: PlacedPiece, part: Part) -> Cue:
        planned = placed.piece.planned
        return planned.cue if planned is not None else self._stings.get(part, sting(part))

    def refuse(self, placed: PlacedPiece, planned: PlannedCue, why: Message) -> None:
        """Write the cue down as refused, and tell the watcher: it may not sound.

        Raises JournalError where the log takes no line.
        """
        self._pass(Outcome.REFUSED, placed, planned.cue, planned.at, why)

    def claim(self, placed: PlacedPiece) -> None:
        """Write the piece, which has a cart, down as begun, before its first sample.

        Raises JournalError where it may not sound: it was aired, or is begun already, or the log takes no line.
        """
        cart, planned = placed.piece.cart, placed.piece.planned
        if cart is None:  # silence
            return
        answer = self._answer(placed)
        if planned is None:
            start = self._start_of_sting(placed, cart)
        else:
            start = self._start(placed, cart, planned.cue, self._part(placed), planned.at)
        start = replace(start, release=release_told(answer), made=made_of(cart, answer))
        self._journal.start(start, self._clock.now())
        self._claimed.append(
            _Claimed(placed=placed, start=start, release=answer.release if answer is not None else None)
        )

    def handed(self, placed: PlacedPiece, samples: Samples) -> None:
        """Measure the next samples of the piece, as they go to the output."""
        self._outgoing.handed(placed, samples)

    def release_at(self, frame: int) -> Act | None:
        """Return the release by which the programme's frame `frame` sounds; None where there is none."""
        return next((one.release for one in self._claimed if one.placed.first <= frame < one.placed.end), None)

    def cue_at(self, frames: int) -> CueId | None:
        """Return the cue that sounds and has begun to, once `frames` frames are confirmed; None where none has."""
        if not self._claimed or self._claimed[0].is_sting or self._claimed[0].placed.first >= frames:
            return None
        return self._claimed[0].cue.id

    def _start_of_sting(self, placed: PlacedPiece, cart: Cart) -> Start:
        """It is a line of its own each time that it begins: no cue, and no attempt at the one before."""
        part = self._part(placed)
        ids = (CueId(sting_id(placed.session.id, part, number)) for number in count(1))
        free = next(id_ for id_ in ids if not self._journal.attempts(id_))
        cue = self._cue(placed, part)
        after = timedelta(seconds=placed.piece.first / self._rate_hz - WAKE_UP_S)
        return self._start(placed, cart, replace(cue, id=free), part, placed.session.at + after)

    def _start(self, placed: PlacedPiece, cart: Cart, cue: Cue, part: Part, planned: datetime) -> Start:
        return Start(
            cue=cue.id,
            script=cue.script,
            attempt=self._journal.attempts(cue.id) + 1,
            planned=planned,
            of_frames=cart.frames,
            rate_hz=cart.rate_hz,
            engine=cart.engine,
            note=self._note,
            fallback=cart.fallback,
            music=cart.music,
            part=part,
            title=cue.title,
            text=cue.text,
            fingerprint=cart.fingerprint,
            session=placed.session.name,
            campaign=placed.session.campaign or "",
        )

    def pass_over(self, placed: PlacedPiece, planned: PlannedCue, why: Message) -> None:
        """Write the cue down as missed, and tell the watcher: its sound cannot be read, so it does not begin.

        Raises JournalError where the log takes no line.
        """
        self._pass(Outcome.MISSED, placed, planned.cue, planned.at, tell("chưa sẵn sàng: {why}", why=why))

    def break_off(self, placed: PlacedPiece, why: Message) -> None:
        """Remember that the piece claimed last ends where `placed` does, short of its cart's end, and why.

        Nothing is written before it has sounded so far.
        """
        self._claimed[-1] = replace(self._claimed[-1], placed=placed, broken=why)

    # --- as it sounds ---

    def heard(self, frames: int, started: datetime) -> None:
        """Take down that the device has confirmed `frames` frames of the programme, the first at `started`.

        Settles what has come to its end, and marks four times a second how far the piece on air has come. Raises
        JournalError where the log takes no line.
        """
        self._started = started
        for one in self._claimed:
            if one.placed.first < frames < one.placed.first + _SETTLED_S * self._rate_hz:
                self._begun[one.placed.first] = self._moment(one.placed.first)
        if (remark := self._remark()) is not None:
            self._claimed = [
                replace(one, remark=remark) if one.placed.first < frames else one for one in self._claimed
            ]
        self.confirm(frames)
        if self._claimed and self._clock.monotonic() - self._marked_s >= _MARK_EVERY_S:
            self._marked_s = self._clock.monotonic()
            self._mark(self._claimed[0])

    def confirm(self, frames: int) -> None:
        """Settle every claimed piece whose last sample is among the programme's first `frames` frames.

        It is aired; or, where its file broke off, cut, and a cue is not begun again. Raises JournalError where the
        log takes no line.
        """
        self._frames = max(self._frames, frames)
        self._outgoing.look(self._frames)
        while self._claimed and self._claimed[0].placed.end <= self._frames:
            one = self._claimed.pop(0)
            if one.broken is None:
                self._settle(one, Outcome.AIRED, None)
            else:
                self._settle(one, Outcome.CUT, one.broken)
                # its file may read as far the next time, and again: it is not begun anew
                if not one.is_sting:
                    self._pass(Outcome.MISSED, one.placed, one.cue, one.start.planned, one.broken)

    def cut(self, why: Message) -> None:
        """Settle every claimed piece that has not come to its end as cut, with that reason.

        Raises JournalError where the log takes no line.
        """
        while self._claimed:
            self.cut_first(why)

    def cut_first(self, why: Message) -> None:
        """Settle the piece that sounds as cut, with that reason, as far as the device has confirmed it.

        Raises JournalError where the log takes no line.
        """
        self._settle(self._claimed.pop(0), Outcome.CUT, why)

    def _mark(self, one: _Claimed) -> None:
        frames = self._frames - one.placed.first
        if frames <= 0:
            return
        self._journal.mark(one.start, frames, self._begin_of(one.placed))

    def _settle(self, one: _Claimed, outcome: Outcome, why: Message | None) -> None:
        placed = one.placed
        frames = min(max(0, self._frames - placed.first), placed.piece.frames)
        self._journal.end(
            one.start,
            outcome,
            started=self._begin_of(placed) if frames else None,
            ended=self._moment(placed.first + frames) if frames else None,
            frames=frames,
            note=tuple(said for said in (why, one.remark) if said is not None),
            output=self._outgoing.settled(placed, frames),
            now=self._clock.now(),
        )
        self._watch(
            Settled(
                session=placed.session,
                cue=one.cue,
                outcome=outcome,
                seconds=frames / self._rate_hz,
                note=why,
                part=one.start.part,
            )
        )

    def _pass(self, outcome: Outcome, placed: PlacedPiece, cue: Cue, planned: datetime, why: Message) -> None:
        now = self._clock.now()
        self._journal.pass_over(
            cue.id, cue.script, outcome, planned=planned, note=why, now=now, title=cue.title, text=cue.text,
            session=placed.session.name, campaign=placed.session.campaign or "",
        )  # fmt: skip
        self._watch(Settled(session=placed.session, cue=cue, outcome=outcome, seconds=0.0, note=why))

    def _begin_of(self, placed: PlacedPiece) -> datetime:
        return self._begun.get(placed.first) or self._moment(placed.first)

    def _moment(self, frame: int) -> datetime:
        begun = exact(self._started or self._clock.now())
        return begun + timedelta(seconds=frame / self._rate_hz)
