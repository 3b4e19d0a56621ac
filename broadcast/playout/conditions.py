"""What playout asks while it waits and while it sounds: may it, did the machine sleep, does a bulletin wait?"""

from datetime import datetime
from typing import Protocol

from broadcast.programme.model import Bulletin, Hold


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
