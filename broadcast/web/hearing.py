"""A script heard in the browser, as it will air: its sound, and that it was heard to its end."""

from dataclasses import dataclass
from functools import partial

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadcast.base.errors import Message, tell
from broadcast.programme.approving import heard_by
from broadcast.programme.model import Cart, Unready
from broadcast.programme.voice import spoken_by
from broadcast.station.accounts import Person, Role
from broadcast.station.desk.cases import Case, cases
from broadcast.station.overview import Overview, look_at
from broadcast.station.waveforms import Wave
from broadcast.web.desk import desk_of, field_of, person_of
from broadcast.web.page import back_to, rendered
from broadcast.web.routing import route
from broadcast.web.scriptpath import named, overview_of, path_of_script, script_of
from broadcast.web.soundparts import sound_answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Player:
    """What a page needs to let somebody listen."""

    path: str
    """Of the script's page."""
    cart: Cart | None
    """None where there is no sound yet."""
    voice: Message | None
    """Who speaks; None where there is no sound yet."""
    token: str
    wave: Wave
    """How loud it is, stretch by stretch; empty where that is not known."""
    sentences: tuple[float, ...]
    """Where its sentences begin, as shares of its length."""
    is_making: bool
    why_not: Message | None
    """Why no sound could be made, when it was last tried."""
    can_be_made: bool
    """Whether the script has all that its sound needs."""
    heard_at: str
    """When this person heard the whole of it; empty where that is still to be done."""
    may_release: bool


def player_of(request: Request, overview: Overview, case: Case, person: Person) -> Player:
    """Put together the player of a script; whoever sees it gets a token for that very sound."""
    desk, cart, token = desk_of(request), case.cart, ""
    if cart is not None and case.contents is not None and (size := _size(overview, cart)):
        token = desk.hearings.begin(case.contents, cart, size, person.name)
    heard = heard_by(case.acts, case.contents, person.name) if case.contents is not None else None
    return Player(
        path=path_of_script(case.script),
        cart=cart if token else None,
        voice=spoken_by(cart.engine) if cart is not None else None,
        token=token,
        wave=desk.waves.of(cart) if cart is not None and token else (),
        sentences=tuple(begin / cart.frames for begin, _ in cart.sentences) if cart is not None else (),
        is_making=desk.to_listen.is_making(case.script),
        why_not=desk.to_listen.why_not(case.script),
        can_be_made=not isinstance(overview.ward.of(case.script), Unready),
        heard_at=f"{heard.at:%H:%M %d/%m/%Y}" if heard is not None else "",
        may_release=Role.RELEASE in person.roles,
    )


def _size(overview: Overview, cart: Cart) -> int:
    try:
        return overview.library.cart_file(cart).stat().st_size
    except OSError:  # no longer there
        return 0


def player(request: Request) -> Response:
    """Return the player alone, for a page that waits for the sound; once there is one, the page is asked anew."""
    overview, id_ = overview_of(request), script_of(request)
    [case] = cases(overview, [id_])
    shown = player_of(request, overview, case, person_of(request))
    headers = {} if shown.is_making else {"HX-Refresh": "true"}
    return HTMLResponse(rendered("script_player.html", player=shown), headers=headers)


def made(request: Request) -> Response:
    """Have the sound of a script made, as it will air; nobody waits for it."""
    id_ = script_of(request)
    desk_of(request).to_listen.ask(id_)
    if request.headers.get("HX-Request"):
        return player(request)
    return back_to(request, path_of_script(id_), tell("Đang tạo tiếng. Mở lại trang này sau ít giây."))


def sounded(request: Request) -> Response:
    """Hand out the sound that the token stands for, or the range of it that is asked for."""
    desk, id_ = desk_of(request), script_of(request)
    hearing = desk.hearings.of(request.query_params.get("luot", ""), id_, person_of(request).name)
    if hearing is None:
        raise HTTPException(404)
    path = overview_of(request).library.cart_file(hearing.cart)
    return sound_answer(request, path, partial(desk.hearings.handed_out, hearing))


def played(request: Request) -> Response:
    """Take how much the browser has played so far."""
    desk, id_ = desk_of(request), script_of(request)
    hearing = desk.hearings.of(field_of(request, "luot"), id_, person_of(request).name)
    if hearing is None:
        raise HTTPException(404)
    try:
        seconds = float(field_of(request, "giay"))
    except ValueError:
        raise HTTPException(400) from None
    if not 0 <= seconds < float("inf"):
        raise HTTPException(400)
    return Response(str(round(100 * desk.hearings.reported(hearing, seconds))), media_type="text/plain")


def heard(request: Request) -> Response:
    """Write down that the person has heard the script to its end."""
    desk, id_, by = desk_of(request), script_of(request), named(request)
    act = desk.hearings.heard(look_at(desk.home), field_of(request, "luot"), id_, by)
    code = act.contents.code if act.contents is not None else ""
    return back_to(request, path_of_script(id_), tell("{by} đã nghe hết bản {code}.", by=by, code=code))


ROUTES = [
    route("/bai/{id:path}/nghe", sounded, needs=Role.LOOK),
    route("/bai/{id:path}/tieng", player, needs=Role.LOOK, by_itself=True),
    route("/bai/{id:path}/tieng", made, needs=Role.LOOK, methods=["POST"]),
    route("/bai/{id:path}/nghe-toi", played, needs=Role.LOOK, methods=["POST"]),
    route("/bai/{id:path}/da-nghe", heard, needs=Role.RELEASE, methods=["POST"]),
]
