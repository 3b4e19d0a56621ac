"""A terminal -> the keys that are pressed on it, one by one, without Enter."""

import os
import signal
import sys
import threading
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

ENTER = "\r"
_LOOK_EVERY_S = 0.02
"""On Windows, where a console cannot be waited for with patience."""

_FIRST_HALVES = (0x00, 0xE0)
"""What Windows gives for an arrow or a function key, before a second sign."""


class Keys:
    """The keys of the terminal at stdin, from `with` until its end; nothing is echoed meanwhile.

    SIGTERM ends the block by SystemExit, so that the terminal is left as it was.
    """

    def __enter__(self) -> Self:
        self._before: list[Any] | None = None
        if os.name != "nt":
            import termios
            import tty

            self._before = termios.tcgetattr(sys.stdin.fileno())
            tty.setcbreak(sys.stdin.fileno())
            self._gone_on = signal.signal(signal.SIGCONT, _one_by_one_again)
            self._ended = signal.signal(signal.SIGTERM, _end)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._before is not None:
            import termios

            signal.signal(signal.SIGCONT, self._gone_on)
            signal.signal(signal.SIGTERM, self._ended)
            with suppress(termios.error):  # the terminal was closed
                termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, self._before)

    def forget(self) -> None:
        """Forget what was pressed until now and not asked for: a key that sprang back, say."""
        while self.pressed(0):
            pass

    def pressed(self, patience_s: float | None = None) -> str:
        """Return the next key, small, ENTER for Enter; wait `patience_s` seconds for it, None without end.

        Empty where none was pressed in time, and for a key that is no sign (an arrow). Raises KeyboardInterrupt at
        Ctrl+C, EOFError where the terminal is gone.
        """
        key = _on_windows(patience_s) if os.name == "nt" else _on_unix(patience_s)
        if key == "\x03":
            raise KeyboardInterrupt
        if key in ("\n", "\r"):
            return ENTER
        return key.lower() if key.isprintable() else ""


def _one_by_one_again(*_: object) -> None:
    """After Ctrl+Z and fg: the shell has put the terminal back as it was. After bg the terminal is not ours."""
    import tty

    number = sys.stdin.fileno()
    with suppress(OSError):  # it was closed
        if os.tcgetpgrp(number) == os.getpgrp():
            tty.setcbreak(number)


def _end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)  # as a shell counts an end by a signal


def _on_unix(patience_s: float | None) -> str:
    import select

    number = sys.stdin.fileno()
    if not select.select([number], [], [], patience_s)[0]:
        return ""
    typed = os.read(number, 64)
    if not typed or typed == b"\x04":
        raise EOFError
    return typed.decode(errors="replace")[:1]


def _on_windows(patience_s: float | None) -> str:
    import msvcrt

    keyboard: Any = msvcrt
    left_s = patience_s
    while not keyboard.kbhit():
        if left_s is not None and left_s <= 0:
            return ""
        threading.Event().wait(_LOOK_EVERY_S)
        left_s = left_s - _LOOK_EVERY_S if left_s is not None else None
    key = str(keyboard.getwch())
    if ord(key) in _FIRST_HALVES:
        keyboard.getwch()
        return ""
    return key
