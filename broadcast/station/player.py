"""A station -> the Player of its folder: the loudspeaker held, the clock watched, the other terminals answered."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from broadcast.base.clock import Clock, SystemClock, Wanted
from broadcast.base.errors import JournalError, Message, Stopped, tell
from broadcast.library.shelves import Shelves
from broadcast.playout.control.clock_trust import earliest_believable
from broadcast.playout.control.devices import HeldDevices
from broadcast.playout.control.duty import Duty, believable
from broadcast.playout.control.latch import Stop
from broadcast.playout.control.lock import LOUDSPEAKER, holding, is_held
from broadcast.playout.control.trusted_clock import TrustedClock
from broadcast.playout.events import DeviceTrouble, Event, OffAir, OnAir, Watcher
from broadcast.playout.output import OnDevice
from broadcast.programme.onair import Sounding, sounding_fields
from broadcast.record.journal import Journal
from broadcast.station.assembly import Kept_co, StationWith
from broadcast.station.edits import edits_since
from broadcast.station.emergencies import Emergencies
from broadcast.station.overview import journal_folder, journal_path

_log = logging.getLogger(__name__)

Ending = Callable[[], Message]
"""Asked when the player is no longer wanted: returns why, for the log."""


class Player:
    """The one holder of a folder's loudspeaker. What it has outlives every reload of the ward's files."""

    def __init__(self, station: StationWith[Shelves], journal: Journal) -> None:
        self.home = station.home
        self.journal = journal
        """The player's own as-run log, open while it holds the loudspeaker: lines kept in memory outlive a day."""
        self.devices = HeldDevices()
        """The loudspeakers of the machine that it has sounded on, and which no other player may."""
        self.remark: Message | None = None
        """How the loudspeaker sounds less than it should; of the last programme while none sounds."""
        self.on_device: OnDevice | None = None
        """What the loudspeaker tells of itself: of the last programme while none sounds, None before the first."""
        self.loudspeakers: Sequence[str] = ()
        """The names of the machine's loudspeakers that it sounds on; none where a stand-in takes their place."""
        self.missing: Message | None = None
        """Why none of them is there, as last looked for while nothing sounded; None where one is."""
        self.is_on_true_time = isinstance(station.clock, SystemClock)
        """Whether its clock is the machine's, and no stand-in that jumps."""
        self.clock: Clock = self._trusted(station.clock)
        self.duty = Duty(journal_folder(self.home), self.clock)
        self.duty.refused = Emergencies(self.on_its_clock(station), journal)

    def _trusted(self, clock: Clock) -> Clock:
        """A machine's clock watched; a stand-in's as it is."""
        if not isinstance(clock, SystemClock):
            return clock

        def told(doubt: Message | None) -> None:  # with the wall clock's own moment, whatever it is worth
            what = tell("giờ máy đã đúng trở lại") if doubt is None else tell("không phát: {why}", why=doubt)
            self._note(what, clock.now())

        return TrustedClock(clock, earliest_believable(believable(journal_path(self.home))), told)

    def on_its_clock(self, station: StationWith[Kept_co]) -> StationWith[Kept_co]:
        """Return the same station with the clock that this player goes by."""
        return replace(station, clock=self.clock)

    def holds_loudspeaker(self) -> bool:
        """Whether the loudspeaker's lock is still held: nobody, not even this process, can take it now."""
        return is_held(journal_folder(self.home), LOUDSPEAKER)

    def hears_less(self, remark: Message | None) -> None:
        """Remember that the loudspeaker is turned down, as `remark` says; None: it is not."""
        self.remark = remark

    def plays(self, choice: int) -> Callable[[OnDevice], None]:
        """Give what the ward's loudspeaker number `choice`, from 1, calls to tell what it plays on."""

        def plays(on_device: OnDevice) -> None:
            self.on_device = replace(on_device, choice=choice)

        return plays

    def is_on_hold(self) -> bool:
        """Whether nothing may sound now, for a stop or for doubt in the clock, as of the duty's last poll."""
        return self.duty.hold() is not None

    def note_loudspeaker(self, what: Message) -> None:
        """Write a note into the as-run log: what became of the loudspeaker. Raises nothing where it takes none."""
        self._note(what, self.clock.now())

    def _note(self, what: Message, moment: datetime) -> None:
        self._write(what, lambda journal: journal.note(what, moment))

    def tells(self, code: str, *what: Message) -> None:
        """Write an event of that code into the as-run log, where there is something to tell.

        Any thread may call it. Raises nothing where the log takes none.
        """
        if what:
            self._write(what[0], lambda journal: journal.event(code, what, self.clock.now()))

    def tell_edits(self) -> None:
        """Write down what was changed of the ward's files since a player last read them; raises nothing."""
        for code, what in edits_since(self.home).items():
            self.tells(code, *what)

    def _write(self, what: Message, write: Callable[[Journal], None]) -> None:
        try:
            with Journal(journal_path(self.home)) as journal:  # one of its own: whoever reads the clock may tell
                write(journal)
        except JournalError as error:
            _log.warning("%s (%s)", what, error.what)

    def report(self, sounds: "WhatSounds") -> Mapping[str, object]:
        """Return what the player knows of itself, for `status`, as values that JSON holds.

        `doubt`, `device`, `quiet` and `log` are None where nothing is wrong with them, `sounding` where nothing
        sounds, and `on_air`, the cue's id, where no cue does.
        """
        doubt, now = self.duty.doubt, sounds.now()
        device = sounds.trouble or (self.missing if now is None else None)
        told = {"doubt": doubt, "device": device, "quiet": self.remark, "log": self.journal.trouble}
        heard = {"on_air": now.cue if now is not None else None, "sounding": sounding_fields(now)}
        return {**heard, "now": self.clock.now().isoformat()} | {
            what: str(message) if message else None for what, message in told.items()
        }


