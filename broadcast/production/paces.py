"""A prepared script -> at which pace its words air, beside what was asked of a voice."""

from dataclasses import dataclass

from broadcast.ward.readings import Prepared


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What is done to speech between the library, where it lies as it was spoken, and the mix."""

    speed: float = 1.0
    """Times as fast as it was spoken."""
    semitones: float = 0.0
    """How much higher than it was spoken."""


AS_SPOKEN = Pace()
"""Nothing is done."""


def own_pace(prepared: Prepared) -> Pace:
    """Return the pace of a script's own recording: the script's speed, and no change of pitch.

    The speed is 1.0 where the script says none. It is somebody's voice, so the settings of the engines are not for
    it.
    """
    return Pace(speed=prepared.script.speed or 1.0)
