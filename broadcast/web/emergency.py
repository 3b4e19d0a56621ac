"""Khẩn cấp: a page apart from STOP, with ready texts, for two persons where the ward's rule wants them."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadcast.programme.bulletins import Urgency
from broadcast.station.accounts import Role
from broadcast.web.announcing import asks_for_two, is_for_emergencies, must_sign, scripts_by_use
from broadcast.web.bulletinform import Reading
from broadcast.web.desk import desk_of
from broadcast.web.page import mark_of, page, rendered
from broadcast.web.routing import route


def emergency(request: Request) -> Response:
    """Return the page of emergencies: what waits for a second person, ready texts, words to be typed."""
    desk = desk_of(request)
    overview = desk.live.snapshot().seen.overview
    scripts = scripts_by_use(overview)
    return page(
        request,
        "emergency.html",
        scripts=scripts,
        ready=[one for one in scripts if is_for_emergencies(one[0])],
        reading=Reading(wording=None),
        two=overview is not None and asks_for_two(overview),
        must_sign=must_sign(overview),
        level=Urgency.EMERGENCY.value,
    )


def awaiting(request: Request) -> Response:
    """Return who waits for a second person, for every page; 204 where it is still what the mark `la` says."""
    those = desk_of(request).bulletins.awaiting()
    if request.query_params.get("la") == mark_of("-".join(one.token for one in those)):
        return Response(status_code=204)
    return HTMLResponse(rendered("awaiting.html", awaiting=those))


ROUTES = [
    route("/khan-cap", emergency, needs=Role.LOOK),
    route("/khan-cap/cho", awaiting, needs=Role.DUTY, by_itself=True),
]
