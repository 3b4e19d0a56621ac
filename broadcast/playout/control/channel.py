"""Another terminal -> the running player: one request, one answer.

On Linux and macOS a socket in journal/ that only its owner may open; elsewhere, or where that path is too long for
one, loopback with a secret in a file of the owner's. The player serves it on its own loop, and waits for nobody.
"""

import json
import os
import secrets
import select
import socket
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from broadcast.base.errors import DiskError, tell
from broadcast.base.reasons import reason_of
from broadcast.playout.control.caller import MOST_BYTES, Answer, Caller, Request, line_of, parsed

_SOCKET, _PORT_FILE = "control.sock", "control.json"
_LONGEST_PATH = 100
"""Bytes; the name of a local socket holds 104 on macOS and 108 on Linux."""
_MOST_CALLERS = 8
_RETRY_S = 0.05
"""Kept at a time of those who may ask, and as many again of those whose secret has not come."""
_LONGEST_POLL_S = 0.1
"""Nobody else's turn comes in this poll once it has taken so long; the sound on air is fed 1.25 s ahead."""


class Channel:
    """The player's end of the control channel, which `poll` serves. Closed to other users of the machine."""

    def __init__(
        self,
        folder: Path,
        monotonic: Callable[[], float],
        *,
        local: bool = hasattr(socket, "AF_UNIX") and os.name != "nt",
    ) -> None:
        """Open the channel in `folder`, a journal/, for the holder of the loudspeaker's lock alone.

        `monotonic` tells seconds that never go back. `local`: on a socket in the folder, where its path is short
        enough; else on loopback. Raises DiskError where that cannot be done.
        """
        self._folder = folder
        self._monotonic = monotonic
        self._secret = b""
        self._callers: deque[Caller] = deque()
        try:
            _sweep(folder)
            short = len(os.fsencode(folder / _SOCKET)) <= _LONGEST_PATH
            self._listening: socket.socket | None = self._opened(local=local and short)
        except OSError as error:
            raise DiskError(tell("Không mở được kênh điều khiển ({reason}).", reason=reason_of(error))) from error

    def _opened(self, *, local: bool) -> socket.socket:
        listening = socket.socket(socket.AF_UNIX if local else socket.AF_INET, socket.SOCK_STREAM)
        try:
            if local:
                self._bind_locally(listening)
            else:
                self._bind_to_loopback(listening)
            listening.listen(_MOST_CALLERS)
            listening.setblocking(False)
        except BaseException:
            listening.close()
            with suppress(OSError):
                _sweep(self._folder)
            raise
        return listening

    def _bind_locally(self, listening: socket.socket) -> None:
        before = os.umask(0o177)  # never open to others, not for a moment
        try:
            listening.bind(str(self._folder / _SOCKET))
        finally:
            os.umask(before)

    def _bind_to_loopback(self, listening: socket.socket) -> None:
        secret = secrets.token_hex(32)
        self._secret = secret.encode("ascii")
        listening.bind(("127.0.0.1", 0))
        handle = os.open(self._folder / _PORT_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"port": listening.getsockname()[1], "secret": secret}, file)

    def poll(self, answer: Answer) -> None:
        """Call `answer` for each request that has come whole since the last time, and send what it returns.

        Keeps what has come in part, and waits for nobody; after 0.1 s the rest is left for the next time. Raises
        nothing, whatever is sent. Does nothing once the channel is closed.
        """
        if self._listening is None:
            return
        begin_s = self._monotonic()
        self._let_in(self._listening, begin_s)
        for _ in range(len(self._callers)):
            if self._monotonic() - begin_s > _LONGEST_POLL_S:
                return  # the others stand first in line next time
            caller = self._callers[0]  # it stays in line while it is served: `close` hangs up, whatever happens
            goes_on = caller.serve(answer) and not caller.is_late(begin_s)
            self._callers.popleft()
            if goes_on:
                self._callers.append(caller)
            else:
                caller.close()

    def _let_in(self, listening: socket.socket, now_s: float) -> None:
        for _ in range(_MOST_CALLERS):
            try:
                connection, _address = listening.accept()
            except OSError:  # nobody else is there, or they have gone already
                break
            self._callers.append(Caller(connection, self._secret, now_s))
        strangers = [one for one in self._callers if one.is_stranger]
        known = [one for one in self._callers if not one.is_stranger]
        for group in (strangers, known):
            for caller in group[:-_MOST_CALLERS]:  # the oldest: an honest terminal was answered before
                self._callers.remove(caller)
                caller.close()

    def close(self) -> None:
        """Close the channel and take its file away; hang up on whoever is still connected."""
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        while self._callers:
            self._callers.popleft().close()
        with suppress(OSError):  # a full or read-only disk: the next player sweeps
            _sweep(self._folder)


def ask(folder: Path, request: Request, patience_s: float = 3.0) -> Mapping[str, Any] | None:
    """Put a request to the player of `folder`, a journal/, and return its answer.

    Returns None where no player runs, none answers, or its answer is not understood. Waits at most `patience_s`
    seconds for the connection and as long for each part of the answer; ours come in one.
    """
    where = _where(folder)
    if where is None:
        return None
    family, address, secret = where
    try:
        with _connected(family, address, patience_s) as connection:
            connection.sendall(secret + line_of(request))
            return parsed(_received_line(connection))
    except OSError:
        return None


def _where(folder: Path) -> tuple[int, Any, bytes] | None:
    """The player's address and its secret; None where no player of this machine can be."""
    try:
        known = parsed((folder / _PORT_FILE).read_bytes())
    except FileNotFoundError:
        return _local(folder)
    except OSError:
        return None
    match known:
        case {"port": int(port), "secret": str(secret)} if 0 < port < 65_536 and secret.isascii():
            return socket.AF_INET, ("127.0.0.1", port), secret.encode("ascii")
        case _:  # its player is just writing it, or it is somebody's litter beside a local socket
            return _local(folder)


def _local(folder: Path) -> tuple[int, Any, bytes] | None:
    family = getattr(socket, "AF_UNIX", None)  # Windows has none: no player, then
    return None if family is None else (family, str(folder / _SOCKET), b"")


@contextmanager
def _connected(family: int, address: Any, patience_s: float) -> Iterator[socket.socket]:
    with socket.socket(family, socket.SOCK_STREAM) as connection:
        connection.settimeout(patience_s)
        _connect(connection, address, patience_s)
        yield connection


def _connect(connection: socket.socket, address: Any, patience_s: float) -> None:
    """Connect; again and again where so many terminals ask at once that the player's queue is full."""
    for _ in range(round(patience_s / _RETRY_S)):
        try:
            connection.connect(address)
        except BlockingIOError:
            select.select([], [], [], _RETRY_S)
        else:
            return
    connection.connect(address)


def _received_line(connection: socket.socket) -> bytes:
    received = b""
    while not received.endswith(b"\n") and len(received) <= MOST_BYTES:
        part = connection.recv(MOST_BYTES)
        if not part:
            break
        received += part
    return received


def _sweep(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in (_SOCKET, _PORT_FILE):
        (folder / name).unlink(missing_ok=True)
