"""Bài in the browser: the list, a script's page, the editor that loses nothing, and who may release what."""

import re
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import Route
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.base.errors import WardError, tell
from broadcast.station.accounts import Role
from broadcast.station.editing import text_of
from broadcast.web.app import routes
from broadcast.web.scriptpath import DONE_WITH_ONE

ONE = "/bai/truoc/01-mot"


def _seen(ward: Path, name: str = "scripts/truoc/01-mot.md") -> str:
    return text_of(ward, name).sha256


def _told(one: TestClient, path: str = ONE) -> str:
    return one.get(path).text


def test_the_list_has_every_script_with_its_state(browser: Browser) -> None:
    text = browser().get("/bai").text
    assert "Trước Đại hội" in text
    assert "Bài truoc/01-mot" in text
    assert "Thiếu dữ kiện" in text
    assert "dai_hoi.so_dai_bieu" in text


def test_scripts_are_listed_without_a_log_and_it_is_said_that_their_states_are_not_known(
    browser: Browser, ward: Path
) -> None:
    one = browser()
    (ward / "journal").mkdir(exist_ok=True)
    (ward / "journal" / "as-run.sqlite3").write_bytes(b"no log at all, whatever reads it" * 200)
    answer = one.get("/bai")
    assert answer.status_code == 200
    assert "Bài truoc/01-mot" in answer.text
    assert "Chưa biết bài nào đã duyệt: " in answer.text
    assert "Chưa rõ tình trạng" in answer.text
    assert "Thiếu dữ kiện" in answer.text  # which the files tell
    assert "Chờ duyệt" not in answer.text.partition('<nav class="states"')[2]


def test_a_scripts_page_shows_both_sides_with_what_is_read_otherwise_marked(browser: Browser) -> None:
    text = _told(browser())
    assert '<mark class="changed">18/10/2025</mark>' in text
    assert "mười tám tháng mười" in text


def test_a_script_that_is_not_there_is_told_so(browser: Browser) -> None:
    assert browser().get("/bai/truoc/khong-co").status_code == 404
    assert browser().get("/bai/..%2f..%2fetc%2fpasswd").status_code == 404


@pytest.mark.parametrize("id_", ["truoc/thu", "moi", "truoc/sua"])
def test_a_script_that_is_called_as_a_page_is_has_its_own(browser: Browser, ward: Path, id_: str) -> None:
    (ward / f"scripts/{id_}.md").write_text("---\ntitle: Bài riêng\n---\nChào bà con.\n", "utf-8")
    one = browser("Bà Lan", Role.WRITE)
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    [path] = re.findall(r'href="(/bai/[^"]+)"[^>]*>[^<]*Bài riêng', one.get("/bai").text)
    assert ">Bài riêng</h1>" in one.get(path).text
    assert "Sửa: Bài riêng" in one.get(f"{path}/sua").text


def test_every_address_below_the_scripts_is_none_of_a_script() -> None:
    paths = [one.path for one in routes() if isinstance(one, Route) and one.path.startswith("/bai/")]
    assert {path.rpartition("/")[2] for path in paths} - {"{id:path}"} <= DONE_WITH_ONE


def test_a_script_is_saved_with_its_writers_name(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.WRITE)
    text = text_of(ward, "scripts/truoc/02-hai.md").text.replace("treo cờ", "treo cờ Tổ quốc")
    seen = _seen(ward, "scripts/truoc/02-hai.md")
    answer = one.post("/bai/truoc/02-hai/sua", data={"bai": text, "thay": seen})
    assert answer.status_code == 303
    shown = _told(one, "/bai/truoc/02-hai")
    assert "treo cờ Tổ quốc" in shown
    assert "Soạn: Bà Lan" in shown


def test_two_who_save_the_same_script_lose_nothing(browser: Browser, ward: Path) -> None:
    lan, hung = browser("Bà Lan", Role.WRITE), browser("Ông Hùng", Role.WRITE)
    seen, text = _seen(ward), text_of(ward, "scripts/truoc/01-mot.md").text
    assert lan.post(f"{ONE}/sua", data={"bai": text + "\nLời của bà Lan.\n", "thay": seen}).status_code == 303
    answer = hung.post(f"{ONE}/sua", data={"bai": text + "\nLời của ông Hùng.\n", "thay": seen})
    assert answer.status_code == 409
    assert "Lời của bà Lan." in answer.text
    assert answer.text.count("Lời của ông Hùng.") == 2
    assert "Lời của bà Lan." in (ward / "scripts/truoc/01-mot.md").read_text("utf-8")
    again = hung.post(f"{ONE}/sua", data={"bai": text + "\nCả hai.\n", "thay": _seen(ward)})
    assert again.status_code == 303


