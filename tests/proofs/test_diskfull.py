"""A disk that is full or read-only: what is ready airs, once, and the log is whole when the disk is well again."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import ALWAYS, MONDAY_0630, keep_tone, rundown, session
from stand_ins.cli import run_here
from stand_ins.fast import FastClock, fast_station, paced
from stand_ins.gated import Levels, Served
from stand_ins.record_law import lines_of
from stand_ins.wards import SCRIPTS, write_ward

from broadcast.base.clock import OfflineClock
from broadcast.base.errors import JournalError
from broadcast.library.rack import CLOSING, OPENING, Rack
from broadcast.library.sounds import Library
from broadcast.playout.events import Settled
from broadcast.playout.output.nowhere import Nowhere
from broadcast.playout.timetable import Playout
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Outcome, Part, Session
from broadcast.record.journal import Journal
from broadcast.record.kept import Lines
from broadcast.record.reserve import RESERVE_BYTES
from broadcast.station.doctor import FindingLevel, examine
from broadcast.station.service import serve

pytestmark = pytest.mark.root
DISK_BYTES = 64_000_000
MOST_HEARD = 60
"""A station that forgets what it aired would go on for ever."""


@dataclass
class Disk:
    """A small disk of its own, which can be filled and made read-only."""

    place: Path

    def _fill(self, name: str) -> None:
        with (self.place / name).open("wb", buffering=0) as file:
            for size in (1_000_000, 65_536, 4096, 512, 1):
                while True:
                    try:
                        if file.write(bytes(size)) < size:
                            break
                    except OSError:
                        break

    def fill(self) -> None:
        """To the last byte; files that are there can still be read."""
        self._fill("ballast")

    def relieve(self) -> None:
        (self.place / "ballast").unlink()

    def mode(self, mode: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{mode}", self.place], check=True)

    @property
    def free(self) -> int:
        return shutil.disk_usage(self.place).free


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    place = tmp_path / "disk"
    place.mkdir()
    size = f"size={DISK_BYTES}"
    if os.name == "nt" or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a small disk is mounted for this, which only root may do")
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", place], capture_output=True, check=False)
    if done.returncode:
        pytest.skip(f"mounting is not allowed here: {done.stderr.decode().strip()}")
    yield Disk(place)
    subprocess.run(["umount", "-l", place], check=True)


@dataclass
class Day:
    """A station's day on that disk, in no time."""

    home: Path
    sessions: list[Session] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.library, self.rack = Library(self.home / "audio_cache"), Rack()
        self.path = self.home / "journal" / "as-run.sqlite3"
        self.rack.put(OPENING, keep_tone(self.library, "0", 300, 0.5))
        self.rack.put(CLOSING, keep_tone(self.library, "1", 350, 0.25))
        for number in range(12):
            one = session(MONDAY_0630 + timedelta(minutes=30 * number), ["a", "b"], slot=f"b{number}")
            for cue, hertz in zip(one.cues, (400, 500), strict=True):
                self.rack.put(cue.id, keep_tone(self.library, f"{hertz}", hertz, 1.0))
            self.sessions.append(one)

    def air(self, journal: Journal, *sessions: Session, at: datetime | None = None) -> None:
        """By the real playout; `heard` gets every cue that sounded to its end."""
        clock = OfflineClock(at or sessions[0].at - timedelta(minutes=5))
        playout = Playout(
            library=self.library, rack=self.rack, journal=journal, output=Nowhere(clock), clock=clock,
            airtime=ALWAYS, watcher=lambda event: self._note(event),
            wanted=lambda: len(self.heard) < MOST_HEARD,
        )  # fmt: skip
        playout.air_day(rundown(*sessions))

    def _note(self, event: object) -> None:
        if isinstance(event, Settled) and event.part is Part.CUE and event.outcome is Outcome.AIRED:
            self.heard.append(event.cue.id)

    def log(self) -> list[tuple[str, Outcome | None]]:
        with Journal(self.path) as journal:
            assert journal.first_broken_line() is None
            day = MONDAY_0630.date()
            lines = journal.airings(day, day)
            return [(one.cue, one.outcome) for one in lines if not is_sting(one.cue)]

    @property
    def all_once(self) -> list[str]:
        return sorted(cue.id for one in self.sessions for cue in one.cues)


