"""The page of the day in each state of the station, without a socket."""

import errno
import re
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from unittest.mock import patch

import pytest
from stand_ins.cli import run_here
from stand_ins.live import ZONE, in_seconds, live_ward, now
from stand_ins.on_duty import on_duty
from stand_ins.wards import gone, too_deep
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.base.errors import DiskError, tell
from broadcast.playout.control.duty import Duty
from broadcast.playout.control.latch import Latch
from broadcast.station.accounts import Role
from broadcast.station.concerns import Concern, Mends, concerns
from broadcast.station.readable import read_what_can_be
from broadcast.station.remote import status
from broadcast.station.verdict import Tomorrow, Verdict, keep
from broadcast.web.page import rendered

SOUNDING = {
    "part": "cue", "session": "nay/buoi", "session_name": "Buổi thử", "cue": "nay/buoi/chung/a",
    "script": "chung/a",
    "title": "Treo cờ", "seconds": 12.0, "of_seconds": 60.0, "seconds_left": 48.0, "programme_seconds_left": 90.0,
    "device": "loa phường", "still_seconds": 0.0,
}  # fmt: skip


def _player(
    ward: Path, sounding: Mapping[str, object] | None = SOUNDING, **more: object
) -> AbstractContextManager[Duty]:
    """A player that says of itself what is given."""
    return on_duty(ward, {"now": now().isoformat(), "sounding": sounding, **more})


def _day(browser: TestClient) -> str:
    """The page as it is after a look at what there is now."""
    browser.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    answer = browser.get("/hom-nay")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_what_sounds_is_told_apart_from_what_was_heard(browser: Browser, ward: Path) -> None:
    with _player(ward):
        shown = _day(browser())
    assert "ĐANG PHÁT" in shown
    assert "Treo cờ" in shown
    assert "Máy đang đưa tiếng ra loa “loa phường”; không có micrô nghe ở loa" in shown


@pytest.mark.parametrize(
    ("sounding", "more", "word"),
    [
        ({**SOUNDING, "still_seconds": 9.0}, {}, "loa đã 9 giây không xác nhận tiếng nào"),
        (SOUNDING, {"quiet": "loa “x” bị vặn nhỏ trong máy, còn 12 %"}, "Vặn to trở lại"),
        (None, {"device": "không thấy loa “x”"}, "Loa chưa phát được"),
        (None, {"doubt": "giờ máy lùi lại"}, "Loa im vì đồng hồ chưa tin được"),
    ],
    ids=["stuck", "quiet", "no device", "doubted clock"],
)
def test_no_lamp_says_that_it_sounds_over_silence(
    browser: Browser, ward: Path, sounding: Mapping[str, object] | None, more: Mapping[str, object], word: str
) -> None:
    with _player(ward, sounding, **more):
        shown = _day(browser())
    assert word in shown
    assert 'class="lamp-light on-air' not in shown
    assert 'class="badge-onair on-air' not in shown


def test_a_player_that_does_not_answer_is_not_told_as_silence(browser: Browser, ward: Path) -> None:
    one = browser()
    with patch("broadcast.station.remote.is_held", return_value=True):
        shown = _day(one)
    assert "Không biết loa có kêu không" in shown
    assert "Loa đang nghỉ" not in shown


def test_where_nobody_is_on_duty_it_can_be_begun_by_whoever_may(
    tmp_path: Path, browser: Browser, ward: Path, begun: list[str]
) -> None:
    live_ward(ward, in_seconds(3600), {"chung/a": 2.0})
    assert "Bắt đầu trực" in _day(browser("Ông Tư", Role.DUTY))
    assert "Bắt đầu trực" not in _day(browser("Khách", Role.LOOK))
    assert browser("Khách", Role.LOOK).post("/bat-dau-truc").status_code == 403
    assert browser("Ông Tư", Role.DUTY).post("/bat-dau-truc").status_code == 303
    assert begun == ["Ông Tư"]


