"""The log gone through in threads of their own: all of it when somebody asks, quickly for each look."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from threading import Lock, Thread

from broadcast.base.clock import Clock
from broadcast.base.errors import BroadcastError, Message
from broadcast.record.verified import Verified
from broadcast.station.readable import tampered, verify_log

Days = tuple[date, date]
"""The first and the last."""
_PATIENCE_S = 0.15
"""So long a look waits for what it would tell; a log of years takes a minute when it is gone through first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkup:
    """One going through the log."""

    by: str
    begun: datetime
    ended: datetime | None = None
    """None while it goes on."""
    verified: Verified | None = None
    trouble: Message | None = None
    """Why the log could not be gone through; None where it could, and while it goes on."""


class Unchecked:
    """Nobody knows yet whether the log fits."""


UNCHECKED = Unchecked()


class LogCheckup:
    """Goes through the log of one folder, once at a time."""

    def __init__(self, home: Path, clock: Clock) -> None:
        """Nothing is read yet."""
        self._home = home
        self._clock = clock
        self._lock = Lock()
        self._last: Checkup | None = None
        self._quick: Thread | None = None
        self._looked: tuple[Days, Message | None] | None = None
        """The days of the last quick look, and what it found."""

    @property
    def last(self) -> Checkup | None:
        """Return the last one, ended or not; None where nobody has asked since this console began."""
        return self._last

    def tampered(self, shown: Days) -> "Message | Unchecked | None":
        """Say from which line on the log does not fit, as `readable.tampered` does; None where it fits.

        Waits only a moment: where that is not known by then, it tells what the look before has found; that other
        days fit tells nothing of these.
        """
        with self._lock:
            if self._quick is None or not self._quick.is_alive():
                self._quick = Thread(target=self._look, args=(shown,), name="log look", daemon=True)
                self._quick.start()
            quick = self._quick
        quick.join(_PATIENCE_S)
        match self._looked:
            case (days, found) if days == shown or found is not None:
                return found
            case _:
                return UNCHECKED

    def _look(self, shown: Days) -> None:
        self._looked = shown, tampered(self._home, shown)

    def begin(self, by: str) -> Checkup:
        """Begin to go through the log, and return at once; where somebody's still goes on, return that one."""
        with self._lock:
            if self._last is not None and self._last.ended is None:
                return self._last
            begun = self._last = Checkup(by=by, begun=self._clock.now())
        Thread(target=self._go_through, args=(begun,), name="log checkup", daemon=True).start()
        return begun

    def _go_through(self, begun: Checkup) -> None:
        verified, trouble = None, None
        try:
            verified = verify_log(self._home)
        except BroadcastError as error:
            trouble = error.what
        finally:  # whatever else befalls it, nobody waits for it for ever
            self._last = replace(begun, ended=self._clock.now(), verified=verified, trouble=trouble)
