"""A voice that nobody has heard yet -> one sentence in it, checked; or why it cannot be had."""

from functools import partial

from broadcast.audio.sound import Sound
from broadcast.base.errors import BroadcastError, SpeechError, tell
from broadcast.library.ingest.child import bound_memory
from broadcast.library.voiceshelf import InstalledVoice
from broadcast.production.voices.isolate import Isolated
from broadcast.production.voices.piper import Piper

SENTENCE = "Kính mời toàn thể bà con đón nghe chương trình phát thanh buổi sáng của phường ta."
"""Has all six tones."""
_DEADLINE_S = 90.0
"""Seconds to load a voice and say the sentence: thirty times what it takes on one slow core."""
_MOST_MEMORY = 2_000_000_000
"""Bytes: five times what Piper's largest voices take."""


def tried(voice: InstalledVoice, most_memory: int = _MOST_MEMORY) -> Sound:
    """Load a voice in a child of `most_memory` bytes and have it say SENTENCE; return that, checked.

    Its files may lie anywhere; they are held against the sha256 that `voice` tells. Raises SpeechError where they
    cannot be loaded, BadSpeech where what comes out cannot be that sentence.
    """
    with Isolated(partial(_Unheard, voice, most_memory), deadline_s=_DEADLINE_S) as engine:
        return engine.speak(SENTENCE, speed=1.0)


class _Unheard(Piper):
    """The engine with a voice that may be anything; in a child alone, whose memory it bounds."""

    def __init__(self, voice: InstalledVoice, most_memory: int) -> None:
        super().__init__(voice, speaker=0)
        self._most_memory = most_memory

    def speak(self, text: str, *, speed: float) -> Sound:
        """As Piper; raises SpeechError for whatever the files make of the libraries that read them."""
        bound_memory(self._most_memory)
        try:
            return super().speak(text, speed=speed)
        except BroadcastError:
            raise
        except MemoryError as error:
            raise SpeechError(
                tell("giọng này đòi quá nhiều bộ nhớ"), tell("Tắt bớt chương trình khác, hoặc chọn giọng nhỏ hơn.")
            ) from error
        except Exception as error:  # onnxruntime has a dozen of its own, and a strange network raises any other
            raise SpeechError(
                tell("tệp .onnx không dùng được: bị hỏng, bị cụt, hoặc không phải giọng Piper"),
                tell("Tải lại hoặc chép lại tệp .onnx, rồi cài lại."),
            ) from error
