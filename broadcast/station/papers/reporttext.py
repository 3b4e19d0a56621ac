"""The report on the plan -> its words in their order, which every form of it shares; and as Markdown."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from broadcast.base.lengths import clock_length
from broadcast.base.words import words
from broadcast.station.papers.report import Report, ReportLine, Shortfall
from broadcast.station.papers.told import DOTS, dateline, head_lines

STATE = ("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
"""The name of the state and the motto, on every official paper (Decree 30/2020/NĐ-CP)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the report; every row has a cell for each column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    """The last row, the sums; empty for none."""
    figures: frozenset[int] = frozenset()
    """Which columns, from 0, hold figures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One numbered part of the report."""

    title: str
    paragraphs: tuple[str, ...] = ()
    table: Table | None = None


def title_of(report: Report) -> tuple[str, str]:
    """Return the report's title and, under it, what it is about."""
    return words("BÁO CÁO"), words(
        "Kết quả tuyên truyền trên hệ thống loa truyền thanh · {about}", about=report.about
    )


def opening_of(report: Report) -> str:
    """Return the sentence that the report begins with."""
    return words(
        "Thực hiện {plan}, {station} báo cáo kết quả tuyên truyền trên hệ thống loa truyền thanh như sau:",
        plan=report.plan or words("Kế hoạch số {dots}", dots=DOTS), station=report.station or DOTS,
    )  # fmt: skip


def parts_of(report: Report) -> tuple[Part, ...]:
    """Return the parts of the report in their order."""
    shortfalls = _shortfalls(report.shortfalls)
    none = (words("Không có: mọi nội dung đều đã phát trọn vẹn."),)
    return (
        Part(title=words("I. KẾT QUẢ CHUNG"), paragraphs=report.summary),
        Part(title=words("II. KẾT QUẢ THEO TỪNG DÒNG CỦA KẾ HOẠCH"), table=plan_table(report)),
        Part(
            title=words("III. NỘI DUNG CHƯA PHÁT ĐƯỢC, HOẶC PHÁT DỞ, VÀ LÝ DO"),
            paragraphs=none if not report.shortfalls else (),
            table=shortfalls if report.shortfalls else None,
        ),
        Part(title=words("IV. NGUỒN SỐ LIỆU"), paragraphs=report.notes),
    )


def plan_table(report: Report) -> Table:
    """Return the table of the plan's lines, whose lengths add up to the last row."""
    columns = (
        words("Dòng"), words("Nội dung theo kế hoạch"), words("Bài đã dùng"), words("Phát trọn"), words("Phát dở"),
        words("Không phát"), words("Thời lượng"), words("Số ngày"), words("Các buổi (số buổi)"),
    )  # fmt: skip
    return Table(
        columns=columns,
        rows=tuple(_line(one) for one in report.lines),
        total=_line(report.total),
        figures=frozenset({3, 4, 5, 6, 7}),
    )


def _line(one: ReportLine) -> tuple[str, ...]:
    return (
        one.basis, one.asked, "; ".join(one.scripts), f"{one.aired}", f"{one.cut}", f"{one.not_begun}",
        clock_length(one.seconds), f"{one.days}", one.sessions,
    )  # fmt: skip


def _shortfalls(those: Sequence[Shortfall]) -> Table:
    columns = words("Dòng"), words("Lý do"), words("Số lần"), words("Lần cuối")
    rows = (
        (
            one.basis or words("ngoài kế hoạch"), one.what, f"{one.times}" if one.times else "—",
            f"{one.last:%d/%m/%Y}" if one.last else "—",
        )
        for one in those
    )  # fmt: skip
    return Table(columns=columns, rows=tuple(rows), figures=frozenset({2, 3}))


def signed_by() -> tuple[tuple[str, str], tuple[str, str]]:
    """Return who signs the report at its foot, left and right, each with what is to be done there."""
    by_hand = words("(Ký, ghi rõ họ tên)")
    return (words("NGƯỜI LẬP BÁO CÁO"), by_hand), (words("THỦ TRƯỞNG ĐƠN VỊ"), by_hand)


def as_markdown(report: Report) -> str:
    """Return the report as Markdown: the same words as on paper, its tables as pipe tables."""
    title, about = title_of(report)
    lines = [
        *(f"**{_marked(line)}**  " for line in head_lines(report.office)),
        *(f"**{line}**  " for line in STATE), f"*{_marked(dateline(report.office))}*", "",
        f"# {title}", "", f"**{_marked(about)}**", "", _marked(opening_of(report)), "",
    ]  # fmt: skip
    for part in parts_of(report):
        lines += [f"## {part.title}", ""]
        lines += [f"- {_marked(text)}" for text in part.paragraphs]
        if part.table is not None:
            lines += _pipe_table(part.table)
        lines.append("")
    (left, by_hand), (right, _) = signed_by()
    lines += [f"| {left} | {right} |", "|:---:|:---:|", f"| {by_hand} | {by_hand} |"]
    return "\n".join(lines) + "\n"


def _pipe_table(table: Table) -> Iterable[str]:
    yield _pipes(table.columns)
    yield (
        "|" + "|".join("---:" if column in table.figures else "---" for column in range(len(table.columns))) + "|"
    )
    for row in table.rows:
        yield _pipes([_marked(cell) for cell in row])
    if table.total:
        yield _pipes([f"**{cell}**" if cell else "" for cell in table.total])


def _pipes(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _marked(text: str) -> str:
    """The text as Markdown shows it again, whatever signs are in it."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>|#" else sign for sign in text)
