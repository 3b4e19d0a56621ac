"""playlist.yaml as the program holds it: the standing plan, which knows no date."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from broadcast.programme.hours import Window
from broadcast.programme.office import Office as Office
from broadcast.programme.office import PlanOnPaper as PlanOnPaper
from broadcast.programme.policy import Policy as Policy
from broadcast.programme.policy import ReleasePolicy as ReleasePolicy
from broadcast.programme.policy import Sealed as Sealed
from broadcast.programme.policy import SealKind as SealKind
from broadcast.programme.voice import Voice

PhaseId = NewType("PhaseId", str)
ScriptId = NewType("ScriptId", str)
"""`truoc/01-gioi-thieu`: the script's path below scripts/, without `.md`."""
SlotId = NewType("SlotId", str)
CampaignId = NewType("CampaignId", str)

COMMON_FOLDER = PhaseId("chung")
"""The folder of scripts that serve every phase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of the campaign, from its first day to its last, with scripts of its own."""

    id: PhaseId
    name: str
    first: date
    last: date
    campaign: CampaignId | None = None
    """The campaign it belongs to; None for a phase of the one campaign that playlist.yaml does not name."""
    folder: str = ""
    """The folder of its scripts, below scripts/; empty: the one named like the phase."""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def scripts_in(self) -> str:
        """Return the folder of the phase's scripts below scripts/, with forward slashes: `truoc`, `bao/truoc`."""
        return self.folder or self.id


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Something the ward speaks about for a time, in one phase or more; campaigns may overlap."""

    id: CampaignId
    name: str
    folder: str
    """The folder of its scripts below scripts/; what lies in it and in no phase's folder serves all its phases."""
    phases: tuple[Phase, ...]
    """In order of their days; at least one."""

    @property
    def first(self) -> date:
        """Return its first day."""
        return min(phase.first for phase in self.phases)

    @property
    def last(self) -> date:
        """Return its last day."""
        return max(phase.last for phase in self.phases)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotation:
    """What a slot plays whose scripts are dealt in turn: `count` scripts of a phase or folder for each session."""

    phase: PhaseId | None
    """The phase whose scripts are dealt, on its days; None: every phase that the day lies in, together."""
    count: int
    campaign: CampaignId | None = None
    """The campaign whose phases are meant; None: with `phase` one at the top of playlist.yaml, without it any."""
    folder: str | None = None
    """A folder below scripts/ whose scripts are dealt all the year, whatever phases there are; None: a phase's."""


class Drop(StrEnum):
    """Which announcements go first where a session is too long for the rules."""

    LAST = "last"
    LONGEST = "longest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One line of the timetable: a session as it stands on each of its days."""

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
    """When, on the same day, a missed session is aired instead; None: it is not."""
    campaign: CampaignId | None = None
    """The campaign it belongs to: outside its days it does not air; None: it stands all the year."""
    drop: Drop | None = None
    """What goes first where the session is too long; None: as the airtime rules say."""

    def falls_on(self, day: date) -> bool:
        """Whether the timetable has this slot on that day: by its weekday or by its date."""
        return day in self.on or day.weekday() in self.days


class ChangeKind(StrEnum):
    """What the ward changes of the timetable on one day."""

    SKIP = "skip"
    """The session does not air that day."""
    MOVE = "move"
    """The session airs at another time that day."""
    ADD = "add"
    """A session that the timetable does not have airs once, that day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One day, one session: what the ward changes of the standing timetable, and why."""

    id: str
    """What `undo` takes it back by; empty for one that stands in playlist.yaml."""
    kind: ChangeKind
    day: date
    session: SlotId
    """The slot that is skipped or moved; the new session's id where one is added."""
    reason: str = ""
    by: str = ""
    """Who wants it; empty where nobody was named."""
    at: time | None = None
    """The session's time that day; None where it is skipped."""
    name: str = ""
    """The session's name as it was then; empty where nobody has looked it up."""
    play: tuple[ScriptId, ...] = ()
    """What the added session plays, in order; empty otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AirtimeException:
    """What differs from the usual rules on some days, and why."""

    first: date
    last: date
    """The last day, included."""
    reason: str
    allowed: tuple[Window, ...] | None = None
    """The hours in place of the usual ones; without any, nothing may air. None: the usual ones."""
    add: tuple[Window, ...] = ()
    """Hours beside those."""
    max_sessions: int | None = None
    """How many sessions those days may have; None: the usual number."""

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class AirtimeRules:
    """The ward's own regulation: when the loudspeaker may speak. What it does not allow is refused."""

    allowed: tuple[Window, ...]
    days: frozenset[int]
    max_session: timedelta
    max_sessions: int
    exceptions: tuple[AirtimeException, ...]
    """In the order of writing: where two differ on one day, the later one holds."""
    drop: Drop = Drop.LAST
    """Which announcements go first where a session is too long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Devices:
    """The sound devices, by the names the operator knows; never by number."""

    loudspeakers: tuple[str, ...]
    """The ward's loudspeakers in order of choice: the first that can be opened sounds."""
    preview: str
    microphone: str | None = None
    """What the ward's own announcer reads into; None: the headphones' own, else the system's choice."""
    aircheck: str | None = None
    """The microphone that hears what the loudspeaker really says; None: nobody listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleSettings:
    """Where the console listens while a player runs."""

    address: str = "127.0.0.1"
    """Of the machine: its own browser reaches this one alone."""
    port: int = 8350
    certificate: str | None = None
    """A file in PEM, from the ward's folder on; None: one of the program's own making, where one is needed."""
    key: str | None = None
    """The certificate's private key, in PEM."""


