"""One day, one session: what the ward changes of its timetable, judged by the rules, written into the record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.files import may_only_look, only_to_look
from broadcast.programme.changes import body_of, undo_of
from broadcast.programme.model import Rundown, Session
from broadcast.programme.settings import Change, ChangeKind
from broadcast.record.journal import Journal
from broadcast.station.assembly import today
from broadcast.station.overview import Overview, changes_in_force, journal_folder, journal_path
from broadcast.station.proposed import added, moved, skipped, would_be, would_be_without


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
    return _written(overview, skipped(overview, session, day, reason, by))


def move(overview: Overview, session: str, day: date, at: time, reason: str, by: str = "") -> Changed:
    """Let the session of that id or name air at `at` on `day`; write it into the record.

    One that was skipped airs again. Raises UsageRefused where the day is over, the session has begun or is not
    there on that day, where `at` has passed or the airtime rules refuse it; JournalError where the record takes no
    line.
    """
    return _written(overview, moved(overview, session, day, at, reason, by))


def add(
    overview: Overview, scripts: Sequence[str], day: date, at: time, reason: str, *, name: str = "", by: str = ""
) -> Changed:
    """Add a session of those scripts to `day` at `at`; write it into the record.

    `scripts` may be named shortly. Without a `name` it has the first script's title. Raises UnknownScript where
    there is no such script, UsageRefused where `at` has passed, a script may not air that day or the airtime rules
    refuse the session; JournalError where the record takes no line.
    """
    return _written(overview, added(overview, scripts, day, at, reason, name=name, by=by))


def undo(overview: Overview, number: int, by: str = "") -> Changed:
    """Take back the change of that number; write it into the record.

    Raises UsageRefused where no such change is in force, its day is over, or its session has begun or would have
    begun; JournalError where the record takes no line.
    """
    found = would_be_without(overview, number)
    _require_writable(overview)
    with Journal(journal_path(overview.home)) as journal:
        journal.change(found.change.day, found.change.session, undo_of(number, by), overview.clock.now())
    return Changed(change=found.change, session=found.session, day=found.after)


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
    if not change.reason:
        raise UsageRefused(tell("Phải ghi lý do."), tell('Thêm: --reason "lý do"'))
    _require_writable(overview)
    found = would_be(overview, change)
    with Journal(journal_path(overview.home)) as journal:
        number = journal.change(change.day, change.session, body_of(change), overview.clock.now())
    return Changed(change=replace(change, id=str(number)), session=found.session, day=found.after)


def _require_writable(overview: Overview) -> None:
    if may_only_look(journal_folder(overview.home)):
        raise only_to_look(tell("đổi buổi phát"))
