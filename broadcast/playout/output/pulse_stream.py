"""One sink of a sound server -> a stream on it that asks its client for frames, and tells what keeps it silent.

The server's thread calls in with its lock held; we take that lock for every call of our own.
"""

import ctypes
from collections.abc import Callable
from typing import Any

import numpy as np

from broadcast.base.clock import Clock
from broadcast.playout.output.pcm import BYTES_A_SAMPLE
from broadcast.playout.output.pulse_server import PulseServer
from broadcast.playout.output.pulse_timing import PulseTiming
from broadcast.playout.output.soundsystem import LATENCY_S, Client, NoSound
from broadcast.playout.output.wire import INAUDIBLE, Failed, Trouble

_REQUEST_S = 0.02
"""How much the server asks for at a time."""

_RESUME_S = 0.1
"""A stream that ran dry goes on when there is so much again: a hole, and the rest later."""

_FACILITY = 0x0F
_ANY = 0xFFFF_FFFF
_NORM = 0x10000
"""PA_VOLUME_NORM: nothing is taken away. The scale is cubic: half of it is 18 dB less (pulse/volume.h)."""
_WHOLE = 100


class PulseStream:
    """A Stream on one sink, and on no other: when its sink goes, it ends. Made with the server's lock held.

    Raises NoSound where the server refuses it.
    """

    def __init__(
        self, server: PulseServer, sink: bytes, rate_hz: int, channels: int, client: Client, clock: Clock
    ) -> None:
        self._server = server
        self._pa = server.library
        self._client = client
        self._channels = channels
        self._hushed: Trouble | None = None
        self._turned: int | None = None
        self._sink_percent = self._stream_percent = _WHOLE
        self._sink_says: Trouble | None = None
        self._stream_says: Trouble | None = None
        self._underflow = False
        self._ended = False
        spec = self._struct("pa_sample_spec", format=self._pa.PA_SAMPLE_S16LE, rate=rate_hz, channels=channels)
        self._stream = self._pa.pa_stream_new(
            server.context, "Loa truyền thanh".encode(), ctypes.byref(spec), None
        )
        self._timing = PulseTiming(server, self._stream, rate_hz * self._frame_bytes, clock)
        self._connect(sink, rate_hz)

    @property
    def _frame_bytes(self) -> int:
        return self._channels * BYTES_A_SAMPLE

    def start(self) -> None:
        """Ask the client for frames from now on, and tell it what keeps the sink or the stream silent."""
        with self._server.locked():
            self._watch()
            self._on("write", "pa_stream_request_cb_t", self._fill)
            if asked := self._pa.pa_stream_writable_size(self._stream):
                self._fill(self._stream, asked, None)

    def abort(self) -> None:
        """Fall silent now; what is on its way to the device is lost. The client hears of no end."""
        with self._server.locked():
            self._ended = True
            self._pa.pa_stream_disconnect(self._stream)

    def _connect(self, sink: bytes, rate_hz: int) -> None:
        pa = self._pa

        def size(seconds: float) -> int:
            return round(seconds * rate_hz) * self._frame_bytes

        buffer = self._struct(
            "pa_buffer_attr", maxlength=_ANY, tlength=size(LATENCY_S), prebuf=size(_RESUME_S),
            minreq=size(_REQUEST_S), fragsize=_ANY,
        )  # fmt: skip
        flags = pa.PA_STREAM_DONT_MOVE | pa.PA_STREAM_ADJUST_LATENCY | pa.PA_STREAM_AUTO_TIMING_UPDATE
        self._on("state", "pa_stream_notify_cb_t", self._changed)
        self._on("moved", "pa_stream_notify_cb_t", self._moved)
        self._on("underflow", "pa_stream_notify_cb_t", self._ran_dry)
        if pa.pa_stream_connect_playback(self._stream, sink, ctypes.byref(buffer), flags, None, None) < 0:
            raise NoSound(Failed(why=Trouble.REFUSED, detail=self._server.fault()))
        self._server.wait_until(lambda: pa.pa_stream_get_state(self._stream) != pa.PA_STREAM_CREATING)
        if pa.pa_stream_get_state(self._stream) != pa.PA_STREAM_READY:
            raise NoSound(Failed(why=Trouble.REFUSED, detail=self._server.fault()))

    def _changed(self, _stream: Any, _data: Any) -> None:
        if not self._ended and self._pa.pa_stream_get_state(self._stream) in (
            self._pa.PA_STREAM_FAILED, self._pa.PA_STREAM_TERMINATED,
        ):  # fmt: skip
            self._ended = True
            self._client.lost(Trouble.GONE)
        self._server.signal()

    def _moved(self, _stream: Any, _data: Any) -> None:
        """Against what was asked; whatever sounds now, sounds where it must not."""
        self._pa.pa_stream_disconnect(self._stream)
        self._client.lost(Trouble.MOVED)

    def _ran_dry(self, _stream: Any, _data: Any) -> None:
        self._underflow = True

    def _fill(self, _stream: Any, asked: int, _data: Any) -> None:
        room, size = ctypes.c_void_p(), ctypes.c_size_t(asked)
        if self._pa.pa_stream_begin_write(self._stream, ctypes.byref(room), ctypes.byref(size)) < 0 or not room:
            return
        frames = min(size.value, asked) // self._frame_bytes
        out = np.ctypeslib.as_array(ctypes.cast(room, ctypes.POINTER(ctypes.c_int16)), (frames, self._channels))
        underflow, self._underflow = self._underflow, False
        self._client.fill_device(out, self._timing.delay_s(), underflow)
        told = frames * self._frame_bytes
        self._pa.pa_stream_write(self._stream, room, told, None, 0, self._pa.PA_SEEK_RELATIVE)

    # --- what the server says of the sink and the stream ---

    def _watch(self) -> None:
        pa, context = self._pa, self._server.context
        self._of_sink = self._server.callback("pa_sink_info_cb_t", self._look_at_sink)
        self._of_stream = self._server.callback("pa_sink_input_info_cb_t", self._look_at_stream)
        told = self._server.callback("pa_context_subscribe_cb_t", self._told)
        pa.pa_context_set_subscribe_callback(context, told, None)
        wanted = pa.PA_SUBSCRIPTION_MASK_SINK | pa.PA_SUBSCRIPTION_MASK_SINK_INPUT
        done = self._server.callback("pa_context_success_cb_t", lambda *_: None)
        self._server.forget(pa.pa_context_subscribe(context, wanted, done, None))
        for facility in (pa.PA_SUBSCRIPTION_EVENT_SINK, pa.PA_SUBSCRIPTION_EVENT_SINK_INPUT):
            self._told(context, facility, _ANY, None)

    def _told(self, context: Any, event: int, _index: int, _data: Any) -> None:
        if self._ended:
            return
        pa, facility = self._pa, event & _FACILITY
        if facility == pa.PA_SUBSCRIPTION_EVENT_SINK:
            sink = pa.pa_stream_get_device_index(self._stream)
            self._server.forget(pa.pa_context_get_sink_info_by_index(context, sink, self._of_sink, None))
        elif facility == pa.PA_SUBSCRIPTION_EVENT_SINK_INPUT:
            stream = pa.pa_stream_get_index(self._stream)
            self._server.forget(pa.pa_context_get_sink_input_info(context, stream, self._of_stream, None))

    def _look_at_sink(self, _context: Any, sink: Any, end: int, _data: Any) -> None:
        if not end:
            suspended = sink.contents.state == self._pa.PA_SINK_SUSPENDED
            self._sink_says = Trouble.SUSPENDED if suspended else _mute(sink.contents)
            self._sink_percent = _percent(sink.contents)
            self._say()

    def _look_at_stream(self, _context: Any, stream: Any, end: int, _data: Any) -> None:
        if not end:
            self._stream_says = _mute(stream.contents)
            self._stream_percent = _percent(stream.contents)
            self._say()

    def _say(self) -> None:
        now = self._sink_says or self._stream_says
        if now is not self._hushed:
            self._hushed = now
            self._client.hushed(now)
        # not their product: a server with flat volumes tells a stream's with its sink's in it
        percent = min(self._sink_percent, self._stream_percent)
        if percent != self._turned:
            self._turned = percent
            self._client.turned(percent)

    def _on(self, what: str, kind: str, called: Callable[..., None]) -> None:
        setter = getattr(self._pa, f"pa_stream_set_{what}_callback")
        setter(self._stream, self._server.callback(kind, called), None)

    def _struct(self, name: str, **fields: int) -> Any:
        return self._pa.struct_ctypes[name](**fields)


def _mute(one: Any) -> Trouble | None:
    """Of a sink or a stream: muted, or turned down to nothing that anybody hears."""
    percent = _percent(one)
    if one.mute or percent == 0:
        return Trouble.MUTED
    return Trouble.TURNED_DOWN if percent <= INAUDIBLE else None


def _percent(one: Any) -> int:
    """How far a sink or a stream is turned up, by its loudest channel, as the system's volume control shows it."""
    volumes = one.volume.values[: one.volume.channels]
    return round(_WHOLE * max(volumes) / _NORM) if volumes else _WHOLE
