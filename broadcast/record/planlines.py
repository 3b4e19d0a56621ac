"""Airings, and how their sessions were dealt -> what became of each line of the ward's plan; pure.

Which line an airing serves is told by the line of its session's dealing, where the script's `basis` stands as it
was then. Older lines have none: then the scripts as they are now are asked, and the report says of how many.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from broadcast.base.errors import Message
from broadcast.programme.ids import day_of
from broadcast.programme.model import Airing, Outcome
from broadcast.record.airings import Entry
from broadcast.record.dealings import is_of_day
from broadcast.record.sentences import messages_of
from broadcast.record.tallies import Tally

_FIGURES = re.compile(r"(\d+)")


@dataclass(slots=True)
class Reason:
    """Why something of a line did not air, how often, and the last day on which it did not."""

    why: Message | None
    """None where the record gives none."""
    times: int
    last: date


@dataclass(slots=True)
class ServedLine:
    """One line of the plan, and what the loudspeaker did for it; or what it did for none (an empty basis)."""

    basis: str
    """As the scripts have it: `II.1.1, dòng 1`."""
    tally: Tally = field(default_factory=Tally)
    titles: dict[str, str] = field(default_factory=dict)
    """By the script's id, its last title, of every script that served the line or should have."""
    sessions: dict[str, set[str]] = field(default_factory=dict)
    """By the session's name, the ids of those in which something of the line sounded."""
    days: set[date] = field(default_factory=set)
    """On which days something of it sounded."""
    reasons: dict[str, Reason] = field(default_factory=dict)
    """Why some of it did not air, or not to its end, by the reason's Vietnamese sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """What the record tells of a plan."""

    lines: tuple[ServedLine, ...]
    """In the plan's order; what serves no line of it stands last."""
    total: Tally
    """Of all announcements: the lines' tallies together."""
    around: Tally
    """Of openings and closings, which are no announcements."""
    from_the_files: int
    """Airings of whose line the record says nothing, so that the scripts as they are now were asked."""


def served(
    airings: Iterable[Airing],
    dealings: Iterable[Entry],
    asked: Sequence[str],
    basis_now: Callable[[str], str],
    title_now: Callable[[str], str],
) -> Served:
    """Put the airings together by the line of the plan that they serve.

    `dealings`: of the sessions of the same days. `asked`: every line that the plan is known to have; one for which
    nothing aired is in the result too. `basis_now`, `title_now`: what the scripts of today say, by id, for
    lines of older versions.
    """
    known, left_out = _by_cue(dealings)
    lines = {basis: ServedLine(basis) for basis in asked}
    total, around, from_the_files = Tally(), Tally(), 0
    for one in airings:
        if not one.is_announcement:
            around.add(one)
            continue
        basis = known.get(one.cue)
        if basis is None:
            basis = basis_now(one.script)
            from_the_files += bool(basis)
        _count(lines.setdefault(basis, ServedLine(basis)), one, title_now)
        total.add(one)
    for out in left_out:
        _count_left_out(lines.setdefault(out.basis, ServedLine(out.basis)), out)
    ordered = sorted(lines.values(), key=lambda line: (not line.basis, plan_order(line.basis)))
    return Served(lines=tuple(ordered), total=total, around=around, from_the_files=from_the_files)


def plan_order(basis: str) -> tuple[tuple[int, str | int], ...]:
    """Return what the lines of a plan are sorted by: its numbers as numbers, `dòng 2` before `dòng 10`."""
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in _FIGURES.split(basis) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Out:
    """A script that a session would have played, and that was not dealt."""

    day: date
    script: str
    title: str
    basis: str
    why: Message | None


def _by_cue(dealings: Iterable[Entry]) -> tuple[Mapping[str, str], Sequence[_Out]]:
    """The basis of every cue that was dealt, and what the last dealing of each session left out."""
    of_sessions = [entry for entry in dealings if not is_of_day(entry)]
    last = {entry.key: entry for entry in of_sessions}
    known = {
        str(cue["id"]): str(cue["basis"])
        for entry in of_sessions
        for cue in entry.body.get("cues", ())
        if "basis" in cue
    }
    out = [
        _left_out(day_of(entry.key), fields)
        for entry in last.values()
        if not entry.body.get("off") and not entry.body.get("refused")
        for fields in entry.body.get("left_out", ())
    ]
    return known, [one for one in out if one.basis]


def _left_out(day: date, fields: Mapping[str, object]) -> _Out:
    why = messages_of([fields.get("why")])
    return _Out(
        day=day,
        script=str(fields.get("script", "")),
        title=str(fields.get("title", "")),
        basis=str(fields.get("basis", "")),
        why=why[0] if why else None,
    )


def _count(line: ServedLine, one: Airing, title_now: Callable[[str], str]) -> None:
    line.tally.add(one)
    line.titles[one.script] = one.title or title_now(one.script)
    if one.frames:
        name = one.session or one.session_id.partition("/")[2]
        line.sessions.setdefault(name, set()).add(one.session_id)
        line.days.add(day_of(one.session_id))
    if one.outcome is not Outcome.AIRED:
        _reasoned(line, one.why, day_of(one.session_id))


def _count_left_out(line: ServedLine, out: _Out) -> None:
    line.titles.setdefault(out.script, out.title or out.script)
    _reasoned(line, out.why, out.day)


def _reasoned(line: ServedLine, why: Message | None, day: date) -> None:
    known = line.reasons.setdefault(str(why) if why else "", Reason(why=why, times=0, last=day))
    known.times += 1
    known.last = max(known.last, day)