def test_what_check_refuses_comes_back_with_its_faults_and_every_word(browser: Browser, ward: Path) -> None:
    one, before = browser("Bà Lan", Role.WRITE), (ward / "scripts/truoc/01-mot.md").read_bytes()
    bad = "---\ntitle: Đại hội\nlạ: 1\n---\nKính thưa {{ không có.\n"
    answer = one.post(f"{ONE}/sua", data={"bai": bad, "thay": _seen(ward)})
    assert answer.status_code == 422
    assert "Chưa lưu: còn lỗi" in answer.text
    assert 'data-line="3"' in answer.text
    assert "Kính thưa {{ không có." in answer.text
    assert (ward / "scripts/truoc/01-mot.md").read_bytes() == before


def test_a_draft_is_offered_again_and_gone_once_saved(browser: Browser, ward: Path) -> None:
    one, text = browser("Bà Lan", Role.WRITE), text_of(ward, "scripts/truoc/01-mot.md").text
    typed = text + "\nĐang gõ dở.\n"
    assert "Đã giữ nháp" in one.post(f"{ONE}/nhap", data={"bai": typed, "thay": _seen(ward)}).text
    again = browser("Bà Lan", Role.WRITE)
    assert "chưa lưu" in again.get(f"{ONE}/sua").text
    assert "Đang gõ dở." in again.get(f"{ONE}/sua?nhap=1").text
    assert "Đang gõ dở." not in browser("Ông Hùng", Role.WRITE).get(f"{ONE}/sua?nhap=1").text
    again.post(f"{ONE}/sua", data={"bai": typed, "thay": _seen(ward)})
    assert "chưa lưu" not in again.get(f"{ONE}/sua").text


def test_a_draft_that_is_offered_outlives_what_is_typed_beside_it(browser: Browser, ward: Path) -> None:
    one, seen = browser("Bà Lan", Role.WRITE), _seen(ward)
    one.post(f"{ONE}/nhap", data={"bai": "Trước khi máy tắt.", "thay": seen, "lan": "a"})
    one.post(f"{ONE}/nhap", data={"bai": "Gõ ở thẻ khác.", "thay": seen, "lan": "b"})
    assert one.get(f"{ONE}/sua").text.count("chưa lưu") == 2
    assert "Trước khi máy tắt." in one.get(f"{ONE}/sua?nhap=a").text
    text = text_of(ward, "scripts/truoc/01-mot.md").text + "\nThêm.\n"
    assert one.post(f"{ONE}/sua", data={"bai": text, "thay": seen, "lan": "b"}).status_code == 303
    assert "Gõ ở thẻ khác." not in one.get(f"{ONE}/sua?nhap=b").text
    assert "Trước khi máy tắt." in one.get(f"{ONE}/sua?nhap=a").text


def test_what_is_typed_outlives_its_file(browser: Browser, ward: Path) -> None:
    one, seen, path = browser("Bà Lan", Role.WRITE), _seen(ward), ward / "scripts/truoc/01-mot.md"
    text = path.read_text("utf-8") + "\nCâu vừa gõ.\n"
    path.rename(path.with_name("01-khac.md"))
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    answer = one.post(f"{ONE}/sua", data={"bai": text, "thay": seen, "lan": "a"})
    assert answer.status_code == 409
    assert "Câu vừa gõ." in answer.text
    assert "Câu vừa gõ." in one.get(f"{ONE}/sua?nhap=a").text
    assert browser("Ông Hùng", Role.WRITE).get(f"{ONE}/sua").status_code == 404
    assert one.post(f"{ONE}/sua", data={"bai": text, "thay": "", "lan": "a"}).status_code == 303
    assert path.read_text("utf-8") == text


def test_a_script_is_written_while_playlist_yaml_cannot_be_read(browser: Browser, ward: Path) -> None:
    one, seen, path = browser("Bà Lan", Role.WRITE), _seen(ward), ward / "scripts/truoc/01-mot.md"
    (ward / "playlist.yaml").write_text("station: {", "utf-8")
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    text = path.read_text("utf-8") + "\nCâu vừa gõ.\n"
    fields = {"bai": text, "thay": seen, "lan": "a"}
    assert "Đã giữ nháp" in one.post(f"{ONE}/nhap", data=fields).text
    assert one.post(f"{ONE}/doc", data=fields).status_code == 200
    assert "Câu vừa gõ." in one.get(f"{ONE}/sua?nhap=a").text
    assert one.post(f"{ONE}/sua", data=fields).status_code == 303
    assert "Câu vừa gõ." in path.read_text("utf-8")
    assert one.get("/bai/moi").status_code == 200


