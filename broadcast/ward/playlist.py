"""playlist.yaml, as YAML -> Playlist, or every fault in it with its place."""

import difflib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time, timedelta
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from broadcast.audio.profiles import profile_named
from broadcast.base.errors import Fault, FaultsFound, Message, tell
from broadcast.programme.settings import (
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
from broadcast.ward.values import (
    WrongValueError,
    parse_date,
    parse_days,
    parse_duration,
    parse_time,
    parse_window,
)
from broadcast.ward.yamlfile import Path, YamlFile

_ENGINES = ("gtts", "espeak")
_THE_PHASE_OF_THE_DAY = "phase"


def _one_or_more(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _text(parse: Callable[[str], Any]) -> BeforeValidator:
    """Let `parse` see text only: YAML may have given a list or nothing where one value was meant."""

    def parse_text(value: Any) -> Any:
        if not isinstance(value, str):
            raise WrongValueError(tell("chỗ này cần đúng một giá trị, viết trên một dòng"))
        return parse(value)

    return BeforeValidator(parse_text)


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise WrongValueError(tell("không có múi giờ “{text}”. Ví dụ: Asia/Ho_Chi_Minh", text=text)) from error


def _identifier(text: str) -> str:
    if not text or not all(c.isascii() and (c.isalnum() or c in "-_") for c in text):
        raise WrongValueError(tell("mã “{text}” chỉ được có chữ không dấu, số và gạch nối", text=text))
    return text


def _script_name(text: str) -> str:
    parts = text.split("/")
    if not text or text != text.strip() or ".." in parts or "" in parts or "\\" in text or ":" in text:
        raise WrongValueError(
            tell(
                "“{text}” không phải tên bài. Viết đường dẫn trong thư mục scripts, như truoc/01-gioi-thieu",
                text=text,
            )
        )
    return text.removesuffix(".md")


def _known_engine(text: str) -> str:
    if text not in _ENGINES:
        raise WrongValueError(tell("không có máy đọc “{text}”. Có: {known}", text=text, known=", ".join(_ENGINES)))
    return text


def _channels(text: str) -> Channels:
    try:
        return Channels(text)
    except ValueError as error:
        known = ", ".join(Channels)
        raise WrongValueError(tell("không có kiểu tiếng “{text}”. Có: {known}", text=text, known=known)) from error


def _number_or_name(value: Any) -> Any:
    """A figure of a profile as a number; what is none stays text and is told by the profile itself."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


def _notice_url(text: str) -> str:
    scheme, mark, rest = text.partition("://")
    if not (mark and rest and scheme.isascii() and scheme.isalnum()):
        raise WrongValueError(
            tell("nơi nhận thông báo phải viết như một địa chỉ Apprise, ví dụ mailtos://… hay tgram://…")
        )
    return text


Text = Annotated[str, Field(min_length=1)]
Id = Annotated[str, _text(_identifier)]
Day = Annotated[date, _text(parse_date)]
Moment = Annotated[time, _text(parse_time)]
Length = Annotated[timedelta, _text(parse_duration)]
Days = Annotated[frozenset[int], BeforeValidator(parse_days)]
Windows = Annotated[list[Annotated[Window, _text(parse_window)]], BeforeValidator(_one_or_more)]
ScriptName = Annotated[str, _text(_script_name)]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", arbitrary_types_allowed=True)


class _Station(_Section):
    name: Text
    timezone: Annotated[ZoneInfo, _text(_zone)]
    opening: ScriptName | None = None
    closing: ScriptName | None = None
    rehearse_at: Moment = time(20)
    notices: Annotated[list[Annotated[str, _text(_notice_url)]], BeforeValidator(_one_or_more)] = []


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
    return [_script_name(name) for name in names]


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
    engines: Annotated[list[Annotated[str, _text(_known_engine)]], Field(min_length=1)] = [
        "gtts",
        "espeak",
    ]
    speed: float = Field(default=1.0, ge=0.67, le=1.5)
    pitch: float = Field(default=0.0, ge=-4.0, le=4.0)


class _Sound(_Section):
    opening: Text = "builtin:mo-dau"
    sting: Text = "builtin:nhac-hieu"
    closing: Text = "builtin:ket-thuc"
    bed: Text = "none"
    loudness: float = Field(default=-16.0, ge=-31.0, le=-9.0)
    true_peak: float = Field(default=-1.0, ge=-9.0, le=0.0)
    channels: Annotated[Channels, _text(_channels)] = Channels.MONO
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


def read_playlist(source: YamlFile) -> Playlist:
    """The playlist that the file describes. Raises FaultsFound with every fault in it."""
    if not isinstance(source.value, dict):
        raise FaultsFound((source.fault((), tell("tệp này trống hoặc không phải một bảng mục của playlist")),))
    faults = list(_cross_faults(source))
    try:
        file = _File.model_validate(source.value)
        faults += _profile_faults(source, file.sound)
    except ValidationError as error:
        faults += _faults(source, error)
    if faults:
        raise FaultsFound(tuple(sorted(faults, key=lambda fault: (fault.line, fault.column))))
    return _assembled(file)


def scripts_named(source: YamlFile) -> Iterator[tuple[Path, str]]:
    """Every script that the file names, and where; also of a file with faults."""
    for key in ("opening", "closing"):
        if isinstance(name := _at(source.value, "station", key), str):
            yield ("station", key), name
    for index, session in enumerate(_sessions(source)):
        names = session.get("play")
        for number, name in enumerate(names if isinstance(names, list) else [names]):
            if isinstance(name, str):
                path: Path = ("sessions", index, "play")
                yield (*path, number) if isinstance(names, list) else path, name


def sounds_named(source: YamlFile) -> Iterator[tuple[Path, str]]:
    """Every sound that the file names, and where; also of a file with faults."""
    for key in ("opening", "sting", "closing", "bed"):
        if isinstance(name := _at(source.value, "sound", key), str):
            yield ("sound", key), name


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _sessions(source: YamlFile) -> list[dict[str, Any]]:
    sessions = _at(source.value, "sessions")
    return [one if isinstance(one, dict) else {} for one in sessions] if isinstance(sessions, list) else []


# --- pydantic's errors in the ward's words ---


def _faults(source: YamlFile, error: ValidationError) -> Iterator[Fault]:
    for detail in error.errors(include_url=False):
        path = tuple(part for part in detail["loc"] if part != "[key]")
        yield _fault(source, path, detail)


def _fault(source: YamlFile, path: Path, detail: Mapping[str, Any]) -> Fault:
    wrong = detail.get("ctx", {}).get("error")
    key = str(path[-1]) if path else ""
    match detail["type"]:
        case "value_error" if isinstance(wrong, WrongValueError):
            return source.fault(path, wrong.message)
        case "extra_forbidden":
            return source.fault(path, *_unknown_key(path, key), at_key=True)
        case "missing":
            return source.fault(path[:-1], tell("thiếu mục “{key}”", key=key), at_key=len(path) > 1)
        case kind:
            return source.fault(path, _in_words(kind, key, detail.get("ctx", {})))


def _unknown_key(path: Path, key: str) -> tuple[Message, Message | None]:
    near = difflib.get_close_matches(key, _keys_at(path[:-1]), n=1, cutoff=0.5)
    if near:
        return tell("không có mục “{key}”. Ý bạn là “{near}”?", key=key, near=near[0]), None
    return tell("không có mục “{key}”", key=key), tell("Có: {known}", known=", ".join(_keys_at(path[:-1])))


def _keys_at(path: Path) -> list[str]:
    sections: dict[tuple[str, ...], type[_Section]] = {
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
    names = tuple(part for part in path if isinstance(part, str))
    section = sections.get(names[:1] if names[:1] == ("phases",) else names, _File)
    return [field.alias or name for name, field in section.model_fields.items()]


def _in_words(kind: str, key: str, limits: Mapping[str, Any]) -> Message:
    match kind:
        case "float_parsing" | "float_type" | "int_parsing" | "int_type" | "int_from_float":
            return tell("“{key}” phải là một số", key=key)
        case "greater_than_equal":
            return tell("“{key}” phải từ {least} trở lên", key=key, least=limits.get("ge"))
        case "less_than_equal":
            return tell("“{key}” không được quá {most}", key=key, most=limits.get("le"))
        case "string_type" | "string_too_short":
            return tell("“{key}” chưa có nội dung", key=key)
        case "list_type" | "too_short":
            return tell("“{key}” phải là một danh sách, có ít nhất một dòng", key=key)
        case "dict_type" | "model_type" | "model_attributes_type":
            return tell("“{key}” phải là một bảng mục, mỗi mục một dòng", key=key)
        case _:
            return tell("“{key}” không hợp lệ ({reason})", key=key, reason=kind)


# --- what only the whole file shows; looked for also where single values are wrong, so on the raw ones ---


def _cross_faults(source: YamlFile) -> Iterator[Fault]:
    yield from _phase_faults(source)
    seen: set[str] = set()
    for index, session in enumerate(_sessions(source)):
        here: Path = ("sessions", index)
        id_ = session.get("id")
        if isinstance(id_, str) and id_ in seen:
            yield source.fault((*here, "id"), tell("mã buổi “{id}” đã dùng ở trên", id=id_))
        seen |= {id_} if isinstance(id_, str) else set()
        if session and not session.get("days") and not session.get("on"):
            yield source.fault(here, tell("buổi “{id}” chưa có ngày: thêm “days” hoặc “on”", id=id_))
        yield from _make_up_faults(source, here, session)
        yield from _rotation_faults(source, (*here, "play", "rotate"), _at(session, "play", "rotate"))


def _make_up_faults(source: YamlFile, here: Path, session: Mapping[str, Any]) -> Iterator[Fault]:
    try:
        at, make_up = (parse_time(str(session[key])) for key in ("at", "make_up"))
    except (KeyError, WrongValueError):  # there is none, or its own line says what is wrong
        return
    if make_up <= at:
        what = tell("giờ phát bù {make_up} phải sau giờ phát {at}", make_up=f"{make_up:%H:%M}", at=f"{at:%H:%M}")
        yield source.fault((*here, "make_up"), what)


def _phase_faults(source: YamlFile) -> Iterator[Fault]:
    phases = _at(source.value, "phases")
    spans = {id_: _span(phase) for id_, phase in phases.items()} if isinstance(phases, dict) else {}
    known = [(id_, *span) for id_, span in spans.items() if span is not None]
    before: tuple[str, date] | None = None
    for id_, first, last in sorted(known, key=lambda one: one[1]):
        if last < first:
            yield source.fault(("phases", id_, "until"), tell("giai đoạn “{id}” hết trước khi bắt đầu", id=id_))
        if before is not None and first <= before[1]:
            what = tell("giai đoạn “{id}” trùng ngày với “{other}”", id=id_, other=before[0])
            yield source.fault(("phases", id_, "from"), what)
        before = (id_, last)


def _span(phase: Any) -> tuple[date, date] | None:
    """From and until; None where they cannot be read."""
    try:
        return parse_date(str(_at(phase, "from"))), parse_date(str(_at(phase, "until")))
    except WrongValueError:
        return None


def _profile_faults(source: YamlFile, sound: _Sound) -> Iterator[Fault]:
    for name in sound.profiles:
        if isinstance(wrong := profile_named(name, sound.profiles), tuple):
            yield from (source.fault(("sound", "profiles", name), what) for what in wrong)
    if sound.profile not in sound.profiles and isinstance(wrong := profile_named(sound.profile, {}), tuple):
        yield from (source.fault(("sound", "profile"), what) for what in wrong)


def _rotation_faults(source: YamlFile, path: Path, name: Any) -> Iterator[Fault]:
    phases = _at(source.value, "phases")
    known = [_THE_PHASE_OF_THE_DAY, *(phases if isinstance(phases, dict) else ())]
    if isinstance(name, str) and name not in known:
        what = tell("không có giai đoạn “{name}”. Dùng một trong: {known}", name=name, known=", ".join(known))
        yield source.fault(path, what)


# --- into the station's own nouns ---


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
        return "; ".join(str(_facts(child)) for child in value) or None
    return value or None


def _with_station(facts: dict[str, Any], name: str) -> dict[str, Any]:
    own = facts.get("station")
    return {**facts, "station": {"name": name, **own} if isinstance(own, dict) else {"name": name}}


def _slot(session: _Session) -> Slot:
    play: tuple[ScriptId, ...] | Rotation
    if isinstance(session.play, _Rotation):
        phase = None if session.play.rotate == _THE_PHASE_OF_THE_DAY else PhaseId(session.play.rotate)
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
