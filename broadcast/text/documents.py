"""Document numbers: 3630/QĐ-UBND, 49/2024/NĐ-CP, 12-CT/TW, 1521/UBND-VX, and their codes without a number."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.letters import LOWER, sayable, spelled
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import alternatives

_UP = "A-ZĂÂĐÊÔƠƯ"
_SMALL = rf"[{LOWER}](?![{LOWER}]{{2}})"  # TTg, QyĐ, SNgV; not a word in small letters
_PART = rf"[{_UP}](?:[{_UP}]|{_SMALL}|\d){{0,18}}(?:(?:&|, ?)[{_UP}]{{1,8}}){{0,2}}"
_CODE = rf"{_PART}(?:\ ?[-/.]\ ?{_PART}){{0,4}}"
_NUMBER = re.compile(
    rf"(?P<number>\d{{1,6}})(?P<suffix>[a-zA-Z]?)(?:/(?P<year>(?:19|20)\d\d))?\ ?[/-]\ ?(?P<code>{_CODE})(?!\w)"
)
_BLANK = re.compile(rf"(?:\.{{2,}}|_+|-)?\ ?/\ ?(?P<code>{_CODE})(?!\w)")
_BARE = re.compile(rf"(?P<code>{_PART}(?:[-/]{_PART}){{1,3}})(?!\w)")
_CODE_PARTS = re.compile(r"\ ?[-/.]\ ?")
_ASSEMBLY = re.compile(r"(QH|UBTVQH|HĐND)([0-9IVX]{1,5})")
_PROVINCE = re.compile(r"\btỉnh\b")


@dataclass(frozen=True, slots=True)
class _Part:
    spoken: str
    sure: bool


def say_document(page: Page, position: int) -> Found | None:
    """Read the document number with its code at `position`, `3630/QĐ-UBND`; None where none stands there.

    A code that is known in part is read with a doubt; None too where no part of it is known.
    """
    match = _NUMBER.match(page.text, position)
    if not match or re.search(r"[\d/.,]$", page.left(position)):
        return None
    left = page.left(position)
    spoken = _code(match["code"], left)
    if spoken is None:
        return None
    number = numbers.with_zeros(match["number"]) + (f" {spelled(match['suffix'])}" if match["suffix"] else "")
    year = f" năm {numbers.whole(match['year'])}" if match["year"] else ""
    return _found(match, f"{number}{year} {spoken.spoken}", sure=spoken.sure)


def say_blank_document(page: Page, position: int) -> Found | None:
    """Read the code at `position` in `Số:    /KH-UBND`, whose number is still blank; None where none stands."""
    match = _BLANK.match(page.text, position)
    if not match or not re.search(r"(?:\bsố|\bsố:|:)[ .…]*$", page.left(position)):
        return None
    spoken = _code(match["code"], page.left(position))
    return _found(match, spoken.spoken, sure=spoken.sure) if spoken else None


def say_bare_code(page: Page, position: int) -> Found | None:
    """Read the code without a number at `position`, `QĐ-UBND`; None unless every part of it is known."""
    match = _BARE.match(page.text, position)
    if not match:
        return None
    parts = _CODE_PARTS.split(match["code"])
    if parts[0] not in mapping("doctypes") or any(part not in mapping("bodies") for part in parts[1:]):
        return None
    spoken = _code(match["code"], page.left(position))
    return _found(match, spoken.spoken, sure=spoken.sure) if spoken else None


def _found(match: re.Match[str], spoken: str, *, sure: bool) -> Found:
    why = None if sure else tell("chưa biết hết chữ viết tắt trong số hiệu “{code}”", code=match["code"])
    return Found(end=match.end(), spoken=spoken, kind=Kind.DOCUMENT, why=why)


def _code(code: str, left: str) -> _Part | None:
    """The words of a code; None where nothing in it is a type or a body that we know."""
    parts = _CODE_PARTS.split(code)
    words: list[str] = []
    known = sure = False
    seen_body = False
    for index, part in enumerate(parts):
        read = _type(part, left) if index == 0 else None
        if read is None:
            first_of_many = not seen_body or parts[0].endswith(("LT", "LN"))  # joint documents have several bodies
            read = _body(part, left, unit_first=not first_of_many) or _type(part, "")
            seen_body = True
        known = known or read is not None
        read = read or _Part(spelled(part), False)
        sure = (sure or index == 0) and read.sure
        words.append(read.spoken)
    return _Part(" ".join(filter(None, words)), sure) if known else None


def _type(part: str, left: str) -> _Part | None:
    said = _type_said().search(left)
    if said and said[1] in groups("samecodes").get(part, ()):
        return _Part(said[1], True)
    word = mapping("doctypes").get(part)
    return _Part(word, True) if word else None


@cache
def _type_said() -> re.Pattern[str]:
    """A kind of document named just before its number; it decides between kinds with the same letters."""
    return re.compile(rf"({alternatives('samecodes', *groups('samecodes'))})(?: liên tịch)?(?: số)?[ :]*$")


def _body(part: str, left: str, *, unit_first: bool) -> _Part | None:
    if assembly := _ASSEMBLY.fullmatch(part):
        term = numbers.roman(assembly[2]) or (int(assembly[2]) if assembly[2].isdecimal() else None)
        if term is not None:
            return _Part(f"{mapping('bodies')[assembly[1]]} khóa {numbers.cardinal(term)}", True)
    if part.endswith("TU") and _PROVINCE.search(left):
        found = _lookup(part, unit_first=unit_first)
        return _Part(found.spoken.replace("thành ủy", "tỉnh ủy"), found.sure) if found else None
    return _lookup(part, unit_first=unit_first)


@lru_cache(maxsize=4096)
def _lookup(part: str, *, unit_first: bool) -> _Part | None:
    tables = ("sectors", "bodies") if unit_first else ("bodies", "sectors")
    forms = (part, part.replace("&", ""), part.upper(), part.replace("&", "").upper().replace("TƯ", "TW"))
    for form in dict.fromkeys(forms):
        for table in tables:
            if form in mapping(table):
                return _Part(mapping(table)[form], True)
    if part in mapping("abbreviations"):
        return _Part(mapping("abbreviations")[part], True)
    if composed := _composed(part):
        return composed
    if numbered := re.fullmatch(r"(\D{2,})(\d{1,3})", part):
        head = _lookup(numbered[1], unit_first=unit_first)
        return _Part(f"{head.spoken} {numbers.with_zeros(numbered[2])}", head.sure) if head else None
    for length in range(len(part) - 1, 2, -1):
        if part[:length] in mapping("bodies"):
            return _Part(f"{mapping('bodies')[part[:length]]} {spelled(part[length:])}", False)
    if sayable(part) and len(part) > 3 and not part.isupper():
        return _Part(part.lower(), True)
    return None


def compose(letters: str) -> str | None:
    """Read letters as a prefix and a sector or body: `SVHTTDL` is `sở văn hóa thể thao và du lịch`.

    None where they cannot be taken apart so for certain.
    """
    read = _composed(letters)
    return read.spoken if read and read.sure else None


@lru_cache(maxsize=4096)
def _composed(part: str) -> _Part | None:
    """A known prefix in front of a known sector or body; else known pieces, which are not always certain."""
    for length in range(min(5, len(part) - 1), 0, -1):
        head, rest = part[:length], part[length:]
        prefix = mapping("prefixes").get(head)
        tail = mapping("sectors").get(rest) or mapping("bodies").get(rest)
        if prefix and tail and len(rest) > 1:
            return _Part(f"{prefix} {tail}", True)
    for length in range(len(part) - 2, 1, -1):
        head, rest = part[:length], part[length:]
        first = mapping("bodies").get(head) or mapping("prefixes").get(head)
        if first and (tail_part := _tail(rest)):
            return _Part(f"{first} {tail_part}", len(head) > 2 and len(rest) > 1)
    return None


def _tail(rest: str) -> str | None:
    known = mapping("bodies").get(rest) or mapping("sectors").get(rest)
    if known:
        return known
    deeper = _composed(rest) if len(rest) > 3 else None
    return deeper.spoken if deeper else None
