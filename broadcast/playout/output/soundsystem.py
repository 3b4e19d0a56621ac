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
"""Asked of the device: long enough for a busy machine, short enough to fall silent at once."""


class NoSound(Exception):  # an answer to pass on, like StopIteration
    """`report` says why."""

    def __init__(self, report: Failed) -> None:
        super().__init__(report.why, report.detail)
        self.report = report


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """Who plays: called from the sound system's own threads."""

    channels: int
    """Of the programme; the device may have others."""
    fill: Callable[[Pcm, float, bool], None]
    """Told where the next frames go, shape (n, channels), when the first sounds (in seconds), of an underflow."""
    hushed: Callable[[Trouble | None], None]
    """The system keeps the device silent, or does so no longer (None). Not every system tells."""
    lost: Callable[[Trouble], None]
    """The stream has ended by itself."""

    def fill_device(self, out: Pcm, delay_s: float, underflow: bool) -> None:
        """`fill` for a device: shape (n, the device's channels)."""
        if out.shape[1] == self.channels:
            self.fill(out, delay_s, underflow)
            return
        frames = np.empty((len(out), self.channels), np.int16)
        self.fill(frames, delay_s, underflow)
        lay(frames, out)


class Stream(Protocol):
    @property
    def latency(self) -> float:
        """Seconds, as the system grants them."""

    def start(self) -> None: ...

    def abort(self) -> None:
        """Silence now; what is on its way to the device is lost."""


class SoundSystem(Protocol):
    """A sound system as this process found it when it began."""

    @property
    def devices(self) -> Sequence[Device]: ...

    def open(self, name: str, rate_hz: int, client: Client) -> Stream:
        """A stream of 16-bit frames, not yet started. Raises NoSound."""


def device_named(name: str, devices: Sequence[Device]) -> Device:
    """The one meant. Raises NoSound with those it could be."""
    try:
        return find(name, devices)
    except NoSuchDevice as none:
        raise NoSound(not_found(none, devices)) from none
