"""A session and its carts -> where each sound stands in the unbroken programme, to the frame."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from broadcast.programme.model import Cart, Cue, CueId, Session, Unready

WAKE_UP_S = 0.5
"""Seconds of silence ahead of the first sound, so that an amplifier cuts nothing off."""
GAP_S = 1.5
"""Seconds of silence between two sounds of a session."""


class PieceKind(StrEnum):
    """What a piece of a session's programme is."""

    WAKE_UP = "wake-up"
    OPENING = "opening"
    GAP = "gap"
    CUE = "cue"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedCue:
    """A cue with its cart and the moment at which it should begin."""

    cue: Cue
    cart: Cart
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the programme: a cart, or silence."""

    kind: PieceKind
    frames: int
    first: int
    """The frame of the programme on which it begins, from 0."""
    cart: Cart | None = None
    planned: PlannedCue | None = None
    """The cue that it airs; None for silence, opening and closing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A session's unbroken programme, piece after piece."""

    session: Session
    pieces: tuple[Piece, ...]
    """Empty where no cue is ready."""
    rate_hz: int
    """The rate of every cart; 0 where there are no pieces."""

    @property
    def frames(self) -> int:
        """Count the frames of the whole programme, the wake-up silence included; 0 without pieces."""
        return self.pieces[-1].first + self.pieces[-1].frames if self.pieces else 0

    @property
    def channels(self) -> int:
        """Return the largest number of channels that one of the carts has; 1 where there is no cart."""
        return max((piece.cart.channels for piece in self.pieces if piece.cart is not None), default=1)

    @property
    def cues(self) -> tuple[PlannedCue, ...]:
        """Return the cues in the programme, in their order, each with its cart and planned moment."""
        return tuple(piece.planned for piece in self.pieces if piece.planned is not None)

    @property
    def length(self) -> timedelta:
        """Return the time from the session's second to the end of its last sound.

        Raises ZeroDivisionError where the layout has no pieces.
        """
        wake_frames = round(WAKE_UP_S * self.rate_hz)
        return timedelta(seconds=max(0, self.frames - wake_frames) / self.rate_hz)

    @property
    def begins(self) -> datetime:
        """Return the moment of the programme's first frame: the session's second less 0.5 s of wake-up silence."""
        return self.session.at - timedelta(seconds=WAKE_UP_S)


def lay_out(
    session: Session,
    rack: Mapping[CueId, Cart | Unready | None],
    opening: Cart | None,
    closing: Cart | None,
    planned: Mapping[CueId, datetime] | None = None,
) -> Layout:
    """Place the session's cues that have a cart one after another, between the opening and the closing.

    `rack` gives what is made for each cue; a cue without a Cart is passed over. `opening` and `closing` are left
    out where None. Returns a layout without pieces when no cue has a cart, for a sting never sounds alone.
    `planned` gives the moments fixed earlier, for a session that goes on after a cut; every other cue's is counted
    from the session's second.
    """
    carts = [(cue, cart) for cue in session.cues if isinstance(cart := rack.get(cue.id), Cart)]
    if not carts:
        return Layout(session=session, pieces=(), rate_hz=0)
    rate_hz = carts[0][1].rate_hz
    sounds: list[tuple[PieceKind, Cart, Cue | None]] = []
    if opening is not None:
        sounds.append((PieceKind.OPENING, opening, None))
    sounds += [(PieceKind.CUE, cart, cue) for cue, cart in carts]
    if closing is not None:
        sounds.append((PieceKind.CLOSING, closing, None))
    return Layout(session=session, pieces=_pieces(session, sounds, rate_hz, planned or {}), rate_hz=rate_hz)


def _pieces(
    session: Session,
    sounds: Sequence[tuple[PieceKind, Cart, Cue | None]],
    rate_hz: int,
    fixed: Mapping[CueId, datetime],
) -> tuple[Piece, ...]:
    wake_frames, gap_frames = round(WAKE_UP_S * rate_hz), round(GAP_S * rate_hz)
    pieces = [Piece(kind=PieceKind.WAKE_UP, frames=wake_frames, first=0)]
    first = wake_frames
    for number, (kind, cart, cue) in enumerate(sounds):
        if number:
            pieces.append(Piece(kind=PieceKind.GAP, frames=gap_frames, first=first))
            first += gap_frames
        moment = session.at + timedelta(seconds=(first - wake_frames) / rate_hz)
        planned = PlannedCue(cue=cue, cart=cart, at=fixed.get(cue.id, moment)) if cue else None
        pieces.append(Piece(kind=kind, frames=cart.frames, first=first, cart=cart, planned=planned))
        first += cart.frames
    return tuple(pieces)
