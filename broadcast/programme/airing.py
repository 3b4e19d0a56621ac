"""What was heard of a cue, once, as the as-run log has it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from broadcast.base.errors import Message
from broadcast.programme.evidence import AtOutput, MadeOf
from broadcast.programme.ids import CueId, Fingerprint, session_of
from broadcast.programme.settings import ScriptId


class Part(StrEnum):
    """What of a programme an airing is."""

    CUE = "cue"
    OPENING = "opening"
    CLOSING = "closing"
    BULLETIN = "bulletin"


class Outcome(StrEnum):
    """What became of a cue's airing."""

    AIRED = "aired"
    """Every sample was taken by the device in real time."""
    CUT = "cut"
    """It began, and did not come to its end."""
    MISSED = "missed"
    """It did not begin within its grace, or there was nothing to air."""
    REFUSED = "refused"
    """The airtime rules did not let it begin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """One reason that the as-run log keeps."""

    code: str
    """A stable word for programs (record/codes.py); `other` for a reason that has none."""
    what: Message
    """The same in words for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AiredRelease:
    """By whose release something was aired."""

    serial: int = 0
    """The serial number of the release; 0 where nobody had released it."""
    by: str = ""
    why: Message | None = None
    """Why it is not released; None where it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Airing:
    """One line of the as-run log: what was heard of a cue, once; or of an opening or a closing."""

    cue: CueId
    script: ScriptId
    attempt: int
    """Which beginning of the cue this is, from 1: a cut cue may be begun again. 0 for a cue that never began."""
    planned: datetime
    """When its first frame should have sounded."""
    started: datetime | None
    ended: datetime | None
    frames: int
    """Frames of the cart that the device confirmed."""
    of_frames: int
    """Frames the cart has."""
    rate_hz: int
    outcome: Outcome | None
    """What became of this airing; None while the cue is on air, and where a crash left it so."""
    engine: str
    note: str = field(default="")
    """Why it came out so, and how it came to be aired, in Vietnamese; empty where it aired as planned."""
    reasons: tuple[Why, ...] = ()
    """The same, one by one."""
    fallback: Message | None = None
    """Why the preferred voice did not speak; None when it did. It says nothing of how the airing came out."""
    music: tuple[Message, ...] = ()
    """What was done to the ward's own music around it, as `Cart.music`; empty in lines of older versions."""
    part: Part = Part.CUE
    title: str = ""
    """The script's title, or a bulletin's first words, as they were then; empty in lines of older versions."""
    text: str = ""
    """What was spoken, in full, as it was then; empty in lines of older versions."""
    fingerprint: Fingerprint | None = None
    """Of the cart that aired; None in lines of older versions and for a cue that never began."""
    session: str = ""
    """The session's name, as it was then; empty in lines of older versions."""
    campaign: str = ""
    """The campaign's id; empty for none."""
    release: AiredRelease | None = None
    """By whose release it was aired; None in lines of older versions, and where nobody need release it."""
    made: MadeOf | None = None
    """What its sound was made of; None in lines of older versions and for a cue that never began."""
    output: AtOutput | None = None
    """What left the station for the loudspeaker; None in lines of older versions, and where it has no end."""

    @property
    def is_announcement(self) -> bool:
        """Whether it is a cue's or a bulletin's, and counts as one; an opening or a closing is none."""
        return self.part in (Part.CUE, Part.BULLETIN)

    @property
    def why(self) -> Message | None:
        """Return the reasons as one sentence, to be told in the reader's language; None where there is none."""
        told: Message | None = None
        for reason in self.reasons:
            told = reason.what if told is None else Message("{a}; {b}", {"a": told, "b": reason.what})
        return told

    @property
    def session_id(self) -> str:
        """Return the id of the session, or of the bulletin, that it belongs to: `2025-10-06/sang`."""
        return session_of(self.cue)

    @property
    def seconds(self) -> float:
        """Return how many seconds of the cart were heard; 0.0 for a cue that never began."""
        return self.frames / self.rate_hz if self.rate_hz else 0.0
