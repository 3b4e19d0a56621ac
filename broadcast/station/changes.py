"""One day, one session: what the ward changes of its timetable, judged by the rules, written into the record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.base.files import may_only_look, only_to_look
from broadcast.programme.airtime import is_one_too_many
from broadcast.programme.changes import body_of, undo_of
from broadcast.programme.dealing import has_begun
from broadcast.programme.model import Rundown, Session
from broadcast.programme.rundown import plan
from broadcast.programme.settings import Change, ChangeKind, SlotId
from broadcast.record.journal import Journal
from broadcast.station.assembly import today
from broadcast.station.overview import Overview, airings, changes_in_force, journal_folder, journal_path
from broadcast.ward.nearest import nearest

TOO_NEAR = timedelta(seconds=15)
"""How long before its second a session may be changed at the latest: a running player looks every two seconds for
what was changed, and lays a session out twelve seconds ahead.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A change that is written down, and the day as it is planned now."""

    change: Change
    """The change; the one that was taken back after an `undo`."""
    session: Session | None
    """The session as it is planned now; None where the change that had added it was taken back."""
    day: Rundown


def skip(overview: Overview, session: str, day: date, reason: str, by: str = "") -> Changed:
    """Take the session of that id or name out of `day`; write it into the record.

    Raises UsageRefused where the day is over, the session has begun, is off already or is not there on that day;
    JournalError where the record takes no line.
    """
    found = _coming(overview, session, day)
    if found.off is not None:
        raise UsageRefused(
            tell("Buổi “{name}” ngày {day} đã nghỉ rồi: {why}.", name=found.name, day=_date(day), why=found.off)
        )
    return _written(overview, _change(ChangeKind.SKIP, (found.slot, found.name), day, reason, by))


def move(overview: Overview, session: str, day: date, at: time, reason: str, by: str = "") -> Changed:
    """Let the session of that id or name air at `at` on `day`; write it into the record.

    One that was skipped airs again. Raises UsageRefused where the day is over, the session has begun or is not
    there on that day, where `at` has passed or the airtime rules refuse it; JournalError where the record takes no
    line.
    """
    found = _coming(overview, session, day)
    return _written(overview, replace(_change(ChangeKind.MOVE, (found.slot, found.name), day, reason, by), at=at))


def add(
    overview: Overview, scripts: Sequence[str], day: date, at: time, reason: str, *, name: str = "", by: str = ""
) -> Changed:
    """Add a session of those scripts to `day` at `at`; write it into the record.

    `scripts` may be named shortly. Without a `name` it has the first script's title. Raises UnknownScript where
    there is no such script, UsageRefused where `at` has passed, a script may not air that day or the airtime rules
    refuse the session; JournalError where the record takes no line.
    """
    _require_coming(overview, day)
    ids = tuple(dict.fromkeys(overview.ward.find(script) for script in scripts))
    taken = {slot.id for slot in overview.ward.playlist.slots}
    taken |= {one.session for one in (*overview.ward.playlist.changes, *changes_in_force(overview.home))}
    id_ = SlotId(_free(_as_id(ids[0]), taken))
    title = name or overview.ward.title(ids[0])
    change = _change(ChangeKind.ADD, (id_, title), day, reason, by)
    return _written(overview, replace(change, at=at, play=ids))


def undo(overview: Overview, number: int, by: str = "") -> Changed:
    """Take back the change of that number; write it into the record.

    Raises UsageRefused where no such change is in force, its day is over, or its session has begun or would have
    begun; JournalError where the record takes no line.
    """
    known = changes_in_force(overview.home)
    change = next((one for one in known if one.id == str(number)), None)
    if change is None:
        raise UsageRefused(
            tell("Không có thay đổi số {number} để bỏ.", number=number),
            tell("Xem những thay đổi đang có: broadcast changes"),
        )
    _require_coming(overview, change.day)
    _require_writable(overview)
    left = tuple(one for one in known if one is not change)
    before, after = _plan(overview, change.day, known), _plan(overview, change.day, left)
    for rundown in (before, after):
        _require_ahead(overview, _session(rundown, change.session))
    _require_allowed(before, after)
    now = overview.clock.now()
    with Journal(journal_path(overview.home)) as journal:
        journal.change(change.day, change.session, undo_of(number, by), now)
    return Changed(change=change, session=_session(after, change.session), day=after)


def to_come(overview: Overview) -> tuple[Change, ...]:
    """List the changes of today and later: the playlist's, then the record's, each in the order of writing.

    Only the record's have an id, by which they can be taken back.
    """
    every = (*overview.ward.playlist.changes, *changes_in_force(overview.home))
    return tuple(change for change in every if change.day >= today(overview))


def name_of(overview: Overview, change: Change) -> str:
    """Return the name of the session that is changed; its id where the timetable has it no more."""
    every = (*overview.ward.playlist.changes, *changes_in_force(overview.home))
    names = {one.session: one.name for one in every if one.kind is ChangeKind.ADD and one.name}
    names |= {slot.id: slot.name for slot in overview.ward.playlist.slots}
    return change.name or names.get(change.session, change.session)


def _written(overview: Overview, change: Change) -> Changed:
    """Judge the change on its day, then write it down."""
    _require_writable(overview)
    known = changes_in_force(overview.home)
    before, after = _plan(overview, change.day, known), _plan(overview, change.day, (*known, change))
    session = _session(after, change.session)
    if change.kind is not ChangeKind.SKIP:
        _require_ahead(overview, session)
        _require_airing(session, change)
    _require_allowed(before, after)
    with Journal(journal_path(overview.home)) as journal:
        number = journal.change(change.day, change.session, body_of(change), overview.clock.now())
    return Changed(change=replace(change, id=str(number)), session=session, day=after)


def _change(kind: ChangeKind, session: tuple[SlotId, str], day: date, reason: str, by: str) -> Change:
    """The change of a session, given by id and name."""
    if not reason.strip():
        raise UsageRefused(tell("Phải ghi lý do."), tell('Thêm: --reason "lý do"'))
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


def _require_writable(overview: Overview) -> None:
    if may_only_look(journal_folder(overview.home)):
        raise only_to_look(tell("đổi buổi phát"))


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
