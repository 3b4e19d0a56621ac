"""A simulated year: three campaigns, holidays, storms with hourly bulletins, ten thousand edits; record, dealings.

The real service on a clock that a test lets pass; carts are levels of sound, made in no time. `--full`: 365 days,
ten thousand edits; else six days around the beginning of the second campaign.
"""

import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.gated import Levels
from stand_ins.record_law import disagreements, lines_of
from stand_ins.year import Year

from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.overview import journal_path

_GROWTH_MB = 40.0
_TRACED_MB = 10.0
"""What may still be held, at the end, of all that was made in the last eighth of the days."""


@pytest.fixture(autouse=True)
def _no_rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would be a child each evening."""
    monkeypatch.setattr("broadcast.station.chores.Chores._rehearse_when_due", lambda _: None)


def _memory_mb() -> float:
    """What this process holds now; 0.0 where the system does not tell."""
    try:
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[1]
    except OSError:
        return 0.0
    return int(pages) * 4096 / 1e6


def _counted(home: Path) -> Counter[str]:
    """How many lines of each kind or outcome the record has, and of each part how many were heard whole."""
    counts: Counter[str] = Counter()
    parts: dict[tuple[str, int], str] = {}
    for row in lines_of(home):
        counts[row["outcome"] or row["kind"]] += 1
        if row["kind"] == "start":
            parts[row["cue"], row["attempt"]] = row["body"]["part"]
        elif row["kind"] == "end" and row["outcome"] == "aired":
            counts[f"{parts[row['cue'], row['attempt']]} heard whole"] += 1
    return counts


def test_a_year_of_edits_leaves_a_record_that_agrees_with_what_was_dealt_in_every_cue(
    tmp_path: Path, rounds: Callable[[int, int], int], measured: Callable[[str], None]
) -> None:
    first, days, edits = rounds(56, 0), rounds(4, 365), rounds(15, 22)
    levels, held = Levels(), []
    with levels.made_in_no_time():
        year = Year(tmp_path, levels, first, seed=20260101)
        year.served.begin()
        try:
            for number in range(first, first + days):
                if number == first + days * 7 // 8:
                    tracemalloc.start()
                year.pass_day(number, edits)
                held.append(_memory_mb())
            traced, _ = tracemalloc.get_traced_memory()
            year.served.let_pass(1800)  # what is past is settled ten minutes after a start
        finally:
            tracemalloc.stop()
            year.served.leave()
    today, counts = year.served.clock.now().date(), _counted(tmp_path)
    assert disagreements(tmp_path, before=today) == []
    assert year.unlike == []
    assert year.served.watching.failed == []
    assert counts["cue heard whole"] > days
    assert counts["bulletin heard whole"] > 10
    assert held[-1] - held[len(held) // 4] < _GROWTH_MB
    assert traced / 1e6 < _TRACED_MB
    quarters = ", ".join(f"{held[max(0, len(held) * part // 4 - 1)]:.0f}" for part in range(5))
    heard = year.tried.pop("heard whole")
    measured(
        f"{days} days; {year.tried.total()} edits and events ({_listed(year.tried)}; commands refused:"
        f" {_listed(year.refused)}); record: {_listed(counts)}; {heard} carts heard whole by the samples;"
        f" 0 disagreements; memory at the quarters {quarters} MB, of the last eighth {traced / 1e6:.1f} MB held"
    )


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))


def test_the_law_finds_a_cue_that_was_not_dealt(tmp_path: Path) -> None:
    """The control: one line too many is told."""
    levels = Levels()
    with levels.made_in_no_time():
        year = Year(tmp_path, levels, 98, seed=1)
        year.served.begin()
        year.served.let_pass(3 * 3600)
        year.served.leave()
    assert disagreements(tmp_path) == []
    now, script = year.served.clock.now(), ScriptId("thuong-ngay/khong-xep")
    cue = CueId(f"{now:%Y-%m-%d}/sang/{script}")
    with Journal(journal_path(tmp_path)) as journal:
        journal.pass_over(cue, script, Outcome.MISSED, planned=now, note="", now=now)
    assert disagreements(tmp_path) == [f"{cue} has a line and was not dealt to its session"]
