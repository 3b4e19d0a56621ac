"""playlist.yaml without faults -> what nobody means by it, though it can be done: warnings at their places."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from broadcast.base.errors import Fault, Level, Message, tell
from broadcast.programme.settings import ChangeKind, Phase, Playlist, Rotation, ScriptId
from broadcast.ward.playlist_faults import entries, value_at
from broadcast.ward.yamlfile import Path, YamlFile

_LONGEST_GRACE = timedelta(hours=3)
"""A session that may begin later than this is another session: the morning's news in the afternoon."""
_HERE = timedelta(hours=7)
"""Vietnam's time since 1975, ahead of UTC, without summer time."""


def unlikely_values(source: YamlFile, playlist: Playlist) -> Iterator[Fault]:
    """Yield, as WARNING, what can be done and is hardly meant; `playlist` is what the file says.

    Graces of hours; another country's time; a session's longest above every allowed hour; a script twice in one
    session; two changes of one session on one day.
    """
    for path, what, fix in (
        *_graces(playlist),
        *_zone(playlist),
        *_longest(playlist),
        *_repeated(playlist),
        *_changed_twice(source),
    ):
        yield replace(source.fault(path, what, fix), level=Level.WARNING)


def undealt_phases(source: YamlFile, playlist: Playlist, scripts: Collection[ScriptId]) -> Iterator[Fault]:
    """Yield, as WARNING, each phase whose folder holds scripts that no session deals or names."""
    rotations = [slot.play for slot in playlist.slots if isinstance(slot.play, Rotation)]
    plays = [slot.play for slot in playlist.slots] + [change.play for change in playlist.changes]
    named = {id_ for play in plays if not isinstance(play, Rotation) for id_ in play}
    for phase in playlist.phases:
        own = [id_ for id_ in scripts if id_.startswith(f"{phase.scripts_in}/") and id_ not in named]
        if own and not any(_deals(one, phase) for one in rotations):
            what = tell("không buổi nào lấy bài của “{name}”, nên {count} bài trong thư mục {folder} không phát",
                        name=phase.name, count=len(own), folder=phase.scripts_in)  # fmt: skip
            fix = tell("Thêm một buổi có play: rotate, hoặc ghi tên bài vào mục play của một buổi.")
            at = ("campaigns", phase.campaign) if phase.campaign else ("phases", phase.id)
            yield replace(source.fault(at, what, fix, at_key=True), level=Level.WARNING)


def _deals(play: Rotation, phase: Phase) -> bool:
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


def _repeated(playlist: Playlist) -> Iterator[_Odd]:
    for index, slot in enumerate(playlist.slots):
        names = [] if isinstance(slot.play, Rotation) else [*slot.play]
        twice = next((name for number, name in enumerate(names) if name in names[:number]), None)
        if twice is not None:
            yield ("sessions", index, "play"), tell("bài “{name}” có hai lần trong một buổi", name=twice), None


def _changed_twice(source: YamlFile) -> Iterator[_Odd]:
    kinds = (ChangeKind.SKIP.value, ChangeKind.MOVE.value)
    seen: set[tuple[str, str]] = set()
    for index, change in enumerate(entries(source, "changes")):
        session, day = next((change[kind] for kind in kinds if change.get(kind)), None), value_at(change, "date")
        if session is None or day is None:
            continue
        if (str(session), str(day)) in seen:
            what = tell("ngày này buổi “{id}” đã có một dòng khác ở changes; máy chỉ theo một dòng", id=session)
            yield ("changes", index), what, tell("Giữ một dòng, bỏ dòng kia.")
        seen.add((str(session), str(day)))
