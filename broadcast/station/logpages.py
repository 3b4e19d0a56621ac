"""The as-run log -> one page of its lines, the newest first, however long the log is; and what stands beside them.

A page begins where the one before it ended: no line of what lies before or behind it is read.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import Airing
from broadcast.programme.settings import Phase
from broadcast.record.airings import Entry
from broadcast.record.happenings import Happening
from broadcast.record.outcomes import OUTCOMES as OUTCOMES
from broadcast.record.reading import PassedOver, Record, record_at
from broadcast.record.selection import Selection as Selection
from broadcast.station.overview import journal_path
from broadcast.station.readable import Readable

_READ_AT_MOST = 2_000
"""Lines of which the wanted ones are sought for one page; where they are rare, the page says how far it looked."""
_BESIDE = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page begins: behind so many of the lines of a day, counted from its newest."""

    day: date
    behind: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageLine:
    """One line of a page."""

    day: date
    airing: Airing
    heard: AirHeard | None
    """What a microphone heard of it at the loudspeaker; None where nobody compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogPage:
    """Some lines of the log, the newest first."""

    lines: tuple[PageLine, ...]
    next: Place | None
    """Where the next page begins; None where there is no more."""
    passed_over: PassedOver
    """Lines among them that cannot be read, and are left out."""


def read_page(seen: Readable, selection: Selection, begin: Place | None, most: int) -> LogPage:
    """Read at most `most` airings that are asked for, from `begin` on; None: from the newest.

    Openings and closings are among them. Fewer come where those that are asked for are rare: then `next` tells how
    far was looked. Raises JournalError where the log cannot be read.
    """
    lines: list[PageLine] = []
    passed_over: PassedOver = {}
    with record_at(journal_path(seen.home), passed_over) as record:
        looked, since = 0, begin
        last = min(selection.last, begin.day) if begin is not None else selection.last
        for day in record.days_back(selection.first, last):
            behind = since.behind if since is not None and since.day == day else 0
            if len(lines) >= most or looked >= _READ_AT_MOST:
                return LogPage(lines=tuple(lines), next=Place(day=day), passed_over=passed_over)
            every = record.airings(day, day)
            wanted = [one for one in _newest_first(every) if selection.takes(one)][behind:]
            looked += len(every) + 1
            taken = wanted[: most - len(lines)]
            lines += _heard(record, day, taken)
            if len(taken) < len(wanted):
                place = Place(day=day, behind=behind + len(taken))
                return LogPage(lines=tuple(lines), next=place, passed_over=passed_over)
    return LogPage(lines=tuple(lines), next=None, passed_over=passed_over)


def _newest_first(those: tuple[Airing, ...]) -> list[Airing]:
    return sorted(those, key=lambda one: (one.started or one.planned, one.attempt), reverse=True)


def _heard(record: Record, day: date, those: list[Airing]) -> Iterator[PageLine]:
    heard = record.heard(day, day) if those else {}
    for one in those:
        yield PageLine(day=day, airing=one, heard=heard.get((one.cue, one.attempt)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What concerns no single cue, the newest first."""

    changes: tuple[Entry, ...]
    """What the ward changed of single days."""
    notes: tuple[Happening, ...]


def read_beside(seen: Readable, selection: Selection, page: LogPage, begin: Place | None, most: int) -> Beside:
    """Read the changes and the notes of the days of that page, which began at `begin`; at most so many of each.

    Of a page over many days those of its last month. Raises JournalError where the log cannot be read.
    """
    last = selection.last if begin is None else min(selection.last, begin.day)
    oldest = page.lines[-1].day if page.lines else last
    if page.next is None:
        oldest = selection.first
    selection = replace(selection, first=max(selection.first, oldest, last - _BESIDE), last=last)
    with record_at(journal_path(seen.home), {}) as record:
        changes = [one for one in record.changes() if _is_of(selection, one) and selection.changes(one)]
        notes = [
            one for one in record.happenings(selection.first, selection.last) if one.at and selection.notes(one)
        ]
    return Beside(changes=tuple(changes[: -most - 1 : -1]), notes=tuple(notes[: -most - 1 : -1]))


def _is_of(selection: Selection, change: Entry) -> bool:
    return selection.first.isoformat() <= change.key[:10] <= selection.last.isoformat()


def count_of_lines(seen: Readable, first: date, last: date) -> int:
    """Return how many lines the log has of those days: how long it takes to read them. Raises JournalError."""
    with record_at(journal_path(seen.home)) as record:
        return record.count_of_lines(first, last)


def last_day_before(seen: Readable, day: date) -> date | None:
    """Return the last day before `day` that the log has lines of; None for none. Raises JournalError."""
    with record_at(journal_path(seen.home)) as record:
        return next(record.days_back(date.min, day - timedelta(days=1)), None)


# --- the ward's own stretches of time ---


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A phase or a campaign, to be chosen."""

    key: str
    """`dot:tet`, `giai-doan:truoc`, `giai-doan:tet/truoc`."""
    name: str
    first: date
    last: date
    campaign: str
    """Of a campaign its id; empty for a phase: all that aired on its days."""


def stretches(seen: Readable) -> tuple[Stretch, ...]:
    """List the ward's phases and campaigns; empty where playlist.yaml cannot be read."""
    if seen.overview is None:
        return ()
    playlist = seen.overview.ward.playlist
    campaigns = (
        Stretch(key=f"dot:{one.id}", name=one.name, first=one.first, last=one.last, campaign=one.id)
        for one in playlist.campaigns
    )
    names: dict[str, str] = {one.id: one.name for one in playlist.campaigns}
    return (*campaigns, *(_of_phase(one, names.get(one.campaign or "", "")) for one in playlist.phases))


def _of_phase(phase: Phase, campaign: str) -> Stretch:
    key = f"{phase.campaign}/{phase.id}" if phase.campaign else phase.id
    name = f"{campaign}: {phase.name}" if campaign else phase.name
    return Stretch(key=f"giai-doan:{key}", name=name, first=phase.first, last=phase.last, campaign="")


def within(selection: Selection, stretch: Stretch) -> Selection:
    """Return what is asked for, of that stretch alone."""
    return replace(
        selection,
        first=max(selection.first, stretch.first),
        last=min(selection.last, stretch.last),
        campaign=stretch.campaign,
    )


def phase_name(seen: Readable, day: date, script: str) -> str:
    """Name the phase that an airing of that day served: the one whose folder the script lies in, else the day's
    first; empty outside all campaigns, and where playlist.yaml cannot be read."""
    if seen.overview is None:
        return ""
    phases = seen.overview.ward.playlist.phases_of(day)
    own = (one.name for one in phases if script.startswith(f"{one.scripts_in}/"))
    return next(own, phases[0].name if phases else "")
