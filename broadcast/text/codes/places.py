"""House numbers and alleys, 12/34/5 ngõ 7, and other numbers with letters stuck to them, 18A."""

import re

from broadcast.text import numbers
from broadcast.text.letters import LOWER, UPPER, spelled
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_HOUSE = lazily(r"\d{1,4}[A-Za-zĐđ]?(?:/\d{1,4}[A-Za-zĐđ]?\d?){1,5}(?!\w|[./-]\d)")
_HOUSE_SURE = WordList("places", "house", tail="[ :]*")
_HOUSE_PERHAPS = WordList("places", "perhaps", tail="[ :]*")
_COUNTED = WordList("places", "count", tail=" số[ :]*")
_STREET = WordList("places", "street", shapes=rf",|[{UPPER}][{LOWER}]", head=" ?")
_NAMED_STREET = WordList("places", "street", shapes=rf"[{UPPER}][{LOWER}]", head=" ?")
_NUMBER_LETTER = lazily(r"(?P<n>\d{1,5})(?P<l>[A-ZĐ]{1,2}|[a-eghđ](?![a-zđ]))(?P<m>\d{0,2})(?!\w)")
_BIS = lazily(r"(?P<n>\d{1,4}) ?(?:bis|Bis|BIS)\b")


def say_house(page: Page, position: int) -> Found | None:
    """Read the house number at `position`: `5/12`, `123/45/6` after số, ngõ, ngách …, or `18 bis`; else None."""
    text, left = page.text, page.left(position)
    if (match := _HOUSE.match(text, position)) and _at_a_house(match[0], left, page.right(match.end())):
        spoken = " trên ".join(_number_letter(part) for part in match[0].split("/"))
        return Found(end=match.end(), spoken=spoken, kind=Kind.ADDRESS)
    if match := _BIS.match(text, position):
        return Found(end=match.end(), spoken=f"{numbers.whole(match['n'])} bít", kind=Kind.ADDRESS)
    return None


def _at_a_house(written: str, left: str, right: str) -> bool:
    if _COUNTED.ends(left):
        return False
    many = written.count("/") > 1 or bool(re.search(r"[A-Za-z]", written))
    named = _STREET.begins(right)
    big = max(int(part) for part in re.findall(r"\d+", written)) > 31
    if _HOUSE_SURE.ends(left):
        return True
    if big and _NAMED_STREET.begins(right) and _falls(written):
        return True  # 920/23 Trần Nhân Tông is no share of anything
    return (_HOUSE_PERHAPS.ends(left) and (many or named)) or (many and (named or big))


def _falls(written: str) -> bool:
    first, second = (int(part) for part in re.findall(r"\d+", written)[:2])
    return first >= second


def _number_letter(written: str) -> str:
    match = re.fullmatch(r"(\d+)([A-Za-zĐđ]?)(\d?)", written)
    if not match:
        return numbers.digits(written)
    words = (numbers.with_zeros(match[1]), spelled(match[2]), numbers.digits(match[3]))
    return " ".join(filter(None, words))


def say_number_with_letter(page: Page, position: int) -> Found | None:
    """Read the number at `position` and the letters stuck to it: `18A`, `9A2`, `5G`, `12b`; None without any."""
    match = _NUMBER_LETTER.match(page.text, position)
    if not match:
        return None
    words = (numbers.with_zeros(match["n"]), spelled(match["l"]), numbers.with_zeros(match["m"]))
    return Found(end=match.end(), spoken=" ".join(filter(None, words)), kind=Kind.ADDRESS)
