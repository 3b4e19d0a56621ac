"""The ward's loudspeakers in its order -> one output: the first that can sound does."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from broadcast.audio.sound import Samples
from broadcast.base.clock import Clock
from broadcast.base.errors import DeviceError, DeviceLost, Message, tell
from broadcast.playout.output import Heard, Output, Played, Source

_LEFT_ALONE_S = 60.0
"""A device that broke off a programme, or took some of it and did not sound, comes last for so long."""


class Choices:
    """Several loudspeakers as one Output: one of them sounds a whole programme, never a part of it."""

    def __init__(
        self, outputs: Sequence[Output], clock: Clock, told: Callable[[Message], None] = lambda _: None
    ) -> None:
        """Hold `outputs`, at least one, in order of choice.

        `told` is called with a sentence before a device sounds that is not the first choice: which, and why.
        """
        self.outputs = tuple(outputs)
        """The first is the first choice."""
        self._clock = clock
        self._told = told
        self._broke_s: dict[str, float] = {}
        self._trying = outputs[0]

    @property
    def name(self) -> str:
        """Return the name of the device that sounds, or is tried; the first choice's while none is."""
        return self._trying.name

    def play(self, source: Source, *, at: datetime | None, heard: Heard) -> Played:
        """Play the source, as Output.play, on the first device that can sound; return what went out there.

        A device that broke off a programme in the last minute is tried last. Raises the DeviceError of the first
        that was tried where none can sound, and at once that of a device that took some of the source: another
        would begin in the middle.
        """
        errors: list[DeviceError] = []
        for output in sorted(self.outputs, key=self._left_alone):
            reading = _Reading(source, partial(self._tell, output, tuple(errors)))
            self._trying = output
            try:
                return output.play(reading, at=at, heard=heard)
            except DeviceLost:
                self._broke_s[output.name] = self._clock.monotonic()
                raise
            except DeviceError as error:
                if reading.begun:  # the next one would begin in the middle
                    self._broke_s[output.name] = self._clock.monotonic()
                    raise
                errors.append(error)
            finally:
                self._trying = self.outputs[0]
        raise errors[0]

    def _left_alone(self, output: Output) -> bool:
        broke_s = self._broke_s.get(output.name)
        return broke_s is not None and self._clock.monotonic() - broke_s < _LEFT_ALONE_S

    def _tell(self, output: Output, errors: Sequence[DeviceError]) -> None:
        if output is self.outputs[0]:
            return
        why = errors[0].what if errors else tell("loa “{name}” vừa hỏng giữa chừng", name=self.outputs[0].name)
        self._told(tell("phát ra loa “{name}”: {why}", name=output.name, why=why))


class _Reading:
    """A source, and whether anything was taken from it: a device does so when it is open and about to sound."""

    def __init__(self, source: Source, begins: Callable[[], None]) -> None:
        self._source = source
        self._begins = begins
        self.begun = False

    @property
    def rate_hz(self) -> int:
        return self._source.rate_hz

    @property
    def channels(self) -> int:
        return self._source.channels

    def read(self, frames: int) -> Samples:
        if not self.begun:
            self.begun = True
            self._begins()
        return self._source.read(frames)
