"""What the station does now, kept fresh in one thread for many readers: they cost the player one question."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Event, Lock, Thread

from broadcast.base.clock import Clock
from broadcast.base.errors import BroadcastError, Message, tell
from broadcast.base.reasons import reason_of
from broadcast.programme.dayview import DayView
from broadcast.station import remote
from broadcast.station.around import Around, look_around
from broadcast.station.onrecord import journal_path
from broadcast.station.overview import view
from broadcast.station.readable import Readable, read_what_can_be
from broadcast.station.remote import Status
from broadcast.station.verdict import Tomorrow, kept, tomorrow_path
from broadcast.station.waveforms import Waveforms
from broadcast.ward.folder import Stamp, stamp, stamp_of_sounds

_log = logging.getLogger(__name__)

BETWEEN_S = 0.25
"""Seconds between two questions to the player."""
_SOON_S = 0.1
_BEGINS_WITHIN = timedelta(seconds=8)
_AFRESH_S = 20.0
"""Seconds after which files, carts and log are read anew, whether they seem changed or not."""
STALE_S = 3.0
"""Seconds. What was read longer ago is not told as what is so now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What was known of the station at one moment."""

    number: int
    """Another one whenever anything a page shows has changed, but how long a piece has sounded."""
    at: datetime
    """The moment, on the player's clock where one runs."""
    read_s: float
    """The same on the monotonic clock of whoever reads."""
    seen: Readable
    status: Status
    view: DayView | None
    """The day; None where neither the ward's files nor a copy of them can be read, nor the log."""
    trouble: Message | None
    """Why there is no view of the day."""
    tomorrow: Tomorrow | None
    """The verdict of the last rehearsal of a day ahead."""
    around: Around = field(default_factory=Around)
    """What takes longer to find; of a moment a little ago."""


class Live:
    """Snapshots of one folder, taken by a thread of its own from `start` to `stop`."""

    def __init__(self, home: Path, clock: Clock, waves: Waveforms) -> None:
        """Nothing is read yet. `waves` has those of what sounds."""
        self._home = home
        self._clock = clock
        self._ending = Event()
        self._looking = Lock()
        """One looks at a time."""
        self._first = Event()
        self._last: Snapshot | None = None
        self._read: Stamp = ()
        self._known: tuple[object, ...] = ()
        self._afresh_s = 0.0
        self._around = Around()
        self._around_of: tuple[object, ...] = ()
        self._around_due = Event()
        self._waves = waves
        self._threads = (
            Thread(target=self._look_on, name="live", daemon=True),
            Thread(target=self._look_around_on, name="around", daemon=True),
        )

    def start(self) -> None:
        """Begin to look; return when the first snapshot is there, or cannot be had within ten seconds."""
        for thread in self._threads:
            thread.start()
        self._first.wait(10.0)

    def stop(self) -> None:
        """Look no more."""
        self._ending.set()
        self._around_due.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(5.0)

    def snapshot(self) -> Snapshot:
        """Return the last snapshot, however old it is: see `age_s`."""
        return self._last or self._looked()

    def age_s(self, one: Snapshot) -> float:
        """Return how many seconds ago the snapshot was taken."""
        return self._clock.monotonic() - one.read_s

    def look_again(self, *, wholly: bool = True) -> Snapshot:
        """Look now at what may have changed, and return what is seen; for whoever has just changed something.

        `wholly`: at what takes longer to find, too. Raises as `read_what_can_be` where nothing can be seen.
        """
        one = self._looked()
        if wholly and self._calls_for(one) != self._around_of:
            self._look_around(one)
            one = self._looked()
        return one

    def _look_on(self) -> None:
        while not self._ending.is_set():
            self._tried(self._looked)
            self._first.set()
            self._ending.wait(self._between_s())

    def _between_s(self) -> float:
        """Seconds to the next look: fewer while what sounds is about to change."""
        next_s = changes_in_s(self._last) if self._last is not None else None
        return BETWEEN_S if next_s is None else min(BETWEEN_S, max(_SOON_S, next_s))

    def _look_around_on(self) -> None:
        """In a thread of its own: what takes longer keeps nobody waiting who wants to know what sounds."""
        while not self._ending.is_set():
            if (last := self._last) is not None:
                self._tried(partial(self._look_around, last))
            self._around_due.wait(_AFRESH_S)
            self._around_due.clear()

    def _tried(self, look: Callable[[], object]) -> None:
        """One look that fails is told in the program's own log, and is not the last: pages would stay old."""
        try:
            look()
        except (BroadcastError, OSError) as error:
            _log.warning("%s", tell("Chưa xem được tình trạng của đài ({why}).", why=reason_of(error)))
        except Exception:
            _log.exception("the station cannot be looked at")

    def _look_around(self, last: Snapshot) -> None:
        self._around_of = self._calls_for(last)  # before: what fails is not looked at again at once
        self._around = look_around(last.seen, last.status, last.view, last.tomorrow, self._waves)

    def _calls_for(self, one: Snapshot) -> tuple[object, ...]:
        """What calls for another look around as soon as it is another: files, log, day, and what hinders."""
        status, piece = one.status, one.status.sounding
        told = (status.held, status.stop, status.doubt, status.device, status.quiet, status.log, one.tomorrow)
        session = piece.session if piece is not None else status.next_session
        return id(one.seen), self._known[:2], *told, one.at.date(), session

    def _looked(self) -> Snapshot:
        with self._looking:
            before, now_s = self._last, self._clock.monotonic()
            files, others = self._files(before), self._others()
            if before is None or files != self._read:
                seen, self._read = read_what_can_be(self._home), files
            else:
                seen = before.seen
            is_new = before is None or seen is not before.seen or others != self._known
            is_new = is_new or (before is not None and before.around != self._around)
            if before is None or is_new or now_s > self._afresh_s + _AFRESH_S:
                self._afresh_s, self._known = now_s, others
                taken = self._all(before, seen)
            else:
                taken = self._again(before)
            self._last = taken
            if self._calls_for(taken) != self._around_of:
                self._around_due.set()
            return taken

    def _files(self, before: Snapshot | None) -> Stamp:
        """What is the same while no file of the ward was written."""
        files = stamp(self._home)
        if before is not None and before.seen.overview is not None:
            files += stamp_of_sounds(self._home, before.seen.overview.ward.sounds)
        return files

    def _others(self) -> tuple[object, ...]:
        """What is the same while neither log nor verdict was written, and while it is the same minute."""
        path = journal_path(self._home)
        log = _written(path), _written(path.with_name(f"{path.name}-wal"))
        return *log, _written(tomorrow_path(self._home)), f"{self._clock.now():%Y-%m-%d %H:%M}"

    def _all(self, before: Snapshot | None, seen: Readable) -> Snapshot:
        """Everything: the day, how it stands by the log, and what the player says."""
        status = remote.status(seen, remote.PATIENCE_S)
        shown, trouble = _day(seen, status.now.date(), status)
        taken = Snapshot(
            number=before.number + 1 if before is not None else 1,
            at=status.now,
            read_s=self._clock.monotonic(),
            seen=seen,
            status=status,
            view=shown,
            trouble=trouble,
            tomorrow=kept(self._home),
            around=self._around,
        )
        return replace(taken, number=before.number) if before is not None and _shows_same(before, taken) else taken

    def _again(self, before: Snapshot) -> Snapshot:
        """What the player says now; everything, where that is another thing than before."""
        status = remote.refreshed(before.status, before.seen)
        if _of_player(status) != _of_player(before.status):
            return self._all(before, before.seen)
        shown = replace(before.view, sounding=status.sounding) if before.view is not None else None
        return replace(before, at=status.now, read_s=self._clock.monotonic(), status=status, view=shown)


