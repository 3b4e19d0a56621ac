"""The code of a document, QĐ-UBND -> its words: the type and the bodies that it names."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from broadcast.text import numbers
from broadcast.text.letters import sayable, spelled
from broadcast.text.tables import groups, mapping, rows
from broadcast.text.wordlist import alternatives

CODE_PARTS = re.compile(r"\ ?[-/.]\ ?")
_ASSEMBLY = re.compile(r"(QH|UBTVQH|HĐND)([0-9IVX]{1,5})")
_OFFICE = re.compile(r"\bP\. ?(?=[A-ZĐ]{2})")
"""`P.VHXH` is the office of culture, not a ward."""
_PROVINCE = re.compile(r"\btỉnh\b")
_OF_PROVINCE = re.compile(r"\btỉnh (?:ủy|uỷ)\b|\bđảng bộ tỉnh\b")


_SHORT = 4
"""Letters of a body as few as these are as often a building's or a group's: CT2."""


@dataclass(frozen=True, slots=True)
class Part:
    """The words of a code or of a part of it, and whether they are certain."""

    spoken: str
    sure: bool


def code_words(code: str, left: str, right: str = "") -> Part | None:
    """Find the words of a document's code, `QĐ-UBND`, whose sentence begins with `left`, in small letters.

    `right`, what follows, in small letters too, may name the party committee that issued it: of the province.

    None where nothing in it is a type or a body that the tables know.
    """
    if _OF_PROVINCE.search(right):
        left = f"tỉnh {left}"
    parts = CODE_PARTS.split(_OFFICE.sub("P", code))
    words: list[str] = []
    known = sure = False
    seen_body = False
    for index, part in enumerate(parts):
        read = _type(part, left) if index == 0 else None
        if read is None:
            first_of_many = not seen_body or parts[0].endswith(("LT", "LN"))  # joint documents have several bodies
            body = _body(part, left, unit_first=not first_of_many)
            read = body if body and body.sure else _type(part, "") or body
            seen_body = True
        known = known or read is not None
        read = read or Part(_one_by_one(part), False)
        sure = (sure or index == 0) and read.sure
        words.append(read.spoken)
    return Part(" ".join(filter(None, words)), sure) if known else None


def _one_by_one(part: str) -> str:
    return " ".join(spelled(run) or numbers.with_zeros(run) for run in re.findall(r"\d+|\D+", part))


def _type(part: str, left: str) -> Part | None:
    said = _type_said().search(left)
    if said and said[1] in groups("samecodes").get(part, ()):
        return Part(said[1], True)
    word = mapping("doctypes").get(part)
    return Part(word, True) if word else None


@cache
def _type_said() -> re.Pattern[str]:
    """A kind of document named just before its number; it decides between kinds with the same letters."""
    return re.compile(rf"({alternatives('samecodes', *groups('samecodes'))})(?: liên tịch)?(?: số)?[ :]*$")


def _body(part: str, left: str, *, unit_first: bool) -> Part | None:
    if assembly := _ASSEMBLY.fullmatch(part):
        term = numbers.roman(assembly[2]) or (int(assembly[2]) if assembly[2].isdecimal() else None)
        if term is not None:
            return Part(f"{mapping('bodies')[assembly[1]]} khóa {numbers.cardinal(term)}", True)
    if part.endswith("TU") and _PROVINCE.search(left):
        found = _lookup(part, unit_first=unit_first)
        return Part(found.spoken.replace("thành ủy", "tỉnh ủy"), found.sure) if found else None
    return _lookup(part, unit_first=unit_first)


@lru_cache(maxsize=4096)
def _lookup(part: str, *, unit_first: bool) -> Part | None:
    tables = ("sectors", "bodies") if unit_first else ("bodies", "sectors")
    forms = (part, part.replace("&", ""), part.upper(), part.replace("&", "").upper().replace("TƯ", "TW"))
    for form in dict.fromkeys(forms):
        for table in tables:
            if form in mapping(table):
                return Part(mapping(table)[form], True)
    if part in mapping("abbreviations"):
        return Part(mapping("abbreviations")[part], part not in _ambiguous())
    if composed := _composed(part):
        return composed
    if numbered := re.fullmatch(r"(\D{2,})(\d{1,3})", part):
        head = _lookup(numbered[1], unit_first=unit_first)
        return Part(f"{head.spoken} {numbers.with_zeros(numbered[2])}", head.sure) if head else None
    for length in range(len(part) - 1, 2, -1):
        if part[:length] in mapping("bodies"):
            return Part(f"{mapping('bodies')[part[:length]]} {spelled(part[length:])}".rstrip(), False)
    if sayable(part) and len(part) > 3 and not part.isupper():
        return Part(part.lower(), True)
    return None


@cache
def _ambiguous() -> frozenset[str]:
    """Collect the abbreviations that have more than one reading; a code does not tell which."""
    readings = mapping("abbreviations")
    return frozenset(written for written, spoken, *_ in rows("abbreviations") if spoken != readings[written])


def compose(letters: str) -> str | None:
    """Read letters as a prefix and a sector or body: `SVHTTDL` is `sở văn hóa thể thao và du lịch`.

    None where they cannot be taken apart so for certain.
    """
    if len(letters) > _SHORT and (whole := mapping("bodies").get(letters)):
        return whole
    read = _composed(letters)
    return read.spoken if read and read.sure else None


@lru_cache(maxsize=4096)
def _composed(part: str) -> Part | None:
    """A known prefix in front of a known sector or body; else known pieces, which are not always certain."""
    for length in range(min(5, len(part) - 1), 0, -1):
        head, rest = part[:length], part[length:]
        prefix = mapping("prefixes").get(head)
        tail = mapping("sectors").get(rest) or mapping("bodies").get(rest)
        if prefix and tail and len(rest) > 1:
            return Part(f"{prefix} {tail}", True)
    for length in range(len(part) - 2, 1, -1):
        head, rest = part[:length], part[length:]
        first = mapping("bodies").get(head) or mapping("prefixes").get(head)
        if first and (tail_part := _tail(rest)):
            return Part(f"{first} {tail_part}", len(head) > 2 and len(rest) > 1)
    return None


def _tail(rest: str) -> str | None:
    known = mapping("bodies").get(rest) or mapping("sectors").get(rest)
    if known:
        return known
    deeper = _composed(rest) if len(rest) > 3 else None
    return deeper.spoken if deeper else None
