"""The log on paper: Excel, CSV, a book to be printed, the report on the plan; made when somebody asks for it."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import words
from broadcast.station.accounts import Role
from broadcast.station.logpages import Selection, count_of_lines, stretches
from broadcast.station.papers.csvtable import write_csv
from broadcast.station.papers.lines import LogLines
from broadcast.station.papers.meant import campaign_of
from broadcast.station.papers.report import Report, read_report
from broadcast.station.papers.reportdocx import write_docx
from broadcast.station.papers.reporttext import as_markdown
from broadcast.station.papers.reportxlsx import write_report_workbook
from broadcast.station.papers.sheet import style, write_sheet
from broadcast.station.papers.workbook import write_workbook
from broadcast.web.asked import asked_by, text_in
from broadcast.web.desk import desk_of
from broadcast.web.routing import route

STYLE_AT = "/nhat-ky/in.css"
_MOST = 120_000
"""Lines of the log that a browser waits for; a command writes more."""
_THREADS = 2
"""Papers that are made at the same time: whoever looks at a page waits for none of them."""
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def workbook(request: Request) -> Response:
    """Return the lines that are asked for as an Excel workbook."""
    return _log_file(request, write_workbook, "xlsx", _XLSX)


def table(request: Request) -> Response:
    """Return the lines that are asked for as CSV."""
    return _log_file(request, write_csv, "csv", "text/csv; charset=utf-8")


def book(request: Request) -> Response:
    """Return the lines that are asked for as A4 sheets, to be printed from the browser."""
    made = _made(lambda path: write_sheet(path, _lines(request), style_at=STYLE_AT), "html")
    return Response(made, media_type="text/html; charset=utf-8")


def style_of_book(_: Request) -> Response:
    """Return how the sheets look."""
    return Response(style(), media_type="text/css; charset=utf-8")


def report(request: Request) -> Response:
    """Return the report on a campaign, or on all of the days that are asked for, as `dang` says."""
    lines, campaign = _lines(request, all_of_days=True), text_in(request, "dot")
    known = campaign_of(lines.seen, campaign) if campaign else None
    made = read_report(lines, campaign)
    about = known.name if known is not None else words("kế hoạch")
    days = f"{lines.selection.first:%d-%m-%Y}_{lines.selection.last:%d-%m-%Y}"
    name = words("Báo cáo {about} {days}", about=about, days=days)
    return _report_as(text_in(request, "dang"), made, name)


def _report_as(form: str, made: Report, name: str) -> Response:
    match form:
        case "xlsx":
            return _file(lambda path: write_report_workbook(path, made), f"{name}.xlsx", _XLSX)
        case "md":
            return _handed_over(as_markdown(made).encode(), f"{name}.md", "text/markdown; charset=utf-8")
        case _:
            return _file(lambda path: write_docx(path, made), f"{name}.docx", _DOCX)


def _lines(request: Request, *, all_of_days: bool = False) -> LogLines:
    """The lines that are asked for; `all_of_days`: whatever else is asked. Raises UsageRefused for too many."""
    live = desk_of(request).live.snapshot()
    asked = asked_by(request, live.seen, live.at.date())
    selection = asked.selection(stretches(live.seen))
    if all_of_days:
        selection = Selection(first=selection.first, last=selection.last)
    if count_of_lines(live.seen, selection.first, selection.last) > _MOST:
        raise UsageRefused(
            tell("Khoảng này nhiều dòng quá, trang không làm kịp."),
            tell("Chọn ít ngày hơn, hoặc trên máy của đài: broadcast log --xlsx nhat-ky.xlsx"),
        )
    return LogLines(seen=live.seen, selection=selection)


def _log_file(request: Request, write: Callable[[Path, LogLines], object], ending: str, kind: str) -> Response:
    """The lines that are asked for; where the log cannot be believed whole, the file's name says so."""
    lines = _lines(request)
    made = _made(lambda path: write(path, lines), ending)
    days = lines.selection
    name = words("Nhật ký {first} đến {last}", first=f"{days.first:%d-%m-%Y}", last=f"{days.last:%d-%m-%Y}")
    if lines.doubts():
        name = words("{name} (nhật ký hỏng, chưa tin được)", name=name)
    return _handed_over(made, f"{name}.{ending}", kind)


def _file(write: Callable[[Path], object], name: str, kind: str) -> Response:
    return _handed_over(_made(write, name.rpartition(".")[2]), name, kind)


def _made(write: Callable[[Path], object], ending: str) -> bytes:
    """What is written into a file of its own, which then goes."""
    with TemporaryDirectory(prefix="broadcast-") as folder:
        path = Path(folder) / f"so.{ending}"
        write(path)
        return path.read_bytes()


def _handed_over(content: bytes, name: str, kind: str) -> Response:
    """A file that the browser keeps under its Vietnamese name (RFC 6266)."""
    plain = f"nhat-ky.{name.rpartition('.')[2]}"
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=kind, headers={"Content-Disposition": disposition})


ROUTES = [
    route("/nhat-ky/xuat.xlsx", workbook, needs=Role.LOOK, own_threads=_THREADS),
    route("/nhat-ky/xuat.csv", table, needs=Role.LOOK, own_threads=_THREADS),
    route("/nhat-ky/bao-cao", report, needs=Role.LOOK, own_threads=_THREADS),
    route("/nhat-ky/in", book, needs=Role.LOOK, own_threads=_THREADS),
    route(STYLE_AT, style_of_book, needs=Role.LOOK),
]
