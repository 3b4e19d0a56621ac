"""Khẩn cấp: a page apart from STOP, with ready texts, for two persons where the ward's rule wants them."""

from starlette.requests import Request
from starlette.responses import Response

from broadcast.programme.bulletins import Urgency
from broadcast.programme.settings import Policy
from broadcast.station.accounts import Role
from broadcast.station.standings import policy_in_force
from broadcast.web.announcing import is_for_emergencies, must_sign, scripts_by_use
from broadcast.web.bulletinform import Reading
from broadcast.web.desk import desk_of
from broadcast.web.page import page
from broadcast.web.routing import route


def emergency(request: Request) -> Response:
    """Return the page of emergencies: what waits for a second person, ready texts, words to be typed."""
    desk = desk_of(request)
    overview = desk.live.snapshot().seen.overview
    scripts = scripts_by_use(overview)
    return page(
        request,
        "khan_cap.html",
        scripts=scripts,
        ready=[one for one in scripts if is_for_emergencies(one[0])],
        reading=Reading(wording=None),
        awaiting=desk.bulletins.awaiting(),
        two=overview is not None and policy_in_force(overview).policy is Policy.REQUIRED,
        must_sign=must_sign(overview),
        level=Urgency.EMERGENCY.value,
    )


ROUTES = [route("/khan-cap", emergency, needs=Role.LOOK)]
