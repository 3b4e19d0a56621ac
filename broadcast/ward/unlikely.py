"""playlist.yaml without faults -> what nobody means by it, though it can be done: warnings at their places."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path as File
from zoneinfo import ZoneInfo

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme.hours import Window
from broadcast.programme.lengths import minutes
from broadcast.programme.settings import CampaignId, ChangeKind, Phase, Playlist, Rotation, ScriptId, Slot
from broadcast.ward.playlist_faults import entries
from broadcast.ward.timetable_faults import days_of
from broadcast.ward.yamlfile import Path, YamlFile

_LONGEST_GRACE = timedelta(hours=3)
"""A session that may begin later than this is another session: the morning's news in the afternoon."""
_HERE = timedelta(hours=7)
"""Vietnam's time since 1975, ahead of UTC, without summer time."""


def unlikely_values(source: YamlFile, playlist: Playlist) -> Iterator[Fault]:
    """Yield, as WARNING, what can be done and is hardly meant; `playlist` is what the file says.

    Graces of hours; another country's time; a session's longest above every allowed hour; hours that overlap; a
    make-up time within the grace or at another session's second; a script twice in one session; two changes of one
    session on one day; names given twice; phases that overlap or stand out of order; a voice named twice.
    """
    for path, what, fix in (
        *_graces(playlist),
        *_zone(playlist),
        *_longest(playlist),
        *_hours_twice(playlist),
        *_make_ups(playlist),
        *_repeated(playlist),
        *_changed_twice(source),
        *_named_alike(playlist),
        *_phases_awry(playlist),
        *_listed_twice(playlist),
    ):
        yield replace(source.fault(path, what, fix), level=Level.WARNING)


def undealt_phases(source: YamlFile, playlist: Playlist, scripts: Collection[ScriptId]) -> Iterator[Fault]:
    """Yield, as WARNING, each phase whose folder holds scripts that no session deals or names."""
    rotations = [slot.play for slot in playlist.slots if isinstance(slot.play, Rotation)]
    plays = [slot.play for slot in playlist.slots] + [change.play for change in playlist.changes]
    named = {id_ for play in plays if not isinstance(play, Rotation) for id_ in play}
    for phase in playlist.phases:
        own = [id_ for id_ in scripts if id_.startswith(f"{phase.scripts_in}/") and id_ not in named]
        if own and not any(deals(one, phase) for one in rotations):
            what = tell("không buổi nào lấy bài của “{name}”, nên {count} bài trong thư mục {folder} không phát",
                        name=phase.name, count=len(own), folder=phase.scripts_in)  # fmt: skip
            fix = tell("Thêm một buổi có play: rotate, hoặc ghi tên bài vào mục play của một buổi.")
            at: Path = ("campaigns", phase.campaign) if phase.campaign else ("phases", phase.id)
            yield replace(source.fault(at, what, fix, at_key=True), level=Level.WARNING)


def anchors_beside(source: YamlFile, playlist: Playlist, home: File) -> Iterator[Fault]:
    """Yield, as WARNING, that record.anchors_to lies in the ward's folder `home`: whoever alters the log has both.

    A stick that is mounted there is no part of it.
    """
    if playlist.anchors_to is None:
        return
    folder = (home / File(playlist.anchors_to).expanduser()).resolve()
    if not folder.is_relative_to(home.resolve()) or (folder.is_dir() and folder.is_mount()):
        return
    what = tell("mốc nhật ký để ngay trong thư mục của phường: ai sửa được nhật ký thì sửa được cả mốc,"
                " nên mốc ấy không làm chứng được gì")  # fmt: skip
    fix = tell("Ghi thư mục trên USB hay máy khác, ví dụ: anchors_to: /media/usb/moc")
    yield replace(source.fault(("record", "anchors_to"), what, fix), level=Level.WARNING)


def deals(play: Rotation, phase: Phase) -> bool:
    """Whether the rotation deals the scripts of that phase on its days."""
    if play.folder is not None:
        return f"{phase.scripts_in}/".startswith(f"{play.folder}/")
    return (play.phase in (None, phase.id)) and play.campaign in (None, phase.campaign)


