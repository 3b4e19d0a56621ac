"""What playlist.yaml may hold, section by section: the shape that pydantic holds a file against."""

import datetime as dt
import re
from collections.abc import Callable
from datetime import time, timedelta
from functools import partial
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from broadcast.base.errors import tell
from broadcast.base.onscreen import one_line
from broadcast.programme.described_voice import Answer, BodyKind, EdgeVoice
from broadcast.programme.hours import Window
from broadcast.programme.settings import Channels, Drop, Policy, Sealed, SealKind
from broadcast.programme.voice import FASTEST, SLOWEST, USUAL_ENGINES, Announcer
from broadcast.ward.release_values import parse_policy, parse_seal, parse_sealed
from broadcast.ward.values import (
    WrongValueError,
    parse_announcer,
    parse_channels,
    parse_date,
    parse_days,
    parse_drop,
    parse_duration,
    parse_engine,
    parse_folder,
    parse_id,
    parse_notice_url,
    parse_script_name,
    parse_time,
    parse_window,
    parse_zone,
    shown,
)
from broadcast.ward.voice_values import (
    checked_headers,
    parse_address,
    parse_answer,
    parse_body_kind,
    parse_edge_voice,
    parse_method,
    parse_wait,
)


def _one_or_more(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _or_empty(kind: type[Any]) -> Callable[[Any], Any]:
    """Let a section whose every line is commented out be none."""
    return lambda value: kind() if value is None else value


def _listed(value: Any) -> Any:
    """One value, or several with commas between them, where a list is meant."""
    if isinstance(value, str):
        return [part for part in re.split(r"\s*[,;]\s*", value.strip()) if part]
    return _one_or_more(value)


def _text(parse: Callable[[str], Any]) -> BeforeValidator:
    """Let `parse` see text only: YAML may have given a list or nothing where one value was meant."""

    def parse_text(value: Any) -> Any:
        if not isinstance(value, str):
            raise WrongValueError(tell("chỗ này cần đúng một giá trị, viết trên một dòng"))
        return parse(value)

    return BeforeValidator(parse_text)


def _number_or_name(value: Any) -> Any:
    """A figure of a profile as a number; what is none stays text and is told by the profile itself."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return shown(value) if isinstance(value, str) else value


def _stripped(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    return value.strip() if any(sign.isprintable() and not sign.isspace() for sign in value) else ""


_Something = Annotated[str, Field(min_length=1)]
Text = Annotated[_Something, BeforeValidator(_stripped), AfterValidator(one_line)]
Id = Annotated[str, _text(parse_id)]
Day = Annotated[dt.date, _text(parse_date)]
Moment = Annotated[time, _text(parse_time)]
Length = Annotated[timedelta, _text(partial(parse_duration, most=timedelta(days=1)))]
Days = Annotated[frozenset[int], BeforeValidator(parse_days)]
Windows = Annotated[list[Annotated[Window, _text(parse_window)]], BeforeValidator(_listed)]
ScriptName = Annotated[str, _text(parse_script_name)]


class Section(BaseModel):
    """A part of the file with fixed keys."""

    # built when a file is first read, the whole at once, and not each section for itself
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True, defer_build=True)


class StationSection(Section):
    """`station`: the ward's station."""

    name: Text
    timezone: Annotated[ZoneInfo, _text(parse_zone)]
    opening: ScriptName | None = None
    closing: ScriptName | None = None
    office: Annotated[list[Text], BeforeValidator(_one_or_more), Field(max_length=3)] = []
    place: Text = ""
    rehearse_at: Moment = time(20)
    notices: Annotated[list[Annotated[str, _text(parse_notice_url)]], BeforeValidator(_one_or_more)] = []


class PlanSection(Section):
    """`plan`: the written plan that the station carries out."""

    name: Text = ""
    lines: Annotated[dict[str, Text], BeforeValidator(_or_empty(dict))] = {}


class PhaseSection(Section):
    """A phase: its name and its days."""

    name: Text
    from_: Day = Field(alias="from")
    until: Day


class RotationSection(Section):
    """`play` where a session deals in turn."""

    rotate: Annotated[str, _text(parse_folder)]
    count: int = Field(ge=1, le=50)


class SessionSection(Section):
    """One of `sessions`."""

    id: Id
    name: Text
    at: Moment
    days: Days = frozenset()
    on: Annotated[list[Day], BeforeValidator(_listed)] = []
    grace: Length = timedelta(minutes=15)
    make_up: Moment | None = None
    play: Annotated[Any, BeforeValidator(lambda value: _play(value))]
    campaign: Id | None = None
    drop: Annotated[Drop, _text(parse_drop)] | None = None


def _play(value: Any) -> RotationSection | list[str]:
    if isinstance(value, dict):
        return RotationSection.model_validate(value)
    names = _listed(value)
    if not names or not all(isinstance(name, str) for name in names):
        raise WrongValueError(tell("“play” cần tên các bài, hoặc hai mục rotate và count"))
    return [parse_script_name(name) for name in names]


class CampaignSection(Section):
    """One of `campaigns`: with phases, or with days of its own."""

    name: Text
    folder: Annotated[str, _text(parse_folder)] | None = None
    phases: Annotated[dict[Id, PhaseSection], Field(min_length=1)] | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None


class ChangeSection(Section):
    """One of `changes`: a session skipped, moved or added."""

    skip: Id | None = None
    move: Id | None = None
    add: Id | None = None
    date: Day | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    at: Moment | None = None
    name: Text | None = None
    play: Annotated[list[ScriptName], BeforeValidator(_one_or_more)] = []
    reason: Text
    by: Text | None = None


class ExceptionSection(Section):
    """One of `airtime.exceptions`."""

    date: Day | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    until: Day | None = None
    allowed: Windows | None = None
    add: Windows = []
    max_sessions: Annotated[int, Field(ge=1, le=24)] | None = None
    reason: Text


class AirtimeSection(Section):
    """`airtime`: the ward's own regulation."""

    allowed: Windows
    days: Days
    max_session: Length
    max_sessions: int = Field(ge=1, le=24)
    drop: Annotated[Drop, _text(parse_drop)] = Drop.LAST
    exceptions: Annotated[list[ExceptionSection], BeforeValidator(_or_empty(list))] = []


class OutputSection(Section):
    """`output`: the devices."""

    loudspeaker: Annotated[list[Text], BeforeValidator(_one_or_more), Field(min_length=1)] = ["default"]
    preview: Text = "default"
    microphone: Text | None = None
    aircheck: Text | None = None


class RecordSection(Section):
    """`record`: what happens with the log."""

    anchors_to: Text | None = None


class PiperSection(Section):
    """`voice.piper`: which of the installed voices."""

    voice: Text | None = None
    speaker: int = Field(default=0, ge=0, le=999)


class HttpSection(Section):
    """`voice.http`: a voice on the network, described."""

    url: Annotated[str, _text(parse_address)]
    name: Text = ""
    method: Annotated[str, _text(parse_method)] = "POST"
    headers: Annotated[dict[str, str], BeforeValidator(_or_empty(dict)), AfterValidator(checked_headers)] = {}
    body: Annotated[str, AfterValidator(str.strip)] = ""
    body_kind: Annotated[BodyKind, _text(parse_body_kind)] = BodyKind.JSON
    answer: Annotated[Answer, _text(parse_answer)] = Answer.BYTES
    field: Text = ""
    wait: Annotated[timedelta, _text(parse_wait)] = timedelta(seconds=30)


class EdgeSection(Section):
    """`voice.edge`: which of Microsoft Edge's voices."""

    voice: Annotated[str, _text(parse_edge_voice)] = EdgeVoice().voice


class VoiceSection(Section):
    """`voice`: who reads, and how."""

    engines: Annotated[
        list[Annotated[str, _text(parse_engine)]], BeforeValidator(_listed), Field(min_length=1)
    ] = [*USUAL_ENGINES]
    speed: float = Field(default=1.0, ge=SLOWEST, le=FASTEST, allow_inf_nan=False)
    pitch: float = Field(default=0.0, ge=-4.0, le=4.0, allow_inf_nan=False)
    piper: Annotated[PiperSection, BeforeValidator(_or_empty(dict))] = PiperSection()
    http: HttpSection | None = None
    edge: Annotated[EdgeSection, BeforeValidator(_or_empty(dict))] = EdgeSection()
    announcer: Annotated[Announcer, _text(parse_announcer)] = Announcer.WHOLE


class SoundSection(Section):
    """`sound`: music and loudness."""

    opening: Text = "builtin:mo-dau"
    sting: Text = "builtin:nhac-hieu"
    closing: Text = "builtin:ket-thuc"
    bed: Text = "none"
    loudness: float = Field(default=-16.0, ge=-31.0, le=-9.0, allow_inf_nan=False)
    true_peak: float = Field(default=-1.0, ge=-9.0, le=0.0, allow_inf_nan=False)
    channels: Annotated[Channels, _text(parse_channels)] = Channels.MONO
    profile: Text = "flat"
    profiles: dict[Id, dict[str, Annotated[Any, BeforeValidator(_number_or_name)]]] = {}


class ReleaseSection(Section):
    """`release`: who must have released what, before it airs."""

    policy: Annotated[Policy, _text(parse_policy)] = Policy.REQUIRED
    seal: Annotated[SealKind, _text(parse_seal)] = SealKind.NAMED
    sealed: Annotated[list[Annotated[Sealed, _text(parse_sealed)]], BeforeValidator(_listed)] = []


class ConsoleSection(Section):
    """`console`: a console beside the player."""

    address: Text = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8350
    certificate: Text | None = None
    key: Text | None = None


def _console(value: Any) -> Any:
    """`on` and `off`, or where it listens; a section whose every line is commented out is none."""
    match str(value).strip().lower():
        case _ if isinstance(value, dict):
            return value
        case "on" | "true":
            return {}
        case "off" | "false" | "none":
            return None
        case _:
            raise WrongValueError(tell("viết on, off, hoặc các mục address, port, certificate, key"))


class FileSection(Section):
    """The whole file."""

    station: StationSection
    plan: Annotated[PlanSection, BeforeValidator(_or_empty(dict))] = PlanSection()
    phases: Annotated[dict[Id, PhaseSection], BeforeValidator(_or_empty(dict))] = {}
    campaigns: Annotated[dict[Id, CampaignSection], BeforeValidator(_or_empty(dict))] = {}
    facts: dict[str, Any] = {}
    fact_sources: Annotated[dict[str, Text], BeforeValidator(_or_empty(dict))] = {}
    sessions: list[SessionSection] = Field(min_length=1)
    changes: Annotated[list[ChangeSection], BeforeValidator(_or_empty(list))] = []
    airtime: AirtimeSection
    output: OutputSection = OutputSection()
    record: Annotated[RecordSection, BeforeValidator(_or_empty(RecordSection))] = RecordSection()
    voice: VoiceSection = VoiceSection()
    sound: SoundSection = SoundSection()
    release: ReleaseSection | None = None
    console: Annotated[ConsoleSection | None, BeforeValidator(_console)] = None
