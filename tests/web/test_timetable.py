"""Lịch: what the weeks show, what a change does told before it is done, and who may do it."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from html import unescape
from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, write_ward
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.station.accounts import Role
from broadcast.station.deeds import deeds
from broadcast.station.last_good import keep_last_good
from broadcast.station.overview import look_at, machine_clock
from broadcast.ward.folder import stamp

AHEAD = (machine_clock().now() + timedelta(days=7 + (0 - machine_clock().now().weekday()) % 7)).date()
"""A Monday to come."""

MANY = PLAYLIST.replace("max_sessions: 2", "max_sessions: 5").replace("2025-10-18", "2099-10-18")
MANY = MANY.replace("until: 2025-10-17", f"until: {AHEAD + timedelta(days=30)}")


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    """A ward whose campaign is still on."""
    return write_ward(tmp_path, MANY)


def _text(browser: TestClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    return unescape(answer.text)


def _looking_again(browser: TestClient) -> TestClient:
    browser.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    return browser


def _refused(answer: object) -> str:
    assert getattr(answer, "status_code", 0) == 400
    return unescape(getattr(answer, "text", ""))


def _post(browser: TestClient, act: str, **fields: str) -> object:
    return browser.post(f"/lich/{AHEAD}/{act}", data=fields)


def test_a_week_names_each_day_s_sessions_and_the_days_without(browser: Browser) -> None:
    shown = _text(browser(), f"/lich?ngay={AHEAD}")
    assert shown.count("Buổi sáng") == shown.count("Buổi chiều") == 5
    assert shown.count("không phải ngày được phát") == 2
    assert "Trước Đại hội" in shown


def test_a_month_begins_on_a_monday_and_has_whole_weeks(browser: Browser) -> None:
    shown = _text(browser(), "/lich?xem=thang&ngay=2026-02-10")
    assert shown.count('<tr class="days">') == 5  # 26 January to 1 March
    assert 'href="/lich/2026-01-26"' in shown
    assert 'href="/lich/2026-03-01"' in shown


@pytest.mark.parametrize("day", ["x", "1999-01-01", "9999-12-31", "2026-02-30"])
def test_a_day_that_there_is_not_has_no_page_and_a_calendar_shows_today(browser: Browser, day: str) -> None:
    one = browser()
    assert one.get(f"/lich/{day}").status_code == 404
    assert "hôm nay" in _text(one, f"/lich?ngay={day}")


def test_what_a_skip_does_is_told_before_it_is_done(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.DUTY)
    shown = _text(one, f"/lich/{AHEAD}/nghi?buoi=chieu")
    assert "Buổi “Buổi chiều” 17:00 sẽ không phát." in shown
    assert "Không đổi: buổi “Buổi sáng” 06:30." in shown
    assert "Ngày ấy không còn bài “Bài chung/treo-co”." in shown
    assert "Chưa có phiên trực" in shown
    assert "nghỉ" not in _text(one, f"/lich/{AHEAD}").partition("<main")[2].replace("Nghỉ", "")
    done = _post(one, "nghi", buoi="chieu", ly_do="đám tang trên phố")
    assert getattr(done, "status_code", 0) == 303
    page = _text(one, f"/lich/{AHEAD}")
    assert "đám tang trên phố · Bà Lan" in page
    assert "nghỉ buổi “Buổi chiều”" in page
    today = look_at(ward).clock.now().date()
    (deed,) = deeds(ward, today, today)
    assert (deed.by, deed.code) == ("Bà Lan", "change_skip")


def test_a_session_is_moved_and_the_new_hour_is_told_first(browser: Browser) -> None:
    one = browser()
    shown = _text(one, f"/lich/{AHEAD}/doi?buoi=chieu&gio=17:45")
    assert "Buổi “Buổi chiều” chuyển từ 17:00 sang 17:45." in shown
    _post(one, "doi", buoi="chieu", gio="17:45", ly_do="họp tổ")
    assert "17:45 · Buổi chiều" in _text(one, f"/lich/{AHEAD}")


def test_a_session_is_added_and_taken_back_by_its_number(browser: Browser) -> None:
    one = browser()
    shown = _text(one, f"/lich/{AHEAD}/them?bai=truoc/02-hai&gio=18:00&ten=Nhắc thêm")
    assert "Buổi “Nhắc thêm” sẽ phát lúc 18:00, 1 bài." in shown
    _post(one, "them", bai="truoc/02-hai", gio="18:00", ten="Nhắc thêm", ly_do="phường yêu cầu")
    assert "Bỏ thay đổi số 1" in _text(one, "/lich")
    assert "Buổi “Nhắc thêm” 18:00 sẽ không phát." in _text(one, f"/lich/{AHEAD}/bo?so=1")
    _post(one, "bo", so="1")
    assert "18:00 · Nhắc thêm" not in _text(one, f"/lich/{AHEAD}")


def test_the_same_press_twice_adds_one_session(browser: Browser, ward: Path) -> None:
    one, fields = browser(), {"bai": "truoc/02-hai", "gio": "18:00", "ly_do": "nhắc"}
    _post(one, "them", **fields)
    assert "trùng giờ" in _refused(_post(one, "them", **fields))
    assert _text(one, f"/lich/{AHEAD}").count("18:00 · ") == 1


def test_what_became_impossible_in_between_is_refused_in_words(browser: Browser, ward: Path) -> None:
    one, other = browser(), browser("Ông Hùng")
    assert "sẽ không phát" in _text(one, f"/lich/{AHEAD}/nghi?buoi=chieu")
    _post(other, "nghi", buoi="chieu", ly_do="mất điện")
    assert "đã nghỉ rồi" in _refused(_post(one, "nghi", buoi="chieu", ly_do="đám tang"))
    assert "Không có thay đổi số 7" in _refused(_post(one, "bo", so="7"))


def _shown(browser: TestClient, path: str) -> str:
    """What a page that tells a change hands on, so that no other one is made."""
    found = re.search(r'name="thay" value="(\w+)"', _text(browser, path))
    assert found is not None
    return found[1]


def test_what_the_page_has_not_told_is_not_done_where_somebody_changed_the_day_meanwhile(
    browser: Browser, ward: Path
) -> None:
    one, other = browser(), browser("Ông Hùng")
    fields = {"buoi": "chieu", "gio": "17:45", "ly_do": "họp tổ"}
    told = _shown(one, f"/lich/{AHEAD}/doi?buoi=chieu&gio=17:45")
    _post(other, "nghi", buoi="chieu", ly_do="đám tang")
    assert "vừa có người đổi" in _refused(_post(one, "doi", thay=told, **fields))
    assert "đám tang · Ông Hùng" in _text(one, f"/lich/{AHEAD}")
    told = _shown(one, f"/lich/{AHEAD}/doi?buoi=chieu&gio=17:45")
    assert getattr(_post(one, "doi", thay=told, **fields), "status_code", 0) == 303


def test_a_change_is_taken_back_on_the_page_of_its_own_day_alone(browser: Browser) -> None:
    one, beside = browser(), AHEAD + timedelta(days=1)
    _post(one, "nghi", buoi="chieu", ly_do="mất điện")
    told = f"của ngày {AHEAD:%d/%m/%Y}"
    assert told in _refused(one.get(f"/lich/{beside}/bo?so=1"))
    assert told in _refused(one.post(f"/lich/{beside}/bo", data={"so": "1"}))
    assert getattr(_post(one, "bo", so="1"), "status_code", 0) == 303


def test_what_keeps_an_added_script_off_the_air_is_told_before_it_is_added(browser: Browser, ward: Path) -> None:
    one = browser()
    assert "thiếu dữ kiện dai_hoi.so_dai_bieu" in _text(one, f"/lich/{AHEAD}/them?bai=truoc/04-thieu&gio=18:00")
    address = f"/lich/{AHEAD}/them?bai=truoc/02-hai&gio=18:00"
    assert "chưa duyệt thì không phát" not in _text(one, address)
    (ward / "playlist.yaml").write_text(MANY + "release: {policy: required}\n")
    assert "chưa duyệt thì không phát" in _text(_looking_again(one), address)


def test_two_who_press_at_once_add_one_session(browser: Browser) -> None:
    one, fields = browser(), {"bai": "truoc/02-hai", "gio": "18:00", "ly_do": "nhắc"}
    with ThreadPoolExecutor(4) as pool:
        answers = [*pool.map(lambda _: _post(one, "them", **fields), range(4))]
    assert sorted(getattr(answer, "status_code", 0) for answer in answers) == [303, 400, 400, 400]


def test_a_reason_is_one_line_that_no_screen_obeys(browser: Browser) -> None:
    one = browser()
    _post(one, "nghi", buoi="chieu", ly_do="mất\x1b[31m điện" + "!" * 900)
    shown = _text(one, f"/lich/{AHEAD}")
    assert "mất\ufffd[31m điện!!" in shown
    assert "!" * 200 not in shown


def test_without_the_record_the_changes_of_single_days_are_said_to_be_unknown(
    browser: Browser, ward: Path
) -> None:
    one = browser()
    _post(one, "nghi", buoi="chieu", ly_do="mất điện")
    assert "trang này chỉ theo" not in _text(one, "/lich").lower()
    for file in (ward / "journal").glob("as-run.sqlite3*"):
        file.unlink(missing_ok=True)  # a page may have been read just now
    (ward / "journal" / "as-run.sqlite3").write_bytes(b"x" * 5000)
    shown = _text(_looking_again(one), "/lich")
    assert "chỉ theo playlist.yaml" in shown
    assert "không có thay đổi nào" not in shown


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("nghi", {"buoi": "chieu"}, "Chưa ghi lý do"),
        ("nghi", {"buoi": "toi", "ly_do": "x"}, "không có buổi “toi”"),
        ("doi", {"buoi": "chieu", "ly_do": "x"}, "Chưa chọn giờ"),
        ("doi", {"buoi": "chieu", "gio": "25:99", "ly_do": "x"}, "Không hiểu giờ"),
        ("doi", {"buoi": "chieu", "gio": "22:00", "ly_do": "x"}, "khung giờ"),
        ("them", {"bai": "xa/la", "gio": "18:00", "ly_do": "x"}, "xa/la"),
        ("bo", {"so": "²"}, "Không có thay đổi số"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    browser: Browser, act: str, fields: dict[str, str], told: str
) -> None:  # fmt: skip
    assert told in _refused(_post(browser(), act, **fields))


def test_whoever_only_looks_sees_the_days_and_changes_none(browser: Browser, ward: Path) -> None:
    one = browser("Khách", Role.LOOK)
    assert "Nghỉ buổi này" not in _text(one, f"/lich/{AHEAD}")
    for act in ("nghi", "doi", "them", "bo"):
        assert one.get(f"/lich/{AHEAD}/{act}").status_code == 403
        assert getattr(_post(one, act, buoi="chieu", ly_do="x"), "status_code", 0) == 403
    assert not look_at(ward).ward.playlist.changes


def test_what_a_session_lacks_is_said(browser: Browser, ward: Path) -> None:
    (ward / "scripts" / "chung" / "treo-co.md").write_text("---\ntitle: Treo cờ\ndraft: true\n---\nMời treo cờ.\n")
    one = _looking_again(browser())
    assert "chưa có bài nào phát được" in _text(one, f"/lich?ngay={AHEAD}")


def test_an_unreadable_playlist_is_told_and_breaks_no_page(browser: Browser, ward: Path) -> None:
    (ward / "playlist.yaml").write_text("[")
    one = _looking_again(browser())
    assert "Tệp của phường đang có lỗi" in _text(one, "/lich")
    assert one.get(f"/lich/{AHEAD}").status_code == 400


def test_beside_faulty_files_a_session_is_skipped_as_the_player_last_read_them(
    browser: Browser, ward: Path
) -> None:
    one = browser()
    assert keep_last_good(ward, stamp(ward))
    (ward / "playlist.yaml").write_text(MANY + "  oops: [\n")
    shown = _text(_looking_again(one), f"/lich/{AHEAD}/nghi?buoi=chieu")
    assert "sẽ không phát" in shown
    assert "playlist.yaml" in shown.partition("<main")[2]
    assert getattr(_post(one, "nghi", buoi="chieu", ly_do="đám tang"), "status_code", 0) == 303
    assert "đám tang · Bà Lan" in _text(one, f"/lich/{AHEAD}")


def test_a_past_day_cannot_be_changed(browser: Browser) -> None:
    one, past = browser(), date(2025, 10, 6)
    assert "Ngày đã qua" in _text(one, f"/lich/{past}")
    assert "đã qua, không đổi được nữa" in _refused(one.get(f"/lich/{past}/nghi?buoi=sang"))
