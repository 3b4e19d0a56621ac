"""Which carts are wanted, and which sounds of playlist.yaml stand around the words of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from broadcast.library.rack import CLOSING, OPENING
from broadcast.programme.model import CueId, Fingerprint
from broadcast.programme.settings import ScriptId


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A cart that is wanted: where on the rack, of which script, before when."""

    cue: CueId
    """Where on the rack the cart goes; OPENING and CLOSING are cues too."""
    script: ScriptId | None
    """None: the sound alone, without words."""
    by: datetime | None = None
    """When it will be aired, an aware moment; None where nobody is in a hurry."""
    pinned: Fingerprint | None = None
    """The very cart that it was dealt, once its session has begun: taken as it is, whatever the files say now."""
    preferred: Fingerprint | None = None
    """The cart that is taken before any other, as long as it is one of those that are asked for; None for none."""
    version: str = ""
    """Of what the cue was dealt to say, as `Cue.version`; empty where it was not dealt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Which sounds stand around the words of a cart, by their keys in playlist.yaml; None for no sound."""

    sting: str | None = None
    bed: str | None = None
    closing: str | None = None

    @property
    def keys(self) -> tuple[str | None, ...]:
        """Return the three keys in the order in which a fingerprint holds them: sting, bed, closing."""
        return self.sting, self.bed, self.closing


_ARRANGEMENTS: Mapping[CueId, Arrangement] = {
    OPENING: Arrangement(sting="opening"),
    CLOSING: Arrangement(closing="closing"),
}
_ANNOUNCEMENT = Arrangement(sting="sting", bed="bed")


def arrangement_of(order: Order) -> Arrangement:
    """Return the sounds around an order's words: by its cue the opening's, the closing's or an announcement's."""
    return _ARRANGEMENTS.get(order.cue, _ANNOUNCEMENT)
