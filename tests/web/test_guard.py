"""Nobody asks anything of the console but from its own pages, under its own name, with a role for it."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient
from web.conftest import HERE, Browser, beside

from broadcast.base.clock import OfflineClock
from broadcast.station.accounts import Person, Role, Sessions
from broadcast.web.app import routes
from broadcast.web.routing import LARGE, route

OPEN = {("GET", "/"), ("GET", "/vao"), ("POST", "/vao"), ("POST", "/tieng")}
"""What is there for whoever is not logged in: the way in."""
NO_METHODS = ("PUT", "DELETE", "PATCH", "OPTIONS")
OURS = {"Origin": HERE}
TOOLS = str(Path(__file__).parents[2] / "tools")
PLACE = re.compile(r"\{\w+(:\w+)?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A request that has to be refused."""

    how: str
    status: int
    token: str
    headers: dict[str, str] = field(default_factory=lambda: dict(OURS))
    method: str = ""


@dataclass(slots=True)
class Walked:
    """What became of every route, asked in every wrong way."""

    refused: Counter[str]
    let_in: list[str]


class Walk:
    """Asks each route of a console; no endpoint does anything but tell that it was reached."""

    def __init__(self, app_of: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        clock = OfflineClock(datetime(2025, 10, 6, tzinfo=UTC))
        desk = app_of.app.state.desk  # type: ignore[attr-defined]
        self.app = app_of.app
        self.desk = replace(desk, sessions=Sessions(clock))
        self.app.state.desk = self.desk  # type: ignore[attr-defined]
        self.expired = self.token(*Role)
        clock.passed(3600)
        self._browser = beside(app_of, follow_redirects=False)
        self._reached = False
        for one in self._routes():
            monkeypatch.setattr(one.endpoint, "endpoint", self._reach)

    def whole(self, under: str = "/") -> Walked:
        """Ask every route whose path begins like that in every wrong way there is."""
        walked = Walked(Counter(), [])
        for one in self._routes():
            if not one.path.startswith(under):
                continue
            [method] = (one.methods or set()) - {"HEAD"}
            for wrong in self._wrong(one, method):
                status, reached = self.ask(one.path, wrong, method)
                if status == wrong.status and not reached:
                    walked.refused[wrong.how] += 1
                else:
                    walked.let_in.append(f"{wrong.how}: {method} {one.path} answered {status}, not {wrong.status}")
        return walked

    def ask(self, path: str, wrong: Wrong, method: str) -> tuple[int, bool]:
        """Ask it; return the status, and whether the endpoint was reached."""
        self._reached = False
        cookie = {"Cookie": f"{self.desk.cookie}={wrong.token}"} if wrong.token else {}
        path = PLACE.sub("1", path)
        answer = self._browser.request(wrong.method or method, path, headers=wrong.headers | cookie)
        return answer.status_code, self._reached

    def token(self, *roles: Role) -> str:
        """Log in somebody who has those roles and no others."""
        return self.desk.sessions.begin(Person(name="Bà Lan", roles=frozenset(roles)))

    def _wrong(self, one: Route, method: str) -> Iterator[Wrong]:
        every = self.token(*Role)
        if (method, one.path) not in OPEN:
            needs = one.endpoint.needs or Role.LOOK
            yield Wrong(how="no login", status=401, token="")
            yield Wrong(how="a session that is over", status=401, token=self.expired)
            yield Wrong(how="a token of nobody's", status=401, token="A" * 43)
            yield Wrong(how="another role", status=403, token=self.token(*(set(Role) - {needs})))
        yield Wrong(how="a foreign Host", status=421, token=every, headers=OURS | {"Host": "evil.example:8350"})
        yield Wrong(
            how="our Host with another port", status=421, token=every, headers=OURS | {"Host": "127.0.0.1"}
        )
        yield Wrong(how="too large", status=413, token=every,
                    headers=OURS | {"Content-Length": str(one.endpoint.at_most + 1)})  # fmt: skip
        yield from (Wrong(how="no such method", status=405, token=every, method=no) for no in NO_METHODS)
        for site in ("cross-site", "same-site"):
            headers = OURS | {"Sec-Fetch-Site": site, "Sec-Fetch-Mode": "no-cors"}
            yield Wrong(how=f"Sec-Fetch-Site {site}", status=403, token=every, headers=headers)
        if method == "POST":
            yield Wrong(how="no Origin, no Sec-Fetch-Site", status=403, token=every, headers={})
            for origin in (
                "http://evil.example",
                "null",
                HERE.replace("http", "https"),
                f"{HERE}.evil.example",
                "http://[",
            ):
                yield Wrong(how="a foreign Origin", status=403, token=every, headers={"Origin": origin})
            led = OURS | {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
            yield Wrong(how="a form of another site", status=403, token=every, headers=led)
            typed = OURS | {"Sec-Fetch-Site": "none"}
            yield Wrong(how="from no page", status=403, token=every, headers=typed)

    def _routes(self) -> list[Route]:
        return [one for one in self.app.routes if isinstance(one, Route)]  # type: ignore[attr-defined]

    def _reach(self, _: Request) -> Response:
        self._reached = True
        return PlainTextResponse("reached")


@pytest.fixture
def walk(outside: TestClient, monkeypatch: pytest.MonkeyPatch) -> Walk:
    return Walk(outside, monkeypatch)


def test_every_route_refuses_every_wrong_request(walk: Walk, measured: Callable[[str], None]) -> None:
    walked = walk.whole()
    assert walked.let_in == []
    how = ", ".join(f"{count} {one}" for one, count in sorted(walked.refused.items()))
    measured(f"{walked.refused.total()} requests refused, 0 let in ({how})")


def test_every_route_answers_a_right_request(walk: Walk) -> None:
    """The other negative control: what refuses everything refuses nothing for a reason."""
    for one in routes():
        if isinstance(one, Route):
            [method] = (one.methods or set()) - {"HEAD"}
            right = Wrong(how="right", status=200, token=walk.token(*Role))
            assert walk.ask(one.path, right, method) == (200, True), one.path


def test_a_route_whose_role_is_taken_out_is_found_by_the_walk(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control."""
    [unlocked] = [one for one in routes() if isinstance(one, Route) and one.path == "/tai-khoan/xoa"]
    monkeypatch.setattr(unlocked.endpoint, "needs", None)
    let_in = walk.whole("/tai-khoan").let_in
    assert {one.partition(":")[0] for one in let_in} == {
        "no login", "a session that is over", "a token of nobody's", "another role",
    }  # fmt: skip
    assert all("/tai-khoan/xoa" in one for one in let_in)


def test_a_guard_that_is_taken_out_is_found_by_the_walk(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control of what no route's own code refuses."""
    monkeypatch.setattr("broadcast.web.guard.Guard._why_not", lambda *_: None)
    monkeypatch.setattr("broadcast.web.guard.Guard._is_here", lambda *_: True)
    found = {one.partition(":")[0] for one in walk.whole("/dung").let_in}
    assert {
        "a foreign Host",
        "a foreign Origin",
        "no Origin, no Sec-Fetch-Site",
        "a form of another site",
    } <= found


def test_the_page_of_the_routes_is_as_the_code_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """After adding or changing a route: `python tools/console_routes.py`, and read what it says."""
    monkeypatch.syspath_prepend(TOOLS)
    drawn = import_module("console_routes")
    kept = drawn.PAGE.read_text(encoding="utf-8")
    assert drawn.page() == kept
    [lowered] = [one for one in routes() if isinstance(one, Route) and one.path == "/tai-khoan/xoa"]
    monkeypatch.setattr(lowered.endpoint, "needs", Role.LOOK)
    assert drawn.page() != kept


def test_another_site_may_lead_to_a_page_and_load_nothing_of_it(browser: Browser) -> None:
    one, site = browser(), {"Sec-Fetch-Site": "cross-site"}
    assert one.get("/hom-nay", headers=site | {"Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert one.get("/hom-nay", headers=site | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_a_body_without_a_length_is_cut_off_where_it_is_too_large(browser: Browser, kind: str) -> None:
    def pieces() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="tieng"\r\n\r\n' if "multipart" in kind else b"tieng="
        for _ in range(40):
            yield b"x" * 10_000

    answer = browser().post("/tieng", content=pieces(), headers={"Content-Type": kind})
    assert answer.status_code in (400, 413)


def test_only_what_takes_a_file_takes_a_large_body() -> None:
    large = {one.path for one in routes() if isinstance(one, Route) and one.endpoint.at_most > 256 * 1024}
    assert all(one.endpoint.at_most <= LARGE for one in routes() if isinstance(one, Route))
    assert {"/vao", "/dung", "/tieng", "/toi/ma"}.isdisjoint(large)


def test_there_is_no_route_without_a_word_on_who_may_ask_it() -> None:
    with pytest.raises(TypeError, match="needs"):
        route("/them", lambda _: PlainTextResponse(""))  # type: ignore[call-arg]
    assert all(hasattr(one.endpoint, "needs") for one in routes() if isinstance(one, Route))
