"""The sample campaign, aired day by day by the real playout on a clock that jumps; its carts are tones."""

import shutil
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from stand_ins.carts import ZONE, keep_tone

from broadcast.base.clock import OfflineClock
from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.library.sounds import Library
from broadcast.playout.output.nowhere import Nowhere
from broadcast.playout.timetable import Playout
from broadcast.programme.model import Cart, Reason, Session, Unready
from broadcast.record.journal import Journal
from broadcast.station.dealt import deal
from broadcast.station.overview import Overview, journal_path, look_at

ROOT = Path(__file__).parent.parent.parent
FIRST, LAST = date(2025, 10, 1), date(2025, 10, 31)


def sample_ward(home: Path) -> Path:
    """The campaign that ships with the program, in a folder of its own."""
    home.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "playlist.yaml", home)
    shutil.copytree(ROOT / "scripts", home / "scripts")
    return home


def air(home: Path, first: date = FIRST, last: date = LAST) -> None:
    """Deal and air each day from `first` to `last`, both included: the log is as after that many days."""
    clock = OfflineClock(datetime.combine(first, time(5), ZONE))
    station = replace(look_at(home), clock=clock)
    library = Library(home / "audio_cache")
    carts = _carts(station, library)
    with Journal(journal_path(home)) as journal:
        journal._lines.db.execute("PRAGMA synchronous=OFF")  # no power cut is played here
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            clock.wait_until(datetime.combine(day, time(5), ZONE))
            dealt = deal(station, journal, day).rundown
            Playout(
                library=library, rack=_rack(station, carts, dealt.sessions), journal=journal,
                output=Nowhere(clock), clock=clock, airtime=station.ward.playlist.airtime,
                watcher=lambda _: None, wanted=lambda: True,
            ).air_day(dealt)  # fmt: skip


def _carts(station: Overview, library: Library) -> dict[str, Cart]:
    """A tone for each script, opening and closing, each of a length of its own that is no whole second."""
    names = ["~opening", "~closing", *sorted(station.ward.scripts)]
    return {
        name: keep_tone(library, f"{number:02}", 300 + 20 * number, 2.3 + 0.377 * number)
        for number, name in enumerate(names)
    }


def _rack(station: Overview, carts: dict[str, Cart], sessions: tuple[Session, ...]) -> Rack:
    rack = Rack()
    rack.put(OPENING, carts["~opening"])
    rack.put(CLOSING, carts["~closing"])
    for cue in (cue for session in sessions for cue in session.cues):
        known = station.ward.of(cue.script)
        ready = carts[cue.script] if not isinstance(known, Unready) else known
        assert not isinstance(ready, Unready) or ready.reason is Reason.MISSING_FACT
        rack.put(cue.id, ready)
    return rack
