"""A real Chromium (Debian's, by its chromedriver) before a console that really listens, on this machine alone.

Skipped with a plain word where there is no Chromium; `.ci/run` has one, and there a skip is a failure.
"""

import os
import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import axe_core_python
import pytest
import uvicorn
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from stand_ins.wards import write_ward
from starlette.applications import Starlette

from broadcast.station.accounts import Person, Role
from broadcast.web.app import console

AXE = (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
Driver = webdriver.Chrome


@dataclass(frozen=True, slots=True, kw_only=True)
class Console:
    """A console that listens."""

    home: Path
    url: str
    app: Starlette

    def entered_by(self, driver: Driver, name: str = "Bà Lan", *roles: Role) -> None:
        """Let a browser in as that person; without roles, with all of them."""
        desk = self.app.state.desk
        token = desk.sessions.begin(Person(name=name, roles=frozenset(roles or Role) | {Role.LOOK}))
        driver.get(f"{self.url}/tinh/icon.svg")
        driver.get_log("browser")  # what a page of the console before asked when that was gone
        driver.delete_all_cookies()
        driver.add_cookie(
            {"name": desk.cookie, "value": token, "path": "/", "httpOnly": True, "sameSite": "Strict"}
        )


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    """A browser without a window, 1440 x 1000; light, as long as nobody asks otherwise."""
    binary, chromedriver = shutil.which("chromium"), shutil.which("chromedriver")
    if binary is None or chromedriver is None:
        if os.environ.get("BROADCAST_REQUIRE_RIG"):
            pytest.fail("there is no chromium with its chromedriver, and this machine must have them")
        pytest.skip("chromium and chromedriver are not installed: apt install chromium chromium-driver")
    options = webdriver.ChromeOptions()
    options.binary_location = binary
    options.accept_insecure_certs = True  # the console's own, which a person would compare
    profile = tmp_path_factory.mktemp("chromium")
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--lang=vi",
                     "--window-size=1440,1000", "--no-proxy-server", f"--user-data-dir={profile}"):  # fmt: skip
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(_behind_others(profile, chromedriver)))
    yield driver
    driver.quit()


def _behind_others(folder: Path, program: str) -> str:
    """A program that starts `program` and lets others go first: a browser is no station's machine."""
    script = folder / "behind-others"
    script.write_text(f'#!/bin/sh\nexec nice -n 19 "{program}" "$@"\n', encoding="ascii")
    script.chmod(0o755)
    return str(script)


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """The folder of a small ward."""
    return write_ward(tmp_path / "phuong")


@pytest.fixture
def listening(ward: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Console]:
    """A console over `ward` that listens on a port of its own, in Vietnamese."""
    monkeypatch.setenv("LANGUAGE", "vi")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    app = console(ward, hosts=[f"127.0.0.1:{port}"], port=port)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_config=None, access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.05)
    yield Console(home=ward, url=f"http://127.0.0.1:{port}", app=app)
    server.should_exit = True
    thread.join(10)


def serious(driver: Driver) -> list[str]:
    """What axe-core finds on the page that is serious or worse: rule and place."""
    if not driver.execute_script("return 'axe' in window"):
        driver.execute_script(AXE)
    found = driver.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}).then(done)"
    )
    return [
        f"{one['id']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found["violations"]
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]


def complaints(driver: Driver) -> list[str]:
    """What the browser itself complains of: scripts that fail, whatever the page's rules forbid."""
    here = "{0.scheme}://{0.netloc}".format(urlsplit(driver.current_url))
    told = (one["message"] for one in driver.get_log("browser"))
    return [one for one in told if here in one and "favicon" not in one]  # not of a page that was left
