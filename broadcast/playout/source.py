"""Layouts of sessions -> one programme's samples, cart after cart, a block at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, Self

import numpy as np

from broadcast.audio.sound import Samples, centred, scaled, silent
from broadcast.base.errors import BadSound, BroadcastError, DiskError, Message, NotAudio, tell
from broadcast.base.reasons import reason_of
from broadcast.library.codec import SoundReader
from broadcast.library.sounds import Library
from broadcast.playout.output.fade import fade_frames, fall
from broadcast.programme.layout import Layout, Piece, PieceKind, PlannedCue
from broadcast.programme.model import CueId, Session

_SENTENCE_S = 20.0
"""No sentence is longer; where the speaker has not paused for so long, there is no waiting for it."""
UNREADABLE = (DiskError, NotAudio, BadSound, OSError)
"""What reading one cart may raise: it costs that cart alone."""


def why_unreadable(error: Exception) -> Message:
    """Word an error of UNREADABLE, met in reading a cart's file, for the person at the station."""
    if isinstance(error, BroadcastError):
        return error.what
    return tell("không đọc được tệp tiếng ({reason})", reason=reason_of(error))


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece of a session's layout at its place in a programme of several sessions."""

    session: Session
    piece: Piece
    first: int
    """The frame of the programme, from 0, on which it begins."""

    @property
    def end(self) -> int:
        """Return the frame of the programme, from 0, on which what follows the piece begins."""
        return self.first + self.piece.frames


class Claims(Protocol):
    """Who writes down what of a programme sounds: its openings, cues and closings, in the order in which they are
    read, and before they sound.

    Each method may raise JournalError, where the log takes no line; `Programme.read` lets it through.
    """

    def why_not(self, placed: PlacedPiece) -> Message | None:
        """Tell why the piece, which has a cart, may not sound now; None where it may."""

    def refuse(self, placed: PlacedPiece, planned: PlannedCue, why: Message) -> None:
        """Write down that the cue `planned` does not begin, and why: it may not."""

    def claim(self, placed: PlacedPiece) -> None:
        """Write down that the piece, which has a cart, begins.

        Raises JournalError when it may not sound.
        """

    def handed(self, placed: PlacedPiece, samples: Samples) -> None:
        """Take the next samples of the piece claimed last, as they go to the output."""

    def pass_over(self, placed: PlacedPiece, planned: PlannedCue, why: Message) -> None:
        """Write down that the cue `planned` does not begin, and why: its sound cannot be read."""

    def break_off(self, placed: PlacedPiece, why: Message) -> None:
        """Take down that the piece claimed last ends early, after the frames of `placed`: no more can be read."""


