"""COMPOSITION ROOT: the ward's folder -> a Station, its voices, its loudspeaker, playout with production beside.

The only place that chooses voices and loudspeaker; the clock is the machine's, and a player's trusted one on air.
"""

import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from broadcast.base.clock import Wanted
from broadcast.base.errors import Message, SpeechError, tell
from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.library.sounds import Library
from broadcast.playout.events import Watcher
from broadcast.playout.output import Output
from broadcast.playout.output.apart import refuse_one_device_for_both
from broadcast.playout.output.choices import Choices
from broadcast.playout.output.listing import devices
from broadcast.playout.output.soundcard import SoundCard
from broadcast.playout.parts import Meanwhile, Plan, nothing_meanwhile
from broadcast.playout.timetable import Playout
from broadcast.production.making import Production, Progress
from broadcast.production.voices.lanes import Lanes
from broadcast.production.voices.roster import voices
from broadcast.production.worker import Worker
from broadcast.programme.model import Part, Session
from broadcast.programme.onair import Stings, sting
from broadcast.programme.voice import Voice
from broadcast.station.aircheck import listening
from broadcast.station.assembly import StationWith
from broadcast.station.emergencies import Emergencies
from broadcast.station.lifesign import SignsOfLife, sounds
from broadcast.station.overview import Overview, cache_folder, journal_folder, look_at, orders, spoken_around
from broadcast.station.player import Ending, Player, WhatSounds
from broadcast.station.releases import Releases
from broadcast.ward.folder import read_out
from broadcast.ward.readings import Prepared

_GTTS_URL, _GTTS_CA = "BROADCAST_GTTS_URL", "BROADCAST_GTTS_CA"
"""Where the online voice is asked, for a ward behind a proxy of its own and for tests."""

ProgressWatcher = Callable[[Progress], None]

Station = StationWith[Library]
"""A station whose sounds can be made, decoded and aired."""

Loudspeaker = Callable[[Station, Player, str | None], Output]
"""Chooses where a player sounds: `loudspeaker`, or a stand-in."""


def open_station(home: Path) -> Station:
    """Read the ward's folder `home` and put its station together; nothing is opened that needs closing.

    Raises WardError where there is no playlist.yaml, FaultsFound where it has faults, DiskError where a file
    cannot be read.
    """
    return station_of(look_at(home))


def station_of(seen: Overview) -> Station:
    """Put a station together from one that has only been looked at; the ward's files are not read again."""
    library = Library(cache_folder(seen.home))
    return StationWith(home=seen.home, ward=seen.ward, clock=seen.clock, library=library, stamp=seen.stamp)


# --- making ---


def unwatched(progress: Progress) -> None:
    """Do nothing: stands where production has nobody to tell of its progress."""


@contextmanager
def production_of(
    station: Station,
    watch: ProgressWatcher = unwatched,
    *,
    hurried: bool = False,
    quiet: Wanted | None = None,
) -> Iterator[Production]:
    """Give production with its voices, which live in child processes of their own until the block ends.

    `watch` is called before each sentence that has to be spoken. `hurried`: no voice on the network is waited for
    longer than three seconds. `quiet`: whether no programme sounds or is about to, asked of the player that
    production works for; on one core a heavy voice waits for it. None: somebody waits for what is made, and what
    the folder's player sounds meanwhile only takes a lane from it.
    """
    with ExitStack() as stack:
        known = _voices(station.ward.playlist.voice, station.home, hurried=hurried, waits=quiet is not None)
        yield Production(
            ward=station.ward,
            library=station.library,
            engines={name: stack.enter_context(engine) for name, engine in known.items()},
            clock=station.clock,
            watch=watch,
            quiet=quiet or (lambda: not sounds(journal_folder(station.home), station.clock.now())),
        )


def try_voices(voice: Voice, home: Path, wanted: Collection[str] | None = None) -> dict[str, Message | None]:
    """Let each voice of the folder `home` say a few words; return by name None where it can, else why it cannot.

    `voice`: the playlist's settings of voices.
    Only those `wanted` are asked, all where it is None: a voice the ward does not use need not meet the network.

    Takes as long as the voices do; what they say is thrown away.
    """
    answers: dict[str, Message | None] = {}
    with ExitStack() as stack:
        for name, engine in _voices(voice, home).items():
            if wanted is not None and name not in wanted:
                continue
            try:
                stack.enter_context(engine).speak("xin chào bà con", speed=1.0)
                answers[name] = None
            except SpeechError as error:
                answers[name] = error.what
    return answers


def _voices(voice: Voice, home: Path, *, hurried: bool = False, waits: bool = False) -> Mapping[str, Lanes]:
    return voices(
        voice,
        home,
        gtts_url=os.environ.get(_GTTS_URL),
        gtts_ca=os.environ.get(_GTTS_CA),
        hurried=hurried,
        waits=waits,
    )


# --- sounding ---


