"""A station and some days -> each as it holds: what airs, what was changed of it and by whom, what it lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from broadcast.base.errors import JournalError, Message, tell
from broadcast.programme.airtime import hours_on
from broadcast.programme.changes import holding
from broadcast.programme.dealing import redeal
from broadcast.programme.model import Rundown, Session, Unready
from broadcast.programme.settings import Change, Policy, ScriptId, SlotId
from broadcast.record.reading import Record, record_at
from broadcast.station.dealt import as_it_holds, changes_of, planned
from broadcast.station.onrecord import journal_path
from broadcast.station.overview import Overview
from broadcast.station.releases import Releases
from broadcast.station.sealing import Sealing


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """One day of the timetable, as it holds."""

    rundown: Rundown
    closed: Message | None
    """Why nothing may air that day; None where something may."""
    changed: Mapping[SlotId, Change] = field(default_factory=dict)
    """The last change of each session that is changed that day."""
    lacking: Mapping[str, tuple[Message, ...]] = field(default_factory=dict)
    """What each session still to come lacks, by its id; none for one that lacks nothing."""
    unreleased: Mapping[str, frozenset[ScriptId]] = field(default_factory=dict)
    """The scripts of each session still to come that nobody has released, where the ward asks for that."""
    is_held: bool = False
    """Those do not air: the ward's rule is `required`."""

    @property
    def day(self) -> date:
        """Return the day."""
        return self.rundown.day


def calendar(overview: Overview, first: date, count: int) -> tuple[CalendarDay, ...]:
    """Work out `count` days from `first` on. Where the record cannot be read, they are as the files plan them."""
    try:
        with record_at(journal_path(overview.home)) as record:
            return _days(_Look(overview, record), first, count)
    except JournalError:  # whoever needs the log to be whole is told by what reads its lines
        return _days(_Look(overview, None), first, count)


def lacking(overview: Overview, session: Session) -> tuple[Message, ...]:
    """Tell what one session lacks so that all of it airs: empty for nothing, and for one that is over."""
    try:
        with record_at(journal_path(overview.home)) as record:
            return _Look(overview, record).told_of(session)
    except JournalError:
        return _Look(overview, None).told_of(session)


def unread_changes(overview: Overview) -> Message | None:
    """Say why the changes of single days that the record has are not known; None where they are."""
    try:
        with record_at(journal_path(overview.home)) as record:
            changes_of(record)
    except JournalError as error:
        return error.what
    return None


def _days(look: "_Look", first: date, count: int) -> tuple[CalendarDay, ...]:
    return tuple(look.day(first + timedelta(days=number)) for number in range(count))


class _Look:
    """One look at a station and its record, whose rules are read once."""

    def __init__(self, overview: Overview, record: Record | None) -> None:
        self._overview = overview
        self._record = record
        self._now = overview.clock.now()
        self._changes = changes_of(record) if record is not None else ()
        self._releases = Releases(overview, record) if record is not None else None
        written = overview.ward.playlist.release
        self._policy = Sealing(overview.home, written, record).policy if record is not None else written

    def day(self, day: date) -> CalendarDay:
        playlist, rundown = self._overview.ward.playlist, self._rundown(day)
        changed = holding((*playlist.by_day.get(day, ()), *self._changes), day)
        closed = rundown.off
        if closed is None and not hours_on(playlist.airtime, day):
            closed = tell("không phải ngày được phát")
        lacking = {one.id: why for one in rundown.sessions if (why := self._lacking(one))}
        return CalendarDay(
            rundown=rundown,
            closed=closed,
            changed={slot: last for slot, (_, last) in changed.items()},
            lacking=lacking,
            unreleased={one.id: those for one in rundown.sessions if (those := self._unreleased(one))},
            is_held=self._policy.policy is Policy.REQUIRED,
        )

    def told_of(self, session: Session) -> tuple[Message, ...]:
        unreleased = self._unreleased(session) if self._policy.policy is Policy.REQUIRED else frozenset()
        return (
            *self._lacking(session),
            *(tell("“{title}” chưa duyệt: chưa duyệt thì không phát", title=self._overview.ward.title(script))
              for script in sorted(unreleased)),
        )  # fmt: skip

    def _rundown(self, day: date) -> Rundown:
        if self._record is None:
            return redeal((), planned(self._overview, day), (), self._now, is_first=True).rundown
        return as_it_holds(self._overview, self._record, day, self._now).rundown

    def _lacking(self, session: Session) -> tuple[Message, ...]:
        if not self._is_to_come(session):
            return ()
        nothing = () if session.cues else (tell("chưa có bài nào phát được"),)
        return (*nothing, *self._unready(session), *_left_out(session))

    def _is_to_come(self, session: Session) -> bool:
        return session.is_to_air and session.at >= self._now

    def _unready(self, session: Session) -> Sequence[Message]:
        made = [(cue, self._overview.ward.of(cue.script)) for cue in session.cues]
        return [
            tell("“{title}”: {why}", title=cue.title, why=one.why) for cue, one in made if isinstance(one, Unready)
        ]

    def _unreleased(self, session: Session) -> frozenset[ScriptId]:
        releases, day = self._releases, session.at.date()
        if releases is None or not self._policy.is_written or not self._is_to_come(session):
            return frozenset()
        return frozenset(cue.script for cue in session.cues if not releases.stand(cue.script, day).is_released)


def _left_out(session: Session) -> Sequence[Message]:
    return [tell("“{title}”: {why}", title=one.title or one.script, why=one.why) for one in session.left_out]
