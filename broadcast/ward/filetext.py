"""The bytes of a hand-written file -> its text, and where in the file each character of that text stands.

What is read has lost what nobody sees: a byte order mark, zero-width signs, marks typed apart from their letter.
A person finds a fault by the line and column that an editor shows, and an editor counts these. So places are those
of the file as it stands. A line ends with LF, CR LF or CR alone; a form feed, U+0085 or U+2028 is a character of
its line, as it is to an editor. A column counts characters (code points), a mark typed apart too; the
byte order mark at the very beginning is none of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property

from broadcast.base.errors import Fault, FaultsFound, Message, tell

_LOOKED_AT = 200
"""So many bytes show what a file is."""
_LINE_END = re.compile(r"\r\n|\r|\n")


class FileText:
    """The text of one file, and the characters that it was made of."""

    def __init__(self, as_it_stands: str) -> None:
        """Take the file's text, decoded and otherwise as it is, without a byte order mark at its beginning."""
        self.as_it_stands = as_it_stands
        self._found: dict[int, tuple[str, list[int]]] = {}
        self.text = unicodedata.normalize("NFC", _LINE_END.sub("\n", as_it_stands))
        """The text in NFC, with `\\n` line ends."""

    @cached_property
    def _lines(self) -> list[str]:
        return lines_of(self.as_it_stands)

    def line(self, number: int) -> str:
        """Return the file's line of that number, from 1, without its end; empty where it has none such."""
        return self._lines[number - 1] if 0 < number <= len(self._lines) else ""

    def places(self, number: int, read: str) -> list[int]:
        """Find where in the line of that number, from 1, each character of `read` stands, from 0, and its end.

        `read` is that line in NFC, less signs that nobody sees, its odd spaces made usual ones. The list has one
        place more than `read` has characters.
        """
        known = self._found.get(number)
        if known is None or known[0] != read:
            known = self._found[number] = (read, _places(self.line(number), read))
        return known[1]

    def stretch(self, number: int, read: str, begin: int, end: int) -> tuple[int, int]:
        """Find where in the line of that number `read[begin:end]` begins and ends; `read` as for `places`.

        The marks of its last letter go with it, what follows unseen does not. An empty one is where it begins.
        """
        places = self.places(number, read)
        first = places[begin]
        return first, _after(self.line(number), places[end - 1], places[end]) if end > begin else first


def _after(stands: str, last: int, following: int) -> int:
    """Where the letter that begins at `last` ends."""
    end = last + 1
    while end < following and unicodedata.combining(stands[end]):
        end += 1
    return end


def lines_of(text: str) -> list[str]:
    """Return the lines of a file's text as an editor counts them, without their ends."""
    return _LINE_END.split(text)


def _places(line: str, read: str) -> list[int]:
    found, after, wanted = list[int](), 0, 0
    for begin, end in _letters(line):
        for letter in unicodedata.normalize("NFC", line[begin:end]):
            if wanted < len(read) and (letter == read[wanted] or (read[wanted] == " " and _is_space(letter))):
                found.append(begin)
                wanted, after = wanted + 1, end
    return [*found, *([after] * (len(read) + 1 - len(found)))]


def _is_space(letter: str) -> bool:
    return letter in "\x85\u2028\u2029" or unicodedata.category(letter) == "Zs"


def _letters(line: str) -> Iterator[tuple[int, int]]:
    """The pieces of a line that NFC makes one letter of, or leaves one: where each begins and ends."""
    begin = 0
    for at in range(1, len(line) + 1):
        if at < len(line) and _joins(line[begin:at], line[at]):
            continue
        yield begin, at
        begin = at


def _joins(before: str, sign: str) -> bool:
    if sign < "\u0300":
        return False
    normal = unicodedata.normalize
    return bool(unicodedata.combining(sign)) or normal("NFC", before + sign) != normal("NFC", before) + sign


def decoded(file: str, raw: bytes) -> FileText:
    """Decode a file's bytes. Raises FaultsFound where they are not UTF-8.

    `file` is the name that the fault tells.
    """
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FaultsFound((_undecodable(file, raw.removeprefix(b"\xef\xbb\xbf"), error.start),)) from error
    return FileText(text)


def _undecodable(file: str, raw: bytes, position: int) -> Fault:
    before = _LINE_END.split(raw[:position].decode("utf-8"))
    line_start = position - len(before[-1].encode("utf-8"))
    line = re.split(rb"[\r\n]", raw[line_start:], maxsplit=1)[0]
    what, fix = _encoding_in_words(raw)
    return Fault(
        file=file,
        line=len(before),
        column=len(before[-1]) + 1,
        source="" if b"\0" in raw[:_LOOKED_AT] else line.decode("utf-8", errors="replace"),
        what=what,
        fix=fix,
    )


def _encoding_in_words(raw: bytes) -> tuple[Message, Message]:
    """What the bytes are, where that can be seen, and how to save them as UTF-8."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:_LOOKED_AT].count(0) > len(raw[:_LOOKED_AT]) // 4:
        return (
            tell("tệp không lưu ở bảng mã UTF-8 (có vẻ là UTF-16 của Notepad)"),
            tell("Mở bằng Notepad, chọn Lưu thành… (Save As), Mã hoá (Encoding): UTF-8."),
        )
    if raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        return (
            tell("tệp này là tài liệu của Word hay phần mềm khác, không phải chữ thường"),
            tell("Mở tài liệu, chép phần chữ sang một tệp .md mới."),
        )
    return (
        tell("tệp không lưu ở bảng mã UTF-8 (có vẻ là bảng mã tiếng Việt cũ)"),
        tell("Mở bằng Notepad, chọn Lưu thành… (Save As), Mã hoá (Encoding): UTF-8."),
    )
