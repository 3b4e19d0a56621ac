"""Lanes without children, for what is asked of several at a time: they count, meet, fail or hang."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from broadcast.audio.sound import Sound
from broadcast.base.errors import SpeechError, tell

PATIENCE_S = 5.0


@dataclass
class Watched:
    """What several lanes do at a time."""

    under_way: int = 0
    most: int = 0
    """How many spoke at a time."""
    begun: list[str] = field(default_factory=list)
    """The words of each utterance, in the order in which they were begun."""
    door: threading.Lock = field(default_factory=threading.Lock)


class Lane:
    """A lane that calls `meanwhile` with its words while it speaks; its sounds are as long as their words."""

    def __init__(
        self, watched: Watched, meanwhile: Callable[[str], object] = lambda _: None, *, name: str = "espeak"
    ) -> None:
        self.name, self.identity = name, "a lane"
        self._watched, self._meanwhile = watched, meanwhile
        self.rested = self.closed = 0

    def speak(self, text: str, *, speed: float) -> Sound:
        with self._watched.door:
            self._watched.begun.append(text)
            self._watched.under_way += 1
            self._watched.most = max(self._watched.most, self._watched.under_way)
        try:
            self._meanwhile(text)
        finally:
            with self._watched.door:
                self._watched.under_way -= 1
        return sound_of(text)

    def rest(self) -> None:
        self.rested += 1

    def close(self) -> None:
        self.closed += 1


def sound_of(text: str) -> Sound:
    return Sound((np.sin(np.arange(100 * len(text)) / 9) / 5).astype(np.float32), 22_050)


def failing(_: str) -> None:
    raise SpeechError(tell("hỏng"))
