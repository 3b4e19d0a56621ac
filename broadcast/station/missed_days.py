"""Days gone by without the machine -> what they owed, written down as missed."""

from datetime import date, timedelta

from broadcast.base.errors import tell
from broadcast.programme.ids import day_of
from broadcast.programme.model import Outcome
from broadcast.programme.pending import airings_by_cue
from broadcast.record.journal import Journal
from broadcast.station.assembly import today
from broadcast.station.dealt import changes_of, deal, planned
from broadcast.station.overview import Overview


def settle_past(overview: Overview, journal: Journal) -> int:
    """Log as missed what was still to air from the day of the log's last line to yesterday; return how many cues.

    Each day is taken as it was dealt; one that was not is dealt now, and says so. A session that was not to air is
    left alone. Call this only on a clock that is believed. Returns 0 where the log has no line. Raises
    JournalError where the log cannot be read or takes no line.
    """
    day, written = _first_unsettled(overview, journal), 0
    while day is not None and day < today(overview):
        written += _settle_day(overview, journal, day)
        day += timedelta(days=1)
    return written


def _first_unsettled(overview: Overview, journal: Journal) -> date | None:
    """The day of the last line about a cue, or the first day that was dealt where there is none yet."""
    last = journal.last_written()
    if last is None:
        dealt = journal.dealings(date.min, today(overview))
        return min((day_of(one.key) for one in dealt), default=None)
    return last.astimezone(overview.ward.playlist.zone).date()


def _settle_day(overview: Overview, journal: Journal, day: date) -> int:
    if not journal.dealings(day, day) and not planned(overview, day, changes_of(journal, day)).sessions:
        return 0
    known, written = airings_by_cue(journal.airings(day, day)), 0
    note = tell("máy không chạy")
    for session in deal(overview, journal, day).rundown.sessions:
        if not session.is_to_air:
            continue
        for cue in session.cues:
            if cue.id not in known:
                now = overview.clock.now()
                journal.pass_over(
                    cue.id, cue.script, Outcome.MISSED, planned=session.at, note=note, now=now, title=cue.title,
                    text=cue.text, session=session.name, campaign=session.campaign or "",
                )  # fmt: skip
                written += 1
    return written
