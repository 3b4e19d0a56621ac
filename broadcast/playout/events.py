"""What playout tells whoever watches it: waiting, on air, settled, trouble with the device."""

from collections.abc import Callable
from dataclasses import dataclass

from broadcast.base.errors import DeviceError, Message
from broadcast.programme.model import Cue, Outcome, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    session: Session
    cue: Cue
    frames: int
    of_frames: int
    rate_hz: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A cue's airing is over, or will not be."""

    session: Session
    cue: Cue
    outcome: Outcome
    seconds: float
    note: Message | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTrouble:
    session: Session
    error: DeviceError


Event = Waiting | OnAir | Settled | DeviceTrouble
Watcher = Callable[[Event], None]
