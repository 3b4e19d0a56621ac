"""The seam through which playout asks what stands in its way: a hold, a sleep of the machine, a bulletin."""

from datetime import date, datetime
from typing import Protocol

from broadcast.base.errors import Message
from broadcast.programme.bulletins import Bulletin
from broadcast.programme.model import Cart, CueId, Hold, Part, Session
from broadcast.programme.released import Act, Answer
from broadcast.programme.settings import ScriptId


class Released(Protocol):
    """Who playout asks whether somebody has released what is about to sound."""

    def __call__(self, script: ScriptId, part: Part, cart: Cart, day: date, /) -> Answer | None:
        """Say whether that cart, its file read and found whole, may air for the script on `day`.

        `part`: where in a programme it sounds. None: nobody need release it. It takes milliseconds.
        """

    def taken_back(self, release: Act) -> Message | None:
        """Tell why that release, by which something sounds, does not hold any more; None while it does."""


def day_heard(session: Session, now: datetime) -> date:
    """Return the day for which a release is asked: the session's own, or today where it is heard later than that.

    So nothing airs by a release that is over, neither behind midnight nor with the programme of a day long past.
    """
    return max(session.at.date(), now.date())


class NobodyAsked:
    """A Released of a playout that asks nobody, as a rehearsal's for the ears alone."""

    def __call__(self, _script: ScriptId, _part: Part, _cart: Cart, _day: date, /) -> Answer | None:
        """Return None: nobody need release it."""
        return None

    def taken_back(self, release: Act) -> Message | None:
        """Raise AssertionError: no release was ever given here."""
        raise AssertionError(f"nobody gave {release}")


class Conditions(Protocol):
    """Who playout asks, several times a second, while it waits and while it sounds. No call may take long."""

    def poll(self) -> None:
        """Look at what may stand in the way now, and take in what comes: what `hold` and `waiting` then tell."""

    def hold(self) -> Hold | None:
        """Tell why nothing may sound, as of the last poll; None when something may."""

    def asleep_at(self, moment: datetime) -> bool:
        """Whether the machine slept, or this program stood still, at that moment."""

    def waiting(self) -> Bulletin | None:
        """Return the bulletin that should air now, the most urgent first, as of the last poll; None for none."""

    def comes_due(self) -> datetime | None:
        """Return the next moment, still ahead, at which a bulletin comes due; None where none has one."""

    def is_wanted(self, bulletin: Bulletin) -> bool:
        """Whether the bulletin that `waiting` gave still waits, as of the last poll; False: it may not go on."""

    def done(self, bulletin: Bulletin) -> None:
        """Take the bulletin out of those that wait: it was aired as often as it was wanted, or was given up.

        One that is to be aired again later waits for that.
        """

    def skipped(self, cue: CueId) -> Message | None:
        """Tell why the cue, which sounds, is to be left at once for the next one; None where it is not."""

    def ends_after(self) -> CueId | None:
        """Return the cue that sounds to its end before a stop holds; None where none waits for that."""


class Unhindered:
    """Conditions under which nothing ever stands in the way: a rehearsal's."""

    def poll(self) -> None:
        """As Conditions.poll: there is nothing to look at."""

    def hold(self) -> Hold | None:
        """Return None: nothing ever holds the loudspeaker."""
        return None

    def asleep_at(self, _moment: datetime) -> bool:
        """Return False: nothing ever sleeps."""
        return False

    def waiting(self) -> Bulletin | None:
        """Return None: no bulletin ever waits."""
        return None

    def comes_due(self) -> datetime | None:
        """Return None: no bulletin ever waits."""
        return None

    def is_wanted(self, bulletin: Bulletin) -> bool:
        """Raise AssertionError: no bulletin ever waited here."""
        raise AssertionError(f"nobody gave {bulletin}")

    def done(self, bulletin: Bulletin) -> None:
        """Raise AssertionError: no bulletin ever waited here."""
        raise AssertionError(f"nobody gave {bulletin}")

    def skipped(self, _cue: CueId) -> Message | None:
        """Return None: nobody ever skips a cue."""
        return None

    def ends_after(self) -> CueId | None:
        """Return None: no stop ever waits."""
        return None
