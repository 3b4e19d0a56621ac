"""PortAudio's devices -> ours, and one of them opened. The only place that imports sounddevice.

Used in the process of deck_main.py alone: see there for why.
"""

import os
from typing import Any

from broadcast.playout.output.devices import Device
from broadcast.playout.output.soundsystem import LATENCY_S, Client, NoSound, device_named
from broadcast.playout.output.wire import Failed, Trouble

_STRANGEST_DELAY_S = 5.0


class PortAudio:
    """A SoundSystem: PortAudio, and the devices it found when this process began.

    Raises NoSound where PortAudio is missing.
    """

    def __init__(self) -> None:
        try:
            import sounddevice  # OSError where the library is missing
        except OSError as missing:
            raise NoSound(Failed(why=Trouble.NO_PORTAUDIO, detail=str(missing))) from missing
        self._sd = sounddevice
        apis = [api["name"] for api in sounddevice.query_hostapis()]
        default = sounddevice.default.device["output"]
        self._numbers = {
            Device(
                name=one["name"],
                host_api=apis[one["hostapi"]],
                channels=one["max_output_channels"],
                rate_hz=round(one["default_samplerate"]),
                default=one["index"] == default,
            ): one["index"]
            for one in sounddevice.query_devices()
            if one["max_output_channels"] > 0
        }

    @property
    def devices(self) -> tuple[Device, ...]:
        """List the devices with output channels; the list does not change."""
        return tuple(self._numbers)

    def identity(self, name: str) -> str:
        """Return the name that the device has for this account's programs; PortAudio knows of no other account's.

        Raises NoSound where no one device is meant.
        """
        device = device_named(name, self.devices)
        return f"{device.host_api} {device.name} {os.getuid() if hasattr(os, 'getuid') else ''}"

    def open(self, name: str, rate_hz: int, client: Client) -> Any:
        """Open the device that `name` means for 16-bit frames; return the stream, not yet started.

        The stream is sounddevice's own, which has no types; it may have one or two channels in place of the
        client's number. Raises NoSound where no one device is meant, or it does not open.
        """
        device = device_named(name, self.devices)
        refusals: list[Exception] = []
        # as many as the programme has; one, and two for cards that have no mono
        for channels in dict.fromkeys((client.channels, 1, 2)):
            if channels > device.channels:
                continue
            try:
                return self._stream(device, channels, rate_hz, client)
            except (self._sd.PortAudioError, ValueError) as refusal:
                refusals.append(refusal)
        raise NoSound(Failed(why=Trouble.REFUSED, detail=str(refusals[0]))) from refusals[0]

    def _stream(self, device: Device, channels: int, rate_hz: int, client: Client) -> Any:
        def callback(out: Any, _frames: int, times: Any, status: Any) -> None:
            delay_s = times.outputBufferDacTime - times.currentTime
            if not 0 <= delay_s < _STRANGEST_DELAY_S:  # some drivers leave the times empty
                delay_s = stream.latency
            client.fill_device(out, delay_s, bool(status.output_underflow))

        # Windows refuses every rate but its mixer's own, unless it is asked to convert.
        wasapi = device.host_api == "Windows WASAPI"
        stream = self._sd.OutputStream(
            device=self._numbers[device], samplerate=rate_hz, channels=channels, dtype="int16", latency=LATENCY_S,
            callback=callback, finished_callback=lambda: client.lost(Trouble.GONE), dither_off=True,
            extra_settings=self._sd.WasapiSettings(auto_convert=True) if wasapi else None,
        )  # fmt: skip
        return stream
