"""The server's own looks at a stream -> in how many seconds what is written next sounds.

libpulse tells that, too, but by a line that it draws through past looks, and leads on for up to 1.5 s, until the
next: where one look was late, the line strays by tens of milliseconds a second, and a start by as much, also to
before its moment (docs/decisions/031-sound-server.md). Here each look stands for itself; a sound card's clock
strays by less than 0.1 ms a second.
"""

from typing import Any

from broadcast.base.clock import Clock
from broadcast.playout.output.pulse_server import PulseServer
from broadcast.playout.output.soundsystem import LATENCY_S

_ASKED_EVERY_S = 0.1
_OLDEST_S = 1.0
"""A look that seems to be older, or to come from the future: the wall clock was set while it was on its way."""


class PulseTiming:
    """The moments of one stream of `bytes_a_second`. Made, and used, with the server's lock held."""

    def __init__(self, server: PulseServer, stream: Any, bytes_a_second: int, clock: Clock) -> None:
        """Have the server's looks noted from now on; `clock` is the one by which it tells their moments."""
        self._server = server
        self._stream = stream
        self._bytes_a_second = bytes_a_second
        self._clock = clock
        self._began: float | None = None  # when the stream's first byte sounded, or would have: monotonic seconds
        self._asked = self._clock.monotonic()
        self._answered = server.callback("pa_stream_success_cb_t", lambda *_: None)
        looked = server.callback("pa_stream_notify_cb_t", lambda *_: self._look())
        server.library.pa_stream_set_latency_update_callback(stream, looked, None)

    def delay_s(self) -> float:
        """Return in how many seconds the next byte written sounds; LATENCY_S while the server has not said."""
        self._ask_anew()
        if self._began is None:
            return LATENCY_S
        written_s: float = self._looked_at().write_index / self._bytes_a_second
        return max(0.0, self._began + written_s - self._clock.monotonic())

    def _ask_anew(self) -> None:
        now = self._clock.monotonic()
        if now - self._asked >= _ASKED_EVERY_S:
            self._asked = now
            asked = self._server.library.pa_stream_update_timing_info(self._stream, self._answered, None)
            self._server.forget(asked)

    def _look(self) -> None:
        """Note where the stream was when the server looked, and not when its answer came."""
        now, wall = self._clock.monotonic(), self._clock.now()
        look = self._looked_at()
        if look is None or not look.playing or look.read_index_corrupt:
            return
        age_s = wall.timestamp() - (look.timestamp.tv_sec + look.timestamp.tv_usec / 1e6)
        if 0 <= age_s < _OLDEST_S:
            self._began = now - age_s - (look.read_index / self._bytes_a_second - look.sink_usec / 1e6)

    def _looked_at(self) -> Any:
        """Give libpulse's pa_timing_info (pulse/def.h); None before the first look."""
        found = self._server.library.pa_stream_get_timing_info(self._stream)
        return found.contents if found else None
