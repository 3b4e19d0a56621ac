"""Children that speak espeak, kept from one test to the next: where their start and their end are not the subject.

A start costs 0.2 s of processor, and each command that makes a cart starts one or two.
"""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from typing import Any

import pytest

from broadcast.audio.sound import Sound
from broadcast.production.voices import Engine, roster
from broadcast.production.voices.espeak import Espeak
from broadcast.production.voices.isolate import Isolated

_kept: SimpleQueue[Isolated] = SimpleQueue()
"""Those that nobody speaks with just now; they end with this process, which holds their stdin."""


class Lent:
    """As Isolated, of espeak: it speaks with a child that outlives it."""

    name = Espeak.name
    identity = Espeak().identity

    def speak(self, text: str, *, speed: float) -> Sound:
        try:
            child = _kept.get_nowait()
        except Empty:
            child = Isolated(Espeak, deadline_s=60.0)
        try:
            return child.speak(text, speed=speed)
        finally:
            _kept.put(child)

    def rest(self) -> None: ...

    def close(self) -> None: ...


def lend_voices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have espeak speak in children that are kept, to the end of the test; other voices have their own."""

    def made(make: Callable[[], Engine], **settings: Any) -> Lent | Isolated:
        return Lent() if make is Espeak else Isolated(make, **settings)

    monkeypatch.setattr(roster, "Isolated", made)
