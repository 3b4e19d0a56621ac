"""Stations whose embedded voice speaks in children that are kept from test to test."""

import pytest


@pytest.fixture(autouse=True)
def _few_children(lent_voice: None) -> None:
    """The child that speaks is tried where it is the subject: tests/production/voices."""
