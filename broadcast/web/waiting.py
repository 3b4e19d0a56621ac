"""The bulletins that wait at the player: listed afresh, cancelled with a reason, held and let go."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from broadcast.base.errors import BroadcastError, Message, UsageRefused, tell
from broadcast.station import bulletins as board
from broadcast.station.accounts import Role
from broadcast.station.bulletins import Waiting
from broadcast.station.live import Snapshot
from broadcast.web.desk import desk_of, person_of, reason_of
from broadcast.web.page import back_to, mark_of, page, rendered
from broadcast.web.routing import route

HERE = "/ban-tin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """The bulletins that wait; or why that is not known."""

    those: tuple[Waiting, ...] = ()
    why: Message | None = None

    @property
    def mark(self) -> str:
        """Return what is another whenever the list is another."""
        return mark_of((self.those, str(self.why)))


def waiting_now(seen: Snapshot) -> Waits:
    """Ask what waits."""
    try:
        return Waits(those=board.waiting(seen.seen))
    except BroadcastError as error:
        return Waits(why=error.what)


def listed(request: Request) -> Response:
    """Return the list alone, as it is now; 204 where it is still the one of the mark `la`."""
    seen, person = desk_of(request).live.snapshot(), person_of(request)
    waits = waiting_now(seen)
    if request.query_params.get("la") == waits.mark:
        return Response(status_code=204)  # what a person is about to press stays where it is
    return HTMLResponse(rendered("bulletins_waiting.html", waits=waits, live=seen, roles=person.roles))


def about_to_cancel(request: Request) -> Response:
    """Return the page that asks why one is cancelled."""
    return page(request, "bulletin_cancel.html", one=_one(request))


def cancelled(request: Request) -> Response:
    """Take one out; if it sounds, it ends."""
    missing = UsageRefused(tell("Chưa ghi lý do, nên chưa huỷ gì."), tell("Lý do vào nhật ký: ghi rồi bấm lại."))
    one, reason = _one(request), reason_of(request, missing)
    seen, by = desk_of(request).live.snapshot().seen, person_of(request).name
    board.cancel(seen, [one.number], by=by, reason=reason)
    return _back(request, tell("Đã huỷ {name}, số {number}.", name=one.name, number=one.number))


def held(request: Request) -> Response:
    """Let one not air until somebody lets it go."""
    one = _one(request)
    board.hold(desk_of(request).live.snapshot().seen, [one.number], by=person_of(request).name)
    return _back(request, tell("Đã giữ lại {name}, số {number}.", name=one.name, number=one.number))


def let_go(request: Request) -> Response:
    """Let one that was held air."""
    one = _one(request)
    board.release(desk_of(request).live.snapshot().seen, [one.number], by=person_of(request).name)
    return _back(request, tell("Cho phát tiếp {name}, số {number}.", name=one.name, number=one.number))


def _back(request: Request, what: Message) -> Response:
    desk_of(request).live.look_again()
    return back_to(request, HERE, what)


def _one(request: Request) -> Waiting:
    """The bulletin of that number. Raises UsageRefused where it waits no more: it may have aired in between."""
    number = request.path_params["number"]
    waits = board.waiting(desk_of(request).live.snapshot().seen)
    found = next((one for one in waits if one.number == number), None)
    if found is None:
        raise UsageRefused(
            tell("Bản tin số {number} không còn chờ nữa.", number=number),
            tell("Nó đã phát, đã huỷ hoặc đã hết hạn: xem Nhật ký."),
        )
    return found


ROUTES = [
    route(HERE + "/cho", listed, needs=Role.LOOK, by_itself=True),
    route(HERE + "/so/{number:int}/huy", about_to_cancel, needs=Role.DUTY),
    route(HERE + "/so/{number:int}/huy", cancelled, needs=Role.DUTY, methods=["POST"]),
    route(HERE + "/so/{number:int}/giu", held, needs=Role.DUTY, methods=["POST"]),
    route(HERE + "/so/{number:int}/tha", let_go, needs=Role.DUTY, methods=["POST"]),
]
