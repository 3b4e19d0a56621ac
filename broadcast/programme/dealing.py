"""A day as dealt, what its files say now, and what has sounded -> the day that holds, and what is dealt anew.

A day is dealt once. What has begun never changes; what an edit changes of a session that has not begun is a new
dealing, with its reasons. No edit makes anything owed whose second is over: nothing sounds because somebody has
saved a file.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import datetime

from broadcast.base.errors import Message, tell
from broadcast.programme.model import Airing, Cue, Part, Rundown, Session

PASSED = tell("giờ ấy đã qua khi sửa lịch")
"""Why a session is not dealt to air that an edit has put at a second that was over; a person may air it."""
GONE = tell("không còn trong lịch phát")
"""Why a session is not dealt to air any more that an edit has taken out of the timetable."""
AFTERWARDS = tell("xếp lại sau, vì lúc ấy máy không chạy")
"""Why a day is dealt that is over already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dealing:
    """A session as it was dealt, once."""

    session: Session
    number: int
    """From 1, within its session; the last one holds."""
    written: datetime
    """When it was dealt."""
    why: tuple[Message, ...] = ()
    """What is not as it was dealt before, and why; empty for a session's first dealing, on a day dealt in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealtDay:
    """A day as it holds now."""

    rundown: Rundown
    dealings: Mapping[str, Dealing]
    """The last dealing of each session, by the session's id; those of `new` too."""
    changed: Mapping[str, Dealing] = field(default_factory=dict)
    """The last dealing that changed something, by the session's id; none for a session that was never changed."""
    new: tuple[Dealing, ...]
    """Which of them are not written yet, in order of time."""
    is_first: bool
    """Nothing of the day was written before."""


def redeal(
    written: Sequence[Dealing], fresh: Rundown, airings: Iterable[Airing], now: datetime, *, is_first: bool
) -> DealtDay:
    """Return the day of `fresh` as it holds at `now`: what was dealt and has begun, and else what the files say.

    `written` are all dealings of the day, in the order of writing, `fresh` is what its files say now, `airings`
    are the day's lines in the as-run log. `is_first`: nothing of the day was written, not even that it has no
    sessions.
    A session that is over, or first seen when its second was, is owed nothing that it was not dealt before. `now`
    is aware and in the station's zone.
    """
    last = {one.session.id: one for one in written}
    begun = _begun(airings)
    if is_first:
        why = (AFTERWARDS,) if fresh.day < now.date() else ()
        new = [_dealing(_as_aired(one, begun.get(one.id, ())), None, now, why) for one in fresh.sessions]
    elif fresh.day < now.date():
        new = []
    else:
        new = list(_changed(last, fresh, begun.keys(), now))
    new.sort(key=lambda one: one.session.at)
    last |= {one.session.id: one for one in new}
    sessions = sorted((one.session for one in last.values()), key=lambda session: session.at)
    rundown = replace(fresh, sessions=tuple(sessions))
    changed = {one.session.id: one for one in (*written, *new) if one.why and one.why != (AFTERWARDS,)}
    return DealtDay(rundown=rundown, dealings=last, changed=changed, new=tuple(new), is_first=is_first)


def has_begun(session: Session, airings: Iterable[Airing]) -> bool:
    """Whether one of the day's lines in the as-run log is of that session: its opening, a cue, one passed over."""
    return any(airing.session_id == session.id for airing in airings)


def may_air_by_hand(session: Session) -> bool:
    """Whether a person may air it at once: all but what the ward does without, or took out of its timetable."""
    return session.off is None or str(session.off) == str(PASSED)


def reasons(before: Session | None, after: Session) -> tuple[Message, ...]:
    """Tell what of `after` is not as in `before`, the same session as it was dealt last; None: it is new."""
    if before is None:
        return (tell("buổi mới trong lịch"), *((after.off,) if after.off else ()))
    return (*_of_session(before, after), *(_of_cues(before, after) if after.off is None else ()))


# --- which sessions are dealt anew ---


def _begun(airings: Iterable[Airing]) -> dict[str, list[Airing]]:
    begun: dict[str, list[Airing]] = {}
    for airing in airings:
        begun.setdefault(airing.session_id, []).append(airing)
    return begun


def _as_aired(session: Session, airings: Sequence[Airing]) -> Session:
    """The session; where the log of an older program shows another one under its id, that one."""
    cues = {one.cue: one for one in airings if one.part is Part.CUE}
    if cues.keys() <= {cue.id for cue in session.cues}:
        return session
    return replace(
        session,
        cues=tuple(Cue(id=id_, script=one.script, title=one.title, text=one.text) for id_, one in cues.items()),
    )