def test_what_was_typed_comes_back_with_whatever_kept_it_from_being_saved(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.WRITE)
    fields = {"ten": "Họp tổ", "loi": "Câu vừa gõ.", "thu_muc": "chung", "thu_muc_moi": "../ngoai", "lan": "a"}
    answer = one.post("/bai/moi", data=fields)
    assert answer.status_code == 422
    assert "Câu vừa gõ." in answer.text
    assert "Câu vừa gõ." in one.get("/bai/moi?nhap=a").text


def test_who_is_logged_out_while_saving_gets_the_words_back(browser: Browser, ward: Path) -> None:
    one, desk = browser("Bà Lan", Role.WRITE), browser().app.state.desk  # type: ignore[attr-defined]
    desk.sessions.end(one.cookies[desk.cookie])
    answer = one.post(f"{ONE}/sua", data={"bai": "Câu <vừa> gõ.", "thay": _seen(ward)})
    assert answer.status_code == 401
    assert "Câu &lt;vừa&gt; gõ." in answer.text
    assert one.post(f"{ONE}/gui-duyet").text.count("<textarea") == 0


def test_who_opens_what_another_writes_is_told_so(browser: Browser, ward: Path) -> None:
    lan, hung = browser("Bà Lan", Role.WRITE), browser("Ông Hùng", Role.WRITE)
    assert "cũng đang mở" not in lan.get(f"{ONE}/sua").text
    assert "Bà Lan cũng đang mở bài này để sửa" in hung.get(f"{ONE}/sua").text
    assert "Ông Hùng cũng đang mở" in lan.get(f"{ONE}/ben-canh", params={"thay": _seen(ward)}).text


def test_an_edit_on_the_disk_shows_in_an_open_editor(browser: Browser, ward: Path) -> None:
    one, seen = browser("Bà Lan", Role.WRITE), _seen(ward)
    assert "vừa bị sửa ở nơi khác" not in one.get(f"{ONE}/ben-canh", params={"thay": seen}).text
    path = ward / "scripts/truoc/01-mot.md"
    path.write_text(path.read_text("utf-8") + "\nThêm.\n", "utf-8")
    assert "vừa bị sửa ở nơi khác" in one.get(f"{ONE}/ben-canh", params={"thay": seen}).text


def test_what_is_typed_is_read_out_beside_it(browser: Browser) -> None:
    text = "---\ntitle: A\n---\nHọp ngày 20/11/2026 tại UBND.\n"
    shown = browser("Bà Lan", Role.WRITE).post(f"{ONE}/doc", data={"bai": text}).text
    assert "hai mươi tháng mười một" in shown
    assert "ủy ban nhân dân" in shown


def test_a_paste_from_word_comes_as_plain_paragraphs(browser: Browser) -> None:
    html = "<html><body><p class=MsoNormal>Kính thưa <b>bà con</b>.</p><p>Mời họp.</p></body></html>"
    assert (
        browser("Bà Lan", Role.WRITE).post("/bai/dan", data={"html": html}).text == "Kính thưa bà con.\n\nMời họp."
    )


def test_a_new_script_is_written_and_one_from_a_file_only_offered(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.WRITE)
    files = {"tep": ("thong-bao.txt", "THÔNG BÁO\n\nMời bà con họp tổ dân phố.\n".encode())}
    offered = one.post("/bai/tu-word", files=files)
    assert offered.status_code == 200
    assert "Mời bà con họp tổ dân phố." in offered.text
    fields = {"ten": "Họp tổ", "loi": "Mời bà con họp tổ dân phố.", "thu_muc": "chung", "thu_muc_moi": ""}
    answer = one.post("/bai/moi", data=fields)
    assert answer.headers["location"] == "/bai/chung/01-hop-to"
    assert "Mời bà con" in (ward / "scripts/chung/01-hop-to.md").read_text("utf-8")


def test_a_new_script_that_is_saved_twice_is_there_once(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.WRITE)
    fields = {"ten": "Họp tổ", "loi": "Mời bà con họp.", "thu_muc": "chung", "thu_muc_moi": ""}
    answers = [one.post("/bai/moi", data=fields).headers["location"] for _ in range(2)]
    assert answers == ["/bai/chung/01-hop-to"] * 2
    assert len([*(ward / "scripts/chung").glob("*-hop-to.md")]) == 1


def test_a_fact_that_somebody_else_has_changed_comes_back_with_both_values(browser: Browser, ward: Path) -> None:
    one, path = browser("Bà Lan", Role.WRITE), "/bai/truoc/04-thieu"
    seen = _seen(ward, "playlist.yaml")
    mine = {"ten": "dai_hoi.so_dai_bieu", "gia_tri": "250", "nguon": "", "cu": "", "nguon_cu": "", "thay": seen}
    assert one.post(f"{path}/du-kien", data={**mine, "ten": "dai_hoi.ngay", "cu": "18/10/2025"}).status_code == 303
    assert one.post(f"{path}/du-kien", data=mine).status_code == 303  # another fact of the file is no conflict
    answer = one.post(f"{path}/du-kien", data={**mine, "gia_tri": "251"})
    assert answer.status_code == 409
    assert "250" in answer.text
    assert "251" in answer.text


