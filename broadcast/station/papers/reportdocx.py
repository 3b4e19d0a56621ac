"""The report on the plan -> a Word document, set as an official paper is (Decree 30/2020/NĐ-CP)."""

from pathlib import Path
from typing import TYPE_CHECKING

from broadcast.base.files import whole_file
from broadcast.base.onscreen import one_line
from broadcast.station.papers.report import Report
from broadcast.station.papers.reporttext import (
    STATE,
    Table,
    number_of_paper,
    opening_of,
    parts_of,
    signed_by,
    title_of,
)
from broadcast.station.papers.told import dateline, head_lines

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table as Grid
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

_FONT, _SIZE, _TABLE_SIZE = "Times New Roman", 13, 9.5
_CELL_MARGIN_CM = 0.1
_WIDTHS_CM = {9: (1.5, 4.0, 2.9, 1.0, 1.0, 1.2, 1.3, 1.0, 2.6), 4: (2.4, 9.5, 1.8, 2.8)}
"""Widths of a table's columns by how many it has; together what the margins leave of the page."""


def write_docx(path: Path, report: Report) -> None:
    """Write the report into the Word document `path`. Raises DiskError where the disk does not take it."""
    from docx import Document

    document = Document()
    _set_page(document)
    _add_head(document, report)
    for number, text in enumerate(title_of(report)):
        _add_line(document, text, bold=True, centred=True, size=14 if not number else _SIZE)
    _add_line(document, opening_of(report))
    for part in parts_of(report):
        _add_line(document, part.title, bold=True)
        for text in part.paragraphs:
            _add_line(document, text)
        if part.table is not None:
            _add_table(document, part.table)
    _add_signatures(document)
    with whole_file(path) as file:
        document.save(file)


def _set_page(document: "Document") -> None:
    """A4, margins of 2 cm and 3 cm at the left, the font of official papers for all of it."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin = section.bottom_margin = Cm(2)
    section.left_margin, section.right_margin = Cm(3), Cm(1.5)
    usual = document.styles["Normal"]
    usual.font.name, usual.font.size = _FONT, Pt(_SIZE)
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), _FONT)
    usual.paragraph_format.space_after = Pt(4)


def _add_head(document: "Document", report: Report) -> None:
    """The issuing office at the left, the state, its motto, place and date at the right."""
    left, right = document.add_table(rows=1, cols=2).rows[0].cells
    *above, office = head_lines(report.office)
    _fill(left, [(line, False) for line in above] + [(office, True)])
    _write(left.add_paragraph(), number_of_paper(), centred=True, size=_SIZE)
    _fill(right, [(line, True) for line in STATE])
    _write(right.add_paragraph(), dateline(report.office), italic=True, centred=True, size=_SIZE)


def _fill(cell: "_Cell", lines: list[tuple[str, bool]]) -> None:
    for number, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if not number else cell.add_paragraph()
        _write(paragraph, text, bold=bold, centred=True, size=12)


def _add_line(
    document: "Document", text: str, *, bold: bool = False, centred: bool = False, size: int = _SIZE
) -> None:
    _write(document.add_paragraph(), text, bold=bold, centred=centred, size=size)


def _write(
    paragraph: "Paragraph", text: str, *, bold: bool = False, italic: bool = False, centred: bool = False,
    size: float,
) -> None:  # fmt: skip
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    run = paragraph.add_run(one_line(text))  # no sign that XML does not allow
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _add_table(document: "Document", table: Table) -> None:
    """The table with a frame; its head stands again on every page that it goes on to, and no row is parted."""
    from docx.oxml import OxmlElement
    from docx.shared import Cm, Pt

    grid = document.add_table(rows=0, cols=len(table.columns))
    grid.style, grid.autofit = "Table Grid", False
    widths = [Cm(width) for width in _WIDTHS_CM[len(table.columns)]]
    rows = [(table.columns, True), *((row, False) for row in table.rows)]
    for row, bold in [*rows, *([(table.total, True)] if table.total else [])]:
        for column, (cell, text) in enumerate(zip(grid.add_row().cells, row, strict=True)):
            cell.width = widths[column]
            cell.paragraphs[0].paragraph_format.space_after = Pt(0)
            _write(cell.paragraphs[0], text, bold=bold, centred=column in table.figures, size=_TABLE_SIZE)
    for row, what in [(grid.rows[0], "w:tblHeader"), *((row, "w:cantSplit") for row in grid.rows)]:
        row._tr.get_or_add_trPr().append(OxmlElement(what))
    _set_cell_margins(grid)
    document.add_paragraph()


def _set_cell_margins(grid: "Grid") -> None:
    """Narrow margins at both sides of each cell: nine columns stand beside each other on the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Cm

    margins = OxmlElement("w:tblCellMar")
    for side in ("w:left", "w:right"):
        margin = OxmlElement(side)
        margin.set(qn("w:w"), str(Cm(_CELL_MARGIN_CM).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties = grid._tbl.tblPr
    look = properties.find(qn("w:tblLook"))
    properties.insert(len(properties) if look is None else properties.index(look), margins)


def _add_signatures(document: "Document") -> None:
    cells = document.add_table(rows=1, cols=2).rows[0].cells
    for cell, (who, by_hand) in zip(cells, signed_by(), strict=True):
        _fill(cell, [(who, True)])
        _write(cell.add_paragraph(), by_hand, italic=True, centred=True, size=_SIZE)
