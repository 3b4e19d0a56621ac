"""`broadcast report`: what the ward owes on its plan: what it asked, what aired, what did not and why."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.lengths import clock_length
from broadcast.base.words import words
from broadcast.cli.choosing import days_meant, of_days
from broadcast.cli.command import OneLine, OutputFile, as_json, command, option, write_result
from broadcast.cli.face import Face
from broadcast.programme.bulletins import first_words

if TYPE_CHECKING:
    from broadcast.station.papers.report import Report, ReportLine

_OUTSIDE = "—"
_ASKED = 56
"""Letters of what a line asks, on the screen; the papers have all of it."""


@command("Báo cáo theo kế hoạch: từng dòng đã phát bao nhiêu lượt, bao lâu, buổi nào; điều gì chưa phát, vì sao.")
@option("--campaign", default="", type=OneLine(), metavar="MÃ", help="Báo cáo một đợt, theo mã đợt.")
@of_days
@option(
    "--output",
    "-o",
    "file",
    type=OutputFile(".md", ".docx", ".xlsx"),
    metavar="TỆP",
    help="Ghi ra tệp: .docx để ký và gửi, .xlsx để tính, .md để đăng.",
)
@as_json
@option("--rehearsal", is_flag=True, help="Theo nhật ký của lần tổng duyệt gần nhất.")
@click.pass_obj
def report(home: Path, /, campaign: str, file: Path | None, as_json: bool, rehearsal: bool, **days: Any) -> int:
    """Show what became of each line of the plan, or write it as a paper; every figure is the record's."""
    from broadcast.record.selection import Selection
    from broadcast.station.papers.lines import LogLines
    from broadcast.station.papers.meant import campaign_of
    from broadcast.station.papers.report import read_report
    from broadcast.station.readable import left_out, read_what_can_be, tampered

    if not campaign and all(given is None for given in days.values()):
        raise UsageRefused(
            tell("Chưa rõ báo cáo đợt nào, hay những ngày nào."),
            tell("Ví dụ: broadcast report --month 10/2025 -o bao-cao.docx"),
        )
    seen, face = read_what_can_be(home), Face()
    first, last = days_meant(seen.clock.now().date(), **days)
    known = campaign_of(seen, campaign) if campaign else None
    if known is not None:
        first, last = max(first, known.first), min(last, known.last)
    face.warn(seen.warning)
    if not rehearsal:
        face.warn(tampered(home))
    lines = LogLines(seen=seen, selection=Selection(first=first, last=last), rehearsed=rehearsal)
    made = read_report(lines, campaign)
    face.warn(left_out(lines.passed_over))
    if file is not None:
        _write(file, made)
        face.note(words("Đã ghi báo cáo vào {name}.", name=file.name))
    if as_json:
        _show_json(face, made)
    elif file is None:
        _show(face, made)
    return 0


def _write(file: Path, made: "Report") -> None:
    """Write the report as what the file's name says it is."""
    if file.suffix.lower() == ".docx":
        from broadcast.station.papers.reportdocx import write_docx

        write_docx(file, made)
    elif file.suffix.lower() == ".xlsx":
        from broadcast.station.papers.reportxlsx import write_report_workbook

        write_report_workbook(file, made)
    else:
        from broadcast.station.papers.reporttext import as_markdown

        write_result(file, as_markdown(made))


def _show(face: Face, made: "Report") -> None:
    face.line(made.about, "bold")
    for text in made.summary:
        face.line(text)
    face.line()
    rows = [_row(one) for one in (*made.lines, made.total)]
    head = (
        words("Dòng"), words("Nội dung"), words("Phát trọn"), words("Phát dở"), words("Không phát"),
        words("Thời lượng"), words("Buổi"),
    )  # fmt: skip
    face.table([head, *rows], ["bold", *[""] * len(made.lines), "bold"], give=1, right=(2, 3, 4, 5))
    if made.shortfalls:
        face.line()
        face.line(words("Chưa phát được, hoặc phát dở:"), "bold")
    for short in made.shortfalls:
        told = f"{short.basis or words('ngoài kế hoạch')}: {short.what}"
        if short.last is not None:
            told += words(" ({times} lần, lần cuối {day})", times=short.times, day=f"{short.last:%d/%m}")
        face.line(f"  ! {told}", "yellow")
    face.line()
    for text in made.notes:
        face.line(text)


def _row(one: "ReportLine") -> tuple[str, ...]:
    asked = first_words(one.asked or "; ".join(one.scripts), _ASKED)
    counts = f"{one.aired}", f"{one.cut}", f"{one.not_begun}"
    return one.basis or _OUTSIDE, asked, *counts, clock_length(one.seconds), one.sessions


def _show_json(face: Face, made: "Report") -> None:
    face.json(
        "broadcast.report/1",
        about=made.about,
        plan=made.plan or None,
        lines=[
            {"basis": one.basis or None, "asked": one.asked, "scripts": [*one.scripts], "aired": one.aired,
             "cut": one.cut, "not_begun": one.not_begun, "seconds": one.seconds, "days": one.days,
             "sessions": one.sessions}
            for one in made.lines
        ],
        seconds=made.total.seconds,
        aired=made.total.aired,
        sessions=made.sessions,
        around_seconds=made.around_s,
        shortfalls=[
            {"basis": one.basis or None, "what": one.what, "times": one.times,
             "last": one.last.isoformat() if one.last else None}
            for one in made.shortfalls
        ],
        notes=[*made.notes],
    )  # fmt: skip
