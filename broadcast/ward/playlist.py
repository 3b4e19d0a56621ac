"""playlist.yaml, as YAML -> Playlist, or every fault in it with its place."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from broadcast.base.errors import FaultsFound, tell
from broadcast.programme.described_voice import EdgeVoice, HttpVoice
from broadcast.programme.settings import (
    AirtimeException,
    AirtimeRules,
    Campaign,
    CampaignId,
    Change,
    ChangeKind,
    ConsoleSettings,
    Devices,
    Office,
    Phase,
    PhaseId,
    PlanOnPaper,
    Playlist,
    ReleasePolicy,
    Rotation,
    ScriptId,
    Slot,
    SlotId,
    SoundSettings,
)
from broadcast.programme.voice import PiperSettings, Voice
from broadcast.ward import playlist_sections as sections
from broadcast.ward.fact_faults import fact_errors
from broadcast.ward.facts import left_open
from broadcast.ward.places import in_order
from broadcast.ward.playlist_faults import THE_PHASE_OF_THE_DAY, profile_faults, value_faults
from broadcast.ward.timetable_faults import cross_faults
from broadcast.ward.voice_faults import voice_errors
from broadcast.ward.yamlfile import YamlFile

_SECTIONS: dict[tuple[str, ...], type[sections.Section]] = {
    (): sections.FileSection,
    ("station",): sections.StationSection,
    ("plan",): sections.PlanSection,
    ("phases",): sections.PhaseSection,
    ("campaigns",): sections.CampaignSection,
    ("changes",): sections.ChangeSection,
    ("sessions",): sections.SessionSection,
    ("sessions", "play"): sections.RotationSection,
    ("airtime",): sections.AirtimeSection,
    ("airtime", "exceptions"): sections.ExceptionSection,
    ("output",): sections.OutputSection,
    ("voice",): sections.VoiceSection,
    ("voice", "piper"): sections.PiperSection,
    ("voice", "http"): sections.HttpSection,
    ("voice", "edge"): sections.EdgeSection,
    ("sound",): sections.SoundSection,
    ("release",): sections.ReleaseSection,
    ("console",): sections.ConsoleSection,
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
        file = sections.FileSection.model_validate(source.value)
        faults += profile_faults(source, file.sound.profile, file.sound.profiles)
        faults += voice_errors(source, _voice(file.voice))
    except ValidationError as error:
        faults += value_faults(source, error, _KEYS)
    if faults:
        raise FaultsFound(in_order(faults))
    return _assembled(file)


def _assembled(file: sections.FileSection) -> Playlist:
    campaigns = tuple(_campaign(CampaignId(id_), one) for id_, one in file.campaigns.items())
    phases = tuple(_phase(id_, phase) for id_, phase in file.phases.items())
    return Playlist(
        station=file.station.name,
        zone=file.station.timezone,
        opening=ScriptId(file.station.opening) if file.station.opening else None,
        closing=ScriptId(file.station.closing) if file.station.closing else None,
        phases=phases + tuple(phase for campaign in campaigns for phase in campaign.phases),
        facts=_with_station(_facts(file.facts), file.station.name),
        slots=tuple(_slot(session, file) for session in file.sessions),
        airtime=_airtime(file.airtime),
        devices=Devices(
            loudspeakers=tuple(file.output.loudspeaker),
            preview=file.output.preview,
            microphone=file.output.microphone,
            aircheck=file.output.aircheck,
        ),
        voice=_voice(file.voice),
        sound=SoundSettings(
            **file.sound.model_dump(exclude={"profiles"}),
            own_profiles=file.sound.profiles,
        ),
        rehearse_at=file.station.rehearse_at,
        notices=tuple(file.station.notices),
        anchors_to=file.record.anchors_to,
        campaigns=campaigns,
        release=_release(file.release),
        console=ConsoleSettings(**file.console.model_dump()) if file.console is not None else None,
        changes=tuple(change for one in file.changes for change in _changes(one)),
        office=Office(lines=tuple(file.station.office), place=file.station.place),
        plan=PlanOnPaper(name=file.plan.name, lines=file.plan.lines),
        fact_sources=file.fact_sources,
    )


def _release(section: sections.ReleaseSection | None) -> ReleasePolicy:
    if section is None:
        return ReleasePolicy()
    return ReleasePolicy(
        policy=section.policy, seal=section.seal, sealed=frozenset(section.sealed), is_written=True
    )


def _voice(section: sections.VoiceSection) -> Voice:
    return Voice(
        engines=tuple(section.engines),
        speed=section.speed,
        pitch=section.pitch,
        piper=PiperSettings(**section.piper.model_dump()),
        http=_http(section.http),
        edge=EdgeVoice(voice=section.edge.voice),
        announcer=section.announcer,
    )


def _http(section: sections.HttpSection | None) -> HttpVoice | None:
    if section is None:
        return None
    return HttpVoice(**section.model_dump(exclude={"wait"}), wait_s=section.wait.total_seconds())


def _phase(id_: str, phase: sections.PhaseSection) -> Phase:
    return Phase(id=PhaseId(id_), name=phase.name, first=phase.from_, last=phase.until)


def _campaign(id_: CampaignId, one: sections.CampaignSection) -> Campaign:
    folder = one.folder or id_
    if one.phases:
        phases = tuple(
            Phase(
                id=PhaseId(phase_id),
                name=phase.name,
                first=phase.from_,
                last=phase.until,
                campaign=id_,
                folder=f"{folder}/{phase_id}",
            )
            for phase_id, phase in one.phases.items()
        )
    else:
        first, last = _days(one)
        phases = (Phase(id=PhaseId(id_), name=one.name, first=first, last=last, campaign=id_, folder=folder),)
    in_time = tuple(sorted(phases, key=lambda phase: phase.first))
    return Campaign(id=id_, name=one.name, folder=folder, phases=in_time)


def _days(one: Any) -> tuple[date, date]:
    """The first and last day that a section names by `date`, or by `from` and `until`."""
    single = getattr(one, "date", None)
    first, last = single or one.from_, single or one.until
    if first is None or last is None:
        raise ValueError("a section without its days got past cross_faults")
    return first, last


def _changes(one: sections.ChangeSection) -> Iterator[Change]:
    first, last = _days(one)
    kind = ChangeKind.SKIP if one.skip else ChangeKind.MOVE if one.move else ChangeKind.ADD
    session = SlotId(one.skip or one.move or one.add or "")
    for step in range((last - first).days + 1):
        yield Change(
            id="",
            kind=kind,
            day=first + timedelta(days=step),
            session=session,
            reason=one.reason,
            by=one.by or "",
            at=one.at,
            name=one.name or "",
            play=tuple(ScriptId(name) for name in one.play),
        )


def _facts(value: Any) -> Any:
    """Leaves stay text; a list becomes the enumeration a newsreader would read."""
    if isinstance(value, dict):
        return {key: _facts(child) for key, child in value.items()}
    if isinstance(value, list):
        lines = [_facts(child) for child in value]
        open_ = any(line is None or (isinstance(line, str) and left_open(line)) for line in lines)
        return None if open_ else "; ".join(map(str, lines)) or None
    return value or None


def _with_station(facts: dict[str, Any], name: str) -> dict[str, Any]:
    own = facts.get("station")
    return {**facts, "station": {"name": name, **own} if isinstance(own, dict) else {"name": name}}


def _slot(session: sections.SessionSection, file: sections.FileSection) -> Slot:
    campaign = CampaignId(session.campaign) if session.campaign else None
    play: tuple[ScriptId, ...] | Rotation
    if isinstance(session.play, sections.RotationSection):
        play = _rotation(session.play, campaign, file)
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
        campaign=campaign,
        drop=session.drop,
    )


def _rotation(play: sections.RotationSection, campaign: CampaignId | None, file: sections.FileSection) -> Rotation:
    """What `rotate` names: the phase of the day, a phase (the campaign's first), a campaign, or a folder."""
    name, count = play.rotate, play.count
    own = file.campaigns[campaign].phases or {} if campaign else {}
    if name == THE_PHASE_OF_THE_DAY:
        return Rotation(phase=None, campaign=campaign, count=count)
    if name in own:
        return Rotation(phase=PhaseId(name), campaign=campaign, count=count)
    if name in file.phases:
        return Rotation(phase=PhaseId(name), count=count)
    if name in file.campaigns:
        return Rotation(phase=None, campaign=CampaignId(name), count=count)
    return Rotation(phase=None, folder=name, count=count)


def _airtime(airtime: sections.AirtimeSection) -> AirtimeRules:
    return AirtimeRules(
        allowed=tuple(airtime.allowed),
        days=airtime.days,
        max_session=airtime.max_session,
        max_sessions=airtime.max_sessions,
        exceptions=tuple(_exception(one) for one in airtime.exceptions),
        drop=airtime.drop,
    )


def _exception(one: sections.ExceptionSection) -> AirtimeException:
    first, last = _days(one)
    return AirtimeException(
        first=first,
        last=last,
        reason=one.reason,
        allowed=tuple(one.allowed) if one.allowed is not None else None,
        add=tuple(one.add),
        max_sessions=one.max_sessions,
    )
