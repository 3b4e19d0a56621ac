"""Single letters that name a thing: khối C, hạng D, vitamin A; a letter alone that no other rule knows."""

import re
from functools import cache

from broadcast.base.errors import tell
from broadcast.text.letters import letter_name, sayable, spelled
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_LETTER = re.compile(r"[A-ZĐ](?![\w'&]|[-.]\d|\.[A-ZĐƯ])")
_LICENCE = re.compile(r"(?:[BCD]1?E|F[BCDE]\d?)(?!\w)")
"""Classes of driving licence that two letters name (Law on road traffic order 2024, article 57)."""
_LICENCE_SAID = re.compile(r"\bhạng (?:[a-f]\d?e?(?: ?[,;/-] ?| và | hoặc ))*$")
_PLACE_FOLLOWS = re.compile(r"[PQHXTĐ]\. ?(?:\d|[^\W\d_]{2})")
_ROMAN = "IVX"
_NAMED = WordList("codes", "class", "letter", tail=r"[ :\"'(]*")
_NAMED_BY_LETTERS = WordList("codes", "letter", tail=r"[ :\"'(]*")
_Y_WORD = WordList("codes", "y", head=" ", tail=r"\b")
_POINT_SAID = WordList("capitals", "point", shapes=r"điều \d{1,3}|khoản \d{1,2}", tail="[ :]*")


def say_class_letter(page: Page, position: int) -> Found | None:
    """Read the capital at `position` by its name where it names a class: `khối A, B, C`, `vitamin D`; else None.

    I, V and X stay Roman numerals after a noun that takes those, and P., Q., H. … in front of a name stay places.
    """
    left = page.left(position)
    if (licence := _LICENCE.match(page.text, position)) and _LICENCE_SAID.search(left):
        return Found(end=licence.end(), spoken=_spelled(licence[0]), kind=Kind.LETTER)
    if page.text.startswith("AB", position) and _NAMED_BY_LETTERS.ends(left) and _alone(page, position + 2):
        return Found(end=position + 2, spoken=spelled("AB"), kind=Kind.LETTER)  # nhóm máu AB
    if not _LETTER.match(page.text, position) or _PLACE_FOLLOWS.match(page.text, position):
        return None
    letter = page.text[position]
    if letter == "Y" and _Y_WORD.begins(page.right(position + 1).lower()):
        return None  # trạm Y tế
    chain = _chain().search(left)
    named = _NAMED.ends(left) or chain
    if letter in _ROMAN:
        named = _NAMED_BY_LETTERS.ends(left) or (chain and re.search(r"(?<!\w)[^\Wivx](?!\w)", chain["letters"]))
    if not named or (chain is None and re.match(r" [A-Z]\. |-[A-ZĐ]{2}", page.right(position + 1))):
        return None
    return Found(end=position + 1, spoken=_name(letter, left), kind=Kind.LETTER)


@cache
def _chain() -> re.Pattern[str]:
    """The noun and the letters that this one goes on with: `khối a, b, `, `tòa a và tòa `."""
    noun = alternatives("codes", "class", "letter")
    join = rf"(?: ?[,;/-] ?| (?:{alternatives('codes', 'join')}) )"
    return re.compile(
        rf"\b(?:{noun})[ :(\"]*(?P<letters>(?:[a-zđ]{{1,2}}\d{{0,2}}e?{join}(?:(?:{noun}) )?){{1,20}})$"
    )


def say_letter(page: Page, position: int) -> Found | None:
    """Read the letter that stands alone at `position` by its name, a vowel as it is said; None for no letter.

    `d` after điểm, khoản … is `dê`, and `x` between two quantities `nhân`. A letter without a name is a doubt.
    """
    letter = page.text[position]
    if not letter.isalpha():
        return None
    left, end = page.left(position), position + 1
    if letter in "xX" and re.search(r"\d ?(?:[a-zA-Z]{1,2}2? ?)?$", left) and re.match(r" ?\d", page.right(end)):
        return Found(end=end, spoken="nhân", kind=Kind.SYMBOL)
    if sayable(letter):
        return Found(end=end, spoken=letter.lower() if letter in "AEIOU" else letter, kind=Kind.LETTER)
    if name := _name(letter, left):
        return Found(end=end, spoken=name, kind=Kind.LETTER)
    return Found(end=end, spoken="", kind=Kind.UNKNOWN, why=tell("chưa biết đọc “{written}”", written=letter))


def _name(letter: str, left: str) -> str:
    return "dê" if letter in "Dd" and _POINT_SAID.ends(left) else letter_name(letter)


def _alone(page: Page, end: int) -> bool:
    return not re.match(r"\w", page.text[end : end + 1])


def _spelled(code: str) -> str:
    return " ".join(spelled(sign) if sign.isalpha() else "một" for sign in code)