@pytest.fixture
def day(disk: Disk) -> Day:
    return Day(disk.place / "ward")


@pytest.mark.parametrize("reserve", [True, False])
def test_on_a_full_disk_everything_ready_airs_once_and_the_log_is_whole_in_the_end(
    day: Day, disk: Disk, reserve: bool, measured: Callable[[str], None]
) -> None:
    first, middle, last = day.sessions[:2], day.sessions[2:9], day.sessions[9:]
    with Journal(day.path, keeping=True) as journal:
        assert not reserve or journal.keep_reserve()
        day.air(journal, *first)
        disk.fill()
        day.air(journal, *middle)
        if reserve:
            assert journal.trouble is None  # the reserve took the lines
            assert not (day.path.parent / "reserve").exists()
        else:
            held = journal.trouble
            assert held is not None
            measured(str(held))
        day.air(journal, *middle, at=middle[0].at)  # asked for again while the disk is full
        disk.relieve()
        day.air(journal, *last)
        assert journal.trouble is None
    assert sorted(day.heard) == day.all_once
    assert day.log() == [(cue, Outcome.AIRED) for cue in day.heard]


def test_on_a_read_only_disk_everything_ready_airs_once(day: Day, disk: Disk) -> None:
    with Journal(day.path, keeping=True) as journal:
        day.air(journal, *day.sessions[:2])
        journal._lines.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with Journal(day.path, keeping=True) as journal:
        day.air(journal, *day.sessions[2:4])
    disk.mode("ro")
    with Journal(day.path, keeping=True) as journal:  # the station starts on it
        assert journal.trouble is not None
        day.air(journal, *day.sessions[:9], at=day.sessions[0].at)
        disk.mode("rw")
        day.air(journal, *day.sessions[9:])
        assert journal.trouble is None
    assert sorted(day.heard) == day.all_once
    assert day.log() == [(cue, Outcome.AIRED) for cue in day.heard]


def test_a_station_that_starts_on_a_full_disk_knows_what_has_aired(day: Day, disk: Disk) -> None:
    with Journal(day.path, keeping=True) as journal:
        day.air(journal, *day.sessions[:6])
    disk.fill()
    for _ in range(2):
        with Journal(day.path, keeping=True) as journal:
            day.air(journal, *day.sessions[:6], at=day.sessions[0].at)
            if journal.trouble is not None:
                disk.relieve()
            day.air(journal, *day.sessions[6:], at=day.sessions[0].at)
    assert sorted(day.heard) == day.all_once


def test_without_holding_a_full_disk_silences_the_station(day: Day, disk: Disk) -> None:
    """The negative control: the journal as it was."""
    with Journal(day.path) as journal:
        day.air(journal, *day.sessions[:2])
        disk.fill()
        with pytest.raises(JournalError):
            day.air(journal, *day.sessions[2:])
    assert len(day.heard) < len(day.all_once)


