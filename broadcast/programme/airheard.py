"""What a microphone by the loudspeaker heard of a cue, in words: clearly, in part, perhaps, not at all.

That the machine handed sound to the loudspeaker is another thing, and the record tells it elsewhere.
"""

from dataclasses import dataclass
from enum import StrEnum

from broadcast.base.errors import Message, tell
from broadcast.programme.model import CueId

CLEAR, NOTHING = 0.6, 0.2
"""Scores: from the first on it was heard clearly, under the second not at all."""
_LITTLE_S = 0.25
"""Seconds of speech: so little is nothing, half a second is the least that is told."""


class HowHeard(StrEnum):
    """How a cue was heard at the loudspeaker."""

    CLEAR = "clear"
    PARTLY = "partly"
    UNSURE = "unsure"
    NOT_HEARD = "not_heard"
    NO_MICROPHONE = "no_microphone"


@dataclass(frozen=True, slots=True, kw_only=True)
class AirHeard:
    """One comparison of what a microphone heard with the cart that was sent; no sound of it is kept."""

    cue: CueId
    attempt: int
    score: float = 0.0
    """0 to 1: how clearly the speech was heard, over all of it."""
    level_db: float | None = None
    """What the microphone heard, to full scale (RMS); None where there was none."""
    offset_s: float | None = None
    """How much later it was heard than the machine told that it begins; None where it was not."""
    drift_ppm: float = 0.0
    heard_s: float = 0.0
    of_s: float = 0.0
    """Seconds of speech: heard, and sent."""
    missing: tuple[tuple[float, float], ...] = ()
    """Stretches of the cart that were not heard, in seconds from its beginning."""
    shifts: tuple[tuple[float, float], ...] = ()
    """(second of the cart, seconds later): from there on the words come earlier or later than sent."""
    again_s: tuple[float, ...] = ()
    """How many seconds after the first time the same was heard once more."""
    why: Message | None = None
    """Why nobody listened; None where somebody did."""

    @property
    def how(self) -> HowHeard:
        """Return how it was heard, in a word."""
        if self.why is not None:
            return HowHeard.NO_MICROPHONE
        if self.score < NOTHING:
            return HowHeard.NOT_HEARD
        if self.missing or self.shifts or self.of_s - self.heard_s > _LITTLE_S:
            return HowHeard.PARTLY
        return HowHeard.CLEAR if self.score >= CLEAR else HowHeard.UNSURE

    @property
    def told(self) -> tuple[Message, ...]:
        """Return what to tell of it: how it was heard, then what of it was missing, moved, or came twice."""
        return (self._in_a_word, *self._missing_told, *self._moved_told, *self._again_told)

    @property
    def _in_a_word(self) -> Message:
        match self.how:
            case HowHeard.CLEAR:
                return tell("nghe rõ")
            case HowHeard.PARTLY:
                return tell(
                    "nghe được một phần, {heard:.0f} trên {of:.0f} giây lời", heard=self.heard_s, of=self.of_s
                )
            case HowHeard.UNSURE:
                return tell("không chắc")
            case HowHeard.NOT_HEARD:
                return tell("không nghe thấy")
            case _:
                return tell("không có micro nghe kiểm ({why})", why=self.why)

    @property
    def _missing_told(self) -> tuple[Message, ...]:
        if not self.missing or self.how is HowHeard.NOT_HEARD:
            return ()
        start, end = self.missing[0]
        if len(self.missing) == 1:
            return (tell("mất từ giây {start:.1f} đến giây {end:.1f} của bài", start=start, end=end),)
        return (
            tell("mất {count} đoạn, đoạn đầu từ giây {start:.1f} đến giây {end:.1f} của bài",
                 count=len(self.missing), start=start, end=end),
        )  # fmt: skip

    @property
    def _moved_told(self) -> tuple[Message, ...]:
        if not self.shifts:
            return ()
        return (tell("từ giây {at:.0f} của bài lời khác với bản đã gửi", at=self.shifts[0][0]),)

    @property
    def _again_told(self) -> tuple[Message, ...]:
        return (tell("nghe thấy {count} lần", count=len(self.again_s) + 1),) if self.again_s else ()