def loudspeaker(station: Station, player: Player, name: str | None = None) -> Output:
    """Choose where `player` sounds: the ward's loudspeakers, each a stand-in for the last; or `name` alone.

    No device is opened or looked for yet.
    """
    player.loudspeakers = loudspeaker_names(station, name)
    cards = [
        SoundCard(
            one, station.clock, holder=player.devices.take, told=player.hears_less, plays=player.plays(choice)
        )
        for choice, one in enumerate(player.loudspeakers, 1)
    ]
    return Choices(cards, station.clock, player.note_loudspeaker) if len(cards) > 1 else cards[0]


def loudspeaker_names(station: Station, name: str | None = None) -> Sequence[str]:
    """List the devices that `loudspeaker` may play on, the first choice first: `name` alone where it is given.

    Never empty: a playlist that names none has `default`.
    """
    return (name,) if name else station.ward.playlist.devices.loudspeakers


def headphones(station: Station) -> SoundCard:
    """Choose the preview device; it is not opened yet.

    Raises DeviceError where it is, or may be, one of the ward's loudspeakers, or the devices cannot be listed.
    """
    names = station.ward.playlist.devices
    refuse_one_device_for_both(names, devices())
    return SoundCard(names.preview, station.clock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A station on air: playout, and the production thread beside it."""

    playout: Playout
    worker: Worker


def stings_of(station: Overview | Station, sessions: Sequence[Session]) -> Stings:
    """Tell what the log keeps of the `sessions`' opening and closing: the scripts, and their words as they are."""
    told = {}
    spoken = spoken_around(station, sessions)
    for part, script in ((Part.OPENING, spoken[OPENING]), (Part.CLOSING, spoken[CLOSING])):
        known = read_out(station.ward, script) if script is not None else None
        told[part] = sting(part, script, str(known.spoken) if isinstance(known, Prepared) else "")
    return told


def told_to_stop() -> Message:
    """Return the reason why a player ended that nobody has given another reason: the operator stopped it."""
    return tell("người trực nhấn Ctrl+C")


@contextmanager
def on_air(
    station: Station,
    player: Player,
    sessions: Sequence[Session],
    output: Output,
    *,
    watcher: Watcher,
    wanted: Wanted,
    current: Wanted = lambda: True,
    meanwhile: Meanwhile = nothing_meanwhile,
    progress: ProgressWatcher = unwatched,
    hurried: bool = True,
    ending: Ending = told_to_stop,
    plan: Plan | None = None,
) -> Iterator[Desk]:
    """Give a Desk: playout on `output` and the player's log, production at work beside it, until the block ends.

    Production makes the carts of `sessions`; `hurried`, so that right before a session it asks no voice on the
    network. `wanted`, `current` and `plan` are asked as by Playout. What an earlier player left unfinished in the
    log is settled first. Raises JournalError where the log takes no line.
    """
    with ExitStack() as stack:
        watched, settle = stack.enter_context(
            listening(_ear_of(station, player), cache_folder(station.home), player.journal, station.clock, watcher)
        )
        what_sounds = WhatSounds(watched, station.clock.monotonic)
        beside = _Beside(station, player, what_sounds, settle=settle, meanwhile=meanwhile)
        stack.callback(beside.signs.end)
        player.journal.recover(station.clock.now(), tell("máy tắt hoặc chương trình dừng giữa chừng"))
        station.library.sweep()
        production = stack.enter_context(production_of(station, progress, quiet=beside.quiet.is_set))
        rack = Rack()
        worker = Worker(production, rack, orders(station, sessions, hurried=hurried))
        stack.callback(worker.close)
        released = Releases(station, player.journal)
        released.look_through()
        playout = Playout(
            library=station.library,
            rack=rack,
            journal=player.journal,
            output=output,
            clock=station.clock,
            airtime=station.ward.playlist.airtime,
            watcher=what_sounds,
            wanted=wanted,
            current=current,
            meanwhile=beside,
            conditions=player.duty,
            plan=plan,
            ending=ending,
            stings=stings_of(station, sessions),
            remark=lambda: player.remark,
            on_device=lambda: player.on_device,
            released=released,
        )
        player.duty.status = lambda: player.report(what_sounds)
        player.duty.refused = Emergencies(station, player.journal)
        yield Desk(playout=playout, worker=worker)


class _Beside:
    """What every player does on its playout's loop; then it settles what was heard, and does its own besides."""

    def __init__(
        self,
        station: Station,
        player: Player,
        sounds: WhatSounds,
        *,
        settle: Callable[[], None],
        meanwhile: Meanwhile,
    ) -> None:
        self._station = station
        self._player = player
        self._settle = settle
        self._meanwhile = meanwhile
        self.signs = SignsOfLife(
            journal_folder(station.home), station.clock.monotonic, lambda: player.report(sounds)
        )
        self.quiet = Event()
        """Set while no session sounds or is about to."""
        self.quiet.set()

    def __call__(self, *, between_sessions: bool) -> None:
        (self.quiet.set if between_sessions else self.quiet.clear)()
        self._player.journal.look_after(self._station.clock.now())
        if self._player.is_on_true_time:
            self.signs.beat()
        self._settle()
        self._meanwhile(between_sessions=between_sessions)


def _ear_of(station: Station, player: Player) -> str | None:
    """The microphone that hears the loudspeaker; None where the ward has none, or the clock is a stand-in's."""
    return station.ward.playlist.devices.aircheck if player.is_on_true_time else None
