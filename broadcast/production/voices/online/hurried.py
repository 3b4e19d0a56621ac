"""A voice of the network -> the same, for which nobody waits long: for what must be heard at once."""

from broadcast.audio.sound import Sound
from broadcast.base.clock import Clock
from broadcast.base.errors import EngineOffline, Message, SpeechError, tell
from broadcast.production.voices.isolate import Isolated, Make

ANSWER_S = 3.0
"""A voice that has not answered by then is not asked again."""
ALL_S = 8.0
"""All that the voices of the network say together takes no longer."""


class Patience:
    """How long one announcement may still wait for the voices of the network, all of them together."""

    def __init__(self, left_s: float = ALL_S) -> None:
        """Begin with `left_s` seconds."""
        self.left_s = left_s


class Hurried(Isolated):
    """An Isolated voice that is given up for good at its first failure, and at the first answer that is late."""

    def __init__(
        self, make: Make, *, who: Message, clock: Clock, patience: Patience, answer_s: float = ANSWER_S
    ) -> None:
        """As Isolated. `who`: the voice in the middle of a sentence; `patience`: shared with the other voices.

        `answer_s`: seconds for one utterance, the child's start included.
        """
        super().__init__(make, deadline_s=answer_s)
        self._who = who
        self._clock = clock
        self._patience = patience
        self._answer_s = answer_s

    def speak(self, text: str, *, speed: float) -> Sound:
        """As Isolated; but raises EngineOffline, which nobody asks again, for whatever fails or is late."""
        if self._patience.left_s <= 0:
            raise EngineOffline(tell("khẩn cấp, không chờ {who} lâu hơn", who=self._who))
        self._deadline_s = min(self._answer_s, self._patience.left_s)
        begin_s = self._clock.monotonic()
        try:
            return super().speak(text, speed=speed)
        except SpeechError as error:
            raise EngineOffline(error.what) from error
        finally:
            self._patience.left_s -= self._clock.monotonic() - begin_s
