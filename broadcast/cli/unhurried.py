"""What a player tells of itself -> the screen, or nothing where the screen takes nothing: no sound waits for it.

A terminal that is stopped (Ctrl+S, a mark in a Windows console), a pipe that nobody reads, a full disk behind
`run > file`: whoever writes there would wait, or fail, and with it the loop that keeps the loudspeaker going.
"""

import io
import os
import sys
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

_MOST_WAITING = 500
"""Pieces of text; of more the oldest are lost. A countdown writes two a second."""
_PATIENCE_S = 2.0
"""For what still waits when all is over."""


@contextmanager
def unhurried() -> Iterator[None]:
    """Let nobody wait, within, who writes to stderr; what the screen does not take is lost, the oldest first."""
    screen = sys.stderr
    if screen is None:  # it was closed, or there is no console: a task of Windows
        yield
        return
    writer = _Unhurried(screen)
    sys.stderr = writer
    try:
        yield
    finally:
        sys.stderr = screen
        writer.finish()


class _Unhurried(io.TextIOBase):
    """A text stream whose writes a thread hands on to another stream."""

    def __init__(self, screen: TextIO) -> None:
        self._screen = screen
        self._descriptor = _descriptor_of(screen)
        self._waiting: deque[str] = deque(maxlen=_MOST_WAITING)
        self._news = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._hand_on, name="screen", daemon=True)
        self._thread.start()

    def write(self, text: str, /) -> int:
        """Take the text; it is on the screen later, or never."""
        with self._news:
            self._waiting.append(text)
            self._news.notify()
        return len(text)

    def flush(self) -> None:
        """Do nothing: whatever waits is on its way already."""

    def isatty(self) -> bool:
        """Tell whether the screen is a terminal."""
        return self._screen.isatty()

    def fileno(self) -> int:
        """Return the screen's descriptor. Raises OSError where it has none."""
        return self._screen.fileno()

    @property
    def encoding(self) -> str:  # type: ignore[override]  # of io.TextIOBase it is one that can only be read, too
        """Return the screen's encoding."""
        return self._screen.encoding or "utf-8"

    @property
    def errors(self) -> str | None:  # type: ignore[override]
        """Return what the screen does with what its encoding has not."""
        return self._screen.errors

    def finish(self) -> None:
        """Let the screen have what waits, as long as that takes two seconds at most."""
        with self._news:
            self._over = True
            self._news.notify()
        self._thread.join(_PATIENCE_S)

    def _hand_on(self) -> None:
        while True:
            with self._news:
                self._news.wait_for(lambda: self._waiting or self._over)
                if not self._waiting:
                    return
                text = self._waiting.popleft()
            try:
                self._put(text)
            except (OSError, ValueError):  # full, gone, or closed: the next may be taken again
                continue

    def _put(self, text: str) -> None:
        if self._descriptor is None:
            self._screen.write(text)
            self._screen.flush()
            return
        # past Python's own buffer: whoever ends the program would wait for its lock
        left = text.encode(self.encoding, self.errors or "replace")
        while left:
            left = left[os.write(self._descriptor, left) :]


def _descriptor_of(screen: TextIO) -> int | None:
    """None where text must go through the stream: no file of the system's, or a console of Windows."""
    if os.name == "nt":
        return None
    try:
        return screen.fileno()
    except (OSError, ValueError):
        return None
