"""A file's claim of its length and its samples as they are decoded -> whether it is whole, in constant memory.

How to call it, in the child: `whole = Whole(claim, rate_hz)`, then `whole.add(samples)` with every block. Behind
the last one `whole.fault` says why the file may not air, and `whole.remark` what the ward should look at.
"""

import numpy as np

from broadcast.audio.dropouts import Dropouts
from broadcast.audio.sound import Samples
from broadcast.base.errors import Message
from broadcast.library.ingest.claim import Claim
from broadcast.library.ingest.lengths import END_S, fault, in_sound, remark, still


class Whole:
    """What a file claims, held against what has been decoded of it so far."""

    def __init__(self, claim: Claim, rate_hz: int) -> None:
        """Begin with nothing decoded; the samples to come have the rate `rate_hz`."""
        self.claim = claim
        self._rate_hz = rate_hz
        self._frames, self._power = 0, 0.0
        self._end = np.zeros(0, np.float32)
        self._dropouts = Dropouts(rate_hz)

    def add(self, samples: Samples) -> None:
        """Count the next block of samples, of shape (frames,) or (frames, channels)."""
        self._frames += len(samples)
        self._dropouts.add(samples)
        loudest = samples if samples.ndim == 1 else np.abs(samples).max(axis=1)
        self._power += float(np.dot(loudest, loudest))
        self._end = np.concatenate([self._end, loudest])[-max(1, round(END_S * self._rate_hz)) :]

    @property
    def seconds(self) -> float:
        """Return how long the sound is that was decoded so far."""
        return self._frames / self._rate_hz

    @property
    def fault(self) -> Message | None:
        """Return, once all is decoded, why the file may not air, in words that go on after its name, or None."""
        return fault(self.claim, self.seconds, ends_in_sound=self._ends_in_sound())

    @property
    def remark(self) -> Message | None:
        """Return, once all is decoded, what the ward should look at, in such words; None: nothing is odd."""
        return remark(self.claim, self.seconds, ends_in_sound=self._ends_in_sound())

    @property
    def still(self) -> Message | None:
        """Return, once all is decoded, where no sound came, in such words; None: it came everywhere."""
        return still(self._dropouts.found())

    def _ends_in_sound(self) -> bool:
        if not self._frames:
            return False
        return in_sound(float(np.sqrt(np.mean(self._end**2))), float(np.sqrt(self._power / self._frames)))