def test_a_journal_that_forgets_what_it_holds_airs_twice(
    day: Day, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of "once": lines that are taken for written and are nowhere."""
    monkeypatch.setattr(Lines, "_keep", lambda *_: None)
    with Journal(day.path, keeping=True) as journal:
        disk.fill()
        for _ in range(2):
            day.air(journal, day.sessions[0], at=day.sessions[0].at)
    assert len(day.heard) > len(set(day.heard))


def test_the_reserve_is_not_what_fills_the_disk(disk: Disk, day: Day) -> None:
    (disk.place / "others").write_bytes(bytes(disk.free - 2 * RESERVE_BYTES))
    with Journal(day.path, keeping=True) as journal:
        assert not journal.keep_reserve()
    assert not list(day.path.parent.glob("reserve*"))


YEAR = """\
station: {name: Đài thử, timezone: Asia/Ho_Chi_Minh, opening: chung/mo-dau, closing: chung/ket-thuc}
sessions:
  - {id: sang, name: Buổi sáng, at: 06:30, days: t2-cn, play: [chung/mot, chung/hai, chung/ba]}
  - {id: chieu, name: Buổi chiều, at: 17:00, days: t2-cn, play: [chung/mot, chung/hai, chung/ba]}
airtime: {allowed: [05:00-19:00], days: t2-cn, max_session: 15m, max_sessions: 3}
voice: {engines: [espeak]}
"""
SENTENCE = "Kính mời bà con cùng nghe đài phường và nhắn lại cho những nhà đi vắng. "


def test_a_year_of_the_log_is_small_and_the_reserve_holds_months(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """The real service, its dealings and its words, for a ward whose texts are as long as those of the sample."""
    monkeypatch.setattr("broadcast.station.chores.Chores._rehearse_when_due", lambda _: None)
    long, short = SENTENCE * 13, SENTENCE * 2
    words = {"mot": long, "hai": long, "ba": long, "mo-dau": short, "ket-thuc": short}
    home = write_ward(tmp_path / "ward", YEAR, {f"chung/{name}": text for name, text in words.items()})
    days, log = rounds(10, 30), home / "journal" / "as-run.sqlite3"
    with Levels().made_in_no_time():
        served = Served(home, MONDAY_0630 - timedelta(hours=2), step_s=300)
        served.begin()
        served.let_pass(timedelta(days=days).total_seconds())
        served.leave()  # what lay in the log's second file is in the first now
    year_bytes = log.stat().st_size * 365 / days
    reserve_days = RESERVE_BYTES * 365 / year_bytes
    measured(
        f"two sessions of three announcements a day: {year_bytes / 1e6:.1f} MB a year,"
        f" the reserve is {reserve_days:.0f} days"
    )
    assert len([row for row in lines_of(home) if row["outcome"] == "aired" and "~" not in row["cue"]]) == 6 * days
    assert year_bytes < 20e6
    assert reserve_days > 150


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        ("full from the start", "giữ trong bộ nhớ"),
        ("read-only from the start", "giữ trong bộ nhớ"),
        ("full in between", "phần đĩa để dành"),
    ],
)
def test_the_whole_service_airs_its_session_on_such_a_disk(
    disk: Disk, trouble: str, told: str, caplog: pytest.LogCaptureFixture
) -> None:
    home = write_ward(disk.place / "ward", scripts=dict.fromkeys(SCRIPTS, "Xin chào bà con."))
    assert run_here("--home", home, "build", "--date", "06/10/2025").code == 0
    with Journal(home / "journal" / "as-run.sqlite3") as journal:  # it has been at work before
        assert journal.count() == 0
    if trouble == "full from the start":
        disk.fill()
    elif trouble == "read-only from the start":
        disk.mode("ro")
    clock, heard = FastClock(MONDAY_0630 - timedelta(seconds=20), 40), Heard()
    begin_s = clock.monotonic()

    def wanted() -> bool:
        if trouble == "full in between" and not (disk.place / "ballast").exists():
            disk.fill()
        return len(heard.aired) < 2 and clock.monotonic() - begin_s < 240

    serve(
        home, device=None, watching=heard, wanted=wanted, made=lambda place: fast_station(place, clock),
        sounding_on=paced,
    )  # fmt: skip
    assert len(heard.aired) == len(set(heard.aired)) == 2
    assert told in caplog.text


def test_doctor_tells_of_a_log_that_cannot_be_written(disk: Disk) -> None:
    home = write_ward(disk.place / "ward")
    with Journal(home / "journal" / "as-run.sqlite3"):
        pass
    for full in (False, True):
        told = [one for one in examine(home) if "journal" in str(one.what)]
        assert [one.level for one in told] == [FindingLevel.FAULT] * full
        disk.fill()


class Heard:
    """Watches a service: which cues aired."""

    def __init__(self) -> None:
        self.aired: list[str] = []

    def __call__(self, event: object) -> None:
        if isinstance(event, Settled) and event.part is Part.CUE and event.outcome is Outcome.AIRED:
            self.aired.append(event.cue.id)

    def loaded(self, *_: object) -> None: ...
    def kept(self, *_: object) -> None: ...
    def chore_failed(self, *_: object) -> None: ...
    def dealt(self, *_: object) -> None: ...
    def rehearsed(self, *_: object) -> None: ...
    def progress(self, *_: object) -> None: ...