class Programme:
    """The Source of one or more sessions: opens each cart when its turn comes, and holds only a block of it.

    A cart that cannot be read costs its own cue: what follows moves up, so that no hole is heard and the claims
    tell each cue where it really sounds. A session none of whose cues can be read has no sting either. A context
    manager, which closes the cart that is being read.
    """

    def __init__(self, layouts: Sequence[Layout], library: Library, claims: Claims) -> None:
        """Lay the sessions' layouts one behind another; nothing is opened yet.

        There is at least one layout; each has pieces, and all are of one rate. `claims` is told of each cue before
        it is read.
        """
        self._library = library
        self._claims = claims
        self._read_pieces: list[PlacedPiece] = []
        """The last of them is being read."""
        self._left: list[PlacedPiece] = []
        self._reader: SoundReader | None = None
        self._fade_from: int | None = None
        self._piece_left = 0
        self._read = 0
        self.rate_hz = layouts[0].rate_hz
        self.channels = max(layout.channels for layout in layouts)
        self.frames = sum(layout.frames for layout in layouts)
        """On which frame it ends, from its beginning; less when it is ended early, or a cart cannot be read."""
        self.first_sound = layouts[0].pieces[0].frames
        """The frame of the first sound, from 0, after the silence that wakes the amplifier."""
        self.first_session = layouts[0].session
        self._move_up([PlacedPiece(one.session, piece, 0) for one in layouts for piece in one.pieces])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def read(self, frames: int) -> Samples:
        """Return the next `frames` frames; fewer only at the end of the last session, and from then on none.

        Their shape is (n,) for one channel, (n, channels) for more. Raises JournalError where a cue that comes may
        not sound; a cart that cannot be read raises nothing.
        """
        parts: list[Samples] = []
        begin = self._read
        while self._wanted(begin + frames) and (self._piece_left or self._next_piece()):
            part = self._led_out(self._from_piece(min(self._wanted(begin + frames), self._piece_left)))
            parts.append(part)
            self._read += len(part)
            if self._read_pieces[-1].piece.cart is not None:
                self._claims.handed(self._read_pieces[-1], part)
        return np.concatenate(parts) if parts else silent(0, self.channels)

    def _led_out(self, samples: Samples) -> Samples:
        """The next samples, under the fade of a programme that is ended early."""
        if self._fade_from is None:
            return samples
        return scaled(samples, fall(len(samples), self.frames - self._fade_from, self._read - self._fade_from))

    def piece_at(self, frame: int) -> PlacedPiece | None:
        """Return the piece that holds the programme's frame `frame`, of those that are read or being read.

        None before the first sound, and from the programme's end on.
        """
        if not self.first_sound <= frame < self.frames:
            return None
        return next((one for one in reversed(self._read_pieces) if one.first <= frame < one.end), None)

    def _wanted(self, end: int) -> int:
        """Frames still to be read up to `end`; the programme may have become shorter meanwhile."""
        return max(0, min(end, self.frames) - self._read)

    # --- ending early: at a place that was not read yet; a device reads a second ahead of what it sounds ---

    def end_by(self, frame: int) -> None:
        """End the programme at the last pause up to its frame `frame`, or on `frame` where none is near.

        Near is within 20 seconds; the end is faded. Does nothing where `frame` was read already, or the programme
        ends by then.
        """
        earliest = max(self._read, frame - round(_SENTENCE_S * self.rate_hz))
        places = [place for place in self._pauses() if earliest < place <= frame]
        self._end_at(max(places, default=frame))

    def end_after_cue(self) -> None:
        """End the programme where the cue that is being read ends, with a fade; in a gap, where the next cue ends.

        Does nothing where that is the last cue.
        """
        cues = [one for one in self._places() if one.piece.planned is not None]
        ends = [one.end for one in cues if one.end >= self._read]
        if ends and ends[0] != cues[-1].end:
            self._end_at(ends[0])

    def end_with(self, cue: CueId) -> None:
        """End the programme where that cue does, which sounds to its own end: no closing, and nothing faded.

        Does nothing where that end was read already, or the programme has no such cue.
        """
        cues = ((one.end, one.piece.planned) for one in self._places())
        end = next((end for end, planned in cues if planned is not None and planned.cue.id == cue), self.frames)
        if self._read <= end < self.frames:
            self.frames, self._fade_from = end, None

    def _end_at(self, frame: int) -> None:
        if self._read <= frame < self.frames:
            self.frames, self._fade_from = frame, max(self._read, frame - fade_frames(self.rate_hz))

    def _pauses(self) -> Iterator[int]:
        begun = False  # a sting never sounds alone: no ending before the first cue
        for one in self._places():
            begun = begun or one.piece.planned is not None
            if one.piece.cart is None and begun:
                yield one.first
            elif one.piece.cart is not None and begun:
                yield from (one.first + pause for pause in one.piece.cart.pauses)

    def _places(self) -> list[PlacedPiece]:
        return [*self._read_pieces, *self._left]

    # --- piece after piece ---

    def _next_piece(self) -> bool:
        """Open what comes next and claim it; False when nothing does."""
        self._close()
        while self._left:
            placed = self._left[0]
            if placed.piece.kind is PieceKind.WAKE_UP:
                self._keep_what_can_begin(placed.session)
            if (skipped := self._why_skipped(placed)) is not None:
                self._skip(placed, *skipped)
                continue
            if placed.piece.cart is not None:
                self._claims.claim(placed)
            self._read_pieces.append(self._left.pop(0))
            self._piece_left = placed.piece.frames
            return True
        return False

    def _from_piece(self, frames: int) -> Samples:
        """The next frames of the piece; fewer where its file holds no more, and then the piece ends there."""
        why = tell("tệp tiếng ngắn hơn khi đã kiểm")
        try:
            samples = silent(frames) if self._reader is None else self._reader.read(frames)
        except UNREADABLE as error:
            samples, why = silent(0), why_unreadable(error)
        self._piece_left -= len(samples)
        if len(samples) < frames:
            self._break_off(why)
        return centred(samples, self.channels)

    def _open(self, placed: PlacedPiece) -> Message | None:
        """Open the piece's cart, if it has one; why that cannot be done."""
        if placed.piece.cart is None:
            return None
        try:
            self._reader = self._library.open(placed.piece.cart)
        except UNREADABLE as error:
            return why_unreadable(error)
        return None

    def _why_skipped(self, placed: PlacedPiece) -> tuple[Message, bool] | None:
        """Why the piece, which is opened where that can be done, does not begin; and whether it is refused."""
        if (why := self._open(placed)) is not None:
            return why, False
        why = self._claims.why_not(placed) if placed.piece.cart is not None else None
        if why is None:
            return None
        self._close()
        return why, True

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
            self._reader = None

    # --- what cannot be read ---

    def _keep_what_can_begin(self, session: Session) -> None:
        """Skip the session's first cues until one can be opened; where none can, all of it but the silence."""
        of_it = [one for one in self._left if one.session == session]
        for placed in of_it:
            if placed.piece.planned is not None:
                if (skipped := self._why_skipped(placed)) is None:
                    self._close()
                    return
                self._skip(placed, *skipped)
        self._move_up([one for one in self._left if one.session != session or one.piece.kind is PieceKind.WAKE_UP])

    def _skip(self, placed: PlacedPiece, why: Message, is_refused: bool) -> None:
        """Leave the piece out, with the gap behind it; pass its cue over, or refuse it."""
        number = next(number for number, one in enumerate(self._left) if one.piece == placed.piece)
        behind = self._left[number + 1 :]
        if behind and behind[0].piece.kind is PieceKind.GAP:
            behind = behind[1:]
        self._move_up([*self._left[:number], *behind])
        if placed.piece.planned is not None:
            told = self._claims.refuse if is_refused else self._claims.pass_over
            told(placed, placed.piece.planned, why)

    def _break_off(self, why: Message) -> None:
        """End the piece that is being read where its file does."""
        last = self._read_pieces[-1]
        shorter = replace(last, piece=replace(last.piece, frames=last.piece.frames - self._piece_left))
        self._read_pieces[-1] = shorter
        self._piece_left = 0
        self._move_up(self._left)
        self._claims.break_off(shorter, why)

    def _move_up(self, left: Sequence[PlacedPiece]) -> None:
        """Place these pieces one after another, behind what is read or being read; they are what is left."""
        first = self._read_pieces[-1].end if self._read_pieces else 0
        self._left = []
        for one in left:
            self._left.append(replace(one, first=first))
            first += one.piece.frames
        self.frames = min(self.frames, first)
