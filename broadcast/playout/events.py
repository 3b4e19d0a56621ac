"""What playout tells whoever watches it: waiting, about to air, on air, settled, off air, trouble."""

from collections.abc import Callable
from dataclasses import dataclass

from broadcast.base.errors import DeviceError, Message
from broadcast.programme.model import Cue, Outcome, Part, Session
from broadcast.programme.onair import OnAirPart, Sounding
from broadcast.programme.settings import ScriptId


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The session is next, and playout waits for its second; told once a second."""

    session: Session


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutToAir:
    """A programme that somebody wants at once is laid out, and begins as soon as the device is open."""

    cues: tuple[Cue, ...]
    """All that it airs, in their order."""
    seconds: float
    """How long it takes, openings, gaps and closings included."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnAir:
    """A piece of a programme sounds; told several times a second, as the device confirms it."""

    session: Session
    part: OnAirPart
    cue: Cue | None
    """None for the opening, the closing and the gap between two pieces."""
    frames: int
    """Frames of the piece that have sounded, counted from its beginning."""
    of_frames: int
    """Frames that the piece has, as far as it can be read."""
    left_frames: int
    """Frames of the whole programme that are still to sound."""
    rate_hz: int
    device: str
    """The loudspeaker, as the operator calls it."""

    def sounding(self, still_seconds: float = 0.0) -> Sounding:
        """Return the same in seconds; `still_seconds` ago the device last confirmed new sound."""
        return Sounding(
            part=self.part,
            session=self.session.id,
            session_name=self.session.name,
            cue=self.cue.id if self.cue is not None else None,
            script=self.cue.script if self.cue is not None else ScriptId(""),
            title=self.cue.title if self.cue is not None else "",
            seconds=self.frames / self.rate_hz,
            of_seconds=self.of_frames / self.rate_hz,
            programme_seconds_left=self.left_frames / self.rate_hz,
            device=self.device,
            still_seconds=still_seconds,
        )


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
    part: Part = Part.CUE


@dataclass(frozen=True, slots=True, kw_only=True)
class OffAir:
    """The programme is over, or was led out of, or broke off: nothing of it sounds any more."""

    session: Session
    """The first of the programme."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTrouble:
    """The device did not sound the session, or went away; playout waits a little and tries again."""

    session: Session
    error: DeviceError
    """What the device did, and what to do about it."""


Event = Waiting | AboutToAir | OnAir | Settled | OffAir | DeviceTrouble

Watcher = Callable[[Event], None]
"""Called with each event, on playout's own thread, which waits for it."""
