"""Letters and figures that together name a thing: gói thầu XL-02, tòa CT2, mẫu 01a/LPTB, cúm A(H5N1), P1204."""

import re
from dataclasses import replace
from functools import cache

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.letters import spelled
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList, alternatives

_CODE = re.compile(
    r"(?P<head>[A-ZĐ]{1,5})(?P<join>[-. ]?)(?P<n>\d{1,15})(?P<more>[A-ZĐ]{0,2}\d{0,3}[a-c]?"
    r"(?:PVC|HDPE|PE)?(?:[-./](?:[A-ZĐ]{1,6}\d{0,5}|\d{1,8}[A-ZĐ]{0,2})){0,4})(?!\w|[.,]\d)"
)
_FLU = re.compile(r"A(?:\(|/)(?P<strain>H\d{1,2}N\d{1,2})\)?(?!\w)")
_DUST = re.compile(r"PM ?(?P<n>\d{1,2})(?:[.,](?P<tenth>\d))?(?!\w|[.,]\d)")
_FORM_NUMBER = re.compile(
    r"(?P<n>\d{1,3})(?P<more>(?:[A-ZĐ]{1,2}|[a-e])?\d?(?:[-./](?:[A-ZĐ]{1,8}\d{0,3}|(?:19|20)?\d\d(?!\d))){0,3})(?!\w)"
)
_ROMAN_YEAR = re.compile(r"[IVX]+-(?:19|20)\d\d")
_YEAR = re.compile(r"(?:19|20)\d\d")
_TAIL = r"(?: số| là)?[ :\"(]*"
_SAID = WordList("codes", "code", tail=_TAIL)
_FORM_SAID = WordList("codes", "form", tail=_TAIL)
_PACKET_SAID = WordList("codes", "packet", tail=_TAIL)
_ROOM_SAID = WordList("codes", "room", tail=r"[ :\"(]*")
_SEED_SAID = WordList("codes", "seed", tail=r"[ :\"(]*(?:[a-z]{1,4}[ -]?\d{1,5}(?: ?[,;] ?| và )){0,8}")
_SERIAL = re.compile(r"(?=[A-Z]* ?\d)(?:[A-Z0-9]{6,20}|[A-Z]{1,3} ?\d{5,10})(?![\w-]|[.,]\d)")
_SERIAL_SAID = WordList("codes", "serial", tail=_TAIL)
_PAPER_SAID = WordList("codes", "said", tail=r"[ :\"(]*")
_ISSUER = WordList("codes", "issuer", head=r"\)? ?", tail=r"\b")
_DUST_SAID = WordList("codes", "spell", tail=r"[ :\"(]*")


def say_code(page: Page, position: int) -> Found | None:
    """Read the letters and figures at `position` as a code: `XL-02`, `CT3A`, `N01-T3`; else None.

    Letters that are an abbreviation too are a code where the noun before or the code's form says so; where neither
    does, a short one is a doubt, and a longer one is left to the abbreviations.
    """
    left = page.left(position)
    if re.search(r"[\w&/.-]$", left):
        return None
    if (serial := _SERIAL.match(page.text, position)) and _SERIAL_SAID.ends(left):
        return _found(
            serial.end(), " ".join(spelled(sign) or numbers.digits(sign) for sign in serial[0] if sign != " ")
        )
    if flu := _FLU.match(page.text, position):
        return _found(flu.end(), f"a {_pieces(flu['strain'])}")
    if (dust := _DUST.match(page.text, position)) and _DUST_SAID.ends(left):
        return _found(dust.end(), f"pê em {_decimal(dust)}")
    match = _CODE.match(page.text, position)
    if not match or match[0] in mapping("loans") or match[0] in mapping("abbreviations"):
        return None
    if _ROMAN_YEAR.fullmatch(match[0]):
        return None  # lần I-2025
    if match["join"] == "." and set(match["head"]) <= set("IVX") and len(match["n"]) < 3:
        return None  # mục I.2.a
    named = _SAID.ends(left) or bool(_chain().search(left))
    if match["join"] == " " and not _goes_together(match, left):
        return None
    if match["head"] == "P" and not _FORM_SAID.ends(left) and re.fullmatch(r"\d{3,4}", match["n"] + match["more"]):
        room = "" if left.endswith("phòng ") else "phòng "
        return _found(match.end(), f"{room}{_figures(match['n'])}")
    return _weighed(page, match, left, named=named)


def _weighed(page: Page, match: re.Match[str], left: str, *, named: bool) -> Found | None:
    """A code by what speaks for it; None where its letters are more likely an abbreviation."""
    head, number = match["head"], match["n"]
    if match["join"] == "-" and not match["more"] and _YEAR.fullmatch(number) and set(head) <= set("IVX"):
        return None  # quý I-2026
    if len(number) > 7 and not named:
        return None  # a telephone stuck to its label
    formal = number[0] == "0" or match["join"] == "-" or bool(match["more"])
    found = _read(page, match)
    if head in groups("codes")["paper"]:
        return _paper(page, match, left, found, sure=named or formal or match["join"] == ".")
    if head in groups("codes")["never"]:
        mine = _FORM_SAID.ends(left) or (named and (formal or len(head) == 1) and match["join"] != ".")
        return found if mine else None
    if head in mapping("loans"):
        return found if named and not _YEAR.fullmatch(number) else None
    if head not in mapping("abbreviations"):
        return found
    if named and len(head) < 5:
        return found
    if _YEAR.fullmatch(number):
        return None
    if formal and len(head) < 4:
        return found
    return _asked(match, found) if len(head) < 3 and not match["join"] else None


