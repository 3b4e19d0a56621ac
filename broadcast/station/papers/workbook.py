"""The as-run log -> an Excel workbook: each airing, the scripts, and the days with a chart of their minutes."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.files import whole_file
from broadcast.base.words import said, words
from broadcast.programme.model import Airing, Part
from broadcast.programme.voice import spoken_by
from broadcast.record.outcomes import OUTCOMES
from broadcast.record.tallies import Tally, exact_length
from broadcast.station.papers.lines import LogLines
from broadcast.station.papers.told import listed, outcome_and_why, period, releaser, station_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

A_DAY_S = 86_400
LONGEST_TEXT = 32_000
"""Letters of a cell; Excel holds 32,767."""
_LAST_ROW = 1_048_575
"""Of a sheet of Excel, from 0; what is written below it is lost without a word."""
_WRAPPED = 400
"""Letters from which on a text stays on one line: its row would fill the screen."""
_PARTS = {
    Part.CUE: tell("bài"), Part.BULLETIN: tell("bản tin"), Part.OPENING: tell("mở đầu"),
    Part.CLOSING: tell("kết thúc"),
}  # fmt: skip
_LOG_WIDTHS = (11, 9, 9, 9, 40, 10, 16, 14, 10, 34, 22, 14, 24, 60)
_CHART_SIZE = {"width": 720, "height": 360}


class Sheets:
    """A workbook being written, with the formats of its cells; rows go out as they come."""

    def __init__(self, book: "Workbook") -> None:
        self.book = book
        self._is_full = False
        self._head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "valign": "vcenter",
                                     "align": "center", "bg_color": "#E7EEF7"})  # fmt: skip
        self._title = book.add_format({"bold": True, "font_size": 14})
        self._total = book.add_format({"bold": True, "top": 1})
        self._total_length = book.add_format({"bold": True, "top": 1, "num_format": "[hh]:mm:ss"})
        self._text = book.add_format({"text_wrap": True, "valign": "top"})
        self._long = book.add_format({"valign": "top"})
        self._day = book.add_format({"num_format": "[$-42A]dd/mm/yyyy", "align": "left", "valign": "top"})
        self._time = book.add_format({"num_format": "hh:mm:ss;@", "align": "left", "valign": "top"})
        self._length = book.add_format({"num_format": "[hh]:mm:ss", "valign": "top"})

    def begin(self, name: str, title: str, columns: Sequence[str], widths: Sequence[int]) -> "Worksheet":
        """Add a sheet: its title in row 1, its columns in row 3, frozen and repeated on paper; return it."""
        sheet = self.book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&C&P/&N")
        sheet.repeat_rows(2)
        sheet.freeze_panes(3, 0)
        sheet.write_string(0, 0, title, self._title)
        for column, text in enumerate(columns):
            sheet.write_string(2, column, text, self._head)
        return sheet

    def row(self, sheet: "Worksheet", row: int, cells: Iterable[object]) -> None:
        """Write the cells of a row: a date, a moment's time of day, a length (Fraction), a number or text."""
        if row >= _LAST_ROW:
            self._is_full = True
            return
        for column, cell in enumerate(cells):
            self._cell(sheet, row, column, cell)

    def close(self) -> None:
        """Finish the workbook. Raises UsageRefused where a sheet had no room for all its rows and their sums."""
        self.book.close()
        if self._is_full:
            raise UsageRefused(
                tell("Một trang Excel không chứa hết ngần ấy dòng."),
                tell("Chọn ít ngày hơn, hoặc ghi CSV: broadcast log --csv nhat-ky.csv"),
            )

    def _cell(self, sheet: "Worksheet", row: int, column: int, cell: object) -> None:
        match cell:
            case None | "":
                return
            case datetime():
                sheet.write_datetime(row, column, cell.time().replace(microsecond=0), self._time)
            case date():
                sheet.write_datetime(row, column, cell, self._day)
            case Fraction():
                sheet.write_number(row, column, float(cell / A_DAY_S), self._length)
            case int() | float():
                sheet.write_number(row, column, cell, self._text)
            case _:  # never a formula, whatever it begins with
                text = _fitting(str(cell))
                sheet.write_string(row, column, text, self._text if len(text) < _WRAPPED else self._long)

    def sum_of(self, sheet: "Worksheet", row: int, column: int, known: int) -> None:
        """Write the sum of all that stands above in the column; `known` is what it comes to."""
        sheet.write_formula(row, column, _sum_of(row, column), self._total, known)

    def sum_of_lengths(self, sheet: "Worksheet", row: int, column: int, known: Fraction) -> None:
        """Write the sum of the lengths above, `known` in seconds, and in the first column that this is a sum."""
        sheet.write_string(row, 0, words("Cộng"), self._total)
        sheet.write_formula(row, column, _sum_of(row, column), self._total_length, float(known / A_DAY_S))


def open_book(file: Any) -> "Workbook":
    """Begin a workbook that is written into the open `file`, rows out of memory as they come."""
    from xlsxwriter import Workbook

    book = Workbook(file, {"constant_memory": True})
    book.set_calc_mode("auto")
    return book


def write_workbook(path: Path, lines: LogLines) -> int:
    """Write the log's airings into the Excel workbook `path`; return how many lines it has.

    Lengths are numbers of Excel's own (parts of a day), so that its sums are the log's. Raises DiskError, and
    JournalError where the log cannot be read.
    """
    with whole_file(path) as file:
        book = open_book(file)
        sheets = Sheets(book)
        scripts: dict[str, tuple[str, Tally]] = {}
        days: dict[date, Tally] = {}
        count = _write_log(sheets, lines, scripts, days)
        _write_scripts(sheets, lines, scripts)
        _write_days(sheets, lines, days)
        sheets.close()
    return count


