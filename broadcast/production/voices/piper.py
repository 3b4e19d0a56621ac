"""Vietnamese words -> a human voice without the network: a Piper voice of the station's shelf (extra `piper`).

A voice is a neural network trained on somebody's reading, and onnxruntime runs it; both are loaded when it first
speaks, in a child (isolate.py), and gone with it.
"""

import hashlib
import json
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from broadcast.audio.sound import Sound, join
from broadcast.base.errors import SpeechError, tell
from broadcast.library.voiceshelf import InstalledVoice
from broadcast.production.voices.checks import check_speech
from broadcast.production.voices.identity import piper_identity
from broadcast.programme.settings import PIPER

if TYPE_CHECKING:
    from piper import PiperVoice

DEADLINE_S = 60.0
"""Seconds for one utterance: fifty times what the longest one takes on one slow core."""


class Piper:
    """The engine `piper`, with one voice and one of its speakers. The same words give the same samples."""

    name = PIPER

    def __init__(self, voice: InstalledVoice, speaker: int) -> None:
        """Read nothing yet. `speaker`: the number of one of the voice's speakers, from 0."""
        self._voice = voice
        self._speaker = speaker

    @property
    def identity(self) -> str:
        """Return piper's version, the sha256 of the voice's two files, speaker and scales."""
        return piper_identity(self._voice, self._speaker)

    def speak(self, text: str, *, speed: float) -> Sound:
        """Say one utterance and check it; return a sound of one channel, at the voice's own rate.

        Raises BadSpeech where what came out cannot be those words, SpeechError where its files cannot be loaded
        or are not those that were installed.
        """
        from piper import SynthesisConfig

        # no chance in it: the same words sound the same, bit by bit
        how = SynthesisConfig(speaker_id=self._speaker, length_scale=1 / speed, noise_scale=0.0, noise_w_scale=0.0)
        chunks = [
            Sound(np.asarray(chunk.audio_float_array, np.float32), chunk.sample_rate)
            for chunk in self._loaded.synthesize(text, how)
        ]
        sound = join(chunks)
        check_speech(sound, text)
        return sound

    @cached_property
    def _loaded(self) -> "PiperVoice":
        """What is hashed is what is loaded: the files are read once."""
        from onnxruntime import InferenceSession, SessionOptions
        from piper import PiperVoice
        from piper.config import PiperConfig

        try:
            model, config = self._voice.model.read_bytes(), self._voice.config.read_bytes()
        except OSError as error:
            raise SpeechError(
                tell("không đọc được tệp của giọng {name}: {why}", name=self._voice.name, why=error.strerror or "")
            ) from error
        wanted = self._voice.model_sha256, self._voice.config_sha256
        if (hashlib.sha256(model).hexdigest(), hashlib.sha256(config).hexdigest()) != wanted:
            raise SpeechError(
                tell("tệp của giọng {name} không còn như lúc cài, nên không dùng", name=self._voice.name),
                tell("Cài lại giọng: broadcast voices install"),
            )
        options = SessionOptions()
        options.intra_op_num_threads = 1  # one core a child: two children speak at a time where there are two
        session = InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
        return PiperVoice(session=session, config=PiperConfig.from_dict(json.loads(config)))
