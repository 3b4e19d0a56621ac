"""The office -> on shift: the loudspeaker held, the clock watched, the other terminals answered."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from broadcast.base.clock import SystemClock, Wanted
from broadcast.base.errors import JournalError, Message, Stopped, tell
from broadcast.playout.control.clock_trust import earliest_believable
from broadcast.playout.control.duty import Duty, believable
from broadcast.playout.control.latch import Stop
from broadcast.playout.control.lock import LOUDSPEAKER, holding, is_held
from broadcast.playout.control.trusted_clock import TrustedClock
from broadcast.playout.events import DeviceTrouble, Event, OnAir, Settled, Watcher
from broadcast.programme.model import CueId
from broadcast.record.journal import Journal
from broadcast.station.missed_days import settle_past
from broadcast.station.overview import Office

_log = logging.getLogger(__name__)

Ending = Callable[[], Message]
"""Asked when the player is no longer wanted: why?"""


class Shift(Office):
    """An office that may hold the loudspeaker; at most one of a folder does."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._duty: Duty | None = None
        self._journal: Journal | None = None
        """The player's own, open as long as it holds the loudspeaker: what it holds in memory outlives a day."""

    def relieve(self, other: "Shift") -> None:
        """Go on in the other's place, with what it knows of the clock and its control channel."""
        self.clock, self._duty, self._journal = other.clock, other._duty, other._journal

    @contextmanager
    def only_player(self) -> Iterator[Duty]:
        """Hold the loudspeaker, and answer to the other terminals. Raises LoudspeakerTaken."""
        with (
            holding(self.home / "journal", LOUDSPEAKER, self.clock.now()),
            Journal(self.journal_path(), keeping=True) as self._journal,
        ):
            self._journal.keep_reserve()
            if isinstance(self.clock, SystemClock):
                known = earliest_believable(believable(self.journal_path()))
                self.clock = TrustedClock(self.clock, known, self._tell_of_the_clock)
            duty = self._duty = Duty(self.home / "journal", self.clock)
            try:
                yield duty
            finally:
                duty.close()
                self._journal = None

    def holds_loudspeaker(self) -> bool:
        """Whether the lock is still held: nobody, not even we, can take it now."""
        return is_held(self.home / "journal", LOUDSPEAKER)

    @property
    def is_on_hold(self) -> bool:
        """Whether the player is kept silent, by a stop or by doubt in the clock."""
        return self._duty is not None and self._duty.hold() is not None

    def settle_past(self, journal: Journal) -> int:
        """As settling.settle_past; nothing on a doubtful clock."""
        return 0 if self._duty is not None and self._duty.doubt is not None else settle_past(self, journal)

    def _tell_of_the_clock(self, doubt: Message | None) -> None:
        """Into the as-run log; the wall clock's own moment with it, whatever it is worth."""
        what = tell("giờ máy đã đúng trở lại") if doubt is None else tell("không phát: {why}", why=doubt)
        self._note(what, self.clock.wall.now() if isinstance(self.clock, TrustedClock) else None)

    def tell_of_the_loudspeaker(self, what: Message) -> None:
        self._note(what, self.clock.now())

    def _note(self, what: Message, moment: datetime | None) -> None:
        """Into the as-run log, where it takes it: no sound waits for a note."""
        try:
            with Journal(self.journal_path()) as journal:
                journal.note(str(what), moment)
        except JournalError as error:
            _log.warning("%s (%s)", what, error.what)

    def report(self, sounds: "WhatSounds", log: Message | None) -> Mapping[str, object]:
        """For `status`: what the player knows of itself."""
        doubt = self._duty.doubt if self._duty is not None else None
        told = {"doubt": doubt, "device": sounds.trouble, "log": log}
        return {"on_air": sounds.cue, "now": self.clock.now().isoformat()} | {
            what: str(message) if message else None for what, message in told.items()
        }


class Player:
    """A player that ends when it is stopped; `run` waits instead."""

    def __init__(self, duty: Duty, wanted: Wanted, ending: Ending) -> None:
        self._duty = duty
        self._wanted = wanted
        self._ending = ending

    def wanted(self) -> bool:
        self._duty.poll()
        return self._wanted() and self._duty.stop is None

    def ending(self) -> Message:
        return stop.why if (stop := self._duty.stop) is not None else self._ending()


class WhatSounds:
    """A watcher that remembers what sounds, or why nothing does."""

    def __init__(self, watcher: Watcher) -> None:
        self._watch = watcher
        self.cue: CueId | None = None
        self.trouble: Message | None = None
        """What is the matter with the loudspeaker; None since it last sounded."""

    def __call__(self, event: Event) -> None:
        match event:
            case OnAir(cue=cue):
                self.cue, self.trouble = cue.id, None
            case Settled():
                self.cue = None
            case DeviceTrouble(error=error):
                self.cue, self.trouble = None, error.what
        self._watch(event)


def refuse_stopped(stop: Stop | None) -> None:
    if stop is not None:
        raise Stopped(tell("Không phát: {why}.", why=stop.why), tell("Cho phát trở lại bằng: broadcast resume"))
