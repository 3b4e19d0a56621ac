"""playlist.yaml, as YAML -> Playlist, or every fault in it with its place."""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import partial
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from broadcast.base.errors import FaultsFound, tell
from broadcast.programme.settings import (
    ENGINES,
    FASTEST,
    SLOWEST,
    AirtimeException,
    AirtimeRules,
    Channels,
    Devices,
    Phase,
    PhaseId,
    Playlist,
    Rotation,
    ScriptId,
    Slot,
    SlotId,
    SoundSettings,
    Voice,
    Window,
)
from broadcast.ward.fact_faults import fact_errors
from broadcast.ward.places import in_order
from broadcast.ward.playlist_faults import THE_PHASE_OF_THE_DAY, cross_faults, profile_faults, value_faults
from broadcast.ward.values import (
    WrongValueError,
    parse_channels,
    parse_date,
    parse_days,
    parse_duration,
    parse_engine,
    parse_id,
    parse_notice_url,
    parse_script_name,
    parse_time,
    parse_window,
    parse_zone,
    shown,
)
from broadcast.ward.yamlfile import YamlFile


def _one_or_more(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


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


Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, _text(parse_id)]
Day = Annotated[date, _text(parse_date)]
Moment = Annotated[time, _text(parse_time)]
Length = Annotated[timedelta, _text(partial(parse_duration, most=timedelta(days=1)))]
Days = Annotated[frozenset[int], BeforeValidator(parse_days)]
Windows = Annotated[list[Annotated[Window, _text(parse_window)]], BeforeValidator(_one_or_more)]
ScriptName = Annotated[str, _text(parse_script_name)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class _Station(_Section):
    name: Text
    timezone: Annotated[ZoneInfo, _text(parse_zone)]
    opening: ScriptName | None = None
    closing: ScriptName | None = None
    rehearse_at: Moment = time(20)
    notices: Annotated[list[Annotated[str, _text(parse_notice_url)]], BeforeValidator(_one_or_more)] = []


class _Phase(_Section):
    name: Text
    from_: Day = Field(alias="from")
    until: Day


class _Rotation(_Section):
    rotate: Id
    count: int = Field(ge=1, le=50)


class _Session(_Section):
    id: Id
    name: Text
    at: Moment
    days: Days = frozenset()
    on: Annotated[list[Day], BeforeValidator(_one_or_more)] = []
    grace: Length = timedelta(minutes=15)
    make_up: Moment | None = None
    play: Annotated[Any, BeforeValidator(lambda value: _play(value))]


def _play(value: Any) -> _Rotation | list[str]:
    if isinstance(value, dict):
        return _Rotation.model_validate(value)
    names = _one_or_more(value)
    if not names or not all(isinstance(name, str) for name in names):
        raise WrongValueError(tell("“play” cần tên các bài, hoặc hai mục rotate và count"))
    return [parse_script_name(name) for name in names]


class _Exception(_Section):
    date: Day
    allowed: Windows
    reason: Text


class _Airtime(_Section):
    allowed: Windows
    days: Days
    max_session: Length
    max_sessions: int = Field(ge=1, le=24)
    exceptions: list[_Exception] = []


class _Output(_Section):
    loudspeaker: Annotated[list[Text], BeforeValidator(_one_or_more), Field(min_length=1)] = ["default"]
    preview: Text = "default"


class _Voice(_Section):
    engines: Annotated[list[Annotated[str, _text(parse_engine)]], Field(min_length=1)] = [*ENGINES]
    speed: float = Field(default=1.0, ge=SLOWEST, le=FASTEST, allow_inf_nan=False)
    pitch: float = Field(default=0.0, ge=-4.0, le=4.0, allow_inf_nan=False)


class _Sound(_Section):
    opening: Text = "builtin:mo-dau"
    sting: Text = "builtin:nhac-hieu"
    closing: Text = "builtin:ket-thuc"
    bed: Text = "none"
    loudness: float = Field(default=-16.0, ge=-31.0, le=-9.0, allow_inf_nan=False)
    true_peak: float = Field(default=-1.0, ge=-9.0, le=0.0, allow_inf_nan=False)
    channels: Annotated[Channels, _text(parse_channels)] = Channels.MONO
    profile: Text = "flat"
    profiles: dict[Id, dict[str, Annotated[Any, BeforeValidator(_number_or_name)]]] = {}


class _File(_Section):
    station: _Station
    phases: dict[Id, _Phase] = Field(min_length=1)
    facts: dict[str, Any] = {}
    sessions: list[_Session] = Field(min_length=1)
    airtime: _Airtime
    output: _Output = _Output()
    voice: _Voice = _Voice()
    sound: _Sound = _Sound()


_SECTIONS: dict[tuple[str, ...], type[_Section]] = {
    (): _File,
    ("station",): _Station,
    ("phases",): _Phase,
    ("sessions",): _Session,
    ("sessions", "play"): _Rotation,
    ("airtime",): _Airtime,
    ("airtime", "exceptions"): _Exception,
    ("output",): _Output,
    ("voice",): _Voice,
    ("sound",): _Sound,
}
_KEYS = {
    path: [field.alias or name for name, field in section.model_fields.items()]
    for path, section in _SECTIONS.items()
}


def read_playlist(source: YamlFile) -> Playlist:
    """Read the Playlist that a parsed playlist.yaml describes.

    Raises FaultsFound with every fault in it, by line and column. What only the other files show (a script that
    nobody wrote, a sound that is not there) is not judged here.
    """
    if not isinstance(source.value, dict):
        raise FaultsFound((source.fault((), tell("tệp này trống hoặc không phải một bảng mục của playlist")),))
    faults = [*cross_faults(source), *fact_errors(source)]
    try:
        file = _File.model_validate(source.value)
        faults += profile_faults(source, file.sound.profile, file.sound.profiles)
    except ValidationError as error:
        faults += value_faults(source, error, _KEYS)
    if faults:
        raise FaultsFound(in_order(faults))
    return _assembled(file)


def _assembled(file: _File) -> Playlist:
    return Playlist(
        station=file.station.name,
        zone=file.station.timezone,
        opening=ScriptId(file.station.opening) if file.station.opening else None,
        closing=ScriptId(file.station.closing) if file.station.closing else None,
        phases=tuple(
            Phase(id=PhaseId(id_), name=phase.name, first=phase.from_, last=phase.until)
            for id_, phase in file.phases.items()
        ),
        facts=_with_station(_facts(file.facts), file.station.name),
        slots=tuple(_slot(session) for session in file.sessions),
        airtime=_airtime(file.airtime),
        devices=Devices(loudspeakers=tuple(file.output.loudspeaker), preview=file.output.preview),
        voice=Voice(engines=tuple(file.voice.engines), speed=file.voice.speed, pitch=file.voice.pitch),
        sound=SoundSettings(
            **file.sound.model_dump(exclude={"profiles"}),
            own_profiles=file.sound.profiles,
        ),
        rehearse_at=file.station.rehearse_at,
        notices=tuple(file.station.notices),
    )


def _facts(value: Any) -> Any:
    """Leaves stay text; a list becomes the enumeration a newsreader would read."""
    if isinstance(value, dict):
        return {key: _facts(child) for key, child in value.items()}
    if isinstance(value, list):
        lines = [_facts(child) for child in value]
        return None if None in lines else "; ".join(map(str, lines)) or None
    return value or None


def _with_station(facts: dict[str, Any], name: str) -> dict[str, Any]:
    own = facts.get("station")
    return {**facts, "station": {"name": name, **own} if isinstance(own, dict) else {"name": name}}


def _slot(session: _Session) -> Slot:
    play: tuple[ScriptId, ...] | Rotation
    if isinstance(session.play, _Rotation):
        phase = None if session.play.rotate == THE_PHASE_OF_THE_DAY else PhaseId(session.play.rotate)
        play = Rotation(phase=phase, count=session.play.count)
    else:
        play = tuple(ScriptId(name) for name in session.play)
    return Slot(
        id=SlotId(session.id),
        name=session.name,
        at=session.at,
        days=session.days,
        on=frozenset(session.on),
        grace=session.grace,
        play=play,
        make_up=session.make_up,
    )


def _airtime(airtime: _Airtime) -> AirtimeRules:
    return AirtimeRules(
        allowed=tuple(airtime.allowed),
        days=airtime.days,
        max_session=airtime.max_session,
        max_sessions=airtime.max_sessions,
        exceptions=tuple(
            AirtimeException(day=one.date, allowed=tuple(one.allowed), reason=one.reason)
            for one in airtime.exceptions
        ),
    )
