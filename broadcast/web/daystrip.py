"""A day as it stands -> two strips as pages draw them: the whole day, and one programme with its needle."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from broadcast.base.errors import Message, tell
from broadcast.programme.airtime import hours_on
from broadcast.programme.dayview import CueView, DayView
from broadcast.programme.layout import GAP_S
from broadcast.programme.model import CueState, Session
from broadcast.programme.onair import OnAirPart
from broadcast.station.around import STING_CUES
from broadcast.station.daytold import NOT_OVER
from broadcast.station.live import Snapshot

_HOUR = timedelta(hours=1)
_CLOSE = 16.0
"""Percent of the strip. A name that stands so close behind another one is not drawn."""
_LEAST = 0.5
"""Percent of the strip: so wide is a session drawn at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A piece of a strip; its measures are percents of the whole."""

    x: float
    width: float
    kind: str = ""
    """`over`, `on`, `coming`, `off`, `sting`."""
    label: str = ""
    told: Message | None = None
    named: bool = True
    """Its name has room."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayStrip:
    """The whole day."""

    forbidden: tuple[Stretch, ...]
    sessions: tuple[Stretch, ...]
    hours: tuple[Stretch, ...]
    """Where a label of an hour stands."""
    now: float
    allowed: str
    """The allowed hours in words; empty for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """One session in proportion."""

    session: Session
    begins: datetime
    ends: datetime
    parts: tuple[Stretch, ...]
    on: Stretch | None
    """The part that sounds."""


def day_strip(seen: Snapshot) -> DayStrip | None:
    """Draw the day of a snapshot; None where nobody knows it."""
    if seen.view is None or seen.seen.overview is None:
        return None
    rules, day = seen.seen.overview.ward.playlist.airtime, seen.view.rundown.day
    windows = hours_on(rules, day)
    midnight = seen.at.replace(hour=0, minute=0, second=0, microsecond=0)
    begins = [one.at - midnight for one in seen.view.rundown.sessions] + [one.begins for one in windows]
    ends = [one.at - midnight for one in seen.view.rundown.sessions] + [one.ends for one in windows]
    if not begins:
        return None
    now = seen.at - midnight
    first = max(timedelta(), min(*begins, now) // _HOUR * _HOUR - _HOUR)
    last = min(24 * _HOUR, -(-max(*ends, now) // _HOUR) * _HOUR + _HOUR)

    def across(moment: timedelta) -> float:
        return round(100 * ((moment - first) / (last - first)), 2)

    free, gaps = first, list[Stretch]()
    for window in windows:
        gaps.append(Stretch(x=across(free), width=across(window.begins) - across(free)))
        free = window.ends
    gaps.append(Stretch(x=across(free), width=across(last) - across(free)))
    hours = range(int(first / _HOUR), int(last / _HOUR) + 1)
    step = 1 if len(hours) < 10 else 2
    return DayStrip(
        forbidden=tuple(one for one in gaps if one.width > 0),
        sessions=tuple(_sessions(seen, seen.view, lambda at: across(at - midnight))),
        hours=tuple(Stretch(x=across(hour * _HOUR), width=0, label=f"{hour:02}:00") for hour in hours[::step]),
        now=across(now),
        allowed=", ".join(map(str, windows)),
    )


def _sessions(seen: Snapshot, view: DayView, across: Callable[[datetime], float]) -> Iterator[Stretch]:
    last_named = -_CLOSE
    for session in view.rundown.sessions:
        cues = [one for one in view.cues if one.session.id == session.id]
        seconds = sum(one.seconds or 0.0 for one in cues)
        x = across(session.at)
        width = max(_LEAST, across(session.at + timedelta(seconds=seconds)) - x)
        named = x - last_named >= _CLOSE
        last_named = x if named else last_named
        yield Stretch(x=x, width=width, kind=_kind(seen, session, cues), label=session.name, named=named,
                      told=session_told(seen, session, cues))  # fmt: skip


def _kind(seen: Snapshot, session: Session, cues: list[CueView]) -> str:
    if seen.status.sounding is not None and seen.status.sounding.session == session.id:
        return "on"
    if not session.is_to_air:
        return "off"
    return "coming" if any(one.state in NOT_OVER for one in cues) else "over"


def session_told(seen: Snapshot, session: Session, cues: list[CueView]) -> Message:
    """Tell in a few words how a session stands: what of it has aired, sounds, or is to come."""
    if session.off is not None or session.refused is not None:
        return tell("không phát: {why}", why=session.off or session.refused)
    able = [one for one in cues if one.at is not None or one.state is CueState.ON_AIR]
    sounds = next((n for n, one in enumerate(able, 1) if one.state is CueState.ON_AIR), None)
    if sounds is not None:
        return tell("đang phát bài {number}/{count}", number=sounds, count=len(able))
    aired = sum(one.state is CueState.AIRED for one in cues)
    coming = sum(one.state in NOT_OVER for one in cues)
    if seen.status.is_stopped and coming:
        return tell("đang dừng, còn {count} bài", count=coming)
    if coming:
        return tell("{count} bài", count=coming) if not aired else tell("đã phát {aired} bài, còn {count}",
                                                                       aired=aired, count=coming)  # fmt: skip
    return tell("đã phát {count} bài", count=aired) if aired else tell("không phát bài nào")


def programme_strip(seen: Snapshot) -> Programme | None:
    """Draw the session at hand in proportion; None where it is not of this day, or its lengths are not known."""
    if seen.view is None:
        return None
    session = next((one for one in seen.view.rundown.sessions if one.id == seen.around.session), None)
    cues = [one for one in seen.view.cues if one.session == session and one.at is not None and one.seconds]
    if session is None or not cues:
        return None
    opening, closing = (seen.around.lengths.get(cue, 0.0) for cue in STING_CUES)
    begins = _at(cues[0]) - timedelta(seconds=opening + GAP_S if opening else 0.0)
    last = _at(cues[-1]) + timedelta(seconds=cues[-1].seconds or 0.0)
    ends = last + timedelta(seconds=closing + GAP_S if closing else 0.0)
    whole = ends - begins

    def stretch(at: datetime, seconds: float, kind: str, label: str = "") -> Stretch:
        return Stretch(
            x=round(100 * ((at - begins) / whole), 2),
            width=round(100 * (timedelta(seconds=seconds) / whole), 2),
            kind=kind,
            label=label,
        )

    parts = [stretch(begins, opening, "sting")] if opening else []
    for number, one in enumerate(cues, 1):
        title = one.cue.title or seen.seen.title(one.cue.script)
        parts.append(stretch(_at(one), one.seconds or 0.0, _part_kind(one), f"{number} · {title}"))
    parts += [stretch(ends - timedelta(seconds=closing), closing, "sting")] if closing else []
    on = _sounding_part(seen, parts, [one.cue.id for one in cues], bool(opening), bool(closing))
    return Programme(session=session, begins=begins, ends=ends, parts=tuple(parts), on=on)


def _at(cue: CueView) -> datetime:
    assert cue.at is not None  # noqa: S101 - the caller has looked
    return cue.at


def _part_kind(cue: CueView) -> str:
    if cue.state is CueState.ON_AIR:
        return "on"
    return "coming" if cue.state in NOT_OVER else "over"


def _sounding_part(
    seen: Snapshot, parts: list[Stretch], cues: list[str], opening: bool, closing: bool
) -> Stretch | None:
    piece = seen.status.sounding
    if piece is None or piece.session != seen.around.session:
        return None
    match piece.part:
        case OnAirPart.OPENING if opening:
            return parts[0]
        case OnAirPart.CLOSING if closing:
            return parts[-1]
        case OnAirPart.CUE if piece.cue in cues:
            return parts[cues.index(piece.cue) + int(opening)]
        case _:
            return None
