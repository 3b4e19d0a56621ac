"""For a process that we began: its stdout is kept for its answers, and it ends with whoever began it."""

import os
import signal
import sys
import threading
from typing import BinaryIO


def own_stdout() -> BinaryIO:
    """Keep stdout for what this process answers; return it. What libraries print goes to stderr from here on."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


def end_with_parent() -> None:
    """End this process at once, with all it began, when stdin ends: whoever began us is gone.

    A parent that is killed ends nobody. Nothing else may read stdin from here on; a thread of ours does.
    """
    threading.Thread(target=_end_with_stdin, daemon=True).start()


def _end_with_stdin() -> None:
    while sys.stdin.buffer.read(1024):
        pass
    if os.name == "posix" and os.getpgid(0) == os.getpid():
        os.killpg(0, signal.SIGKILL)  # a program that it started, too
    os._exit(1)
