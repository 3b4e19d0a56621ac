"""A person at a real terminal: reads what the program asks, and types the answers."""

import os
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress

from stand_ins.cli import command

_LOCAL = 3
"""Where tcgetattr has the modes of the terminal itself."""


def answer_at_terminal(answers: Sequence[tuple[str, str]], *arguments: object) -> tuple[int, str]:
    """Run `broadcast ARGUMENTS` on a pseudo-terminal; return its exit code and all that the terminal has shown.

    `answers`: what is waited for on the screen, and what is typed then, with Enter.
    """
    import pty
    import termios

    ours, theirs = pty.openpty()
    program = subprocess.Popen(
        command(*arguments), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "300"},
    )  # fmt: skip
    os.close(theirs)
    shown, seen, left = b"", 0, list(answers)
    with suppress(OSError):  # the program has ended
        while block := os.read(ours, 4096):
            shown += block
            if left and (at := shown.find(left[0][0].encode(), seen)) >= 0:
                seen = at + len(left[0][0].encode())
                while termios.tcgetattr(ours)[_LOCAL] & termios.ECHO:  # what is typed before is thrown away
                    time.sleep(0.01)
                os.write(ours, f"{left.pop(0)[1]}\n".encode())
    os.close(ours)
    return program.wait(30), shown.decode(errors="replace")
