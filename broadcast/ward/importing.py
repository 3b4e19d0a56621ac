"""A document that somebody wrote elsewhere (.docx, .txt, .md) -> a title and words to read, or why not."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from broadcast.base.errors import FaultsFound, Message, WardError, tell
from broadcast.text.passages.oldfonts import Coding
from broadcast.ward.charset import text_of
from broadcast.ward.letterhead import title_and_body, without_letterhead
from broadcast.ward.script import WORDS_AT_MOST, header_fields, read_script
from broadcast.ward.wordfile import Paragraph, word_text

KINDS = (".docx", ".txt", ".md")
_LARGEST = 50_000_000
_LARGEST_TEXT = 1_000_000
"""Bytes of a plain text: ten times the longest script; whoever waits is told at once."""
_OLE, _PDF, _RTF, _ZIP = b"\xd0\xcf\x11\xe0", b"%PDF", b"{\\rtf", b"PK"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WORD_FILE = b"word/"
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument"
_HEADING = re.compile(r"#{1,6}\s+")
_BOLD = re.compile(
    r"\*\*(?=[^\s*])(?P<stars>[^*]+)(?<=\S)\*\*"
    r"|(?<![\w_])__(?=[^\s_])(?!(?:h|giờ|phút|ngày|tháng|năm|đồng|nghìn|triệu)(?![^\W_]))(?P<lines>[^_]+)(?<=\S)__(?![\w_])"
)
"""Markdown's bold words: the signs stand at both their ends. A row of `_` elsewhere is a place to fill in."""
_ITEM = re.compile(r"(?:[-+*•●○▪]|\d{1,3}[.)]|[a-zđ][.)])\s")
_WRAPPED = 50
"""A line of so many letters that ends in no stop goes on in the next, where that begins with a small letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A document as a script can hold it."""

    title: str
    body: str
    """Paragraphs with a blank line between them, in NFC."""
    coding: Coding
    """How its letters were coded; they are Unicode here."""
    left_out: tuple[Message, ...]
    """What the document holds and the body does not, in its own words."""
    asked: tuple[Message, ...] = ()
    """What is in the body and may not belong there, or may be shown otherwise on the page."""
    header: Mapping[str, str] = field(default_factory=dict)
    """The other keys of a script's header that the document held, as they were written."""

    @property
    def reads_title(self) -> bool:
        """Whether the title's words are read: the body begins with them."""
        title = " ".join(self.title.rstrip("…").split()).casefold()
        return title in " ".join(self.body[: 2 * len(title) + 40].split()).casefold()


def import_document(path: Path) -> Imported:
    """Read a document for the ear: title, paragraphs, lists, tables row by row.

    Raises WardError, with what to do, where it is of a kind that cannot be read, is damaged, locked or empty, or
    where its letters cannot be read with certainty.
    """
    return imported_from(_bytes(path), path.name)


def imported_from(raw: bytes, name: str) -> Imported:
    """Read the bytes of a document as `import_document` does; `name` is what it is called. Raises WardError."""
    if len(raw) > _LARGEST:
        raise _too_large(name)
    if (why := _unreadable(raw, name, Path(name).suffix.lower())) is not None:
        raise WardError(*why)
    coding, left_out, asked = Coding.UNICODE, list[Message](), list[Message]()
    if raw.startswith(_ZIP):
        word = word_text(raw, name)
        blocks, coding, left_out, asked = word.blocks, word.coding, word.left_out, word.asked
    else:
        if len(raw) > _LARGEST_TEXT:
            raise _too_large(name)
        text, coding = text_of(raw, name)
        if (script := _script(text, coding)) is not None:
            return script
        blocks = [[Paragraph(line)] for line in _paragraphs(text)]
    read = without_letterhead(blocks)
    if not any(re.search(r"[^\W_]", one.text) for one in read.paragraphs):
        raise WardError(tell("{name} không có chữ nào để đọc.", name=name), _picture_of_text())
    title, body = title_and_body(read.paragraphs)
    return _whole(
        name,
        Imported(
            title=title,
            body="\n\n".join(body or [title]),
            coding=coding,
            left_out=(*left_out, *read.left_out),
            asked=(*asked, *read.asked),
        ),
    )


