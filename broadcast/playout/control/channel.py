"""Another terminal -> the running player: one request, one answer.

On Linux and macOS a socket in journal/ that only its owner may open; elsewhere, or where that path is too long for
one, loopback with a secret in a file of the owner's. The player serves it on its own main loop.
"""

import hmac
import json
import os
import secrets
import select
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from broadcast.base.errors import DiskError, tell

Request = Mapping[str, Any]
"""Any: here JSON comes in."""
Answer = Callable[[Request], Mapping[str, Any]]

_SOCKET, _PORT_FILE = "control.sock", "control.json"
_LONGEST_PATH = 100
"""Bytes; the name of a local socket holds 104 on macOS and 108 on Linux."""
_LARGEST = 65_536
_PATIENCE_S = 0.2
"""So long the player waits for the rest of a request; it has come whole, from this machine."""
_ONE_AT_A_TIME = 8


class Channel:
    """The player's end. Closed to other users of the machine."""

    def __init__(self, folder: Path, *, local: bool = hasattr(socket, "AF_UNIX") and os.name != "nt") -> None:
        """Raises DiskError. Only the holder of the loudspeaker's lock may open it."""
        self._folder = folder
        self._secret: str | None = None
        try:
            _sweep(folder)
            short = len(os.fsencode(folder / _SOCKET)) <= _LONGEST_PATH
            self._socket = self._local() if local and short else self._loopback()
        except OSError as error:
            raise DiskError(tell("Không mở được kênh điều khiển ({reason}).", reason=error)) from error
        self._socket.listen(_ONE_AT_A_TIME)
        self._socket.setblocking(False)

    def _local(self) -> socket.socket:
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        before = os.umask(0o177)  # never open to others, not for a moment
        try:
            listening.bind(str(self._folder / _SOCKET))
        finally:
            os.umask(before)
        return listening

    def _loopback(self) -> socket.socket:
        self._secret = secrets.token_hex(32)
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listening.bind(("127.0.0.1", 0))
        handle = os.open(self._folder / _PORT_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump({"port": listening.getsockname()[1], "secret": self._secret}, file)
        return listening

    def poll(self, answer: Answer) -> None:
        """Answer whoever has asked since the last time; never waits for one who has not."""
        for _ in range(_ONE_AT_A_TIME):
            if not select.select([self._socket], [], [], 0)[0]:
                return
            with suppress(OSError):  # they have gone: nobody waits for an answer
                asking, _address = self._socket.accept()
                with asking:
                    self._serve(asking, answer)

    def _serve(self, asking: socket.socket, answer: Answer) -> None:
        asking.settimeout(_PATIENCE_S)
        request = _read(asking)
        if request is None or not self._allowed(request):
            return
        asking.sendall(_line(answer(request)))

    def _allowed(self, request: Request) -> bool:
        return self._secret is None or hmac.compare_digest(str(request.get("secret")), self._secret)

    def close(self) -> None:
        self._socket.close()
        with suppress(OSError):  # a full or read-only disk: the next player sweeps
            _sweep(self._folder)


def ask(folder: Path, request: Request, patience_s: float = 3.0) -> Mapping[str, Any] | None:
    """What the running player answers; None where none is running, or none that answers."""
    try:
        with _connected(folder, patience_s) as (asking, secret):
            asking.sendall(_line({**request, "secret": secret}))
            return _read(asking)
    except (OSError, ValueError, KeyError):
        return None


class _connected:  # noqa: N801 - a block, read as one
    def __init__(self, folder: Path, patience_s: float) -> None:
        known: Mapping[str, Any] = {}
        if (folder / _PORT_FILE).exists():
            known = json.loads((folder / _PORT_FILE).read_text(encoding="utf-8"))
        family = socket.AF_INET if known else socket.AF_UNIX
        self._secret = known.get("secret")
        self._address: Any = ("127.0.0.1", known["port"]) if known else str(folder / _SOCKET)
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        self._socket.settimeout(patience_s)

    def __enter__(self) -> tuple[socket.socket, str | None]:
        try:
            self._socket.connect(self._address)
        except BaseException:
            self._socket.close()
            raise
        return self._socket, self._secret

    def __exit__(self, *_: object) -> None:
        self._socket.close()


def _read(asking: socket.socket) -> Mapping[str, Any] | None:
    """One line of JSON; None for anything else."""
    held = b""
    while not held.endswith(b"\n"):
        part = asking.recv(_LARGEST)
        held += part
        if not part or len(held) > _LARGEST:
            return None
    try:
        request = json.loads(held)
    except ValueError:
        return None
    return request if isinstance(request, dict) else None


def _line(message: Mapping[str, Any]) -> bytes:
    return json.dumps(message, ensure_ascii=False).encode() + b"\n"


def _sweep(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in (_SOCKET, _PORT_FILE):
        (folder / name).unlink(missing_ok=True)