def changes_in_s(seen: Snapshot) -> float | None:
    """Tell in how many seconds of its moment what sounds will change; None where nobody can say."""
    if seen.status.sounding is not None:
        return seen.status.sounding.seconds_left
    session, owed = seen.status.next_session, seen.status.owed
    if owed is not None and seen.at - owed.session.at < _BEGINS_WITHIN and seen.status.stop is None:
        return _SOON_S  # its second has come: it sounds at any moment
    return (session.at - seen.at).total_seconds() if session is not None and seen.status.held else None


def _written(path: Path) -> tuple[int, int]:
    """Moment of change and size of a file; zeros for none."""
    try:
        state = path.stat()
    except OSError:
        return 0, 0
    return state.st_mtime_ns, state.st_size


def _day(seen: Readable, day: date, status: Status) -> tuple[DayView | None, Message | None]:
    if seen.overview is None:
        return None, seen.warning
    try:
        return view(seen.overview, day, status.sounding), None
    except BroadcastError as error:
        return None, error.what


def _of_player(status: Status) -> tuple[object, ...]:
    """What of a status changes what a page shows: not how far a piece has come."""
    piece = status.sounding
    sounds = (piece.part, piece.session, piece.cue, piece.is_stuck, piece.device) if piece is not None else None
    told = (status.running, status.held, status.stop, status.doubt, status.bulletins)
    return *told, status.device, status.quiet, status.log, sounds


def _shows_same(before: Snapshot, taken: Snapshot) -> bool:
    """Whether two snapshots show the same, but for the moment."""
    if _of_player(before.status) != _of_player(taken.status) or before.tomorrow != taken.tomorrow:
        return False
    if before.around != taken.around or before.at.minute != taken.at.minute:
        return False
    ahead = (before.status.next_session, before.status.owed, before.seen.warning, before.trouble)
    if ahead != (taken.status.next_session, taken.status.owed, taken.seen.warning, taken.trouble):
        return False
    return _still(before.view) == _still(taken.view)


def _still(shown: DayView | None) -> DayView | None:
    """A day without what moves while a piece sounds."""
    if shown is None:
        return None
    return replace(shown, sounding=None, cues=tuple(replace(cue, seconds_left=None) for cue in shown.cues))
