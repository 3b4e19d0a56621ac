"""What playout tells whoever watches it: waiting, on air, settled, trouble with the device."""

from collections.abc import Callable
from dataclasses import dataclass

from broadcast.base.errors import DeviceError, Message
from broadcast.programme.model import Cue, Outcome, Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The session is next, and playout waits for its second."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """The cue sounds; told several times a second, as the device confirms it."""

    session: Session
    cue: Cue
    frames: int
    """Frames of its cart that have sounded, counted from the cart's beginning."""
    of_frames: int
    """Frames that its cart has, as far as it can be read."""
    rate_hz: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The cue was aired, cut, missed or refused, and the log says so."""

    session: Session
    cue: Cue
    outcome: Outcome
    seconds: float
    """How many seconds of it were heard, in this attempt."""
    note: Message | None
    """Why it was not heard to its end; None when it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTrouble:
    """The device did not sound the session, or went away; playout waits a little and tries again."""

    session: Session
    error: DeviceError
    """What the device did, and what to do about it."""


Event = Waiting | OnAir | Settled | DeviceTrouble

Watcher = Callable[[Event], None]
"""Called with each event, on playout's own thread, which waits for it."""
