"""A PulseAudio or PipeWire server's sinks -> ours, and one of them opened. The only place that imports libpulse.

PortAudio reaches such a server through ALSA, where nobody can forbid it to lead a stream to another sink when its
own is removed, or learn that a sink is muted. Here both is possible (docs/decisions/031-pulse.md).

The server's thread calls in with its lock held; we take that lock for every call of our own.
"""

import ctypes
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ctypes.util import find_library
from typing import Any

import numpy as np

from broadcast.playout.output.devices import Device
from broadcast.playout.output.pcm import BYTES_A_SAMPLE
from broadcast.playout.output.soundsystem import LATENCY_S, Client, NoSound, device_named
from broadcast.playout.output.wire import Failed, Trouble

_REQUEST_S = 0.02
"""How much the server asks for at a time."""

_RESUME_S = 0.1
"""A stream that ran dry goes on when there is so much again: a hole, and the rest later."""

_FACILITY = 0x0F
_ANY = 0xFFFF_FFFF


class NoServer(Exception):  # an answer, like StopIteration: there is another way to the card then
    """No sound server runs here, or nothing to speak to it with."""


class PulseAudio:
    """One connection to the sound server, for the life of this process. Raises NoServer.

    A server that stands still holds up everything here: whoever began this process must know when to end it.
    """

    def __init__(self) -> None:
        self._pa = _library()
        self._kept: list[object] = []  # what the server calls must outlive the call that told it
        self._loop = self._pa.pa_threaded_mainloop_new()
        self._context = self._pa.pa_context_new(self._pa.pa_threaded_mainloop_get_api(self._loop), b"broadcast")
        self._connect()
        self._sinks = self._ask_for_sinks()

    @property
    def devices(self) -> Sequence[Device]:
        return tuple(self._sinks)

    def open(self, name: str, rate_hz: int, client: Client) -> "PulseStream":
        """As SoundSystem.open."""
        sink = device_named(name, self.devices)
        with self.locked():
            # one channel the server gives to all of a sink's; several it would mix in its own way
            channels = min(client.channels, sink.channels)
            return PulseStream(self, self._sinks[sink], rate_hz, channels, client)

    # --- for streams, which hold the lock ---

    @property
    def library(self) -> Any:
        """libpulse's functions and constants, by their own names (ctypes: no types)."""
        return self._pa

    @property
    def context(self) -> Any:
        return self._context

    def callback(self, kind: str, called: Callable[..., None]) -> Any:
        """A Python function as libpulse takes it, of that callback type."""
        from libpulse.mainloop import callback_func_ptr

        made = callback_func_ptr(kind, called)
        self._kept.append(made)
        return made

    def wait_until(self, true: Callable[[], bool]) -> None:
        while not true():
            self._pa.pa_threaded_mainloop_wait(self._loop)

    def signal(self, *_: object) -> None:
        self._pa.pa_threaded_mainloop_signal(self._loop, 0)

    def fault(self) -> str:
        return str(self._pa.pa_strerror(self._pa.pa_context_errno(self._context)).decode(errors="replace"))

    def forget(self, operation: Any) -> None:
        """An answer will come to a callback; the operation itself is of no use."""
        if operation:
            self._pa.pa_operation_unref(operation)

    @contextmanager
    def locked(self) -> Iterator[None]:
        self._pa.pa_threaded_mainloop_lock(self._loop)
        try:
            yield
        finally:
            self._pa.pa_threaded_mainloop_unlock(self._loop)

    # --- the connection ---

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

    def _ask_for_sinks(self) -> dict[Device, bytes]:
        """Each with the name the server itself knows it by."""
        default, rows, answered = b"", [], []

        def of_server(_context: Any, server: Any, _data: Any) -> None:
            nonlocal default
            default = server.contents.default_sink_name or b""
            answered.append(True)
            self.signal()

        def of_sink(_context: Any, sink: Any, end: int, _data: Any) -> None:
            if end:
                answered.append(True)
                self.signal()
                return
            spec = sink.contents.sample_spec
            rows.append((sink.contents.name, sink.contents.description.decode(), spec.channels, spec.rate))

        pa = self._pa
        with self.locked():
            self.forget(pa.pa_context_get_server_info(
                self._context, self.callback("pa_server_info_cb_t", of_server), None
            ))  # fmt: skip
            self.forget(pa.pa_context_get_sink_info_list(
                self._context, self.callback("pa_sink_info_cb_t", of_sink), None
            ))  # fmt: skip
            self.wait_until(
                lambda: len(answered) >= 2 or pa.pa_context_get_state(self._context) != pa.PA_CONTEXT_READY
            )
        descriptions = [row[1] for row in rows]
        return {
            Device(
                # two cards of one make bear one description: then the server's name, which holds the socket
                name=description if descriptions.count(description) == 1 else name.decode(),
                id=name.decode(), host_api="PulseAudio", channels=channels, rate_hz=rate, default=name == default,
            ): name
            for name, description, channels, rate in rows
        }  # fmt: skip


