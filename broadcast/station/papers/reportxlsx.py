"""The report on the plan -> an Excel workbook: the lines of the plan with their sums, and what did not air."""

from fractions import Fraction
from pathlib import Path

from broadcast.base.files import whole_file
from broadcast.base.words import words
from broadcast.station.papers.report import Report
from broadcast.station.papers.reporttext import parts_of, plan_table, title_of
from broadcast.station.papers.workbook import Sheets, open_book

_PLAN_WIDTHS = (15, 48, 40, 9, 9, 9, 12, 9, 30)
_COUNTS = (3, 4, 5)
"""Columns of the table whose sums stand under it, as the column of lengths behind them has its own."""


def write_report_workbook(path: Path, report: Report) -> None:
    """Write the report into the Excel workbook `path`. Raises DiskError where the disk does not take it."""
    with whole_file(path) as file:
        book = open_book(file)
        sheets = Sheets(book)
        _write_plan(sheets, report)
        _write_rest(sheets, report)
        sheets.close()


def _write_plan(sheets: Sheets, report: Report) -> None:
    sheet = sheets.begin(
        words("Theo kế hoạch"), " · ".join(title_of(report)), plan_table(report).columns, _PLAN_WIDTHS
    )
    for row, one in enumerate(report.lines, 3):
        cells = (one.basis, one.asked, "; ".join(one.scripts), one.aired, one.cut, one.not_begun,
                 Fraction(one.seconds), one.days, one.sessions)  # fmt: skip
        sheets.row(sheet, row, cells)
    under, total = 3 + len(report.lines), report.total
    for column, count in zip(_COUNTS, (total.aired, total.cut, total.not_begun), strict=True):
        sheets.sum_of(sheet, under, column, count)
    sheets.sum_of_lengths(sheet, under, _COUNTS[-1] + 1, Fraction(total.seconds))
    for row, text in enumerate((*report.summary, *report.notes), under + 2):
        sheet.write_string(row, 0, text)


def _write_rest(sheets: Sheets, report: Report) -> None:
    """The sheet of what did not air and why; without a row where everything did."""
    columns = words("Dòng"), words("Lý do"), words("Số lần"), words("Lần cuối")
    title = parts_of(report)[2].title
    sheet = sheets.begin(words("Chưa phát được"), title, columns, (18, 90, 10, 14))
    for row, one in enumerate(report.shortfalls, 3):
        sheets.row(sheet, row, (one.basis or words("ngoài kế hoạch"), one.what, one.times or None, one.last))
