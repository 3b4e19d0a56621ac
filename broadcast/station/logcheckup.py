"""`Soát nhật ký`: the whole log gone through in a thread of its own, while others go on; told when it is done."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from threading import Lock, Thread

from broadcast.base.clock import Clock
from broadcast.base.errors import BroadcastError, Message
from broadcast.record.verified import Verified
from broadcast.station.readable import verify_log


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


class LogCheckup:
    """Goes through the log of one folder, once at a time."""

    def __init__(self, home: Path, clock: Clock) -> None:
        """Nothing is read yet."""
        self._home = home
        self._clock = clock
        self._lock = Lock()
        self._last: Checkup | None = None

    @property
    def last(self) -> Checkup | None:
        """Return the last one, ended or not; None where nobody has asked since this console began."""
        return self._last

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
