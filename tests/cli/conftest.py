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
def _decoded_here(decoded_here: None) -> None:
    """What a command runs in the test's process decodes there, too."""
