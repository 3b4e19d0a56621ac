"""What several proofs play: a short session, made once."""

from pathlib import Path

import pytest
from stand_ins.cli import run_here
from stand_ins.live import in_seconds, live_ward


@pytest.fixture(scope="module")
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward with a session of the module's TONES, and every cart of it in the library."""
    home = live_ward(tmp_path_factory.mktemp("built"), in_seconds(0), request.module.TONES)
    assert run_here("--home", home, "build", "--days", "1").code == 0
    return home
