"""Proofs run short by default, and whole with `--full`."""

from collections.abc import Callable

import pytest


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """How many rounds a proof runs: `rounds(short, full)`."""
    return lambda short, full: full if request.config.getoption("--full") else short