_Odd = tuple[Path, Message, Message | None]


def _graces(playlist: Playlist) -> Iterator[_Odd]:
    for index, slot in enumerate(playlist.slots):
        if slot.grace > _LONGEST_GRACE:
            hours = slot.grace / timedelta(hours=1)
            what = tell(
                "buổi {at} trễ đến {hours:.1f} tiếng vẫn phát, nên có thể phát vào một buổi khác trong ngày",
                at=f"{slot.at:%H:%M}",
                hours=hours,
            )
            fix = tell("Thường để 15m. Muốn phát lại vào giờ khác thì ghi make_up.")
            yield ("sessions", index, "grace"), what, fix


def _zone(playlist: Playlist) -> Iterator[_Odd]:
    ahead = _ahead(playlist.zone)
    if ahead != _HERE:
        what = tell("múi giờ “{zone}” lệch giờ Việt Nam {hours:.1f} tiếng, nên mọi buổi phát lệch chừng ấy",
                    zone=playlist.zone.key, hours=abs(ahead - _HERE) / timedelta(hours=1))  # fmt: skip
        yield ("station", "timezone"), what, tell("Giờ Việt Nam là Asia/Ho_Chi_Minh.")


def _ahead(zone: ZoneInfo) -> timedelta:
    """How far the zone is ahead of UTC in winter, when no country of the north has summer time."""
    return datetime(2026, 1, 1, tzinfo=UTC).astimezone(zone).utcoffset() or timedelta()


def _longest(playlist: Playlist) -> Iterator[_Odd]:
    windows = [*playlist.airtime.allowed]
    windows += [window for one in playlist.airtime.exceptions for window in (*(one.allowed or ()), *one.add)]
    if windows and playlist.airtime.max_session > max(window.ends - window.begins for window in windows):
        what = tell("mỗi buổi được dài quá cả khung giờ dài nhất, nên mục này không chặn gì")
        yield ("airtime", "max_session"), what, None


def _hours_twice(playlist: Playlist) -> Iterator[_Odd]:
    rules = playlist.airtime
    hours: list[tuple[Path, Sequence[Window]]] = [(("airtime", "allowed"), rules.allowed)]
    for index, one in enumerate(rules.exceptions):
        here: Path = ("airtime", "exceptions", index)
        hours += [((*here, "allowed"), one.allowed or ()), ((*here, "add"), one.add)]
    for path, windows in hours:
        in_time = sorted(windows, key=lambda one: one.begins)
        found = next((two for one, two in pairwise(in_time) if two.begins < one.ends), None)
        if found is not None:
            yield path, tell("khung giờ {window} chồng lên một khung khác ở đây", window=found), None


def _make_ups(playlist: Playlist) -> Iterator[_Odd]:
    for index, slot in enumerate(playlist.slots):
        if slot.make_up is None:
            continue
        day, path = date(2000, 1, 3), ("sessions", index, "make_up")
        late = datetime.combine(day, slot.make_up) - datetime.combine(day, slot.at)
        if late <= slot.grace:
            what = tell("giờ phát bù {make_up} còn trong hạn phát bù của buổi ({grace}), nên không thêm gì",
                        make_up=f"{slot.make_up:%H:%M}", grace=minutes(slot.grace))  # fmt: skip
            yield path, what, tell("Ghi giờ phát bù muộn hơn, hoặc rút ngắn grace.")
        other = next((one for one in playlist.slots if one.at == slot.make_up and _share_a_day(one, slot)), None)
        if other is not None:
            what = tell(
                "giờ phát bù {make_up} trùng giờ buổi “{name}”", make_up=f"{slot.make_up:%H:%M}", name=other.name
            )
            yield path, what, tell("Ghi giờ phát bù khác.")


def _share_a_day(one: Slot, other: Slot) -> bool:
    weekdays = {day.weekday() for day in one.on} | one.days
    return bool(weekdays & ({day.weekday() for day in other.on} | other.days))


