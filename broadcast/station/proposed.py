"""A change of one session on one day, as somebody asks for it -> that day before it and after it; or why not.

Nothing is written: see changes.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.programme.airtime import is_one_too_many
from broadcast.programme.dealing import has_begun
from broadcast.programme.model import Rundown, Session
from broadcast.programme.rundown import plan
from broadcast.programme.settings import Change, ChangeKind, SlotId
from broadcast.station.assembly import today
from broadcast.station.overview import Overview, airings, changes_in_force
from broadcast.ward.nearest import nearest

TOO_NEAR = timedelta(seconds=15)
"""How long before its second a session may be changed at the latest: a running player looks every two seconds for
what was changed, and lays a session out twelve seconds ahead.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A change that may be made, and its day without it and with it."""

    change: Change
    """The change; for an undo, the one that is taken back."""
    before: Rundown
    after: Rundown

    @property
    def session(self) -> Session | None:
        """Return the changed session as it then is; None where it is then not in the day."""
        return _session(self.after, self.change.session)


def skipped(overview: Overview, session: str, day: date, reason: str = "", by: str = "") -> Change:
    """Return the change that takes the session of that id or name out of `day`.

    Raises UsageRefused where the day is over, the session has begun, is off already or is not there on that day.
    """
    found = _coming(overview, session, day)
    if found.off is not None:
        raise UsageRefused(
            tell("Buổi “{name}” ngày {day} đã nghỉ rồi: {why}.", name=found.name, day=_date(day), why=found.off)
        )
    return _change(ChangeKind.SKIP, (found.slot, found.name), day, reason, by)


def moved(overview: Overview, session: str, day: date, at: time, reason: str = "", by: str = "") -> Change:
    """Return the change that lets the session of that id or name air at `at` on `day`, also one that was skipped.

    Raises UsageRefused where the day is over, the session has begun or is not there on that day.
    """
    found = _coming(overview, session, day)
    return replace(_change(ChangeKind.MOVE, (found.slot, found.name), day, reason, by), at=at)


def added(
    overview: Overview,
    scripts: Sequence[str],
    day: date,
    at: time,
    reason: str = "",
    *,
    name: str = "",
    by: str = "",
) -> Change:
    """Return the change that adds a session of those scripts, which may be named shortly, to `day` at `at`.

    Without a `name` it has the first script's title. Raises UnknownScript where there is no such script,
    UsageRefused where the day is over.
    """
    _require_coming(overview, day)
    ids = tuple(dict.fromkeys(overview.ward.find(script) for script in scripts))
    taken = {slot.id for slot in overview.ward.playlist.slots}
    taken |= {one.session for one in (*overview.ward.playlist.changes, *changes_in_force(overview.home))}
    id_ = SlotId(_free(_as_id(ids[0]), taken))
    title = name or overview.ward.title(ids[0])
    return replace(_change(ChangeKind.ADD, (id_, title), day, reason, by), at=at, play=ids)


def would_be(overview: Overview, change: Change) -> Proposed:
    """Judge the change, and plan its day without it and with it.

    Raises UsageRefused where its session's new second has passed or is too near, a script may not air that day, or
    the airtime rules refuse that session or, after it, another.
    """
    known = changes_in_force(overview.home)
    before, after = _plan(overview, change.day, known), _plan(overview, change.day, (*known, change))
    session = _session(after, change.session)
    if change.kind is not ChangeKind.SKIP:
        _require_ahead(overview, session)
        _require_airing(session, change)
    _require_allowed(before, after)
    return Proposed(change=change, before=before, after=after)


def would_be_without(overview: Overview, number: int) -> Proposed:
    """Judge the taking back of the change of that number, and plan its day with it and without it.

    Raises UsageRefused where no such change is in force, its day is over, or its session has begun or would have
    begun.
    """
    known = changes_in_force(overview.home)
    change = next((one for one in known if one.id == str(number)), None)
    if change is None:
        raise UsageRefused(
            tell("Không có thay đổi số {number} để bỏ.", number=number),
            tell("Xem những thay đổi đang có: broadcast changes"),
        )
    _require_coming(overview, change.day)
    left = tuple(one for one in known if one is not change)
    before, after = _plan(overview, change.day, known), _plan(overview, change.day, left)
    for rundown in (before, after):
        _require_ahead(overview, _session(rundown, change.session))
    _require_allowed(before, after)
    return Proposed(change=change, before=before, after=after)


def _change(kind: ChangeKind, session: tuple[SlotId, str], day: date, reason: str, by: str) -> Change:
    """The change of a session, given by id and name."""
    id_, name = session
    return Change(id="", kind=kind, day=day, session=id_, name=name, reason=reason.strip(), by=by.strip())


def _plan(overview: Overview, day: date, changes: Sequence[Change]) -> Rundown:
    return plan(overview.ward.playlist, overview.ward.ready, day, changes)


def _session(rundown: Rundown, slot: SlotId) -> Session | None:
    return next((session for session in rundown.sessions if session.slot == slot), None)


def _as_id(script: str) -> str:
    """An id for a session of that script: its file's name without the number, as far as an id may hold it."""
    name = script.rsplit("/", 1)[-1].lstrip("0123456789-_ ")
    return (
        "".join(letter for letter in name if letter.isascii() and (letter.isalnum() or letter in "-_")) or "them"
    )


