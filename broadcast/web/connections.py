"""Connections -> none that keeps the others out: few of one machine, and none that sends its request for ever.

Whoever opens connections and says nothing on them would else take every file that a process may open, and STOP
would no longer be reached.
"""

import asyncio
import logging
from collections.abc import Iterable
from contextlib import suppress

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

_OF_ONE_MACHINE = 128
"""Connections of one address at a time; a browser opens six."""
_HEAD_WITHIN_S = 20.0
_BODY_WITHIN_S = 300.0
"""A recording over a slow radio net takes minutes."""
_NO_MORE_FILES = "out of system resource"


class Connection(H11Protocol):
    """A connection that is given up where too many are open from its address, or no whole request comes."""

    _waiting: asyncio.TimerHandle | None = None
    _waits_for: object = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """As uvicorn has it."""
        super().connection_made(transport)
        if self._is_one_too_many():
            transport.abort()
        else:
            self._wait()

    def data_received(self, data: bytes) -> None:
        """As uvicorn has it."""
        super().data_received(data)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """As uvicorn has it."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _is_one_too_many(self) -> bool:
        known = [one.client for one in self.connections if isinstance(one, Connection)]
        return self.client is not None and _of_address(known, self.client[0]) > _OF_ONE_MACHINE

    def _wait(self) -> None:
        """Wait for the rest of the request that is coming in; no longer for each piece of it."""
        state = self.conn.their_state
        if state is self._waits_for:
            return
        self._wait_no_more()
        within_s = {h11.IDLE: _HEAD_WITHIN_S, h11.SEND_BODY: _BODY_WITHIN_S}.get(state)
        if within_s is not None:
            self._waits_for = state
            self._waiting = self.loop.call_later(within_s, self.transport.abort)

    def _wait_no_more(self) -> None:
        self._waits_for = None
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None


def _of_address(known: Iterable[tuple[str, int] | None], address: str) -> int:
    return sum(one is not None and one[0] == address for one in known)


def open_as_many_as_may_be() -> None:
    """Let this process open as many files as the system allows it, and say only once that there are no more."""
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    logging.getLogger("asyncio").addFilter(_Once())


class _Once(logging.Filter):
    """Of the line that no connection can be accepted, which comes thousands of times a second, the first."""

    _is_told = False

    def filter(self, record: logging.LogRecord) -> bool:
        if _NO_MORE_FILES not in record.getMessage():
            return True
        was_told, self._is_told = self._is_told, True
        return not was_told
