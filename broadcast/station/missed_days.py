"""Days gone by without the machine -> what they owed, written down as missed."""

from datetime import date, timedelta

from broadcast.base.errors import tell
from broadcast.programme.dealing import DealtDay
from broadcast.programme.model import Cue, Outcome, Session
from broadcast.record.journal import Journal
from broadcast.station.assembly import today
from broadcast.station.dealt import as_it_holds, deal
from broadcast.station.overview import Overview

_ENOUGH_WHOLE_DAYS = 7
"""So many days in a row that had something to air and left nothing open: what is before them was settled then."""


def settle_past(overview: Overview, journal: Journal) -> int:
    """Log as missed what was still to air on the days before today; return how many cues.

    Each day is taken as it was dealt; one that was not is dealt now, and says so. A session that was not to air is
    left alone, and so is what was before the log's first day. Call this only on a clock that is believed. Returns
    0 where the log has no line. Raises JournalError where the log cannot be read or takes no line.
    """
    return sum(_settle_day(overview, journal, day) for day in reversed(_open_days(overview, journal)))


def _open_days(overview: Overview, journal: Journal) -> list[date]:
    """The days that left something open, the last one first; a line of a later day says nothing of them."""
    begin, day, whole = journal.first_day(overview.ward.playlist.zone), today(overview), 0
    found: list[date] = []
    while begin is not None and day > begin and whole < _ENOUGH_WHOLE_DAYS:
        day -= timedelta(days=1)
        dealt = as_it_holds(overview, journal, day, overview.clock.now())
        if _open(dealt, journal, day):
            found.append(day)
            whole = 0
        elif any(session.is_to_air and session.cues for session in dealt.rundown.sessions):
            whole += 1
    return found


def _open(dealt: DealtDay, journal: Journal, day: date) -> list[tuple[Session, Cue]]:
    known = {airing.cue for airing in journal.airings(day, day)}
    return [
        (session, cue)
        for session in dealt.rundown.sessions
        if session.is_to_air
        for cue in session.cues
        if cue.id not in known
    ]


def _settle_day(overview: Overview, journal: Journal, day: date) -> int:
    missed = _open(deal(overview, journal, day), journal, day)
    for session, cue in missed:
        journal.pass_over(
            cue.id, cue.script, Outcome.MISSED, planned=session.at, note=tell("máy không chạy"),
            now=overview.clock.now(), title=cue.title, text=cue.text, session=session.name,
            campaign=session.campaign or "",
        )  # fmt: skip
    return len(missed)
