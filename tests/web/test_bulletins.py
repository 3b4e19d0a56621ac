"""Bản tin and Khẩn cấp: heard first, told what it does, handed over once, by two where the ward asks for two."""

import re
import time
from collections.abc import Iterator, Mapping
from datetime import timedelta
from html import unescape
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from httpx2 import Response
from stand_ins.live import in_seconds, live_ward, now
from stand_ins.on_duty import on_duty
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.playout.control.channel import ask
from broadcast.playout.control.duty import Duty
from broadcast.programme.bulletins import Bulletin
from broadcast.programme.model import CueId
from broadcast.programme.onair import OnAirPart, Sounding, sounding_fields
from broadcast.programme.settings import ScriptId
from broadcast.station.accounts import Role
from broadcast.station.bulletin_drafts import PATIENCE
from broadcast.station.deeds import deeds
from broadcast.station.overview import look_at

WORDS = "Nước sông đang lên, đề nghị bà con sơ tán."


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A ward with a session in an hour, and two recorded scripts, one of them for emergencies."""
    return live_ward(tmp_path, in_seconds(3600), {"chung/a": 1.0, "khan-cap/lut": 1.0}, only=["chung/a"])


@pytest.fixture
def duty(ward: Path) -> Iterator[Duty]:
    """A player that answers, and sounds a script."""
    sounds = Sounding(
        part=OnAirPart.CUE, session="2026-01-01/buoi", session_name="Buổi thử", cue=CueId("x"),
        script=ScriptId("chung/a"), title="Bài đang đọc", seconds=1.0, of_seconds=60.0,
        programme_seconds_left=59.0, device="loa",
    )  # fmt: skip
    status = {"now": now().isoformat(), "doubt": None, "on_air": "x", "sounding": sounding_fields(sounds)}
    with on_duty(ward, status) as one:
        yield one


def _two_persons(ward: Path, more: str = "") -> None:
    playlist = ward / "playlist.yaml"
    playlist.write_text(f"{playlist.read_text()}release: {{policy: required{more}}}\n")


def _waits(duty: Duty) -> list[Bulletin]:
    return list(duty._bulletins)


def _page(browser: TestClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def _told(answer: Response, status: int = 400) -> str:
    assert answer.status_code == status, answer.text
    return unescape(answer.text)


def _prepared(browser: TestClient, **form: str) -> str:
    """Where the bulletin of that form is heard; its sound is made."""
    answer = browser.post("/ban-tin", data={"viec": "nghe", "muc": "uu-tien", **form})
    assert answer.status_code == 303, answer.text
    where, until_s = answer.headers["location"], time.monotonic() + 30
    while "Đang tạo tiếng" in _page(browser, f"{where}/song"):
        assert time.monotonic() < until_s
        time.sleep(0.05)
    return str(where)


# --- how it is read, and how it sounds ---


def test_how_the_words_are_read_is_told_while_they_are_typed(browser: Browser) -> None:
    one = browser("Bà Lan", Role.DUTY)
    shown = unescape(one.post("/ban-tin/doc", data={"loi": "Họp lúc 20h.", "muc": "uu-tien"}).text)
    assert "hai mươi giờ" in shown
    assert "<html" not in shown
    whole = one.post("/ban-tin", data={"viec": "doc", "loi": "Họp lúc 20h.", "muc": "uu-tien"})
    assert "hai mươi giờ" in _told(whole, 200)


def test_a_word_that_nobody_knows_is_told_with_its_remedy_and_read_in_an_emergency(browser: Browser) -> None:
    one = browser()
    usual = one.post("/ban-tin/doc", data={"loi": "BCHXYZ mời bà con.", "muc": "thuong"})
    assert "lexicon.yaml" in _told(usual, 200)
    urgent = one.post("/ban-tin/doc", data={"loi": "BCHXYZ mời bà con.", "muc": "khan-cap"})
    assert "đọc theo cách đoán" in _told(urgent, 200)


def test_the_very_sound_is_heard_before_anything_airs(browser: Browser, duty: Duty) -> None:
    one = browser()
    where = _prepared(one, loi=WORDS)
    assert _waits(duty) == []
    whole = one.get(f"{where}/tieng", headers={"Accept-Encoding": "identity"})
    assert (whole.status_code, whole.content[:4]) == (200, b"RIFF")
    part = one.get(f"{where}/tieng", headers={"Range": "bytes=100-199"})
    assert (part.status_code, part.content) == (206, whole.content[100:200])


# --- what it does is told, then it is done ---


@pytest.mark.parametrize(
    ("level", "told"),
    [
        ("thuong", "Chờ hết “Buổi thử” đang phát, không ngắt gì."),
        ("uu-tien", "Chờ hết “Bài đang đọc” đang phát, rồi chen vào trước bài sau."),
        ("khan-cap", "Ngắt “Bài đang đọc” đang phát"),
    ],
)
def test_what_it_interrupts_is_told_before_it_is_handed_over(
    browser: Browser, duty: Duty, level: str, told: str
) -> None:  # fmt: skip
    one = browser()
    where = _prepared(one, bai="chung/a", muc=level)
    assert told in _page(one, where)
    assert _waits(duty) == []


def test_while_a_stop_holds_it_is_not_said_to_air_at_once(browser: Browser, duty: Duty) -> None:
    one = browser()
    where = _prepared(one, bai="chung/a", muc="khan-cap")
    one.post("/dung")
    shown = _page(one, where)
    assert "Đang có lệnh dừng loa: bản tin chờ" in shown
    assert "Phát ngay" not in shown


def test_it_is_handed_over_with_the_name_of_whoever_pressed_and_that_is_on_record(
    browser: Browser, duty: Duty, ward: Path
) -> None:
    one = browser("Bà Lan", Role.DUTY)
    where = _prepared(one, loi=WORDS)
    assert one.post(f"{where}/phat").headers["location"] == "/ban-tin"
    (bulletin,) = _waits(duty)
    assert (bulletin.by, bulletin.text) == ("Bà Lan", WORDS)
    shown = _page(one, "/ban-tin")
    assert "Đã giao bản tin ưu tiên số 1" in shown
    assert "người cho phát: Bà Lan" in shown.replace("Người", "người")
    today = look_at(ward).clock.now().date()
    (deed,) = deeds(ward, today, today)
    assert (deed.code, deed.by) == ("bulletin_asked", "Bà Lan")


def test_pressed_twice_or_by_two_at_once_it_airs_once(browser: Browser, duty: Duty) -> None:
    one = browser()
    where = _prepared(one, bai="chung/a")
    presses = [Thread(target=one.post, args=(f"{where}/phat",)) for _ in range(4)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert len(_waits(duty)) == 1
    assert "bản tin số 1" in _page(one, where)


@pytest.mark.parametrize(("with_token", "airs"), [(True, 1), (False, 2)], ids=["token", "control"])
def test_pressed_again_because_the_answer_was_lost_it_airs_once(
    browser: Browser, duty: Duty, monkeypatch: pytest.MonkeyPatch, with_token: bool, airs: int
) -> None:
    """A player that is frozen for a while takes in what it was sent, and answers nobody."""
    one, answers = browser(), iter([False, True])

    def asked(folder: Path, request: Mapping[str, Any]) -> Mapping[str, Any] | None:
        answer = ask(folder, {**request, "token": request["token"] if with_token else ""})
        return answer if next(answers) else None

    where = _prepared(one, bai="chung/a")
    monkeypatch.setattr("broadcast.station.announce.ask", asked)
    assert one.post(f"{where}/phat").status_code == 400
    assert one.post(f"{where}/phat").status_code == 303
    assert len(_waits(duty)) == airs


def test_every_hour_until_is_told_and_handed_over(browser: Browser, duty: Duty) -> None:
    one = browser()
    where = _prepared(one, bai="chung/a", cach="60", lan="3", han="30")
    assert "Phát 3 lần, cách nhau" in _page(one, where)
    one.post(f"{where}/phat")
    (bulletin,) = _waits(duty)
    assert bulletin.every is not None
    assert (bulletin.times, bulletin.every.total_seconds()) == (3, 3600)


def test_an_emergency_outside_the_hours_airs_with_a_reason_that_is_asked_for_on_the_spot(
    browser: Browser, duty: Duty, ward: Path
) -> None:
    playlist = ward / "playlist.yaml"
    playlist.write_text(playlist.read_text().replace("00:00-23:59", "05:00-05:01"))
    one = browser()
    shown = _page(one, _prepared(one, bai="khan-cap/lut", muc="khan-cap"))
    form = dict(
        re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown[shown.index('id="truoc"') :])
    )
    form.pop("ve")  # of the foot, which every page has
    assert form == {"bai": "khan-cap/lut", "muc": "khan-cap"}
    where = _prepared(one, **form, ngoai_gio="lũ về")
    assert 'id="ngoai_gio"' not in _page(one, where)
    one.post(f"{where}/phat")
    (bulletin,) = _waits(duty)
    assert bulletin.override is not None
    usual = _page(one, _prepared(one, bai="chung/a"))
    assert "nằm ngoài khung giờ" in usual
    assert 'id="ngoai_gio"' not in usual


def test_without_a_player_it_is_heard_and_told_what_to_do(browser: Browser) -> None:
    one = browser()
    where = _prepared(one, bai="chung/a")
    assert "Không có phiên nào đang trực" in _page(one, where)
    told = _told(one.post(f"{where}/phat"))
    assert "Bắt đầu trực" in told
    assert "broadcast run" not in told


def test_an_hour_that_has_passed_since_is_not_taken_for_tomorrow_s(browser: Browser, duty: Duty) -> None:
    one, soon = browser(), in_seconds(90)
    where = _prepared(one, bai="chung/a", luc=f"{soon:%H:%M}", muc="uu-tien")
    assert f"Phát lúc {soon:%H:%M} ngày {soon:%d/%m}" in _page(one, where)
    duty.status = lambda: {"now": (now() + timedelta(minutes=3)).isoformat(), "doubt": None}
    for shown in (_page(one, where), _told(one.post(f"{where}/phat"))):
        assert f"Giờ hẹn {soon:%H:%M %d/%m} đã qua" in shown
    assert _waits(duty) == []


def test_a_form_that_is_refused_comes_back_as_it_was_filled_in(browser: Browser) -> None:
    told = _told(browser().post("/ban-tin", data={"viec": "nghe", "muc": "thuong", "loi": WORDS, "cach": "60"}))
    assert "đến bao giờ" in told
    assert f">{WORDS}</textarea>" in told
    assert 'value="thuong" checked' in told
    assert '<option value="60" selected>' in told


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({}, "Gõ lời, hoặc chọn một bài"),
        ({"loi": "..."}, "không có lời nào"),
        ({"loi": WORDS, "muc": "gấp"}, "Chưa chọn mức"),
        ({"loi": WORDS, "cach": "60"}, "đến bao giờ"),
        ({"loi": WORDS, "lan": "11"}, "nhiều nhất là 10 lần"),
        ({"loi": WORDS, "luc": "25h"}, "Không hiểu giờ"),
        ({"loi": WORDS, "ngoai_gio": "x"}, "Chỉ bản tin khẩn cấp"),
        ({"bai": "xa/la"}, "xa/la"),
    ],
)
def test_what_cannot_be_is_refused_in_words(browser: Browser, form: dict[str, str], told: str) -> None:
    answer = browser().post("/ban-tin", data={"viec": "nghe", "muc": "uu-tien", **form})
    assert told in _told(answer)


def test_a_draft_that_is_gone_is_told(browser: Browser) -> None:
    one = browser()
    assert "không còn nữa" in _told(one.get("/ban-tin/soan/xyz"))
    assert "không còn nữa" in _told(one.post("/ban-tin/soan/xyz/phat"))


# --- those that wait ---


def test_one_that_waits_is_held_let_go_and_cancelled_with_a_reason(
    browser: Browser, duty: Duty, ward: Path
) -> None:  # fmt: skip
    one = browser("Ông Hùng", Role.DUTY)
    one.post(f"{_prepared(one, bai='chung/a')}/phat")
    one.post("/ban-tin/so/1/giu")
    assert "đang giữ" in _page(one, "/ban-tin")
    one.post("/ban-tin/so/1/tha")
    assert not _waits(duty)[0].held
    assert "Chưa ghi lý do" in _told(one.post("/ban-tin/so/1/huy", data={"ly_do": " "}))
    one.post("/ban-tin/so/1/huy", data={"ly_do": "nhầm bài"})
    assert _waits(duty) == []
    assert "không còn chờ nữa" in _told(one.post("/ban-tin/so/1/huy", data={"ly_do": "nhầm bài"}))
    today = look_at(ward).clock.now().date()
    told = {(deed.code, deed.by) for deed in deeds(ward, today, today)}
    assert {("bulletin_cancelled", "Ông Hùng"), ("bulletin_held", "Ông Hùng")} <= told


def test_the_list_is_sent_anew_only_where_it_is_another(browser: Browser, duty: Duty) -> None:
    one = browser()
    found = re.search(r"/ban-tin/cho\?la=(\w+)", _page(one, "/ban-tin/cho"))
    assert found is not None
    assert one.get(found[0]).status_code == 204
    one.post(f"{_prepared(one, bai='chung/a')}/phat")
    assert one.get(found[0]).status_code == 200


def test_whoever_only_looks_sees_what_waits_and_orders_nothing(browser: Browser, duty: Duty) -> None:
    one = browser("Khách", Role.LOOK)
    assert "quyền trực" in _page(one, "/ban-tin")
    assert "<textarea" not in _page(one, "/khan-cap")
    for path in ("/ban-tin", "/ban-tin/soan/x/phat", "/ban-tin/soan/x/xac-nhan", "/ban-tin/so/1/huy"):
        assert one.post(path).status_code == 403


# --- emergencies ---


def test_ready_texts_of_the_ward_stand_first_on_the_page_of_emergencies(browser: Browser) -> None:
    shown = _page(browser(), "/khan-cap")
    assert shown.index("Tạo tiếng và nghe: khan-cap/lut") < shown.index("Bài khác")
    assert 'action="/dung"' not in shown.partition("<main")[2]


def test_where_the_ward_asks_for_two_the_second_confirms_under_a_name_of_their_own(
    browser: Browser, duty: Duty, ward: Path
) -> None:
    _two_persons(ward)
    lan, hung = browser("Bà Lan", Role.DUTY), browser("Ông Hùng", Role.DUTY)
    where = _prepared(lan, bai="khan-cap/lut", muc="khan-cap")
    assert "Gọi người thứ hai" in _page(lan, where)
    lan.post(f"{where}/phat")
    assert _waits(duty) == []
    assert "phải là người khác" in _told(lan.post(f"{where}/xac-nhan"))
    for path in ("/ban-tin", "/khan-cap"):
        assert f'href="{where}"' in _page(hung, path)
    hung.post(f"{where}/xac-nhan")
    hung.post(f"{where}/xac-nhan")
    (bulletin,) = _waits(duty)
    assert bulletin.by == "Bà Lan, Ông Hùng"
    today = look_at(ward).clock.now().date()
    assert [deed.by for deed in deeds(ward, today, today)] == ["Bà Lan, Ông Hùng"]


def test_a_second_person_is_waited_for_a_few_minutes_and_no_longer(
    browser: Browser, duty: Duty, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_persons(ward)
    monkeypatch.setattr("broadcast.station.bulletin_drafts.PATIENCE", PATIENCE * 0)
    lan, hung = browser("Bà Lan"), browser("Ông Hùng")
    where = _prepared(lan, bai="khan-cap/lut", muc="khan-cap")
    lan.post(f"{where}/phat")
    assert where not in _page(hung, "/khan-cap")
    assert "không còn chờ ai" in _told(hung.post(f"{where}/xac-nhan"))
    assert _waits(duty) == []


def test_whoever_is_on_another_page_is_told_that_a_second_person_is_waited_for(
    browser: Browser, duty: Duty, ward: Path
) -> None:
    _two_persons(ward)
    lan, hung, guest = browser("Bà Lan"), browser("Ông Hùng"), browser("Khách", Role.LOOK)
    where = _prepared(lan, bai="khan-cap/lut", muc="khan-cap")
    known = re.search(r'hx-get="(/khan-cap/cho[^"]*)"', _page(hung, "/hom-nay"))
    assert known is not None
    assert hung.get(known[1]).status_code == 204
    lan.post(f"{where}/phat")
    assert "Bà Lan chờ người thứ hai xác nhận" in _page(hung, known[1])
    assert "Bà Lan chờ người thứ hai xác nhận" in _page(hung, "/hom-nay")
    assert "chờ người thứ hai" not in _page(guest, "/hom-nay")
    assert guest.get(known[1]).status_code == 403
    lan.post(f"{where}/thoi")
    assert "chờ người thứ hai" not in _page(hung, "/hom-nay")


def test_a_second_person_may_be_asked_no_more(browser: Browser, duty: Duty, ward: Path) -> None:
    _two_persons(ward)
    lan, hung = browser("Bà Lan"), browser("Ông Hùng")
    where = _prepared(lan, bai="khan-cap/lut", muc="khan-cap")
    lan.post(f"{where}/phat")
    lan.post(f"{where}/thoi")
    assert "không còn chờ ai" in _told(hung.post(f"{where}/xac-nhan"))


def test_whoever_gives_up_once_the_second_has_confirmed_is_told_that_it_is_handed_over(
    browser: Browser, duty: Duty, ward: Path
) -> None:
    _two_persons(ward)
    lan, hung = browser("Bà Lan"), browser("Ông Hùng")
    where = _prepared(lan, bai="khan-cap/lut", muc="khan-cap")
    lan.post(f"{where}/phat")
    assert 'id="thoi"' in _page(lan, f"{where}/song")
    hung.post(f"{where}/xac-nhan")
    assert "Ông Hùng đã xác nhận" in _told(lan.post(f"{where}/thoi"))
    assert 'id="thoi"' not in _page(lan, f"{where}/song")
    assert len(_waits(duty)) == 1


def test_an_emergency_that_may_not_wait_so_long_is_refused_before_anybody_is_called(
    browser: Browser, ward: Path
) -> None:
    form = {"viec": "nghe", "muc": "khan-cap", "bai": "khan-cap/lut", "han": "60"}
    assert browser().post("/ban-tin", data=form).status_code == 303  # the ward asks for one person alone
    _two_persons(ward)
    assert "nhiều nhất 30 phút" in _told(browser().post("/ban-tin", data=form))


def test_two_persons_of_an_emergency_have_names(browser: Browser, duty: Duty, ward: Path) -> None:
    machine, lan, form = browser("người ngồi máy"), browser("Bà Lan"), {"bai": "khan-cap/lut", "muc": "khan-cap"}
    assert machine.post("/ban-tin", data={"viec": "nghe", **form}).status_code == 303  # one person is enough
    _two_persons(ward)
    assert "ghi rõ tên" in _told(machine.post("/ban-tin", data={"viec": "nghe", **form}))
    where = _prepared(lan, **form)
    lan.post(f"{where}/phat")
    assert "ghi rõ tên" in _told(machine.post(f"{where}/xac-nhan"))
    assert _waits(duty) == []


def test_whatever_is_prepared_beside_it_an_emergency_goes_on_waiting_for_the_second(
    browser: Browser, duty: Duty, ward: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _two_persons(ward)
    monkeypatch.setattr("broadcast.station.bulletin_drafts._MOST", 2)
    lan, hung = browser("Bà Lan"), browser("Ông Hùng")
    where = _prepared(lan, bai="khan-cap/lut", muc="khan-cap")
    lan.post(f"{where}/phat")
    for _ in range(3):
        _prepared(hung, bai="chung/a")
    assert hung.post(f"{where}/xac-nhan").status_code == 303
    assert len(_waits(duty)) == 1


def test_where_one_is_enough_one_press_airs_an_emergency(browser: Browser, duty: Duty) -> None:
    """The negative control of the two persons."""
    one = browser("Bà Lan")
    one.post(f"{_prepared(one, bai='khan-cap/lut', muc='khan-cap')}/phat")
    assert [bulletin.by for bulletin in _waits(duty)] == ["Bà Lan"]


def test_nobody_airs_what_another_has_prepared(browser: Browser, duty: Duty) -> None:
    lan, hung = browser("Bà Lan"), browser("Ông Hùng")
    where = _prepared(lan, bai="chung/a")
    assert "Bà Lan mới bấm phát được" in _told(hung.post(f"{where}/phat"))
    assert _waits(duty) == []


def test_a_ward_of_signed_orders_is_told_to_give_them_at_the_key(browser: Browser, ward: Path) -> None:
    _two_persons(ward, ", seal: signed")
    one = browser()
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    for path in ("/ban-tin", "/khan-cap"):
        shown = _page(one, path)
        assert "--key" in shown
        assert "<textarea" not in shown
    assert one.post("/ban-tin", data={"viec": "nghe", "muc": "uu-tien", "loi": WORDS}).status_code == 400


# --- corrections ---


def test_a_correction_is_worded_as_the_ward_says_it(browser: Browser) -> None:
    one = browser()
    assert "Xin đính chính bài “chung/a”" in _page(one, "/ban-tin?dinh_chinh=chung/a")
    answer = one.post("/ban-tin/dinh-chinh", data={"dinh_chinh": "chung/a", "dung_la": "họp lúc 8 giờ"})
    assert "Xin đính chính bài “chung/a”. Họp lúc 8 giờ. Xin cáo lỗi cùng bà con." in _told(answer, 200)


def test_outside_the_hours_it_is_told_on_the_page_and_refused_in_the_page_s_own_words(
    browser: Browser, duty: Duty, ward: Path
) -> None:
    playlist = ward / "playlist.yaml"
    playlist.write_text(playlist.read_text().replace("00:00-23:59", "05:00-05:01"))
    one = browser()
    where = _prepared(one, bai="chung/a", lan="2")
    for shown in (_page(one, where), _told(one.post(f"{where}/phat"))):
        assert "nằm ngoài khung giờ được phát" in shown
        assert "Lần đầu lúc" in shown
        assert "--at" not in shown
    assert 'id="phat"' not in _page(one, where)
    again = _page(one, f"/ban-tin?tu={where.rpartition('/')[2]}")
    assert '<option value="chung/a" selected>' in again
    assert 'max="200" value="2"' in again
