"""The nouns of a day, frozen, and the states they can be in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from broadcast.base.errors import Message
from broadcast.programme.airing import AiredRelease as AiredRelease
from broadcast.programme.airing import Airing as Airing
from broadcast.programme.airing import Outcome as Outcome
from broadcast.programme.airing import Part as Part
from broadcast.programme.airing import Why as Why
from broadcast.programme.ids import CueId as CueId
from broadcast.programme.ids import Fingerprint as Fingerprint
from broadcast.programme.settings import CampaignId, Drop, Phase, ScriptId, SlotId


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One script at its place in a session: what is to air once."""

    id: CueId
    script: ScriptId
    title: str = ""
    """The script's title on the day it was dealt; empty where nobody has looked it up."""
    text: str = ""
    """What is spoken, in full, as it was when the cue was dealt; empty where nobody has looked it up."""
    version: str = ""
    """sha256, in hex, of what the script says and of its recording: the same for as long as the listener hears the
    same. Empty where nobody has looked it up."""
    cart: Fingerprint | None = None
    """The very cart that airs, once its session has begun; None before."""
    basis: str = field(default="", compare=False)
    """The place in the plan that the script serves, as it was when it was dealt; empty where it names none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A script that its slot would play, and that is not dealt on this day."""

    script: ScriptId
    title: str = ""
    why: Message
    """A draft, not yet or no longer valid, not on this weekday, or dropped because the session is too long."""
    basis: str = field(default="", compare=False)
    """As of Cue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A slot on its day: one unbroken programme from a fixed second (buổi phát)."""

    id: str
    """`2025-10-06/sang`."""
    slot: SlotId
    name: str
    at: datetime
    grace: timedelta
    """How late after `at` it may still start."""
    cues: tuple[Cue, ...]
    refused: Message | None = None
    """Why the airtime rules do not let it air; None when they do."""
    make_up: datetime | None = None
    """When it is aired instead, should it be missed; None where the timetable gives it no other time."""
    off: Message | None = None
    """Why the ward itself does without it this day: a skip, or a day without broadcasting; no fault. None where it
    does not."""
    campaign: CampaignId | None = None
    """The campaign it belongs to; None for one of the standing timetable."""
    left_out: tuple[LeftOut, ...] = ()
    drop: Drop = Drop.LAST
    """Which cues go first where the session is too long for the rules."""

    @property
    def is_to_air(self) -> bool:
        """Whether it may air: neither refused by the rules nor taken out by the ward. It may be empty still."""
        return self.refused is None and self.off is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """One day's sessions, dealt from the timetable."""

    day: date
    phase: Phase | None
    """The first phase that `day` lies in; None outside all campaigns."""
    sessions: tuple[Session, ...]
    """In order of time; the refused ones, and those that the ward does without, too."""
    phases: tuple[Phase, ...] = ()
    """Every phase that `day` lies in."""
    off: Message | None = None
    """Why the ward does not broadcast at all on this day, in its own words; None where it does."""


# --- sound that is ready, or is not ---