def _free(wanted: str, taken: set[SlotId]) -> str:
    number, id_ = 1, wanted
    while id_ in taken:
        number += 1
        id_ = f"{wanted}-{number}"
    return id_


# --- what may not be ---


def _coming(overview: Overview, name: str, day: date) -> Session:
    """The session of that id or name on `day`, which has not begun."""
    _require_coming(overview, day)
    sessions = _plan(overview, day, changes_in_force(overview.home)).sessions
    wanted = name.strip().casefold()
    found = next((one for one in sessions if wanted in (one.slot.casefold(), one.name.casefold())), None)
    if found is None:
        raise UsageRefused(
            tell("Ngày {day} không có buổi “{name}”.", day=_date(day), name=name), _meant(wanted, sessions)
        )
    _require_ahead(overview, found)
    return found


def _meant(wanted: str, sessions: Sequence[Session]) -> Message:
    if not sessions:
        return tell("Ngày ấy không có buổi nào trong lịch.")
    near = nearest(wanted, [one.slot for one in sessions])
    names = ", ".join(f"{one.slot} ({one.at:%H:%M} {one.name})" for one in sessions)
    if near is not None:
        return tell("Ý bạn là “{near}”? Ngày ấy có: {names}.", near=near, names=names)
    return tell("Ngày ấy có: {names}.", names=names)


def _require_coming(overview: Overview, day: date) -> None:
    if day < today(overview):
        raise UsageRefused(tell("Ngày {day} đã qua, không đổi được nữa.", day=_date(day)))


def _require_ahead(overview: Overview, session: Session | None) -> None:
    """Refuse what would change a session that has begun, or begin one by itself: its second must lie ahead.

    And far enough, for what is laid out for the loudspeaker already is not changed any more.
    """
    if session is None or session.off is not None:
        return
    now, day = overview.clock.now(), session.at.date()
    if session.at <= now or has_begun(session, airings(overview.home, day, day)):
        what = tell("Buổi “{name}” lúc {time} ngày {day} đã qua giờ, không đổi được nữa.",
                    name=session.name, time=f"{session.at:%H:%M}", day=_date(day))  # fmt: skip
    elif session.at <= now + TOO_NEAR:
        what = tell("Buổi “{name}” lúc {time} chỉ còn {seconds} giây là phát, không đổi kịp nữa.",
                    name=session.name, time=f"{session.at:%H:%M:%S}",
                    seconds=int((session.at - now).total_seconds()))  # fmt: skip
    else:
        return
    raise UsageRefused(what, tell("Cần loa im ngay: broadcast stop. Cần phát thêm: broadcast add"))


def _require_airing(session: Session | None, change: Change) -> None:
    """Refuse a change after which its session does not air: the rules, a day off, or a script's own days."""
    if session is None:
        return
    why = session.off or session.refused
    why = why or next((one.why for one in session.left_out if change.kind is ChangeKind.ADD), None)
    if why is not None:
        raise UsageRefused(
            tell("Ngày {day} lúc {time} không phát được buổi này: {why}.",
                 day=_date(change.day), time=f"{session.at:%H:%M}", why=why),
            _what_then(session),
        )  # fmt: skip


def _what_then(session: Session) -> Message:
    """What to do where a change is refused: by the rules, or for the script's own sake."""
    if session.off is None and session.refused is None:
        return tell("Chưa đổi gì. Xem bài ấy còn thiếu gì: broadcast check")
    if session.refused is not None and is_one_too_many(session.refused):
        return tell("Chưa đổi gì. Số buổi một ngày ghi ở max_sessions, mục airtime trong playlist.yaml.")
    return tell("Chưa đổi gì. Giờ được phát và ngày nghỉ ghi ở mục airtime trong playlist.yaml.")


def _require_allowed(before: Rundown, after: Rundown) -> None:
    """Refuse a change after which another session would be refused that was not before."""
    refused = {session.slot for session in before.sessions if session.refused is not None}
    for session in after.sessions:
        if session.refused is not None and session.slot not in refused:
            raise UsageRefused(
                tell(
                    "Đổi như vậy thì buổi “{name}” không phát được: {why}.", name=session.name, why=session.refused
                ),
                tell("Chưa đổi gì."),
            )


def _date(day: date) -> str:
    return f"{day:%d/%m/%Y}"
