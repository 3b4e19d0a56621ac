"""A console over a small ward, and browsers of several persons, without a socket."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from stand_ins.wards import write_ward
from starlette.testclient import TestClient

from broadcast.station.accounts import Person, Role
from broadcast.web.app import console

PORT = 8350
HERE = f"http://127.0.0.1:{PORT}"
Browser = Callable[..., TestClient]


def beside(other: TestClient, **how: Any) -> TestClient:
    """Another browser of the console of `other`, answered by the same event loop: one for each request costs."""
    one = TestClient(other.app, base_url=HERE, **how)
    one.portal = other.portal
    return one


@pytest.fixture(autouse=True)
def _in_vietnamese(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program is spoken to, whatever language this machine has."""
    monkeypatch.setenv("LANGUAGE", "vi")


@pytest.fixture(autouse=True)
def _few_children(decoded_here: None, lent_voice: None) -> None:
    """What is made for a page is spoken by children that are kept, and decoded in the test's process."""


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Who began the day; no test of a page starts a player."""
    names: list[str] = []
    monkeypatch.setattr("broadcast.web.today.begin_duty", lambda _home, by: names.append(by))
    return names


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """The folder of a small ward."""
    return write_ward(tmp_path)


@pytest.fixture
def outside(ward: Path) -> Iterator[TestClient]:
    """A browser in which nobody is logged in; it sends what browsers send with a form of this console."""
    app = console(ward, hosts=[f"127.0.0.1:{PORT}"], port=PORT)
    with TestClient(app, base_url=HERE, follow_redirects=False, headers={"Origin": HERE}) as browser:
        yield browser


@pytest.fixture
def browser(outside: TestClient) -> Browser:
    """A browser of one person, beside others: `browser("Bà Lan", Role.WRITE)`; without roles, of all of them."""

    def of(name: str = "Bà Lan", *roles: Role) -> TestClient:
        desk = outside.app.state.desk  # type: ignore[attr-defined]
        token = desk.sessions.begin(Person(name=name, roles=frozenset(roles or Role) | {Role.LOOK}))
        one = beside(outside, follow_redirects=False, headers={"Origin": HERE})
        one.cookies.set(desk.cookie, token)
        return one

    return of