def _whole(name: str, imported: Imported) -> Imported:
    words = len(imported.body.split())
    if words > WORDS_AT_MOST:
        raise WardError(
            tell(
                "{name} dài {words} tiếng, nhiều hơn mức {most} của một bài.",
                name=name,
                words=words,
                most=WORDS_AT_MOST,
            ),
            tell("Chia thành nhiều tệp, mỗi tệp đọc chừng một hai phút, rồi nhập từng tệp."),
        )
    return imported


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise _too_large(path.name)
        return path.read_bytes()
    except OSError as error:
        why = tell("không có tệp ấy") if isinstance(error, FileNotFoundError) else tell("máy không cho đọc tệp ấy")
        raise WardError(tell("Không đọc được {name}: {why}.", name=path, why=why)) from error


def _too_large(name: str) -> WardError:
    return WardError(tell("{name} lớn quá, không phải một bài phát.", name=name))


def _unreadable(raw: bytes, name: str, suffix: str) -> tuple[Message, Message] | None:
    """Why the document cannot be read, and what to do; by what it holds, whatever it is called."""
    save_as_docx = tell("Mở bằng Word hay LibreOffice, lưu lại thành .docx (Save As), rồi nhập lần nữa.")
    if raw.startswith(_OLE):
        if _ENCRYPTED in raw:
            return tell("{name} có mật khẩu.", name=name), tell(
                "Mở bằng Word, bỏ mật khẩu, lưu lại rồi nhập lần nữa."
            )
        return tell("{name} là tệp Word kiểu cũ (.doc).", name=name), save_as_docx
    if raw.startswith(_PDF):
        return tell("{name} là tệp PDF, không lấy lời ra chắc chắn được.", name=name), tell(
            "Xin bản Word của bài; hoặc chép lời ra một tệp .txt rồi nhập tệp ấy."
        )
    if raw.startswith(_RTF):
        return tell("{name} là tệp RTF.", name=name), save_as_docx
    if raw.startswith(_ZIP):
        if _OPEN_DOCUMENT in raw[:200]:
            return tell("{name} là tệp của LibreOffice (.odt).", name=name), save_as_docx
        if _WORD_FILE not in raw:
            return tell("{name} không phải tệp Word.", name=name), save_as_docx
        return None
    if suffix not in KINDS or suffix == ".docx":
        return tell("{name} không phải bài soạn bằng Word hay tệp chữ.", name=name), tell(
            "Nhập được các tệp: {kinds}.", kinds=", ".join(KINDS)
        )
    return None


def _picture_of_text() -> Message:
    return tell("Tệp có thể chỉ gồm ảnh chụp. Xin bản có chữ, hoặc gõ lại.")


def _script(text: str, coding: Coding) -> Imported | None:
    """A text that is a script of ours already, with all that its header says."""
    raw = text.encode("utf-8")
    try:
        script, header = read_script("", raw), header_fields("", raw)
    except FaultsFound:
        return None
    others = {key: value for key, value in header.items() if key not in ("title", "draft")}
    return Imported(title=script.title, body=script.body, coding=coding, left_out=(), header=others)


def _paragraphs(text: str) -> Iterator[str]:
    """Each line a paragraph; lines that were broken at a column are joined again."""
    plain = re.sub(r"[\u00ad\u200b\u200c\u200d\ufeff]", "", text)
    joined = ""
    for line in [*re.split(r"\r\n|[\n\r\u2028\u2029\v\f]", plain), ""]:
        line = " ".join(_without_markdown(line.strip()).split())
        goes_on = len(joined) >= _WRAPPED and not joined.endswith(tuple(".!?;:…")) and line[:1].islower()
        if joined and line and goes_on and not _ITEM.match(line):
            joined = f"{joined} {line}"
            continue
        if joined:
            yield joined
        joined = line


def _without_markdown(line: str) -> str:
    return _BOLD.sub(lambda match: match["stars"] or match["lines"], _HEADING.sub("", line, count=1)
                     if _HEADING.match(line) else line)  # fmt: skip
