"""Words in, voice out: the Engine seam and, one a file, the engines."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:  # whoever only asks which voices there are needs no numpy
    from broadcast.audio.sound import Sound


class Engine(Protocol):
    """Something that speaks Vietnamese words."""

    @property
    def name(self) -> str:
        """Return the short name by which playlist.yaml calls the engine: `gtts`, `espeak`."""

    @property
    def identity(self) -> str:
        """Return all that changes the sound besides text and speed (version, voice), for fingerprints."""

    def speak(self, text: str, *, speed: float) -> "Sound":
        """Say one utterance and check what came of it; return a sound of one channel, at the engine's own rate.

        `text`: words only, no digits or symbols. `speed`: 1.0 is the engine's usual one; see identity.ONE_PACE.
        Raises EngineOffline when the engine cannot be reached at all, BadSpeech when what came back is not the
        speech that was asked for, SpeechError for anything else that leaves us without it.
        """
