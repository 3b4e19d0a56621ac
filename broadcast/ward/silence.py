"""The days ahead -> where the loudspeaker will be silent though the plan has sessions, or has none any more."""

from collections.abc import Iterator
from datetime import timedelta

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme.model import Rundown, Session
from broadcast.programme.settings import CampaignId, Phase, Rotation, Slot, SlotId
from broadcast.ward.ahead import Ahead, at_level
from broadcast.ward.folder import Ward
from broadcast.ward.yamlfile import Path

_ENDS_SOON_DAYS = 7


def silence(ahead: Ahead) -> Iterator[Fault]:
    """Yield as WARNING: phases and sessions without a ready script, sessions that never come or come on a wrong
    day, a campaign that ends within a week, with what follows it, and an opening or closing that is not spoken."""
    yield from _silent(ahead)
    yield from _never(ahead)
    yield from _early(ahead)
    yield from _ending(ahead)
    yield from _around(ahead)


def _silent(ahead: Ahead) -> Iterator[Fault]:
    """Yield the phases without a ready script, then the other sessions without one, each with its first day."""
    silent: dict[SlotId, list[Session]] = {}
    phases: dict[str, tuple[Phase, list[bool]]] = {}
    by_phase: dict[SlotId, set[str]] = {}
    for rundown, session in ahead.to_air():
        if rundown.day < ahead.today:
            continue
        phase = _dealt_from(ahead.ward, rundown, session)
        if phase is not None:
            phases.setdefault(phase.id, (phase, []))[1].append(ahead.sounds(session))
        if not ahead.sounds(session):
            silent.setdefault(session.slot, []).append(session)
            by_phase.setdefault(session.slot, set()).add(phase.id if phase else "")
    empty = {id_ for id_, (_, sounding) in phases.items() if not any(sounding)}
    for id_ in empty:
        yield _empty_phase(ahead, phases[id_][0])
    for slot, sessions in silent.items():
        if not by_phase[slot] <= empty:
            yield _silent_session(ahead, sessions)


def _dealt_from(ward: Ward, rundown: Rundown, session: Session) -> Phase | None:
    """The phase whose scripts the session deals that day; None for a list of scripts, a folder, or no phase."""
    slot = _slot(ward, session.slot)
    if slot is None or not isinstance(slot.play, Rotation) or slot.play.folder is not None:
        return None
    wanted = slot.play.phase
    phases = rundown.phases if wanted is None else ward.playlist.phases
    campaign = slot.play.campaign or session.campaign
    return next((one for one in phases if wanted in (None, one.id) and _belongs(one, campaign)), None)


def _belongs(phase: Phase, campaign: CampaignId | None) -> bool:
    return campaign is None or phase.campaign == campaign


def _slot(ward: Ward, id_: SlotId) -> Slot | None:
    return next((slot for slot in ward.playlist.slots if slot.id == id_), None)


def _empty_phase(ahead: Ahead, phase: Phase) -> Fault:
    what = tell(
        "{phase} ({first}-{last}) chưa có bài nào sẵn sàng: những buổi lấy bài ở đó sẽ im",
        phase=_called(phase),
        first=f"{phase.first:%d/%m/%Y}",
        last=f"{phase.last:%d/%m/%Y}",
    )
    fix = tell(
        "Viết bài vào thư mục scripts/{folder}, hoặc điền nốt điều các bài ở đó còn chờ.", folder=phase.scripts_in
    )
    return at_level(ahead.ward.source.fault(_phase_place(phase), what, fix, at_key=True), Level.WARNING)


def _called(phase: Phase) -> Message:
    """Name it: a campaign that is not divided is its own only phase, and nobody calls that one."""
    if str(phase.id) == phase.campaign:
        return tell("đợt “{name}”", name=phase.name)
    return tell("giai đoạn “{name}”", name=phase.name)


def _phase_place(phase: Phase) -> Path:
    return ("phases", phase.id) if phase.campaign is None else ("campaigns", phase.campaign, "phases", phase.id)


def _silent_session(ahead: Ahead, sessions: list[Session]) -> Fault:
    first, day = sessions[0], f"{sessions[0].at:%d/%m/%Y}"
    what = tell(
        "buổi “{name}” ngày {day} sẽ im: chưa có bài nào sẵn sàng cho buổi này",
        name=first.name,
        day=day,
    )
    if len(sessions) > 1:
        what = tell(
            "buổi “{name}” sẽ im từ ngày {day}: chưa có bài nào sẵn sàng cho buổi này", name=first.name, day=day
        )
    fix = tell("Viết thêm bài cho buổi này, cho phát bài còn chờ, hoặc đổi mục play.")
    return ahead.fault(first, "play", what, fix, Level.WARNING)


# --- sessions that never come, or come too early ---


