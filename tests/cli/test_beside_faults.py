"""Looking, stopping, the log and the clock beside a playlist.yaml that cannot be used: each command, each harm."""

import json
import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from stand_ins.carts import MONDAY_0630
from stand_ins.cli import Result, run_here
from stand_ins.players import wait_for
from stand_ins.wards import PLAYLIST, SCRIPTS, gone, too_deep, write_ward

from broadcast.playout.control.latch import Latch
from broadcast.playout.control.lock import LOUDSPEAKER, holding
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station.last_good import keep_last_good
from broadcast.station.overview import airings, journal_path
from broadcast.ward.folder import stamp

Harm = Callable[[Path, pytest.MonkeyPatch], None]
FEW = {"truoc/01-mot": "Xin chào bà con.", "chung/treo-co": "Mời bà con treo cờ.", "trong/01-chao": "Xin chào."}
CUE = CueId("2025-10-06/sang/truoc/01-mot")


def _faulty(home: Path, _: pytest.MonkeyPatch) -> None:
    path = home / "playlist.yaml"
    path.write_text(PLAYLIST.replace("max_session: 15m", "max_session: 15 lát"), encoding="utf-8")


def _no_yaml(home: Path, _: pytest.MonkeyPatch) -> None:
    (home / "playlist.yaml").write_text(PLAYLIST + "  oops: [\n", encoding="utf-8")


