"""Frames that the device confirms -> the as-run log: cues claimed before they sound and settled after."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from broadcast.base.clock import Clock
from broadcast.base.errors import Message
from broadcast.playout.events import OnAir, Settled, Watcher
from broadcast.playout.source import PlacedPiece
from broadcast.programme.layout import Layout, PlannedCue
from broadcast.programme.model import Cue, Outcome
from broadcast.record.journal import Journal, Start

_MARK_EVERY_S = 0.25
_SETTLED_S = 2.0
"""Until then a begin may still be told later: a hole just before it is seen after a while."""


class Follower:
    """Follows a programme as the device confirms it, and writes the as-run log."""

    def __init__(
        self, journal: Journal, clock: Clock, watch: Watcher, layouts: Sequence[Layout], note: str
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._watch = watch
        self._rate_hz = layouts[0].rate_hz
        self._note = note
        self._claimed: list[tuple[PlacedPiece, Start]] = []
        self._frames = 0
        self._started: datetime | None = None
        self._begun: dict[int, datetime] = {}
        """When each piece's first frame sounded, by its place."""
        self._marked_s = float("-inf")

    def claim(self, stretch: PlacedPiece, planned: PlannedCue) -> None:
        """Write the cue down before its first sample. Raises JournalError when it may not sound."""
        cart = planned.cart
        start = Start(
            cue=planned.cue.id,
            script=planned.cue.script,
            attempt=self._journal.attempts(planned.cue.id) + 1,
            planned=planned.at,
            of_frames=cart.frames,
            rate_hz=cart.rate_hz,
            engine=cart.engine,
            note="; ".join(part for part in (self._note, str(cart.fallback or "")) if part),
        )
        self._journal.start(start, self._clock.now())
        self._claimed.append((stretch, start))

    def heard(self, frames: int, started: datetime) -> None:
        """The device has confirmed so many frames, the first of them at `started`."""
        self._started = started
        for stretch, _ in self._claimed:
            if stretch.first < frames < stretch.first + _SETTLED_S * self._rate_hz:
                self._begun[stretch.first] = self._moment(stretch.first)
        self.confirm(frames)
        if self._claimed and self._clock.monotonic() - self._marked_s >= _MARK_EVERY_S:
            self._marked_s = self._clock.monotonic()
            self._mark()

    def confirm(self, frames: int) -> None:
        """Settle every claimed cue whose last sample is confirmed."""
        self._frames = max(self._frames, frames)
        while self._claimed and self._claimed[0][0].end <= self._frames:
            self._settle(*self._claimed.pop(0), Outcome.AIRED, None)

    def cut(self, why: Message) -> None:
        """Settle what was claimed and did not come to its end."""
        while self._claimed:
            self._settle(*self._claimed.pop(0), Outcome.CUT, why)

    def _mark(self) -> None:
        stretch, start = self._claimed[0]
        frames = self._frames - stretch.first
        if frames <= 0:
            return
        self._journal.mark(start, frames, self._begin_of(stretch))
        self._watch(
            OnAir(
                session=stretch.session,
                cue=Cue(id=start.cue, script=start.script),
                frames=frames,
                of_frames=stretch.piece.frames,
                rate_hz=self._rate_hz,
            )
        )

    def _settle(self, stretch: PlacedPiece, start: Start, outcome: Outcome, why: Message | None) -> None:
        frames = min(max(0, self._frames - stretch.first), stretch.piece.frames)
        self._journal.end(
            start,
            outcome,
            started=self._begin_of(stretch) if frames else None,
            ended=self._moment(stretch.first + frames) if frames else None,
            frames=frames,
            note=str(why or ""),
            now=self._clock.now(),
        )
        cue = Cue(id=start.cue, script=start.script)
        seconds = frames / self._rate_hz
        self._watch(Settled(session=stretch.session, cue=cue, outcome=outcome, seconds=seconds, note=why))

    def _begin_of(self, stretch: PlacedPiece) -> datetime:
        return self._begun.get(stretch.first) or self._moment(stretch.first)

    def _moment(self, frame: int) -> datetime:
        begun = self._started or self._clock.now()
        return begun + timedelta(seconds=frame / self._rate_hz)
