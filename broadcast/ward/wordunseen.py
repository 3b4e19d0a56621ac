"""A Word file -> what it holds and nobody is to hear: hidden, struck and deleted words, notes, heads of pages.

All of it is told in its own words, so that whoever imports the file can see that nothing is missing.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.ward.wordstyles import Styles, W, is_set

FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
UNSEEN = frozenset({f"{W}{tag}" for tag in ("del", "moveFrom", "rPr", "pPr", "sdtPr", "tcPr")} | {FALLBACK})
"""Below these nothing is shown: what was deleted or moved away, properties, and a second form of a drawing."""
_HIDDEN = ("vanish", "specVanish")
_STRUCK = ("strike", "dstrike")
_TINY = 4
"""Half points: letters of 2 pt and less are specks on the page."""
_NOTES = ("footnotes", "endnotes")


def is_hidden(styles: Styles, paragraph: Any, run: Any) -> bool:
    """Whether the page does not show the run, or shows it struck out; by itself or by its styles."""
    return any(styles.is_on(paragraph, run, tag) for tag in (*_HIDDEN, *_STRUCK))


def is_deleted(part: Any) -> bool:
    """Whether a row or a cell of a table was deleted with the change kept, or is hidden."""
    marks = (f"{W}trPr/{W}del", f"{W}tcPr/{W}cellDel")
    hidden = part.find(f"{W}trPr/{W}hidden")
    return any(part.find(mark) is not None for mark in marks) or (hidden is not None and is_set(hidden))


def left_out(document: Any, styles: Styles) -> Iterator[Message]:
    """Yield what is not read, each kind once, in the words of the document."""
    body = document.element.body
    if words := _told(_runs_that(body, styles, _HIDDEN)):
        yield tell("chữ ẩn “{words}”", words=words)
    if words := _told(_runs_that(body, styles, _STRUCK)):
        yield tell("chữ gạch ngang “{words}”", words=words)
    if words := _told(_deleted(body)):
        yield tell("chữ đã xoá còn lưu vết trong tệp “{words}”", words=words)
    if next(body.iter(f"{W}footnoteReference", f"{W}endnoteReference"), None) is not None:
        yield tell("chú thích cuối trang, cuối bài “{words}”", words=_told(_notes(document)))
    if next(body.iter(f"{W}commentReference"), None) is not None:
        yield tell("lời góp ý bên lề")
    if words := _told(_around_pages(document)):
        yield tell("đầu trang, cuối trang “{words}”", words=words)
    if any(not any(True for _ in one.iter(f"{W}txbxContent")) for one in _pictures(body)):
        yield tell("hình ảnh")
    if next(body.iter(f"{W}altChunk"), None) is not None:
        yield tell("phần chép từ một tệp khác vào, máy không đọc được: chép lời ấy vào bài")


def hardly_seen(body: Any) -> Iterator[Message]:
    """Yield what is read and can hardly be seen on the page: white letters on white, and specks."""
    white = [_words(run) for run in body.iter(f"{W}r") if _is_white(run) or _is_tiny(run)]
    if words := _told(white):
        yield tell("chữ trắng hoặc quá nhỏ, trên trang không thấy, vẫn nằm trong bài: “{words}”", words=words)


def _told(pieces: Iterable[str]) -> str:
    return " / ".join(" ".join(one.split()) for one in pieces if one.strip())


def _words(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t", f"{W}delText"))


def _runs_that(body: Any, styles: Styles, tags: tuple[str, ...]) -> Iterator[str]:
    """The words of each paragraph that have one of the properties."""
    for paragraph in body.iter(f"{W}p"):
        if next(paragraph.iterancestors(FALLBACK), None) is None:
            yield "".join(
                _words(run)
                for run in _own_runs(paragraph)
                if any(styles.is_on(paragraph, run, tag) for tag in tags)
            )


def _own_runs(parent: Any) -> Iterator[Any]:
    """The runs of a paragraph, without those of a paragraph within it."""
    for child in parent.iterchildren():
        if child.tag == f"{W}r":
            yield child
        elif child.tag not in UNSEEN:
            yield from _own_runs(child)


def _deleted(body: Any) -> Iterator[str]:
    for row in body.iter(f"{W}tr", f"{W}tc"):
        if is_deleted(row):
            yield _words(row)
    for change in body.iter(f"{W}del"):
        yield _words(change)


def _notes(document: Any) -> Iterator[str]:
    """The words of the notes that python-docx does not open."""
    from docx.oxml import parse_xml

    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in _NOTES:
            for note in parse_xml(relation.target_part.blob).iterchildren():
                yield _words(note)


def _around_pages(document: Any) -> Iterator[str]:
    seen = set[str]()
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rsplit("/", 1)[-1] in ("header", "footer"):
            words = " ".join(_words(one) for one in relation.target_part.element.iter(f"{W}p"))
            if words.strip() and not words.strip().isdecimal() and words not in seen:  # not a page's number alone
                seen.add(words)
                yield words


def _pictures(body: Any) -> Iterator[Any]:
    for one in body.iter(f"{W}drawing", f"{W}pict", f"{W}object"):
        if next(one.iterancestors(FALLBACK), None) is None:
            yield one


def _is_white(run: Any) -> bool:
    """Whether the letters are white, and nothing says that what is behind them is not."""
    color = run.find(f"{W}rPr/{W}color")
    if color is None or str(color.get(f"{W}val")).upper() not in ("FFFFFF", "FEFEFE"):
        return False
    behind = any(run.find(f"{W}rPr/{W}{tag}") is not None for tag in ("shd", "highlight"))
    return not behind and next(run.iterancestors(f"{W}tbl", f"{W}txbxContent"), None) is None


def _is_tiny(run: Any) -> bool:
    size = run.find(f"{W}rPr/{W}sz")
    value = str(size.get(f"{W}val")) if size is not None else ""
    return value.isdecimal() and len(value) < 4 and int(value) <= _TINY