def _write_log(
    sheets: Sheets, lines: LogLines, scripts: dict[str, tuple[str, Tally]], days: dict[date, Tally]
) -> int:
    """Write the first sheet; add each announcement to the tallies of its script and its day."""
    columns = (
        words("Ngày"), words("Giờ lịch"), words("Giờ phát"), words("Giờ hết"), words("Bài"), words("Thời lượng"),
        words("Buổi"), words("Kết quả"), words("Phần"), words("Kết quả và lý do"), words("Người duyệt"),
        words("Giọng"), words("Mã bài"), words("Lời đã phát"),
    )  # fmt: skip
    sheet = sheets.begin(words("Nhật ký"), _titled(words("Sổ nhật ký phát thanh"), lines), columns, _LOG_WIDTHS)
    row, whole = 3, Tally()
    for day, airings in lines.days():
        for one in airings:
            sheets.row(sheet, row, _log_line(lines, day, one))
            row += 1
            whole.add(one)
            if one.is_announcement:
                _, tally = scripts.setdefault(one.script, (lines.title(one), Tally()))
                tally.add(one)
                days.setdefault(day, Tally()).add(one)
    sheets.sum_of_lengths(sheet, row, 5, whole.length)
    sheet.print_area(0, 0, row, len(columns) - 2)  # all but the words, which no page has room for
    sheet.autofilter(2, 0, max(row - 1, 2), len(columns) - 1)
    return row - 3


def _log_line(lines: LogLines, day: date, one: Airing) -> tuple[object, ...]:
    return (
        day, one.planned, one.started, one.ended, lines.title(one), exact_length(one), one.session,
        said(OUTCOMES[one.outcome]), said(_PARTS[one.part]), outcome_and_why(one), releaser(one),
        said(spoken_by(one.engine)) if one.engine else "", one.script, " ".join(one.text.split()),
    )  # fmt: skip


def _write_scripts(sheets: Sheets, lines: LogLines, scripts: Mapping[str, tuple[str, Tally]]) -> None:
    columns = (words("Mã bài"), words("Bài"), *_tally_columns())
    sheet = sheets.begin(
        words("Theo bài"), _titled(words("Theo bài và bản tin"), lines), columns, (28, 52, 11, 11, 11, 12)
    )
    for row, (script, (title, tally)) in enumerate(sorted(scripts.items()), 3):
        sheets.row(sheet, row, (script, title, *_tally_cells(tally)))
    _sum_tallies(sheets, sheet, 3 + len(scripts), 2, [tally for _, tally in scripts.values()])


def _write_days(sheets: Sheets, lines: LogLines, days: Mapping[date, Tally]) -> None:
    columns = (words("Ngày"), *_tally_columns(), words("Phút"))
    name = words("Theo ngày")
    sheet = sheets.begin(name, _titled(words("Theo ngày"), lines), columns, (13, 11, 11, 11, 12, 9))
    for row, (day, tally) in enumerate(days.items(), 3):
        sheets.row(sheet, row, (day, *_tally_cells(tally), round(float(tally.length) / 60, 2)))
    _sum_tallies(sheets, sheet, 3 + len(days), 1, [*days.values()])
    if days:
        _add_chart(sheets, sheet, name, 2 + len(days))


def _add_chart(sheets: Sheets, sheet: "Worksheet", name: str, last: int) -> None:
    """Stand a chart of the minutes of each day beside the table, whose last day is in row `last`, from 0."""
    chart = sheets.book.add_chart({"type": "column"})
    chart.add_series({"categories": [name, 3, 0, last, 0], "values": [name, 3, 5, last, 5], "gap": 60})
    chart.set_title({"name": words("Số phút đã phát mỗi ngày")})
    chart.set_x_axis({"date_axis": True, "num_format": "[$-42A]dd/mm"})
    chart.set_y_axis({"name": words("phút"), "min": 0})
    chart.set_legend({"none": True})
    chart.set_size(_CHART_SIZE)
    sheet.insert_chart(2, 7, chart)


def _tally_columns() -> tuple[str, ...]:
    return words("Phát trọn"), words("Phát dở"), words("Không phát"), words("Thời lượng")


def _tally_cells(tally: Tally) -> tuple[object, ...]:
    return tally.aired, tally.cut, tally.not_begun, tally.length


def _sum_tallies(sheets: Sheets, sheet: "Worksheet", row: int, first: int, tallies: Sequence[Tally]) -> None:
    """Write the sums under three columns of counts, from the column `first`, and of the lengths behind."""
    counts = ([one.aired for one in tallies], [one.cut for one in tallies], [one.not_begun for one in tallies])
    for column, count in enumerate(counts, first):
        sheets.sum_of(sheet, row, column, sum(count))
    sheets.sum_of_lengths(sheet, row, first + 3, sum((one.length for one in tallies), Fraction()))


def _sum_of(row: int, column: int) -> str:
    """The formula of the sum of all that stands above in that column; rows and columns from 0."""
    letter = chr(ord("A") + column)
    return f"=SUM({letter}4:{letter}{row})" if row > 3 else "=0"


def _titled(what: str, lines: LogLines) -> str:
    days, office = said(period(*lines.span())), station_of(lines.seen)
    return listed((f"{what}, {days[:1].lower()}{days[1:]}", office))


def _fitting(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"
