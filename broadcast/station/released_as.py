"""The one question of whoever carries sound or words out of the house: is this cart released, and as which version?"""

import hashlib
from dataclasses import dataclass
from datetime import date

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Cart, Part
from broadcast.programme.settings import ScriptId
from broadcast.station.station import Station


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What marks everything that leaves the house, so that it can be held against the record."""

    code: str
    """Four signs, as whoever releases it types them."""
    serial: int | None = None
    """Of the release; None where nobody has released it."""
    released: date | None = None

    @property
    def told(self) -> Message:
        """Return the mark as a sentence."""
        if self.serial is None or self.released is None:
            return tell("Bản {code}, chưa duyệt.", code=self.code)
        return tell("Bản {code}, số duyệt {serial}, ngày {day}.",
                    code=self.code, serial=self.serial, day=f"{self.released:%d/%m/%Y}")  # fmt: skip


def version_of(station: Station, script: ScriptId, part: Part, cart: Cart, day: date) -> Version | Message:
    """Say as which version the cart of a script is released; why it may not leave the house where it is not."""
    del station, script, part, day
    return Version(code=hashlib.sha256(cart.fingerprint.encode()).hexdigest()[:4].upper())