def test_a_clock_in_doubt_is_confirmed_by_a_button_and_the_record_says_by_whom(
    browser: Browser, ward: Path
) -> None:
    one = browser("Ông Tư", Role.DUTY)
    with _player(ward, None, doubt="giờ máy lùi lại"):
        assert "Giờ máy đang đúng, xác nhận" in _day(one)
        assert one.post("/dong-ho").status_code == 303
    assert "Ông Tư" in run_here("--home", ward, "log").stdout


# --- stopped ---


def test_a_stop_tells_since_when_why_and_what_does_not_air(browser: Browser, ward: Path) -> None:
    live_ward(ward, in_seconds(1800), {"chung/a": 2.0})
    Latch(ward / "journal").set("họp tổ dân phố", now())
    shown = _day(browser())
    assert "Đã dừng loa lúc" in shown
    assert "họp tổ dân phố" in shown
    assert "Sẽ không phát cho đến khi bấm" in shown
    assert "/phat-tiep" in shown
    assert "/phat-tiep" not in _day(browser("Khách", Role.LOOK))


def test_the_reason_of_a_stop_is_written_afterwards_and_its_moment_stays(browser: Browser, ward: Path) -> None:
    one, since = browser(), now() - timedelta(minutes=5)
    Latch(ward / "journal").set("bấm Dừng loa trên trang điều khiển", since)
    assert one.post("/dung/ly-do", data={"ly_do": "  đám tang\n gần loa "}).status_code == 303
    stop = Latch(ward / "journal").read()
    assert stop is not None
    assert (stop.reason, stop.at) == ("đám tang gần loa", since)
    assert "Bà Lan" in run_here("--home", ward, "log").stdout


def test_a_second_press_keeps_the_reason_of_the_first(browser: Browser, ward: Path) -> None:
    Latch(ward / "journal").set("đám tang gần loa", now())
    assert browser().post("/dung").status_code == 303
    stop = Latch(ward / "journal").read()
    assert stop is not None
    assert stop.reason == "đám tang gần loa"


@pytest.mark.parametrize("broken", [too_deep, gone], ids=["broken", "gone"])
def test_stop_works_without_a_playlist(browser: Browser, ward: Path, broken: Callable[[Path], None]) -> None:
    one = browser()
    broken(ward)
    assert one.post("/dung").status_code == 303
    assert Latch(ward / "journal").read() is not None
    shown = one.get("/hom-nay")
    assert shown.status_code == 200
    assert "Loa đã im" in shown.text


def test_stop_works_where_the_station_cannot_be_looked_at(browser: Browser, ward: Path) -> None:
    one = browser()
    live = one.app.state.desk.live  # type: ignore[attr-defined]
    with (
        patch.object(live, "look_again", side_effect=OSError(5, "disk")),
        patch.object(live, "snapshot", side_effect=OSError(5, "disk")),
    ):
        shown = one.get("/hom-nay")
        assert shown.status_code == 200
        assert "DỪNG LOA NGAY" in shown.text
        assert one.post("/dung").status_code == 303
    assert Latch(ward / "journal").read() is not None


def test_stop_works_where_the_disk_is_full(browser: Browser, ward: Path) -> None:
    one = browser()
    (ward / "journal").mkdir(exist_ok=True)

    def full(*_: object, **__: object) -> None:
        raise DiskError(tell("đầy")) from OSError(errno.ENOSPC, "no space left")

    with (
        patch("broadcast.playout.control.latch.write_whole", full),
        patch("broadcast.station.commanding.note_deed", return_value=tell("đĩa đầy")),
    ):
        assert one.post("/dung").status_code == 303
    assert Latch(ward / "journal").read() is not None
    shown = one.get("/hom-nay").text
    assert "Loa đã im" in shown
    assert "Việc đã làm xong, nhưng chưa ghi được vào nhật ký: đĩa đầy" in shown


def test_a_stop_after_the_session_is_over_says_that_nothing_was_stopped(outside: TestClient, ward: Path) -> None:
    answer = outside.post("/dung")
    assert answer.status_code == 401
    assert "CHƯA dừng được loa" in answer.text
    assert "tắt âm-li" in answer.text
    assert Latch(ward / "journal").read() is None


