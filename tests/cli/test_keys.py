"""The keys of a terminal: one by one, also after Ctrl+Z and fg."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pulse_rig import until

if sys.platform != "win32":
    import termios

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a terminal of Unix")
_TELLS = """
import fcntl, termios
from broadcast.cli.keys import Keys
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
with Keys() as keys:
    print("ready", flush=True)
    while True:
        print(repr(keys.pressed()), flush=True)
"""


def test_after_ctrl_z_and_fg_a_key_is_still_taken_without_enter() -> None:
    with _at_a_terminal() as (ours, program):
        state = termios.tcgetattr(ours)
        state[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(ours, termios.TCSANOW, state)  # as a shell does while the program is stopped
        program.send_signal(signal.SIGCONT)
        until(lambda: not termios.tcgetattr(ours)[3] & termios.ICANON, 5)
        os.write(ours, b"t")
        _wait_for(ours, b"'t'")


def test_ended_by_a_signal_it_leaves_the_terminal_as_it_was() -> None:
    with _at_a_terminal() as (ours, program):
        assert not termios.tcgetattr(ours)[3] & termios.ECHO
        program.terminate()
        assert program.wait(10) == 128 + signal.SIGTERM
        assert termios.tcgetattr(ours)[3] & termios.ECHO
        assert termios.tcgetattr(ours)[3] & termios.ICANON


@contextmanager
def _at_a_terminal() -> "Iterator[tuple[int, subprocess.Popen[bytes]]]":
    """A terminal, and a program that takes its keys."""
    import pty

    ours, theirs = pty.openpty()
    program = subprocess.Popen([sys.executable, "-c", _TELLS], stdin=theirs, stdout=theirs, start_new_session=True)
    try:
        _wait_for(ours, b"ready")
        yield ours, program
    finally:
        program.kill()
        program.wait()
        os.close(ours)
        os.close(theirs)


def _wait_for(terminal: int, words: bytes) -> None:
    shown = b""
    while words not in shown:
        shown += os.read(terminal, 1024)
