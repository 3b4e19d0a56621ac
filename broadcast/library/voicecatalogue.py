"""Free Vietnamese voices for Piper that are known, whether installed or not: who speaks, the licence, where it is.

Each fact stands on the page named with it; what none of them says is left empty. No hash is told: nobody has held
the files where this was written.
"""

from dataclasses import dataclass

from broadcast.base.errors import Message, tell

_REPOSITORY = "https://huggingface.co/rhasspy/piper-voices"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownVoice:
    """A voice that others publish."""

    name: str
    """As its files are called: `vi_VN-vais1000-medium`."""
    folder: str
    """Where it lies in the repository of Piper's voices: `vi/vi_VN/vais1000/medium`."""
    speakers: int
    """How many people speak in it, as its model card says."""
    rate_hz: int
    """Of its sound, as its model card says."""
    megabytes: float
    """Of NAME.onnx, as its page says."""
    who: Message
    """Who speaks."""
    recordings: str
    """The name of the recordings that it was taught with."""
    licence: str
    """Of those recordings, as its model card says; empty where that says that it is not known."""

    @property
    def page(self) -> str:
        """Return the address of its page, where both files are listed."""
        return f"{_REPOSITORY}/tree/main/{self.folder}"

    @property
    def card(self) -> str:
        """Return the address of its model card, which says who speaks and under which licence."""
        return f"{_REPOSITORY}/blob/main/{self.folder}/MODEL_CARD"

    @property
    def model(self) -> str:
        """Return the address of NAME.onnx; that of the other file is the same with `.json` behind it."""
        return f"{_REPOSITORY}/resolve/main/{self.folder}/{self.name}.onnx"


KNOWN_VOICES = (
    KnownVoice(
        name="vi_VN-vais1000-medium", folder="vi/vi_VN/vais1000/medium", speakers=1, rate_hz=22_050,
        megabytes=63.2, licence="CC BY 4.0", recordings="VAIS-1000",
        # the accent: https://huggingface.co/datasets/doof-ferb/vais1000
        who=tell("một người, giọng nữ miền Bắc"),
    ),
    KnownVoice(
        name="vi_VN-25hours_single-low", folder="vi/vi_VN/25hours_single/low", speakers=1, rate_hz=16_000,
        megabytes=63.1, licence="", recordings="InfoRe Technology 1", who=tell("một người"),
    ),
    KnownVoice(
        name="vi_VN-vivos-x_low", folder="vi/vi_VN/vivos/x_low", speakers=65, rate_hz=16_000,
        megabytes=27.8, licence="CC BY-NC-SA 4.0", recordings="VIVOS", who=tell("65 người"),
    ),
)  # fmt: skip
"""The one with the fullest sound and the freest licence first."""


MISHEARD = {"espeak": 0.351, "piper": 0.088, "person": 0.143}
"""The share of letters that a judge (Whisper base, 30 sentences) heard otherwise than they were written:
of espeak, of Vietnamese voices of Piper's, of clips of people who read. Measured by whoever asked for these
voices, not here, where none of them could be had."""


def known_voice(name: str) -> KnownVoice | None:
    """Return the known voice of that name; None where no voice in the catalogue has it."""
    return next((one for one in KNOWN_VOICES if one.name == name), None)
