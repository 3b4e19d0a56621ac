"""The as-run log -> a book of A4 sheets to be printed and signed, a week a sheet, as HTML.

The head is that of an official paper (Decree 30/2020/NĐ-CP, appendix I: name of the state, motto, issuing office,
place and date). What nobody has told stands as a dotted line: nothing is made up. A week of more lines than fit is
set closer, and of still more goes on to a second page, under the same table head.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from html import escape
from importlib.resources import files
from itertools import groupby
from pathlib import Path

from broadcast.base.errors import Message
from broadcast.base.files import whole_file
from broadcast.base.lengths import clock_length
from broadcast.base.words import said, words
from broadcast.programme.bulletins import first_words
from broadcast.programme.model import Airing, Part
from broadcast.record.anchors.daymark import DayMark
from broadcast.record.tallies import Tally
from broadcast.station.papers.lines import LogLines
from broadcast.station.papers.told import (
    capital,
    dateline,
    full_length,
    head_lines,
    office_of,
    outcome_and_why,
    period,
    station_of,
)
from broadcast.station.readable import left_out

SET_FROM = {18: "closest", 12: "close"}
"""From so many announcements of a week on, two lines each, its sheet is set closer: by the names in sheet.css."""
_TITLE = 110
"""Letters of a title or of a bulletin's first words."""


Day = tuple[date, tuple[Airing, ...]]


def write_sheet(path: Path, lines: LogLines, *, style_at: str = "") -> int:
    """Write the log's announcements into the HTML file `path`, a sheet for each week; return how many weeks.

    `style_at`: the address at which a browser finds `style()`; empty: it stands within the file. The marks of its
    days stand at the foot of each week. A log without a line gives one sheet, which says so.
    Raises DiskError, and JournalError where the log cannot be read.
    """
    count, span, altered = 0, lines.span(), lines.altered()
    with whole_file(path) as file:
        file.write(_begin(lines, style_at).encode())
        for week in _weeks(lines):
            file.write(_sheet(lines, span, week, altered).encode())
            count += 1
        if not count:
            file.write(_sheet(lines, span, [], altered).encode())
    return count


def _weeks(lines: LogLines) -> Iterator[list[Day]]:
    """The days with announcements, a list for each week."""
    announced = (
        (day, kept)
        for day, airings in lines.days()
        if (kept := tuple(sorted((one for one in airings if one.is_announcement), key=_moment)))
    )
    for _, days in groupby(announced, key=lambda one: one[0] - timedelta(days=one[0].weekday())):
        yield [*days]


def _moment(one: Airing) -> str:
    """What the lines of a day are sorted by: when it sounded, or should have."""
    return f"{one.started or one.planned:%H:%M:%S}"


def style() -> str:
    """Return the CSS of the sheets, on paper and on a screen."""
    return (files(__package__) / "sheet.css").read_text(encoding="utf-8")


def _begin(lines: LogLines, style_at: str) -> str:
    css = f'<link rel="stylesheet" href="{escape(style_at)}">' if style_at else f"<style>\n{style()}</style>"
    title = escape(words("Sổ nhật ký phát thanh"))
    return (
        '<!doctype html>\n<html lang="vi">\n<meta name="generator" content="broadcast">\n<meta charset="utf-8">\n'
        f"<title>{title} · "
        f"{escape(station_of(lines.seen))}</title>\n{css}\n"
    )


def _sheet(lines: LogLines, span: tuple[date, date], week: list[Day], altered: Message | None) -> str:
    rows = [_row(lines, day, one) for day, airings in week for one in airings]
    numbered = "".join(f'<tr><td class="number">{number}</td>{row}</tr>\n' for number, row in enumerate(rows, 1))
    empty = f'<tr><td colspan="7">{escape(words("Không có lượt phát nào trong những ngày này."))}</td></tr>\n'
    marks = _marks(lines.marks(day for day, _ in week))
    how = next((name for least, name in SET_FROM.items() if len(rows) >= least), "usual")
    return (
        f'<section class="{how}">\n'
        f"{_head(lines)}{_title(lines, span, week)}{_doubts(altered, left_out(lines.passed_over))}"
        f"<table>\n<thead><tr>{_columns()}</tr></thead>\n<tbody>\n{numbered or empty}</tbody>\n</table>\n"
        f'<div class="foot">\n{_sum(week)}{marks}{_signatures()}</div>\n</section>\n'
    )


