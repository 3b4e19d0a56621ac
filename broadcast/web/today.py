"""Hôm nay: what sounds, what is next, the day; and what every page polls once a second."""

from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from broadcast.base.errors import tell
from broadcast.base.words import in_vietnamese
from broadcast.station.accounts import ON_WALL_S, Role
from broadcast.station.beginduty import begin_duty
from broadcast.station.commanding import confirm_clock
from broadcast.station.daytold import STATE_NAMES, unreleased_told, why_so
from broadcast.station.live import changes_in_s
from broadcast.station.readable import read_what_can_be
from broadcast.station.verdict import headline, lines_of
from broadcast.web.daystrip import day_strip, programme_strip
from broadcast.web.desk import desk_of, look_again, person_of, token_of
from broadcast.web.entry import HOME
from broadcast.web.onair import on_air
from broadcast.web.page import back_to, page, rendered
from broadcast.web.routing import route
from broadcast.web.told import not_on_record

_SHOWN: dict[str, Any] = {
    "on_air": on_air,
    "day_strip": day_strip,
    "programme_strip": programme_strip,
    "why_so": why_so,
    "unreleased_told": unreleased_told,
    "state_names": STATE_NAMES,
    "headline": headline,
    "lines_of": lines_of,
}
"""What the templates of these pages ask."""
_LIVE = {"hom-nay": "today_live.html", "tuong": "wall_live.html"}
"""What is sent anew of a page; of any other, the bar."""


def today(request: Request) -> Response:
    """Return the page of the day."""
    return page(request, "today.html", **_SHOWN)


def wall(request: Request) -> Response:
    """Return the page for a screen on the wall."""
    return page(request, "wall.html", **_SHOWN)


def put_on_wall(request: Request) -> Response:
    """Let this browser look for 90 days, whatever restarts meanwhile, and do nothing else.

    Nobody sits before a screen on a wall. Raises DiskError where the disk does not take that it was let in.
    """
    desk, person = desk_of(request), person_of(request)
    answer = RedirectResponse("/tuong", status_code=303)
    token = desk.sessions.begin(person, on_wall=True)
    desk.sessions.end(token_of(request))
    answer.set_cookie(desk.cookie, token, max_age=ON_WALL_S, path="/", httponly=True, samesite="strict",
                      secure=desk.secure)  # fmt: skip
    return answer


def began(request: Request) -> Response:
    """Begin the day: a player in a process of its own, which goes on without the console."""
    unwritten = begin_duty(desk_of(request).home, person_of(request).name)
    look_again(request)
    told = tell("Đã bắt đầu trực. Máy phát theo lịch, kể cả khi đóng trang này.")
    return back_to(request, HOME, told, *not_on_record(unwritten))


def clock_confirmed(request: Request) -> Response:
    """Believe the machine's clock from now on, on the word of whoever asks."""
    unwritten = confirm_clock(read_what_can_be(desk_of(request).home), by=person_of(request).name)
    look_again(request)
    told = tell("Đã xác nhận giờ máy là đúng.")
    return back_to(request, HOME, told, *not_on_record(unwritten))


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
        "X-Stopped": "1" if seen.status.is_stopped else "0",
        "X-Silenced": "1" if seen.status.is_silenced else "0",
        "X-Zone-S": str(int((seen.at.utcoffset() or timedelta()).total_seconds())),
    }
    piece = seen.status.sounding
    if piece is not None:
        headers |= {"X-Seconds": f"{piece.seconds:.2f}", "X-Of-Seconds": f"{piece.of_seconds:.2f}"}
    if (next_s := changes_in_s(seen)) is not None:
        headers["X-Next-Ms"] = str(max(0, round((next_s - desk.live.age_s(seen)) * 1000)))
    if request.query_params.get("thay") == str(seen.number):
        return Response(status_code=204, headers=headers)
    template, roles = _LIVE.get(request.query_params.get("trang", ""), "bar_live.html"), person_of(request).roles
    pieces = desk.drawn.of(
        seen.number,
        (template, roles, in_vietnamese()),
        lambda: rendered(template, live=seen, roles=roles, **_SHOWN),
    )
    return HTMLResponse(pieces, headers=headers)


ROUTES = [
    route(HOME, today, needs=Role.LOOK),
    route("/tuong", wall, needs=Role.LOOK),
    route("/tuong", put_on_wall, needs=Role.LOOK, methods=["POST"]),
    route("/bat-dau-truc", began, needs=Role.DUTY, methods=["POST"]),
    route("/dong-ho", clock_confirmed, needs=Role.DUTY, methods=["POST"]),
    route("/song", live, needs=Role.LOOK, by_itself=True),
]
