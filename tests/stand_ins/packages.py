"""A machine without a package that this one has."""

import pytest

from broadcast.base.packages import installed
from broadcast.production.voices import identity, readiness


def lacks(monkeypatch: pytest.MonkeyPatch, package: str) -> None:
    """Let the voices find that the package is not installed."""
    for module in (identity, readiness):
        monkeypatch.setattr(module, "installed", lambda one: None if one == package else installed(one))
