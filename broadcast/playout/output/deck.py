"""A device's name -> the process that holds it: commands go in, reports come out.

The pipes are pumped by two threads, so a process that takes nothing holds up no command, and one that says nothing
holds up `report` no longer than its patience.
"""

import logging
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO

from broadcast.base.children import Child
from broadcast.playout.output.wire import LIST, Command, Failed, Report, Trouble, command, report_in, start_command

_log = logging.getLogger(__name__)

OPENING_S = 9.6
"""Seconds of patience with a sound system that is asked what it has, or for one of it."""
_NICENESS = -11
"""Before all other programs, where the system lets us: Linux lets root, and services that are told so."""


class Deck:
    """A process that holds one device until `kill`, which must be called.

    Its methods wait for nothing unless they say so.
    """

    def __init__(self, *words: str) -> None:
        """Start deck_main.py with these words. Raises OSError where the machine cannot start a process."""
        self._child = Child("broadcast.playout.output.deck_main", *words, niceness=_NICENESS)
        self._ended = False
        self._commands: SimpleQueue[bytes | None] = SimpleQueue()
        self._reports: SimpleQueue[Report] = SimpleQueue()
        for pump, pipe in ((self._write, self._child.stdin), (self._read, self._child.stdout)):
            threading.Thread(target=pump, args=(pipe,), daemon=True).start()

    @classmethod
    def playing(cls, name: str, rate_hz: int, channels: int) -> "Deck":
        """Start a process that plays on the device of that name, as the operator wrote it; return it.

        Raises OSError where the machine cannot start one. Whether the device opens comes as a report.
        """
        return cls(name, str(rate_hz), str(channels))

    @classmethod
    def listing(cls, what: str = LIST) -> "Deck":
        """Start a process that reports the devices there are, and ends; return it.

        `what`: LIST, or LIST_MICROPHONES for those that hear. Raises OSError where none starts.
        """
        return cls(what)

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
        """Return the next report, waiting `patience_s` seconds for it at most; None when none came in time.

        After the process is gone comes Failed(GONE), once.
        """
        with suppress(Empty):
            return self._reports.get(timeout=patience_s) if patience_s > 0 else self._reports.get_nowait()
        return None

    def kill(self, *, patience_s: float = 0.0) -> None:
        """End the process and whatever it began, by force once `patience_s` seconds are out.

        What it wrote on stderr goes into the program's own log. Called again, does nothing.
        """
        if self._ended:
            return
        self._ended = True
        self._commands.put(None)
        if words := self._child.end(patience_s=patience_s).complaints:
            _log.info("the sound system said:\n%s", words)

    def _write(self, pipe: IO[bytes]) -> None:
        with suppress(OSError), pipe:  # a process that is gone is told of by the reports
            while (one := self._commands.get()) is not None:
                pipe.write(one)
                pipe.flush()

    def _read(self, pipe: IO[bytes]) -> None:
        try:
            with pipe:
                for line in pipe:
                    self._reports.put(report_in(line.decode()))
        except (OSError, ValueError) as error:  # it was ended in the middle of a line, or speaks another language
            _log.info("the process at the card is not understood any more: %s", error)
        finally:
            self._reports.put(Failed(why=Trouble.GONE))
