"""A fact -> what hangs on it: which scripts wait for it, what a new value changes, how it will be read."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from broadcast.base.errors import Message
from broadcast.programme.model import Unready
from broadcast.programme.policy import Sealed
from broadcast.programme.rotation import pool
from broadcast.programme.settings import ScriptId
from broadcast.station.factrows import FactRow, facts
from broadcast.station.overview import Overview, rundown, sessions_from
from broadcast.station.standings import policy_in_force, standings
from broadcast.ward.announcer import sentences_of
from broadcast.ward.readings import Prepared

_DAYS_AHEAD = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A script that names the fact."""

    script: ScriptId
    title: str
    waits: bool
    """Whether it does not air for want of the fact."""
    next: datetime | None
    """The begin of the first session that has it, or may: one that deals in turn where its turn may come. None
    where the coming two weeks have none."""
    airs_today: tuple[datetime, ...]
    """The begins of the sessions still ahead today that have it."""
    is_released: bool
    """Whether a release holds now, which ends as its words change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FactUse:
    """One fact, and what hangs on it."""

    row: FactRow
    uses: tuple[Use, ...]

    @property
    def waiting(self) -> tuple[Use, ...]:
        """Return the scripts that wait for it, whichever airs first at the head."""
        return tuple(sorted((one for one in self.uses if one.waits), key=_first))

    @property
    def released(self) -> tuple[Use, ...]:
        """Return the scripts whose release ends as their words change."""
        return tuple(one for one in self.uses if one.is_released)

    @property
    def today(self) -> tuple[Use, ...]:
        """Return the scripts that still air today."""
        return tuple(one for one in self.uses if one.airs_today)


def _first(one: Use) -> tuple[bool, float, str]:
    return one.next is None, one.next.timestamp() if one.next is not None else 0.0, one.title


def fact_uses(overview: Overview) -> tuple[FactUse, ...]:
    """List the ward's facts, those that scripts wait for first, by when the first of these airs."""
    rows = facts(overview)
    asked = tuple(dict.fromkeys(id_ for row in rows for id_ in row.used_by))
    now = overview.clock.now()
    ahead, today = _may_air(overview, now), _today(overview, now)
    stands = standings(overview, asked, now.date())
    uses = {
        id_: Use(
            script=id_, title=overview.ward.title(id_), waits=False, next=ahead.get(id_),
            airs_today=today.get(id_, ()), is_released=stands[id_].is_released,
        )
        for id_ in asked
    }  # fmt: skip
    found = [
        FactUse(row=row, uses=tuple(replace(uses[id_], waits=id_ in row.waiting) for id_ in row.used_by))
        for row in rows
    ]
    return tuple(sorted(found, key=_urgency))


def _urgency(one: FactUse) -> tuple[int, tuple[bool, float, str]]:
    """Those that are waited for, then those that nobody has filled in, then the others as they stand."""
    if one.waiting:
        return 0, _first(one.waiting[0])
    return (1 if not one.row.value else 2), (False, 0.0, "")


def _today(overview: Overview, now: datetime) -> Mapping[ScriptId, tuple[datetime, ...]]:
    found: dict[ScriptId, tuple[datetime, ...]] = {}
    for session in rundown(overview, now.date()).sessions:
        if session.is_to_air and session.at > now:
            for cue in session.cues:
                found[cue.script] = (*found.get(cue.script, ()), session.at)
    return found


def _may_air(overview: Overview, now: datetime) -> Mapping[ScriptId, datetime]:
    playlist, stock = overview.ward.playlist, overview.ward.ready
    slots, found = {one.id: one for one in playlist.slots}, dict[ScriptId, datetime]()
    for session in sessions_from(overview, now.date(), _DAYS_AHEAD):
        if session.is_to_air and session.at > now:
            day: date = session.at.date()
            slot = slots.get(session.slot)
            may = pool(playlist, stock, slot, day) if slot is not None else ()
            for script in (*(cue.script for cue in session.cues), *may):
                if stock.why_not(script, day) is None:
                    found.setdefault(script, session.at)
    return found


def is_sealed(overview: Overview) -> bool:
    """Whether playlist.yaml must be signed by a key: whoever saves a fact breaks that signature."""
    return Sealed.TIMETABLE in policy_in_force(overview).sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenFact:
    """A sentence with the fact in it."""

    title: str
    """Of its script."""
    written: str
    spoken: str
    why_not: Message | None = None
    """Why the script cannot be read; then there is no sentence."""


def spoken_with(overview: Overview, name: str) -> tuple[SpokenFact, ...]:
    """Return each sentence that the fact stands in, as it is written and as it will be spoken."""
    found: list[SpokenFact] = []
    row = next((one for one in facts(overview) if one.name == name), None)
    for id_ in row.used_by if row is not None else ():
        prepared, title = overview.ward.of(id_), overview.ward.title(id_)
        if isinstance(prepared, Unready):
            found.append(SpokenFact(title=title, written="", spoken="", why_not=prepared.why))
        else:
            found += _sentences(title, prepared, name)
    return tuple(found)


def _sentences(title: str, prepared: Prepared, name: str) -> list[SpokenFact]:
    places = [(one.start, one.end) for one in prepared.facts if one.name == name]
    said = zip(sentences_of(prepared), prepared.spoken.utterances, strict=False)
    return [
        SpokenFact(title=title, written=" ".join(prepared.text[one.start : one.end].split()), spoken=spoken)
        for spoken, one in said
        if any(one.start < end and start < one.end for start, end in places)
    ]