def _repeated(playlist: Playlist) -> Iterator[_Odd]:
    around = (playlist.opening, playlist.closing)
    for index, slot in enumerate(playlist.slots):
        names = [] if isinstance(slot.play, Rotation) else [*slot.play]
        twice = next((name for number, name in enumerate(names) if name in (*names[:number], *around)), None)
        if twice is not None:
            yield ("sessions", index, "play"), tell("bài “{name}” có hai lần trong một buổi", name=twice), None


def _changed_twice(source: YamlFile) -> Iterator[_Odd]:
    kinds = (ChangeKind.SKIP.value, ChangeKind.MOVE.value)
    seen: set[tuple[str, date]] = set()
    for index, change in enumerate(entries(source, "changes")):
        session = next((change[kind] for kind in kinds if change.get(kind)), None)
        days = days_of(change)
        if session is None or days is None:
            continue
        changed = {(str(session), days[0] + timedelta(n)) for n in range((days[1] - days[0]).days + 1)}
        if both := seen & changed:
            day = min(day for _, day in both)
            what = tell("ngày {day} buổi “{id}” đã có một dòng khác ở changes; máy chỉ theo một dòng",
                        day=f"{day:%d/%m/%Y}", id=session)  # fmt: skip
            yield ("changes", index), what, tell("Giữ một dòng, bỏ dòng kia.")
        seen |= changed


def _named_alike(playlist: Playlist) -> Iterator[_Odd]:
    """Sessions of one name, phases and campaigns of one name, and phases whose scripts lie in one folder."""
    phases = [(phase_place(one), one) for one in playlist.phases]
    for names, what in (
        ([(("sessions", n, "name"), one.name) for n, one in enumerate(playlist.slots)],
         tell("hai buổi cùng tên; trên màn hình và trong nhật ký không phân biệt được")),
        ([((*path, "name"), f"{one.campaign} {one.name}") for path, one in phases],
         tell("hai giai đoạn cùng tên; trên màn hình và trong nhật ký không phân biệt được")),
        ([((*path, "from"), one.scripts_in) for path, one in phases],
         tell("hai đợt hay hai giai đoạn lấy bài ở cùng một thư mục")),
    ):  # fmt: skip
        seen: set[str] = set()
        for path, name in names:
            plain = " ".join(name.casefold().split())
            if plain in seen:
                yield path, what, None
            seen.add(plain)


def _phases_awry(playlist: Playlist) -> Iterator[_Odd]:
    """Phases of one campaign that overlap, or that stand in another order than their days."""
    last: dict[CampaignId | None, Phase] = {}
    for phase in playlist.phases:
        before = last.get(phase.campaign)
        path: Path = (*phase_place(phase), "from")
        if before is not None and phase.last < before.first:
            what = tell("“{name}” viết sau “{other}” mà lại diễn ra trước", name=phase.name, other=before.name)
            yield path, what, tell("Xem lại ngày của hai giai đoạn.")
        elif before is not None and phase.first <= before.last:
            what = tell("“{name}” trùng ngày với “{other}”: những ngày ấy phát bài của cả hai",
                        name=phase.name, other=before.name)  # fmt: skip
            yield path, what, tell("Cho giai đoạn sau bắt đầu khi giai đoạn trước đã hết.")
        last[phase.campaign] = phase


def _listed_twice(playlist: Playlist) -> Iterator[_Odd]:
    for path, names in (
        (("output", "loudspeaker"), playlist.devices.loudspeakers),
        (("voice", "engines"), playlist.voice.engines),
    ):
        twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
        if twice is not None:
            yield path, tell("“{name}” được ghi hai lần", name=twice), None


def phase_place(phase: Phase) -> Path:
    """Name the place of the phase in playlist.yaml, under its campaign where it has one."""
    if phase.campaign is None:
        return ("phases", phase.id)
    own: Path = ("campaigns", phase.campaign)
    return own if str(phase.id) == phase.campaign else (*own, "phases", phase.id)
