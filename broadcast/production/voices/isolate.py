"""An engine -> the same engine in a child process, which is killed when its time is up, and replaced.

So nothing that an engine does (a hang or a crash in C code, a server that drips) can hold up or end the station.
"""

import logging
import os
import pickle
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import IO, Self

from broadcast.audio.sound import Sound
from broadcast.base.errors import BroadcastError, SpeechError, tell
from broadcast.production.voices import Engine

_log = logging.getLogger(__name__)

_CHILD = "broadcast.production.voices.child"
_MOST_COMPLAINTS = 4000
"""Bytes of what a child said on stderr that are worth keeping."""

Make = Callable[[], Engine]
"""Picklable: a class or function of a module, or `functools.partial` of one; making an engine is cheap."""
Order = tuple[str, float]
Answer = Sound | BroadcastError | None
"""None: the child is gone."""


class Isolated:
    """An Engine in a child of its own, started at the first utterance and kept until `close`.

    A context manager. One thread at a time may speak.
    """

    def __init__(self, make: Make, *, deadline_s: float) -> None:
        """`deadline_s`: for one utterance, and for the start of the child with the first."""
        self._make = make
        self._engine = make()
        self._deadline_s = deadline_s
        self._child: _Child | None = None

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def identity(self) -> str:
        return self._engine.identity

    def speak(self, text: str, *, speed: float) -> Sound:
        """As Engine.speak; SpeechError also for a child that crashed, and for one killed at the deadline."""
        child = self._child = self._child or _Child(self._make, self._deadline_s)
        try:
            answer = child.answer((text, speed), self._deadline_s)
        except Empty as error:
            self.close()
            raise self._too_late() from error
        except BaseException:  # Ctrl+C, say: a late answer may not be taken for the next utterance's
            self.close()
            raise
        match answer:
            case Sound():
                return answer
            case BroadcastError():
                raise answer
            case None:
                raise self._crashed(self.close())

    def close(self) -> int | None:
        """End the child, by force; its exit code. A second time does nothing."""
        child, self._child = self._child, None
        return child.kill() if child else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _too_late(self) -> SpeechError:
        return SpeechError(
            tell(
                "máy đọc {engine} không xong trong {seconds:.0f} giây", engine=self.name, seconds=self._deadline_s
            )
        )

    def _crashed(self, code: int | None) -> SpeechError:
        return SpeechError(tell("máy đọc {engine} dừng đột ngột (mã {code})", engine=self.name, code=code))


class _Child:
    """One process, and the thread that carries orders in and answers out, so that no call here can hang."""

    def __init__(self, make: Make, deadline_s: float) -> None:
        self._complaints = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the process
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            [sys.executable, "-P", "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,  # Ctrl+C is for the station, which ends us in order
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._answers: SimpleQueue[Answer] = SimpleQueue()
        assert self._process.stdin is not None  # noqa: S101  # asked for above
        assert self._process.stdout is not None  # noqa: S101
        self._carrier = threading.Thread(
            target=self._carry,
            args=(self._process.stdin, self._process.stdout, (make, deadline_s)),
            name="speech",
            daemon=True,
        )
        self._carrier.start()

    def answer(self, order: Order, patience_s: float) -> Answer:
        """Raises queue.Empty when none came in time; the child is then of no more use."""
        self._orders.put(order)
        return self._answers.get(timeout=patience_s)

    def kill(self) -> int:
        self._process.kill()  # not asked to end: it may be deep in C code, and it has nothing to lose
        code = self._process.wait()
        self._orders.put(None)
        self._carrier.join()
        self._tell_complaints()
        return code

    def _carry(self, orders: IO[bytes], answers: IO[bytes], start: tuple[Make, float]) -> None:
        try:
            with orders, answers:
                pickle.dump(start, orders)
                while (order := self._orders.get()) is not None:
                    pickle.dump(order, orders)
                    orders.flush()
                    self._answers.put(pickle.load(answers))  # noqa: S301  # our own child's
        except (OSError, EOFError, pickle.UnpicklingError):
            self._answers.put(None)

    def _tell_complaints(self) -> None:
        with self._complaints as file:
            file.seek(0)
            words = file.read(_MOST_COMPLAINTS).decode(errors="replace").strip()
        if words:
            _log.warning("the speech engine said:\n%s", words)