def _unreadable(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As for a user who may not read it; whoever runs this test may read everything."""
    read = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "playlist.yaml" and path.parent == home:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)


HARMS = (_faulty, _no_yaml, too_deep, _unreadable, gone)
_OTHERS = (_no_yaml, too_deep, _unreadable)
SAYING_SO: tuple[tuple[str, ...], ...] = (
    ("status",), ("log",), ("log", "--from", "06/10/2025"), ("log", "--csv", "-"), ("log", "--rehearsal"),
    ("resume",), ("clock",), ("clock", "--confirm"), ("cache",), ("cache", "--verify"),
)  # fmt: skip


def _line(home: Path) -> None:
    """One line in the as-run log."""
    with Journal(journal_path(home)) as journal:
        journal.pass_over(
            CUE, ScriptId("truoc/01-mot"), Outcome.MISSED, planned=MONDAY_0630, note="mất điện", now=MONDAY_0630
        )


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ward with a line in its log; nobody has kept a copy of its files."""
    home = write_ward(tmp_path / "ward", scripts=FEW)
    _line(home)
    return home


@pytest.fixture(params=[False, True], ids=["nobody kept a copy", "a player kept a copy"])
def kept(request: pytest.FixtureRequest, home: Path) -> bool:
    return request.param and keep_last_good(home, stamp(home))


@pytest.mark.parametrize("words", SAYING_SO, ids=" ".join)
@pytest.mark.parametrize("harm", HARMS)
def test_it_works_and_says_that_the_files_have_faults(
    home: Path, harm: Harm, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(home, monkeypatch)
    result = run_here("--home", home, *words)
    assert result.code == 0, result
    assert "broadcast check" in result.stderr


@pytest.mark.parametrize("words", SAYING_SO, ids=" ".join)
def test_of_files_in_order_nothing_is_said(home: Path, words: tuple[str, ...]) -> None:
    """The control of the one before."""
    result = run_here("--home", home, *words)
    assert result.code == 0, result
    assert "broadcast check" not in result.stderr


@pytest.mark.parametrize("harm", HARMS)
def test_programs_are_told_too_and_the_log_is_whole(
    home: Path, harm: Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert json.loads(run_here("--home", home, "status", "--json").stdout)["files"] is None
    harm(home, monkeypatch)
    assert "broadcast check" in json.loads(run_here("--home", home, "status", "--json").stdout)["files"]
    [line] = json.loads(run_here("--home", home, "log", "--json").stdout)["airings"]
    assert (line["cue"], line["outcome"]) == (CUE, "missed")


@pytest.mark.parametrize("harm", HARMS)
def test_a_title_comes_from_the_last_good_copy_else_the_script_s_id_is_shown(
    home: Path, kept: bool, harm: Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(home, monkeypatch)
    assert ("Bài truoc/01-mot" in run_here("--home", home, "log").stdout) is kept
    assert "truoc/01-mot" in run_here("--home", home, "log").stdout


@pytest.mark.parametrize("harm", HARMS)
def test_stop_sets_its_latch_whatever_the_files_are(
    home: Path, harm: Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(home, monkeypatch)
    result = run_here("--home", home, "stop", "-m", "có đám tang")
    assert result.code == 0, result
    stopped = Latch(home / "journal").read()
    assert stopped is not None
    assert stopped.reason == "có đám tang"
    assert ("playlist.yaml" in result.stderr) is (harm is gone)
    assert run_here("--home", home, "resume").code == 0
    assert Latch(home / "journal").read() is None
    notes = [one["what"] for one in json.loads(run_here("--home", home, "log", "--json").stdout)["notes"]]
    assert notes == ["lệnh dừng phát: có đám tang", "cho phát trở lại"]


def test_the_note_of_a_stop_stands_in_the_log_s_own_time_whatever_zone_the_machine_is_in(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        assert run_here("--home", home, "stop").code == 0
    finally:
        monkeypatch.undo()
        time.tzset()
    [note] = json.loads(run_here("--home", home, "log", "--json").stdout)["notes"]
    assert note["at"].endswith("+07:00")


@pytest.mark.parametrize("harm", HARMS)
def test_sounds_are_pruned_by_the_last_good_timetable_or_not_at_all(
    home: Path, kept: bool, harm: Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    harm(home, monkeypatch)
    result = run_here("--home", home, "cache", "--prune")
    assert result.code == (0 if kept else 3)
    assert kept or "Chưa dọn" in result.stderr


def test_stop_reads_no_file_of_the_ward(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = write_ward(tmp_path / "ward")

    def never(*_: object) -> None:
        raise AssertionError("a file of the ward was read")

    monkeypatch.setattr("broadcast.station.overview.read_ward", never)
    assert run_here("--home", home, "stop").code == 0
    assert run_here("--home", home, "today").code == 1  # the control: whoever does look at them is found out


def test_stop_holds_where_the_log_takes_no_note_and_says_so(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    journal_path(home).parent.mkdir()
    journal_path(home).write_bytes(b"no database" * 1000)
    result = run_here("--home", home, "stop")
    assert result.code == 0
    assert "Loa đã im" in result.stdout
    assert "chưa ghi được vào nhật ký" in result.stderr
    assert Latch(home / "journal").read() is not None
    resumed = run_here("--home", home, "resume")
    assert resumed.code == 0
    assert Latch(home / "journal").read() is None


def test_a_player_that_holds_the_loudspeaker_and_does_not_answer_is_not_told_as_silent(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    with holding(home / "journal", LOUDSPEAKER, MONDAY_0630):
        begin = time.monotonic()
        result = run_here("--home", home, "stop")
    assert result.code == 5
    assert "không trả lời" in result.stderr
    assert "âm-li" in result.stderr
    assert time.monotonic() - begin < 8
    assert Latch(home / "journal").read() is not None


@pytest.mark.parametrize(
    "words", [("stop",), ("resume",), ("status",), ("log",), ("log", "--verify"), ("clock",), ("cache",),
              ("doctor",),
              ("announce", "--text", "lời", "--by", "An")], ids=" ".join,
)  # fmt: skip
def test_in_no_folder_at_all_it_says_so_and_makes_none(tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run_here("--home", tmp_path / "dau-do", *words)
    assert result.code == 3
    assert "Không có thư mục" in result.stderr
    assert not (tmp_path / "dau-do").exists()


def test_a_stop_in_a_folder_that_is_no_ward_s_asks_whether_it_is_the_right_one(tmp_path: Path) -> None:
    result = run_here("--home", tmp_path, "stop")
    assert result.code == 0
    assert "đúng thư mục" in result.stderr


# --- a bulletin, to a player that goes on with its last good files ---


@pytest.fixture
def playing(tmp_path: Path) -> Iterator[Path]:
    """A ward whose service runs on a clock of its own, Monday at seven, between its sessions."""
    home = write_ward(tmp_path / "ward", scripts=dict.fromkeys(SCRIPTS, "Xin chào bà con."))
    start = (MONDAY_0630 + timedelta(minutes=30)).isoformat()
    service = subprocess.Popen(
        [sys.executable, "-m", "stand_ins.fast_service", home, start, "1", "1"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])},
    )  # fmt: skip
    try:
        wait_for(lambda: '"running": true' in run_here("--home", home, "status", "--json").stdout)
        yield home
    finally:
        service.kill()
        service.wait()


def _announced(home: Path, *words: str) -> Result:
    return run_here("--home", home, "announce", *words, "--by", "An")


@pytest.mark.parametrize("harm", [_faulty, gone, *(pytest.param(one, marks=pytest.mark.full) for one in _OTHERS)])
def test_a_bulletin_is_aired_by_the_last_good_files(
    playing: Path, harm: Harm, monkeypatch: pytest.MonkeyPatch
) -> None:
    wait_for(lambda: (playing / "journal" / "last-good.zip").exists())
    harm(playing, monkeypatch)
    for words in (("truoc/02-hai",), ("--text", "Mời bà con về nhà.")):
        result = _announced(playing, *words)
        assert result.code == 0, result
        assert "bản tốt gần nhất" in result.stderr
    monday = MONDAY_0630.date()
    wait_for(lambda: sum(one.outcome is Outcome.AIRED for one in airings(playing, monday, monday)) == 2)


def test_without_any_good_files_a_bulletin_is_refused_with_what_is_wrong(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward", PLAYLIST.replace("max_session: 15m", "max_session: 15 lát"))
    result = _announced(home, "--text", "Mời bà con về nhà.")
    assert result.code == 3
    assert "15 lát" in result.stderr


# --- a machine without local sockets ---


@pytest.mark.parametrize(
    ("words", "code"),
    [(("status",), 0), (("stop",), 0), (("resume",), 0), (("clock",), 0),
     (("announce", "chung/treo-co", "--by", "An"), 5)],
)  # fmt: skip
def test_where_there_are_no_local_sockets_no_player_is_found_and_nothing_breaks(
    tmp_path: Path, words: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    assert run_here("--home", write_ward(tmp_path / "ward"), *words).code == code


def test_a_log_that_cannot_be_read_is_told_in_the_ward_s_language_alone(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """An English line of ours stood above it."""
    home = write_ward(tmp_path / "ward")
    (home / "journal").mkdir()
    (home / "journal" / "as-run.sqlite3").write_bytes(b"no log" * 2000)
    told = run_here("--home", home, "today", "--date", "06/10/2025")
    assert told.code == 5
    assert "Không mở được nhật ký" in told.stderr
    assert [line.getMessage() for line in caplog.records if line.levelno >= logging.WARNING] == []
