"""A letter or two behind a number: a unit, or a name, points, a comrade, a street? Told by the words around."""

import re

from broadcast.text.patterns import lazily
from broadcast.text.wordlist import WordList

_NEAR = r"\b[^.;:!?\n]{0,24}"
_ELECTRIC = WordList("quantities", "electric", shapes=r"\d ?(?:v|kv|w|kw)", tail='[ :,/("-]*')
_CURRENT = WordList("quantities", "electric", tail=_NEAR)
_LABEL = WordList("quantities", "label", tail="[ :]*")
_PRICED = WordList("quantities", "priced", tail=_NEAR)
_GRADED = WordList("quantities", "graded", tail=_NEAR)
_LOADED = WordList("quantities", "loaded", tail=_NEAR)
_HOUSE = WordList("dates", "address", tail="[ :]*")
_CLOSE = r"(?: [^\W\d_]+){0,2}[ :(\"]*"
_CARRIED = WordList("quantities", "carried", tail=_CLOSE)
_FORCE = WordList("quantities", "force", shapes=r"lực(?=[ :(]*$)", tail=_CLOSE)
_ENERGY = WordList("quantities", "energy", tail=_CLOSE)
_LASTING = WordList("quantities", "lasting", tail=_CLOSE)
_PRICE = WordList("quantities", "price", tail=_CLOSE)
_COMRADES = re.compile(r"/c(?!\w)")
_STREET = lazily(r"\. ?[^\W\d_a-zà-ỹđ]")
_SMALLEST_SUM = 100
"""No price is lower in đồng; a smaller number before đ counts points or comrades, or is a house."""
_LARGEST_HOUSE = 1000
_ROUND = 5
_SMALLEST_PRICE = 25
"""In thousands: from here on a round number before K is a price, below it may be a run or a screen."""


def is_unit(match: re.Match[str], text: str, left: str, value: float) -> bool:
    """Tell whether the sign that `match` found (groups space and unit) behind a number is a unit or currency.

    `left` is the text before the number, `value` the number's value.
    """
    unit, spaced, right = match["unit"], bool(match["space"]), text[match.end() : match.end() + 3]
    if unit in ("đ", "Đ"):
        return _is_dong(right, left, spaced=spaced, value=value)
    if unit in ("k", "K", "V", "s", "t", "tr"):
        return _is_glued(unit, right, left, spaced=spaced, value=value)
    if unit == "T":
        return not spaced and _LOADED.ends(left)
    if unit in ("p", "th", "ng"):
        return not spaced
    if unit in ("A", "N", "J"):
        if (unit == "N" and _FORCE.ends(left)) or (unit == "J" and _ENERGY.ends(left)):
            return True
        near = _CURRENT if spaced else _ELECTRIC
        return near.ends(left) or (unit == "A" and value != int(value))
    if unit in ("m", "g", "l", "L", "W") and spaced and right.startswith("."):
        return not right[1:2].isalpha()
    return unit != "P"


def _is_glued(unit: str, right: str, left: str, *, spaced: bool, value: float) -> bool:
    """Letters that are a unit where they touch the number, and something else where they stand apart."""
    if unit == "tr":
        return not right.startswith(".") or not spaced or _PRICED.ends(left)
    if spaced:
        return _is_apart(unit, left)
    if unit == "t":
        return value != int(value) or _LOADED.ends(left)
    if unit == "s" or _LABEL.ends(left):
        return unit == "s"
    if unit == "K":
        price = value >= _SMALLEST_PRICE and value % _ROUND == 0
        return price or _PRICED.ends(left) or right[:1] == "/"
    return True


def _is_apart(unit: str, left: str) -> bool:
    """Letters off their number, `47 t`, `52 s`, `9 k`: a unit where the words right before ask for one."""
    if unit in ("k", "K"):
        return _PRICE.ends(left) and not _LABEL.ends(left)
    return {"V": _CURRENT, "t": _CARRIED, "s": _LASTING}[unit].ends(left)


def is_comrade(right: str) -> bool:
    """Tell whether what follows a đ makes it a comrade, `đ/c`."""
    return _COMRADES.match(right) is not None


def is_points(left: str, value: float) -> bool:
    """Tell whether a number before đ counts points: there is no half đồng, and no price of nine."""
    return value < _SMALLEST_SUM and (value != int(value) or _GRADED.ends(left))


def _is_dong(right: str, left: str, *, spaced: bool, value: float) -> bool:
    """đ is đồng, unless it is a comrade (đ/c) or a street (đ. Trần Phú; 120 đ. Lê Lợi)."""
    if spaced and value < _LARGEST_HOUSE and _STREET.match(right) and _HOUSE.ends(left):
        return False
    if value >= _SMALLEST_SUM:
        house = spaced and value % 100 and _STREET.match(right)
        return value >= _LARGEST_HOUSE or not (is_comrade(right) or house)
    if is_comrade(right) or _STREET.match(right):
        return False
    return not (spaced and right[:1] in (".", ")", "]")) or _PRICE.ends(left)
