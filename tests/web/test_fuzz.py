"""Whatever is sent to whichever route: an answer that tells why not, and never a fault of ours."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route
from web.conftest import HERE, Browser, beside

from broadcast.web.app import routes
from broadcast.web.page import STATIC

TEMPLATES = STATIC.parent / "templates"
PLACES = re.compile(r"\{\w+(:\w+)?\}")
NAMES = sorted({
    name
    for path in TEMPLATES.glob("*.html")
    for name in re.findall(r'name="([a-z_]+)"', path.read_text(encoding="utf-8"))
})  # fmt: skip
"""Of every field that a form of ours has."""
ROUTES = sorted((one.path, method) for one in routes() if isinstance(one, Route) for method in one.methods or ())
NASTY = (
    "", " ", "0", "-1", "1e9", "99999999999999999999", "nan", "../../etc/passwd", "..\\..\\x", "/etc/passwd",
    "\x00", "\ufeff", "\u202e", "<script>alert(1)</script>", "{{ 7*7 }}", "'; drop table rows; --", "2025-02-30",
    "24:00", "30/02/2025", "chung/treo-co", "truoc/01-mot", "sang", "chieu", "2025-10-06", "06/10/2025", "06:30",
    "=1+1", "a" * 5000, "E\u0323\u0302\u0301", "\U0001f600", "%00", "%2e%2e%2f", "\n", "on", "null", "[]",
    "khẩn cấp", "//[", "//\u2100", "0001-01-01.1", "http://[", "a" * 300,
)  # fmt: skip
"""What has brought down readers of forms."""
VALUES = st.sampled_from(NASTY) | st.text(max_size=40)


@st.composite
def _requests(draw: st.DrawFn) -> tuple[str, str, dict[str, str], dict[str, str]]:
    """Path, method, query and form."""
    path, method = draw(st.sampled_from(ROUTES))
    place = VALUES.map(lambda one: quote(one, safe="/%", errors="replace") or "1")
    path = PLACES.sub(lambda _: draw(place), path)
    fields = st.dictionaries(st.sampled_from([*NAMES, "thay", "trang", "ve", "khoa"]), VALUES, max_size=6)
    return path, method, draw(fields), draw(fields)


def test_no_request_brings_a_page_down(browser: Browser, ward: Path, rounds: Callable[[int, int], int]) -> None:
    one = browser()
    desk = one.app.state.desk  # type: ignore[attr-defined]
    quiet = beside(one, follow_redirects=False, raise_server_exceptions=False, headers={"Origin": HERE})
    asked: dict[int, int] = {}

    @given(_requests())
    @settings(max_examples=rounds(50, 20_000), deadline=None, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    def ask(request: tuple[str, str, dict[str, str], dict[str, str]]) -> None:
        path, method, query, form = request
        quiet.cookies.set(desk.cookie, desk.sessions.begin(desk.person(one.cookies[desk.cookie])))
        answer = quiet.request(method, path, params=query, data=form if method == "POST" else None)
        asked[answer.status_code] = asked.get(answer.status_code, 0) + 1
        assert answer.status_code < 500, (request, answer.text[-2000:])

    ask()
    assert len(asked) > 2, asked


@pytest.mark.parametrize(
    "path", ["//[", "//\u2100", "http://[", "//evil.example", "/\\evil.example", "/vao?ve=/vao"]
)
def test_no_address_leads_away_from_the_console(browser: Browser, path: str) -> None:
    """`urlsplit` raises at brackets that nobody closes, which came out as a fault of ours."""
    one = browser()
    assert one.post("/tieng", data={"tieng": "vi", "ve": path}).headers["location"] == "/hom-nay"
    assert one.get("/vao", params={"ve": path}).status_code == 200


@pytest.mark.parametrize("place", ["0001-01-01.3", "9999-12-31.3", "2025-10-06.9999999", "x.y"])
def test_a_page_of_the_log_that_begins_nowhere_is_the_first(browser: Browser, place: str) -> None:
    assert browser().get("/nhat-ky", params={"tiep": place}).status_code == 200
