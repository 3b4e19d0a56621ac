"""The unattended station: day after day, re-planned when the ward's files change.

Standing chores hang on `schedule`, which only ticks: what airs, and when, is the rundown's and playout's.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from broadcast.base.clock import Wanted
from broadcast.base.errors import BroadcastError, FaultsFound, Message, tell
from broadcast.playout.events import Event, OnAir, Watcher
from broadcast.production.making import Progress
from broadcast.station.chores import Chores
from broadcast.station.heartbeat import Heartbeat, Notifier
from broadcast.station.station import Station
from broadcast.station.verdict import Tomorrow
from broadcast.ward.folder import stamp

_LOOK_EVERY_S = 2.0
"""How often the ward's files are looked at for changes."""
_DAYS_AHEAD = 3
_STANDS_STILL_S = 15.0
"""A cue on air whose confirmed frames have not grown for so long: the device is dead, whatever it says."""


class Watching(Protocol):
    """Told what the service does."""

    def loaded(self, station: Station, day: date) -> None: ...
    def kept(self, error: BroadcastError) -> None:
        """The files changed and are faulty: the last good ones stay."""

    def progress(self, step: Progress) -> None: ...
    def chore_failed(self, name: str, error: BroadcastError) -> None: ...
    def rehearsed(self, tomorrow: Tomorrow) -> None: ...
    def __call__(self, event: Event) -> None: ...


def serve(
    home: Path,
    *,
    device: str | None,
    watching: Watching,
    wanted: Wanted,
    ending: Callable[[], Message] = lambda: tell("người trực dừng"),
    made: Callable[[Path], Station] = Station,
) -> None:
    """Air every day's rundown until `wanted` is False. Raises what makes a first start impossible."""
    station = made(home)
    heart = Heartbeat(Notifier(), station.clock.monotonic)
    with station.only_player():
        while wanted():
            changes = _Changes(station, wanted, heart)
            day = station.today
            watching.loaded(station, day)
            _serve_day(station, day, device=device, watching=watching, changes=changes, ending=ending, heart=heart)
            if wanted() and changes.seen:
                station = _reloaded(station, watching, made)
    heart.leave()


def _serve_day(
    station: Station,
    day: date,
    *,
    device: str | None,
    watching: Watching,
    changes: "_Changes",
    ending: Callable[[], Message],
    heart: Heartbeat,
) -> None:
    """One rundown, until the day or its files are over; then the next days' carts are tried once an hour."""
    rundown = station.rundown(day)
    sessions = station.sessions(day, _DAYS_AHEAD)
    sounding = _Sounding(watching, station.clock.monotonic)
    with station.on_air(
        sessions,
        station.loudspeaker(device),
        watcher=sounding,
        wanted=changes.wanted,
        current=lambda: changes.current() and station.today == day,  # a wall clock can be set to another day
        progress=watching.progress,
        ending=ending,
    ) as desk:
        changes.on_tick(Chores(station, desk.worker, watching, desk.journal).tick)
        heart.watch({"journal": desk.journal.alive, "lock": station.holds_loudspeaker, "device": sounding.moves})
        if desk.playout.air_day(rundown):
            midnight = datetime.combine(day + timedelta(days=1), time(), station.ward.playlist.zone)
            desk.playout.stand_by(midnight)


def _reloaded(station: Station, watching: Watching, made: Callable[[Path], Station]) -> Station:
    """The station of the changed files; the one we have where they are faulty."""
    try:
        fresh = made(station.home)
        if fresh.ward.faults:
            raise FaultsFound(fresh.ward.faults)
        fresh.relieve(station)
    except BroadcastError as error:
        watching.kept(error)
        return station
    return fresh


class _Changes:
    """Whether the ward's files are still those the station read; ticks the chores while it is asked."""

    def __init__(self, station: Station, wanted: Wanted, heart: Heartbeat) -> None:
        self._station = station
        self._heart = heart
        self._wanted = wanted
        self._stamp = stamp(station.home)
        self._looked_s = station.clock.monotonic()
        self._tick: Callable[[], None] = lambda: None
        self.seen = False

    def on_tick(self, tick: Callable[[], None]) -> None:
        self._tick = tick

    def wanted(self) -> bool:
        """Asked on the player's loop, waiting or on air: the pulse of the watchdog."""
        self._heart.beat()
        return self._wanted()

    def current(self) -> bool:
        now_s = self._station.clock.monotonic()
        if now_s - self._looked_s >= _LOOK_EVERY_S:
            self._looked_s = now_s
            self.seen = self.seen or stamp(self._station.home) != self._stamp
            self._tick()
        return self.wanted() and not self.seen


class _Sounding:
    """A watcher that knows whether a device that should sound goes on sounding."""

    def __init__(self, watcher: Watcher, monotonic: Callable[[], float]) -> None:
        self._watch = watcher
        self._monotonic = monotonic
        self._last: tuple[str, int] | None = None
        self._moved_s = 0.0

    def __call__(self, event: Event) -> None:
        place = (event.cue.id, event.frames) if isinstance(event, OnAir) else None
        if place != self._last:
            self._last, self._moved_s = place, self._monotonic()
        self._watch(event)

    def moves(self) -> bool:
        return self._last is None or self._monotonic() - self._moved_s < _STANDS_STILL_S
