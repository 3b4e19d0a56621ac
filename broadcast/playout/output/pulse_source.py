"""The sources of a PulseAudio or PipeWire server -> a microphone: one of them open, its frames handed over.

A source that only repeats what a sink plays (a monitor) is no microphone unless it is asked for by its name: a
machine without one has such a source as its default.
"""

import ctypes
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from broadcast.playout.output.devices import Device, NoSuchDevice, find
from broadcast.playout.output.pcm import BYTES_A_SAMPLE
from broadcast.playout.output.pulse_server import PulseServer
from broadcast.playout.output.soundsystem import Listener, NoSound, device_named
from broadcast.playout.output.wire import Failed, Trouble

_PIECE_S = 0.04
"""How much the server hands over at a time."""
_NONE = 0xFFFF_FFFF
"""PA_INVALID_INDEX: of no card, or the monitor of no sink."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """A sink or a source, as the server tells of it."""

    device: Device
    card: int | None
    """None for one that is on no card."""
    is_monitor: bool
    is_muted: bool


class PulseMicrophones:
    """Microphones: the server's sources as they were when this process began.

    Raises NoServer where none answers.
    """

    def __init__(self) -> None:
        self._server = PulseServer()
        self._sources = _rows_of(self._server, "source")

    @property
    def devices(self) -> tuple[Device, ...]:
        """List the sources but for monitors; the list does not change."""
        return tuple(one.device for one in self._sources if not one.is_monitor)

    def open(self, name: str | None, beside: str, rate_hz: int, listener: Listener) -> "PulseSource":
        """Open the source that `name` means, in one channel; None: the one on the card of the sink `beside`.

        Where that has none, the server's default. Returns the stream, not yet started. Raises NoSound where no one
        source is meant, where it is muted, or the server refuses.
        """
        source = self._named(name) if name is not None else self._usual(beside)
        if source.is_muted:
            raise NoSound(Failed(why=Trouble.MUTED, devices=(source.device.name,)))
        with self._server.locked():
            return PulseSource(self._server, source.device, rate_hz, listener)

    def _named(self, name: str) -> _Row:
        wanted = device_named(name, [one.device for one in self._sources])
        return next(one for one in self._sources if one.device == wanted)

    def _usual(self, beside: str) -> _Row:
        microphones = [one for one in self._sources if not one.is_monitor]
        card = self._card_of(beside)
        near = [one for one in microphones if card is not None and one.card == card]
        usual = [one for one in microphones if one.device.default]
        for found in (near, usual, microphones):
            if len(found) == 1:
                return found[0]
        why = Trouble.AMBIGUOUS if microphones else Trouble.MISSING
        raise NoSound(Failed(why=why, devices=tuple(one.device.name for one in microphones)))

    def _card_of(self, sink: str) -> int | None:
        """The card of the sink that an operator calls so; None where no one sink is meant."""
        rows = {row.device: row for row in _rows_of(self._server, "sink")}
        with suppress(NoSuchDevice):
            return rows[find(sink, tuple(rows))].card
        return None


class PulseSource:
    """A Stream from one source, and from no other. Made with the server's lock held; raises NoSound if refused."""

    def __init__(self, server: PulseServer, source: Device, rate_hz: int, listener: Listener) -> None:
        self.device = source.name
        """What the system calls it."""
        self._server, self._pa, self._listener = server, server.library, listener
        self._ended = False
        structs = self._pa.struct_ctypes
        spec = structs["pa_sample_spec"](format=self._pa.PA_SAMPLE_S16LE, rate=rate_hz, channels=1)
        self._stream = self._pa.pa_stream_new(server.context, b"Micro", ctypes.byref(spec), None)
        piece = round(_PIECE_S * rate_hz) * BYTES_A_SAMPLE
        buffer = structs["pa_buffer_attr"](
            maxlength=_NONE, tlength=_NONE, prebuf=_NONE, minreq=_NONE, fragsize=piece
        )
        self._on("state", "pa_stream_notify_cb_t", self._changed)
        self._on("moved", "pa_stream_notify_cb_t", lambda *_: self._lose(Trouble.MOVED))
        flags = self._pa.PA_STREAM_DONT_MOVE | self._pa.PA_STREAM_ADJUST_LATENCY
        if self._pa.pa_stream_connect_record(self._stream, source.id.encode(), ctypes.byref(buffer), flags) < 0:
            raise NoSound(self._refusal())
        server.wait_until(lambda: self._state() != self._pa.PA_STREAM_CREATING)
        if self._state() != self._pa.PA_STREAM_READY:
            raise NoSound(self._refusal())

    def _refusal(self) -> Failed:
        return Failed(why=Trouble.REFUSED, detail=self._server.fault(), devices=(self.device,))

    def start(self) -> None:
        """Hand over what is heard from now on, on the server's thread."""
        with self._server.locked():
            self._on("read", "pa_stream_request_cb_t", self._hear)

    def abort(self) -> None:
        """Hear nothing more; the listener is not told of an end."""
        with self._server.locked():
            self._ended = True
            self._pa.pa_stream_disconnect(self._stream)

    def _hear(self, _stream: Any, _ready: int, _data: Any) -> None:
        piece, size = ctypes.c_void_p(), ctypes.c_size_t()
        while self._pa.pa_stream_peek(self._stream, ctypes.byref(piece), ctypes.byref(size)) >= 0 and size.value:
            # a hole has a length and no bytes: silence, so that what comes after it stays at its place
            heard = ctypes.string_at(piece.value, size.value) if piece.value else bytes(size.value)
            self._listener.hear(heard)
            self._pa.pa_stream_drop(self._stream)

    def _changed(self, _stream: Any, _data: Any) -> None:
        if self._state() in (self._pa.PA_STREAM_FAILED, self._pa.PA_STREAM_TERMINATED):
            self._lose(Trouble.GONE)
        self._server.signal()

    def _lose(self, why: Trouble) -> None:
        if not self._ended:
            self._ended = True
            self._listener.lost(why)

    def _state(self) -> int:
        return int(self._pa.pa_stream_get_state(self._stream))

    def _on(self, what: str, kind: str, called: Callable[..., None]) -> None:
        setter = getattr(self._pa, f"pa_stream_set_{what}_callback")
        setter(self._stream, self._server.callback(kind, called), None)


