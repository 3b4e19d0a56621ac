"""The unattended station: day after day, re-planned when the ward's files change.

Standing chores hang on `schedule`, which only ticks: what airs, and when, is the rundown's and playout's.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from broadcast.base.clock import Wanted
from broadcast.base.errors import BroadcastError, FaultsFound, JournalError, Level, tell
from broadcast.base.moments import moment_at
from broadcast.playout.events import Event, OnAir, Watcher
from broadcast.playout.output import Output
from broadcast.production.making import Progress
from broadcast.programme.dealing import Dealing, DealtDay
from broadcast.station.assembly import today
from broadcast.station.chores import Chores
from broadcast.station.console_kept import ConsoleKept, kept_beside
from broadcast.station.dealt import WrittenPlan, as_it_holds, deal, is_tomorrow_due
from broadcast.station.heartbeat import Heartbeat, Notifier
from broadcast.station.last_good import keep_last_good
from broadcast.station.overview import orders, sessions_from
from broadcast.station.player import Ending, Player, holding_loudspeaker
from broadcast.station.readable import converted
from broadcast.station.station import Loudspeaker, Station, loudspeaker, on_air, open_station, told_to_stop
from broadcast.station.verdict import Tomorrow
from broadcast.ward.folder import Stamp, stamp, stamp_of_sounds

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 2.0
"""How often the ward's files are looked at for changes."""
_DAYS_AHEAD = 3
_TURNS_AHEAD = timedelta(seconds=20)
"""So long before midnight the next day is taken up, where this one has aired all it had: a session at its first
second is laid out 12 s ahead like any other.
"""
_STANDS_STILL_S = 15.0
"""A cue on air whose confirmed frames have not grown for so long: the device is dead, whatever it says."""


class ServiceWatcher(Protocol):
    """Whoever wants to know what the service does; each method should return soon.

    `progress`, and what a long chore tells, come on the production thread; all else on the player's.
    """

    def loaded(self, station: Station, day: date) -> None:
        """Tell that `station` plays `day` by the files it has read: at the start, after a change, on a new day."""

    def kept(self, error: BroadcastError) -> None:
        """Tell why the changed files cannot be used; the station goes on with those it read before."""

    def progress(self, step: Progress) -> None:
        """Tell that production is about to speak a sentence; called on the production thread."""

    def chore_failed(self, name: str, error: BroadcastError) -> None:
        """Tell why the standing chore `name` was not done; it is tried again when it is next due."""

    def dealt(self, dealing: Dealing) -> None:
        """Tell what was changed of a session that was dealt before, or of a day's sessions, and why."""

    def rehearsed(self, tomorrow: Tomorrow) -> None:
        """Tell the outcome of the rehearsal of the next day."""

    def __call__(self, event: Event) -> None:
        """Take an event of playout: waiting, on air, settled, trouble with the device."""


def serve(
    home: Path,
    *,
    device: str | None,
    watching: ServiceWatcher,
    wanted: Wanted,
    ending: Ending = told_to_stop,
    made: Callable[[Path], Station] = open_station,
    sounding_on: Loudspeaker = loudspeaker,
    console: ConsoleKept | None = None,
) -> None:
    """Air every day's rundown by the files of the folder `home` until `wanted()` is False.

    `device` takes the place of the ward's loudspeakers; None: those of playlist.yaml. `ending` says for the log
    why the player ended. `made` and `sounding_on` are for stand-ins. `console` is kept beside it while the files
    say so; None: never. Files that become faulty later are told to
    `watching`, and the last good ones stay. Raises what makes a first start impossible: WardError where the files
    have faults, LoudspeakerTaken where another player holds the loudspeaker, DiskError where journal/ cannot be
    written, JournalError where the log cannot be opened.
    """
    station = made(home)
    heart = Heartbeat(Notifier(), station.clock.monotonic)
    with holding_loudspeaker(station) as player, kept_beside(console) as follow:
        station = player.on_its_clock(station)
        player.tell_edits()
        keep_last_good(home, station.stamp)
        player.tells("program", tell("chương trình bản {version} bắt đầu trực", version=version("broadcast")))
        over: date | None = None
        while wanted():
            day = _day_to_serve(station, over)
            watching.loaded(station, day)
            follow(station.ward.playlist.console)
            meanwhile = _Meanwhile(station, player, heart, over)
            if _serve_day(
                station, player, sounding_on(station, player, device), day, meanwhile, watching=watching,
                wanted=wanted, ending=ending, heart=heart,
            ):  # fmt: skip
                over = day
            if wanted() and meanwhile.changed:
                station = _reloaded(station, player, watching, made)
        player.tells("program", tell("chương trình thôi trực: {why}", why=ending()))
    heart.leave()


def _day_to_serve(station: Station, over: date | None) -> date:
    """Today; where that day is `over`, the next one from a little before midnight on."""
    now = station.clock.now()
    return (now + _TURNS_AHEAD).date() if now.date() == over else now.date()


