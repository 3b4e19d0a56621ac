"""Nobody asks anything of the console but from its own pages, under its own name, with a role for it."""

import pytest
from starlette.routing import Route
from starlette.testclient import TestClient
from web.conftest import HERE, Browser

from broadcast.station.accounts import Role
from broadcast.web.app import routes

CHANGES = {"Origin": "", "Sec-Fetch-Site": ""}
ROUTES = [(one.path, method) for one in routes() if isinstance(one, Route) for method in one.methods - {"HEAD"}]
OPEN = {"/", "/vao", "/tieng"}
"""What is there for whoever is not logged in: the way in."""


def _path(path: str) -> str:
    for name in ("{id:path}", "{id}", "{number:int}", "{number}"):
        path = path.replace(name, "1")
    return path


def test_nobody_gets_in_without_a_session(outside: TestClient) -> None:
    wrong = [
        (path, method)
        for path, method in ROUTES
        if path not in OPEN and outside.request(method, _path(path)).status_code != 401
    ]
    assert not wrong


def test_a_foreign_host_gets_nothing(browser: Browser) -> None:
    one = browser()
    answers = {
        one.request(method, _path(path), headers={"Host": "evil:8350"}).status_code for path, method in ROUTES
    }
    assert answers == {421}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil"},
        {"Origin": "null"},
        {"Origin": HERE.replace("http", "https")},
        {"Origin": HERE, "Sec-Fetch-Site": "cross-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "same-site"},
        {"Origin": HERE, "Sec-Fetch-Site": "none"},
    ],
    ids=str,
)
def test_a_change_comes_from_a_page_of_ours(browser: Browser, headers: dict[str, str]) -> None:
    one = browser()
    changes = [path for path, method in ROUTES if method == "POST"]
    assert {one.post(_path(path), headers=headers).status_code for path in changes} == {403}


def test_a_person_may_do_what_their_roles_say(browser: Browser) -> None:
    one = browser("Ông Hùng", Role.LOOK)
    assert one.get("/hom-nay").status_code == 200
    assert one.get("/phat-tiep").status_code == 403


def test_a_body_that_is_too_large_is_refused(browser: Browser) -> None:
    assert browser().post("/tieng", data={"tieng": "x" * 300_000}).status_code == 413


def test_another_site_may_lead_to_a_page_and_load_nothing_of_it(browser: Browser) -> None:
    one, site = browser(), {"Sec-Fetch-Site": "cross-site"}
    assert one.get("/hom-nay", headers=site | {"Sec-Fetch-Mode": "navigate"}).status_code == 200
    assert one.get("/hom-nay", headers=site | {"Sec-Fetch-Mode": "no-cors"}).status_code == 403
