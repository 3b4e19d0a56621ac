"""What the machine's sound systems have in common: their devices, and one of them opened. One system a file.

Used in the process of deck_main.py alone: see there for why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from broadcast.playout.output.devices import Device, NoSuchDevice, find
from broadcast.playout.output.pcm import Pcm, lay
from broadcast.playout.output.wire import Failed, Trouble, not_found

LATENCY_S = 0.3
"""Seconds asked of the device: long enough for a busy machine, short enough to fall silent at once."""


class NoSound(Exception):  # an answer to pass on, like StopIteration
    """No stream, or no list of devices, can be had; `report` says why, for the player."""

    def __init__(self, report: Failed) -> None:
        super().__init__(report.why, report.detail)
        self.report = report


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who plays on a stream: its three functions are called from the sound system's own threads."""

    channels: int
    """Of the programme; the device may have others."""
    fill: Callable[[Pcm, float, bool], None]
    """Fills the next frames, shape (n, channels). Its arguments: where they go, in how many seconds the first of
    them sounds, and whether the device ran dry before them."""
    hushed: Callable[[Trouble | None], None]
    """Is given why the system keeps the device silent, or None when it no longer does; not all tell."""
    turned: Callable[[int], None]
    """Is given how far the device is turned up, in percent, at first and whenever that changes; not all tell."""
    lost: Callable[[Trouble], None]
    """Is given why, when the stream has ended by itself."""

    def fill_device(self, out: Pcm, delay_s: float, underflow: bool) -> None:
        """Fill `out`, 16-bit and of shape (n, the device's channels), with the programme's next n frames.

        `delay_s` and `underflow` as of `fill`. Where the device has another number of channels, they are laid into
        it.
        """
        if out.shape[1] == self.channels:
            self.fill(out, delay_s, underflow)
            return
        frames = np.empty((len(out), self.channels), np.int16)
        self.fill(frames, delay_s, underflow)
        lay(frames, out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """Who hears a microphone: its two functions are called from the sound system's own threads."""

    hear: Callable[[bytes], None]
    """Is given the next frames: 16-bit, little-endian, one channel."""
    lost: Callable[[Trouble], None]
    """Is given why, when the stream has ended by itself."""


class Stream(Protocol):
    """One device, open for one programme."""

    def start(self) -> None:
        """Ask the client for frames from now on, on a thread of the sound system."""

    def abort(self) -> None:
        """Fall silent now; what is on its way to the device is lost."""


class SoundSystem(Protocol):
    """A sound system as this process found it when it began."""

    @property
    def devices(self) -> Sequence[Device]:
        """List the devices it has; the list does not change."""

    def identity(self, name: str) -> str:
        """Return the one name on this machine of the device that `name` means; empty where there is none.

        Raises NoSound where no one device is meant.
        """

    def open(self, name: str, rate_hz: int, client: Client) -> Stream:
        """Open the device that `name` means for 16-bit frames; return the stream, not yet started.

        Raises NoSound where no one device is meant, or it does not open.
        """


class MicrophoneStream(Stream, Protocol):
    """One microphone, open."""

    @property
    def device(self) -> str:
        """Return what the system calls the microphone."""


class Microphones(Protocol):
    """The microphones of a sound system as this process found them when it began."""

    @property
    def devices(self) -> Sequence[Device]:
        """List them, without what only repeats a loudspeaker; the list does not change."""

    def open(self, name: str | None, beside: str, rate_hz: int, listener: Listener) -> MicrophoneStream:
        """Open the microphone that `name` means, in one channel of 16 bits; return the stream, not yet started.

        None: the one on the card of the device `beside`, else the system's own choice. Raises NoSound where no one
        microphone is meant, or it does not open.
        """


def device_named(name: str, devices: Sequence[Device]) -> Device:
    """Find the one device that `name` means.

    Raises NoSound, with those it could be, where none or several are meant.
    """
    try:
        return find(name, devices)
    except NoSuchDevice as none:
        raise NoSound(not_found(none, devices)) from none
