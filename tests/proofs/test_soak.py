"""Left alone for a day: memory and open files stay where they were, and nothing is missed.

24 hours at a hundred times the pace (short: 20 minutes), and with --full one real hour on the rig.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import pytest
from pulse_rig import Rig
from stand_ins.carts import ZONE
from stand_ins.cli import command, run_here
from stand_ins.wards import write_ward

from broadcast.programme.ids import is_sting

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="needs /proc, to see memory and files"
)

FACTOR = 100
MOST_GROWTH = 0.05
"""Of the memory, from the second fifth of the time to the last: what is loaded once is loaded by then."""
PLAYLIST = """\
station: {{name: Đài truyền thanh phường Thử, timezone: Asia/Ho_Chi_Minh}}
phases:
  mot: {{name: Một, from: {first}, until: {last}}}
sessions:
{sessions}
airtime: {{allowed: ["00:00-23:59"], days: t2-cn, max_session: 15m, max_sessions: 24}}
voice: {{engines: [espeak]}}
"""
SCRIPTS = {"mot/01-mot": "Kính thưa bà con. Mời bà con treo cờ.", "mot/02-hai": "Xin cảm ơn bà con."}


def _ward(home: Path, starts: list[datetime]) -> Path:
    sessions = "\n".join(
        f"  - {{id: b{number}, name: Buổi {number}, at: '{at:%H:%M}', on: [{at:%Y-%m-%d}],"
        f" grace: 2m, play: [{', '.join(SCRIPTS)}]}}"
        for number, at in enumerate(starts)
    )
    first, last = f"{starts[0]:%Y-%m-%d}", f"{starts[-1]:%Y-%m-%d}"
    write_ward(home, PLAYLIST.format(first=first, last=last, sessions=sessions), SCRIPTS)
    assert run_here("--home", home, "build", "--date", first).code == 0
    return home


@dataclass
class Looks:
    """What was seen of a process, from its beginning to its end."""

    memory: list[int] = field(default_factory=list)
    """Resident bytes."""
    files: list[int] = field(default_factory=list)

    def look(self, process: int) -> None:
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
            files = len(list(Path(f"/proc/{process}/fd").iterdir()))
        except (OSError, IndexError):  # it is just leaving
            return
        self.memory.append(pages * os.sysconf("SC_PAGE_SIZE"))
        self.files.append(files)

    def growth(self) -> tuple[float, float]:
        """Of memory, as a part of what it was; of open files, as a number."""
        assert len(self.memory) >= 10
        fifth = len(self.memory) // 5
        early, late = slice(fifth, 2 * fifth), slice(-fifth, None)
        before, after = median(self.memory[early]), median(self.memory[late])
        return after / before - 1, median(self.files[late]) - median(self.files[early])

    def __str__(self) -> str:
        grown, files = self.growth()
        memory = f"{median(self.memory) / 1e6:.1f} MB resident ({100 * grown:+.1f} %"
        memory += f", most {max(self.memory) / 1e6:.1f})"
        files_told = f"{median(self.files):.0f} files ({files:+.0f}, most {max(self.files)})"
        return f"{len(self.memory)} looks, {memory}, {files_told}"


@contextmanager
def _looking(program: list[str], log: Path) -> Iterator[tuple[subprocess.Popen[bytes], Looks]]:
    with log.open("wb") as out, subprocess.Popen(program, stdout=out, stderr=out) as process:
        try:
            yield process, Looks()
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.wait(30)


def _aired(home: Path) -> list[str]:
    airings = json.loads(run_here("--home", home, "log", "--json").stdout)["airings"]
    return [one["outcome"] for one in airings if not is_sting(one["cue"])]


def _all_aired_and_nothing_grew(outcomes: list[str], cues: int, looks: Looks) -> None:
    assert outcomes == ["aired"] * cues
    grown, files = looks.growth()
    assert grown < MOST_GROWTH
    assert files <= 0


@pytest.mark.slow
def test_a_day_at_a_hundred_times_the_pace_leaves_memory_and_files_flat(
    tmp_path: Path,
    rounds: Callable[[int, int], int],
    measured: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begin = datetime(2025, 10, 6, 0, 0, tzinfo=ZONE)
    minutes = rounds(20, 24 * 60)
    every = rounds(4, 60)
    starts = [begin + timedelta(minutes=3 + every * number) for number in range(min(24, minutes // every))]
    home = _ward(tmp_path / "ward", starts)
    program = [sys.executable, "-m", "stand_ins.fast_service", str(home), begin.isoformat(), str(FACTOR)]
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent), prepend=os.pathsep)
    with _looking([*program, str(minutes / 60)], tmp_path / "log") as (process, looks):
        while process.poll() is None:
            looks.look(process.pid)
            time.sleep(0.2)
    assert process.returncode == 0, (tmp_path / "log").read_text()
    outcomes = _aired(home)
    measured(f"{minutes / 60:.1f} h at {FACTOR} x: {len(outcomes)} cues, {looks}")
    _all_aired_and_nothing_grew(outcomes, 2 * len(starts), looks)


@pytest.mark.full
def test_one_real_hour_on_the_rig_misses_nothing_and_grows_by_nothing(
    tmp_path: Path, rig: Rig, measured: Callable[[str], None]
) -> None:
    begin = datetime.now(ZONE).replace(second=0, microsecond=0) + timedelta(minutes=2)
    starts = [begin + timedelta(minutes=3 * number) for number in range(20)]
    home = _ward(tmp_path / "ward", starts)
    with _looking(command("--home", home, "run", "--device", "loa"), tmp_path / "log") as (process, looks):
        while datetime.now(ZONE) < starts[-1] + timedelta(minutes=1):
            assert process.poll() is None, (tmp_path / "log").read_text()
            looks.look(process.pid)
            time.sleep(2)
    outcomes = _aired(home)
    measured(f"one real hour: {len(outcomes)} cues, {looks}")
    _all_aired_and_nothing_grew(outcomes, 2 * len(starts), looks)


_LEAK = """
import sys, time
held, files = [], []
for turn in range(100):
    held.append(bytearray(1_000_000))
    files.append(open(sys.argv[0] if len(sys.argv[0]) > 2 else "/dev/null"))
    time.sleep(0.03)
"""


def test_a_program_that_leaks_would_be_seen() -> None:
    """The negative control of the measuring."""
    looks = Looks()
    with subprocess.Popen([sys.executable, "-c", _LEAK]) as process:
        while process.poll() is None:
            looks.look(process.pid)
            time.sleep(0.05)
    grown, files = looks.growth()
    assert grown > MOST_GROWTH
    assert files > 0