def test_what_is_polled_never_holds_the_stop_button(browser: Browser, ward: Path) -> None:
    one = browser()
    for page in ("hom-nay", "tuong", "thanh"):
        Latch(ward / "journal").clear()
        one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
        before = one.get(f"/song?trang={page}&thay=0")
        Latch(ward / "journal").set("thử", now())
        one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
        after = one.get(f"/song?trang={page}&thay=0")
        assert 'id="dung"' not in before.text + after.text
        assert (before.headers["X-Stopped"], after.headers["X-Stopped"]) == ("0", "1")


# --- what is to be seen to ---


def _told(ward: Path, tomorrow: Tomorrow | None = None) -> dict[Mends, str]:
    seen = read_what_can_be(ward)
    return {one.mends: f"{one.what} {one.means}" for one in concerns(seen, status(seen), tomorrow)}


def test_each_concern_has_its_consequence_and_the_page_that_mends_it(browser: Browser, ward: Path) -> None:
    live_ward(ward, in_seconds(3600), {"chung/a": 2.0})
    playlist = ward / "playlist.yaml"
    playlist.write_text(
        playlist.read_text(encoding="utf-8").replace("play: [chung/a]", "play: [chung/a, chung/thieu]")
        + "facts: {dai_hoi: {ngay: }}\n",
        encoding="utf-8",
    )
    (ward / "scripts/chung/thieu.md").write_text(
        "---\ntitle: Bài thiếu\n---\nNgày {{ dai_hoi.ngay }}.\n", encoding="utf-8"
    )
    told = _told(ward)
    assert "“Bài thiếu” sẽ bị bỏ qua cho đến khi điền" in told[Mends.FACTS]
    assert "sẽ không phát" in told[Mends.DUTY]
    shown = _day(browser())
    assert "Thiếu dữ kiện: dai_hoi.ngay" in shown
    assert 'href="/du-kien"' in shown


def test_a_concern_begins_with_a_capital_and_a_file_keeps_its_name(browser: Browser) -> None:
    one = browser()
    live = one.app.state.desk.live  # type: ignore[attr-defined]
    seen = live.look_again()
    found = tuple(
        Concern(what=tell(what), means=None, mends=Mends.RELEASE)
        for what in ("chờ duyệt: buổi 06:30 vẫn phát bài “x”", "playlist.yaml không đọc được")
    )
    shown = replace(seen, around=replace(seen.around, concerns=found))
    with patch.object(live, "snapshot", return_value=shown):
        told = re.findall(r'<p class="what">([^<]+)</p>', one.get("/hom-nay").text)
    assert told == ["Chờ duyệt: buổi 06:30 vẫn phát bài “x”", "playlist.yaml không đọc được"]


def test_scripts_that_wait_for_release_are_told_with_the_earliest_airing(ward: Path) -> None:
    begin = in_seconds(3600)
    live_ward(ward, begin, {"chung/a": 2.0})
    playlist = ward / "playlist.yaml"
    playlist.write_text(playlist.read_text(encoding="utf-8") + "release: {policy: required}\n", encoding="utf-8")
    assert f"1 bài chờ duyệt, sớm nhất phát {begin:%H:%M}" in _told(ward)[Mends.RELEASE]


def test_scripts_that_air_unreleased_are_told_as_one_thing(ward: Path) -> None:
    begin = in_seconds(3600)
    live_ward(ward, begin, {"chung/a": 2.0, "chung/b": 2.0})
    playlist = ward / "playlist.yaml"
    playlist.write_text(playlist.read_text(encoding="utf-8") + "release: {policy: advisory}\n", encoding="utf-8")
    assert f"2 bài chưa duyệt, buổi {begin:%H:%M} vẫn phát" in _told(ward)[Mends.RELEASE]


def test_faulty_files_are_told_beside_the_last_good_ones(ward: Path) -> None:
    too_deep(ward)
    assert "sửa xong tệp thì máy tự nạp lại" in _told(ward)[Mends.FILES]


