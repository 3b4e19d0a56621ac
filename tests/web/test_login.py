"""The way in and out: guessing soon takes too long, sessions end, and no secret stands where it can be read."""

import logging
import re
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from web.conftest import PORT

from broadcast.base.clock import OfflineClock
from broadcast.station import accounts
from broadcast.station.accounts import Attempts, Role, Sessions
from broadcast.web.app import console
from broadcast.web.page import STATIC

LAN, HUNG, PIN = "Nguyễn Thị Lan", "Trần Văn Hùng", "246810"
LAN_COMES_IN = {"ten": LAN, "ma": PIN}
MINUTE_S = 60.0


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The accounts of Lan and Hùng, made once: a secret takes a tenth of a second to hash."""
    home = tmp_path_factory.mktemp("kept")
    (home / "playlist.yaml").touch()
    accounts.add(home, LAN, [Role.ADMIN], PIN)
    accounts.add(home, HUNG, [Role.DUTY], PIN)
    return home / "journal" / "accounts.json"


class Console:
    """A console with accounts whose clock goes on when it is told to."""

    def __init__(self, ward: Path, *, secure: bool = False, port: int = PORT) -> None:
        self.url = f"{'https' if secure else 'http'}://127.0.0.1:{port}"
        self.clock = OfflineClock(datetime(2025, 10, 6, 0, 0, tzinfo=UTC))
        self.app = console(ward, hosts=[f"127.0.0.1:{port}"], port=port, secure=secure)
        self.desk = replace(self.app.state.desk, sessions=Sessions(self.clock), attempts=Attempts(self.clock))
        self.app.state.desk = self.desk

    def browser(self, address: str = "192.168.1.20") -> TestClient:
        return TestClient(self.app, base_url=self.url, follow_redirects=False, client=(address, 5000),
                          headers={"Origin": self.url})  # fmt: skip

    def entered(self) -> TestClient:
        """A browser in which Lan is logged in; no secret is hashed for it."""
        one, person = self.browser(), accounts.read_accounts(self.desk.home).person(LAN)
        assert person is not None
        one.cookies.set(self.desk.cookie, self.desk.sessions.begin(person))
        return one


@pytest.fixture
def ward_of_two(ward: Path, kept: Path) -> Path:
    (ward / "journal").mkdir(exist_ok=True)
    shutil.copy(kept, ward / "journal")
    return ward


@pytest.fixture
def here(ward_of_two: Path) -> Iterator[Console]:
    one = Console(ward_of_two)
    with TestClient(one.app, base_url=one.url):
        yield one


# --- guessing ---


def test_the_fifth_wrong_try_makes_wait_and_each_further_one_twice_as_long(here: Console) -> None:
    guesser = here.browser("192.168.1.66")
    tries = [guesser.post("/vao", data={"ten": LAN, "ma": f"00000{one}"}).status_code for one in range(5)]
    assert tries == [401] * 5
    locked = guesser.post("/vao", data=LAN_COMES_IN)
    assert locked.status_code == 429
    assert re.search(r"Chờ (29|30|31) giây", locked.text)
    assert guesser.post("/vao", data={"ten": HUNG, "ma": PIN}).status_code == 429  # the address is locked
    assert here.browser("192.168.1.21").post("/vao", data=LAN_COMES_IN).status_code == 429  # and so is the name
    other = here.browser("192.168.1.22").post("/vao", data={"ten": HUNG, "ma": PIN})
    assert other.status_code == 303  # another name from another address is not
    here.clock.passed(31)
    assert guesser.post("/vao", data={"ten": LAN, "ma": "000009"}).status_code == 401
    assert re.search(r"Chờ (59|60|61) giây", guesser.post("/vao", data=LAN_COMES_IN).text)
    here.clock.passed(61)
    assert guesser.post("/vao", data=LAN_COMES_IN).status_code == 303


def test_an_unknown_name_takes_as_long_and_is_told_the_same(
    here: Console, measured: Callable[[str], None]
) -> None:
    """In seconds of the processor, loosely: whoever guesses must not find out who has an account."""

    def asked(name: str, number: int) -> tuple[float, str]:
        begun_s = time.process_time()
        answer = here.browser(f"10.0.0.{number}").post("/vao", data={"ten": name, "ma": "111111"})
        return time.process_time() - begun_s, answer.text

    asked("Ai đó", 1)  # what is read once is read
    known, unknown = [asked(LAN, one) for one in (2, 3, 4)], [asked("Không ai", one) for one in (5, 6, 7)]
    known_s, unknown_s = min(known)[0], min(unknown)[0]
    measured(f"a known name {known_s:.3f} s of the processor, an unknown one {unknown_s:.3f} s")
    assert 0.6 < known_s / unknown_s < 1.7
    assert len({text.replace(LAN, "").replace("Không ai", "") for _, text in known + unknown}) == 1


# --- sessions ---


def test_a_session_ends_after_an_hour_without_use_however_often_a_page_looks_by_itself(here: Console) -> None:
    one = here.entered()
    for _ in range(3):
        here.clock.passed(50 * MINUTE_S)
        assert one.get("/hom-nay").status_code == 200
    for _ in range(6):
        here.clock.passed(9 * MINUTE_S)
        assert one.get("/song").status_code == 200
    here.clock.passed(6 * MINUTE_S)
    assert one.get("/song").status_code == 401
    assert one.get("/hom-nay").status_code == 401


def test_a_session_ends_after_twelve_hours_of_use(here: Console) -> None:
    one = here.entered()
    for _ in range(23):
        here.clock.passed(30 * MINUTE_S)
        assert one.get("/hom-nay").status_code == 200
    here.clock.passed(30 * MINUTE_S)
    assert one.get("/hom-nay").status_code == 401


@pytest.mark.parametrize("change", ["roles", "secret", "gone"])
def test_a_session_ends_when_the_account_changes(here: Console, change: str) -> None:
    one, home = here.entered(), here.desk.home
    assert one.get("/hom-nay").status_code == 200
    match change:
        case "roles":
            accounts.change_roles(home, LAN, [Role.ADMIN])
        case "secret":
            accounts.change_secret(home, LAN, "135791")
        case _:
            accounts.remove(home, LAN)
    assert one.get("/hom-nay").status_code == 401
    assert one.post("/dung").status_code == 401


def test_logging_out_ends_the_session_on_the_server(here: Console) -> None:
    one = here.entered()
    thief = here.browser()
    thief.cookies.set(here.desk.cookie, one.cookies[here.desk.cookie])
    assert thief.get("/hom-nay").status_code == 200
    out = one.post("/ra")
    assert "Max-Age=0" in out.headers["set-cookie"]
    assert thief.get("/hom-nay").status_code == 401


def test_logging_in_gives_another_session_and_ends_the_one_before(here: Console) -> None:
    one = here.entered()
    before = one.cookies[here.desk.cookie]
    one.post("/vao", data=LAN_COMES_IN)
    old = here.browser()
    old.cookies.set(here.desk.cookie, before)
    assert old.get("/hom-nay").status_code == 401


# --- what is kept where ---


@pytest.mark.parametrize("secure", [False, True])
def test_the_cookie_is_for_this_console_alone_and_no_script_reads_it(ward_of_two: Path, secure: bool) -> None:
    here = Console(ward_of_two, secure=secure)
    given = here.browser().post("/vao", data=LAN_COMES_IN).headers["set-cookie"]
    parts = {one.strip().lower() for one in given.split(";")[1:]}
    assert parts == {"httponly", "samesite=strict", "path=/"} | ({"secure"} if secure else set())
    assert PIN not in given


def test_the_cookie_of_another_console_is_not_taken(here: Console, ward_of_two: Path) -> None:
    """Cookies do not know ports: a browser sends those of every console of the machine."""
    other = Console(ward_of_two, port=PORT + 1)
    there = other.entered()
    token = there.cookies[other.desk.cookie]
    both = here.browser()
    for name in (other.desk.cookie, here.desk.cookie):
        both.cookies.set(name, token)
    assert other.desk.cookie != here.desk.cookie
    assert both.get("/hom-nay").status_code == 401
    assert there.get("/hom-nay").status_code == 200


def test_no_secret_stands_in_a_log_an_address_or_a_page(here: Console, caplog: pytest.LogCaptureFixture) -> None:
    one = here.browser()
    with caplog.at_level(logging.DEBUG):
        answers = [
            one.post("/vao", data={"ten": LAN, "ma": "135791"}),
            one.post("/vao", data=LAN_COMES_IN | {"ve": "/lich"}),
            one.get("/toi"),
            one.post("/toi/ma", data={"ma_cu": PIN, "ma": "975311", "ma_lan_hai": "975312"}),
            one.post("/tai-khoan", data={"ten": "Bình", "ma": "975311", "ma_lan_hai": "975312"}),
        ]
    token = one.cookies[here.desk.cookie]
    assert [one.status_code for one in answers] == [401, 303, 200, 400, 400]
    told = "".join(one.text + one.headers.get("location", "") for one in answers)
    for secret in (PIN, "135791", "975311", token):
        assert secret not in told
        assert secret not in caplog.text


def test_a_secret_is_asked_for_in_a_form_that_no_address_shows() -> None:
    forms = [
        form
        for path in (STATIC.parent / "templates").glob("*.html")
        for form in re.findall(r"<form.*?</form>", path.read_text(encoding="utf-8"), re.DOTALL)
        if 'type="password"' in form or "new_secret.html" in form
    ]
    assert len(forms) >= 4
    assert all(re.match(r'<form[^>]* method="post"', form) for form in forms)


def test_the_key_of_the_person_at_the_machine_opens_once(outside: TestClient) -> None:
    key = outside.app.state.desk.entry_key.text  # type: ignore[attr-defined]
    assert outside.get("/vao", params={"khoa": key[:-1] + "!"}).status_code == 401
    came_in = outside.get("/vao", params={"khoa": key})
    assert (came_in.status_code, came_in.headers["location"]) == (303, "/hom-nay")
    assert came_in.headers["referrer-policy"] == "no-referrer"
    assert key not in outside.get("/hom-nay").text
    outside.cookies.clear()
    assert outside.get("/vao", params={"khoa": key}).status_code == 401


def test_no_key_opens_a_console_with_accounts(here: Console) -> None:
    assert here.desk.entry_key is None
    assert here.browser().get("/vao", params={"khoa": ""}).status_code == 200
    assert here.browser().get("/vao", params={"khoa": "a" * 43}).status_code == 200
    assert here.browser().get("/hom-nay").status_code == 401


def test_a_screen_on_the_wall_looks_on_after_a_restart_until_its_account_changes(ward_of_two: Path) -> None:
    before = console(ward_of_two, hosts=[f"127.0.0.1:{PORT}"], port=PORT)
    one = _browser_of(before)
    person = accounts.read_accounts(ward_of_two).person(LAN)
    assert person is not None
    one.cookies.set(before.state.desk.cookie, before.state.desk.sessions.begin(person))
    assert one.post("/tuong").status_code == 303
    after = _browser_of(console(ward_of_two, hosts=[f"127.0.0.1:{PORT}"], port=PORT))
    after.cookies.update(one.cookies)
    assert after.get("/tuong").status_code == 200
    assert after.post("/bat-dau-truc").status_code == 403
    accounts.change_roles(ward_of_two, LAN, [Role.LOOK])
    assert after.get("/tuong").status_code == 401
    again = _browser_of(console(ward_of_two, hosts=[f"127.0.0.1:{PORT}"], port=PORT))
    again.cookies.update(one.cookies)
    assert again.get("/tuong").status_code == 401


def _browser_of(app: Starlette) -> TestClient:
    url = f"http://127.0.0.1:{PORT}"
    return TestClient(app, base_url=url, follow_redirects=False, headers={"Origin": url})