def _rows_of(server: PulseServer, kind: str) -> tuple[_Row, ...]:
    """All sinks or sources (`kind`) of the server."""
    default, rows, answered = b"", list[_Row](), list[bool]()

    def of_server(_context: Any, found: Any, _data: Any) -> None:
        nonlocal default
        default = getattr(found.contents, f"default_{kind}_name") or b""

    def of_one(_context: Any, found: Any, end: int, _data: Any) -> None:
        if end:
            answered.append(True)
            server.signal()
            return
        rows.append(_row(found.contents, is_default=found.contents.name == default))

    pa, context = server.library, server.context
    with server.locked():  # answered in the order of asking: the default is known first
        about = server.callback("pa_server_info_cb_t", of_server)
        server.forget(pa.pa_context_get_server_info(context, about, None))
        each = server.callback(f"pa_{kind}_info_cb_t", of_one)
        server.forget(getattr(pa, f"pa_context_get_{kind}_info_list")(context, each, None))
        server.wait_until(lambda: bool(answered) or pa.pa_context_get_state(context) != pa.PA_CONTEXT_READY)
    return tuple(_with_one_name(row, rows) for row in rows)


def _row(found: Any, *, is_default: bool) -> _Row:
    device = Device(
        name=found.description.decode(), id=found.name.decode(), host_api="PulseAudio",
        channels=found.sample_spec.channels, rate_hz=found.sample_spec.rate, default=is_default,
    )  # fmt: skip
    return _Row(
        device=device,
        card=None if found.card == _NONE else found.card,
        is_monitor=getattr(found, "monitor_of_sink", _NONE) != _NONE,
        is_muted=bool(found.mute),
    )


def _with_one_name(row: _Row, rows: Sequence[_Row]) -> _Row:
    """Two cards of one make bear one description: then the server's name, which holds the socket."""
    alike = sum(other.device.name == row.device.name for other in rows)
    return row if alike == 1 else replace(row, device=replace(row.device, name=row.device.id))