def _head(lines: LogLines) -> str:
    office = office_of(lines.seen)
    *above, last = map(escape, head_lines(office))
    first = "".join(f"{line}<br>" for line in above)
    return (
        f'<header>\n<div class="office">{first}<b>{last}</b><div class="rule"></div></div>\n'
        '<div class="state"><b>CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM</b><b>Độc lập - Tự do - Hạnh phúc</b>'
        f'<div class="rule"></div><div class="dateline">{escape(dateline(office))}</div></div>\n</header>\n'
    )


def _title(lines: LogLines, span: tuple[date, date], week: list[Day]) -> str:
    first, last = span
    if week:
        monday = week[0][0] - timedelta(days=week[0][0].weekday())
        first, last = max(first, monday), min(last, monday + timedelta(days=6))
    heads = words("SỔ NHẬT KÝ PHÁT THANH"), said(period(first, last)), station_of(lines.seen)
    return "".join(f"<h{size}>{escape(text)}</h{size}>\n" for size, text in enumerate(heads, 1))


def _doubts(*those: Message | None) -> str:
    """What whoever signs must know: the log was altered, or has lines that are left out here."""
    return "".join(f'<p class="doubt"><b>! {escape(capital(said(one)))}.</b></p>\n' for one in those if one)


def _columns() -> str:
    names = {
        "number": words("TT"), "day": words("Ngày"), "time": words("Giờ phát"), "title": words("Nội dung"),
        "session": words("Buổi"), "length": words("Thời lượng"), "outcome": words("Kết quả, ghi chú"),
    }  # fmt: skip
    return "".join(f'<th class="{what}">{escape(name)}</th>' for what, name in names.items())


def _row(lines: LogLines, day: date, one: Airing) -> str:
    title = lines.title(one)
    if one.part is Part.BULLETIN:
        title = f"“{first_words(title, _TITLE)}”"
    at = f"{one.started:%H:%M:%S}" if one.started else "—"
    cells = (
        ("day", f"{day:%d/%m}"), ("time", at), ("title", title), ("session", one.session),
        ("length", clock_length(one.seconds) if one.frames else "—"), ("outcome", outcome_and_why(one)),
    )  # fmt: skip
    return "".join(f'<td class="{name}">{escape(text)}</td>' for name, text in cells)


def _sum(week: list[Day]) -> str:
    tally = Tally()
    for _, airings in week:
        for one in airings:
            tally.add(one)
    told = words(
        "Cộng: {aired:02} lượt phát trọn, {cut:02} lượt phát dở, {missed:02} lượt không phát; "
        "tổng thời lượng {length}.",
        aired=tally.aired, cut=tally.cut, missed=tally.not_begun, length=full_length(tally.length),
    )  # fmt: skip
    rounding = words(
        "Mỗi lượt ghi tròn giây; tổng tính từ số chưa làm tròn, không kể phần mở đầu và kết thúc buổi."
    )
    return f'<p>{escape(told)}</p>\n<p class="small">{escape(rounding)}</p>\n'


def _marks(marks: Mapping[date, DayMark]) -> str:
    """The marks of the week's days: each head once, as a code for people and as a QR code."""
    boxes = ""
    for mark, days in _by_mark(marks):
        first, last = f"{days[0]:%d/%m}", f"{days[-1]:%d/%m}"
        told = first if first == last else f"{first} – {last}"
        boxes += f"<div>{mark.svg()}<b>{told}</b>{escape(mark.code)}</div>"
    return f'<div class="marks">{boxes}</div>\n' if boxes else ""


def _by_mark(marks: Mapping[date, DayMark]) -> Iterator[tuple[DayMark, list[date]]]:
    """One head vouches for every day since the one before it."""
    for _, alike in groupby(marks.items(), lambda one: one[1].code):
        same = list(alike)
        yield same[-1][1], [day for day, _ in same]


def _signatures() -> str:
    by_hand = escape(words("(Ký, ghi rõ họ tên)"))
    boxes = "".join(
        f"<div><b>{escape(who)}</b><i>{by_hand}</i></div>"
        for who in (words("NGƯỜI LẬP SỔ"), words("LÃNH ĐẠO PHÊ DUYỆT"))
    )
    return f'<div class="signatures">{boxes}</div>\n'
