"""A day -> aired beside the programme by the real playout: into a file, the headphones, or nothing and judged.

A rehearsal has a log of its own, and where it takes no time a clock of its own; the as-run log has no line of it.
"""

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from broadcast.base.clock import Clock, OfflineClock, Wanted
from broadcast.base.errors import DiskError, tell
from broadcast.base.reasons import reason_of
from broadcast.base.words import said
from broadcast.library.rack import Rack
from broadcast.library.tagged import Tags
from broadcast.playout.conditions import Released
from broadcast.playout.control.lock import REHEARSAL, holding
from broadcast.playout.events import Event, Watcher
from broadcast.playout.output import Output
from broadcast.playout.output.audiofile import AudioFile
from broadcast.playout.output.nowhere import Nowhere
from broadcast.playout.timetable import Playout
from broadcast.programme.model import Airing, Cart, CueId, Rundown, Unready
from broadcast.record.journal import Journal
from broadcast.record.reading import REHEARSED, record_at
from broadcast.station.judge import judged
from broadcast.station.overview import journal_folder, journal_path, orders, rundown
from broadcast.station.releases import Releases
from broadcast.station.station import ProgressWatcher, Station, headphones, production_of, stings_of
from broadcast.station.verdict import Tomorrow


def rehearse(
    station: Station,
    day: date,
    path: Path | None,
    *,
    watcher: Watcher,
    wanted: Wanted,
    progress: ProgressWatcher,
) -> tuple[Airing, ...]:
    """Air the whole of `day` into the file `path` in no time; where None into the headphones, without waiting.

    Returns the airings, which `log --rehearsal` shows until the next rehearsal. The loudspeaker's hours do not
    bind the headphones. The as-run log gets no line. Raises RehearsalRunning where another rehearsal of the folder
    is at work, DeviceError where the headphones cannot sound or may be the loudspeaker, DiskError where a file
    cannot be written, JournalError where the rehearsal's log cannot be.
    """
    if path is None:
        return _rehearse(
            station, day, headphones(station), station.clock, watcher=watcher, wanted=wanted, progress=progress
        )
    clock = _clock_of(station, day)
    with AudioFile(path, clock, _tags(station, day)) as file:
        return _rehearse(station, day, file, clock, watcher=watcher, wanted=wanted, progress=progress)


def rehearse_in_silence(station: Station, day: date, *, wanted: Wanted, progress: ProgressWatcher) -> Tomorrow:
    """Make, measure and air `day` into nothing, in no time; return the outcome: can it go on air as it is?

    Nothing but the carts stays on the disk. Once `wanted()` is False it ends early, and the outcome is worth
    nothing. Raises DiskError or NotAudio where a cart's file cannot be read.
    """
    clock = _clock_of(station, day)
    with (
        TemporaryDirectory(prefix="broadcast-") as folder,
        Journal(Path(folder) / REHEARSED) as journal,
        record_at(journal_path(station.home)) as record,  # the rehearsal's own log knows of no release
    ):
        made = _air(
            station, day, Nowhere(clock), clock, journal, watcher=_unwatched, wanted=wanted, progress=progress,
            released=Releases(station, record),
        )  # fmt: skip
        return judged(station, rundown(station, day), made, journal.airings(day, day))


def air_into(station: Station, dealt: Rundown, rack: Rack, path: Path | None, tags: Tags) -> tuple[Airing, ...]:
    """Air `dealt` in no time, from what lies on the rack, into the file `path`; where None into nothing.

    Returns the airings, of which no log is left. Raises DiskError where the file cannot be written.
    """
    clock = _clock_of(station, dealt.day)
    with TemporaryDirectory(prefix="broadcast-") as folder, Journal(Path(folder) / REHEARSED) as journal:
        with AudioFile(path, clock, tags) if path is not None else nullcontext(Nowhere(clock)) as output:
            Playout(
                library=station.library,
                rack=rack,
                journal=journal,
                output=output,
                clock=clock,
                airtime=station.ward.playlist.airtime,
                watcher=_unwatched,
                stings=stings_of(station, dealt.sessions),
            ).air_day(dealt)
        return journal.airings(dealt.day, dealt.day)


# --- airing beside the programme ---


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
    with holding(journal_folder(station.home), REHEARSAL, station.clock.now()), _fresh_journal(station) as journal:
        _air(station, day, output, clock, journal, watcher=watcher, wanted=wanted, progress=progress)
        return journal.airings(day, day)


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
    released: Released | None = None,
) -> Mapping[CueId, Cart | Unready]:
    """Air the day with a log, an output and perhaps a clock of its own; return what was made for it."""
    dealt, rack, in_no_time = rundown(station, day), Rack(), isinstance(clock, OfflineClock)
    with production_of(station, progress) as production:
        production.fill(rack, orders(station, dealt.sessions, hurried=False), wanted)
        playout = Playout(
            library=station.library,
            rack=rack,
            journal=journal,
            output=output,
            clock=clock,
            # in no time the day passes as it would, hours and all; what sounds now sounds in the headphones alone
            airtime=station.ward.playlist.airtime if in_no_time else None,
            watcher=watcher,
            wanted=wanted,
            stings=stings_of(station, dealt.sessions),
            released=released,
        )
        if in_no_time:
            playout.air_day(dealt)
        else:
            allowed = [session for session in dealt.sessions if session.is_to_air]
            playout.air_now(allowed, note=tell("tổng duyệt"))
    return rack.contents()


def _unwatched(_event: Event) -> None:
    pass


def _tags(station: Station, day: date) -> Tags:
    title = tell("Tổng duyệt ngày {day}", day=f"{day:%d/%m/%Y}")
    return Tags(title=said(title), artist=station.ward.playlist.station, day=day)


def _clock_of(station: Station, day: date) -> OfflineClock:
    return OfflineClock(datetime.combine(day, time(), station.ward.playlist.zone))


def _fresh_journal(station: Station) -> Journal:
    path = journal_path(station.home, rehearsed=True)
    try:
        for old in path.parent.glob(f"{path.name}*"):
            old.unlink(missing_ok=True)
    except OSError as error:
        raise DiskError(tell("Không xoá được {path} ({reason}).", path=old, reason=reason_of(error))) from error
    return Journal(path)
