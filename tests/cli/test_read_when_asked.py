"""What only looks turns no script into words that it does not ask for, and tells the same as if it had."""

import gc
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from rich.console import Console
from stand_ins.cli import Result, run_here
from stand_ins.wards import SCRIPTS, script_text, write_ward

from broadcast.base.onscreen import on_screen
from broadcast.cli.face import Face
from broadcast.cli.playing import wanted_until_told
from broadcast.programme.settings import ScriptId
from broadcast.station import overview
from broadcast.station.last_good import keep_last_good
from broadcast.ward import folder
from broadcast.ward.folder import Ward, read_ward, stamp

OF_READING = {"broadcast.text.walk", "broadcast.text.rules"}
OF_OTHERS = {
    "filelock",
    "rich.console",
    "broadcast.library.ingest.report",
    "broadcast.production.voices.readiness",
}
HELD = """
import json, os, sys
from broadcast.cli.root import broadcast
home, calls, told = sys.argv[1], json.loads(sys.argv[2]), os.fdopen(os.dup(1), "w")
os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
for words in calls:
    broadcast.run(["--home", home, *words])
    print(json.dumps(sorted(sys.modules)), file=told)
"""
FAULTY = SCRIPTS | {
    "truoc/05-doan": "Mời bà con đến [...] để họp.",
    "truoc/06-dau": "Mời họp lúc {{ 1 + 1 }} giờ.",
}
SHOWN = [["status"], ["status", "--json"], ["log"]]
SHOWN += [["today", "--date", day, *more] for day in ("06/10/2025", "18/10/2025") for more in ([], ["--json"])]


def _held_after(home: Path, *calls: list[str]) -> list[set[str]]:
    """Which modules a new process holds after each of those commands, which it runs one after another."""
    done = subprocess.run(
        [sys.executable, "-c", HELD, str(home), json.dumps(calls)],
        input="", capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    return [set(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A ward with a missing fact, words still to be filled in, a look-up and a header at fault, and a draft."""
    home = write_ward(tmp_path / "ward", scripts=FAULTY)
    (home / "scripts/truoc/07-hong.md").write_text("không có phần đầu", encoding="utf-8")
    (home / "scripts/truoc/08-nhap.md").write_text(script_text("Nháp", "Lời.", draft="true"), encoding="utf-8")
    return home


def test_the_log_is_shown_without_a_script_being_read_and_a_day_is_not(home: Path) -> None:
    """The second half is the control: there the scripts of that day's pool are read."""
    after_log, after_today = _held_after(home, ["log"], ["today", "--date", "06/10/2025"])
    assert not after_log & (OF_READING | OF_OTHERS)
    assert after_today >= OF_READING
    assert not after_today & OF_OTHERS


def test_what_is_told_does_not_depend_on_when_a_script_is_read(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lazily = [_shown(home, words) for words in SHOWN]
    monkeypatch.setattr(overview, "read_ward", lambda home, *, lazily: read_ward(home))
    assert lazily == [_shown(home, words) for words in SHOWN]
    assert "Bài truoc/05-doan: " in "".join(one.stdout for one in lazily)
    assert "bài có lỗi không phát" in lazily[0].stdout


def _shown(home: Path, words: list[str]) -> Result:
    """What the command shows, without the moment."""
    shown = run_here("--home", home, *words)
    passing = ("đồng hồ:", "buổi tới:", "bây giờ", '"now"')
    lines = [line for line in shown.stdout.splitlines() if not any(sign in line for sign in passing)]
    return Result(shown.code, "\n".join(lines), shown.stderr)


# --- a script that brings down its reader ---


def _broken_at(script: str) -> Callable[..., object]:
    reading_of = folder.reading_of

    def broken(one: folder.Script, *more: object) -> object:
        if one.file.endswith(f"{script}.md"):
            raise RecursionError("nobody thought of it")
        return reading_of(one, *more)  # type: ignore[arg-type]

    return broken


def test_a_script_that_brings_down_its_reader_is_told_by_status_and_ends_it_not(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keep_last_good(home, stamp(home))
    monkeypatch.setattr(folder, "reading_of", _broken_at("treo-co"))  # of the next session
    shown = run_here("--home", home, "status")
    assert shown.code == 0
    assert "Không đọc được tệp của phường (RecursionError: nobody thought of it)" in shown.stderr
    assert shown.stdout.count("√ đồng hồ") == 1


def test_a_log_is_shown_beside_a_script_that_brings_down_its_reader(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "reading_of", _broken_at("treo-co"))
    shown = run_here("--home", home, "log")
    assert (shown.code, shown.stderr) == (0, "")


# --- a Ward whose scripts are read when they are asked for ---


def _counted(home: Path, monkeypatch: pytest.MonkeyPatch, *, lazily: bool) -> tuple[Ward, list[str]]:
    read, reading_of = list[str](), folder.reading_of

    def counted(one: folder.Script, *more: object) -> object:
        read.append(one.file)
        return reading_of(one, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(folder, "reading_of", counted)
    return read_ward(home, lazily=lazily), read


def test_a_script_is_read_when_it_is_asked_for_and_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ward, read = _counted(home, monkeypatch, lazily=True)
    assert ScriptId("truoc/01-mot") in ward.prepared
    assert ward.find("01-mot") == "truoc/01-mot"
    assert len(ward.prepared) == len(ward.ready.scripts) == 10
    assert read == []
    assert ward.of(ScriptId("truoc/01-mot")) == ward.readings[ScriptId("truoc/01-mot")]
    assert read == ["scripts/truoc/01-mot.md"]


def test_a_ward_that_is_to_air_is_read_at_once(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _, read = _counted(home, monkeypatch, lazily=False)
    assert len(read) == 9  # the tenth has a fault that leaves nothing to read


# --- what goes to a program or a file ---


@pytest.mark.parametrize(
    "line",
    [
        "", "○ không có phiên nào đang chạy", "nhắc [bold]không[/bold] đậm, lúc 7:30:", "dài " * 60 + "hết",
        "a\nb",        "\x1b[31mđỏ\x07\u202e", "Mời bà con\u0300",
    ],
)  # fmt: skip
def test_a_line_for_a_file_is_written_as_the_terminal_s_console_would(
    line: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, by_rich = io.StringIO(), io.StringIO()
    monkeypatch.setattr(sys, "stdout", plain)
    Face().line(line, "yellow")
    face = Face()
    face.out = Console(file=by_rich, highlight=False, markup=False, emoji=False, soft_wrap=True)
    face.line(on_screen(line), "yellow")
    assert plain.getvalue() == by_rich.getvalue()


def test_what_goes_on_until_it_is_told_looks_for_forgotten_rings_more_often_than_what_only_shows() -> None:
    usual = gc.get_threshold()
    try:
        gc.set_threshold(250_000, 10, 10)
        with wanted_until_told():
            assert gc.get_threshold()[0] == 50_000
    finally:
        gc.set_threshold(*usual)
