"""Vietnamese words -> the embedded voice: espeak-ng, its library and its tables from the wheel `espeakng-loader`.

The library has one state for the whole process and reads its tables from the current folder while it speaks, so
this engine belongs in a process of its own (isolate.py). That state also goes from one utterance into the next
(the phase of the voice, its flutter, chance), so each is said by a library that was loaded anew: the same words
are the same samples, whatever was said before, and what was lost of the cache is made again as it was.
"""

import _ctypes
import contextlib
import ctypes
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from broadcast.audio.dither import of_pcm16
from broadcast.audio.sound import Sound
from broadcast.base.errors import SpeechError, tell
from broadcast.production.voices.checks import check_speech
from broadcast.production.voices.identity import (
    ESPEAK_VOICE,
    ESPEAK_VOLUME,
    ESPEAK_WORDS_A_MINUTE,
    espeak_identity,
)
from broadcast.programme.voice import ESPEAK

_SLOWEST, _FASTEST = 80, 450
"""What the library takes (speak_lib.h, espeakRATE_MINIMUM and espeakRATE_MAXIMUM)."""

# speak_lib.h
_SYNCHRONOUS = 2
_RATE, _VOLUME_PARAMETER = 1, 2
_FROM_CHARACTER = 1
_UTF8 = 1
_DONE = 0
_GO_ON = 0
_SEED = 1
"""Of C's `rand`, by which the library breathes: what it is in a process that has just begun."""
_ON_SOUND = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


class Espeak:
    """The engine `espeak`: needs no network, and sounds like the machine it is. One a process; see isolate.py."""

    name = ESPEAK

    @property
    def identity(self) -> str:
        """Return its version, voice, pace and volume, as a fingerprint holds them."""
        return espeak_identity()

    def speak(self, text: str, *, speed: float) -> Sound:
        """Say one utterance and check it; return a sound of one channel, at 22,050 Hz.

        The pace is `speed` times 120 words a minute, kept within 80 and 450. Raises BadSpeech where what came out
        cannot be those words, SpeechError where the library cannot be opened or fails.
        """
        pace = min(_FASTEST, max(_SLOWEST, round(ESPEAK_WORDS_A_MINUTE * speed)))
        with _loaded() as library:
            sound = library.say(text, pace)
        check_speech(sound, text)
        return sound


class _Library:
    """libespeak-ng, opened and set to our voice."""

    def __init__(self) -> None:
        import espeakng_loader

        try:
            self._home = Path(espeakng_loader.get_data_path()).parent
            self._espeak = ctypes.CDLL(espeakng_loader.get_library_path())
        except (OSError, RuntimeError) as error:
            raise SpeechError(
                tell("không mở được máy đọc espeak kèm trong chương trình"), tell("Hãy cài lại chương trình.")
            ) from error
        self._pieces: list[bytes] = []
        self._on_sound = _ON_SOUND(self._take)  # held here: the library calls it for as long as it lives
        with self._at_home():
            # relative: the library takes no path beyond 160 characters nor one the code page cannot spell
            self._rate_hz = self._espeak.espeak_Initialize(_SYNCHRONOUS, 0, b".", 0)
            if self._rate_hz <= 0 or self._espeak.espeak_SetVoiceByName(ESPEAK_VOICE.encode()) != _DONE:
                raise SpeechError(
                    tell("máy đọc espeak không có giọng tiếng Việt"), tell("Hãy cài lại chương trình.")
                )
        self._espeak.espeak_SetSynthCallback(self._on_sound)
        self._espeak.espeak_SetParameter(_VOLUME_PARAMETER, ESPEAK_VOLUME, 0)
        _seed()

    def unload(self) -> None:
        """Forget all that was said: the next library begins with fresh tables and a fresh state."""
        self._espeak.espeak_Terminate()
        _unload(self._espeak._handle)

    def say(self, text: str, words_a_minute: int) -> Sound:
        self._pieces.clear()
        self._espeak.espeak_SetParameter(_RATE, words_a_minute, 0)
        words = text.encode() + b"\0"
        with self._at_home():
            said = self._espeak.espeak_Synth(words, len(words), 0, _FROM_CHARACTER, 0, _UTF8, None, None)
        if said != _DONE:
            raise SpeechError(tell("máy đọc espeak báo lỗi số {code}", code=said))
        return of_pcm16(np.frombuffer(b"".join(self._pieces), np.int16), self._rate_hz)

    def _at_home(self) -> contextlib.AbstractContextManager[None]:
        return contextlib.chdir(self._home)

    def _take(self, wav: "ctypes._Pointer[ctypes.c_short]", frames: int, _events: int | None) -> int:
        if wav:  # NULL once all is said
            self._pieces.append(ctypes.string_at(wav, frames * 2))
        return _GO_ON


@contextlib.contextmanager
def _loaded() -> Iterator[_Library]:
    """Give the library as it is before its first word; one at a time: a second takes the tables of the first."""
    library = _Library()
    try:
        yield library
    finally:
        library.unload()


def _seed() -> None:
    """Let chance begin anew. Of C's library under Windows nothing is asked: it was never tried there."""
    if sys.platform != "win32":
        ctypes.CDLL(None).srand(_SEED)


def _unload(handle: int) -> None:
    if sys.platform == "win32":
        _ctypes.FreeLibrary(handle)
    else:
        _ctypes.dlclose(handle)
