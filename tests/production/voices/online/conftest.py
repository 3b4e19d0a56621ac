"""A clock on which waiting takes no time; a network that knows no name, and an address where nobody listens."""

import socket
from collections.abc import Iterator

import pytest
from stand_ins.asked import START

from broadcast.base.clock import OfflineClock


@pytest.fixture
def clock() -> OfflineClock:
    return OfflineClock(START)


@pytest.fixture
def no_names(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> object:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", fail)


@pytest.fixture
def nobody() -> Iterator[str]:
    """Host and port; whoever asks there is refused."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and does not listen
        yield f"127.0.0.1:{taken.getsockname()[1]}"
