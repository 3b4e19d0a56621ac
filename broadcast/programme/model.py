"""The nouns of the station, frozen, and the states they can be in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from broadcast.base.errors import Message

PhaseId = NewType("PhaseId", str)
ScriptId = NewType("ScriptId", str)
"""`truoc/01-gioi-thieu`: the script's path below scripts/, without `.md`."""
SlotId = NewType("SlotId", str)
CueId = NewType("CueId", str)
"""`2025-10-06/sang/truoc/01-gioi-thieu`: day, session, script; unique in the journal."""
Fingerprint = NewType("Fingerprint", str)
"""sha256, in hex, of everything a sound is made of."""

COMMON_FOLDER = PhaseId("chung")
"""The folder of scripts that serve every phase."""


# --- the standing plan: playlist.yaml, as the program holds it ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    id: PhaseId
    name: str
    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """So many scripts of a phase, dealt in turn."""

    phase: PhaseId | None
    """None: the phase of the day."""
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One line of the timetable; knows no date."""

    id: SlotId
    name: str
    at: time
    days: frozenset[int]
    """Weekdays, Monday 0."""
    on: frozenset[date]
    """Single dates, besides `days`."""
    grace: timedelta
    """How late the session may still start."""
    play: tuple[ScriptId, ...] | Rotation
    make_up: time | None = None
    """When a session that was missed is aired instead, on the same day."""

    def falls_on(self, day: date) -> bool:
        return day in self.on or day.weekday() in self.days


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From its start up to, and not with, its end; a window does not cross midnight."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H:%M}-{self.end:%H:%M}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AirtimeException:
    day: date
    allowed: tuple[Window, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Airtime:
    """The ward's own regulation: when the loudspeaker may speak. What it does not allow is refused."""

    allowed: tuple[Window, ...]
    days: frozenset[int]
    max_session: timedelta
    max_sessions: int
    exceptions: tuple[AirtimeException, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """Devices by name; never by number."""

    loudspeakers: tuple[str, ...]
    """The ward's, in order of choice: the first that can sound does."""
    preview: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    engines: tuple[str, ...]
    """In order of preference."""
    speed: float
    pitch: float = 0.0
    """Semitones above the engine's own."""


class Channels(StrEnum):
    """Of carts, and of all that is made of them."""

    MONO = "mono"
    STEREO = "stereo"

    @property
    def number(self) -> int:
        return 1 if self is Channels.MONO else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """Each sound is `builtin:NAME`, a file of the ward's own, or `none`."""

    opening: str
    sting: str
    closing: str
    bed: str
    loudness: float
    """LUFS."""
    true_peak: float
    """dBTP."""
    profile: str
    """`flat`, `horn`, `night`, or one of the ward's own."""
    own_profiles: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    """The ward's own profiles: `base` and the figures that differ from it."""
    channels: Channels = Channels.MONO


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist:
    station: str
    zone: ZoneInfo
    opening: ScriptId | None
    """Spoken over the opening sting of a session: the station's name."""
    closing: ScriptId | None
    phases: tuple[Phase, ...]
    facts: Mapping[str, object]
    """Nested; the leaves are text as it was written, or None where the ward has not filled them in."""
    slots: tuple[Slot, ...]
    airtime: Airtime
    devices: Devices
    voice: Voice
    sound: SoundSettings
    rehearse_at: time = time(20)
    """When, each evening, the next day is rehearsed."""
    notices: tuple[str, ...] = ()
    """Where the outcome is told, as URLs of Apprise; they may hold passwords, so they are never shown."""

    def phase_of(self, day: date) -> Phase | None:
        return next((phase for phase in self.phases if day in phase), None)


# --- one day ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One script's airing in a session."""

    id: CueId
    script: ScriptId


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A slot on its day: one unbroken programme from a fixed second."""

    id: str
    """`2025-10-06/sang`."""
    slot: SlotId
    name: str
    at: datetime
    grace: timedelta
    cues: tuple[Cue, ...]
    refused: Message | None = None
    """Why the airtime rules do not let it air; None when they do."""
    make_up: datetime | None = None
    """When it is aired instead, should it be missed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    day: date
    phase: Phase | None
    sessions: tuple[Session, ...]
    """In order of time."""


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
    """Loudness range, measured on the finished file."""
    fallback: Message | None = None
    """Why the preferred voice does not speak; None when it does."""
    speech: tuple[tuple[int, int], ...] = ()
    """Frames [start, end) of each stretch of speech."""

    @property
    def seconds(self) -> float:
        return self.frames / self.rate_hz

    @property
    def pauses(self) -> tuple[int, ...]:
        """Frames at which it may be led out early: a tenth of a second into each pause of the speaker."""
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
    NO_SPEECH = "no_speech"
    BAD_SOUND = "bad_sound"
    DISK = "disk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unready:
    """Why there is no cart; the reason travels with the cue."""

    reason: Reason
    why: Message
    facts: tuple[str, ...] = ()


# --- who may make it speak, and who may not let it ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A person answers for airing what the airtime rules do not allow; written in the as-run log."""

    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Why nothing may sound now."""

    why: Message
    time_is_known: bool
    """False: nothing can be said of what is late, and nothing is written down as missed."""


class Urgency(StrEnum):
    """The levels of bulletin of Circular 39/2020/TT-BTTTT."""

    USUAL = "thuong"
    PRIORITY = "uu-tien"
    EMERGENCY = "khan-cap"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bulletin:
    """An announcement that somebody wants aired now, beside the timetable; its cart is made."""

    id: str
    """`2025-10-06/khan-cap.063112`: in a session's place; the dot keeps it apart from the timetable's."""
    script: ScriptId
    fingerprint: Fingerprint
    urgency: Urgency
    by: str
    times: int
    expires: datetime
    override: Override | None = None


# --- what was heard ---


class Outcome(StrEnum):
    AIRED = "aired"
    """Every sample was taken by the device in real time."""
    CUT = "cut"
    """It began, and did not come to its end."""
    MISSED = "missed"
    """It did not begin within its grace, or there was nothing to air."""
    REFUSED = "refused"
    """The airtime rules did not let it begin."""


class CueState(StrEnum):
    """What `today` says of a cue."""

    READY = "ready"
    UNREADY = "unready"
    PLANNED = "planned"
    """Its script is in order; its cart is not made yet."""
    AIRED = "aired"
    CUT = "cut"
    MISSED = "missed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Airing:
    """One line of the as-run log."""

    cue: CueId
    script: ScriptId
    attempt: int
    """From 1; a cut cue may be begun again. 0 for a cue that never began."""
    planned: datetime
    started: datetime | None
    ended: datetime | None
    frames: int
    """Frames of the cart that the device confirmed."""
    of_frames: int
    """Frames the cart has."""
    rate_hz: int
    outcome: Outcome | None
    """None while it is on air."""
    engine: str
    note: str = field(default="")

    @property
    def seconds(self) -> float:
        return self.frames / self.rate_hz if self.rate_hz else 0.0
