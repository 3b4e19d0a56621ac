"""Who may ask what: every route names the role that it needs, and there is no route without one.

An endpoint is a plain function of a Request; it runs in a thread, so that none keeps the others waiting.
"""

from collections.abc import Callable, Sequence

from anyio import CapacityLimiter, to_thread
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from broadcast.base.errors import BroadcastError
from broadcast.base.words import speaking
from broadcast.station.accounts import Person, Role
from broadcast.web.desk import LANGUAGE, desk_of, token_of
from broadcast.web.page import refused

Endpoint = Callable[[Request], Response]
SMALL, LARGE = 256 * 1024, 24 * 1024 * 1024
"""Bytes of a request: a form; a file from Word, or what a microphone has heard."""
_LENGTH_DIGITS = 12


def route(
    path: str,
    endpoint: Endpoint,
    *,
    needs: Role | None,
    methods: Sequence[str] = ("GET",),
    at_most: int = SMALL,
    own_threads: int = 0,
    by_itself: bool = False,
) -> Route:
    """Return a route that answers whoever has the role `needs`, and refuses everybody else.

    `needs` None: the way in, for anybody. `at_most`: bytes of a request. `own_threads`: how many threads wait for
    nothing else than this. `by_itself`: a page asks without anybody doing anything, which keeps no session alive.
    """
    gate = Gate(endpoint, needs=needs, at_most=at_most, own_threads=own_threads, by_itself=by_itself)
    name = f"{endpoint.__module__.rpartition('.')[2]}.{endpoint.__name__}"
    return Route(path, gate, methods=[*methods], name=name, max_body_size=at_most)


def person_at_desk(request: Request, *, used: bool = True) -> Person | None:
    """Find who asks, by the session that the request's cookie names; None for nobody."""
    return desk_of(request).person(token_of(request), used=used)


class Gate:
    """The ASGI application of one route: who asks, how much is sent, then the endpoint in a thread."""

    def __init__(
        self, endpoint: Endpoint, *, needs: Role | None, at_most: int, own_threads: int, by_itself: bool
    ) -> None:
        self.needs = needs
        self.by_itself = by_itself
        self.at_most = at_most
        self.endpoint = endpoint
        self._own_threads = CapacityLimiter(own_threads) if own_threads else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        with speaking(request.cookies.get(LANGUAGE, "")):
            person = person_at_desk(request, used=not self.by_itself)
            request.state.person = person
            if self.needs is not None and person is None:
                await self._keep_typed(request)
                raise HTTPException(401)
            if self.needs is not None and person is not None and self.needs not in person.roles:
                raise HTTPException(403, detail=self.needs.value)
            if _is_more(request.headers.get("content-length", "0"), self.at_most):
                raise HTTPException(413)  # the router itself looks when what is sent is read, if it ever is
            try:
                request.state.form = await request.form(max_files=4, max_fields=400, max_part_size=self.at_most)
            except ClientDisconnect:  # whoever sent it has gone: nobody to answer
                return
            try:
                answer = await self._answer(request)
                await answer(scope, receive, send)
            finally:  # what was uploaded
                await request.close()

    async def _answer(self, request: Request) -> Response:
        threads = self._own_threads or desk_of(request).threads
        try:
            return await to_thread.run_sync(self.endpoint, request, limiter=threads)
        except BroadcastError as error:
            return refused(request, error)

    async def _keep_typed(self, request: Request) -> None:
        """Read the form of somebody whose session is over: the way in gives back what was typed into it."""
        length, kind = request.headers.get("content-length", ""), request.headers.get("content-type", "")
        if kind.startswith("application/x-www-form-urlencoded") and not _is_more(length, min(SMALL, self.at_most)):
            request.state.form = await request.form(max_fields=400)


def _is_more(told: str, at_most: int) -> bool:
    """Whether a length, as a request tells it, is more than that; what is no number is."""
    return not told.isdecimal() or len(told) > _LENGTH_DIGITS or int(told) > at_most
