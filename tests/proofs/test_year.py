"""A simulated year: three campaigns, holidays, storms with hourly bulletins, thousands of edits; record, dealings.

The real service on a clock that a test lets pass; carts are levels of sound, made in no time. `--full`: 365 days,
ten thousand edits; else ten days around the turn of two campaigns.
"""

import random
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from stand_ins.carts import ZONE
from stand_ins.gated import Levels, Served
from stand_ins.record_law import disagreements, lines_of
from stand_ins.wards import script_text

from broadcast.library.sounds import Library
from broadcast.programme.bulletins import Bulletin, Urgency
from broadcast.programme.model import CueId, Fingerprint, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.overview import journal_path

FIRST = date(2026, 1, 1)
PHASES = {"xuan": (0, 100), "he": (101, 230), "dong": (231, 400)}
"""Three campaigns one after another: the first and last day of each, counted from FIRST."""
HOLIDAYS = (0, 5, 105, 244, 350)
STORMS = (2, 102, 180, 260)
_GROWTH_MB = 40.0


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


class Year:
    """A ward that is edited all the time, and what is tried on it."""

    def __init__(self, home: Path, levels: Levels, first: int, seed: int) -> None:
        self.home = home
        self.levels = levels
        self.chance = random.Random(seed)
        self.tried: Counter[str] = Counter()
        for phase in PHASES:
            for number in range(4):
                self._save(f"{phase}/0{number}-bai", 0)
        self._playlist()
        start = datetime.combine(_day(first), datetime.min.time(), ZONE) + timedelta(hours=4)
        self.served = Served(home, start, step_s=300)

    def pass_day(self, number: int, edits: int) -> None:
        """From four in the morning to four in the next, with so many edits at any moment of it, most by day."""
        if self.chance.random() < 0.02:
            self.tried["day without the machine"] += 1
            self.served.leave()
            self.served.let_pass(86_400)
            self.served.begin()
            return
        moments = [(self.chance.uniform(0, 86_300), self._edit) for _ in range(edits)]
        near = [(9_000 + self.chance.uniform(-30, 900), self._edit) for _ in range(edits // 3)]  # around 06:30
        moments = [*moments[len(near):], *near]  # fmt: skip
        if any(number - storm in (0, 1) for storm in STORMS):
            moments += [(3_600.0 * hour, self._bulletin) for hour in range(2, 14)]
        at = 0.0
        for moment, work in sorted(moments, key=lambda one: one[0]):
            self.served.let_pass(moment - at)
            work()
            at = moment
        self.served.let_pass(86_400 - at)

    # --- what is tried ---

    def _edit(self) -> None:
        kind = self.chance.choice(["save", "save", "save", "delete", "rename", "playlist", "lexicon", "restart"])
        self.tried[kind] += 1
        phase, one, other = self.chance.choice([*PHASES]), *(self.chance.randrange(5) for _ in range(2))
        path, to = (self.home / "scripts" / phase / f"0{number}-bai.md" for number in (one, other))
        match kind:
            case "save":
                self._save(f"{phase}/0{one}-bai", self.tried["save"])
            case "delete":
                path.unlink(missing_ok=True)
            case "rename" if path.exists():
                path.replace(to)
            case "playlist":
                self._playlist(self.chance.choice(["06:20", "06:30", "06:40"]), self.chance.randint(1, 3))
            case "lexicon":
                (self.home / "lexicon.yaml").write_text(f"bài: bài số {one}\n", encoding="utf-8")
            case "restart":
                self.served.leave()
                self.served.begin()

    def _bulletin(self) -> None:
        self.tried["bulletin"] += 1
        now, number = self.served.clock.now(), self.tried["bulletin"]
        print_ = Fingerprint(f"{number:b<64}")
        self.levels.cart(Library(self.home / "audio_cache"), print_)
        assert self.served.player is not None
        self.served.player.duty._bulletins.add(
            Bulletin(id=f"{now:%Y-%m-%d}/{Urgency.PRIORITY}.{number:09}", script="ban-tin/bao", fingerprint=print_,
                     urgency=Urgency.PRIORITY, by="An", times=1, expires=now + timedelta(minutes=50))
        )  # fmt: skip

    def _save(self, script: str, version: int) -> None:
        path = self.home / "scripts" / f"{script}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = script_text(f"Bài {script}", f"Mời bà con nghe bài sửa lần {version}.")
        path.write_text(text, encoding="utf-8")

    def _playlist(self, at: str = "06:30", count: int = 2) -> None:
        phases = "".join(
            f"  {name}: {{name: {name}, from: {_day(first)}, until: {_day(last)}}}\n"
            for name, (first, last) in PHASES.items()
        )
        holidays = ", ".join(f"{{date: {_day(one)}, allowed: [], reason: Nghỉ lễ}}" for one in HOLIDAYS)
        (self.home / "playlist.yaml").write_text(
            f"""\
station: {{name: Đài thử, timezone: Asia/Ho_Chi_Minh}}
phases:
{phases}sessions:
  - {{id: sang, name: Sáng, at: "{at}", days: t2-cn, grace: 10m, play: {{rotate: phase, count: {count}}}}}
  - {{id: chieu, name: Chiều, at: "17:00", days: t2-cn, grace: 10m, play: {{rotate: phase, count: 1}}}}
airtime:
  allowed: [05:00-20:00]
  days: t2-cn
  max_session: 30m
  max_sessions: 24
  exceptions: [{holidays}]
sound: {{opening: none, sting: none, closing: none}}
voice: {{engines: [espeak]}}
""",
            encoding="utf-8",
        )


def _memory_mb() -> float:
    """What this process holds now; 0.0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0.0
    return int(pages) * 4096 / 1e6


def test_a_year_of_edits_leaves_a_record_that_agrees_with_what_was_dealt_in_every_cue(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr(
        "broadcast.station.chores.Chores._rehearse_when_due", lambda _: None
    )  # a child each evening
    first, days, edits = rounds(98, 0), rounds(10, 365), rounds(15, 28)
    levels, held = Levels(), []
    with levels.made_in_no_time():
        year = Year(tmp_path, levels, first, seed=20260101)
        year.served.begin()
        for number in range(first, first + days):
            year.pass_day(number, edits)
            year.served.runs.clear()  # what the test itself keeps is not the service's memory
            year.served.watching.dealings.clear()
            held.append(_memory_mb())
        year.served.let_pass(1800)  # what is past is settled ten minutes after a start
        year.served.leave()
    lines, today = lines_of(tmp_path), year.served.clock.now().date()
    assert disagreements(tmp_path, before=today) == []
    assert year.served.watching.failed == []
    kinds = Counter(row["kind"] for row in lines)
    aired = sum(row["outcome"] == "aired" for row in lines)
    assert aired > days
    assert year.tried["bulletin"] > 0
    assert held[-1] - held[len(held) // 4] < _GROWTH_MB
    trials = year.tried.total()
    measured(
        f"{days} days, {trials} edits and events, {kinds['deal']} dealings, {aired} heard whole, 0 disagreements;"
        f" memory {held[len(held) // 4]:.0f} MB after a quarter, {held[-1]:.0f} MB at the end"
    )


def test_the_law_finds_a_cue_that_was_not_dealt(tmp_path: Path) -> None:
    """The control: one line too many is told."""
    levels = Levels()
    with levels.made_in_no_time():
        year = Year(tmp_path, levels, 98, seed=1)
        year.served.begin()
        year.served.let_pass(3 * 3600)
        year.served.leave()
    assert disagreements(tmp_path) == []
    now, script = year.served.clock.now(), ScriptId("xuan/khong-xep")
    cue = CueId(f"{now:%Y-%m-%d}/sang/{script}")
    with Journal(journal_path(tmp_path)) as journal:
        journal.pass_over(cue, script, Outcome.MISSED, planned=now, note="", now=now)
    assert disagreements(tmp_path) == [f"{cue} has a line and was not dealt to its session"]
