"""How `run` ends: in order when the system ends its service, interrupted when a person does."""

import os
import signal
import subprocess
from pathlib import Path

import pytest
from stand_ins.cli import command, run_here
from stand_ins.players import wait_for
from stand_ins.wards import write_ward

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


@pytest.mark.parametrize(("told", "code"), [("SIGTERM", 0), ("SIGHUP", 0), ("SIGINT", 130)])
def test_run_ends_with_nought_for_the_system_and_with_130_for_ctrl_c(tmp_path: Path, told: str, code: int) -> None:
    home = write_ward(tmp_path / "ward")
    program = subprocess.Popen(
        command("--home", home, "run"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(lambda: '"running": true' in run_here("--home", home, "status", "--json").stdout)
        program.send_signal(getattr(signal, told))
        assert program.wait(20) == code
    finally:
        program.kill()
        program.wait()
