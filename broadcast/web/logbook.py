"""Nhật ký: what aired, line by line, and what it comes to; and whether the log can be believed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from broadcast.base.errors import JournalError, Message
from broadcast.programme.changes import change_told
from broadcast.programme.model import Outcome
from broadcast.station.accounts import Role
from broadcast.station.logcheckup import UNCHECKED, Checkup, Unchecked
from broadcast.station.logpages import (
    OUTCOMES,
    Beside,
    LogPage,
    Selection,
    Stretch,
    count_of_lines,
    last_day_before,
    read_beside,
    read_page,
    stretches,
)
from broadcast.station.logsums import LogSums, planned_lengths, sums_of
from broadcast.station.papers.lines import LogLines
from broadcast.station.readable import Readable, left_out
from broadcast.web.asked import LinesAsked, asked_by, count_in, month_of, place_in
from broadcast.web.desk import desk_of, person_of
from broadcast.web.logchart import Chart, chart_of
from broadcast.web.logrows import delay_told, row_of
from broadcast.web.page import back_to, page, rendered
from broadcast.web.routing import route

HERE = "/nhat-ky"
_A_PAGE, _BESIDE = 50, 12
"""Lines of one page; notes, and changes, beside them."""
_SUMMED = 4_000
"""Lines of the log that are added up unasked; of more somebody asks for it, as it takes some seconds."""
_PLANNED = timedelta(days=62)
"""So far ahead the chart shows what is planned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """What the log tells of what is asked for."""

    page: LogPage
    sums: LogSums | None
    """None where nobody has asked to add up so many lines."""
    unreadable: Message | None
    """Which lines cannot be read, of those that are shown or added up; None for none."""
    count: int
    beside: Beside
    tampered: Message | Unchecked | None
    earlier: date | None
    """The last day before these that has lines, where these have none."""


def logbook(request: Request) -> Response:
    """Return the page of the log."""
    live = desk_of(request).live.snapshot()
    seen, today = live.seen, live.at.date()
    asked, those = asked_by(request, seen, today), stretches(seen)
    selection = asked.selection(those)
    everywhere: dict[str, Any] = {
        "asked": asked, "stretches": those, "outcomes": {one.value: OUTCOMES[one] for one in Outcome},
        "checkup": _checkup(request), "seen": seen, "reports": _reports(asked, those),
    }  # fmt: skip
    try:
        book = _read(request, seen, selection)
    except JournalError as error:
        return page(request, "logbook.html", trouble=error, **everywhere)
    shown = _shown(request, seen, asked, book, those, selection, today)
    return page(request, "logbook.html", trouble=None, **everywhere, **shown)


def _read(request: Request, seen: Readable, selection: Selection) -> _Book:
    count = count_of_lines(seen, selection.first, selection.last)
    adds_up = count <= _SUMMED or _is_to_add_up(request)
    begin = place_in(request)
    read, lines = read_page(seen, selection, begin, _A_PAGE), LogLines(seen=seen, selection=selection)
    days = [one.day for one in read.lines] or [selection.last]
    return _Book(
        page=read,
        sums=sums_of(lines) if adds_up else None,
        unreadable=left_out({**read.passed_over, **lines.passed_over}),
        count=count,
        beside=read_beside(seen, selection, read, begin, _BESIDE),
        earlier=last_day_before(seen, selection.first) if not read.lines else None,
        tampered=desk_of(request).checkup.tampered((min(days), max(days))),
    )


def _shown(
    request: Request, seen: Readable, asked: LinesAsked, book: _Book, those: tuple[Stretch, ...],
    selection: Selection, today: date,
) -> Mapping[str, Any]:  # fmt: skip
    before = count_in(request, "da")
    after = before + len(book.page.lines)
    place = book.page.next
    more = {"cong": "1"} if _is_to_add_up(request) else {}
    begins = f"{place.day.isoformat()}.{place.behind}" if place is not None else ""
    return {
        "tampered": book.tampered if isinstance(book.tampered, Message) else None,
        "is_unchecked": book.tampered is UNCHECKED,
        "unreadable": book.unreadable,
        "rows": [row_of(seen, one) for one in book.page.lines],
        "before": before,
        "after": after,
        "begins_at": place,
        "onward": asked.address(**more, tiep=begins, da=after) if place is not None else "",
        "earlier": (book.earlier, _month_address(book.earlier)) if book.earlier is not None else None,
        "from_newest": asked.address(**more),
        "sums": book.sums,
        "usual_delay": _usual_delay(book.sums),
        "count": book.count,
        "add_up": asked.address(cong="1"),
        "chart": _chart(seen, selection, book.sums, those, today),
        "changes": [(one, change_told(one)) for one in book.beside.changes],
        "notes": book.beside.notes,
    }


def _is_to_add_up(request: Request) -> bool:
    """Whether somebody has asked to add up however many lines there are."""
    return request.query_params.get("cong") == "1"


def _month_address(day: date) -> str:
    first, last = month_of(day)
    return LinesAsked(first=first, last=last).address()


def _usual_delay(sums: LogSums | None) -> str:
    return delay_told(sums.usual_delay_s) if sums is not None and sums.usual_delay_s is not None else "—"


def _chart(
    seen: Readable, selection: Selection, sums: LogSums | None, those: Sequence[Stretch], today: date
) -> Chart | None:
    """None where the lines are not added up, or none of the days that are asked for is one."""
    if sums is None or selection.first > selection.last:
        return None
    last = min(selection.last, today + _PLANNED)
    ahead: Mapping[date, timedelta] = {}
    if seen.overview is not None and selection.is_of_days_alone and last >= today:
        ahead = planned_lengths(seen.overview, seen.clock.now(), last)
    return chart_of(
        selection.first,
        selection.last,
        {day: float(length) for day, length in sums.days.items()},
        {day: length.total_seconds() for day, length in ahead.items() if day >= selection.first},
        those,
    )


def _reports(asked: LinesAsked, those: tuple[Stretch, ...]) -> Mapping[str, str]:
    """The addresses of the reports on what is asked for, by the names of their forms."""
    campaign = next((one.campaign for one in those if one.key == asked.stretch), "")
    return {
        name: asked.address(dot=campaign, dang=form)
        for name, form in (("Word", "docx"), ("Excel", "xlsx"), ("Markdown", "md"))
    }


# --- whether it can be believed ---


def check(request: Request) -> Response:
    """Begin to go through the whole log; the page tells how that stands."""
    desk_of(request).checkup.begin(person_of(request).name)
    return back_to(request, f"{HERE}#soat")


def checked(request: Request) -> Response:
    """Return how the going through stands, for a page that asks again and again."""
    if request.headers.get("HX-Request") != "true":
        return RedirectResponse(f"{HERE}#soat", status_code=303)
    return HTMLResponse(rendered("checkup.html", checkup=_checkup(request)))


def _checkup(request: Request) -> Checkup | None:
    """The last one, with its moments as the ward has them."""
    desk = desk_of(request)
    last, zone = desk.checkup.last, desk.live.snapshot().at.tzinfo
    if last is None:
        return None
    ended = last.ended.astimezone(zone) if last.ended is not None else None
    return replace(last, begun=last.begun.astimezone(zone), ended=ended)


ROUTES = [
    route(HERE, logbook, needs=Role.LOOK),
    route(f"{HERE}/soat", checked, needs=Role.LOOK, by_itself=True),
    route(f"{HERE}/soat", check, needs=Role.LOOK, methods=["POST"]),
]