def _paper(page: Page, match: re.Match[str], left: str, found: Found, *, sure: bool) -> Found | None:
    """`CT`: a chỉ thị where a document stands, else a tower, a form or a motorway; asked where nothing tells."""
    if _PAPER_SAID.ends(left) or (left.strip() and not sure and _ISSUER.begins(page.right(found.end).lower())):
        words = f"{mapping('doctypes')[match['head']]} {numbers.with_zeros(match['n'])}"
        return None if match["more"] or match["join"] == "-" else replace(found, spoken=words, kind=Kind.DOCUMENT)
    return found if sure else _asked(match, found)


def _asked(match: re.Match[str], found: Found) -> Found:
    other = f"{mapping('abbreviations')[match['head']]} {numbers.with_zeros(match['n'])}"
    return replace(found, why=tell("đọc là “{one}” hay “{two}”?", one=found.spoken, two=other))


def _goes_together(match: re.Match[str], left: str) -> bool:
    """`phòng B 203`, `tòa CT 2`: a noun before the letters binds the number after the space to them."""
    if match["head"] in groups("codes")["paper"]:
        return _ROOM_SAID.ends(left)
    if _SEED_SAID.ends(left):
        return len(match["head"]) < 4 and not _YEAR.fullmatch(match["n"])
    if match["head"] in groups("codes")["variety"]:
        return match["head"] in groups("codes")["own"] or (_SAID.ends(left) and len(match["n"]) < 6)
    known = match["head"] in mapping("abbreviations")
    return not known and len(match["head"]) < 4 and len(match["n"]) in (2, 3) and _ROOM_SAID.ends(left)


@cache
def _chain() -> re.Pattern[str]:
    """The noun and the codes that this one goes on with: `tòa ct1, ct2 và `."""
    noun, join = alternatives("codes", "code"), alternatives("codes", "join")
    item = rf"[a-zđ]{{1,5}}[-. ]?\d[\w./-]{{0,9}}(?: ?[,;] ?| - | (?:{join}) )(?:(?:{noun}) )?"
    return re.compile(rf"\b(?:{noun})(?: số)?[ :(\"]*(?:{item}){{1,10}}$")


def _read(page: Page, match: re.Match[str]) -> Found:
    variety = match["head"] in groups("codes")["own"]
    head = spelled(match["head"]).replace("o ", "ô ") if variety else _head(match["head"])  # Ô Môn
    words = f"{head} {_figures(match['n'])}{_rest(match['more'])}"
    again = re.compile(rf" ?- ?{match['head']}(?P<n>\d{{1,4}})(?!\w)")
    until = again.match(page.text, match.end("n"))
    if until and match["join"] != " " and int(until["n"]) > int(match["n"]):
        return _found(until.end(), f"{spelled(match['head'])} {_figures(match['n'])} đến "
                                   f"{spelled(match['head'])} {_figures(until['n'])}")  # fmt: skip
    return _found(match.end(), words)


def _head(letters: str) -> str:
    """The letters by their names, but the mark of a petrol, RON95, as the word that it is."""
    return mapping("codewords").get(letters) or spelled(letters)


def _rest(more: str) -> str:
    """The words of what follows the first number: `A`, `-T3`, `.02`, `/203`."""
    words = ""
    for sign, letters, figures in re.findall(r"([-./]?)([A-Za-zĐđ]*)(\d*)", more):
        point = " chấm" if sign == "." and figures and not letters else ""
        said = _figures(figures)
        if sign and _YEAR.fullmatch(figures):
            said = numbers.whole(figures)
        elif sign == "-" and len(figures) > 2:
            said = numbers.digits(figures)
        words += " ".join(filter(None, (point, letters and f" {_known(letters, sign)}", figures and f" {said}")))
    return words.replace("  ", " ")


def _known(letters: str, sign: str) -> str:
    """A part of a form's number by its words where it is a body or an abbreviation, else spelled."""
    if sign and letters in ("II", "III", "IV", "V"):
        return numbers.cardinal(numbers.roman(letters) or 0)  # RON95-III
    if sign and len(letters) > 2:
        return mapping("bodies").get(letters) or mapping("abbreviations").get(letters) or spelled(letters)
    return spelled(letters)


def say_form_number(page: Page, position: int) -> Found | None:
    """Read the number of a form at `position`, `01/ĐK`, `2C-BNV/2008`, after mẫu or tờ khai; else None."""
    match = _FORM_NUMBER.match(page.text, position)
    left = page.left(position)
    said = _FORM_SAID.ends(left) or (match and match["more"][:1] in "-/" and _PACKET_SAID.ends(left))
    if not match or not said or not re.search(r"[A-Za-zđĐ]", match["more"]):
        return None
    if re.match(r"/(?:19|20)\d\d", match["more"]):
        return None  # 01/2026/QĐ-UBND is a document
    return _found(match.end(), f"{numbers.with_zeros(match['n'])}{_rest(match['more'])}")


def _figures(written: str) -> str:
    """Up to three figures are a number, zeros in front said; more are said one by one."""
    if not written:
        return ""
    return numbers.with_zeros(written) if len(written) < 4 else numbers.digits(written)


def _pieces(code: str) -> str:
    return " ".join(spelled(part) or numbers.whole(part) for part in re.findall(r"\D+|\d+", code))


def _decimal(match: re.Match[str]) -> str:
    return numbers.decimal(match["n"], match["tenth"]) if match["tenth"] else numbers.whole(match["n"])


def _found(end: int, spoken: str) -> Found:
    return Found(end=end, spoken=spoken, kind=Kind.CODE)
