"""Proofs run short by default, and whole with `--full`."""

from collections.abc import Callable, Iterator

import pytest
from stand_ins.players import end_all


@pytest.fixture(autouse=True)
def _no_player_is_left() -> Iterator[None]:
    yield
    end_all()


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How many rounds a proof runs: `rounds(short, full)`."""
    return lambda short, full: full if request.config.getoption("--full") else short
