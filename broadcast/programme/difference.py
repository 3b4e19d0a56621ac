"""A day as it is planned, and as it would be -> what of it would be another, in sentences."""

from collections.abc import Iterator
from datetime import datetime

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Rundown, Session


def differences(before: Rundown, after: Rundown, now: datetime) -> tuple[Message, ...]:
    """Tell what a changed day has that it had not, and what it has not any more; then what stays as it is.

    Of the sessions that stay, those are named that are still to come at `now`. Empty where nothing is another.
    """
    old, new = _airing(before), _airing(after)
    told = (*_sessions_told(old, new), *_scripts_told(old, new))
    same = [one for id_, one in new.items() if one.at > now and id_ in old and old[id_] == one]
    return (*told, *_unchanged(same)) if told else ()


def _airing(rundown: Rundown) -> dict[str, Session]:
    return {one.id: one for one in rundown.sessions if one.is_to_air}


def _sessions_told(old: dict[str, Session], new: dict[str, Session]) -> Iterator[Message]:
    for id_, one in old.items():
        if id_ not in new:
            yield tell("Buổi “{name}” {time} sẽ không phát.", name=one.name, time=_hour(one))
        elif new[id_].at != one.at:
            yield tell(
                "Buổi “{name}” chuyển từ {before} sang {after}.",
                name=one.name, before=_hour(one), after=_hour(new[id_]),
            )  # fmt: skip
            if one.make_up is not None and new[id_].make_up is None:
                yield tell("Lỡ buổi ấy thì không còn giờ phát bù {time}.", time=f"{one.make_up:%H:%M}")
    for id_, one in new.items():
        if id_ not in old:
            yield tell(
                "Buổi “{name}” sẽ phát lúc {time}, {count} bài.",
                name=one.name,
                time=_hour(one),
                count=len(one.cues),
            )


def _scripts_told(old: dict[str, Session], new: dict[str, Session]) -> Iterator[Message]:
    """The scripts that go to another session, and those that the day has no more."""
    then = _by_script(new)
    for script, sessions in _by_script(old).items():
        title = next(cue.title for cue in sessions[0].cues if cue.script == script)
        left = then.get(script, [])
        if not left:
            yield tell("Ngày ấy không còn bài “{title}”.", title=title)
        elif {one.id for one in left}.isdisjoint(one.id for one in sessions):
            yield tell("Bài “{title}” chuyển sang buổi “{name}”.", title=title, name=left[0].name)


def _by_script(sessions: dict[str, Session]) -> dict[str, list[Session]]:
    found: dict[str, list[Session]] = {}
    for one in sessions.values():
        for script in dict.fromkeys(cue.script for cue in one.cues):
            found.setdefault(script, []).append(one)
    return found


def _unchanged(same: list[Session]) -> Iterator[Message]:
    if same:
        names = ", ".join(f"“{one.name}” {_hour(one)}" for one in same)
        yield tell("Không đổi: buổi {names}.", names=names)


def _hour(one: Session) -> str:
    return f"{one.at:%H:%M}"
