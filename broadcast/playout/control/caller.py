"""A connection to the running player -> its request, once all of it has come; the answer, as fast as it is taken.

A request is one line of JSON. Over loopback the secret stands before it, and nothing behind a wrong one is read.
"""

import hmac
import json
import re
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from broadcast.base import jsonfile

Request = Mapping[str, Any]
"""Any: here JSON comes in."""
Answer = Callable[[Request], Mapping[str, Any]]
"""Takes a request and returns what to answer; raises nothing, whatever the request holds."""

MOST_BYTES = 524_288
"""The most bytes that are read of one request, or of one answer."""
_TEXT = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"')
_MOST_BRACKETS = 64
"""No request nests as deep."""
_STRANGER_PATIENCE_S, _PATIENCE_S = 0.5, 3.0
"""How long a connection is kept whose secret, and whose request, has not come whole; both are sent at once."""


class Caller:
    """One terminal's connection to the player, read and written without ever waiting for it."""

    def __init__(self, connection: socket.socket, secret: bytes, since_s: float) -> None:
        """Take over the connection, which came at `since_s`, in seconds of the clock that `is_late` is asked by.

        `secret` is what the terminal must send first; empty where none is asked.
        """
        connection.setblocking(False)
        self._connection = connection
        self._secret = secret
        self._since_s = since_s
        self._received = b""
        self._reply = b""

    @property
    def is_stranger(self) -> bool:
        """Whether the terminal has not sent the right secret, whole, yet; False where none is asked."""
        return not hmac.compare_digest(self._received[: len(self._secret)], self._secret)

    def is_late(self, now_s: float) -> bool:
        """Whether the connection has lasted too long at `now_s`, counted from `since_s` on the same clock.

        Too long is 0.5 s while the secret has not come whole, 3 s once it has; the answer is included.
        """
        return now_s - self._since_s > (_STRANGER_PATIENCE_S if self.is_stranger else _PATIENCE_S)

    def serve(self, answer: Answer) -> bool:
        """Read what has come, answer a request that is whole, send what is taken; return False once it is over.

        It is over when the answer was sent, or the terminal has gone, sent a wrong secret or something that is no
        request. Waits for nothing.
        """
        try:
            return self._replied(answer) and self._sent()
        except BlockingIOError:  # the rest comes, or is taken, later
            return True
        except OSError:  # it has gone: nobody waits for an answer
            return False

    def close(self) -> None:
        """Hang up; whatever was to be sent is dropped."""
        with suppress(OSError):
            self._connection.close()

    def _replied(self, answer: Answer) -> bool:
        """Whether there is something to send; raises BlockingIOError while the request is not whole."""
        while not self._reply:
            if self.is_stranger and len(self._received) >= len(self._secret):
                return False
            line, newline, _ = self._received[len(self._secret) :].partition(b"\n")
            if newline and not self.is_stranger:
                request = parsed(line)
                if request is None:
                    return False
                self._reply = line_of(answer(request))
            elif not self._receive():
                return False
        return True

    def _receive(self) -> bool:
        """Take more of what was sent, of a stranger no more than the secret; False at its end or its bound."""
        most = len(self._secret) if self.is_stranger else len(self._secret) + MOST_BYTES
        if len(self._received) >= most:
            return False
        part = self._connection.recv(most - len(self._received))
        self._received += part
        return bool(part)

    def _sent(self) -> bool:
        self._reply = self._reply[self._connection.send(self._reply) :]
        return bool(self._reply)


def parsed(line: bytes) -> Request | None:
    """Parse one line of JSON, a request or an answer; return it.

    Returns None for what is no JSON, no object, or holds more than 64 brackets.
    """
    if line.count(b"[") + line.count(b"{") > _MOST_BRACKETS:
        return None
    known = jsonfile.parsed(line)
    return known if isinstance(known, dict) else None


def line_of(message: Mapping[str, Any]) -> bytes:
    """Return a request or an answer as one line of JSON, in ASCII, so that any text can be sent.

    Brackets within a text are written as their codes: those that are left nest, and `parsed` counts them.
    """
    line = _TEXT.sub(lambda text: text[0].replace("[", r"\u005b").replace("{", r"\u007b"), json.dumps(message))
    return line.encode("ascii") + b"\n"