class PulseStream:
    """A stream on one sink, and on no other: when its sink goes, it ends."""

    def __init__(self, server: PulseAudio, sink: bytes, rate_hz: int, channels: int, client: Client) -> None:
        self._server = server
        self._pa = server.library
        self._client = client
        self._channels = channels
        self._hushed: Trouble | None = None
        self._sink_says: Trouble | None = None
        self._stream_says: Trouble | None = None
        self._underflow = False
        self._ended = False
        spec = self._struct("pa_sample_spec", format=self._pa.PA_SAMPLE_S16LE, rate=rate_hz, channels=channels)
        self._stream = self._pa.pa_stream_new(
            server.context, "Loa truyền thanh".encode(), ctypes.byref(spec), None
        )
        self._connect(sink, rate_hz)

    @property
    def latency(self) -> float:
        return LATENCY_S

    @property
    def _frame_bytes(self) -> int:
        return self._channels * BYTES_A_SAMPLE

    def start(self) -> None:
        with self._server.locked():
            self._watch()
            self._on("write", "pa_stream_request_cb_t", self._fill)
            if asked := self._pa.pa_stream_writable_size(self._stream):
                self._fill(self._stream, asked, None)

    def abort(self) -> None:
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
        flags = (
            pa.PA_STREAM_DONT_MOVE
            | pa.PA_STREAM_ADJUST_LATENCY
            | pa.PA_STREAM_INTERPOLATE_TIMING
            | pa.PA_STREAM_AUTO_TIMING_UPDATE
        )
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
        self._client.fill_device(out, self._delay_s(), underflow)
        told = frames * self._frame_bytes
        self._pa.pa_stream_write(self._stream, room, told, None, 0, self._pa.PA_SEEK_RELATIVE)

    def _delay_s(self) -> float:
        """Until what is written now sounds; not known before the server's first answer."""
        microseconds, negative = ctypes.c_uint64(), ctypes.c_int()
        told = self._pa.pa_stream_get_latency(self._stream, ctypes.byref(microseconds), ctypes.byref(negative))
        return 0.0 if negative.value else microseconds.value / 1e6 if told >= 0 else LATENCY_S

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
            self._say()

    def _look_at_stream(self, _context: Any, stream: Any, end: int, _data: Any) -> None:
        if not end:
            self._stream_says = _mute(stream.contents)
            self._say()

    def _say(self) -> None:
        now = self._sink_says or self._stream_says
        if now is not self._hushed:
            self._hushed = now
            self._client.hushed(now)

    def _on(self, what: str, kind: str, called: Callable[..., None]) -> None:
        setter = getattr(self._pa, f"pa_stream_set_{what}_callback")
        setter(self._stream, self._server.callback(kind, called), None)

    def _struct(self, name: str, **fields: int) -> Any:
        return self._pa.struct_ctypes[name](**fields)


def _mute(one: Any) -> Trouble | None:
    """Of a sink or a stream: muted, or turned down to nothing."""
    volumes = one.volume.values[: one.volume.channels]
    return Trouble.MUTED if one.mute or (volumes and max(volumes) == 0) else None


def _library() -> Any:
    """Raises NoServer. The binding ends the whole process where the library is missing, so we look first."""
    if sys.platform != "linux" or find_library("pulse") is None:
        raise NoServer("no libpulse")
    import libpulse.libpulse

    return libpulse.libpulse
