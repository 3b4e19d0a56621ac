"""A day -> aired beside the programme: with a log, an output and perhaps a clock of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.base.clock import Clock, OfflineClock, Wanted
from broadcast.base.errors import tell
from broadcast.library.rack import Rack
from broadcast.playout.control.lock import REHEARSAL, holding
from broadcast.playout.events import Watcher
from broadcast.playout.output import Output
from broadcast.playout.output.nowhere import Nowhere
from broadcast.playout.output.wavfile import WavFile
from broadcast.playout.timetable import Playout
from broadcast.programme.model import Airing, Cart, CueId, Unready
from broadcast.record.journal import Journal
from broadcast.station.station import ProgressWatcher, Station

_LOG = "rehearsal.sqlite3"


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOut:
    """A day's rehearsal: what was made, and what became of each cue."""

    made: Mapping[CueId, Cart | Unready]
    airings: tuple[Airing, ...]


def rehearse(
    station: Station,
    day: date,
    path: Path | None,
    *,
    watcher: Watcher,
    wanted: Wanted,
    progress: ProgressWatcher,
) -> tuple[Airing, ...]:
    """The whole day, in a log of its own; its airings.

    Into a WAV file, in no time; or on the preview device, session after session without waiting.
    """
    if path is None:
        device = station.preview_device()
        return _rehearse(station, day, device, station.clock, watcher=watcher, wanted=wanted, progress=progress)
    clock = _clock_of(station, day)
    with WavFile(path, clock) as file:
        return _rehearse(station, day, file, clock, watcher=watcher, wanted=wanted, progress=progress)


def _rehearse(
    station: Station,
    day: date,
    output: Output,
    clock: Clock,
    *,
    watcher: Watcher,
    wanted: Wanted,
    progress: ProgressWatcher,
) -> tuple[Airing, ...]:
    with holding(station.home / "journal", REHEARSAL, station.clock.now()), _fresh_journal(station) as journal:
        _air(station, day, output, clock, journal, watcher=watcher, wanted=wanted, progress=progress)
        return journal.airings(day, day)


def try_out(station: Station, day: date, *, wanted: Wanted, progress: ProgressWatcher) -> TriedOut:
    """The whole day made and aired into nothing, in no time; only the carts stay."""
    clock = _clock_of(station, day)
    with TemporaryDirectory(prefix="broadcast-") as folder, Journal(Path(folder) / _LOG) as journal:
        made = _air(
            station, day, Nowhere(clock), clock, journal, watcher=lambda _: None, wanted=wanted, progress=progress
        )
        return TriedOut(made=made, airings=journal.airings(day, day))


def _air(
    station: Station,
    day: date,
    output: Output,
    clock: Clock,
    journal: Journal,
    *,
    watcher: Watcher,
    wanted: Wanted,
    progress: ProgressWatcher,
) -> Mapping[CueId, Cart | Unready]:
    """The day with a log, an output and perhaps a clock of its own; what was made for it."""
    rundown, rack = station.rundown(day), Rack()
    with station.production(progress) as production:
        production.fill(rack, station.orders(rundown.sessions, hurried=False), wanted)
        playout = Playout(
            library=station.library,
            rack=rack,
            journal=journal,
            output=output,
            clock=clock,
            airtime=station.ward.playlist.airtime,
            watcher=watcher,
            wanted=wanted,
        )
        if isinstance(clock, OfflineClock):
            playout.air_day(rundown)
        else:
            playout.air_now(rundown.sessions, note=str(tell("tổng duyệt")))
    return rack.contents()


def _clock_of(station: Station, day: date) -> OfflineClock:
    return OfflineClock(datetime.combine(day, time(), station.ward.playlist.zone))


def _fresh_journal(station: Station) -> Journal:
    path = station.journal_path(rehearsed=True)
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    return Journal(path)
