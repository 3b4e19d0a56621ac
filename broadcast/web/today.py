"""Hôm nay: what sounds, what is next, the day; and what every page polls once a second."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadcast.station.accounts import Role
from broadcast.station.live import Snapshot
from broadcast.web.desk import desk_of, person_of
from broadcast.web.page import page, rendered
from broadcast.web.routing import route


def today(request: Request) -> Response:
    """Return the page of the day."""
    return page(request, "today.html")


def live(request: Request) -> Response:
    """Return what has changed since the browser's `thay`: the pieces of the page that show what is live.

    204 where nothing has. Headers tell how old that is, in milliseconds, and the moment it is of.
    """
    desk = desk_of(request)
    seen = desk.live.snapshot()
    headers = {
        "X-Number": str(seen.number),
        "X-Age-Ms": str(round(desk.live.age_s(seen) * 1000)),
        "X-Moment": f"{seen.at:%H:%M:%S}",
        "X-Now-Ms": str(round(seen.at.timestamp() * 1000)),
        "X-Zone-S": str(int((seen.at.utcoffset() or timedelta()).total_seconds())),
    }
    piece = seen.status.sounding
    if piece is not None:
        headers |= {"X-Seconds": f"{piece.seconds:.2f}", "X-Of-Seconds": f"{piece.of_seconds:.2f}"}
    if (next_s := _changes_in_s(seen)) is not None:
        headers["X-Next-Ms"] = str(max(0, round((next_s - desk.live.age_s(seen)) * 1000)))
    if request.query_params.get("thay") == str(seen.number):
        return Response(status_code=204, headers=headers)
    template = "today_live.html" if request.query_params.get("trang") == "hom-nay" else "bar_live.html"
    return HTMLResponse(rendered(template, live=seen, roles=person_of(request).roles), headers=headers)


def _changes_in_s(seen: Snapshot) -> float | None:
    """In how many seconds what sounds will change, as far as that is known: then a browser asks at once."""
    if seen.status.sounding is not None:
        return seen.status.sounding.seconds_left
    session = seen.status.next_session
    return (session.at - seen.at).total_seconds() if session is not None and seen.status.held else None


ROUTES = [
    route("/hom-nay", today, needs=Role.LOOK),
    route("/song", live, needs=Role.LOOK, by_itself=True),
]
