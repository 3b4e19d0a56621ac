"""The seam through which playout asks what stands in its way: a hold, a sleep of the machine, a bulletin."""

from datetime import datetime
from typing import Protocol

from broadcast.programme.model import Bulletin, Hold


class Conditions(Protocol):
    """Who playout asks, several times a second, while it waits and while it sounds. No answer may take long."""

    def hold(self) -> Hold | None:
        """Return why nothing may sound now; None when something may."""

    def asleep_at(self, moment: datetime) -> bool:
        """Whether the machine slept, or this program stood still, at that moment."""

    def waiting(self) -> Bulletin | None:
        """Return the bulletin that should air next, the most urgent first; None when none waits.

        The bulletin goes on waiting until `done`.
        """

    def done(self, bulletin: Bulletin) -> None:
        """Take the bulletin out of those that wait: it was aired as often as it was wanted, or was given up."""


class Unhindered:
    """Conditions under which nothing ever stands in the way: a rehearsal's."""

    def hold(self) -> Hold | None:
        """Return None: nothing ever holds the loudspeaker."""
        return None

    def asleep_at(self, _moment: datetime) -> bool:
        """Return False: nothing ever sleeps."""
        return False

    def waiting(self) -> Bulletin | None:
        """Return None: no bulletin ever waits."""
        return None

    def done(self, bulletin: Bulletin) -> None:
        """Raise AssertionError: no bulletin ever waited here."""
        raise AssertionError(f"nobody gave {bulletin}")
