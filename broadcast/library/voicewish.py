"""How somebody wants a voice to be installed, and what came of it."""

from dataclasses import dataclass
from enum import Enum

from broadcast.library.voiceshelf import InstalledVoice


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceWish:
    """How somebody wants a voice to be installed."""

    name: str | None = None
    """Its name on the shelf; None: as its file is called."""
    licence: str = ""
    """As the publisher names it; empty: nobody told."""
    model_sha256: str | None = None
    """Of the .onnx that is meant, 64 small hex digits; None: whoever installs is asked. So the next."""
    config_sha256: str | None = None
    """Of the .onnx.json."""
    replaces: bool = False
    """It may take the place of another voice of its name."""


class InstallOutcome(Enum):
    """What came of it."""

    INSTALLED = "installed"
    REPLACED = "replaced"
    """It took the place of another voice of its name."""
    THERE = "there"
    """The very voice was on the shelf already."""
    DECLINED = "declined"
    """Whoever was asked did not want it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """A voice, and what came of installing it."""

    voice: InstalledVoice
    outcome: InstallOutcome
