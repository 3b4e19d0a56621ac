"""Which carts are wanted, and which sounds of playlist.yaml stand around the words of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from broadcast.library.rack import CLOSING, OPENING
from broadcast.programme.model import CueId
from broadcast.programme.settings import ScriptId


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A cart that is wanted: where on the rack, of which script, before when."""

    cue: CueId
    script: ScriptId | None
    """None: the sound alone, without words."""
    by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Which sounds stand around the words, by their keys in playlist.yaml."""

    sting: str | None = None
    bed: str | None = None
    closing: str | None = None

    @property
    def keys(self) -> tuple[str | None, ...]:
        return self.sting, self.bed, self.closing


_ARRANGEMENTS: Mapping[CueId, Arrangement] = {
    OPENING: Arrangement(sting="opening"),
    CLOSING: Arrangement(closing="closing"),
}
_ANNOUNCEMENT = Arrangement(sting="sting", bed="bed")


def arrangement_of(order: Order) -> Arrangement:
    return _ARRANGEMENTS.get(order.cue, _ANNOUNCEMENT)
