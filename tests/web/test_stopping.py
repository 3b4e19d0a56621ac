"""STOP and the way on again: whatever is damaged it stops, and only the stop that was seen is taken back."""

import re
from pathlib import Path

from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.station.accounts import Role, add, read_accounts
from broadcast.station.ahead import stop_of
from broadcast.station.commanding import stop


def _seen(one: TestClient) -> dict[str, str]:
    """What the form of the page that was shown sends."""
    found = re.search(r'name="da_xem" value="([^"]+)"', one.get("/phat-tiep").text)
    assert found is not None
    return {"da_xem": found[1]}


def _ward_with_damaged_accounts(ward: Path, one: TestClient) -> None:
    add(ward, "Bà Lan", [Role.ADMIN, Role.RELEASE], "cây đa giếng nước")
    desk = one.app.state.desk  # type: ignore[attr-defined]
    person = read_accounts(ward).person("Bà Lan")
    assert person is not None
    one.cookies.set(desk.cookie, desk.sessions.begin(person))
    (ward / "journal" / "accounts.json").write_text("{oops", encoding="utf-8")


def test_whoever_is_logged_in_stops_with_damaged_accounts_and_does_nothing_else(
    outside: TestClient, ward: Path
) -> None:
    _ward_with_damaged_accounts(ward, outside)
    outside.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    assert "accounts.json" in outside.get("/hom-nay").text
    assert outside.post("/dung").headers["Location"] == "/hom-nay"
    assert stop_of(ward) is not None
    assert outside.post("/phat-tiep").status_code == 403


def test_nobody_comes_in_with_damaged_accounts_and_is_told_why(outside: TestClient, ward: Path) -> None:
    _ward_with_damaged_accounts(ward, outside)
    outside.cookies.clear()
    for answer in (outside.get("/hom-nay"), outside.post("/dung")):
        assert answer.status_code == 401
    assert "accounts.json" in outside.get("/vao").text
    assert stop_of(ward) is None


def test_a_stop_given_since_the_page_was_shown_is_not_taken_back(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.DUTY)
    stop(ward, "đám tang")
    seen = _seen(one)
    stop(ward, "người trên cột loa", by="Ông Bình")
    answer = one.post("/phat-tiep", data=seen)
    assert answer.status_code == 409
    assert "người trên cột loa" in answer.text
    assert stop_of(ward) is not None
    assert one.post("/phat-tiep", data=_seen(one)).status_code == 303
    assert stop_of(ward) is None


def test_a_reason_written_since_does_not_hinder_the_way_on(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.DUTY)
    stop(ward, "đám tang")
    seen = _seen(one)
    one.post("/dung/ly-do", data={"ly_do": "mưa bão"})
    assert one.post("/phat-tiep", data=seen).status_code == 303
    assert stop_of(ward) is None


def test_a_form_that_has_shown_nothing_takes_no_stop_back(browser: Browser, ward: Path) -> None:
    stop(ward, "đám tang")
    assert browser("Bà Lan", Role.DUTY).post("/phat-tiep").status_code == 409
    assert stop_of(ward) is not None
