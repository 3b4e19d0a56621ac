"""The nouns of a day, frozen, and the states they can be in."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NewType

from broadcast.base.errors import Message
from broadcast.programme.evidence import AtOutput, MadeOf
from broadcast.programme.ids import session_of
from broadcast.programme.settings import CampaignId, Drop, Phase, ScriptId, SlotId

CueId = NewType("CueId", str)
"""`2025-10-06/sang/truoc/01-gioi-thieu`: day, session, script; unique in the journal."""
Fingerprint = NewType("Fingerprint", str)
"""sha256, in hex, of everything a sound is made of."""


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


# --- what was heard ---


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


def music_told(those: Iterable[Cart | Airing]) -> tuple[Message, ...]:
    """List what is told of the music in carts or airings, each sentence once, in their order."""
    return tuple({str(one): one for each in those for one in each.music}.values())
