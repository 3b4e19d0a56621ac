"""What the tests of playout share."""

from pathlib import Path

import pytest
from stand_ins.days import Day


@pytest.fixture
def day(tmp_path: Path) -> Day:
    return Day(tmp_path)
