"""Degrees whose sign was lost in copying, `150C` for 15°C, `18-200C` -> their words; asked where not certain."""

import re

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_LOST = re.compile(
    r"(?:(?P<low>\d{1,2})(?:[.,](?P<part>\d))?(?P<lost>0C)? ?- ?)?"
    r"(?P<high>\d{1,2})(?:[.,](?P<bit>\d))?0C(?!\w|[/-]\w)"
)
_WARMTH = WordList("quantities", "warmth", tail=r"\b[^.!?\n]{0,48}")
_BOUND = WordList("quantities", "bound", tail=" ")
_BODY_OR_AIR = range(5, 46)
_SURE = range(11, 46)


def say_degrees(page: Page, position: int) -> Found | None:
    """Read the temperature at `position` whose ° became 0, after words of warmth or cold; None for any other.

    After no more than `dưới` it is asked, and 100C may be ten or a hundred degrees.
    """
    match = _LOST.match(page.text, position)
    if not match or re.search(r"[\d.,/-]$", page.left(position)):
        return None
    high = int(match["high"])
    if high not in _BODY_OR_AIR or (match["low"] and int(match["low"]) > high):
        return None
    spoken = f"{_figure(match['high'], match['bit'])} độ xê"
    if match["low"]:
        spoken = f"{_figure(match['low'], match['part'])} đến {spoken}"
    warm = _WARMTH.ends(page.left(position)) or match["lost"]
    if not warm and not (_BOUND.ends(page.left(position)) and high in _SURE):
        return None
    if warm and (high in _SURE or match["lost"] or match["low"]):
        return Found(end=match.end(), spoken=spoken, kind=Kind.UNIT)
    other = f"{numbers.whole(match['high'] + '0')} độ xê"
    why = tell("đọc là “{one}” hay “{two}”?", one=spoken, two=other)
    return Found(end=match.end(), spoken=spoken, kind=Kind.UNIT, why=why)


def _figure(whole: str, part: str | None) -> str:
    return numbers.decimal(whole, part) if part else numbers.whole(whole)
