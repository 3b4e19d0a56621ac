"""Layouts of sessions -> one programme's samples, cart after cart; a block at a time."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from broadcast.audio.sound import Samples, centred, scaled, silent
from broadcast.base.errors import DeviceError, tell
from broadcast.library.codec import FlacReader
from broadcast.library.sounds import Library
from broadcast.programme.layout import Layout, Piece, PlannedCue
from broadcast.programme.model import Session

_FADE_S = 0.08
_SENTENCE_S = 20.0
"""No sentence is longer; where the speaker has not paused for so long, there is no waiting for it."""


@dataclass(frozen=True, slots=True)
class PlacedPiece:
    """A piece at its place in a programme of several sessions."""

    session: Session
    piece: Piece
    first: int

    @property
    def end(self) -> int:
        return self.first + self.piece.frames


def _stretches(layouts: Sequence[Layout]) -> list[PlacedPiece]:
    stretches, first = [], 0
    for layout in layouts:
        stretches += [PlacedPiece(layout.session, piece, first + piece.first) for piece in layout.pieces]
        first += layout.frames
    return stretches


class Programme:
    """The Source of one or more sessions: opens each cart when its turn comes, and holds only a block of it."""

    def __init__(
        self, layouts: Sequence[Layout], library: Library, claim: Callable[[PlacedPiece, PlannedCue], None]
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
