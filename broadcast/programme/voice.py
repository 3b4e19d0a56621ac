"""The section `voice` of playlist.yaml as the program holds it: who reads the scripts, and how."""

from dataclasses import dataclass, field
from enum import StrEnum

from broadcast.base.errors import Message, tell
from broadcast.programme.described_voice import EdgeVoice, HttpVoice

PIPER, GTTS, ESPEAK, HTTP, EDGE = "piper", "gtts", "espeak", "http", "edge"
ENGINES = (PIPER, GTTS, ESPEAK, HTTP, EDGE)
"""The voice engines that playlist.yaml and a script may name."""
USUAL_ENGINES = (PIPER, GTTS, ESPEAK)
"""Those that are asked where the ward names none, the preferred one first."""
ANNOUNCER = "announcer"
"""The voice of a person of the ward, who has read the script's sentences; no engine."""
SLOWEST, FASTEST = 0.67, 1.5
"""The bounds of a voice's speed, times the engine's own pace."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperSettings:
    """Which voice of the station's shelf the engine `piper` reads with."""

    voice: str | None = None
    """Its name; None: the one that was installed first."""
    speaker: int = 0
    """The number of one of its speakers, where it has several."""


class Announcer(StrEnum):
    """When the sentences that the ward's announcer has read air in place of an engine's."""

    WHOLE = "whole"
    """Where every sentence of the script was read."""
    MIX = "mix"
    """Those that were read; an engine says the others."""
    OFF = "off"
    """Never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Who reads the scripts, and how."""

    engines: tuple[str, ...] = USUAL_ENGINES
    """Names of engines in order of preference; at least one."""
    speed: float = 1.0
    """A factor: 1.0 is the engine's own pace, 1.5 one and a half times as fast."""
    pitch: float = 0.0
    """Semitones above the engine's own."""
    piper: PiperSettings = PiperSettings()
    http: HttpVoice | None = None
    """What the engine `http` is; None: the ward describes none."""
    edge: EdgeVoice = field(default_factory=EdgeVoice)
    announcer: Announcer = Announcer.WHOLE


def spoken_by(engine: str) -> Message:
    """Name who speaks a cart, as its `engine` tells, in words: `giọng espeak`; a recording where it is one."""
    if engine == "recording":
        return tell("bản thu sẵn")
    if engine == ANNOUNCER:
        return tell("giọng phát thanh viên")
    if engine.startswith(f"{ANNOUNCER}+"):
        other = engine.removeprefix(f"{ANNOUNCER}+")
        return tell("giọng phát thanh viên và giọng {engine}", engine=other)
    return tell("giọng {engine}", engine=engine)
