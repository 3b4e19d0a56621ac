"""A script is heard, sent, released, returned and taken back in the browser; no part of it can be cheated."""

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from stand_ins.clocks import SteppedClock
from stand_ins.wards import PLAYLIST, write_ward
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.production.orders import Order
from broadcast.programme.model import Cart, CueId
from broadcast.programme.released import Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.reading import record_at
from broadcast.station.accounts import Role
from broadcast.station.desk.listening import Hearings
from broadcast.station.editing import text_of
from broadcast.station.overview import journal_path
from broadcast.station.station import open_station, production_of

SCRIPTS = {"truoc/01-mot": "Chào bà con.", "truoc/02-hai": "Mời họp."}
ONE, TWO = "/bai/truoc/01-mot", "/bai/truoc/02-hai"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ward that airs nothing unreleased, with its carts made."""
    playlist = PLAYLIST.replace("voice:", "release: {policy: required}\nvoice:")
    home = write_ward(tmp_path_factory.mktemp("ward"), playlist, SCRIPTS)
    with production_of(open_station(home)) as production:
        for script in SCRIPTS:
            assert isinstance(production.make(Order(cue=CueId("x"), script=ScriptId(script))), Cart)
    return home


@pytest.fixture
def ward(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "ward")


@pytest.fixture
def clock(outside: TestClient) -> SteppedClock:
    """The clock by which it is judged how long somebody listens."""
    stepped = SteppedClock(datetime(2026, 11, 29, 8, tzinfo=UTC))
    desk = outside.app.state.desk  # type: ignore[attr-defined]
    object.__setattr__(desk, "hearings", Hearings(stepped))
    return stepped


def _token(one: TestClient, path: str = ONE) -> str:
    found = re.search(r"/nghe\?luot=([\w-]+)", one.get(path).text)
    assert found is not None
    return found[1]


def _fetch(one: TestClient, token: str, path: str = ONE) -> bytes:
    answer = one.get(f"{path}/nghe", params={"luot": token}, headers={"Range": "bytes=0-"})
    assert answer.status_code == 206
    return answer.content


def _hear(one: TestClient, clock: SteppedClock, path: str = ONE) -> None:
    token = _token(one, path)
    _fetch(one, token, path)
    clock.passed(60)
    answer = one.post(f"{path}/da-nghe", data={"luot": token})
    assert answer.status_code == 303, answer.text


def _deeds(ward: Path) -> list[tuple[Deed, str]]:
    with record_at(journal_path(ward)) as record:
        return [(act.deed, act.by) for act in record.releases()]


def _release(one: TestClient, path: str = ONE, **fields: str) -> int:
    shown = one.get(path).text
    code, cart = (re.search(rf'name="{name}" value="([^"]+)"', shown) for name in ("ma", "tieng"))
    assert code is not None
    assert cart is not None
    return one.post(f"{path}/duyet", data={"ma": code[1], "tieng": cart[1], **fields}).status_code


def test_who_has_heard_the_whole_may_release_it_and_the_record_names_them(
    browser: Browser, ward: Path, clock: SteppedClock
) -> None:
    one = browser("Bà Lan")
    assert _release(one) == 400
    _hear(one, clock)
    assert _release(one) == 303
    assert _deeds(ward) == [(Deed.HEARD, "Bà Lan"), (Deed.RELEASED, "Bà Lan")]
    assert "Đã duyệt" in one.get("/bai").text


def test_another_person_has_not_heard_it(browser: Browser, clock: SteppedClock) -> None:
    _hear(browser("Bà Lan"), clock)
    assert _release(browser("Ông Hùng")) == 400


def test_too_early_is_not_heard(browser: Browser, ward: Path, clock: SteppedClock) -> None:
    one = browser("Bà Lan")
    token = _token(one)
    _fetch(one, token)
    clock.passed(1)
    answer = one.post(f"{ONE}/da-nghe", data={"luot": token})
    assert answer.status_code == 400
    assert "Chưa nghe hết" in answer.text
    assert not _deeds(ward)


@pytest.mark.parametrize("asked", ["bytes=0-1000", "bytes=1-", "bytes=-1000"])
def test_what_was_not_fetched_whole_is_not_heard(browser: Browser, clock: SteppedClock, asked: str) -> None:
    one = browser("Bà Lan")
    token = _token(one)
    assert one.get(f"{ONE}/nghe", params={"luot": token}, headers={"Range": asked}).status_code == 206
    assert one.head(f"{ONE}/nghe", params={"luot": token}).status_code == 200
    clock.passed(60)
    assert one.post(f"{ONE}/da-nghe", data={"luot": token}).status_code == 400


def test_what_was_skipped_over_is_not_heard(browser: Browser, clock: SteppedClock) -> None:
    one = browser("Bà Lan")
    token = _token(one)
    _fetch(one, token)
    clock.passed(60)
    assert one.post(f"{ONE}/nghe-toi", data={"luot": token, "giay": "1.0"}).status_code == 200
    assert one.post(f"{ONE}/da-nghe", data={"luot": token}).status_code == 400


def test_no_browser_has_played_longer_than_time_has_passed(browser: Browser, clock: SteppedClock) -> None:
    one = browser("Bà Lan")
    token = _token(one)
    _fetch(one, token)
    assert one.post(f"{ONE}/nghe-toi", data={"luot": token, "giay": "600"}).text == "0"
    for wrong in ("nan", "inf", "-1", "x"):
        assert one.post(f"{ONE}/nghe-toi", data={"luot": token, "giay": wrong}).status_code == 400


def test_a_token_is_one_persons_for_one_script_once(browser: Browser, ward: Path, clock: SteppedClock) -> None:
    lan, hung = browser("Bà Lan"), browser("Ông Hùng")
    token = _token(lan)
    assert hung.get(f"{ONE}/nghe", params={"luot": token}).status_code == 404
    assert lan.get(f"{TWO}/nghe", params={"luot": token}).status_code == 404
    _fetch(lan, token)
    clock.passed(60)
    assert hung.post(f"{ONE}/da-nghe", data={"luot": token}).status_code == 400
    assert lan.post(f"{TWO}/da-nghe", data={"luot": token}).status_code == 400
    assert lan.post(f"{ONE}/da-nghe", data={"luot": token}).status_code == 303
    assert lan.post(f"{ONE}/da-nghe", data={"luot": token}).status_code == 400
    assert _deeds(ward) == [(Deed.HEARD, "Bà Lan")]


def test_another_cart_by_the_end_is_not_heard(browser: Browser, ward: Path, clock: SteppedClock) -> None:
    one = browser("Bà Lan")
    token = _token(one)
    _fetch(one, token)
    path = ward / "scripts/truoc/01-mot.md"
    path.write_text(path.read_text("utf-8") + "\nThêm một câu.\n", "utf-8")
    clock.passed(60)
    assert one.post(f"{ONE}/da-nghe", data={"luot": token}).status_code == 400
    assert not _deeds(ward)


def test_what_was_edited_since_the_page_was_shown_is_not_released(
    browser: Browser, ward: Path, clock: SteppedClock
) -> None:
    one = browser("Bà Lan")
    _hear(one, clock)
    shown = one.get(ONE).text
    code, cart = (re.search(rf'name="{name}" value="([^"]+)"', shown) for name in ("ma", "tieng"))
    assert code is not None
    assert cart is not None
    assert one.post(f"{ONE}/duyet", data={"ma": "0000", "tieng": cart[1]}).status_code == 400
    path = ward / "scripts/truoc/01-mot.md"
    path.write_text(path.read_text("utf-8") + "\nThêm một câu.\n", "utf-8")
    assert one.post(f"{ONE}/duyet", data={"ma": code[1], "tieng": cart[1]}).status_code == 400
    assert Deed.RELEASED not in [deed for deed, _ in _deeds(ward)]


def test_a_script_goes_the_whole_way_and_its_page_tells_who_did_what(
    browser: Browser, ward: Path, clock: SteppedClock
) -> None:
    lan, hung = browser("Bà Lan", Role.WRITE), browser("Ông Hùng", Role.RELEASE)
    assert lan.post(f"{ONE}/gui-duyet", data={"loi": "Cho kịp sáng mai"}).status_code == 303
    assert "Bà Lan gửi duyệt" in hung.get(ONE).text
    assert hung.post(f"{ONE}/tra-lai", data={"ly_do": ""}).status_code == 400
    assert hung.post(f"{ONE}/tra-lai", data={"ly_do": "Nêu rõ giờ"}).status_code == 303
    assert "Ông Hùng trả lại: Nêu rõ giờ" in lan.get(ONE).text
    assert _release(hung, nghe_o_dau="nghe ở phòng họp") == 303
    assert hung.post(f"{ONE}/rut", data={"ly_do": "Hoãn họp"}).status_code == 303
    assert [deed for deed, _ in _deeds(ward)] == [Deed.SENT, Deed.RETURNED, Deed.RELEASED, Deed.WITHDRAWN]
    shown = lan.get(ONE).text
    assert "Cho kịp sáng mai" in shown
    assert "rút lần duyệt" in shown


def test_what_is_pressed_twice_stands_once_in_the_record(
    browser: Browser, ward: Path, clock: SteppedClock
) -> None:
    one = browser("Bà Lan")
    assert [one.post(f"{ONE}/gui-duyet").status_code for _ in range(2)] == [303, 303]
    _hear(one, clock)
    shown = one.get(ONE).text
    code, cart = (re.findall(rf'name="{name}" value="([^"]+)"', shown)[0] for name in ("ma", "tieng"))
    pressed = {"ma": code, "tieng": cart}
    assert [one.post(f"{ONE}/duyet", data=pressed).status_code for _ in range(2)] == [303, 303]
    assert [deed for deed, _ in _deeds(ward)] == [Deed.SENT, Deed.HEARD, Deed.RELEASED]


def test_who_releases_a_faulty_script_is_told_its_fault(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan")
    (ward / "scripts/truoc/01-mot.md").write_text("không có đầu bài", "utf-8")
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    answer = one.post(f"{ONE}/duyet", data={"ma": "", "tieng": ""})
    assert answer.status_code == 400
    assert "vừa đổi" not in answer.text
    assert "tệp phải mở đầu bằng phần đầu" in answer.text


def test_the_person_at_the_machine_gives_a_name_first(browser: Browser) -> None:
    unnamed = browser("người ngồi máy")
    answer = unnamed.post(f"{ONE}/gui-duyet", data={})
    assert answer.status_code == 400
    assert "ghi rõ tên" in answer.text
    unnamed.cookies.set("tieng", "en")
    assert unnamed.post(f"{ONE}/gui-duyet", data={}).status_code == 400


def test_a_ward_of_signed_releases_is_told_that_a_key_signs(browser: Browser, ward: Path) -> None:
    path = ward / "playlist.yaml"
    path.write_text(
        path.read_text("utf-8").replace("{policy: required}", "{policy: required, seal: signed}"), "utf-8"
    )
    one = browser("Bà Lan")
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    assert "broadcast approve truoc/01-mot --key" in one.get(ONE).text
    answer = one.post(f"{ONE}/duyet", data={"ma": "", "tieng": ""})
    assert answer.status_code == 400
    assert "không giữ khoá" in answer.text


def test_a_part_of_the_sound_is_what_was_asked_for(browser: Browser) -> None:
    one = browser("Bà Lan")
    token, size = _token(one), len(_fetch(one, _token(one)))
    part = one.get(f"{ONE}/nghe", params={"luot": token}, headers={"Range": "bytes=4-11"})
    assert part.headers["content-range"] == f"bytes 4-11/{size}"
    assert len(part.content) == 8
    beyond = one.get(f"{ONE}/nghe", params={"luot": token}, headers={"Range": f"bytes={size}-"})
    assert beyond.status_code == 416


def test_a_long_part_comes_in_pieces_that_a_browser_asks_for_one_after_another(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = browser("Bà Lan")
    whole = _fetch(one, token := _token(one))
    monkeypatch.setattr("broadcast.web.soundparts._AT_ONCE", 1000)
    for asked, begin in (("bytes=0-", 0), ("bytes=1000-", 1000), (f"bytes=-{len(whole)}", 0)):
        part = one.get(f"{ONE}/nghe", params={"luot": token}, headers={"Range": asked})
        assert part.status_code == 206
        assert part.headers["content-range"] == f"bytes {begin}-{begin + 999}/{len(whole)}"
        assert part.content == whole[begin : begin + 1000]


def _sound(ward: Path) -> bytes:
    """Of somebody who speaks."""
    return max(ward.glob("audio_cache/carts/*/*.wav"), key=lambda one: one.stat().st_size).read_bytes()


def test_what_is_read_into_the_microphone_airs_once_it_is_released(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan")
    seen = text_of(ward, "scripts/truoc/01-mot.md").sha256
    files = {"tieng": ("thu.wav", _sound(ward))}
    assert one.post(f"{ONE}/thu", data={"thay": seen}, files=files).status_code == 303
    [kept] = ward.glob("thu-san/bai-truoc-01-mot-*.wav")
    assert f"recording: thu-san/{kept.name}" in (ward / "scripts/truoc/01-mot.md").read_text("utf-8")
    shown = one.get(ONE).text
    assert "phát tệp thu sẵn" in shown
    assert "Chờ duyệt" in shown
    seen = text_of(ward, "scripts/truoc/01-mot.md").sha256
    assert one.post(f"{ONE}/thu", data={"thay": seen}, files=files).status_code == 303
    assert (ward / "scripts/truoc/01-mot.md").read_text("utf-8").count("recording:") == 1


def test_what_was_read_while_another_edited_is_kept_and_its_place_told(browser: Browser, ward: Path) -> None:
    one, path = browser("Bà Lan"), ward / "scripts/truoc/01-mot.md"
    seen = text_of(ward, "scripts/truoc/01-mot.md").sha256
    path.write_text(path.read_text("utf-8") + "\nThêm.\n", "utf-8")
    answer = one.post(f"{ONE}/thu", data={"thay": seen}, files={"tieng": ("thu.wav", _sound(ward))})
    assert answer.status_code == 303
    [kept] = ward.glob("thu-san/*.wav")
    assert f"tiếng thu đã cất ở thu-san/{kept.name}" in one.get(ONE).text
    assert "recording:" not in path.read_text("utf-8")


@pytest.mark.parametrize("sound", [b"", b"RIFF", b"%PDF-1.4", bytes(44)])
def test_what_is_no_sound_is_not_kept(browser: Browser, ward: Path, sound: bytes) -> None:
    one, before = browser("Bà Lan"), (ward / "scripts/truoc/01-mot.md").read_bytes()
    seen = text_of(ward, "scripts/truoc/01-mot.md").sha256
    answer = one.post(f"{ONE}/thu", data={"thay": seen}, files={"tieng": ("thu.wav", sound)})
    assert answer.status_code == 400
    assert (ward / "scripts/truoc/01-mot.md").read_bytes() == before
    assert not [*ward.glob("thu-san/*")]


def test_what_waits_for_a_release_is_counted_in_the_bar(browser: Browser) -> None:
    one = browser("Bà Lan")
    assert one.post(f"{ONE}/gui-duyet", data={}).status_code == 303
    one.get("/bai")
    assert '<span class="count">1</span>' in one.get("/hom-nay").text


@pytest.mark.parametrize("asked", ["bytes=0-" + "9" * 5000, "bytes=" + "9" * 5000 + "-", "bytes=-" + "9" * 5000])
def test_a_stretch_with_more_figures_than_a_number_has_is_none(browser: Browser, asked: str) -> None:
    one = browser()
    answer = one.get(f"{ONE}/nghe", params={"luot": _token(one)}, headers={"Range": asked})
    assert answer.status_code < 300


def test_a_sound_that_was_swept_meanwhile_is_told_before_the_answer_begins(browser: Browser, ward: Path) -> None:
    one = browser()
    token = _token(one)
    for path in (ward / "audio_cache").rglob("*.wav"):
        path.unlink()
    assert one.get(f"{ONE}/nghe", params={"luot": token}).status_code == 404
