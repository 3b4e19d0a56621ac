"""The page of what persons did: by whom, when, in words as a person says them, page by page."""

import re
import sqlite3
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest
from web.conftest import Browser

from broadcast.base.errors import tell
from broadcast.programme.released import Act, Deed
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal
from broadcast.station import commanding
from broadcast.station.accounts import Role
from broadcast.station.overview import journal_path, look_at

LAN, HUNG = "Nguyễn Thị Lan", "Lê Hùng"


@pytest.fixture
def done(ward: Path) -> Path:
    """A ward in which two persons did something today."""
    now = look_at(ward).clock.now()
    act = Act(deed=Deed.RETURNED, script=ScriptId("chung/treo-co"), by=HUNG, at=now, number=0, note="sai ngày")
    with Journal(journal_path(ward)) as journal:
        journal.release(act, now - timedelta(minutes=9))
        what = tell("dữ kiện {name}: trước là “{old}”, nay là “{new}”", name="so", old="1", new="2")
        journal.event("facts", what, now - timedelta(minutes=5), by=LAN)
        journal.event("program", tell("chương trình bản {version} bắt đầu trực", version="1"), now)
        what = tell("playlist.yaml, thêm {key}: “{new}”", key="fact_sources.so", new="Công văn 12")
        journal.event("settings", what, now - timedelta(minutes=4), by=LAN)
    commanding.stop(ward, "đám tang <i>", by=LAN)
    return ward


def _told(page: str) -> list[str]:
    rows = re.findall(r"<li><span class=\"at\">.*?</li>", page, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()).partition(" ")[2] for row in rows]


def test_what_persons_did_is_told_as_a_person_says_it_the_newest_first(browser: Browser, done: Path) -> None:
    assert _told(browser("Ông Hùng", Role.LOOK).get("/viec-da-lam").text) == [
        f"{LAN} Dừng loa: đám tang <i>",
        f"{LAN} Ghi dữ kiện so lấy theo “Công văn 12”",
        f"{LAN} Sửa dữ kiện so: trước là “1”, nay là “2”",
        f"{HUNG} Trả lại bài “Bài chung/treo-co”; sai ngày",
    ]


def test_one_person_or_other_days_can_be_asked_for(browser: Browser, done: Path) -> None:
    one, today = browser(), look_at(done).clock.now().date()
    assert len(_told(one.get("/viec-da-lam?ai=hùng").text)) == 1
    before = today - timedelta(days=3)
    nothing = one.get(f"/viec-da-lam?tu={before}&den={before}").text
    assert not _told(nothing)
    assert "nhật ký không ghi việc nào như vậy" in nothing
    assert one.get("/viec-da-lam?tu=x").status_code == 400


@pytest.mark.usefixtures("done")
def test_more_than_a_page_goes_on_to_the_next(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("broadcast.web.doings._A_PAGE", 2)
    one = browser()
    first = one.get("/viec-da-lam").text
    [onward] = re.findall(r'href="(/viec-da-lam\?[^"]*da=2)"', first)
    second = one.get(unescape(onward)).text
    assert len(_told(first)) == 2
    assert len(_told(second)) == 2
    assert not set(_told(first)) & set(_told(second))
    assert "Việc 3 đến 4 trong 4 việc" in second


def test_a_log_that_cannot_be_read_is_told_and_the_rest_works(browser: Browser, ward: Path) -> None:
    journal_path(ward).parent.mkdir(exist_ok=True)
    journal_path(ward).write_bytes(b"no log at all" * 1000)
    one = browser()
    for path in ("/nhat-ky", "/viec-da-lam"):
        page = one.get(path)
        assert page.status_code == 200
        assert "Loa và lịch phát không đọc trang này" in page.text
    assert one.get("/nhat-ky/xuat.csv").status_code == 400
    assert [one.get(path).status_code for path in ("/hom-nay", "/du-kien")] == [200, 200]


def test_one_line_that_cannot_be_read_hides_no_other_and_an_altered_log_is_told(
    browser: Browser, done: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcast.station.logcheckup._PATIENCE_S", 20.0)
    one = browser()
    assert "Chưa tin được là đủ" not in one.get("/viec-da-lam").text
    with sqlite3.connect(journal_path(done)) as db:
        db.execute("DROP TRIGGER rows_stay")
        db.execute("UPDATE row SET body = '{' WHERE body LIKE '%facts%'")
    db.close()
    page = one.get("/viec-da-lam").text
    assert re.search(r"Chưa tin được là đủ: nhật ký bị sửa hoặc hỏng từ dòng \d+", page)
    assert re.search(r"Chưa tin được là đủ: nhật ký có chỗ không đọc được.*dòng \d+", page)
    assert any(told.startswith(f"{HUNG} Trả lại bài") for told in _told(page))
