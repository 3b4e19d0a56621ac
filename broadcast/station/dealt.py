"""A ward's files and the record of a day -> the day as it was dealt, and its new dealings written down."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from broadcast.base.onscreen import one_line
from broadcast.library.shelves import Shelves
from broadcast.programme.changes import in_force
from broadcast.programme.dealing import AFTERWARDS, Dealing, DealtDay, redeal
from broadcast.programme.layout import Layout
from broadcast.programme.model import Cue, CueId, Fingerprint, Rundown
from broadcast.programme.rundown import plan
from broadcast.programme.settings import Change, ScriptId
from broadcast.record.dealings import body_of, body_of_day, dealing_of, is_of_day
from broadcast.record.journal import Journal
from broadcast.record.reading import Record
from broadcast.station.assembly import StationWith
from broadcast.ward.readings import Prepared
from broadcast.ward.versions import version_of


def changes_of(journal: Record, day: date | None = None) -> tuple[Change, ...]:
    """List the changes of single days, or of `day` alone, that are in force, in the order of writing.

    Raises JournalError where the log cannot be read.
    """
    return in_force(journal.changes() if day is None else journal.changes_on(day))


def planned(station: StationWith[Shelves], day: date, changes: Sequence[Change] = ()) -> Rundown:
    """Deal the sessions and cues of `day` as the ward's files say now, each cue with its title, text and version.

    The record is not asked; see `as_it_holds`. `changes` are those of the record that are in force.
    """
    rundown = plan(station.ward.playlist, station.ward.ready, day, changes)
    sessions = (
        replace(
            one,
            cues=tuple(_looked_up(station, cue) for cue in one.cues),
            left_out=tuple(replace(out, basis=_basis(station, out.script)) for out in one.left_out),
        )
        for one in rundown.sessions
    )
    return replace(rundown, sessions=tuple(sessions))


def as_it_holds(station: StationWith[Shelves], journal: Record, day: date, now: datetime) -> DealtDay:
    """Return the day as it holds at `now`: as it was dealt, and where nothing has begun as the files say.

    Writes nothing. Of a day of which nothing was dealt it is the plan. Raises JournalError where the log cannot be
    read.
    """
    zone = station.ward.playlist.zone
    entries = journal.dealings(day, day)
    written = [dealing_of(entry, zone) for entry in entries if not is_of_day(entry)]
    fresh = planned(station, day, changes_of(journal, day))
    return redeal(written, fresh, journal.airings(day, day), now.astimezone(zone), is_first=not entries)


def deal(station: StationWith[Shelves], journal: Journal, day: date) -> DealtDay:
    """Write down how `day` is dealt now, as far as that is not written yet; return the day as it holds.

    Call this only on a clock that is believed. Raises JournalError where the log cannot be read or takes no line.
    """
    now = station.clock.now()
    dealt = as_it_holds(station, journal, day, now)
    if dealt.is_first:
        late = (AFTERWARDS,) if day < now.astimezone(station.ward.playlist.zone).date() else ()
        journal.deal(day.isoformat(), body_of_day(dealt.rundown, late), now)
    for one in dealt.new:
        journal.deal(one.session.id, body_of(one), now)
    return dealt


def is_tomorrow_due(station: StationWith[Shelves], now: datetime) -> bool:
    """Whether the next day is to be dealt by now: from the hour on at which it is rehearsed."""
    return now.astimezone(station.ward.playlist.zone).time() >= station.ward.playlist.rehearse_at


class WrittenPlan:
    """The Plan of a day that was dealt: it writes down, once, the very carts that a session is about to air."""

    def __init__(
        self,
        station: StationWith[Shelves],
        journal: Journal,
        dealt: DealtDay,
        look: Callable[[], object] = lambda: None,
    ) -> None:
        """`look` looks at the ward's files at once."""
        self._station = station
        self._journal = journal
        self._last = dict(dealt.dealings)
        self._look = look

    def look(self) -> None:
        """As playout's Plan."""
        self._look()

    def laid_out(self, layout: Layout) -> None:
        """Fix the carts of the programme's cues in the record; nothing is written where they are fixed already.

        Raises JournalError where the log takes no line.
        """
        known = self._last.get(layout.session.id)
        if known is None:
            return
        carts = {one.cue.id: one.cart.fingerprint for one in layout.cues}
        session = replace(known.session, cues=tuple(_pinned(cue, carts) for cue in known.session.cues))
        if session == known.session:
            return
        now = self._station.clock.now()
        fixed = Dealing(session=session, number=known.number + 1, written=now)
        self._journal.deal(session.id, body_of(fixed), now)
        self._last[session.id] = fixed


def _pinned(cue: Cue, carts: Mapping[CueId, Fingerprint]) -> Cue:
    return replace(cue, cart=carts[cue.id]) if cue.id in carts else cue


def _looked_up(station: StationWith[Shelves], cue: Cue) -> Cue:
    reading = station.ward.of(cue.script)
    return replace(
        cue,
        title=station.ward.title(cue.script),
        text=reading.words if isinstance(reading, Prepared) else "",
        version=version_of(station.home, reading),
        basis=_basis(station, cue.script),
    )


def _basis(station: StationWith[Shelves], script: ScriptId) -> str:
    known = station.ward.scripts.get(script)
    return one_line(known.basis) if known is not None else ""
