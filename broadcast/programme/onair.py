"""What the loudspeaker sounds now: one value, told by the player, carried as JSON, shown by every screen alike."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from broadcast.base.errors import tell
from broadcast.programme.model import Cue, CueId, Part
from broadcast.programme.settings import ScriptId

STUCK_S = 1.5
"""Seconds. A device that has confirmed no new sound for longer does not sound, whatever was handed to it."""

Stings = Mapping[Part, Cue]
"""What opens and closes every session, by part: its script, title and words; what is missing has none."""


class OnAirPart(StrEnum):
    """What of a programme sounds: one of the parts that the record knows, or the pause between two of them."""

    OPENING = "opening"
    CUE = "cue"
    GAP = "gap"
    CLOSING = "closing"
    BULLETIN = "bulletin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sounding:
    """The piece of a programme that is on the loudspeaker, as far as the device has confirmed it."""

    part: OnAirPart
    session: str
    """The session's id, `2025-10-06/sang`, or a bulletin's."""
    session_name: str
    cue: CueId | None
    """None while the opening, the closing or a gap sounds."""
    script: ScriptId
    """Empty where `cue` is None."""
    title: str
    """The script's title, or a bulletin's first words; empty where the player does not know it, and where `cue` is
    None."""
    seconds: float
    """Sounded of the piece so far."""
    of_seconds: float
    """The piece's length."""
    programme_seconds_left: float
    """Until the whole programme is over, pieces that follow included."""
    device: str
    """The loudspeaker, as the operator calls it."""
    still_seconds: float = 0.0
    """How long ago the device last confirmed new sound."""

    @property
    def seconds_left(self) -> float:
        """Return how many seconds of the piece are still to sound; never below 0."""
        return max(0.0, self.of_seconds - self.seconds)

    @property
    def is_stuck(self) -> bool:
        """Whether the device has confirmed nothing new for so long that it cannot be sounding."""
        return self.still_seconds > STUCK_S


STING_NAMES = {Part.OPENING: tell("nhạc và lời mở đầu"), Part.CLOSING: tell("lời chào và nhạc kết thúc")}
"""What opens and what closes a session, as a person calls it."""
MUSIC_NAMES = {Part.OPENING: tell("nhạc mở đầu"), Part.CLOSING: tell("nhạc kết thúc")}
"""The same where no words are spoken over it."""


def sting(part: Part, script: ScriptId | None = None, text: str = "") -> Cue:
    """Return what the log keeps of the opening or the closing (`part`): its title, its script and its words."""
    return Cue(id=CueId(f"~{part}"), script=script or ScriptId(""), title=str(STING_NAMES[part]), text=text)


def sounding_fields(sounding: Sounding | None) -> dict[str, object] | None:
    """Return what sounds as fields that JSON holds, seconds rounded to tenths; None where nothing does."""
    if sounding is None:
        return None
    return {
        "part": sounding.part.value,
        "session": sounding.session,
        "session_name": sounding.session_name,
        "cue": sounding.cue,
        "script": sounding.script,
        "title": sounding.title,
        "seconds": round(sounding.seconds, 1),
        "of_seconds": round(sounding.of_seconds, 1),
        "seconds_left": round(sounding.seconds_left, 1),
        "programme_seconds_left": round(sounding.programme_seconds_left, 1),
        "device": sounding.device,
        "still_seconds": round(sounding.still_seconds, 1),
    }


def sounding_of(fields: Mapping[str, Any] | None) -> Sounding | None:
    """Read what `sounding_fields` has written; None for None, and for what is not understood."""
    if fields is None:
        return None
    try:
        return Sounding(
            part=OnAirPart(fields["part"]),
            session=fields["session"],
            session_name=fields["session_name"],
            cue=fields["cue"],
            script=fields["script"],
            title=fields["title"],
            seconds=float(fields["seconds"]),
            of_seconds=float(fields["of_seconds"]),
            programme_seconds_left=float(fields["programme_seconds_left"]),
            device=fields["device"],
            still_seconds=float(fields["still_seconds"]),
        )
    except (KeyError, ValueError, TypeError):
        return None
