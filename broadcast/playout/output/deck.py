"""A device's name -> the process that holds it: commands go in, reports come out, and no call here can hang.

Pipes are pumped by two threads, so that a process that takes nothing and says nothing holds up nobody.
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
    """One device, held until `kill`, which must be called."""

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
        return cls(name, str(rate_hz), str(channels))

    @classmethod
    def listing(cls) -> "Deck":
        return cls(LIST)

    def start_at(self, moment: float) -> None:
        self._commands.put(start_command(moment))

    def sound(self, pcm: bytes) -> None:
        self._commands.put(command(Command.SOUND, pcm))

    def end(self) -> None:
        self._commands.put(command(Command.END))

    def fade(self) -> None:
        self._commands.put(command(Command.FADE))

    def report(self, patience_s: float) -> Report | None:
        """The next report; None when none came in time. Failed(GONE) is the last of a process that is gone."""
        with suppress(Empty):
            return self._reports.get(timeout=patience_s) if patience_s > 0 else self._reports.get_nowait()
        return None

    def kill(self, *, patience_s: float = 0.0) -> None:
        """End the process and whatever it began, by force once patience is out. A second time does nothing."""
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
