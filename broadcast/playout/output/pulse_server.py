"""This machine's PulseAudio or PipeWire server -> one connection to it. The only place that imports libpulse.

The server's thread calls in with its lock held; who calls the library outside such a call takes `locked` first.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes.util import find_library
from typing import Any


class NoServer(Exception):  # an answer, like StopIteration: there is another way to the card then
    """No sound server runs here, or nothing to speak to it with."""


class NoLibrary(NoServer):
    """There is nothing to speak to a sound server with: asking again is of no use."""


class PulseServer:
    """One connection to the sound server, for the life of this process. Raises NoServer.

    A server that stands still holds up every call here for as long as it does: whoever began this process must
    know when to end it.
    """

    def __init__(self) -> None:
        self._pa = _library()
        self._kept: list[object] = []  # what the server calls must outlive the call that told it
        self._loop = self._pa.pa_threaded_mainloop_new()
        self._context = self._pa.pa_context_new(self._pa.pa_threaded_mainloop_get_api(self._loop), b"broadcast")
        self._connect()

    @property
    def library(self) -> Any:
        """Return libpulse's functions and constants, by their own names (ctypes: no types)."""
        return self._pa

    @property
    def context(self) -> Any:
        """Return the connection as libpulse's functions take it."""
        return self._context

    def callback(self, kind: str, called: Callable[..., None]) -> Any:
        """Wrap `called` as libpulse's callback type `kind` (its C name); keep it as long as the connection."""
        from libpulse.mainloop import callback_func_ptr

        made = callback_func_ptr(kind, called)
        self._kept.append(made)
        return made

    def wait_until(self, true: Callable[[], bool]) -> None:
        """Wait, with the lock held, until `true()` is true: asked at once, and again after each `signal`.

        Has no deadline.
        """
        while not true():
            self._pa.pa_threaded_mainloop_wait(self._loop)

    def signal(self, *_: object) -> None:
        """Wake the thread that is in `wait_until`; to be called with the server locked, as its callbacks are.

        Takes any arguments, so that it can serve as a callback itself. Where nobody waits, the call is lost.
        """
        self._pa.pa_threaded_mainloop_signal(self._loop, 0)

    def fault(self) -> str:
        """Return, in the server's own words, what went wrong last."""
        return str(self._pa.pa_strerror(self._pa.pa_context_errno(self._context)).decode(errors="replace"))

    def forget(self, operation: Any) -> None:
        """Let go of a request whose answer will come to a callback; None (the request failed) is let pass."""
        if operation:
            self._pa.pa_operation_unref(operation)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the lock of the server's thread until the `with` block ends; a callback has it already."""
        self._pa.pa_threaded_mainloop_lock(self._loop)
        try:
            yield
        finally:
            self._pa.pa_threaded_mainloop_unlock(self._loop)

    def _connect(self) -> None:
        pa = self._pa
        pa.pa_context_set_state_callback(self._context, self.callback("pa_context_notify_cb_t", self.signal), None)
        if pa.pa_context_connect(self._context, None, pa.PA_CONTEXT_NOAUTOSPAWN, None) < 0:
            raise NoServer(self.fault())
        if pa.pa_threaded_mainloop_start(self._loop) < 0:
            raise NoServer("no thread")
        settled = (pa.PA_CONTEXT_READY, pa.PA_CONTEXT_FAILED, pa.PA_CONTEXT_TERMINATED)
        with self.locked():
            self.wait_until(lambda: pa.pa_context_get_state(self._context) in settled)
            if pa.pa_context_get_state(self._context) != pa.PA_CONTEXT_READY:
                raise NoServer(self.fault())


def _library() -> Any:
    """Load libpulse; NoLibrary where it is missing: its binding would end the whole process, so we look first."""
    if sys.platform != "linux" or find_library("pulse") is None:
        raise NoLibrary("no libpulse")
    import libpulse.libpulse

    return libpulse.libpulse
