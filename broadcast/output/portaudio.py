"""PortAudio's devices -> ours, and one of them opened. The only place that imports sounddevice.

Used in the process of deck_main.py alone: see there for why.
"""

from collections.abc import Callable
from typing import Any

from broadcast.output.devices import Device, NoSuchDevice, find
from broadcast.output.pcm import Pcm
from broadcast.output.wire import Failed, Trouble

_LATENCY_S = 0.3
"""Asked of the device: long enough for a busy machine, short enough to fall silent at once."""

_STRANGEST_DELAY_S = 5.0

Fill = Callable[[Pcm, float, bool], None]
"""Told where the next frames go, shape (n,), in how many seconds the first of them sounds, and of an underflow."""


class NoSound(Exception):  # an answer to pass on, like StopIteration
    """`report` says why."""

    def __init__(self, report: Failed) -> None:
        super().__init__(report.why, report.detail)
        self.report = report


class PortAudio:
    """PortAudio as this process found it when it began; its list of devices does not change after that."""

    def __init__(self) -> None:
        try:
            import sounddevice  # OSError where the library is missing
        except OSError as missing:
            raise NoSound(Failed(why=Trouble.NO_PORTAUDIO, detail=str(missing))) from missing
        self._sd = sounddevice
        apis = [api["name"] for api in sounddevice.query_hostapis()]
        default = sounddevice.default.device["output"]
        self.devices = {
            one["index"]: Device(
                name=one["name"],
                host_api=apis[one["hostapi"]],
                channels=one["max_output_channels"],
                rate_hz=round(one["default_samplerate"]),
                default=one["index"] == default,
            )
            for one in sounddevice.query_devices()
            if one["max_output_channels"] > 0
        }

    def open(self, name: str, rate_hz: int, fill: Fill, ended: Callable[[], None]) -> Any:
        """A stream (sounddevice has no types) of 16-bit frames, not yet started."""
        number, device = self._find(name)
        refusals: list[Exception] = []
        for channels in (1, 2)[: device.channels]:  # one, and two for cards that have no mono
            try:
                return self._stream(number, device, channels, rate_hz, fill, ended)
            except (self._sd.PortAudioError, ValueError) as refusal:
                refusals.append(refusal)
        raise NoSound(Failed(why=Trouble.REFUSED, detail=str(refusals[0]))) from refusals[0]

    def _stream(
        self, number: int, device: Device, channels: int, rate_hz: int, fill: Fill, ended: Callable[[], None]
    ) -> Any:
        def callback(out: Any, _frames: int, times: Any, status: Any) -> None:
            delay_s = times.outputBufferDacTime - times.currentTime
            if not 0 <= delay_s < _STRANGEST_DELAY_S:  # some drivers leave the times empty
                delay_s = stream.latency
            fill(out[:, 0], delay_s, bool(status.output_underflow))
            out[:, 1:] = out[:, :1]

        # Windows refuses every rate but its mixer's own, unless it is asked to convert.
        wasapi = device.host_api == "Windows WASAPI"
        stream = self._sd.OutputStream(
            device=number, samplerate=rate_hz, channels=channels, dtype="int16", latency=_LATENCY_S,
            callback=callback, finished_callback=ended, dither_off=True,
            extra_settings=self._sd.WasapiSettings(auto_convert=True) if wasapi else None,
        )  # fmt: skip
        return stream

    def _find(self, name: str) -> tuple[int, Device]:
        try:
            device = find(name, tuple(self.devices.values()))
        except NoSuchDevice as none:
            why = Trouble.AMBIGUOUS if none.close else Trouble.MISSING
            could_be = none.close or tuple(self.devices.values())
            raise NoSound(Failed(why=why, devices=tuple(one.name for one in could_be))) from none
        return next(number for number, one in self.devices.items() if one is device), device
