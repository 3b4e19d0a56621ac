"""An engine -> the same engine in a child process, which is killed when its time is up, and replaced.

So nothing that an engine does (a hang or a crash in C code, a server that drips) can hold up the station for
longer than the engine's deadline, or end it.
"""

import logging
import pickle
import threading
from collections.abc import Callable
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self

from broadcast.audio.sound import Sound
from broadcast.base.children import Child
from broadcast.base.errors import BroadcastError, SpeechError, tell
from broadcast.production.voices import Engine

_log = logging.getLogger(__name__)

_CHILD = "broadcast.production.voices.child"
_ENDING_S = 1.0
"""For the carrier to see that its pipes have ended; a daemon, it is left behind where it does not."""

Make = Callable[[], Engine]
"""Picklable: a class or function of a module, or `functools.partial` of one; making an engine is cheap."""
Request = tuple[str, float, float]
"""One utterance: its words, the speed that is asked for, and the seconds after which nobody waits for it."""
Reply = Sound | BroadcastError | None
"""What a child says to a request; None: it is gone."""


class Isolated:
    """An Engine in a child of its own, which is started at the first utterance and ended by `close`.

    A context manager. One thread at a time may speak; any thread may close it. A child that was killed or crashed
    is replaced at the next utterance.
    """

    def __init__(
        self, make: Make, *, deadline_s: float, a_letter_s: float = 0.0, start_s: float = 0.0, niceness: int = 0
    ) -> None:
        """Make nothing but an engine to ask for its name; no child is started yet.

        `make` makes the engine in the child, too. Seconds for one utterance: `deadline_s`, `a_letter_s` for each
        sign of its words, and `start_s` for the start of the child with the first. `niceness` of the child:
        Unix's, above 0 behind other programs.
        """
        self._make = make
        self._engine = make()
        self._deadline_s = deadline_s
        self._a_letter_s = a_letter_s
        self._start_s = start_s
        self._niceness = niceness
        self._child: _Child | None = None
        self._closed = False
        self._door = threading.Lock()  # no child may be started once it is closed

    @property
    def name(self) -> str:
        """Return the engine's name."""
        return self._engine.name

    @property
    def identity(self) -> str:
        """Return the engine's identity."""
        return self._engine.identity

    def speak(self, text: str, *, speed: float) -> Sound:
        """Have the child say one utterance; return its sound, or raise the SpeechError that the engine raised.

        SpeechError also where the child cannot be started, crashed, was killed at the deadline, or this was
        closed.
        """
        child = self._child_now()
        patience_s = (
            self._deadline_s + self._a_letter_s * len(text) + (0.0 if child.has_replied else self._start_s)
        )
        try:
            reply = child.reply((text, speed, patience_s))
        except Empty as error:
            self._end(child)
            raise self._too_late(patience_s) from error
        except BaseException:  # Ctrl+C, say: a late reply may not be taken for the next utterance's
            self._end(child)
            raise
        match reply:
            case Sound():
                return reply
            case BroadcastError():
                raise reply
            case None:
                code = self._end(child)
                raise self._told_to_end() if self._closed else self._crashed(code)

    def rest(self) -> None:
        """End the child, and with it its memory; the next utterance starts another. On the thread that speaks."""
        with self._door:
            child, self._child = self._child, None
        if child is not None:
            child.end()

    def close(self) -> None:
        """End the child by force, with the utterance it speaks, and start no other; takes at most six seconds.

        A second time does nothing.
        """
        with self._door:
            self._closed = True
            child, self._child = self._child, None
        if child is not None:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _child_now(self) -> "_Child":
        with self._door:
            if self._closed:
                raise self._told_to_end()
            if self._child is None:
                try:
                    self._child = _Child(self._make, self._niceness)
                except OSError as error:
                    raise self._not_started(error) from error
            return self._child

    def _end(self, child: "_Child") -> int | None:
        with self._door:
            if self._child is child:
                self._child = None
        return child.end()

    def _too_late(self, patience_s: float) -> SpeechError:
        return SpeechError(
            tell("máy đọc {engine} không xong trong {seconds:.0f} giây", engine=self.name, seconds=patience_s)
        )

    def _crashed(self, code: int | None) -> SpeechError:
        return SpeechError(tell("máy đọc {engine} dừng đột ngột (mã {code})", engine=self.name, code=code))

    def _told_to_end(self) -> SpeechError:
        return SpeechError(tell("máy đọc {engine} được lệnh nghỉ", engine=self.name))

    def _not_started(self, why: OSError) -> SpeechError:
        return SpeechError(tell("máy đọc {engine} không khởi động được ({why})", engine=self.name, why=str(why)))


class _Child:
    """The process, and the thread that carries requests in and replies out.

    Only that thread waits for the pipes, so whoever asks waits for no longer than the patience it names.
    """

    has_replied = False
    """It has started, and said something to a request."""

    def __init__(self, make: Make, niceness: int) -> None:
        self._child = Child(_CHILD, niceness=niceness)
        self._requests: SimpleQueue[Request | None] = SimpleQueue()
        self._replies: SimpleQueue[Reply] = SimpleQueue()
        self._carrier = threading.Thread(target=self._carry, args=(make,), name="speech", daemon=True)
        self._carrier.start()

    @property
    def pid(self) -> int:
        return self._child.pid

    def reply(self, request: Request) -> Reply:
        """Raises queue.Empty when none came in time; the child is then of no more use."""
        *_, patience_s = request
        self._requests.put(request)
        reply = self._replies.get(timeout=patience_s)
        self.has_replied = True
        return reply

    def end(self) -> int | None:
        """Kill it; its exit code, None where the system has not ended it within five seconds."""
        ended = self._child.end()
        self._requests.put(None)
        self._carrier.join(_ENDING_S)
        if ended.complaints:
            _log.warning("%s", tell("Máy đọc báo:\n{words}", words=ended.complaints))
        return ended.code

    def _carry(self, make: Make) -> None:
        requests, replies = self._child.stdin, self._child.stdout
        try:
            with requests, replies:
                pickle.dump(make, requests)
                while (request := self._requests.get()) is not None:
                    pickle.dump(request, requests)
                    requests.flush()
                    self._replies.put(pickle.load(replies))  # noqa: S301  # our own child's
        except (OSError, EOFError, pickle.UnpicklingError):
            pass
        finally:
            self._replies.put(None)  # also for a request that comes when nobody carries it any more
