"""The page of the log: it adds up with the record, goes on page by page, and tells when it cannot be believed."""

import csv
import re
import sqlite3
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from threading import get_ident
from urllib.parse import unquote

import pytest
from docx import Document
from openpyxl import load_workbook
from stand_ins.campaign import FIRST, air, sample_ward
from stand_ins.carts import RATE
from starlette.testclient import TestClient
from web.conftest import Browser

from broadcast.base.errors import tell
from broadcast.programme.airheard import AirHeard
from broadcast.programme.model import Airing, CueId, Outcome, Part
from broadcast.programme.settings import ScriptId
from broadcast.record.journal import Journal, Start
from broadcast.record.reading import Record, record_at
from broadcast.record.tallies import exact_length
from broadcast.station.accounts import Role
from broadcast.station.lengths import lengths_of
from broadcast.station.logpages import Selection, read_page
from broadcast.station.logsums import planned_lengths
from broadcast.station.overview import airings, journal_path, look_at, sessions_from
from broadcast.station.papers.told import full_length
from broadcast.station.readable import read_what_can_be

LAST = FIRST + timedelta(days=16)
DAYS = f"tu={FIRST}&den={LAST}"
CUT = CueId("2025-10-08/khan-cap.083112/ban-tin/khan-cap")


@pytest.fixture(scope="module")
def aired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample campaign after seventeen days; a stop cut one bulletin, which a microphone did not hear."""
    home = sample_ward(tmp_path_factory.mktemp("ward") / "phuong")
    air(home, FIRST, LAST)
    at = datetime(2025, 10, 8, 8, 31, 12, tzinfo=look_at(home).clock.now().tzinfo)
    with Journal(journal_path(home)) as journal:
        start = Start(cue=CUT, script=ScriptId("ban-tin/khan-cap"), attempt=1, planned=at, of_frames=20 * RATE,
                      rate_hz=RATE, engine="espeak", title="Nước lên <b>", text="Nước lên.",
                      part=Part.BULLETIN)  # fmt: skip
        journal.start(start, at)
        why = tell("đang có lệnh dừng phát: {reason}", reason="đám tang")
        journal.end(start, Outcome.CUT, started=at, ended=at, frames=round(7.4 * RATE), note=why, now=at)
        journal.heard_at_loudspeaker(AirHeard(cue=CUT, attempt=1, score=0.1, of_s=5.0), at)
    return home


@pytest.fixture
def ward(aired: Path) -> Path:
    return aired


def _text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _all(home: Path) -> list[Airing]:
    return [*airings(home, FIRST, LAST)]


def _length(those: list[Airing]) -> Fraction:
    return sum(map(exact_length, those), Fraction())


def _rows(page: str) -> list[str]:
    return re.findall(r"<tr class.*?</tr>", page, re.DOTALL)


def _pages(one: TestClient, query: str) -> Iterator[str]:
    address: str | None = f"/nhat-ky?{query}"
    while address is not None:
        page = one.get(address).text
        yield page
        found = re.search(r'href="(/nhat-ky\?[^"]*tiep=[^"]*)"', page)
        address = unescape(found[1]) if found else None


# --- figures ---


def test_the_figures_add_up_with_the_log_to_the_second(browser: Browser, ward: Path) -> None:
    told, every = _text(browser().get(f"/nhat-ky?{DAYS}").text), _all(ward)
    announced = [one for one in every if one.is_announcement]
    assert f"{sum(one.outcome is Outcome.AIRED for one in announced)} lượt đã phát trọn" in told
    whole = full_length(_length(every))
    around = full_length(_length([one for one in every if not one.is_announcement]))
    assert f"{whole} tổng thời gian trên loa, trong đó mở đầu và kết thúc buổi {around}" in told
    assert f"{sum(one.outcome is not Outcome.AIRED for one in announced)} lượt không trọn vẹn" in told


def test_the_table_beside_the_chart_has_the_minutes_of_each_day(browser: Browser, ward: Path) -> None:
    page = browser().get(f"/nhat-ky?{DAYS}").text
    table = page[page.index("Phút đã phát") : page.index("</details>")]
    minutes = dict(re.findall(r'row">([\d/]+)</th><td class="figure">([\d,]+)<', table))
    days = {one.planned.date() for one in _all(ward)}
    assert minutes.keys() == {f"{day:%d/%m/%Y}" for day in days}
    for day in days:
        seconds = _length([one for one in _all(ward) if one.planned.date() == day])
        assert abs(float(minutes[f"{day:%d/%m/%Y}"].replace(",", ".")) - float(seconds) / 60) < 0.051


def test_of_days_to_come_the_chart_shows_what_is_planned(browser: Browser, ward: Path) -> None:
    overview = look_at(ward)
    now = datetime(2025, 10, 20, 12, tzinfo=overview.clock.now().tzinfo)
    planned = planned_lengths(overview, now, date(2025, 10, 22))
    length = lengths_of(overview.ward)
    for day, told in planned.items():
        ahead = [one for one in sessions_from(overview, day, 1) if one.is_to_air and one.at > now]
        assert told == sum((length(one, [cue.script for cue in one.cues]).time for one in ahead), timedelta())
    assert [*planned] == [date(2025, 10, 20), date(2025, 10, 21), date(2025, 10, 22)]
    assert timedelta() < planned[date(2025, 10, 20)] < planned[date(2025, 10, 21)]


def test_a_long_time_is_added_up_only_when_somebody_asks(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcast.web.logbook._SUMMED", 100)
    one = browser()
    unasked, asked = one.get(f"/nhat-ky?{DAYS}").text, one.get(f"/nhat-ky?{DAYS}&cong=1").text
    assert "lượt đã phát trọn" not in unasked
    assert "Cộng cả khoảng này" in unasked
    assert len(_rows(unasked)) == 50
    assert "lượt đã phát trọn" in asked


# --- line by line ---


def test_page_after_page_tells_every_line_once_the_newest_first(browser: Browser, ward: Path) -> None:
    pages = [*_pages(browser(), DAYS)]
    rows = [row for page in pages for row in _rows(page)]
    assert len(rows) == len(_all(ward)) > 100
    assert [len(_rows(page)) for page in pages[:-1]] == [50] * (len(pages) - 1)
    moments = [
        datetime.strptime(f"{day} {at}", "%d/%m/%Y %H:%M:%S")  # noqa: DTZ007 - to be held against each other
        for day, at in re.findall(r'data-label="Ngày">([\d/]+)<.*?data-label="Giờ lịch">([\d:]+)<', "".join(rows))
    ]
    assert moments == sorted(moments, reverse=True)
    assert f"Dòng 51 đến 100 trong {len(rows)} dòng" in _text(pages[1])


def test_one_page_reads_the_lines_of_its_days_alone(ward: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[date] = []
    here = get_ident()
    whole = Record.airings

    def counted(record: Record, first: date, last: date) -> tuple[Airing, ...]:
        if get_ident() == here:  # a console of before may still look
            asked.extend((first, last))
        return whole(record, first, last)

    monkeypatch.setattr(Record, "airings", counted)
    seen, selection = read_what_can_be(ward), Selection(first=date(2000, 1, 1), last=date(2100, 1, 1))
    page = read_page(seen, selection, None, 20)
    assert len(page.lines) == 20
    assert set(asked) == {one.day for one in page.lines}


def test_where_the_wanted_lines_are_rare_a_page_says_how_far_it_looked(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcast.station.logpages._READ_AT_MOST", 30)
    pages = [*_pages(browser(), f"{DAYS}&kq=cut")]
    assert re.search(r"Đã tìm đến 1\d/10/2025, chưa thấy dòng nào như vậy\.", _text(pages[0]))
    assert "Tìm tiếp" in pages[0]
    assert sum(len(_rows(page)) for page in pages) == 1


def test_a_line_tells_its_reason_its_length_and_what_was_heard_of_it(browser: Browser) -> None:
    [row] = _rows(browser().get(f"/nhat-ky?{DAYS}&kq=cut").text)
    told = _text(row)
    for part in ("08/10/2025", "08:31:12", "+0,0 s", "Bản tin “Nước lên <b>”", "Đang có lệnh dừng phát: đám tang",
                 "Trước Đại hội", "0:07 / 0:20", "Phát dở", "Không nghe thấy"):  # fmt: skip
        assert part in told, part


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("kq=missed", lambda one: one.outcome is Outcome.MISSED),
        ("bai=khan-cap", lambda one: one.script == "ban-tin/khan-cap"),
        ("ai=khong-ai", lambda one: False),
        ("gd=giai-doan:truoc", lambda one: one.planned.date() <= date(2025, 10, 17)),
    ],
)
def test_filters_leave_out_what_is_not_asked_for(browser: Browser, ward: Path, query: str, wanted: object) -> None:
    assert callable(wanted)
    rows = [row for page in _pages(browser(), f"{DAYS}&{query}") for row in _rows(page)]
    assert len(rows) == sum(map(wanted, _all(ward)))


def test_a_phase_outside_the_days_is_shown_whole(browser: Browser) -> None:
    page = browser().get("/nhat-ky?tu=2026-01-01&den=2026-01-31&gd=giai-doan:truoc").text
    assert 'name="tu" value="2025-10-01"' in page
    assert 'name="den" value="2025-10-17"' in page
    assert len(_rows(page)) == 50


def test_without_days_this_month_is_shown_and_no_day_is_refused(browser: Browser) -> None:
    one, today = browser(), browser().get("/nhat-ky").text
    assert re.search(r'name="tu" value="\d{4}-\d\d-01"', today)
    [earlier] = re.findall(r"Lượt gần nhất trước đó là ngày 17/10/2025\..*?href=\"(/nhat-ky[^\"]*)\"", today)
    assert len(_rows(one.get(unescape(earlier)).text)) == 50
    answer = one.get("/nhat-ky?tu=hom-qua")
    assert answer.status_code == 400
    assert "“hom-qua” không phải là ngày." in _text(answer.text)


# --- papers ---


def test_the_csv_and_the_workbook_hold_the_lines_that_are_asked_for(browser: Browser, ward: Path) -> None:
    one, query = browser(), f"{DAYS}&gd=giai-doan:truoc"
    wanted = [each for each in _all(ward) if each.planned.date() <= date(2025, 10, 17)]
    answer = one.get(f"/nhat-ky/xuat.csv?{query}")
    lines = [*csv.DictReader(StringIO(answer.text.removeprefix("\ufeff")), delimiter=";")]
    assert len(lines) == len(wanted)
    seconds = sum(float(line["giay"].replace(",", ".")) for line in lines)
    assert round(seconds) == round(_length(wanted))
    book = load_workbook(BytesIO(one.get(f"/nhat-ky/xuat.xlsx?{query}").content), data_only=True)
    lengths = [cell.value for cell in book["Nhật ký"]["F"][3:-1]]
    assert len(lengths) == len(wanted)
    assert round(sum((each for each in lengths if each), timedelta()).total_seconds()) == round(_length(wanted))


def test_a_file_comes_with_its_vietnamese_name(browser: Browser) -> None:
    answer = browser().get(f"/nhat-ky/xuat.xlsx?{DAYS}")
    told = answer.headers["content-disposition"]
    assert told.startswith('attachment; filename="nhat-ky.xlsx"')
    assert unquote(told.partition("''")[2]) == "Nhật ký 01-10-2025 đến 17-10-2025.xlsx"


def test_the_book_to_be_printed_keeps_to_the_rules_of_every_page(browser: Browser) -> None:
    one = browser()
    answer = one.get(f"/nhat-ky/in?{DAYS}")
    assert "SỔ NHẬT KÝ PHÁT THANH" in answer.text
    assert "<style" not in answer.text
    assert not re.search(r"\sstyle=", answer.text)
    assert "unsafe" not in answer.headers["content-security-policy"]
    [style] = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
    assert "@page" in one.get(style).text


def test_the_report_comes_in_each_form(browser: Browser) -> None:
    one = browser()
    told = one.get(f"/nhat-ky/bao-cao?{DAYS}&dang=md").text
    assert "## I. KẾT QUẢ CHUNG" in told
    document = Document(BytesIO(one.get(f"/nhat-ky/bao-cao?{DAYS}&dang=docx").content))
    assert any("KẾT QUẢ CHUNG" in each.text for each in document.paragraphs)
    assert load_workbook(BytesIO(one.get(f"/nhat-ky/bao-cao?{DAYS}&dang=xlsx").content)).sheetnames
    assert one.get(f"/nhat-ky/bao-cao?{DAYS}&dang=md&dot=khong-co").status_code == 400


def test_more_lines_than_a_browser_waits_for_are_left_to_the_command(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadcast.web.logpapers._MOST", 100)
    answer = browser().get(f"/nhat-ky/xuat.xlsx?{DAYS}")
    assert answer.status_code == 400
    assert "broadcast log --xlsx" in answer.text


def test_an_english_reader_is_told_in_english(browser: Browser) -> None:
    one = browser()
    one.cookies.set("tieng", "en")
    told = _text(one.get(f"/nhat-ky?{DAYS}&kq=cut").text)
    assert "Nhật ký phát thanh" not in told
    assert "0:07 / 0:20" in told


# --- whether it can be believed ---


def _checked(one: TestClient) -> str:
    assert one.post("/nhat-ky/soat").headers["location"] == "/nhat-ky#soat"
    until = time.monotonic() + 30
    while "hx-get" in (told := one.get("/nhat-ky/soat", headers={"HX-Request": "true"}).text):
        assert time.monotonic() < until
        time.sleep(0.02)
    return _text(told)


def test_going_through_the_log_tells_that_it_fits_and_who_asked(browser: Browser) -> None:
    one = browser("Ông Hùng", Role.LOOK)
    assert "Đừng tin" not in one.get(f"/nhat-ky?{DAYS}").text
    told = _checked(one)
    assert re.search(r"Nhật ký có [\d.]+ dòng, khớp từ đầu đến cuối\.", told)
    assert "Ông Hùng soát lúc" in told


def _altered(home: Path) -> None:
    with sqlite3.connect(journal_path(home)) as db:
        db.execute("DROP TRIGGER IF EXISTS rows_stay")
        db.execute("UPDATE row SET body = replace(body, 'Nước lên', 'Nước rút') WHERE cue = ?", (CUT,))
    db.close()


@pytest.fixture
def altered(aired: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    path = journal_path(aired)
    before = path.read_bytes()
    monkeypatch.setattr("broadcast.station.logcheckup._PATIENCE_S", 20.0)
    _altered(aired)
    yield
    for one in path.parent.glob(f"{path.name}-*"):
        one.unlink()
    path.write_bytes(before)


@pytest.mark.usefixtures("altered")
def test_an_altered_line_is_told_at_the_top_and_named_by_the_checkup(browser: Browser) -> None:
    one = browser()
    page = one.get(f"/nhat-ky?{DAYS}").text
    assert re.search(r'role="alert"><p>Đừng tin các số dưới đây: nhật ký bị sửa hoặc hỏng từ dòng \d+', page)
    assert re.search(r"dòng \d+.*Đó là dòng đầu tiên không khớp", _checked(one))


@pytest.mark.usefixtures("altered")
def test_no_paper_of_an_altered_log_goes_out_as_if_it_were_whole(browser: Browser) -> None:
    one, told = browser(), "nhật ký bị sửa hoặc hỏng từ dòng"
    for ending in ("csv", "xlsx"):
        assert "nhật ký hỏng" in unquote(one.get(f"/nhat-ky/xuat.{ending}?{DAYS}").headers["Content-Disposition"])
    assert f"<b>! {told.capitalize()}" in one.get(f"/nhat-ky/in?{DAYS}").text
    assert f"Chưa tin được các số này: {told}" in one.get(f"/nhat-ky/bao-cao?{DAYS}&dang=md").text


def test_lines_of_a_day_are_gone_through_back_to_the_first(aired: Path) -> None:
    with record_at(journal_path(aired)) as record:
        assert [*record.days_back(FIRST, LAST)] == [*reversed(record.days(FIRST, LAST))]
        assert [*record.days_back(FIRST, FIRST - timedelta(days=1))] == []
