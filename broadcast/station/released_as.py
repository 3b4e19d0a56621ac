"""A cart that is to leave the house -> the version as which it is released, or why it has to stay."""

from dataclasses import dataclass
from datetime import date

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Cart, Part
from broadcast.programme.released import Contents
from broadcast.programme.settings import ScriptId
from broadcast.record.reading import Record
from broadcast.station.releases import Releases
from broadcast.station.station import Station

_UNKNOWN = "????"
"""Of a cart that was dealt earlier, and is not what the files would make now."""


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


class Versions:
    """What may leave one station's house: its files as they were read, its record as it is now."""

    def __init__(self, station: Station, record: Record) -> None:
        """Read nothing yet."""
        self._releases = Releases(station, record)

    def of(self, script: ScriptId, part: Part, cart: Cart, day: date) -> Version | Message:
        """Say as which version that cart of a script may leave the house for `day`; where it may not, why.

        One that nobody released may where the ward's policy only advises. Raises JournalError where the record
        cannot be read.
        """
        answer = self._releases(script, part, cart, day)
        if answer.refused is not None:
            return answer.refused
        if (release := answer.release) is not None and release.contents is not None:
            return Version(code=release.contents.code, serial=release.number, released=release.at.date())
        now = self._releases.contents(script, part)
        if isinstance(now, Contents) and now.cart == cart.fingerprint:
            return Version(code=now.code)
        return Version(code=_UNKNOWN)