_PAUSE_S = 0.25
"""Shorter holes are inside a sentence: before a stop consonant, after a comma."""
_SENTENCE_PAUSE_S = 0.35
"""A silence this long lies between sentences, not within one."""
_INTO_PAUSE_S = 0.1
"""The last sound has died away by then."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cart:
    """A finished announcement: one file, made once, measured once."""

    fingerprint: Fingerprint
    engine: str
    """Which voice speaks: `gtts`, `espeak`, `recording`, or `-` where nobody does."""
    frames: int
    rate_hz: int
    loudness: float
    """LUFS, measured on the finished file."""
    true_peak: float
    """dBTP, measured on the finished file."""
    channels: int = 1
    range_lu: float = 0.0
    """Loudness range in LU, measured on the finished file."""
    fallback: Message | None = None
    """Why the preferred voice does not speak; None when it does."""
    remarks: tuple[Message, ...] = ()
    """What a person should know of it that keeps it off no air: what of a recording is not aired, and such."""
    speech: tuple[tuple[int, int], ...] = ()
    """Frames [start, end) of each stretch of speech, counted from 0 at the cart's beginning."""
    music: tuple[Message, ...] = ()
    """What was done to the ward's own music in it, or why ours stands in for it; empty where nothing was."""
    sha256: str = field(default="", compare=False)
    """Of its file, in hex, as the library has found it; empty where it comes from nowhere else."""
    version: str = field(default="", compare=False)
    """Of what it was made to say, as `Cue.version`; set as it is put on the rack, and never kept with its file."""

    @property
    def seconds(self) -> float:
        """Return the length of the cart in seconds."""
        return self.frames / self.rate_hz

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """List the frames [start, end) of its stretches of speech, those joined that lie closer than 0.35 s."""
        joined: list[tuple[int, int]] = []
        for start, end in self.speech:
            if joined and start - joined[-1][1] < _SENTENCE_PAUSE_S * self.rate_hz:
                joined[-1] = (joined[-1][0], end)
            else:
                joined.append((start, end))
        return tuple(joined)

    @property
    def pauses(self) -> tuple[int, ...]:
        """List the frames (from 0) at which the cart may be faded out early: 0.1 s into each longer silence.

        Counted are silences of at least 0.25 s after a stretch of speech, also the last one; empty where there is
        none.
        """
        ends = [end for _, end in self.speech]
        next_starts = [*(start for start, _ in self.speech[1:]), self.frames]
        least, into = (round(seconds * self.rate_hz) for seconds in (_PAUSE_S, _INTO_PAUSE_S))
        return tuple(end + into for end, start in zip(ends, next_starts, strict=False) if start - end >= least)


class Reason(StrEnum):
    """Why a cue has no cart."""

    MISSING_FACT = "missing_fact"
    FAULTY_SCRIPT = "faulty_script"
    UNKNOWN_SCRIPT = "unknown_script"
    DOUBTFUL_READING = "doubtful_reading"
    DRAFT = "draft"
    NO_SPEECH = "no_speech"
    BAD_SOUND = "bad_sound"
    DISK = "disk"
    NOT_RELEASED = "not_released"
    """Nobody has released it, and the ward asks for that."""
    CHANGED = "changed"
    """What was dealt is not what the files say any more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unready:
    """What lies on the rack in a cart's place: why there is none."""

    reason: Reason
    why: Message
    facts: tuple[str, ...] = ()
    """The names of the missing facts, as playlist.yaml nests them (`dai_hoi.ngay`); empty for any other reason."""


# --- who may make it speak, and who may not let it ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Who answers, and why, for airing what the airtime rules do not allow; it goes into the as-run log."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A reason why nothing may sound now: a stop, or a clock that is not believed."""

    why: Message
    time_is_known: bool
    """False: the clock is not believed, so nothing can be said of what is late, and nothing is logged as
    missed."""


class CueState(StrEnum):
    """How `today` says a cue stands."""

    READY = "ready"
    UNREADY = "unready"
    PLANNED = "planned"
    """Its script is in order; its cart is not made yet."""
    WAITING = "waiting"
    """Its second is over; it may still air within its grace, or at its make-up time."""
    ON_AIR = "on_air"
    UNSETTLED = "unsettled"
    """It has begun by the record, which has no end of it; no player says whether it sounds."""
    AIRED = "aired"
    CUT = "cut"
    MISSED = "missed"
    REFUSED = "refused"
    NOT_AIRED = "not_aired"
    """Its time is over, and the record has no line of it."""


def music_told(those: Iterable[Cart | Airing]) -> tuple[Message, ...]:
    """List what is told of the music in carts or airings, each sentence once, in their order."""
    return tuple({str(one): one for each in those for one in each.music}.values())
