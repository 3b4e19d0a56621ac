"""Piper without our safeguards, as a negative control; in a module of its own because its child imports it."""

from functools import partial
from pathlib import Path

from broadcast.audio.sound import Sound
from broadcast.production.voices import loading
from broadcast.production.voices.piper import Piper


class CarelessPiper(Piper):
    """Believes the files, leaves out what the voice has no sound for, and leaves the reading to chance.

    As Piper does by itself.
    """

    def speak(self, text: str, *, speed: float) -> Sound:
        import piper

        loading._as_installed = _as_it_lies_there
        by_chance = partial(piper.SynthesisConfig, noise_scale=0.667, noise_w_scale=0.8)
        piper.SynthesisConfig = lambda **asked: by_chance(length_scale=asked["length_scale"])
        return super().speak(text, speed=speed)

    def _refuse_unknown(self, text: str) -> None:
        pass


def _as_it_lies_there(path: Path, *_: object) -> bytes:
    return path.read_bytes()
