"""PortAudio's devices -> ours, and one of them opened. The only place that imports sounddevice.

Used in the processes of deck_main.py and microphone_main.py alone: see there for why.
"""

import os
from contextlib import suppress
from typing import Any

from broadcast.playout.output.devices import DEFAULT, Device, NoSuchDevice, find
from broadcast.playout.output.soundsystem import LATENCY_S, Client, Listener, NoSound, device_named
from broadcast.playout.output.wire import Failed, Trouble

_STRANGEST_DELAY_S = 5.0


class PortAudio:
    """A SoundSystem: PortAudio, and the devices it found when this process began.

    Raises NoSound where PortAudio is missing.
    """

    def __init__(self) -> None:
        self._sd = _portaudio()
        self._numbers = _devices_of(self._sd, "max_output_channels", self._sd.default.device["output"])

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


class PortAudioMicrophones:
    """Microphones: PortAudio's devices with input channels. Raises NoSound where PortAudio is missing."""

    def __init__(self) -> None:
        self._sd = _portaudio()
        default = self._sd.default.device["input"]
        self._numbers = _devices_of(self._sd, "max_input_channels", default)

    @property
    def devices(self) -> tuple[Device, ...]:
        """List the devices with input channels; the list does not change."""
        return tuple(self._numbers)

    def open(self, name: str | None, beside: str, rate_hz: int, listener: Listener) -> "PortAudioMicrophone":
        """Open the device that `name` means, in one channel; None: the input of `beside`, else the default one.

        Returns the stream, not yet started. Raises NoSound where no one device is meant, or it does not open.
        """
        device = device_named(name, tuple(self._numbers)) if name is not None else self._usual(beside)
        try:
            return PortAudioMicrophone(self._sd, self._numbers[device], device, rate_hz, listener)
        except (self._sd.PortAudioError, ValueError) as refusal:
            refused = Failed(why=Trouble.REFUSED, detail=str(refusal), devices=(device.name,))
            raise NoSound(refused) from refusal

    def _usual(self, beside: str) -> Device:
        with suppress(NoSuchDevice):  # a headset is one device with a way in and a way out
            return find(beside, tuple(self._numbers))
        return device_named(DEFAULT, tuple(self._numbers))


class PortAudioMicrophone:
    """A MicrophoneStream of PortAudio's. Raises PortAudioError or ValueError where it does not open."""

    def __init__(self, sounddevice: Any, number: int, device: Device, rate_hz: int, listener: Listener) -> None:
        self.device = device.name
        """What the system calls it."""

        def callback(heard: Any, _frames: int, _times: Any, _status: Any) -> None:
            listener.hear(bytes(heard))

        wasapi = device.host_api == "Windows WASAPI"
        self._stream = sounddevice.RawInputStream(
            device=number, samplerate=rate_hz, channels=1, dtype="int16", latency=LATENCY_S, callback=callback,
            finished_callback=lambda: listener.lost(Trouble.GONE), dither_off=True,
            extra_settings=sounddevice.WasapiSettings(auto_convert=True) if wasapi else None,
        )  # fmt: skip

    def start(self) -> None:
        """Hand over what is heard from now on, on PortAudio's thread."""
        self._stream.start()

    def abort(self) -> None:
        """Hear nothing more."""
        self._stream.abort()


def _portaudio() -> Any:
    try:
        import sounddevice  # OSError where the library is missing
    except OSError as missing:
        raise NoSound(Failed(why=Trouble.NO_PORTAUDIO, detail=str(missing))) from missing
    return sounddevice


def _devices_of(sounddevice: Any, channels: str, default: int) -> dict[Device, int]:
    """The devices that have some of those `channels` (PortAudio's word), each with its number."""
    apis = [api["name"] for api in sounddevice.query_hostapis()]
    return {
        Device(
            name=one["name"],
            host_api=apis[one["hostapi"]],
            channels=one[channels],
            rate_hz=round(one["default_samplerate"]),
            default=one["index"] == default,
        ): one["index"]
        for one in sounddevice.query_devices()
        if one[channels] > 0
    }
