"""Lịch: the weeks and months of the timetable, and one day of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from broadcast.programme.airtime import DAY_NAMES
from broadcast.programme.dayview import CueView
from broadcast.programme.settings import Campaign, Phase, Playlist
from broadcast.station.accounts import Role
from broadcast.station.calendar import CalendarDay, calendar, unread_changes
from broadcast.station.changes import name_of, to_come
from broadcast.station.live import Snapshot
from broadcast.station.overview import Overview, view
from broadcast.web.asked import day_in
from broadcast.web.desk import desk_of
from broadcast.web.page import page
from broadcast.web.routing import route

HERE = "/lich"
_WEEK = timedelta(days=7)
_COLOURS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """A phase in one week, or the empty space beside it."""

    span: int
    """Days."""
    phase: Phase | None = None
    campaign: Campaign | None = None
    colour: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from a Monday on, with the phases that lie in them, a row each where they overlap."""

    days: Sequence[CalendarDay]
    bands: Sequence[Sequence[Band]]


def timetable(request: Request) -> Response:
    """Return the week, or the month, that the day `ngay` lies in; without one, today."""
    seen = desk_of(request).live.snapshot()
    today = seen.at.date()
    day = day_in(request.query_params.get("ngay", "")) or today
    is_month = request.query_params.get("xem") == "thang"
    overview = seen.seen.overview
    if overview is None:
        return page(request, "timetable.html", weeks=(), changes=(), day=day, today=today, is_month=is_month)
    first, count = _month(day) if is_month else (_monday(day), 7)
    days = calendar(overview, first, count)
    playlist = overview.ward.playlist
    weeks = [Week(days=some, bands=_bands(playlist, some[0].day)) for some in _sevens(days)]
    before, after = _beside(day, is_month=is_month)
    return page(
        request,
        "timetable.html",
        weeks=weeks,
        day=day,
        today=today,
        is_month=is_month,
        before=before,
        after=after,
        weekdays=DAY_NAMES,
        unread=unread_changes(overview),
        changes=[(one, name_of(overview, one)) for one in to_come(overview)],
    )


def one_day(request: Request) -> Response:
    """Return one day with its sessions, what each airs, and what may be changed of them."""
    seen, day = desk_of(request).live.snapshot(), day_of(request)
    overview = seen.seen.required()
    shown = calendar(overview, day, 1)[0]
    return page(
        request,
        "timetable_day.html",
        shown=shown,
        unread=unread_changes(overview),
        day=day,
        now=seen.at,
        today=seen.at.date(),
        cues=_cues(overview, day, seen),
        phases=[(phase, _campaign(overview.ward.playlist, phase)) for phase in shown.rundown.phases],
    )


def day_of(request: Request) -> date:
    """Return the day that the page is about; raise HTTPException 404 where its address names none."""
    day = day_in(request.path_params["id"])
    if day is None:
        raise HTTPException(404)
    return day


def _cues(overview: Overview, day: date, seen: Snapshot) -> dict[str, list[CueView]]:
    """How each cue of the day stands, by its session's id."""
    shown = seen.view if seen.view is not None and seen.view.rundown.day == day else view(overview, day)
    found: dict[str, list[CueView]] = {}
    for one in shown.cues:
        found.setdefault(one.session.id, []).append(one)
    return found


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month(day: date) -> tuple[date, int]:
    """The Monday before the month, and how many days there are to the Sunday behind it."""
    first = _monday(day.replace(day=1))
    last = _beside(day, is_month=True)[1] - timedelta(days=1)
    return first, (_monday(last) + _WEEK - first).days


def _beside(day: date, *, is_month: bool) -> tuple[date, date]:
    """A day of the week, or the month, before this one and behind it."""
    if not is_month:
        return day - _WEEK, day + _WEEK
    return (day.replace(day=1) - timedelta(days=1)).replace(day=1), (
        day.replace(day=28) + timedelta(days=4)
    ).replace(day=1)


def _sevens(days: Sequence[CalendarDay]) -> list[Sequence[CalendarDay]]:
    return [days[number : number + 7] for number in range(0, len(days), 7)]


def _bands(playlist: Playlist, monday: date) -> list[list[Band]]:
    """The phases of a week in as few rows as they need, each row seven days wide."""
    rows: list[list[Band]] = []
    for number, phase in enumerate(playlist.phases):
        begin, end = max(0, (phase.first - monday).days), min(6, (phase.last - monday).days)
        if begin > end:
            continue
        row = next((row for row in rows if _width(row) <= begin), None)
        if row is None:
            rows.append(row := [])
        if gap := begin - _width(row):
            row.append(Band(span=gap))
        row.append(
            Band(
                span=end - begin + 1,
                phase=phase,
                campaign=_campaign(playlist, phase),
                colour=number % _COLOURS,
            )
        )
    for row in rows:
        if gap := 7 - _width(row):
            row.append(Band(span=gap))
    return rows


def _campaign(playlist: Playlist, phase: Phase) -> Campaign | None:
    return playlist.campaign(phase.campaign) if phase.campaign is not None else None


def _width(row: Sequence[Band]) -> int:
    return sum(band.span for band in row)


ROUTES = [
    route(HERE, timetable, needs=Role.LOOK),
    route(HERE + "/{id}", one_day, needs=Role.LOOK),
]
