"""The bytes of a Word file (.docx) -> its paragraphs in order, as they would be read; and what was left out."""

import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from broadcast.base.errors import Message, WardError, tell
from broadcast.text.passages.oldfonts import DECODE, Coding, from_tcvn3
from broadcast.text.passages.oldtext import has_own_letters, is_sure, likeness, recognised
from broadcast.ward.charset import illegible
from broadcast.ward.legacy import coding_of_font, shows_capitals
from broadcast.ward.tablewords import rows_in_words
from broadcast.ward.wordfields import filled_by_word, in_plain_words
from broadcast.ward.wordlists import Lists
from broadcast.ward.wordsigns import SIGNLESS, shown, signs_in_letters
from broadcast.ward.wordstyles import Styles, W, font_named, is_set
from broadcast.ward.wordunseen import UNSEEN, hardly_seen, is_deleted, is_hidden, left_out

_BOX = f"{W}txbxContent"
_AROUND = {f"{W}{tag}" for tag in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag")}
"""What may stand around paragraphs, rows and cells."""
_LARGEST_UNPACKED, _LARGEST_XML = 200_000_000, 20_000_000
"""Bytes; pictures are large, words are not."""
_MOST_PIECES = 100_000
"""Paragraphs and runs; a hundred pages have a third of that, and each takes a twentieth of a millisecond."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, or one row of a table, in NFC."""

    text: str
    is_title: bool = False
    """Whether the document calls it its title."""


@dataclass(slots=True)
class WordText:
    """A Word file's words."""

    blocks: list[list[Paragraph]] = field(default_factory=list)
    """A paragraph each, or all rows of one table."""
    coding: Coding = Coding.UNICODE
    """How most of its old letters were coded, where it had any."""
    left_out: list[Message] = field(default_factory=list)
    asked: list[Message] = field(default_factory=list)
    """What to look at in the script: where the page may show something else."""


def word_text(raw: bytes, name: str) -> WordText:
    """Read a .docx: paragraphs, lists and tables as they are read aloud, old fonts turned into Unicode.

    Deleted and hidden words, comments, footnotes, headers and footers are left out. Raises WardError where the
    file is damaged or too large, or where letters of an old font cannot be read with certainty.
    """
    _refuse_too_large(raw, name)
    import docx

    try:
        document = docx.Document(BytesIO(raw))
    except Exception as error:  # whatever a damaged file makes of it: python-docx, lxml and zipfile have their own
        raise _damaged(name) from error
    if sum(1 for _ in document.element.body.iter(f"{W}p", f"{W}r")) > _MOST_PIECES:
        raise _too_large(name)
    return _Reading(document, name).read()


def _refuse_too_large(raw: bytes, name: str) -> None:
    try:
        with zipfile.ZipFile(BytesIO(raw)) as package:
            sizes = [(part.filename, part.file_size) for part in package.infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(name) from error
    words = sum(size for part, size in sizes if part.endswith((".xml", ".rels")))
    if words > _LARGEST_XML or sum(size for _, size in sizes) > _LARGEST_UNPACKED:
        raise _too_large(name)


def _too_large(name: str) -> WardError:
    return WardError(tell("{name} lớn quá, không phải một bài phát.", name=name))


def _damaged(name: str) -> WardError:
    return WardError(
        tell("{name} không mở được như một tệp Word (.docx).", name=name),
        tell("Mở bằng Word hay LibreOffice, lưu lại thành .docx (Save As), rồi nhập lần nữa."),
    )


@dataclass(frozen=True, slots=True)
class _Run:
    text: str
    coding: Coding
    capitals: bool


class _Reading:
    """One walk over a document."""

    def __init__(self, document: Any, name: str) -> None:
        self._document = document
        self._name = name
        self._styles = Styles(document)
        self._lists = Lists(document, self._styles)
        self._asked = [*signs_in_letters(document.element.body), *filled_by_word(document.element.body)]
        self._changed = in_plain_words(document.element.body)
        self._unmarked = recognised(self._words(lambda run: run.coding is Coding.UNICODE))
        """How words are coded whose font says Unicode: a font may have been changed and the letters not."""
        if self._unmarked is None:
            raise illegible(name)
        self._fonts_lie = has_own_letters(self._words(lambda run: run.coding is not Coding.UNICODE))
        """Whether words in an old font are Unicode: the letters were changed and the font was not."""

    def read(self) -> WordText:
        found = WordText(coding=self._unmarked or Coding.UNICODE)
        for block in self._blocks(self._document.element.body):
            rows = self._table(block) if block.tag == f"{W}tbl" else [self._paragraph(block)]
            rows = [row for row in rows if row.text]
            if rows:
                found.blocks.append(rows)
        old = {run.coding for runs in self._all_runs() for run in runs} - {Coding.UNICODE}
        if found.coding is Coding.UNICODE and old and not self._fonts_lie:
            found.coding = min(old)
        text = "\n".join(row.text for rows in found.blocks for row in rows)
        if found.coding is not Coding.UNICODE and not is_sure(text):
            raise illegible(self._name)
        found.left_out += [*left_out(self._document, self._styles), *self._changed]
        found.asked += [*self._asked, *hardly_seen(self._document.element.body)]
        return found

    def _blocks(self, parent: Any) -> Iterator[Any]:
        return _within(parent, f"{W}p", f"{W}tbl")

    # --- words and their fonts ---

    def _all_runs(self) -> Iterator[list[_Run]]:
        """The runs of each paragraph."""
        for paragraph in self._document.element.body.iter(f"{W}p"):
            yield list(self._runs(paragraph))

    def _words(self, of: Callable[[_Run], bool]) -> str:
        """Return the raw words of such runs, a paragraph a line: a word may stand in several runs."""
        words = "\n".join("".join(run.text for run in runs if of(run)) for runs in self._all_runs())
        return words.translate(SIGNLESS)

    def _runs(self, paragraph: Any) -> Iterator[_Run]:
        """What the page shows of a paragraph: its runs, then a line for each paragraph of its text boxes."""
        font_of_style = self._styles.font_of(paragraph)
        boxes = list[Any]()
        for run in _seen(paragraph, f"{W}r"):
            boxes += _seen(run, _BOX)
            if is_hidden(self._styles, paragraph, run):
                continue
            font = font_named(run.find(f"{W}rPr")) or font_of_style
            if text := "".join(_letters(run)):
                yield _Run(_plain_codes(text), coding_of_font(font), shows_capitals(font))
        for box in [*boxes, *_seen(paragraph, _BOX)]:
            for inner in box.iter(f"{W}p"):
                yield _Run("\n", Coding.UNICODE, capitals=False)
                yield from self._runs(inner)

    def _text(self, paragraph: Any) -> str:
        """The paragraph in Unicode: by its fonts, or as it stands, whichever makes Vietnamese of it."""
        runs = list(self._runs(paragraph))
        unmarked = self._unmarked or Coding.UNICODE
        by_fonts = "".join(_turned(run, run.coding) for run in runs)
        by_words = "".join(_turned(run, unmarked if run.coding is Coding.UNICODE else run.coding) for run in runs)
        as_it_is = "".join(run.text for run in runs)
        ways = (as_it_is, by_words, by_fonts) if self._fonts_lie else (by_fonts, by_words, as_it_is)
        return shown(DECODE[Coding.UNICODE](max(ways, key=likeness)))  # the first of equals

    # --- paragraphs, lists, tables ---

    def _paragraph(self, paragraph: Any) -> Paragraph:
        name = self._styles.name_of(paragraph)
        if name.startswith("toc"):
            return Paragraph("")
        text = _squeezed(self._text(paragraph))
        is_gone = not text and any(True for _ in paragraph.iter(f"{W}r"))
        label = "" if is_gone else self._lists.label_of(paragraph)  # an empty line of a list is counted
        return Paragraph(label + text if text else "", is_title=name == "title")

    def _table(self, table: Any) -> list[Paragraph]:
        """A row a paragraph, as a newsreader reads it: `Địa điểm: trạm y tế; thời gian: 8 giờ.`"""
        elements = [row for row in _within(table, f"{W}tr") if not is_deleted(row)]
        rows, above = list[list[str]](), dict[int, str]()
        for row in elements:
            cells = self._row(row, above)
            above |= cells
            rows.append(list(cells.values()))
        heads_meant = bool(elements) and _is_heading(elements[0])
        return [Paragraph(text) for text in rows_in_words([row for row in rows if any(row)], heads_meant)]

    def _row(self, row: Any, above: Mapping[int, str]) -> dict[int, str]:
        """The words of each cell by its column; a cell that goes on from the row above says what stands there."""
        cells, column = dict[int, str](), 0
        for cell in _within(row, f"{W}tc"):
            merged, span = cell.find(f"{W}tcPr/{W}vMerge"), cell.find(f"{W}tcPr/{W}gridSpan")
            goes_on = merged is not None and merged.get(f"{W}val") != "restart"
            if not is_deleted(cell):
                cells[column] = self._cell(cell) or (above.get(column, "") if goes_on else "")
            width = str(span.get(f"{W}val")) if span is not None else "1"
            column += int(width) if width.isdecimal() and 0 < len(width) < 4 else 1
        return cells

    def _cell(self, cell: Any) -> str:
        inner = [
            self._table(one) if one.tag == f"{W}tbl" else [self._paragraph(one)] for one in self._blocks(cell)
        ]
        return _squeezed(" ".join(one.text for rows in inner for one in rows)).replace("\n", " ")


def _within(parent: Any, *tags: str) -> Iterator[Any]:
    """The paragraphs, rows or cells of an element, those in content controls and insertions among them."""
    for child in parent.iterchildren():
        if child.tag in tags:
            yield child
        elif child.tag in _AROUND:
            yield from _within(child, *tags)


def _seen(parent: Any, tag: str) -> Iterator[Any]:
    """The outermost elements of a kind below one that are shown; those in a text box belong to its paragraphs."""
    for child in parent.iterchildren():
        if child.tag == tag:
            yield child
        elif child.tag not in UNSEEN and child.tag not in (_BOX, f"{W}r"):
            yield from _seen(child, tag)


def _letters(run: Any) -> Iterator[str]:
    for child in run.iterchildren():
        match child.tag.rsplit("}", 1)[-1] if isinstance(child.tag, str) else "":
            case "t":
                yield child.text or ""
            case "tab" | "ptab":
                yield " "
            case "br" | "cr":
                yield "\n"
            case "noBreakHyphen":
                yield "-"


def _plain_codes(text: str) -> str:
    """The letters of fonts that Word takes for symbols lie elsewhere in Unicode."""
    return "".join(chr(ord(c) - 0xF000) if "\uf020" <= c <= "\uf0ff" else c for c in text)


def _turned(run: _Run, coding: Coding) -> str:
    if coding is Coding.TCVN3:
        return from_tcvn3(run.text, capitals=run.capitals)
    return DECODE[coding](run.text)


def _squeezed(text: str) -> str:
    """Without soft hyphens, hard spaces and doubled ones; lines stay lines."""
    plain = re.sub(r"[\u00ad\u200b\u200c\u200d\ufeff]", "", text)
    return "\n".join(line for part in plain.split("\n") if (line := " ".join(part.split())))


def _is_heading(row: Any) -> bool:
    """Whether the document says that the row is a heading, or has all its words bold."""
    if _has(row, "trPr", "tblHeader"):
        return True
    runs = [run for run in row.iter(f"{W}r") if any((text.text or "").strip() for text in run.iter(f"{W}t"))]
    return bool(runs) and all(_has(run, "rPr", "b") for run in runs)


def _has(element: Any, properties: str, tag: str) -> bool:
    toggle = element.find(f"{W}{properties}/{W}{tag}")
    return toggle is not None and is_set(toggle)
