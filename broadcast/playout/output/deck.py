"""A device's name -> the process that holds it: commands go in, reports come out.

The pipes are pumped by two threads, so a process that takes nothing holds up no command, and one that says nothing
holds up `report` no longer than its patience.
"""

import logging
import os
import signal
import subprocess
import sys
import tempfile
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO

from broadcast.playout.output.wire import LIST, Command, Failed, Report, Trouble, command, report_in, start_command

_log = logging.getLogger(__name__)

_WINDOWS_FLAGS = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "HIGH_PRIORITY_CLASS", 0)

OPENING_S = 9.6
"""Patience with a sound system that is asked what it has, or for one of it."""
_NICENESS = -11
_MOST_COMPLAINTS = 4000


class Deck:
    """A process that holds one device until `kill`, which must be called."""

    def __init__(self, *words: str) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the process
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            [sys.executable, "-P", "-m", "broadcast.playout.output.deck_main", *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,  # Ctrl+C is for the player, who fades out first
            creationflags=_WINDOWS_FLAGS,
        )
        _let_go_first(self._process.pid)
        self._commands: SimpleQueue[bytes | None] = SimpleQueue()
        self._reports: SimpleQueue[Report] = SimpleQueue()
        assert self._process.stdin is not None  # noqa: S101  # asked for above
        assert self._process.stdout is not None  # noqa: S101
        for pump, pipe in ((self._write, self._process.stdin), (self._read, self._process.stdout)):
            threading.Thread(target=pump, args=(pipe,), daemon=True).start()

    @classmethod
    def playing(cls, name: str, rate_hz: int, channels: int) -> "Deck":
        """Begin a process that plays on the device of that name; OSError where the machine has no process left."""
        return cls(name, str(rate_hz), str(channels))

    @classmethod
    def listing(cls) -> "Deck":
        """Begin a process that reports the devices there are, and ends."""
        return cls(LIST)

    def start_at(self, moment: float) -> None:
        """Command when the first frame is to sound, in monotonic seconds; may be said again until it has."""
        self._commands.put(start_command(moment))

    def sound(self, pcm: bytes) -> None:
        """Hand over the next frames: 16-bit PCM, as `pcm.as_pcm16` makes it."""
        self._commands.put(command(Command.SOUND, pcm))

    def end(self) -> None:
        """Command that no frames come after those handed over."""
        self._commands.put(command(Command.END))

    def fade(self) -> None:
        """Command to fade to silence at once and end."""
        self._commands.put(command(Command.FADE))

    def report(self, patience_s: float) -> Report | None:
        """Wait for the next report; None when none came in time. After the process is gone comes Failed(GONE)."""
        with suppress(Empty):
            return self._reports.get(timeout=patience_s) if patience_s > 0 else self._reports.get_nowait()
        return None

    def kill(self, *, patience_s: float = 0.0) -> None:
        """End the process and whatever it began, by force once patience is out; called again, do nothing."""
        if self._complaints.closed:
            return
        self._commands.put(None)
        if patience_s:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(patience_s)
        if os.name == "posix":
            with suppress(ProcessLookupError, PermissionError):  # gone already
                os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()
        self._tell_complaints()

    def _write(self, pipe: IO[bytes]) -> None:
        with suppress(OSError), pipe:  # a process that is gone is told of by the reports
            while (one := self._commands.get()) is not None:
                pipe.write(one)
                pipe.flush()

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                self._reports.put(report_in(line.decode()))
        self._reports.put(Failed(why=Trouble.GONE))

    def _tell_complaints(self) -> None:
        with self._complaints as file:
            file.seek(0)
            words = file.read(_MOST_COMPLAINTS).decode(errors="replace").strip()
        if words:
            _log.info("the sound system said:\n%s", words)


def _let_go_first(process: int) -> None:
    """Before all other programs, where the system lets us: Linux lets root, and services that are told so."""
    if hasattr(os, "setpriority"):
        with suppress(PermissionError, ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process, _NICENESS)
