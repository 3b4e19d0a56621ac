"""A device's name -> the process that holds it: orders go in, reports come out, and no call here can hang.

Pipes are pumped by two threads, so that a process that takes nothing and says nothing holds up nobody.
"""

import logging
import threading
from contextlib import suppress
from queue import Empty, SimpleQueue
from typing import IO

from broadcast.base.children import Child
from broadcast.playout.output.wire import LIST, Failed, Order, Report, Trouble, order, report_in, start_order

_log = logging.getLogger(__name__)

OPENING_S = 9.5
"""Patience with a sound system that is asked what it has, or for one of it."""
_NICENESS = -11
"""Before all other programs, where the system lets us: Linux lets root, and services that are told so."""


class Deck:
    """One device, held until `kill`, which must be called."""

    def __init__(self, *words: str) -> None:
        self._child = Child("broadcast.playout.output.deck_main", *words, niceness=_NICENESS)
        self._ended = False
        self._orders: SimpleQueue[bytes | None] = SimpleQueue()
        self._reports: SimpleQueue[Report] = SimpleQueue()
        for pump, pipe in ((self._write, self._child.stdin), (self._read, self._child.stdout)):
            threading.Thread(target=pump, args=(pipe,), daemon=True).start()

    @classmethod
    def playing(cls, name: str, rate_hz: int, channels: int) -> "Deck":
        return cls(name, str(rate_hz), str(channels))

    @classmethod
    def listing(cls) -> "Deck":
        return cls(LIST)

    def start_at(self, moment: float) -> None:
        self._orders.put(start_order(moment))

    def sound(self, pcm: bytes) -> None:
        self._orders.put(order(Order.SOUND, pcm))

    def end(self) -> None:
        self._orders.put(order(Order.END))

    def fade(self) -> None:
        self._orders.put(order(Order.FADE))

    def report(self, patience_s: float) -> Report | None:
        """The next report; None when none came in time. Failed(GONE) is the last of a process that is gone."""
        with suppress(Empty):
            return self._reports.get(timeout=patience_s) if patience_s > 0 else self._reports.get_nowait()
        return None

    def kill(self, *, patience_s: float = 0.0) -> None:
        """End the process and whatever it began, by force once patience is out. A second time does nothing."""
        if self._ended:
            return
        self._ended = True
        self._orders.put(None)
        if words := self._child.end(patience_s=patience_s).complaints:
            _log.info("the sound system said:\n%s", words)

    def _write(self, pipe: IO[bytes]) -> None:
        with suppress(OSError), pipe:  # a process that is gone is told of by the reports
            while (one := self._orders.get()) is not None:
                pipe.write(one)
                pipe.flush()

    def _read(self, pipe: IO[bytes]) -> None:
        with pipe:
            for line in pipe:
                self._reports.put(report_in(line.decode()))
        self._reports.put(Failed(why=Trouble.GONE))
