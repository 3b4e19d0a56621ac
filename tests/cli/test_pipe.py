"""Whoever reads a command's output may leave before its end: `broadcast today | head -1`."""

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from stand_ins.cli import command, run_here
from stand_ins.wards import write_ward


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_ward(tmp_path_factory.mktemp("ward"))


def test_a_reader_that_leaves_before_the_end_is_no_failure(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    command = [sys.executable, "-m", "broadcast", "--home", str(home), "today", "--date", "06/10/2025"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(30) == 0


PRINTING: tuple[tuple[str, ...], ...] = (
    (),
    ("--help",),
    ("--version",),
    ("today", "--help"),
    ("today", "--date", "06/10/2025"),
    ("today", "--date", "06/10/2025", "--json"),
    ("check",),
    ("check", "--json"),
    ("log",),
    ("log", "--csv", "-"),
    ("preview", "treo-co", "--text"),
    ("jingle",),
    ("devices",),
    ("doctor",),
    ("status",),
    ("clock",),
    ("cache",),
    ("play-today", "--date", "06/10/2025", "--dry-run"),
)


SHORT = (("--help",), ("check",))
"""Those that CI tries with both pipes closed; `--full`: all."""
MORE = (*SHORT, ("today", "--date", "06/10/2025", "--json"), ("log", "--csv", "-"), ("devices",))
"""Those that it tries with one: help, a screen, JSON, a table and what another process is asked for."""


def _in_ci(some: Sequence[tuple[str, ...]]) -> list[Any]:
    return [words if words in some else pytest.param(words, marks=pytest.mark.full) for words in PRINTING]


@pytest.mark.parametrize("words", _in_ci(MORE), ids=" ".join)
def test_whoever_reads_no_further_ends_the_command_in_order(home: Path, words: tuple[str, ...]) -> None:
    """As `broadcast … | true` does, with a pipe that has been closed."""
    assert _into_a_closed_pipe(home, words, stdout=True, stderr=False) == (0, b"")


@pytest.mark.parametrize("words", _in_ci(SHORT), ids=" ".join)
def test_whoever_reads_neither_of_its_two_streams_ends_it_in_order_too(home: Path, words: tuple[str, ...]) -> None:
    """As `broadcast … 2>&1 | true` does."""
    assert _into_a_closed_pipe(home, words, stdout=True, stderr=True)[0] == 0


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("tody",), 2),
        (("log", "--csv", "/khong/co.csv"), 5),
        pytest.param(("preview", "khong-co", "--text"), 3, marks=pytest.mark.full),
        pytest.param(("log",), 0, marks=pytest.mark.full),
    ],
)
def test_troubles_that_nobody_reads_keep_their_exit_code(home: Path, words: tuple[str, ...], code: int) -> None:
    assert _into_a_closed_pipe(home, words, stdout=False, stderr=True)[0] == code


def test_a_long_output_ends_at_its_reader_s_end(home: Path) -> None:
    line = "Họp lúc 17h30 ngày 18/10/2025 tại nhà văn hoá.\n"
    with (
        suppress(BrokenPipeError),  # what it does not read any more
        subprocess.Popen(
            command("--home", home, "spoken"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as program,
    ):
        assert program.stdin is not None
        assert program.stdout is not None
        assert program.stderr is not None
        for _ in range(200):
            program.stdin.write(line.encode())
        program.stdin.flush()
        assert program.stdout.readline().startswith("Họp lúc mười bảy giờ".encode())
        program.stdout.close()
        with suppress(BrokenPipeError):
            for _ in range(2000):
                program.stdin.write(line.encode())
            program.stdin.flush()
        assert program.stderr.read() == b""
        assert program.wait(30) == 0


def _into_a_closed_pipe(home: Path, words: tuple[str, ...], *, stdout: bool, stderr: bool) -> tuple[int, bytes]:
    """Run a command with stdout, stderr or both in a pipe that nobody reads: its exit code and its stderr."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            command("--home", home, *words),
            stdin=subprocess.DEVNULL,
            stdout=writing if stdout else subprocess.DEVNULL,
            stderr=writing if stderr else subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    return done.returncode, done.stderr or b""


def test_a_pipe_that_breaks_elsewhere_is_told_as_the_bug_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise BrokenPipeError("a child has gone")

    monkeypatch.setattr("broadcast.station.overview.look_at", broken)
    result = run_here("--home", tmp_path, "today")
    assert result.code == 1
    assert "a child has gone" in result.stderr
