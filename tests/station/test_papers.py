"""The papers of a campaign: its month is aired on a clock that jumps, and every paper adds up with the log."""

import csv
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, time, timedelta
from fractions import Fraction
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from stand_ins.campaign import FIRST, LAST, air, sample_ward
from stand_ins.carts import MONDAY_0630, RATE
from stand_ins.cli import Result, run_here

from broadcast.base.errors import tell
from broadcast.programme.ids import day_of
from broadcast.programme.model import Airing, CueId, Outcome
from broadcast.programme.settings import ScriptId
from broadcast.record.anchors.daymark import day_marks
from broadcast.record.journal import Journal, Start
from broadcast.record.reading import record_at
from broadcast.record.selection import Selection
from broadcast.record.tallies import exact_length
from broadcast.station.overview import airings, journal_path
from broadcast.station.papers.csvtable import Figure, plain
from broadcast.station.papers.lines import LogLines
from broadcast.station.papers.sheet import write_sheet
from broadcast.station.readable import read_what_can_be

OCTOBER = ("--month", "10/2025")
SHEETS = ["Nhật ký", "Theo bài", "Theo ngày"]
ALL = ScriptId("chung/treo-co")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample campaign after its 31 days; of the day of the congress a stop cut one announcement."""
    home = sample_ward(tmp_path_factory.mktemp("ward") / "phuong")
    air(home)
    with Journal(journal_path(home)) as journal:
        _cut_short(journal, "2025-10-08/khan-cap.083112/ban-tin/khan-cap", seconds=7.4)
    return home


def _cut_short(journal: Journal, cue: str, seconds: float) -> None:
    at = MONDAY_0630 + timedelta(days=2, hours=2)
    start = Start(cue=CueId(cue), script=ScriptId("ban-tin/khan-cap"), attempt=1, planned=at, of_frames=20 * RATE,
                  rate_hz=RATE, engine="espeak", title="=Nước lên", text="Nước lên.")  # fmt: skip
    journal.start(start, at)
    why = tell("đang có lệnh dừng phát: {reason}", reason="đám tang")
    journal.end(start, Outcome.CUT, started=at, ended=at, frames=round(seconds * RATE), note=why, now=at)


def _announcements(home: Path) -> list[Airing]:
    return [one for one in airings(home, FIRST, LAST) if one.is_announcement]


def _length(those: list[Airing]) -> Fraction:
    return sum(map(exact_length, those), Fraction())


def _run(home: Path, *arguments: object) -> Result:
    done = run_here("--home", home, *arguments)
    assert done.code == 0, done.stderr
    return done


def _report(home: Path, *arguments: object) -> dict[str, object]:
    return dict(json.loads(_run(home, "report", *arguments, "--json").stdout))


def _book(home: Path, folder: Path, *arguments: object) -> Workbook:
    path = folder / "nhat-ky.xlsx"
    _run(home, *arguments, path)
    return load_workbook(path, data_only=True)


def _sum_of_column(book: Workbook, sheet: str, column: str) -> timedelta:
    cells = [cell.value for cell in book[sheet][column][3:-1]]
    return sum((one for one in cells if isinstance(one, timedelta)), timedelta())


# --- the report ---


def test_the_lines_of_the_plan_add_up_with_the_log_to_the_second(home: Path) -> None:
    told, heard = _report(home, *OCTOBER), _announcements(home)
    lines = told["lines"]
    assert isinstance(lines, list)
    assert sum(one["seconds"] for one in lines) == told["seconds"] == round(_length(heard))
    assert sum(one["aired"] for one in lines) == sum(one.outcome is Outcome.AIRED for one in heard)
    assert sum(one["cut"] for one in lines) == 1
    assert sum(one["not_begun"] for one in lines) == sum(one.outcome is Outcome.MISSED for one in heard) == 1
    around = [one for one in airings(home, FIRST, LAST) if not one.is_announcement]
    assert told["around_seconds"] == round(_length(around))


def test_each_line_of_the_plan_is_told_with_what_served_it_in_the_plan_s_own_order(home: Path) -> None:
    lines = _report(home, *OCTOBER)["lines"]
    assert isinstance(lines, list)
    asked = [
        f"II.1.{part}, dòng {line}" for part, count in ((1, 4), (2, 3), (3, 4)) for line in range(1, count + 1)
    ]
    assert [one["basis"] for one in lines] == [*asked, "III.3", None]
    by_basis = {one["basis"]: one for one in lines}
    for script, basis in (("truoc/01-gioi-thieu", "II.1.1, dòng 1"), ("sau/02-bai-hoc", "II.1.3, dòng 2")):
        own = [one for one in _announcements(home) if one.script == script]
        line = by_basis[basis]
        assert line["aired"] == len(own) > 10
        assert abs(line["seconds"] - _length(own)) < 1
        assert line["days"] == len({day_of(one.session_id) for one in own})
        for name in {one.session for one in own}:
            count = len({one.session_id for one in own if one.session == name})
            assert f"{name} ({count})" in line["sessions"]
    assert by_basis["II.1.1, dòng 1"]["asked"].startswith("Thực hiện theo các nội dung tại Quyết định số 3630/QĐ")


def test_what_did_not_air_is_told_with_its_reason(home: Path) -> None:
    shortfalls = _report(home, *OCTOBER)["shortfalls"]
    assert isinstance(shortfalls, list)
    by_basis = {one["basis"]: one for one in shortfalls}
    assert by_basis["II.1.2, dòng 2"]["what"].startswith("Chưa sẵn sàng: thiếu dữ kiện thi_dua.ket_qua")
    assert (by_basis["II.1.2, dòng 2"]["times"], by_basis["II.1.2, dòng 2"]["last"]) == (1, "2025-10-18")
    assert "guong.tap_the" in by_basis["II.1.1, dòng 4"]["what"]  # the rotation passed it over all the month
    assert by_basis["II.1.1, dòng 4"]["times"] == 0
    assert by_basis[None]["what"] == "Đang có lệnh dừng phát: đám tang"


def test_the_report_is_the_record_s_whatever_the_scripts_say_now(home: Path, tmp_path: Path) -> None:
    later = tmp_path / "later"
    shutil.copytree(home, later)
    before = _report(later, *OCTOBER)
    script = later / "scripts" / "truoc" / "01-gioi-thieu.md"
    text = script.read_text(encoding="utf-8")
    script.write_text(text.replace("basis: II.1.1, dòng 1", "basis: II.1.1, dòng 4"), encoding="utf-8")
    assert _report(later, *OCTOBER)["lines"] == before["lines"]


@pytest.mark.parametrize("suffix", [".md", ".docx", ".xlsx"])
def test_every_form_of_the_report_has_the_same_table(home: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"bao-cao{suffix}"
    _run(home, "report", *OCTOBER, "-o", path)
    told = _report(home, *OCTOBER)
    lines = told["lines"]
    assert isinstance(lines, list)
    rows = {".md": _rows_of_markdown, ".docx": _rows_of_word, ".xlsx": _rows_of_excel}[suffix](path)
    found = {row[0]: row for row in rows}
    for one in lines:
        if one["basis"]:
            assert [int(cell) for cell in found[one["basis"]][3:6]] == [one["aired"], one["cut"], one["not_begun"]]
            assert _seconds(found[one["basis"]][6]) == one["seconds"]
    assert _seconds(rows[-1][6]) == told["seconds"]


def _rows_of_markdown(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").split("\n## ")[2].splitlines()
    rows = [[cell.strip(" *") for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines if "|" in line]
    return rows[2:]


def _rows_of_word(path: Path) -> list[list[str]]:
    document = Document(str(path))
    text = "\n".join(one.text for one in document.paragraphs)
    assert "BÁO CÁO" in text
    assert "Đài truyền thanh phường Hồng Bàng báo cáo" in text
    head = [cell.text for cell in document.tables[0].rows[0].cells]
    assert head[0] == "UỶ BAN NHÂN DÂN\nPHƯỜNG HỒNG BÀNG\nSố: …………/BC-…………"
    assert head[1].startswith("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nHồng Bàng, ngày")
    return [[cell.text for cell in row.cells] for row in document.tables[1].rows[1:]]


def _rows_of_excel(path: Path) -> list[list[str]]:
    sheet = load_workbook(path, data_only=True)["Theo kế hoạch"]
    rows = [["" if cell is None else f"{cell}" for cell in row] for row in sheet.iter_rows(4, values_only=True)]
    last = next(number for number, row in enumerate(rows) if row[0] == "Cộng")
    return rows[: last + 1]


def _seconds(text: str) -> int:
    """Of `2:10`, `1:02:03` and `0:02:10`."""
    return sum(int(part) * 60**place for place, part in enumerate(reversed(text.split(":"))))


# --- the workbook and the CSV ---


def test_the_workbook_has_real_dates_times_and_lengths_whose_sums_are_the_log_s(
    home: Path, tmp_path: Path
) -> None:
    book = _book(home, tmp_path, "log", *OCTOBER, "--xlsx")
    assert book.sheetnames == SHEETS
    first = [cell.value for cell in book["Nhật ký"][5]]
    assert (first[0].date(), first[1], first[2]) == (date(2025, 10, 1), time(6, 30, 3), time(6, 30, 3))
    assert first[7] == "đã phát"
    every = list(airings(home, FIRST, LAST))
    near = timedelta(milliseconds=1) * len(every)
    assert abs(_sum_of_column(book, "Nhật ký", "F") - timedelta(seconds=float(_length(every)))) < near
    for sheet, column in (("Theo bài", "F"), ("Theo ngày", "E")):
        heard = timedelta(seconds=float(_length(_announcements(home))))
        assert abs(_sum_of_column(book, sheet, column) - heard) < near
        assert abs(book[sheet][column][-1].value - heard) < near
    assert len(book["Theo ngày"]._charts) == 1
    assert book["Nhật ký"].freeze_panes == "A4"
    assert book["Nhật ký"].print_title_rows == "$3:$3"


def test_no_cell_of_the_workbook_is_a_formula_of_somebody_s_words(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "nhat-ky.xlsx"
    _run(home, "log", *OCTOBER, "--xlsx", path)
    sheet = load_workbook(path)["Nhật ký"]
    cells = [cell for row in sheet.iter_rows(4, sheet.max_row - 1) for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert "=Nước lên" in [cell.value for cell in cells]


def test_libreoffice_reads_the_same_sums_from_the_workbook(home: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    _run(home, "log", *OCTOBER, "--xlsx", tmp_path / "nhat-ky.xlsx")
    as_csv = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,-1"
    subprocess.run(
        [office, f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to", as_csv,
         "--outdir", tmp_path, tmp_path / "nhat-ky.xlsx"],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    heard = _announcements(home)
    with (tmp_path / "nhat-ky-Theo ngày.csv").open(encoding="utf-8", newline="") as file:
        *_, total = csv.reader(file, delimiter=";")
    assert total[:4] == ["Cộng", f"{sum(one.outcome is Outcome.AIRED for one in heard)}", "1", "1"]
    assert abs(_seconds(total[4]) - _length(heard)) <= 1


def test_the_csv_is_as_vietnamese_excel_wants_it_and_sums_to_the_log(home: Path) -> None:
    told = _run(home, "log", *OCTOBER, "--csv", "-").stdout
    assert told.startswith("\ufeffngay;gio_lich;")
    rows = list(csv.DictReader(StringIO(told.removeprefix("\ufeff")), delimiter=";"))
    every = list(airings(home, FIRST, LAST))
    assert len(rows) == len(every)
    assert abs(sum(Fraction(row["giay"].replace(",", ".")) for row in rows) - _length(every)) < len(every) / 2000
    assert {row["ket_qua"] for row in rows} == {"đã phát", "phát dở", "bỏ lỡ"}
    assert "'=Nước lên" in {row["ten_bai"] for row in rows}


# --- the sheet on paper ---


def test_words_that_begin_like_a_formula_or_a_number_stay_words_and_figures_stay_figures() -> None:
    starts = ("=1+1", "+84912345678", "-5", "@A1", "\t=1", "\r+1", "\n1", " =1", "＝1", "＋84", "－5", "＠A")
    for told in starts:
        assert plain(told).startswith("'"), told
    for told in ("Bài 1", "5", "2025-10-06", "06:30:00", ""):
        assert plain(told) == told
    assert plain(Figure("-1,25")) == "-1,25"


def test_every_week_has_a_sheet_with_head_table_sums_and_two_signatures(home: Path, tmp_path: Path) -> None:
    path = tmp_path / "so.html"
    _run(home, "log", *OCTOBER, "--print", path)
    sheets = path.read_text(encoding="utf-8").split("<section")[1:]
    assert len(sheets) == 5
    once = (
        "UỶ BAN NHÂN DÂN<br><b>PHƯỜNG HỒNG BÀNG</b>", "Độc lập - Tự do - Hạnh phúc", "Hồng Bàng, ngày",
        "SỔ NHẬT KÝ PHÁT THANH", "NGƯỜI LẬP SỔ", "LÃNH ĐẠO PHÊ DUYỆT",
    )  # fmt: skip
    for sheet in sheets:
        for words in once:
            assert sheet.count(words) == 1
    assert "Từ ngày 01 tháng 10 năm 2025 đến ngày 05 tháng 10 năm 2025" in sheets[0]
    assert "Từ ngày 27 tháng 10 năm 2025 đến ngày 31 tháng 10 năm 2025" in sheets[4]
    rows = sum(sheet.count('<td class="number">') for sheet in sheets)
    assert rows == len(_announcements(home))


def test_printed_a_week_is_one_page_and_one_of_sixty_airings_goes_on_under_its_head(
    home: Path, tmp_path: Path
) -> None:
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        pytest.skip("Chromium is not on this machine")
    usual, full = tmp_path / "so.html", tmp_path / "day.html"
    _run(home, "log", *OCTOBER, "--print", usual)
    _run(_full_week(tmp_path / "full"), "log", "--print", full)
    assert _pages(browser, usual) == 5
    assert _pages(browser, full) in (2, 3)  # as broad as the letters of this machine's font are


def _pages(browser: str, page: Path) -> int:
    pdf = page.with_suffix(".pdf")
    subprocess.run(
        [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
         f"--user-data-dir={page.parent / 'browser'}", f"--print-to-pdf={pdf}", page.as_uri()],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf.read_bytes()))


def _full_week(home: Path) -> Path:
    """Sixty airings in six days, each with a title and a reason that take two lines."""
    sample_ward(home)
    with Journal(journal_path(home)) as journal:
        for number in range(60):
            at = MONDAY_0630 + timedelta(days=number % 6, minutes=11 * number)
            start = Start(
                cue=CueId(f"{at:%Y-%m-%d}/sang-{number}/chung/treo-co"), script=ALL, attempt=1, planned=at,
                of_frames=60 * RATE, rate_hz=RATE, engine="espeak", session="Buổi sáng",
                title="Đại hội Thi đua yêu nước thành phố lần thứ nhất, những điều bà con cần biết",
            )  # fmt: skip
            journal.start(start, at)
            journal.end(start, Outcome.AIRED, started=at, ended=at, frames=60 * RATE, now=at)
    return home


def test_what_nobody_has_told_is_a_dotted_line_and_never_made_up(home: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    shutil.copytree(home, bare)
    playlist = bare / "playlist.yaml"
    lines = playlist.read_text(encoding="utf-8").splitlines(keepends=True)
    playlist.write_text("".join(line for line in lines if not line.startswith(("  office", "  place"))), "utf-8")
    _run(bare, "log", *OCTOBER, "--print", tmp_path / "so.html")
    text = (tmp_path / "so.html").read_text(encoding="utf-8")
    assert "UỶ BAN" not in text
    assert "………, ngày ……" in text


def test_the_signed_head_of_the_week_s_days_stands_at_its_foot(home: Path, tmp_path: Path) -> None:
    signed = tmp_path / "signed"
    shutil.copytree(home, signed)
    lines = LogLines(seen=read_what_can_be(signed), selection=Selection(first=FIRST, last=LAST))
    assert write_sheet(tmp_path / "so.html", lines) == 5
    assert 'class="marks"' not in (tmp_path / "so.html").read_text(encoding="utf-8")
    _run(signed, "log", "--anchor")
    with record_at(signed / "journal" / "as-run.sqlite3") as record:
        mark = day_marks(record, [FIRST]).get(FIRST)
    assert mark is not None
    assert write_sheet(tmp_path / "so.html", lines) == 5
    sheets = (tmp_path / "so.html").read_text(encoding="utf-8").split("<section")[1:]
    assert [sheet.count(f"</b>{mark.code}</div>") for sheet in sheets] == [1] * 5  # one head for all its days
    assert f"{mark.svg()}<b>01/10 – 03/10</b>" in sheets[0]
    assert 'viewBox="0 0 ' in mark.svg()


# --- a log of years ---


def test_a_paper_holds_one_day_of_the_log_at_a_time(home: Path) -> None:

    lines = LogLines(seen=read_what_can_be(home), selection=Selection(first=FIRST, last=LAST))
    days: Iterator[tuple[date, tuple[Airing, ...]]] = lines.days()
    day, first = next(days)
    assert day == FIRST
    assert {day_of(one.session_id) for one in first} == {FIRST}


# --- signs and sums that office files do not take ---


def test_a_reason_with_a_sign_that_no_xml_allows_is_written_without_it(home: Path, tmp_path: Path) -> None:
    odd = tmp_path / "odd"
    shutil.copytree(home, odd)
    with Journal(journal_path(odd)) as journal:
        at = MONDAY_0630 + timedelta(days=2, hours=3)
        why = tell("đang có lệnh dừng phát: {reason}", reason="dừng\x00 vì\x0b mưa \ufffe")
        cue = CueId("2025-10-08/sang/truoc/99-la")
        journal.pass_over(cue, ScriptId("truoc/99-la"), Outcome.MISSED, planned=at, note=why, now=at)
    for name in ("a.docx", "a.xlsx", "a.md"):
        _run(odd, "report", *OCTOBER, "-o", tmp_path / name)
    tables = Document(str(tmp_path / "a.docx")).tables
    assert any("mưa" in cell.text for table in tables for row in table.rows for cell in row.cells)


def test_a_log_longer_than_a_sheet_of_excel_is_refused_and_not_cut(home: Path, tmp_path: Path) -> None:
    with patch("broadcast.station.papers.workbook._LAST_ROW", 10):
        done = run_here("--home", home, "log", "--xlsx", tmp_path / "nhat-ky.xlsx")
    assert done.code == 2
    assert "Excel không chứa hết" in done.stderr
    assert not (tmp_path / "nhat-ky.xlsx").exists()
