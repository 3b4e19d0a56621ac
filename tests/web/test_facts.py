"""The page of facts: what is missing and what hangs on it, saved under a name, two persons at once told."""

import re
from datetime import datetime
from html import unescape
from pathlib import Path

import pytest
from stand_ins.wards import PLAYLIST, write_ward
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.station.accounts import Role
from broadcast.station.editing import save_fact, text_of
from broadcast.station.factrows import facts
from broadcast.station.factuse import fact_uses, spoken_with
from broadcast.station.overview import look_at

NAME = "dai_hoi.so_dai_bieu"


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _form(one: TestClient, name: str = NAME) -> dict[str, str]:
    """The fields of that fact's form, as a browser would send them."""
    forms = re.findall(
        r"<form method=\"post\" action=\"/du-kien\">.*?</form>", one.get("/du-kien").text, re.DOTALL
    )
    form = next(each for each in forms if f'value="{name}"' in each)
    fields = {key: unescape(value) for key, value in re.findall(r'name="(\w+)" value="([^"]*)"', form)}
    [value] = re.findall(r'name="gia_tri"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    return fields | {"gia_tri": unescape(value)}


def _value(ward: Path, name: str = NAME) -> tuple[str, str]:
    [row] = [one for one in facts(look_at(ward)) if one.name == name]
    return row.value, row.source


def test_what_is_missing_stands_first_with_what_waits_for_it(browser: Browser) -> None:
    told = _text(browser().get("/du-kien").text)
    assert told.index(NAME) < told.index("dai_hoi.ngay")
    assert "“Bài truoc/04-thieu” chưa phát được" in told
    assert "Dùng trong: “Bài truoc/01-mot”" in told


def test_a_fact_is_told_in_the_words_beside_it(browser: Browser, ward: Path) -> None:
    playlist, was = ward / "playlist.yaml", "facts:\n  dai_hoi: {ngay: 18/10/2025, so_dai_bieu: }\n"
    text = playlist.read_text(encoding="utf-8")
    assert was in text
    now = (
        "facts:\n  dai_hoi:\n    ngay: 18/10/2025 # theo giấy mời\n"
        "    so_dai_bieu:   # CẦN: số đại biểu chính thức\n    khau_hieu: 'Tổ # 5'\n"
        "    tap_the: # mỗi dòng một tên\n      - Tổ 5\n"
    )
    playlist.write_text(text.replace(was, now), encoding="utf-8")
    assert {one.name: one.note for one in facts(look_at(ward))} == {
        "dai_hoi.ngay": "theo giấy mời",
        NAME: "số đại biểu chính thức",
        "dai_hoi.khau_hieu": "",
        "dai_hoi.tap_the": "mỗi dòng một tên",
    }
    assert "số đại biểu chính thức" in _text(browser().get("/du-kien").text)


def test_a_script_that_waits_is_told_with_the_moment_before_which_it_needs_the_fact(tmp_path: Path) -> None:
    today = datetime.now().astimezone().date()
    home = write_ward(
        tmp_path / "khac",
        PLAYLIST.replace("2025-10-01, until: 2025-10-17", f"{today.year}-01-01, until: {today.year + 2}-01-01"),
        {"truoc/04-thieu": "Đại hội có {{ dai_hoi.so_dai_bieu }} đại biểu.", "chung/treo-co": "Treo cờ.",
         "trong/01-chao": "Chào."},
    )  # fmt: skip
    first = fact_uses(look_at(home))[0]
    assert first.row.name == NAME
    [waits] = first.waiting
    assert waits.next is not None
    assert (waits.next.hour, waits.next.minute) == (6, 30)


def test_a_fact_is_saved_with_its_source_and_the_name_and_told_as_it_will_be_spoken(
    browser: Browser, ward: Path
) -> None:
    one = browser("Bà Lan", Role.WRITE)
    before = (ward / "playlist.yaml").read_text(encoding="utf-8")
    answer = one.post("/du-kien", data=_form(one) | {"gia_tri": "250", "nguon": "Công văn 12"})
    assert answer.status_code == 303
    page = one.get(answer.headers["location"].partition("#")[0]).text
    told = _text(page)
    assert _value(ward) == ("250", "Công văn 12")
    assert f"Đã lưu dữ kiện {NAME}." in told
    assert "hai trăm năm mươi đại biểu" in told
    assert "Bà Lan điền lúc" in told
    assert "Theo Công văn 12." in told
    after = (ward / "playlist.yaml").read_text(encoding="utf-8")
    lines = [line for line in after.splitlines() if line not in before.splitlines()]
    assert lines == ["  dai_hoi: {ngay: 18/10/2025, so_dai_bieu: 250 }", "fact_sources:", f"  {NAME}: Công văn 12"]
    assert [each.spoken for each in spoken_with(look_at(ward), NAME)]


def test_two_persons_who_save_one_fact_are_both_told_and_nothing_is_lost(browser: Browser, ward: Path) -> None:
    lan, hung = browser("Bà Lan"), browser("Ông Hùng")
    hers, his = _form(lan), _form(hung)
    assert lan.post("/du-kien", data=hers | {"gia_tri": "250"}).status_code == 303
    answer = hung.post("/du-kien", data=his | {"gia_tri": "300"})
    told = _text(answer.text)
    assert answer.status_code == 409
    assert "250" in told
    assert "300" in told
    assert "Bà Lan vừa lưu." in told
    assert _value(ward)[0] == "250"
    fields = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text[answer.text.index("cua-toi") :])
    )
    assert hung.post("/du-kien", data=fields | {"gia_tri": "300", "nguon": ""}).status_code == 303
    assert _value(ward)[0] == "300"


