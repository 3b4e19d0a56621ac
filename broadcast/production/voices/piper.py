"""Vietnamese words -> a human voice without the network: a Piper voice of the station's shelf (extra `piper`).

A voice is a neural network trained on somebody's reading, and onnxruntime runs it; both are loaded when it first
speaks, in a child (isolate.py), and gone with it. Piper lets its own espeak turn the words into phonemes.
"""

import contextlib
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from broadcast.audio.sound import Sound, join
from broadcast.base.errors import BadSpeech, tell
from broadcast.library.voiceshelf import InstalledVoice
from broadcast.production.voices.checks import check_speech, refuse_wordless
from broadcast.production.voices.identity import piper_identity
from broadcast.production.voices.loading import loaded, voice_errors
from broadcast.production.voices.phonemes import shown
from broadcast.programme.voice import PIPER

if TYPE_CHECKING:
    from piper import PiperVoice

DEADLINE_S, A_LETTER_S = 10.0, 0.2
"""Seconds for one utterance, and more for each sign of its words: thirty times what a busy core takes. A voice
that is slower would not be done in time; one that hangs costs twenty seconds."""


class Piper:
    """The engine `piper`, with one voice and one of its speakers. The same words give the same samples."""

    name = PIPER

    def __init__(self, voice: InstalledVoice, speaker: int) -> None:
        """Read nothing yet. `speaker`: the number of one of the voice's speakers, from 0."""
        self._voice = voice
        self._speaker = speaker

    @property
    def identity(self) -> str:
        """Return piper's and onnxruntime's versions, the sha256 of the voice's two files, speaker and scales."""
        return piper_identity(self._voice, self._speaker)

    def speak(self, text: str, *, speed: float) -> Sound:
        """Say one utterance and check it; return a sound of one channel, at the voice's own rate.

        Raises BadSpeech where the voice has no sound for some of the words, or what came out cannot be them;
        SpeechError where its files cannot be loaded, are not those that were installed, or lack what Vietnamese
        needs, and where it has no such speaker.
        """
        refuse_wordless(text)
        voice = self._loaded
        import piper

        # no chance in it: the same words sound the same, bit by bit; and each as loud as it was said
        how = piper.SynthesisConfig(
            speaker_id=self._speaker, length_scale=1 / speed, noise_scale=0.0, noise_w_scale=0.0,
            normalize_audio=False,
        )  # fmt: skip
        # piper's espeak finds its tables here; see loading.TABLES
        with contextlib.chdir(Path(piper.__file__).parent), voice_errors(self._voice):
            self._refuse_unknown(text)
            chunks = [
                Sound(np.asarray(chunk.audio_float_array, np.float32), chunk.sample_rate)
                for chunk in voice.synthesize(text, how)
            ]
        sound = join(chunks)
        check_speech(sound, text)
        return sound

    def _refuse_unknown(self, text: str) -> None:
        """Piper would leave out what the voice has no sound for, and say so in its log alone."""
        if not (lacking := self._unknown(text)):
            return
        word = next((word for word in text.split() if self._unknown(word)), text)
        raise BadSpeech(
            tell("giọng {name} không phát âm được “{word}” (thiếu âm {lacking})",
                 name=self._voice.name, word=word, lacking=shown(lacking)),
            tell("Ghi cách đọc chữ ấy vào lexicon.yaml."),
        )  # fmt: skip

    def _unknown(self, text: str) -> frozenset[str]:
        said = {phoneme for sentence in self._loaded.phonemize(text) for phoneme in sentence}
        return frozenset(said - self._loaded.config.phoneme_id_map.keys())

    @cached_property
    def _loaded(self) -> "PiperVoice":
        return loaded(self._voice, self._speaker)
