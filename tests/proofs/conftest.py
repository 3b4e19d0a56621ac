"""Proofs run short by default, and whole with `--full`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How many rounds a proof runs: `rounds(short, full)`."""
    return lambda short, full: full if request.config.getoption("--full") else short


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward with a session of the module's TONES, and every cart of it in the library."""
    home = live_ward(tmp_path_factory.mktemp("built"), in_seconds(0), request.module.TONES)
    assert run_here("--home", home, "build", "--days", "1").code == 0
    return home