def test_a_log_that_somebody_edited_is_told(ward: Path) -> None:
    with patch("broadcast.station.concerns.tampered", return_value=tell("nhật ký bị sửa hoặc hỏng từ dòng 3")):
        assert "Xuất nhật ký để giữ" in _told(ward)[Mends.LOG]


def test_a_tomorrow_that_is_not_ready_is_told(browser: Browser, ward: Path) -> None:
    day = now().date() + timedelta(days=1)
    tomorrow = Tomorrow(day=day, made=now(), verdict=Verdict.NOT_READY, sessions=1, cues=2, ready=0, seconds=0.0)
    assert "CHƯA sẵn sàng" in _told(ward, tomorrow)[Mends.MACHINE]
    assert Mends.MACHINE not in _told(ward, replace(tomorrow, verdict=Verdict.GO))
    keep(ward, tomorrow)
    assert "CHƯA sẵn sàng" in _day(browser())


# --- the wall, the poll ---


def test_the_wall_shows_what_sounds_how_long_and_what_is_next(browser: Browser, ward: Path) -> None:
    live_ward(ward, in_seconds(3600), {"chung/a": 2.0})
    one = browser()
    with _player(ward):
        one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
        shown = one.get("/tuong").text
    for word in ("Đang phát", "Treo cờ", "0:48", "Tiếp theo", "data-clock"):
        assert word in shown


def test_fifty_browsers_cost_one_snapshot(browser: Browser, ward: Path, measured: Callable[[str], None]) -> None:
    one = browser()
    live = one.app.state.desk.live  # type: ignore[attr-defined]
    live.look_again()
    with (
        patch.object(live, "_looked", wraps=live._looked) as looked,
        patch("broadcast.web.today.rendered", wraps=rendered) as drawn,
    ):
        begin_s, used_s = time.monotonic(), time.process_time()
        for _ in range(50):
            answer = one.get("/song?trang=hom-nay&thay=0")
            assert answer.status_code == 200
        new_ms, used_s = (time.process_time() - used_s) * 20, time.process_time()
        for _ in range(50):
            one.get(f"/song?trang=hom-nay&thay={answer.headers['X-Number']}")
        same_ms = (time.process_time() - used_s) * 20
        took_s = time.monotonic() - begin_s
    measured(f"{new_ms:.1f} ms of processor a poll that brings something new, {same_ms:.1f} ms one that does not")
    assert looked.call_count <= took_s / 0.1 + 1  # those of its own thread
    assert drawn.call_count <= 3  # of each snapshot once


def test_a_session_that_is_due_is_asked_for_often(browser: Browser, ward: Path) -> None:
    live_ward(ward, now().replace(microsecond=0) - timedelta(seconds=1), {"chung/a": 2.0})
    one = browser()
    with _player(ward, None):
        one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
        answer = one.get("/song?trang=hom-nay&thay=0")
    assert int(answer.headers["X-Next-Ms"]) <= 200


def test_moments_are_those_of_the_ward(browser: Browser, ward: Path) -> None:
    with _player(ward):
        shown = _day(browser())
    assert f"{datetime.now(ZONE):%d/%m/%Y}" in shown


def test_a_screen_on_a_wall_only_looks_and_stays_for_weeks(browser: Browser) -> None:
    one = browser()
    assert "Treo lên tường" in one.get("/tuong").text
    answer = one.post("/tuong")
    assert answer.status_code == 303
    name, told = answer.headers["Set-Cookie"].split("=", 1)
    assert "Max-Age=7776000" in told
    one.cookies.clear()
    one.cookies.set(name, told.split(";")[0])
    page = one.get("/tuong")
    assert page.status_code == 200
    assert "Treo lên tường" not in page.text
    assert one.get("/phat-tiep").status_code == 403
    assert one.post("/dung").status_code == 303  # whoever sees it may stop, and is not who has put it there
    assert "màn hình tường của Bà Lan" in browser().get("/viec-da-lam").text