def _never(ahead: Ahead) -> Iterator[Fault]:
    """Yield the dates of a slot on which it has no session: outside all phases, with nothing to deal."""
    there = {(one.slot, rundown.day) for rundown in ahead.rundowns for one in rundown.sessions}
    looked_at = {rundown.day for rundown in ahead.rundowns if rundown.off is None}
    for slot in ahead.ward.playlist.slots:
        dates = [day for day in sorted(slot.on) if day in looked_at and (slot.id, day) not in there]
        if dates:
            what = tell(
                "buổi “{name}” ngày {day} không phát: ngày ấy không thuộc giai đoạn nào",
                name=slot.name,
                day=f"{dates[0]:%d/%m/%Y}",
            )
            fix = tell("Sửa ngày ở đây, hoặc ngày của giai đoạn.")
            yield at_level(ahead.ward.source.fault(ahead.place(slot.id, "on"), what, fix), Level.WARNING)


def _early(ahead: Ahead) -> Iterator[Fault]:
    """Yield the slots that deal a phase's scripts on a day outside that phase, each once."""
    told: set[SlotId] = set()
    for rundown, session in ahead.to_air():
        slot = _slot(ahead.ward, session.slot)
        named = isinstance(slot.play, Rotation) and slot.play.phase is not None if slot is not None else False
        phase = _dealt_from(ahead.ward, rundown, session) if named else None
        if phase is None or rundown.day in phase or session.slot in told or not session.cues:
            continue
        told.add(session.slot)
        what = tell(
            "buổi “{name}” ngày {day} phát bài của {phase}, mà ngày ấy nằm ngoài những ngày của {phase}",
            name=session.name,
            day=f"{rundown.day:%d/%m/%Y}",
            phase=_called(phase),
        )
        fix = tell("Viết rotate: phase để mỗi ngày lấy bài của giai đoạn hôm ấy, hoặc sửa ngày của buổi.")
        yield ahead.fault(session, "play", what, fix, Level.WARNING)


# --- the end ---


def _ending(ahead: Ahead) -> Iterator[Fault]:
    """Yield each campaign that ends within a week, with what follows."""
    coming = [one for rundown, one in ahead.to_air() if rundown.day >= ahead.today]
    for phase, name in _last_phases(ahead.ward):
        if not ahead.today <= phase.last < ahead.today + timedelta(days=_ENDS_SOON_DAYS):
            continue
        after = next((one for one in coming if one.at.date() > phase.last and ahead.sounds(one)), None)
        day = f"{phase.last:%d/%m/%Y}"
        if after is None:
            what = tell("“{name}” hết ngày {day}; sau đó không còn buổi nào, loa sẽ im", name=name, day=day)
            yield _ending_fault(ahead, phase, what, tell("Thêm giai đoạn hay đợt mới trước ngày ấy."))
        else:
            what = tell(
                "“{name}” hết ngày {day}; tiếp theo là buổi “{after}”, {when}",
                name=name,
                day=day,
                after=after.name,
                when=f"{after.at:%H:%M %d/%m/%Y}",
            )
            yield _ending_fault(ahead, phase, what, None)


def over(ahead: Ahead) -> Fault | None:
    """Tell that no session is left from today on, at the phase that was the last; None while one is left."""
    phases = ahead.ward.playlist.phases
    if not phases or any(rundown.day >= ahead.today for rundown, _ in ahead.to_air()):
        return None
    last = max(phases, key=lambda phase: phase.last)
    if last.last >= ahead.today:
        return None
    day = f"{last.last:%d/%m/%Y}"
    what = tell("“{name}” đã hết từ {day}; từ hôm nay không còn buổi nào", name=last.name, day=day)
    return _ending_fault(ahead, last, what, tell("Thêm giai đoạn mới, hoặc sửa ngày ở đây."))


def _last_phases(ward: Ward) -> Iterator[tuple[Phase, str]]:
    """The last phase of each campaign, with the campaign's name, or its own where the campaign has none."""
    names = {campaign.id: campaign.name for campaign in ward.playlist.campaigns}
    last: dict[CampaignId | None, Phase] = {}
    for phase in sorted(ward.playlist.phases, key=lambda one: one.last):
        last[phase.campaign] = phase
    for campaign, phase in last.items():
        yield phase, names.get(campaign, phase.name) if campaign is not None else phase.name


def _ending_fault(ahead: Ahead, phase: Phase, what: Message, fix: Message | None) -> Fault:
    return at_level(ahead.ward.source.fault((*_phase_place(phase), "until"), what, fix), Level.WARNING)


# --- around every session ---


def _around(ahead: Ahead) -> Iterator[Fault]:
    """Yield the opening and the closing that are not spoken on a day ahead, each with the first day and why."""
    playlist, ready = ahead.ward.playlist, ahead.ward.ready
    days = list(dict.fromkeys(rundown.day for rundown, _ in ahead.to_air() if rundown.day >= ahead.today))
    for key, script in (("opening", playlist.opening), ("closing", playlist.closing)):
        if script is None:
            continue
        silent = next(((day, why) for day in days if (why := ready.why_not(script, day)) is not None), None)
        if silent is not None:
            day, why = silent
            what = tell(
                "ngày {day} không đọc bài “{title}” ở đầu hoặc cuối buổi, chỉ có nhạc: {why}",
                day=f"{day:%d/%m/%Y}",
                title=ready.title(script),
                why=why,
            )
            yield at_level(ahead.ward.source.fault(("station", key), what, None), Level.WARNING)
