"""Numbers, letters and bullets that open a line: II., 1.1., a), (1), -, +."""

import re

from broadcast.text import numbers
from broadcast.text.codes.parts import letter
from broadcast.text.letters import LOWER, UPPER
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind

_PART = r"(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2})"
_MARKER = lazily(
    rf"(?:\((?P<bracketed>[IVX]{{1,5}}|[A-Za-zđĐ]|\d{{1,2}})\)|(?P<parts>(?:{_PART}"
    rf"|[a-zđ](?=\)))(?:\.(?:\d{{1,2}}|[IVX]{{1,4}}|[a-zđ]))*?)"
    rf"(?P<close>(?<=[IVX]) -(?=\s+[{UPPER}])"
    rf"|\.?\)|\.-|\.(?=\s)|/(?=\s|[{UPPER}][{LOWER}])|-(?=\s)|\.(?=[{UPPER}])))(?=\s*\S)"
)
_DOTTED = lazily(
    rf"(?P<parts>(?:[IVX]{{1,5}}\.)?\d{{1,2}}(?:\.\d{{1,2}}){{1,4}}|[IVX]{{1,5}}\.\d{{1,2}})(?=\s+[{UPPER}\"])"
)
_SMALL_LETTER = lazily(r"(?P<parts>[a-zđ])(?P<close>[./])(?=\s+\S)")
_BULLET = lazily(r"[-+*•●○◦▪▫■□►▸▶➢➤✓✔❖◆♦→⇒·∙#‣>]+(?=\s|[^\W\d_]|\d)")


def say_marker(page: Page, position: int) -> Found | None:
    """Read the number or letter at `position` that opens a list's point or a heading, with a pause after it.

    None where `position` does not open a line, or no such marker stands there.
    """
    if not page.opens_line(position):
        return None
    text = page.text
    for pattern in (_DOTTED, _MARKER, _SMALL_LETTER):
        match = pattern.match(text, position)
        if not match:
            continue
        groups = match.groupdict()
        written = groups.get("bracketed") or groups["parts"]
        if pattern is _SMALL_LETTER and written in "aeiouy":
            return None  # said as it stands
        if groups.get("close") in (".", "/") and not _opens_a_point(page, written, match.end()):
            return None
        words = " chấm ".join(_part(part) for part in written.rstrip(".").split("."))
        return Found(end=match.end(), spoken=words, kind=Kind.LIST, mark=",")
    return None


def _opens_a_point(page: Page, written: str, end: int) -> bool:
    """`P. Hồng Bàng`, `Q. Lê Chân`, `T. Anh` are no points of a list; `A. Mục đích` is."""
    spaced = page.text[end : end + 1].isspace()
    if not spaced and not (written[0].isdecimal() or numbers.roman(written)):
        return False
    if written == "X" and re.match(rf" [{UPPER}][{LOWER}]+ [{UPPER}][{LOWER}]+(?!\w)", page.right(end)):
        return False  # X. Kiến Thụy is a commune
    if len(written) > 1 or not written.isalpha() or written in "IVX":
        return True
    if written.upper() not in "ABCDĐEG":
        return False
    return not (written == "Đ" and re.match(rf" ?[{UPPER}][{LOWER}]+ [{UPPER}][{LOWER}]", page.right(end)))


def _part(part: str) -> str:
    if part.isdecimal():
        return numbers.whole(part)
    number = numbers.roman(part)
    return numbers.cardinal(number) if number and set(part) <= set("IVX") else letter(part)


def say_bullet(page: Page, position: int) -> Found | None:
    """Say nothing for the bullet at `position` that opens a line; None where none stands there."""
    if page.left(position).strip(" \"'(-+*•"):
        return None
    match = _BULLET.match(page.text, position)
    if match and match[0] == ">" and re.match(r" ?\d", page.right(match.end())):
        return None  # > 80 tuổi
    return Found(end=match.end(), spoken="", kind=Kind.LIST) if match else None
