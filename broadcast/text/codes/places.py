"""House numbers and alleys, 12/34/5 ngõ 7, and other numbers with letters stuck to them, 18A."""

import re

from broadcast.text import numbers
from broadcast.text.letters import LOWER, UPPER, spelled
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList

_HOUSE = lazily(r"\d{1,4}[A-Za-zĐđ]?(?:/\d{1,4}[A-Za-zĐđ]?\d?){1,5}(?!\w|[./-]\d)")
_HOUSES = lazily(
    r"(?P<one>(?P<a>\d{1,4})/(?P<b>\d{1,4})(?:/\d{1,4}){0,3}) ?- ?"
    r"(?P<two>(?P<c>\d{1,4})/(?P<d>\d{1,4})(?:/\d{1,4}){0,3})(?!\w|[./-]\d)"
)
_DAYS, _MONTHS = 31, 12
_HOUSE_SURE = WordList("places", "house", tail="[ :]*")
_HOUSE_PERHAPS = WordList("places", "perhaps", tail="[ :]*")
_COUNTED = WordList("places", "count", tail=" số[ :]*")
_STREET = WordList("places", "street", shapes=rf",|[{UPPER}][{LOWER}]", head=" ?")
_NAMED_STREET = WordList("places", "street", shapes=rf"[{UPPER}][{LOWER}]", head=" ?")
_ROOM = lazily(r"(?P<floor>\d{1,2})\.(?P<room>\d\d)(?= ?(?:[,;:()]|\.(?!\d)|-|$)| (?:tầng|tòa|toà|nhà|chung))")
_PRICE = lazily(r"\b(?:giá|tiền) [^\W\d_]+ $")
_ROOM_SAID = WordList("codes", "room", tail=r"(?: số)?[ :]*")
_FEEDER = lazily(r"(?P<line>[1347]\d\d)[ -]?(?P<station>E)(?P<a>\d{1,2})\.(?P<b>\d{1,2})(?!\w|[.,]\d)")
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


def say_house_range(page: Page, position: int) -> Found | None:
    """Read the houses at `position` from one to another, `43/106 - 43/98`, after số or nhà; None for any other.

    What could be two days is houses only where a street or an alley follows.
    """
    match, left = _HOUSES.match(page.text, position), page.left(position)
    if not match or not _HOUSE_SURE.ends(left) or _COUNTED.ends(left):
        return None
    days = all(
        int(match[day]) <= _DAYS and int(match[month]) <= _MONTHS for day, month in (("a", "b"), ("c", "d"))
    )
    if days and not _NAMED_STREET.begins(page.right(match.end())):
        return None
    first, second = (" trên ".join(map(_number_letter, match[part].split("/"))) for part in ("one", "two"))
    return Found(end=match.end(), spoken=f"{first} đến {second}", kind=Kind.ADDRESS)


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


def say_room(page: Page, position: int) -> Found | None:
    """Read the room of a floor at `position`, `5.04`, after phòng or căn hộ and before a stop; None elsewhere."""
    match = _ROOM.match(page.text, position)
    if not match or not _ROOM_SAID.ends(page.left(position)) or _PRICE.search(page.left(position)):
        return None
    words = f"{numbers.with_zeros(match['floor'])} chấm {numbers.with_zeros(match['room'])}"
    return Found(end=match.end(), spoken=words, kind=Kind.CODE)


def say_feeder(page: Page, position: int) -> Found | None:
    """Read the power line at `position` by its number and substation, `471E5.3`, `474 E9.18`; else None."""
    match = _FEEDER.match(page.text, position)
    if not match or re.search(r"[\d.,/-]$", page.left(position)):
        return None
    station = f"{spelled(match['station'])} {numbers.with_zeros(match['a'])} chấm {numbers.with_zeros(match['b'])}"
    return Found(end=match.end(), spoken=f"{numbers.whole(match['line'])} {station}", kind=Kind.CODE)


def say_number_with_letter(page: Page, position: int) -> Found | None:
    """Read the number at `position` and the letters stuck to it: `18A`, `9A2`, `5G`, `12b`; None without any."""
    match = _NUMBER_LETTER.match(page.text, position)
    if not match:
        return None
    left = page.left(position)
    thing = mapping("countedletters").get(match["l"])
    if thing and not match["m"] and match["n"][0] != "0" and not _HOUSE_SURE.ends(left):
        return Found(end=match.end(), spoken=f"{numbers.whole(match['n'])} {thing}", kind=Kind.COUNT)
    words = (numbers.with_zeros(match["n"]), spelled(match["l"]), numbers.with_zeros(match["m"]))
    kind = Kind.ADDRESS if _HOUSE_SURE.ends(left) else Kind.CODE
    return Found(end=match.end(), spoken=" ".join(filter(None, words)), kind=kind)