@contextmanager
def holding_loudspeaker(station: StationWith[Shelves]) -> Iterator[Player]:
    """Hold the loudspeaker of the station's folder until the block ends; give the Player that holds it.

    The Player opens the channel on which other terminals ask. Raises LoudspeakerTaken where another player holds
    it, DiskError where journal/ cannot be made or locked, JournalError where the log cannot be opened.
    """
    with (
        holding(journal_folder(station.home), LOUDSPEAKER, station.clock.now()),
        Journal(journal_path(station.home), keeping=True) as journal,
    ):
        journal.keep_reserve()
        player = Player(station, journal)
        try:
            yield player
        finally:
            player.duty.close()
            player.devices.close()


class UntilStopped:
    """What a player asks that ends when it is stopped; `run` waits for `resume` instead.

    It answers from the duty's last poll, and does not poll itself.
    """

    def __init__(self, player: Player, wanted: Wanted, ending: Ending) -> None:
        self._duty = player.duty
        self._wanted = wanted
        self._ending = ending

    def wanted(self) -> bool:
        """Whether the player should go on."""
        return self._wanted() and self._duty.stop is None

    def ending(self) -> Message:
        """Return why the player is no longer wanted: the stop's reason, else what it was given as its ending."""
        return stop.why if (stop := self._duty.stop) is not None else self._ending()


class WhatSounds:
    """A watcher that passes every event on, and remembers what sounds or why nothing does."""

    def __init__(self, watcher: Watcher, monotonic: Callable[[], float]) -> None:
        """`monotonic` returns seconds that only grow: by it is told for how long nothing new was confirmed."""
        self._watch = watcher
        self._monotonic = monotonic
        self._last: OnAir | None = None
        self._moved_s = 0.0
        self.trouble: Message | None = None
        """What is the matter with the loudspeaker; None since it last sounded."""

    def __call__(self, event: Event) -> None:
        match event:
            case OnAir():
                if self._last is None or event.left_frames != self._last.left_frames:
                    self._moved_s = self._monotonic()
                self._last, self.trouble = event, None
            case OffAir():
                self._last = None
            case DeviceTrouble(error=error):
                self._last, self.trouble = None, error.what
        self._watch(event)

    def now(self) -> Sounding | None:
        """Return what sounds, and for how long the device has confirmed nothing new; None where nothing sounds."""
        return self._last.sounding(self._monotonic() - self._moved_s) if self._last is not None else None


def refuse_stopped(stop: Stop | None) -> None:
    """Raise Stopped, with its reason, where `stop` is a stop; do nothing for None."""
    if stop is not None:
        raise Stopped(tell("Không phát: {why}.", why=stop.why), tell("Cho phát trở lại bằng: broadcast resume"))
