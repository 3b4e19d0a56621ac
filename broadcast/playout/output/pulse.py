"""The sinks of a PulseAudio or PipeWire server -> a sound system: our devices, and one of them opened.

PortAudio reaches such a server through ALSA, where nobody can forbid it to lead a stream to another sink when its
own is removed, or learn that a sink is muted. Here both is possible (docs/decisions/031-sound-server.md).
"""

from collections.abc import Sequence
from typing import Any

from broadcast.base.clock import Clock
from broadcast.playout.output.devices import Device
from broadcast.playout.output.pulse_server import PulseServer
from broadcast.playout.output.pulse_stream import PulseStream
from broadcast.playout.output.soundsystem import Client, device_named


class PulseAudio:
    """A SoundSystem: the sound server and its sinks as they were when this process began.

    Raises NoServer where none answers.
    """

    def __init__(self, clock: Clock) -> None:
        """Connect to the server; `clock` is the machine's own, by which it tells when it looked at a stream."""
        self._clock = clock
        self._server = PulseServer()
        self._sinks, self._cookie = _sinks_of(self._server)

    @property
    def devices(self) -> Sequence[Device]:
        """List the sinks; the list does not change."""
        return tuple(self._sinks)

    def identity(self, name: str) -> str:
        """Return the sink's own name beside the server's cookie, the same for every account that reaches both.

        Raises NoSound where no one sink is meant.
        """
        return f"PulseAudio {self._cookie:08x} {device_named(name, self.devices).id}"

    def open(self, name: str, rate_hz: int, client: Client) -> PulseStream:
        """Open the sink that `name` means for 16-bit frames; return the stream, not yet started.

        It has as many channels as the client's programme, or fewer where the sink has fewer. Raises NoSound where
        no one sink is meant, or the server refuses.
        """
        sink = device_named(name, self.devices)
        with self._server.locked():
            # one channel the server gives to all of a sink's; several it would mix in its own way
            channels = min(client.channels, sink.channels)
            return PulseStream(self._server, self._sinks[sink], rate_hz, channels, client, self._clock)


def _sinks_of(server: PulseServer) -> tuple[dict[Device, bytes], int]:
    """Ask for all sinks, each with the name the server itself knows it by; and for the server's cookie."""
    default, cookie, rows, answered = b"", 0, [], []

    def of_server(_context: Any, found: Any, _data: Any) -> None:
        nonlocal default, cookie
        cookie = found.contents.cookie
        default = found.contents.default_sink_name or b""
        answered.append(True)
        server.signal()

    def of_sink(_context: Any, sink: Any, end: int, _data: Any) -> None:
        if end:
            answered.append(True)
            server.signal()
            return
        spec = sink.contents.sample_spec
        rows.append((sink.contents.name, sink.contents.description.decode(), spec.channels, spec.rate))

    pa = server.library
    with server.locked():
        server.forget(pa.pa_context_get_server_info(
            server.context, server.callback("pa_server_info_cb_t", of_server), None
        ))  # fmt: skip
        server.forget(pa.pa_context_get_sink_info_list(
            server.context, server.callback("pa_sink_info_cb_t", of_sink), None
        ))  # fmt: skip
        server.wait_until(
            lambda: len(answered) >= 2 or pa.pa_context_get_state(server.context) != pa.PA_CONTEXT_READY
        )
    descriptions = [row[1] for row in rows]
    sinks = {
        Device(
            # two cards of one make bear one description: then the server's name, which holds the socket
            name=description if descriptions.count(description) == 1 else name.decode(),
            id=name.decode(), host_api="PulseAudio", channels=channels, rate_hz=rate, default=name == default,
        ): name
        for name, description, channels, rate in rows
    }  # fmt: skip
    return sinks, cookie
