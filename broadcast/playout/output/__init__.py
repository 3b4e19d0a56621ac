"""Where sound goes: a Source goes into an Output, and Played says what came out. One output a file."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # whoever only lists the devices needs no numpy
    from broadcast.audio.sound import Samples

OPENS_AHEAD = timedelta(seconds=10)
"""How long before its moment a device begins to open: a process must begin on a busy machine (7 s were seen, nine
others on two cores), and an idle card must wake. An output that is called later than this opens at once, and its
first frame may come late.
"""


class Source(Protocol):
    """A programme that is read once, from its beginning, in blocks."""

    @property
    def rate_hz(self) -> int:
        """Return how many of its frames make a second."""

    @property
    def channels(self) -> int:
        """Return how many channels its frames have."""

    def read(self, frames: int) -> "Samples":
        """Return the next `frames` frames; fewer only at the end, and from then on none.

        Their shape is (n,) for one channel, (n, channels) for more. Never called from an audio callback. A sound
        card reads about a second ahead of what sounds, and first when it is open and the start is near.
        """


class Wish(StrEnum):
    """What the one who is told of confirmed frames wants next."""

    GO_ON = "go on"
    FADE = "fade"
    """Fade to silence at once and end."""


Heard = Callable[[int, datetime], Wish]
"""What an output calls a few times a second, on the thread that called `play`, with the number of frames confirmed
so far and the moment of the first one; it returns what is wanted next.

The moment is counted back from what sounds now, so it moves where listeners heard a hole. An output that waits for
its start calls too: then the frames are 0, the moment is the planned one, and FADE ends the wait with no sound.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """What really went out of a source."""

    started: datetime | None
    """When the first frame sounded; None when none did."""
    frames: int
    """Frames of the source confirmed by the device, fade included."""
    complete: bool
    """Every frame of the source was taken."""
    underflows: int = 0
    """How often the device ran dry: above 0, listeners heard holes even where every frame was taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnDevice:
    """What an output tells of the programme that it plays, or played last; for the record."""

    loudspeaker: str = ""
    """What the operator calls it."""
    device: str = ""
    """The one name that the machine has for it; empty where the sound system tells none."""
    choice: int = 1
    """Which of the operator's loudspeakers it is, from 1."""
    holes: int = 0
    """How often the device ran dry in this programme, or was silenced for a moment, so far."""


class Output(Protocol):
    """A loudspeaker, or a file in its place."""

    @property
    def name(self) -> str:
        """Return what the operator calls the output."""

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        """Sound the source so that its first frame comes out at `at` and never before it, or at once when None.

        Returns what went out when the last confirmed frame has sounded. `at` is aware. `heard` is called on the
        calling thread; what it raises ends the sound and goes through. Raises DeviceError when the device is
        missing or busy before the first frame, DeviceLost when it goes away or stalls after it.
        """
