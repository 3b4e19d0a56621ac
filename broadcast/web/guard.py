"""Requests from outside -> none that another site sent, none for another host; and what every answer forbids.

Who asks, and whether that person may, is routing.py's.
"""

from collections.abc import Collection

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FORBIDS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self' blob:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(self)",
}
"""Of each answer: no script, style or picture but our own, nowhere inside another page."""


class Guard:
    """ASGI middleware: refuses what does not come from a page of ours, before anything of it is looked at."""

    def __init__(self, app: ASGIApp, *, hosts: Collection[str], secure: bool) -> None:
        """`hosts` are the names, with their port, under which the console is reached; `secure`: over TLS."""
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._scheme = "https" if secure else "http"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI has it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        why = self._why_not(scope["method"], headers) if self._is_here(scope, headers) else (421, "not here")
        app = self._app if why is None else PlainTextResponse(why[1], status_code=why[0])
        await app(scope, receive, _forbidding(send))

    def _is_here(self, scope: Scope, headers: Headers) -> bool:
        """Whether the request names this console: as it was told to be called, or by the address it came in at.

        A foreign name that leads to this machine's address (DNS rebinding) is neither.
        """
        host, server = headers.get("host", "").lower(), scope.get("server")
        return host in self._hosts or (server is not None and host == host_of(server[0], server[1]))

    def _why_not(self, method: str, headers: Headers) -> tuple[int, str] | None:
        """The status and a word where the request is refused; None where it is not.

        A change must come from a page of ours: as Sec-Fetch-Site says, else Origin (OWASP, "Cross-Site Request
        Forgery Prevention", Fetch Metadata). Another site may lead a person to a page, and load nothing of it.
        """
        host = headers.get("host", "").lower()
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        if method in ("GET", "HEAD"):
            leads = headers.get("sec-fetch-mode") == "navigate"
            return None if site in (None, "same-origin", "none") or leads else (403, "cross-site")
        if site is not None:
            return None if site == "same-origin" else (403, "cross-site")
        return None if (origin or "").lower() == f"{self._scheme}://{host}" else (403, "cross-site")


def host_of(address: str, port: int | None) -> str:
    """Return an address with its port as it stands in a URL and in a Host header: one of IPv6 in brackets."""
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


def forbid(headers: MutableHeaders) -> None:
    """Put into the headers of an answer what it forbids, and that it is not kept, unless they say otherwise."""
    headers.update(_FORBIDS)
    headers.setdefault("Cache-Control", "no-store")


def _forbidding(send: Send) -> Send:
    """The same `send`, which puts into each answer what it forbids, and that it is not kept."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            forbid(MutableHeaders(scope=message))
        await send(message)

    return sending
