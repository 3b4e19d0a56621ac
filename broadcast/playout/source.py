"""A programme on the loudspeaker: its samples, cart after cart; and what was confirmed of it, written down."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

import numpy as np

from broadcast.audio.sound import Samples, centred, scaled, silent
from broadcast.base.clock import Clock
from broadcast.base.errors import DeviceError, Message, tell
from broadcast.library.codec import FlacReader
from broadcast.library.sounds import Library
from broadcast.programme.layout import Layout, Piece, PlannedCue
from broadcast.programme.model import Bulletin, Cue, Hold, Outcome, Session
from broadcast.record.journal import Journal, Start

_MARK_EVERY_S = 0.25
_FADE_S = 0.08
_SETTLED_S = 2.0
"""Until then a begin may still be told later: a hole just before it is seen after a while."""
_SENTENCE_S = 20.0
"""No sentence is longer; where the speaker has not paused for so long, there is no waiting for it."""


# --- what a watcher is told ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    session: Session
    cue: Cue
    frames: int
    of_frames: int
    rate_hz: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A cue's airing is over, or will not be."""

    session: Session
    cue: Cue
    outcome: Outcome
    seconds: float
    note: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTrouble:
    session: Session
    error: DeviceError


Event = Waiting | OnAir | Settled | DeviceTrouble
Watcher = Callable[[Event], None]


# --- what may keep it silent ---


class Conditions(Protocol):
    """What playout asks while it waits and while it sounds."""

    def hold(self) -> Hold | None:
        """Why nothing may sound now; None when it may."""

    def asleep_at(self, moment: datetime) -> bool:
        """Whether the machine slept at that moment."""

    def waiting(self) -> Bulletin | None:
        """The bulletin that should air next."""

    def done(self, bulletin: Bulletin) -> None:
        """It has been aired as often as it was wanted, or will not be."""


class Unhindered:
    """Nobody to ask: a rehearsal."""

    def hold(self) -> Hold | None:
        return None

    def asleep_at(self, _moment: datetime) -> bool:
        return False

    def waiting(self) -> Bulletin | None:
        return None

    def done(self, bulletin: Bulletin) -> None:
        raise AssertionError(f"nobody gave {bulletin}")


# --- what sounds ---


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece at its place in a programme of several sessions."""

    session: Session
    piece: Piece
    first: int

    @property
    def end(self) -> int:
        return self.first + self.piece.frames


def _stretches(layouts: Sequence[Layout]) -> list[Stretch]:
    stretches, first = [], 0
    for layout in layouts:
        stretches += [Stretch(layout.session, piece, first + piece.first) for piece in layout.pieces]
        first += layout.frames
    return stretches


class Programme:
    """The Source of one or more sessions: opens each cart when its turn comes, and holds only a block of it."""

    def __init__(
        self, layouts: Sequence[Layout], library: Library, claim: Callable[[Stretch, PlannedCue], None]
    ) -> None:
        self._left = _stretches(layouts)
        self._library = library
        self._claim = claim
        self._reader: FlacReader | None = None
        self._fade_from: int | None = None
        self._piece_left = 0
        self._read = 0
        self._places = tuple(self._left)
        self.rate_hz = layouts[0].rate_hz
        self.channels = max(layout.channels for layout in layouts)
        self.frames = sum(layout.frames for layout in layouts)
        """Where it ends; less when it is ended early."""
        self.first_sound = layouts[0].pieces[0].frames

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def read(self, frames: int) -> Samples:
        """The next frames; fewer only at the end of the last session."""
        parts: list[Samples] = []
        begin = self._read
        wanted = min(frames, self.frames - begin)
        while wanted and (self._piece_left or self._next_piece()):
            part = self._from_piece(min(wanted, self._piece_left))
            parts.append(part)
            wanted -= len(part)
            self._read += len(part)
        samples = np.concatenate(parts) if parts else silent(0, self.channels)
        return samples if self._fade_from is None else scaled(samples, self._gains(begin, len(samples)))

    # --- ending early: at a place that was not read yet; a device reads a second ahead of what it sounds ---

    def end_by(self, frame: int) -> None:
        """End at the last pause before `frame`, or there where none is near; nothing once that was read."""
        earliest = max(self._read, frame - round(_SENTENCE_S * self.rate_hz))
        places = [place for place in self._pauses() if earliest < place <= frame]
        self._end_at(max(places, default=frame))

    def end_after_cue(self) -> None:
        """End where the cue ends that is being read; nothing in the last one."""
        cues = [one for one in self._places if one.piece.planned is not None]
        ends = [one.end for one in cues if one.end >= self._read]
        if ends and ends[0] != cues[-1].end:
            self._end_at(ends[0])

    def _end_at(self, frame: int) -> None:
        if self._read <= frame < self.frames:
            self.frames, self._fade_from = frame, max(self._read, frame - round(_FADE_S * self.rate_hz))

    def _pauses(self) -> Iterator[int]:
        begun = False  # a sting never sounds alone: no ending before the first cue
        for one in self._places:
            begun = begun or one.piece.planned is not None
            if one.piece.cart is None and begun:
                yield one.first
            elif one.piece.cart is not None and begun:
                yield from (one.first + pause for pause in one.piece.cart.pauses)

    def _gains(self, begin: int, frames: int) -> Samples:
        """From 1 down to 0 over the last frames before the end."""
        first = self._fade_from or 0
        place = (begin + np.arange(frames, dtype=np.float32) - first) / max(1, self.frames - first)
        return (0.5 + 0.5 * np.cos(np.pi * np.clip(place, 0, 1))).astype(np.float32)

    def _next_piece(self) -> bool:
        self._close()
        if not self._left:
            return False
        stretch = self._left.pop(0)
        if stretch.piece.planned is not None:
            self._claim(stretch, stretch.piece.planned)
        if stretch.piece.cart is not None:
            self._reader = self._library.open(stretch.piece.cart)
        self._piece_left = stretch.piece.frames
        return True

    def _from_piece(self, frames: int) -> Samples:
        samples = silent(frames) if self._reader is None else self._reader.read(frames)
        if len(samples) < frames:
            raise DeviceError(tell("tệp tiếng ngắn hơn khi đã kiểm"))
        self._piece_left -= frames
        return centred(samples, self.channels)

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None


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
        self._claimed: list[tuple[Stretch, Start]] = []
        self._frames = 0
        self._started: datetime | None = None
        self._begun: dict[int, datetime] = {}
        """When each piece's first frame sounded, by its place."""
        self._marked_s = float("-inf")

    def claim(self, stretch: Stretch, planned: PlannedCue) -> None:
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

    def _settle(self, stretch: Stretch, start: Start, outcome: Outcome, why: Message | None) -> None:
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

    def _begin_of(self, stretch: Stretch) -> datetime:
        return self._begun.get(stretch.first) or self._moment(stretch.first)

    def _moment(self, frame: int) -> datetime:
        begun = self._started or self._clock.now()
        return begun + timedelta(seconds=frame / self._rate_hz)
