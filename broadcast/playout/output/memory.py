"""A sound in memory -> a Source."""

from broadcast.audio.sound import Samples, Sound


class InMemory:
    """A Source that reads a sound held whole in memory: a jingle, a test."""

    def __init__(self, sound: Sound) -> None:
        self._samples = sound.samples
        self._next = 0
        self.rate_hz = sound.rate_hz
        self.channels = sound.channels

    def read(self, frames: int) -> Samples:
        """Return the next `frames` frames of the sound, in its own shape; fewer only at its end, and then none."""
        part = self._samples[self._next : self._next + frames]
        self._next += len(part)
        return part
