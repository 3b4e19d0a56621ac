"""Days gone by without the machine -> what they owed, written down as missed."""

from datetime import date, timedelta

from broadcast.base.errors import tell
from broadcast.programme.model import Outcome
from broadcast.programme.pending import airings_by_cue
from broadcast.record.journal import Journal
from broadcast.station.assembly import today
from broadcast.station.overview import Overview, next_day, rundown


def settle_past(overview: Overview, journal: Journal) -> int:
    """Log as missed what was still to air from the day of the log's last line to yesterday; return how many cues.

    A session is left alone where it was refused, or the log shows that something else was dealt for it. Call this
    only on a clock that is believed. Returns 0 where the log has no line. Raises JournalError where the log cannot
    be read or takes no line.
    """
    last = journal.last_written()
    if last is None:
        return 0
    playlist = overview.ward.playlist
    campaign = min((phase.first for phase in playlist.phases), default=last.date())
    day, written = max(last.astimezone(playlist.zone).date(), campaign), 0
    while day < today(overview) and (playlist.phase_of(day) or next_day(overview, day) is not None):
        written += _settle_day(overview, journal, day)
        day += timedelta(days=1)
    return written


def _settle_day(overview: Overview, journal: Journal, day: date) -> int:
    known, written = airings_by_cue(journal.airings(day, day)), 0
    note = tell("máy không chạy")
    for session in rundown(overview, day).sessions:
        told = {cue for cue in known if cue.startswith(f"{session.id}/")}
        if session.refused is not None or not told <= {cue.id for cue in session.cues}:
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
