"""STOP and the way on again: whatever is damaged it stops, and only the stop that was seen is taken back."""

import re
from pathlib import Path
from threading import Thread
from typing import Any
from unittest.mock import Mock, patch

import pytest
from stand_ins.carts import RATE
from stand_ins.live import in_seconds, live_ward
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.base import files
from broadcast.base.errors import tell
from broadcast.playout.control.latch import Latch
from broadcast.programme.model import CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.station.accounts import Role, add, read_accounts
from broadcast.station.ahead import stop_of
from broadcast.station.commanding import Resumed, resume, stop
from broadcast.station.overview import journal_path
from broadcast.station.stopreason import explain_stop
from broadcast.web.app import console


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
    assert console(ward, hosts=[], port=8350).state.desk.entry_key is None
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


def test_a_stop_given_while_the_bulletins_are_decided_on_holds(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.DUTY)
    stop(ward, "đám tang")
    seen = _seen(one)

    def meanwhile(_: object) -> tuple[object, ...]:
        stop(ward, "người trên cột loa")
        return ()

    with patch("broadcast.web.stopping.waiting_after_stop", meanwhile):
        assert one.post("/phat-tiep", data=seen).status_code == 409
    assert stop_of(ward) is not None


def test_a_reason_written_since_does_not_hinder_the_way_on(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.DUTY)
    stop(ward, "đám tang")
    seen = _seen(one)
    one.post("/dung/ly-do", data={"ly_do": "mưa bão"})
    assert one.post("/phat-tiep", data=seen).status_code == 303
    assert stop_of(ward) is None


@pytest.mark.parametrize("is_held", [True, False], ids=["nobody answers", "nobody on duty"])
def test_the_button_says_stopped_only_where_silence_is_known(
    browser: Browser, ward: Path, *, is_held: bool
) -> None:
    one = browser()
    stop(ward, "đám tang")
    with patch("broadcast.station.remote.is_held", return_value=is_held):
        seen = one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
        assert seen.status.is_stopped
        shown = one.get("/hom-nay").text
        assert one.get("/song").headers["X-Silenced"] == str(int(not is_held))
    assert ("chưa biết loa đã im" in shown) == is_held
    assert ('class="stop is-stopped"' in shown) == (not is_held)
    assert ("Loa đã im." in shown) == (not is_held)


def test_a_page_of_old_figures_says_so_before_any_script_runs(browser: Browser, ward: Path) -> None:
    one = browser()
    stop(ward, "đám tang")
    live = one.app.state.desk.live  # type: ignore[attr-defined]
    live.look_again()
    live.stop()
    with patch.object(live, "age_s", return_value=8.0):
        shown = one.get("/hom-nay").text
    assert "is-stale" in shown
    assert 'class="stale-note" role="alert" data-text' in shown
    assert 'class="stop is-stopped"' not in shown


def test_the_way_on_names_what_follows_the_cue_that_was_cut(browser: Browser, ward: Path) -> None:
    begin = in_seconds(-10)
    live_ward(ward, begin, {"chung/a": 60.0, "chung/b": 60.0})
    start = Start(
        cue=CueId(f"{begin:%Y-%m-%d}/buoi/chung/a"), script=ScriptId("chung/a"), attempt=1, planned=begin,
        of_frames=60 * RATE, rate_hz=RATE, engine="recording", title="Bài chung/a", text="",
    )  # fmt: skip
    with Journal(journal_path(ward)) as journal:
        journal.start(start, begin)
        journal.end(start, Outcome.CUT, started=begin, ended=begin, frames=RATE, note=tell("đám tang"), now=begin)
    one = browser("Bà Lan", Role.DUTY)
    stop(ward, "đám tang")
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    shown = one.get("/phat-tiep").text
    assert "Bài chung/a: còn trong hạn, phát lại từ đầu." in shown
    assert "<li>chung/b: phát sau đó.</li>" in shown


def test_a_form_that_has_shown_nothing_takes_no_stop_back(browser: Browser, ward: Path) -> None:
    stop(ward, "đám tang")
    assert browser("Bà Lan", Role.DUTY).post("/phat-tiep").status_code == 409
    assert stop_of(ward) is not None


def test_a_stop_given_as_the_old_one_is_taken_back_holds(browser: Browser, ward: Path) -> None:
    """Between the look and the taking back: STOP was lost there."""
    one = browser("Bà Lan", Role.DUTY)
    stop(ward, "đám tang")
    seen = _seen(one)

    def late(*given: Any, **more: Any) -> Resumed:
        stop(ward, "người trên cột loa")
        return resume(*given, **more)

    with patch("broadcast.web.stopping.commanding.resume", late):
        answer = one.post("/phat-tiep", data=seen)
    held = stop_of(ward)
    assert held is not None
    assert held.reason == "người trên cột loa"
    assert answer.status_code == 409


def test_a_reason_that_comes_late_does_not_bring_back_a_stop_that_was_taken_back(ward: Path) -> None:
    stop(ward, "đám tang")
    whole, latch, others = files.write_whole, Latch(ward / "journal"), list[Thread]()

    def slow(*given: Any, **more: Any) -> None:
        if not others:
            others.append(Thread(target=latch.clear))
            others[0].start()
            others[0].join(0.1)
        whole(*given, **more)

    with patch("broadcast.playout.control.latch.write_whole", slow):
        explain_stop(ward, "mưa bão", "Bà Lan")
        others[0].join()
    assert stop_of(ward) is None


@pytest.mark.parametrize("choice", ["phat", "giu"])
def test_what_was_decided_of_a_bulletin_is_on_record_with_the_name(
    browser: Browser, ward: Path, choice: str
) -> None:
    one = browser("Bà Lan", Role.DUTY)
    stop(ward, "đám tang")
    seen = _seen(one)
    with (
        patch("broadcast.web.stopping.waiting_after_stop", return_value=(Mock(number=7),)),
        patch("broadcast.web.stopping.release") as released,
        patch("broadcast.web.stopping.hold") as held,
    ):
        one.post("/phat-tiep", data=seen | {"ban_tin": choice})
    [done] = [*released.call_args_list, *held.call_args_list]
    assert done.kwargs == {"by": "Bà Lan"}
