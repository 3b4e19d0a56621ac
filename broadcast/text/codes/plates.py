"""Vehicle plates, 15A-123.45, and the letters that announce one: BS 61C - 330.64."""

import re

from broadcast.text import numbers
from broadcast.text.letters import spelled
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList

_PLATE = re.compile(
    r"(?P<area>\d{2})[ -]?(?P<series>[A-ZĐ]{1,2}\d?)(?:(?: ?- ?| )(?P<a>\d{3}\.\d{2}|\d{4,5})"
    r"|(?P<b>\d{3}\.\d{2}))(?!\d)"
)
_PLATE_SAID = WordList("places", "plate", tail="(?: số| là)?[ :]*")
_PLATE_LOOSE = re.compile(
    r"(?P<area>\d{2})[ -]?(?P<series>[A-ZĐ]{1,2}\d?)[ .-]*(?P<a>\d{3}\.?\d{2}|\d{4})(?P<b>)(?!\d)"
)
_YEAR_AFTER = re.compile(r" (?:19|20)\d\d$")
_LABEL = re.compile(r"(?P<label>BSX|BS|BKS)(?: số)?[ .:]*(?=\d{2}[ -]?[A-ZĐ])")


def say_plate(page: Page, position: int) -> Found | None:
    """Read the vehicle plate at `position`, `15A-123.45`; None where none stands there."""
    text, left = page.text, page.left(position)
    match = _PLATE.match(text, position)
    if not match and _PLATE_SAID.ends(left):
        match = _PLATE_LOOSE.match(text, position)
    if not match or re.search(r"[\d/]$", left):
        return None
    if _YEAR_AFTER.search(match[0]) and not _PLATE_SAID.ends(left):
        return None  # lớp 12A 2025
    series = match["series"]
    words = [
        numbers.with_zeros(match["area"]),
        spelled(series),
        numbers.digits(series),
        numbers.digits(match["a"] or match["b"]),
    ]
    return Found(end=match.end(), spoken=" ".join(filter(None, words)), kind=Kind.PLATE)


def say_plate_label(page: Page, position: int) -> Found | None:
    """Read `BS` or `BSX` in front of a plate as biển số; None anywhere else."""
    match = _LABEL.match(page.text, position)
    if not match or not (_PLATE.match(page.text, match.end()) or _PLATE_LOOSE.match(page.text, match.end())):
        return None
    return Found(
        end=position + len(match["label"]), spoken=mapping("plates")[match["label"]], kind=Kind.ABBREVIATION
    )
