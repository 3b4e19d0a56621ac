"""Frames that the device confirms -> what the watcher is told: what of a programme sounds, or is waited for."""

from broadcast.playout.events import OnAir, Waiting
from broadcast.playout.parts import Parts
from broadcast.playout.source import PlacedPiece, Programme
from broadcast.programme.ids import is_bulletin
from broadcast.programme.layout import PieceKind
from broadcast.programme.onair import OnAirPart

_TELL_EVERY_S = 0.25
_COUNT_EVERY_S = 1.0


class Teller:
    """Tells the watcher four times a second what of one programme sounds, and at once where that changes."""

    def __init__(self, parts: Parts, programme: Programme, *, waits: bool) -> None:
        """Tell of `programme` as it sounds on the output of `parts`.

        `waits`: it begins on its second, not at once; until then each second tells that it is waited for.
        """
        self._parts = parts
        self._programme = programme
        self._waits = waits
        self._told: tuple[int, PieceKind] | None = None
        self._told_s = float("-inf")

    def tell(self, frames: int) -> None:
        """Tell what sounds once the device has confirmed `frames` frames of the programme."""
        placed = self._programme.piece_at(frames)
        if placed is None:
            self._count_down(frames)
            return
        now_s, piece = self._parts.clock.monotonic(), (placed.first, placed.piece.kind)
        if piece != self._told or now_s - self._told_s >= _TELL_EVERY_S:
            self._told, self._told_s = piece, now_s
            self._parts.watcher(self._on_air(placed, frames))

    def _on_air(self, placed: PlacedPiece, frames: int) -> OnAir:
        return OnAir(
            session=placed.session,
            part=_part(placed),
            cue=placed.piece.planned.cue if placed.piece.planned is not None else None,
            frames=frames - placed.first,
            of_frames=placed.piece.frames,
            left_frames=self._programme.frames - frames,
            rate_hz=self._programme.rate_hz,
            device=self._parts.output.name,
        )

    def _count_down(self, frames: int) -> None:
        now_s = self._parts.clock.monotonic()
        if self._waits and not frames and now_s - self._told_s >= _COUNT_EVERY_S:
            self._told_s = now_s
            self._parts.watcher(Waiting(session=self._programme.first_session))


def _part(placed: PlacedPiece) -> OnAirPart:
    match placed.piece.kind:
        case PieceKind.OPENING:
            return OnAirPart.OPENING
        case PieceKind.CLOSING:
            return OnAirPart.CLOSING
        case PieceKind.CUE:
            return OnAirPart.BULLETIN if is_bulletin(placed.session.id) else OnAirPart.CUE
        case _:
            return OnAirPart.GAP