class Channels(StrEnum):
    """How many channels carts have, and all that is made of them."""

    MONO = "mono"
    STEREO = "stereo"

    @property
    def number(self) -> int:
        """Return the number of channels: 1 for mono, 2 for stereo."""
        return 1 if self is Channels.MONO else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundSettings:
    """How carts sound. `opening` to `bed` name a sound: `builtin:NAME`, a file of the ward's own, or `none`."""

    opening: str
    sting: str
    closing: str
    bed: str
    loudness: float
    """Of every cart, in LUFS."""
    true_peak: float
    """No cart goes over this, in dBTP."""
    profile: str
    """`flat`, `horn`, `night`, or one of the ward's own."""
    own_profiles: Mapping[str, Mapping[str, float | str]] = field(default_factory=dict)
    """The ward's own profiles: `base` and the figures that differ from it."""
    channels: Channels = Channels.MONO


@dataclass(frozen=True, slots=True, kw_only=True)
class Playlist:
    """The whole of playlist.yaml, without a fault."""

    station: str
    """Its name, as it is spoken and shown."""
    zone: ZoneInfo
    opening: ScriptId | None
    """The script spoken over a session's opening sting (the station's name); None: the sting alone."""
    closing: ScriptId | None
    phases: tuple[Phase, ...]
    """Of every campaign; may overlap."""
    facts: Mapping[str, object]
    """Nested; the leaves are text as it was written, or None where the ward has not filled them in."""
    slots: tuple[Slot, ...]
    airtime: AirtimeRules
    devices: Devices
    voice: Voice
    sound: SoundSettings
    rehearse_at: time = time(20)
    """When, each evening, the next day is rehearsed."""
    notices: tuple[str, ...] = ()
    """Where a rehearsal's outcome is sent, as URLs of Apprise; they may hold passwords, so they are never
    shown."""
    anchors_to: str | None = None
    """The folder to which the log's signed heads are carried out, from the ward's folder on; None for none."""
    campaigns: tuple[Campaign, ...] = ()
    """The campaigns that have a name; phases at the top of playlist.yaml belong to one that has none."""
    release: ReleasePolicy = field(default_factory=ReleasePolicy)
    changes: tuple[Change, ...] = ()
    """What playlist.yaml changes of single days."""
    console: ConsoleSettings | None = None
    """None: a player runs without a console."""
    office: Office = field(default_factory=Office)
    plan: PlanOnPaper = field(default_factory=PlanOnPaper)
    fact_sources: Mapping[str, str] = field(default_factory=dict)
    """By a fact's name, `dai_hoi.ngay`, the document that it was taken from; for persons, never read out."""
    by_day: Mapping[date, tuple[Change, ...]] = field(init=False, compare=False, repr=False)
    """The same by their day, in the order of writing: a year of many changes is dealt day by day."""

    def __post_init__(self) -> None:
        """Sort the changes by day."""
        by_day: dict[date, list[Change]] = {}
        for change in self.changes:
            by_day.setdefault(change.day, []).append(change)
        object.__setattr__(self, "by_day", {day: tuple(those) for day, those in by_day.items()})

    def phase_of(self, day: date) -> Phase | None:
        """Find the first phase that the day lies in; None outside all campaigns."""
        return next((phase for phase in self.phases if day in phase), None)

    def campaign(self, id_: CampaignId) -> Campaign | None:
        """Find the campaign of that id; None where there is none."""
        return next((campaign for campaign in self.campaigns if campaign.id == id_), None)

    def phases_of(self, day: date) -> tuple[Phase, ...]:
        """List the phases that the day lies in, in the order of playlist.yaml; empty outside all campaigns."""
        return tuple(phase for phase in self.phases if day in phase)
