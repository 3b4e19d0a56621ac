"""The sign x between two quantities, `4x6`, `15kg gạo x 2 đợt` -> nhân."""

import re

from broadcast.text.amounts.amount import amount, bare
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_TIMES = re.compile(r" ?[x×] ?(?=\d)")
_MEASURE_LEFT = re.compile(r"\d ?(?:[a-zđ%]{1,3}[23²³]?)? $")
_WORD = re.compile(r" [a-zà-ỹđ]")
_FACTOR = WordList("quantities", "factor", shapes=r"\(", head=" ")
_UNIT_LEFT = WordList("slashes", "money", "measure", head=r"\d ?", tail=r"(?:/[^\W\d]{1,12}){0,2}[ )]+")
_QUANTITY_LEFT = re.compile(r"\d[^.;:!?\n]{0,32}[ )]$|\d ?(?:[a-zA-Z]{1,2}[23²³]?|đ)?$")


def say_product(page: Page, position: int) -> Found | None:
    """Read the numbers at `position` that an x joins, with the unit of the last: `2x1,5mm2`; None without an x."""
    first = bare(page, position)
    times = _TIMES.match(page.text, first.end) if first else None
    second = (amount(page, times.end()) or bare(page, times.end())) if times else None
    if not first or not second:
        return None
    spoken = f"{first.spoken} nhân {second.spoken}"
    return Found(end=second.end, spoken=spoken.replace(" chấm ", " phẩy "), kind=Kind.UNIT, why=second.why)


def say_times(page: Page, position: int) -> Found | None:
    """Read the x at `position` between a quantity and a number as `nhân`; None for any other x."""
    if page.text[position] not in "xX×":
        return None
    left = page.left(position)
    right = page.right(position + 1).lower()
    spaced = left.endswith(" ") and page.text[position] != "X"
    if spaced and (_FACTOR.begins(right) or (_MEASURE_LEFT.search(left) and _WORD.match(right))):
        return Found(end=position + 1, spoken="nhân", kind=Kind.SYMBOL)
    if not re.match(r"[xX×] ?\d", page.right(position)):
        return None
    spaced = left.endswith((" ", ")"))
    glued = not spaced and bool(left) and page.text[position] != "X"
    measured = page.text[position] != "X" and _UNIT_LEFT.ends(left)
    if not _QUANTITY_LEFT.search(left) or not (glued or measured or page.right(position)[1:2] == " "):
        return None
    return Found(end=position + 1, spoken="nhân", kind=Kind.SYMBOL)
