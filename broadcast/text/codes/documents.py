"""Document numbers: 3630/QĐ-UBND, 49/2024/NĐ-CP, 12-CT/TW, 1521/UBND-VX, and their codes without a number."""

import re

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.codes.doccodes import CODE_PARTS, code_words
from broadcast.text.letters import LOWER, UPPER, spelled
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList

_UP = "A-ZĂÂĐÊÔƠƯ"
_SMALL = rf"[{LOWER}](?![{LOWER}]{{2}})"  # TTg, QyĐ, SNgV; not a word in small letters
_PART = rf"[{_UP}](?:[{_UP}]|{_SMALL}|\d){{0,18}}(?:[&,][{_UP}]{{1,8}}){{0,2}}"
_CODE = rf"{_PART}(?:\ ?[-/.]\ ?{_PART}){{0,4}}"
_NUMBER = lazily(
    rf"(?P<number>\d{{1,6}})(?P<suffix>[a-zA-Z]?)(?:/(?P<year>(?:19|20)\d\d))?\ ?[/-]\ ?"
    rf"(?P<code>{_CODE})(?!\w|-[{LOWER}]{{2}})"
)
_BLANK = lazily(rf"(?:\.{{2,}}|_+|-)?\ ?/\ ?(?P<code>{_CODE})(?!\w)")
_STANDARD = lazily(
    r"(?P<number>\d{1,5}(?:-\d{1,2})?)(?: ?: ?(?P<year>(?:19|20)\d\d))?(?:/(?P<body>[A-ZĐ]{2,8}))?(?!\w|[.,]\d)"
)
_STANDARD_SAID = WordList("standards", "label", tail=r"[ :]*")
_BARE = lazily(rf"(?P<code>{_PART}(?:[-/]{_PART}){{1,3}})(?!\w)")
_TYPE_SAID = lazily(r"\b(?:[^\W\d_]+ ){1,3}số:? ?$")
_WORDS = lazily(r"[^\W\d_]+|\|")
_ISSUED = lazily(rf" ?,? ?(?:(?:ra )?ngày [^;.()]{{0,40}}?,? )?(?:của|do) (?:[^\W\d_]{{1,12}} )?[{_UP}][^\W\d_]")
"""Who issued it, behind the number and perhaps its day: ` ngày 08 tháng 5 năm 2026 của Điện lực …`."""
_ANY_CASE = lazily(
    rf"(?P<number>\d{{1,6}})(?P<suffix>)(?:/(?P<year>(?:19|20)\d\d))?\ ?/\ ?"
    rf"(?P<code>[{UPPER}{LOWER}]{{2,10}}(?:\ ?-\ ?[{UPPER}{LOWER}]{{2,12}}){{1,3}})(?!\w)"
)
"""A code in small letters, qđ-ubnd; it is one only where every part of it is known."""


def say_document(page: Page, position: int) -> Found | None:
    """Read the document number with its code at `position`, `3630/QĐ-UBND`; None where none stands there.

    A code that is known in part is read with a doubt; None too where no part of it is known.
    """
    left = page.left(position)
    if re.search(r"[\d/.,]$", left):
        return None
    match = _NUMBER.match(page.text, position)
    code = match["code"] if match else ""
    if not match and (match := _ANY_CASE.match(page.text, position)):
        code = match["code"].upper()
    if not match or (code != match["code"] and not _all_known(code)):
        return None
    spoken = code_words(code, left, page.right(match.end()).lower())
    number = numbers.with_zeros(match["number"]) + (f" {spelled(match['suffix'])}" if match["suffix"] else "")
    year = f" năm {numbers.whole(match['year'])}" if match["year"] else ""
    if (spoken is None or not spoken.sure) and (short := _without_issuer(page, match, left)) is not None:
        return _found(match, f"{number}{year} {short}".rstrip(), sure=True)
    if spoken is None:
        return None
    return _found(match, f"{number}{year} {spoken.spoken}", sure=spoken.sure)


def _without_issuer(page: Page, match: re.Match[str], left: str) -> str | None:
    """What is left of a code whose issuer the sentence names in full, `412/TB-ĐLKT … của Điện lực Kiến Thụy`.

    The type, or nothing where it stands before the number; None where the issuer is not named, or no type is.
    """
    kind, *bodies = CODE_PARTS.split(match["code"])
    named = bool(_TYPE_SAID.search(left))
    typed = mapping("doctypes").get(kind)
    if not (named or typed):
        return None
    right = page.right(match.end())
    beside = f"{page.text[match.start() - len(left) : match.start()]} | {right}"
    initials = "".join(word[0].upper() if word[0] != "|" else "|" for word in _WORDS.findall(beside))
    letters = [part for part in ([kind] if not typed else []) + bodies if len(part) > 2]
    if not any(part.upper() in initials for part in letters) and not (typed and _ISSUED.match(right)):
        return None
    return "" if named or not typed else typed


def say_blank_document(page: Page, position: int) -> Found | None:
    """Read the code at `position` in `Số:    /KH-UBND`, whose number is still blank; None where none stands."""
    match = _BLANK.match(page.text, position)
    if not match or not re.search(r"(?:\bsố|\bsố:|:)[ .…]*$", page.left(position)):
        return None
    spoken = code_words(match["code"], page.left(position))
    return _found(match, spoken.spoken, sure=spoken.sure) if spoken else None


def say_bare_code(page: Page, position: int) -> Found | None:
    """Read the code without a number at `position`, `QĐ-UBND`; None unless every part of it is known."""
    match = _BARE.match(page.text, position)
    if not match:
        return None
    if match["code"] in mapping("abbreviations") or not _all_known(match["code"]):
        return None
    spoken = code_words(match["code"], page.left(position))
    return _found(match, spoken.spoken, sure=spoken.sure) if spoken else None


def _all_known(code: str) -> bool:
    kind, *bodies = CODE_PARTS.split(code)
    return kind in mapping("doctypes") and all(body in mapping("bodies") for body in bodies)


def say_standard_number(page: Page, position: int) -> Found | None:
    """Read a standard's number at `position` after its label: `TCVN 2622:1995`, `QCVN 06:2022/BXD`; else None."""
    match = _STANDARD.match(page.text, position)
    if not match or not _STANDARD_SAID.ends(page.left(position)):
        return None
    words = " ".join(numbers.with_zeros(part) for part in match["number"].split("-"))
    year = f" năm {numbers.whole(match['year'])}" if match["year"] else ""
    body = code_words(match["body"], page.left(position)) if match["body"] else None
    if match["body"] and body is None:
        return None
    spoken = f"{words}{year}{' ' + body.spoken if body else ''}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DOCUMENT)


def _found(match: re.Match[str], spoken: str, *, sure: bool) -> Found:
    why = None if sure else tell("chưa biết hết chữ viết tắt trong số hiệu “{code}”", code=match["code"])
    return Found(end=match.end(), spoken=spoken, kind=Kind.DOCUMENT, why=why)
