"""Whoever reads a command's output may leave before its end: `broadcast today | head -1`."""

import subprocess
import sys
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.wards import write_ward


def test_a_reader_that_leaves_before_the_end_is_no_failure(tmp_path: Path) -> None:
    home = write_ward(tmp_path / "ward")
    command = [sys.executable, "-m", "broadcast", "--home", str(home), "today", "--date", "06/10/2025"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        assert program.stdout is not None
        assert program.stderr is not None
        program.stdout.close()
        assert program.stderr.read() == b""
        assert program.wait(30) == 0


def test_a_pipe_that_breaks_elsewhere_is_told_as_the_bug_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> int:
        raise BrokenPipeError("a child has gone")

    monkeypatch.setattr("broadcast.station.overview.look_at", broken)
    result = run_here("--home", tmp_path, "today")
    assert result.code == 1
    assert "a child has gone" in result.stderr
