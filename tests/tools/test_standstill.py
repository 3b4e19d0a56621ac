"""A test that failed while the machine stood still is run once more, and any other is not."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

RIG = Path(__file__).parents[1] / "rig"
CONFTEST = """\
import standstill

standstill.LONG_S = {long_s}

def pytest_runtest_protocol(item, nextitem):
    standstill.run_again_after_a_standstill(item, nextitem, lambda item, told: print(item.name, told))
    return True
"""
TEST = """\
from pathlib import Path

import pytest

RUNS = Path(__file__).with_name("runs")

@pytest.fixture
def number():
    with RUNS.open("a") as runs:
        runs.write("x")
    return len(RUNS.read_text())

def test_it(number):
    assert number == 2
"""
WATCHED = """\
import time
from standstill import Standstill

with Standstill() as stood:
    print("begun", flush=True)
    time.sleep(1.0)
print(stood.longest_s)
"""


def _python(*words: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, *words], stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(RIG)}
    )


@pytest.mark.parametrize(("long_s", "code", "runs"), [(-1.0, 0, "xx"), (1e9, 1, "x")])
def test_what_failed_while_the_machine_stood_still_has_one_more_try(
    tmp_path: Path, long_s: float, code: int, runs: str
) -> None:
    (tmp_path / "conftest.py").write_text(CONFTEST.format(long_s=long_s), encoding="utf-8")
    (tmp_path / "test_one.py").write_text(TEST, encoding="utf-8")
    tried = _python(
        "-m", "pytest", "-q", "-s", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)
    )
    out, _ = tried.communicate(timeout=60)
    assert (tried.returncode, (tmp_path / "runs").read_text()) == (code, runs), out
    told = [line for line in out.splitlines() if "test_it run once more; the machine stood still" in line]
    assert [line.endswith("as it failed: assert 1 == 2") for line in told] == [True] * (code == 0)


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped here")
def test_a_standstill_is_seen() -> None:
    watched = _python("-c", WATCHED)
    assert watched.stdout is not None
    assert watched.stdout.readline() == "begun\n"
    watched.send_signal(signal.SIGSTOP)
    time.sleep(0.4)
    watched.send_signal(signal.SIGCONT)
    out, _ = watched.communicate(timeout=30)
    assert float(out) > 0.3
