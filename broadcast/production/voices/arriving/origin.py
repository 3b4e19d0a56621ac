"""Where a voice comes from: the seam between a stick, the network and what is done with what they bring."""

from pathlib import Path
from typing import Protocol

from broadcast.library.voicestaging import Received

MODEL = ".onnx"
"""What the name of a voice's network ends with."""


class Origin(Protocol):
    """Where one voice can be had."""

    @property
    def name(self) -> str:
        """Return the voice's name, as its file is called there without `.onnx`."""

    @property
    def told(self) -> str:
        """Return where that is, for its slip: a path or an address."""

    def bring_config(self, into: Path) -> Received:
        """Bring its .onnx.json to the path `into`.

        Raises SpeechError with the reason where it cannot be had or is too large, DiskError where the disk has no
        room for it.
        """

    def bring_model(self, into: Path) -> Received:
        """Bring its .onnx to the path `into`. Raises as `bring_config`."""