def _serve_day(
    station: Station,
    player: Player,
    output: Output,
    day: date,
    meanwhile: "_Meanwhile",
    *,
    watching: ServiceWatcher,
    wanted: Wanted,
    ending: Ending,
    heart: Heartbeat,
) -> bool:
    """Air that day's rundown and make the next days' carts; return whether the day is over.

    It is not where changed files, a command or whoever wants the service no more has ended it before.
    """
    dealt = _dealt(station, player, watching, day)
    sounding = _Sounding(watching, station.clock.monotonic)
    with on_air(
        station,
        player,
        [*dealt.rundown.sessions, *sessions_from(station, day + timedelta(days=1), _DAYS_AHEAD - 1)],
        output,
        watcher=sounding,
        wanted=wanted,
        current=lambda: not meanwhile.changed and not meanwhile.redealt and meanwhile.today == day,
        meanwhile=meanwhile,
        progress=watching.progress,
        ending=ending,
        plan=WrittenPlan(station, player.journal, dealt, meanwhile.look_now),
    ) as desk:
        meanwhile.tick = Chores(station, player, desk.worker, watching).tick
        heart.watch(
            {"journal": player.journal.alive, "lock": player.holds_loudspeaker, "device": sounding.is_moving}
        )
        midnight = moment_at(day + timedelta(days=1), time(), station.ward.playlist.zone)
        return desk.playout.air_day(dealt.rundown) and desk.playout.stand_by(midnight - _TURNS_AHEAD)


def _dealt(station: Station, player: Player, watching: ServiceWatcher, day: date) -> DealtDay:
    """The day as it holds, written down, and from the evening on tomorrow too; not by a doubtful clock."""
    player.duty.poll()
    now = station.clock.now()
    if player.duty.doubt is not None:
        return as_it_holds(station, player.journal, day, now)
    if is_tomorrow_due(station, now):
        _told(watching, deal(station, player.journal, today(station) + timedelta(days=1)))
    return _told(watching, deal(station, player.journal, day))


def _told(watching: ServiceWatcher, dealt: DealtDay) -> DealtDay:
    for one in dealt.new:
        if one.why:
            watching.dealt(one)
    return dealt


def _reloaded(
    station: Station, player: Player, watching: ServiceWatcher, made: Callable[[Path], Station]
) -> Station:
    """Read the changed files and plan by them; return the station we have where that cannot be done."""
    before = _stamp(station)
    try:
        fresh = converted(lambda: _planned(player.on_its_clock(made(station.home))))
        if any(fault.level is Level.ERROR for fault in fresh.ward.faults):
            raise FaultsFound(fresh.ward.faults)
    except BroadcastError as error:
        if (
            error.__cause__ is not None
        ):  # nobody has thought of it: the mechanic will want to see where it came from
            _log.warning("the changed files could not be read", exc_info=error.__cause__)
        watching.kept(error)
        return replace(station, stamp=before)  # these faulty files are known now: only others are a change
    player.tell_edits()
    keep_last_good(fresh.home, fresh.stamp)
    return fresh


def _planned(station: Station) -> Station:
    """The station, once all that its days need has been planned: what cannot be planned raises here."""
    orders(station, sessions_from(station, today(station), _DAYS_AHEAD))
    return station


def _stamp(station: Station) -> Stamp:
    """Of all files that the station was read from, and of all that its carts are made of, as they are now."""
    home = station.home
    return stamp(home) + stamp_of_sounds(home, station.ward.sounds)


class _Meanwhile:
    """What the service does beside playout, on its loop, the one place where anything else can be done.

    It beats the heart on each turn, on air too. Between sessions it looks at the day, and every other second at
    the ward's files; and then it ticks the chores.
    """

    def __init__(self, station: Station, player: Player, heart: Heartbeat, over: date | None) -> None:
        """`over`: the day that was served last, where that has aired all it had."""
        self._station = station
        self._over = over
        self._player = player
        self._heart = heart
        self._looked_s = station.clock.monotonic()
        self.tick: Callable[[], None] = lambda: None
        self._doubted = player.duty.doubt is not None
        self._last_change = self._change()
        self.changed = False
        """The files are no longer those that the station read."""
        self.redealt = False
        """The files are, but the day is to be dealt anew: by a command, or by a clock that is believed again."""
        self.today = _day_to_serve(station, over)
        """The day to serve, at the last turn between sessions; a clock can be set."""

    def __call__(self, *, between_sessions: bool) -> None:
        """As playout's Meanwhile."""
        self._heart.beat()
        if between_sessions:
            self._look()

    def _look(self) -> None:
        self.today = _day_to_serve(self._station, self._over)
        now_s = self._station.clock.monotonic()
        if now_s - self._looked_s >= _LOOK_EVERY_S:
            self.look_now()
            self.tick()

    def look_now(self) -> None:
        """Look at the ward's files, and at what was changed by command, whenever that was done last."""
        self._looked_s = self._station.clock.monotonic()
        self.changed = self.changed or _stamp(self._station) != self._station.stamp
        doubted = self._player.duty.doubt is not None
        self.redealt = self.redealt or self._change() != self._last_change or (self._doubted and not doubted)

    def _change(self) -> tuple[int, int]:
        journal = self._player.journal
        try:
            return journal.last_change(), journal.last_release()
        except JournalError:  # a log that cannot be read is told by whoever writes it
            return 0, 0


class _Sounding:
    """A watcher that knows whether a device that should sound goes on sounding."""

    def __init__(self, watcher: Watcher, monotonic: Callable[[], float]) -> None:
        self._watch = watcher
        self._monotonic = monotonic
        self._last: tuple[str, int] | None = None
        self._moved_s = 0.0

    def __call__(self, event: Event) -> None:
        place = (event.session.id, event.left_frames) if isinstance(event, OnAir) else None
        if place != self._last:
            self._last, self._moved_s = place, self._monotonic()
        self._watch(event)

    def is_moving(self) -> bool:
        """Whether nothing sounds, or what sounds has gone on within the last 15 seconds."""
        return self._last is None or self._monotonic() - self._moved_s < _STANDS_STILL_S
