"""Heights and lengths written `1m72`, `cao 2m2`, told from areas and volumes: `48m2`, `6m3`."""

import re

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_METRES = re.compile(r"(?P<m>\d{1,2})m(?P<rest>\d{1,2})(?![\w²³]|[.,]\d)")
_TALL = WordList("heights", "tall", tail=r"(?: \w{1,7}){0,2}(?: \d{1,2}m\d{0,2} ?(?:-|đến|tới))?[ :(]*")
_CHILD = WordList("heights", "child", tail=r"\b[^.;:!?\n]{0,24}\b(?:dưới|trên|từ|đến|quá)[ :(]*")
_WIDE = WordList("heights", "wide", tail=r"(?: \w{1,7}){0,1}[ :(]*")
_WAY = WordList("heights", "way", tail=r"\b[^.;:!?\n]{0,20}")
_BESIDE_LENGTH = re.compile(r"\dm\d? ?[x×] ?$")
_TIMES_LENGTH = re.compile(r" ?[x×] ?\d{1,3}(?:[.,]\d{1,2})? ?m(?![²³23])")
_UNTIL_LENGTH = re.compile(r" ?(?:-|đến|tới) ?\d{1,2}m(?:[014-9](?!\d)|\d\d)(?![\w²³])")
_LONGEST = 15
_WIDEST_WAY = 4
"""In metres: `cao 30m2` is hardly thirty metres twenty, nor `rộng 5m2` five."""


def height(page: Page, position: int) -> Found | None:
    """Read the length at `position` that is written with the metres in the middle, `1m72`; None for an area.

    One figure 2 or 3 after the m is a square or a cube, unless the words around it speak of a length; where both
    fit (`rộng 3m2`), the reading has a doubt.
    """
    match = _METRES.match(page.text, position)
    if not match or re.search(r"[\d.,]$", page.left(position)):
        return None
    spoken = f"{numbers.whole(match['m'])} mét {numbers.with_zeros(match['rest'])}"
    found = Found(end=match.end(), spoken=spoken, kind=Kind.UNIT)
    if match["rest"] not in ("2", "3"):
        return found
    left, right = page.left(position), page.right(match.end())
    if right.startswith("/") or int(match["m"]) > _LONGEST:
        return None
    if (
        _TALL.ends(left)
        or _CHILD.ends(left)
        or _BESIDE_LENGTH.search(left)
        or _TIMES_LENGTH.match(right)
        or _UNTIL_LENGTH.match(right)
    ):
        return found
    if not _WIDE.ends(left) or int(match["m"]) > _WIDEST_WAY or match["rest"] == "3":
        return None
    if _WAY.ends(left):
        return found
    why = tell("“{written}” là chiều dài hay diện tích?", written=match[0])
    area = f"{numbers.whole(match['m'])} mét vuông"
    return Found(end=match.end(), spoken=area, kind=Kind.UNIT, why=why)