def _changed(last: Mapping[str, Dealing], fresh: Rundown, begun: Set[str], now: datetime) -> Iterator[Dealing]:
    for said in fresh.sessions:
        known = last.get(said.id)
        dealt = known.session if known is not None else None
        if said.id in begun or (known is not None and (_is_over(known.session, now) or _is_laid_out(known, now))):
            continue
        after = _after_edit(dealt, said, now)
        if dealt is None or _shape(after) != _shape(dealt):
            yield _dealing(after, known, now, reasons(dealt, after))
    here = {said.id for said in fresh.sessions}
    for id_, known in last.items():
        if (
            id_ not in here
            and id_ not in begun
            and not _is_over(known.session, now)
            and not _is_laid_out(known, now)
        ):
            after = _gone(known.session)
            if after != known.session:
                yield _dealing(after, known, now, reasons(known.session, after))


def _dealing(session: Session, known: Dealing | None, now: datetime, why: tuple[Message, ...]) -> Dealing:
    return Dealing(session=session, number=known.number + 1 if known else 1, written=now, why=why)


def _is_over(dealt: Session, now: datetime) -> bool:
    """Whether it was to air, and can do so no more: what it is owed then is for the log to tell."""
    return dealt.is_to_air and bool(dealt.cues) and now > max(dealt.at, dealt.make_up or dealt.at) + dealt.grace


def _is_laid_out(known: Dealing, now: datetime) -> bool:
    """Whether a player has it laid out for the loudspeaker, its carts fixed, and its second is still to come."""
    return known.written <= now <= known.session.at and any(cue.cart is not None for cue in known.session.cues)


def _gone(dealt: Session) -> Session:
    return dealt if dealt.off is not None else replace(dealt, off=GONE, cues=(), left_out=())


def _after_edit(dealt: Session | None, said: Session, now: datetime) -> Session:
    """The session that holds after an edit that says `said`; `dealt` itself where the edit may not change it."""
    if said.at > now or said.off is not None:
        return said
    if dealt is None:
        return replace(said, off=PASSED)
    if dealt.at == said.at and dealt.is_to_air and dealt.cues:
        return said
    if dealt.off is not None or dealt.at == said.at:
        return dealt  # nothing was owed at that second, and nothing is now
    return replace(said, off=PASSED)


def _shape(session: Session) -> object:
    """All that makes a dealing another one; of what does not air, without its cues."""
    cues = () if session.off else [(cue.id, cue.title, cue.version) for cue in session.cues]
    fixed = session.name, session.at, session.grace, session.make_up, session.campaign, session.drop
    return *fixed, str(session.refused), str(session.off), *cues


# --- what is told of it ---


def _of_session(before: Session, after: Session) -> Iterator[Message]:
    if after.name != before.name:
        yield tell("đổi tên buổi “{was}” thành “{name}”", was=before.name, name=after.name)
    if after.off is not None and str(after.off) != str(before.off):
        yield after.off
    if after.off is None and before.off is not None:
        yield tell("đưa trở lại lịch")
    if after.at != before.at:
        yield tell("đổi giờ từ {was} sang {time}", was=_time(before.at), time=_time(after.at))
    if after.refused is not None and str(after.refused) != str(before.refused):
        yield tell("quy định không cho phát: {why}", why=after.refused)
    if after.refused is None and before.refused is not None:
        yield tell("nay quy định cho phát")
    if (after.grace, after.make_up) != (before.grace, before.make_up):
        yield tell("đổi hạn phát bù")
    if after.drop is not before.drop:
        yield tell("đổi cách bớt bài khi buổi quá dài")
    if after.campaign != before.campaign:
        yield tell("đổi đợt tuyên truyền")


def _of_cues(before: Session, after: Session) -> Iterator[Message]:
    was, now = ({cue.id: cue for cue in one.cues} for one in (before, after))
    left_out = {one.script: one.why for one in after.left_out}
    for cue in before.cues:
        if cue.id not in now and (why := left_out.get(cue.script)) is not None:
            yield tell("bớt bài “{title}”: {why}", title=cue.title or cue.script, why=why)
        elif cue.id not in now:
            yield tell("bớt bài “{title}”", title=cue.title or cue.script)
    for id_, cue in now.items():
        if id_ not in was:
            yield tell("thêm bài “{title}”", title=cue.title or cue.script)
        elif cue.title != was[id_].title:
            yield tell("đổi tên bài “{was}” thành “{title}”", was=was[id_].title, title=cue.title)
        if id_ in was and cue.version != was[id_].version:
            yield tell("bài “{title}” đã sửa", title=cue.title or cue.script)
    if [id_ for id_ in was if id_ in now] != [id_ for id_ in now if id_ in was]:
        yield tell("đổi thứ tự bài")


def _time(moment: datetime) -> str:
    return f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
