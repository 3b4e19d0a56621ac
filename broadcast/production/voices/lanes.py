"""An engine in several children -> one engine that speaks as many utterances at a time.

For engines that only compute: a voice of the network is asked one thing at a time.
"""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from queue import Empty, LifoQueue
from types import TracebackType
from typing import Protocol

from broadcast.audio.sound import Sound
from broadcast.production.voices import Engine


class Lane(Engine, Protocol):
    """An Engine in a child of its own: `Isolated`."""

    def rest(self) -> object:
        """End the child; the next utterance starts another."""

    def close(self) -> object:
        """End the child by force, with what it speaks, and start no other; any thread may."""


class Lanes(AbstractContextManager["Lanes"]):
    """An Engine of several lanes, each the same engine in a child of its own; any thread may speak and close it.

    Whoever speaks takes a free lane, and waits for one where there is none: a lane says one utterance at a time.
    """

    def __init__(self, lanes: Sequence[Lane], *, beside_sound: int) -> None:
        """Hold the lanes, one at least; no child is started yet.

        `beside_sound`: how many may speak while a programme sounds; 0 where none may begin an utterance then.
        """
        self._lanes = lanes
        self._free: LifoQueue[Lane] = LifoQueue()
        for lane in reversed(lanes):  # the first one is taken first: one utterance after another needs one child
            self._free.put(lane)
        self.beside_sound = beside_sound

    @property
    def count(self) -> int:
        """Return how many utterances can be spoken at a time."""
        return len(self._lanes)

    @property
    def name(self) -> str:
        """Return the engine's name."""
        return self._lanes[0].name

    @property
    def identity(self) -> str:
        """Return the engine's identity."""
        return self._lanes[0].identity

    def speak(self, text: str, *, speed: float) -> Sound:
        """Have a free lane say one utterance; return its sound. Raises what the lane raises."""
        lane = self._free.get()
        try:
            return lane.speak(text, speed=speed)
        finally:
            self._free.put(lane)

    def rest(self) -> None:
        """End the children that say nothing just now, and with them their memory; the next utterance starts anew.

        To be called where nobody begins an utterance meanwhile.
        """
        resting = []
        try:
            while True:
                resting.append(self._free.get_nowait())
        except Empty:
            pass
        for lane in reversed(resting):
            lane.rest()
            self._free.put(lane)

    def close(self) -> None:
        """End all children by force, with what they speak, and start no other."""
        for lane in self._lanes:
            lane.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
