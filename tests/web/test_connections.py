"""Whoever opens connections and sends nothing keeps nobody from STOP; over real sockets."""

import asyncio
import logging
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import Mock, patch

import pytest
import uvicorn
from stand_ins.consoles import ConsoleProcess
from stand_ins.wards import write_ward
from uvicorn.server import ServerState

from broadcast.web import connections
from broadcast.web.connections import Connection, open_as_many_as_may_be


def test_stop_is_reached_past_a_thousand_connections_of_one_machine(tmp_path: Path) -> None:
    """From another address of this machine: it stands for another machine."""
    write_ward(tmp_path)
    console = ConsoleProcess(tmp_path)
    with console as browser:
        silent = []
        try:
            for _ in range(1100):
                one = socket.create_connection(
                    ("127.0.0.1", console.port), timeout=5, source_address=("127.0.0.2", 0)
                )
                silent.append(one)
            begin = time.monotonic()
            browser.close()  # a new connection, among all of theirs
            assert browser.ask("POST", "/dung")[0] == 303
            assert time.monotonic() - begin < 5
            assert (tmp_path / "journal" / "stopped.json").exists()
        finally:
            for one in silent:
                one.close()


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    made = asyncio.new_event_loop()
    yield made
    made.close()


HALF_A_HEAD = b"POST /vao HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n"


@pytest.mark.parametrize(
    "sent", [b"", HALF_A_HEAD, HALF_A_HEAD + b"\r\nten"], ids=["nothing", "half a head", "half a body"]
)
@pytest.mark.parametrize("is_given_up", [True, False], ids=["given up", "control"])
def test_a_request_that_does_not_come_whole_is_given_up(
    loop: asyncio.AbstractEventLoop, sent: bytes, is_given_up: bool
) -> None:
    transport = Mock(get_extra_info=lambda _: None, is_closing=lambda: False)
    over = asyncio.Event()

    async def waits(_scope: object, _receive: object, _send: object) -> None:
        await over.wait()

    config = uvicorn.Config(waits, log_config=None)
    within_s = 0.05 if is_given_up else 60.0
    with (
        patch.object(connections, "_HEAD_WITHIN_S", within_s),
        patch.object(connections, "_BODY_WITHIN_S", within_s),
    ):
        one = Connection(config, ServerState(), {}, loop)
        one.connection_made(transport)
        if sent:
            one.data_received(sent)
        loop.run_until_complete(asyncio.sleep(0.15))
    assert transport.abort.called == is_given_up
    over.set()
    loop.run_until_complete(asyncio.sleep(0.01))


def test_that_no_connection_can_be_accepted_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    with patch("resource.setrlimit"):
        open_as_many_as_may_be()
    log = logging.getLogger("asyncio")
    try:
        for _ in range(3):
            log.error("socket.accept() out of system resource")
        log.error("another thing")
    finally:
        log.removeFilter(log.filters[-1])
    assert [one.message for one in caplog.records] == ["socket.accept() out of system resource", "another thing"]
