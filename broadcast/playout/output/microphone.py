"""A microphone's name -> what it hears, block by block, from a process that holds it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Self

import numpy as np

from broadcast.audio.dither import of_pcm16
from broadcast.audio.sound import Samples
from broadcast.base.children import Child
from broadcast.base.errors import DeviceError, DeviceLost
from broadcast.playout.output.deck import OPENING_S
from broadcast.playout.output.pcm import pcm_in
from broadcast.playout.output.trouble import microphone_words
from broadcast.playout.output.wire import Command, Failed, Opened, Report, Trouble, next_command, report_in

RATE_HZ = 48_000
_WAKES_S, _STALLED_S = 5.0, 2.0
"""How long the first frames of one that was just opened may take, and the next: silent ones come all the time."""


class Microphone:
    """A microphone that is heard from `with` until its end, in one channel at 48 kHz."""

    def __init__(self, name: str | None, beside: str) -> None:
        """Hear nothing yet. `name`: as the operator calls it; None: the one of the headphones `beside`."""
        self._name, self._beside = name, beside
        self._told: SimpleQueue[Samples | Report] = SimpleQueue()
        self._listens = self._is_lost = False
        self._patience_s = _WAKES_S

    @property
    def name(self) -> str:
        """Return what the system calls the microphone, once it is open; before that, what the operator does."""
        return self._name or ""

    def __enter__(self) -> Self:
        """Open it, within ten seconds.

        Raises DeviceError where there is no such microphone or it does not open, OSError where no process can be
        started.
        """
        self._begin()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep what is heard for `heard`, from now until the block ends; what comes outside is thrown away.

        One that was lost is opened again. Raises as `with` does where that fails.
        """
        if self._is_lost:
            self._end()
            self._begin()
        self._listens = True
        try:
            yield
        finally:
            self._listens = False
            with suppress(Empty, DeviceError):  # of a microphone that was lost, whoever listens next is told
                while True:
                    self._samples(self._told.get_nowait())

    def heard(self) -> Samples:
        """Return all frames that have come since the last call, shape (n,), waiting for some; while `listening`.

        Raises DeviceLost where the microphone goes away, or hands over nothing for two seconds; for five, where it
        was just opened.
        """
        blocks = [self._next()]
        self._patience_s = _STALLED_S
        with suppress(Empty):
            while True:
                blocks.append(self._samples(self._told.get_nowait()))
        return np.concatenate(blocks)

    def _begin(self) -> None:
        self._told, self._is_lost, self._patience_s = SimpleQueue(), False, _WAKES_S
        self._child = Child(
            "broadcast.playout.output.microphone_main", self._name or "", self._beside, str(RATE_HZ)
        )
        threading.Thread(target=self._read, args=(self._child.stdout, self._told), daemon=True).start()
        try:
            self._open()
        except BaseException:
            self._is_lost = True
            self._end()
            raise

    def _next(self) -> Samples:
        try:
            return self._samples(self._told.get(timeout=self._patience_s))
        except Empty:
            raise self._lost(Failed(why=Trouble.STALLED)) from None

    def _samples(self, told: Samples | Report) -> Samples:
        if isinstance(told, Failed):
            self._told.put(told)  # whoever asks again is told again
            raise self._lost(told)
        return told if isinstance(told, np.ndarray) else np.zeros(0, np.float32)

    def _lost(self, failed: Failed) -> DeviceLost:
        self._is_lost = True
        what, fix = microphone_words(self.name, failed)
        return DeviceLost(what, fix, frames=0, underflows=0)

    def _open(self) -> None:
        try:
            told = self._told.get(timeout=OPENING_S)
        except Empty:
            told = Failed(why=Trouble.STALLED)
        if isinstance(told, Opened):
            self._name = told.device
            return
        raise DeviceError(*microphone_words(self.name, told if isinstance(told, Failed) else _GONE))

    def _read(self, pipe: IO[bytes], told: "SimpleQueue[Samples | Report]") -> None:
        try:
            with pipe:
                while (one := next_command(pipe)) is not None:
                    kind, body = one
                    if kind is not Command.SOUND:
                        told.put(report_in(body.decode()))
                    elif self._listens:
                        told.put(of_pcm16(pcm_in(body, 1)[:, 0], RATE_HZ).samples)
        except (OSError, ValueError):  # it was ended in the middle
            return
        finally:
            told.put(_GONE)

    def _end(self) -> None:
        self._child.end()
        with suppress(OSError):
            self._child.stdin.close()


_GONE = Failed(why=Trouble.GONE)
