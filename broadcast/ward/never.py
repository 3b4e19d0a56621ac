"""The ward's plan -> what of it never comes: sessions, phases and scripts without a day, years mistyped."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme.rotation import stands
from broadcast.programme.settings import Phase, Playlist, Rotation, ScriptId, Slot
from broadcast.programme.stock import EVERY_DAY, Validity
from broadcast.ward.folder import Ward
from broadcast.ward.timetable_faults import days_of
from broadcast.ward.unlikely import deals, phase_place
from broadcast.ward.yamlfile import Path

_WEEK = 7
_SHORT_GAP_DAYS = 7
"""Days between two phases that are hardly meant: a longer time belongs to neither on purpose."""
_FAR = timedelta(days=2 * 366)
_MOST = 24
"""Phases that are looked at, and far dates that are told, so that a plan of years takes no longer than another."""

_Odd = tuple[Path, Message, Message | None]


def never(ward: Ward, today: date) -> Iterator[Fault]:
    """Yield, as WARNING, what is written and never comes.

    Slots and phases without a session on any day, a few days between two phases in which sessions are silent,
    scripts whose own days are none of their sessions', dates more than two years ahead. What has had its days and
    is over is none of these.
    """
    coming = [phase for phase in ward.playlist.phases if phase.last >= today][:_MOST]
    for path, what, fix in (
        *_slots(ward),
        *_phases(ward, coming),
        *_gaps(ward.playlist, coming),
        *_far(ward, today),
    ):
        yield replace(ward.source.fault(path, what, fix), level=Level.WARNING)
    yield from _scripts(ward, today)


def _slots(ward: Ward) -> Iterator[_Odd]:
    """Slots of weekdays that are none of their phases' or campaign's days."""
    playlist = ward.playlist
    for index, slot in enumerate(playlist.slots):
        if not slot.days or not (own := _own_phases(playlist, slot)):
            continue
        days = [*slot.on, *(day for phase in own for day in _first_week(phase))]
        if not any(stands(playlist, slot, day) for day in days):
            what = tell("buổi “{name}” không có ngày nào để phát: giai đoạn hay đợt của buổi không có thứ này",
                        name=slot.name)  # fmt: skip
            yield ("sessions", index, "days"), what, tell("Sửa ngày ở đây, hoặc ngày của giai đoạn.")


def _own_phases(playlist: Playlist, slot: Slot) -> list[Phase]:
    """The phases outside which the slot has no session; empty for one that needs none."""
    rotation = slot.play if isinstance(slot.play, Rotation) and slot.play.folder is None else None
    if rotation is None and slot.campaign is None:
        return []
    phases = [one for one in playlist.phases if slot.campaign in (None, one.campaign)]
    return [one for one in phases if rotation is None or deals(rotation, one)][:_MOST]


def _first_week(phase: Phase) -> list[date]:
    return [phase.first + timedelta(n) for n in range(min((phase.last - phase.first).days + 1, _WEEK))]


def _phases(ward: Ward, coming: list[Phase]) -> Iterator[_Odd]:
    """Phases that a session deals, and none of whose days has that session."""
    playlist = ward.playlist
    for phase in coming:
        slots = [one for one in playlist.slots if isinstance(one.play, Rotation) and deals(one.play, phase)]
        days = [*_first_week(phase), *(day for slot in slots for day in slot.on if day in phase)]
        if slots and not any(stands(playlist, slot, day) for slot in slots for day in days):
            what = tell("“{name}” ({first}-{last}) không có buổi nào: buổi lấy bài ở đây lại phát vào ngày khác",
                        name=phase.name, first=f"{phase.first:%d/%m/%Y}",
                        last=f"{phase.last:%d/%m/%Y}")  # fmt: skip
            yield (*phase_place(phase), "from"), what, tell("Sửa ngày ở đây, hoặc mục days của buổi.")


def _gaps(playlist: Playlist, coming: list[Phase]) -> Iterator[_Odd]:
    """A few days between two phases of one campaign, on which a session has nothing to deal from."""
    in_turn = [one for one in playlist.slots if isinstance(one.play, Rotation) and one.play.folder is None]
    for before, after in _neighbours(coming):
        gap = [before.last + timedelta(n) for n in range(1, (after.first - before.last).days)]
        if not gap or len(gap) > _SHORT_GAP_DAYS:
            continue
        silent = next((one for one in in_turn for day in gap
                       if isinstance(one.play, Rotation) and one.play.phase is None
                       and one.falls_on(day) and not stands(playlist, one, day)), None)  # fmt: skip
        if silent is not None:
            what = tell("{first}-{last} không thuộc giai đoạn nào, nên buổi “{name}” không phát những ngày ấy",
                        first=f"{gap[0]:%d/%m/%Y}", last=f"{gap[-1]:%d/%m/%Y}", name=silent.name)  # fmt: skip
            yield (*phase_place(after), "from"), what, tell("Sửa ngày để hai giai đoạn nối liền nhau.")


def _neighbours(phases: list[Phase]) -> Iterator[tuple[Phase, Phase]]:
    in_time = sorted(phases, key=lambda one: one.first)
    for campaign in dict.fromkeys(one.campaign for one in in_time):
        own = [one for one in in_time if one.campaign == campaign]
        yield from pairwise(own)


def _far(ward: Ward, today: date) -> Iterator[_Odd]:
    """Dates that lie years ahead: a figure of the year is mistyped."""
    dates: list[tuple[Path, date]] = [((*phase_place(one), "from"), one.first) for one in ward.playlist.phases]
    for index, slot in enumerate(ward.playlist.slots):
        dates += [(("sessions", index, "on"), max(slot.on))] if slot.on else []
    for section in (("changes",), ("airtime", "exceptions")):
        for index, one in enumerate(_entries(ward, section)):
            if (days := days_of(one)) is not None:
                dates.append(((*section, index, "date" if "date" in one else "from"), days[0]))
    for path, day in [one for one in dates if one[1] > today + _FAR][:_MOST]:
        what = tell("ngày {day} còn hơn hai năm nữa mới tới", day=f"{day:%d/%m/%Y}")
        yield path, what, tell("Xem lại năm ở dòng này.")
    yield from _long_ago(ward)


def _long_ago(ward: Ward) -> Iterator[_Odd]:
    """Single dates of a session that lie years before the first phase."""
    first = min((one.first for one in ward.playlist.phases), default=date.min)
    for index, slot in enumerate(ward.playlist.slots):
        if slot.on and not slot.days and first > max(slot.on) + _FAR / 2:
            what = tell("ngày {day} đã qua hơn một năm trước khi giai đoạn đầu tiên bắt đầu",
                        day=f"{max(slot.on):%d/%m/%Y}")  # fmt: skip
            yield ("sessions", index, "on"), what, tell("Xem lại năm ở dòng này.")


def _entries(ward: Ward, section: tuple[str, ...]) -> list[dict[str, object]]:
    value = ward.source.value
    for key in section:
        value = value.get(key) if isinstance(value, dict) else None
    return [one if isinstance(one, dict) else {} for one in value] if isinstance(value, list) else []


# --- scripts ---


def _scripts(ward: Ward, today: date) -> Iterator[Fault]:
    for id_, script in ward.scripts.items():
        own = script.validity
        bounded = own.first is not None or own.last is not None or own.days != EVERY_DAY
        over = own.last is not None and own.last < today
        if bounded and not own.draft and not over and not _comes(ward.playlist, id_, own, today):
            what = tell("bài không có ngày nào để phát: ngày ghi ở đầu bài (from, until, days) không trùng "
                        "ngày nào có buổi phát bài này")  # fmt: skip
            fix = tell("Sửa ngày ở đầu bài, hoặc ngày của giai đoạn, của buổi.")
            yield Fault(file=script.file, what=what, fix=fix, level=Level.WARNING)


def _comes(playlist: Playlist, script: ScriptId, own: Validity, today: date) -> bool:
    """Whether a session that plays the script has a day, not before today, on which its header lets it air."""
    phases = [one for one in playlist.phases if script.startswith(f"{one.scripts_in}/")]
    if phases and all(one.last < today for one in phases):
        return True  # over, like its phase
    slots = [one for one in playlist.slots if _plays(one, script, phases)]
    if not slots:
        return True  # that no session plays it is told elsewhere
    stretches = [(one.first, one.last) for one in phases] or [(today, date.max)]
    for first, last in stretches:
        begin, end = max(first, own.first or first, today), min(last, own.last or last)
        week = [begin + timedelta(n) for n in range(max(0, min((end - begin).days + 1, _WEEK)))]
        dates = [day for slot in slots for day in slot.on if begin <= day <= end]
        if any(day.weekday() in own.days and slot.falls_on(day) for slot in slots for day in (*week, *dates)):
            return True
    return False


def _plays(slot: Slot, script: ScriptId, phases: list[Phase]) -> bool:
    if not isinstance(slot.play, Rotation):
        return script in slot.play
    if slot.play.folder is not None:
        return script.startswith(f"{slot.play.folder}/")
    return not phases or any(deals(slot.play, one) for one in phases)
