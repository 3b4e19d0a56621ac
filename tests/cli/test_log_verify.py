"""`broadcast log --verify` and `doctor` tell of a log that was tampered with, and of its first wrong line."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.cli import run_here
from stand_ins.wards import write_ward

from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.doctor import FindingLevel, examine


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ward with a log of two rows and two notes."""
    home = write_ward(tmp_path / "ward")
    with Journal(home / "journal" / "as-run.sqlite3") as journal:
        for number in (1, 2):
            cue = CueId(f"2025-10-06/sang/chung/{number}")
            journal.pass_over(
                cue, ScriptId("chung/a"), Outcome.MISSED, planned=MONDAY_0630, note="", now=MONDAY_0630
            )
            journal.note(f"ghi chú {number}", MONDAY_0630)
    return home


def _tamper(home: Path, sql: str) -> None:
    with closing(sqlite3.connect(home / "journal" / "as-run.sqlite3")) as db:
        for (trigger,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            db.execute(f"DROP TRIGGER {trigger}")
        db.execute(sql)
        db.commit()


def _verified(home: Path) -> tuple[int, dict[str, object]]:
    told = run_here("--home", home, "log", "--verify", "--json")
    return told.code, json.loads(told.stdout)


def test_a_log_that_fits_is_told_without_any_playlist(home: Path) -> None:
    (home / "playlist.yaml").unlink()
    told = run_here("--home", home, "log", "--verify")
    assert told.code == 0
    assert told.stdout.startswith("√ nhật ký có 4 dòng, chuỗi băm khớp từ đầu đến cuối\n○ chưa có mốc ký nào")
    code, fields = _verified(home)
    assert (code, fields["fits"], fields["lines"], fields["first_broken"]) == (0, True, 4, None)


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("UPDATE row SET outcome = 'aired' WHERE seq = 1", 1),
        ("UPDATE note SET what = 'khác' WHERE seq = 1", 2),
        ("DELETE FROM note WHERE seq = 2", 4),
    ],
)
def test_the_first_line_that_does_not_fit_is_told_with_its_day(home: Path, sql: str, line: int) -> None:
    _tamper(home, sql)
    told = run_here("--home", home, "log", "--verify")
    assert told.code == 5
    assert told.stdout.startswith(f"× dòng {line} (ghi ngày 06/10/2025): ")
    assert "journal" in told.stderr
    code, fields = _verified(home)
    assert (code, fields["fits"]) == (5, False)
    assert {**dict(fields["first_broken"]), "why": ""} == {"line": line, "day": "2025-10-06", "why": ""}  # type: ignore[call-overload]


@pytest.mark.parametrize("command", [["log"], ["log", "--json"], ["log", "--csv", "-"], ["status"]])
@pytest.mark.parametrize(
    "sql",
    ["UPDATE row SET outcome = 'aired' WHERE seq = 1", "UPDATE note SET what = 'khác' WHERE seq = 1",
     "DELETE FROM note WHERE seq = 1", "DELETE FROM row WHERE seq > 1"],
)  # fmt: skip
def test_whoever_reads_the_log_is_told_that_it_was_tampered_with(home: Path, command: list[str], sql: str) -> None:
    assert "bị sửa hoặc hỏng" not in run_here("--home", home, *command).stderr
    _tamper(home, sql)
    assert "nhật ký bị sửa hoặc hỏng từ dòng" in run_here("--home", home, *command).stderr


def test_a_log_that_was_taken_away_is_told_and_none_that_never_was(home: Path) -> None:
    for file in (home / "journal").glob("as-run.sqlite3*"):
        if file.suffix != ".head":
            file.unlink()
    assert _verified(home)[0] == 5
    for file in (home / "journal").iterdir():
        file.unlink()
    assert _verified(home) == (
        0, {"schema": "broadcast.log-verify/1", "fits": True, "lines": 0, "first_broken": None, "vouched": None},
    )  # fmt: skip
    assert list((home / "journal").iterdir()) == []


def test_doctor_looks_at_rows_and_notes_and_at_the_end(home: Path) -> None:
    def told() -> list[tuple[FindingLevel, str]]:
        return [(one.level, str(one.what)) for one in examine(home) if "nhật ký" in str(one.what)]

    assert told() == [(FindingLevel.OK, "nhật ký ghi được, 4 dòng, chuỗi băm khớp")]
    _tamper(home, "DELETE FROM note WHERE seq = 2")
    [(verdict, what)] = told()
    assert verdict is FindingLevel.FAULT
    assert "từ dòng 4" in what
    assert "nay chỉ còn 3" in what


def test_status_for_programs_tells_of_it_too(home: Path) -> None:
    assert json.loads(run_here("--home", home, "status", "--json").stdout)["log_tampered"] is None
    _tamper(home, "UPDATE row SET outcome = 'aired' WHERE seq = 1")
    assert "nhật ký" in json.loads(run_here("--home", home, "status", "--json").stdout)["log_tampered"]


@pytest.mark.parametrize("body", ["x", "[]", "null", "5"])
def test_a_line_that_somebody_made_unreadable_ends_no_command_as_a_bug(home: Path, body: str) -> None:
    _tamper(home, f"UPDATE row SET body = '{body}' WHERE seq = 1")  # noqa: S608 - ours
    told = run_here("--home", home, "log")
    assert told.code == 0
    assert "không đọc được, nên không có ở đây: dòng 1" in told.stderr
    assert run_here("--home", home, "log", "--verify").code == 5
