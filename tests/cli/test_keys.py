"""The keys of a terminal: one by one, also after Ctrl+Z and fg."""

import os
import subprocess
import sys

import pytest
from pulse_rig import until

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
    import pty
    import signal
    import termios

    ours, theirs = pty.openpty()
    program = subprocess.Popen([sys.executable, "-c", _TELLS], stdin=theirs, stdout=theirs, start_new_session=True)
    try:
        _wait_for(ours, b"ready")
        state = termios.tcgetattr(ours)
        state[3] |= termios.ICANON | termios.ECHO
        termios.tcsetattr(ours, termios.TCSANOW, state)  # as a shell does while the program is stopped
        program.send_signal(signal.SIGCONT)
        until(lambda: not termios.tcgetattr(ours)[3] & termios.ICANON, 5)
        os.write(ours, b"t")
        _wait_for(ours, b"'t'")
    finally:
        program.kill()
        program.wait()
        os.close(ours)
        os.close(theirs)


def _wait_for(terminal: int, words: bytes) -> None:
    shown = b""
    while words not in shown:
        shown += os.read(terminal, 1024)