def test_a_missing_fact_is_filled_in_on_the_scripts_page(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.WRITE)
    assert "Thiếu dữ kiện: dai_hoi.so_dai_bieu" in _told(one, "/bai/truoc/04-thieu")
    fields = {
        "ten": "dai_hoi.so_dai_bieu",
        "gia_tri": "250",
        "nguon": "KH 12",
        "thay": _seen(ward, "playlist.yaml"),
    }
    assert one.post("/bai/truoc/04-thieu/du-kien", data=fields).status_code == 303
    assert "hai trăm năm mươi" in _told(one, "/bai/truoc/04-thieu")


def test_a_doubtful_word_gets_its_reading_on_the_scripts_page(browser: Browser, ward: Path) -> None:
    path = ward / "scripts/truoc/02-hai.md"
    path.write_text(path.read_text("utf-8") + "\nMời bà con đến XYZQ nhận quà.\n", "utf-8")
    one = browser("Bà Lan", Role.WRITE)
    one.app.state.desk.live.look_again()  # type: ignore[attr-defined]
    assert "Thêm vào từ điển" in _told(one, "/bai/truoc/02-hai")
    fields = {"viet": "XYZQ", "doc": "ích y dét quy", "thay": ""}
    assert one.post("/bai/truoc/02-hai/cach-doc", data=fields).status_code == 303
    shown = _told(one, "/bai/truoc/02-hai")
    assert "Thêm vào từ điển" not in shown
    assert "ích y dét quy" in shown


def test_writing_needs_the_role_of_a_writer_and_releasing_another(browser: Browser) -> None:
    reader, writer = browser("Ông Hùng", Role.LOOK), browser("Bà Lan", Role.WRITE)
    assert reader.get(f"{ONE}/sua").status_code == 403
    assert reader.post(f"{ONE}/sua", data={"bai": ""}).status_code == 403
    for what in ("duyet", "tra-lai", "rut", "da-nghe"):
        assert writer.post(f"{ONE}/{what}", data={"ly_do": "x"}).status_code == 403


def test_the_words_of_a_new_script_are_kept_before_it_has_a_file(browser: Browser) -> None:
    one = browser("Bà Lan", Role.WRITE)
    one.post("/bai/nhap-moi", data={"ten": "Họp tổ", "loi": "Mời bà con\nđi họp."})
    assert "chưa lưu" in one.get("/bai/moi").text
    again = one.get("/bai/moi?nhap=1").text
    assert 'value="Họp tổ"' in again
    assert "Mời bà con\nđi họp." in again
    fields = {"ten": "Họp tổ", "loi": "Mời bà con đi họp.", "thu_muc": "chung", "thu_muc_moi": ""}
    assert one.post("/bai/moi", data=fields).status_code == 303
    assert "chưa lưu" not in one.get("/bai/moi").text


def test_the_list_is_read_anew_once_something_was_written_and_not_before(browser: Browser, ward: Path) -> None:
    desk = browser().app.state.desk  # type: ignore[attr-defined]
    before = desk.listing.groups(desk.live.look_again().seen.overview)
    assert desk.listing.groups(desk.live.look_again().seen.overview) is before
    path = ward / "scripts/truoc/01-mot.md"
    path.write_text(path.read_text("utf-8") + "\nThêm.\n", "utf-8")
    assert desk.listing.groups(desk.live.look_again().seen.overview) is not before


def test_what_keeps_a_new_script_from_being_written_is_told_with_what_to_do(browser: Browser, ward: Path) -> None:
    one = browser("Bà Lan", Role.WRITE)
    fault = WardError(tell("Có người khác đang lưu; chưa lưu được."), tell("Chờ một chút rồi lưu lại."))
    fields = {"ten": "Họp tổ", "loi": "Mời bà con họp.", "thu_muc": "chung", "thu_muc_moi": ""}
    with patch("broadcast.web.newscripts.new_script", side_effect=fault):
        shown = one.post("/bai/moi", data=fields).text
    assert "Có người khác đang lưu; chưa lưu được. Chờ một chút rồi lưu lại." in shown


def test_what_was_uploaded_is_closed_whatever_becomes_of_it(browser: Browser) -> None:
    one, uploaded = browser("Bà Lan", Role.WRITE), list[Any]()

    def fails(request: Request, _: str) -> None:
        uploaded.append(request.state.form["tep"].file)
        raise HTTPException(400)

    with patch("broadcast.web.newscripts.file_of", fails):
        assert one.post("/bai/tu-word", files={"tep": ("a.txt", b"a")}).status_code == 400
    assert uploaded[0].closed