def test_another_line_of_the_file_that_changed_meanwhile_is_no_conflict(browser: Browser, ward: Path) -> None:
    one = browser()
    fields = _form(one)
    save_fact(ward, "dai_hoi.ngay", "19/10/2025", seen=text_of(ward, "playlist.yaml").sha256, by="Khác")
    assert one.post("/du-kien", data=fields | {"gia_tri": "250"}).status_code == 303
    assert _value(ward)[0] == "250"
    assert _value(ward, "dai_hoi.ngay")[0] == "19/10/2025"


def test_several_lines_are_a_list_and_nothing_is_nobody_knows(browser: Browser, ward: Path) -> None:
    one = browser()
    assert one.post("/du-kien", data=_form(one) | {"gia_tri": "Bà Mai\r\nÔng Tư\r\n"}).status_code == 303
    assert _value(ward)[0] == "Bà Mai; Ông Tư"
    assert _form(one)["cu"] == "Bà Mai\nÔng Tư"
    assert one.post("/du-kien", data=_form(one) | {"gia_tri": ""}).status_code == 303
    assert _value(ward)[0] == ""


@pytest.mark.parametrize("name", ["", "sessions", "dai_hoi", "dai_hoi.khong.co", "..", "\x00"])
def test_what_is_no_fact_is_refused_in_words(browser: Browser, ward: Path, name: str) -> None:
    one, before = browser(), (ward / "playlist.yaml").read_bytes()
    answer = one.post("/du-kien", data=_form(one) | {"ten": name, "gia_tri": "x\ny"})
    assert answer.status_code == 400, answer.text
    assert (ward / "playlist.yaml").read_bytes() == before
    assert 'role="alert"' in answer.text


def test_who_may_only_look_sees_no_form_and_saves_nothing(browser: Browser, ward: Path) -> None:
    one, before = browser("Ông Hùng", Role.LOOK, Role.DUTY), (ward / "playlist.yaml").read_bytes()
    assert "<textarea" not in one.get("/du-kien").text
    assert one.post("/du-kien", data={"ten": NAME, "gia_tri": "1"}).status_code == 403
    assert (ward / "playlist.yaml").read_bytes() == before


def test_who_saves_is_told_before_that_a_signed_timetable_must_be_signed_again(
    browser: Browser, ward: Path
) -> None:
    one = browser()
    assert "broadcast seal" not in one.get("/du-kien").text
    path = ward / "playlist.yaml"
    path.write_text(
        f"{path.read_text(encoding='utf-8')}release: {{policy: required, sealed: [timetable]}}\n", "utf-8"
    )
    assert "broadcast seal" in one.get("/du-kien").text


def test_beside_a_faulty_playlist_nothing_can_be_saved_and_the_page_says_why(browser: Browser, ward: Path) -> None:
    path = ward / "playlist.yaml"
    path.write_text(f"{path.read_text(encoding='utf-8')}khong-co: 1\n", "utf-8")
    page = browser().get("/du-kien").text
    assert "Tệp của phường đang có lỗi" in page
    assert "<textarea" not in page
