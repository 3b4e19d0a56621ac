"""What several of the commands' tests ask for."""

import socket
from collections.abc import Iterator

import pytest


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a service that takes a connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"https://127.0.0.1:{server.getsockname()[1]}"


@pytest.fixture(autouse=True)
def _few_children(decoded_here: None, lent_voice: None) -> None:
    """A command in the test's process decodes there, too, and has a voice that others had before."""
