"""House numbers and alleys, roads, vehicle plates, classes, and other numbers with letters in them."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.letters import LOWER, UPPER, spelled
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
_PLATE_LABEL = re.compile(r"(?P<label>BSX|BS|BKS)(?: số)?[ .:]*(?=\d{2}[ -]?[A-ZĐ])")
_PLATE_LABELS = {"BS": "biển số", "BSX": "biển số xe", "BKS": "biển kiểm soát"}

_HOUSE = re.compile(r"\d{1,4}[A-Za-zĐđ]?(?:/\d{1,4}[A-Za-zĐđ]?\d?){1,5}(?!\w|[./-]\d)")
_HOUSE_SURE = WordList("places", "house", tail="[ :]*")
_HOUSE_PERHAPS = WordList("places", "perhaps", tail="[ :]*")
_COUNTED = WordList("places", "count", tail=" số[ :]*")
_STREET = WordList("places", "street", shapes=rf",|[{UPPER}][{LOWER}]", head=" ?")
_NAMED_STREET = WordList("places", "street", shapes=rf"[{UPPER}][{LOWER}]", head=" ?")
_NUMBER_LETTER = re.compile(r"(?P<n>\d{1,5})(?P<l>[A-ZĐ]{1,2}|[a-eghđ](?![a-zđ]))(?P<m>\d{0,2})(?!\w)")
_BIS = re.compile(r"(?P<n>\d{1,4}) ?(?:bis|Bis|BIS)\b")
_MOTORWAY = re.compile(r"CT[. ]?(?P<n>\d{1,2})(?!\w)")
_KM = re.compile(r"(?:Km|KM|km) ?(?P<n>\d{1,4})(?: ?\+ ?(?P<m>\d{1,4}))?(?![\w.,])")
_KM_PLUS = re.compile(r"(?P<n>\d{1,4}) ?\+ ?(?P<m>\d{3})(?!\d)")
_DOTTED_PLACE = re.compile(r"\d{1,3}(?:\.\d{1,2}){1,4}(?:\.?[a-zđ](?!\w))?(?![\d%]|[.,/]\d)")
_PART_SAID = WordList("places", "part", tail="[ :]*")
_MOTORWAY_SAID = WordList("places", "motorway", tail="[ (:]*")
_POST_SAID = WordList("places", "post", tail="[ :]*")
_CHAPTER = re.compile(r"(?P<roman>[IVX]{1,5})(?P<rest>(?:\.\d{1,2}){1,4})(?![\d\w])")


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
    match = _PLATE_LABEL.match(page.text, position)
    if not match or not (_PLATE.match(page.text, match.end()) or _PLATE_LOOSE.match(page.text, match.end())):
        return None
    return Found(end=position + len(match["label"]), spoken=_PLATE_LABELS[match["label"]], kind=Kind.ABBREVIATION)


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
    words = (numbers.with_zeros(match["n"]), spelled(match["l"]), numbers.whole(match["m"]) if match["m"] else "")
    return Found(end=match.end(), spoken=" ".join(filter(None, words)), kind=Kind.ADDRESS)


def say_road(page: Page, position: int) -> Found | None:
    """Read the road or kilometre at `position`: `QL5`, `TL 359`, `ĐT.363`, `Km12+500`; None for anything else."""
    if match := _KM.match(page.text, position):
        plus = f" cộng {numbers.whole(match['m'])}" if match["m"] else ""
        return Found(end=match.end(), spoken=f"ki lô mét {numbers.with_zeros(match['n'])}{plus}", kind=Kind.ROAD)
    if (match := _MOTORWAY.match(page.text, position)) and _MOTORWAY_SAID.ends(page.left(position)):
        return Found(end=match.end(), spoken=f"xê tê {numbers.with_zeros(match['n'])}", kind=Kind.ROAD)
    match = _road().match(page.text, position)
    if not match:
        return None
    if match["road"] in ("ĐT", "ĐH", "ĐL") and not match["dot"] and len(match["n"]) < 3:
        return None
    if match["road"] == "ĐT" and len(match["n"]) == 4:
        return None  # more likely a telephone
    road = mapping("roads")[match["road"]]
    words = (
        "" if page.left(position).rstrip().lower().endswith(road) else road,  # đường tỉnh ĐT.354
        "số" if match["dot"] and "số" in match["dot"] else "",
        numbers.with_zeros(match["n"]),
        spelled(match["l"]),
    )
    return Found(end=match.end(), spoken=" ".join(filter(None, words)), kind=Kind.ROAD)


@cache
def _road() -> re.Pattern[str]:
    """A kind of road and its number: `QL5`, `ĐT.363`."""
    kinds = "|".join(mapping("roads"))
    return re.compile(
        rf"(?P<road>{kinds})(?P<dot>\.| ?số )?[ -]?(?P<n>\d{{1,4}})(?P<l>[A-Z]?)(?!\w|[.,/]\d|[. ]\d{{3}})"
    )


def say_kilometre_post(page: Page, position: int) -> Found | None:
    """Read `12+500` at `position` after km, mốc or lý trình; None after other words, or for another shape."""
    match = _KM_PLUS.match(page.text, position)
    if not match or not _POST_SAID.ends(page.left(position)):
        return None
    spoken = f"{numbers.whole(match['n'])} cộng {numbers.whole(match['m'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.ROAD)


def say_part_number(page: Page, position: int) -> Found | None:
    """Read the number of a document's part at `position`: `II.1.2`, or `1.2` after `mục`; None for any other."""
    if (match := _CHAPTER.match(page.text, position)) and (chapter := numbers.roman(match["roman"])):
        tail = " chấm ".join(numbers.whole(part) for part in match["rest"].split(".") if part)
        return Found(end=match.end(), spoken=f"{numbers.cardinal(chapter)} chấm {tail}", kind=Kind.LIST)
    match = _DOTTED_PLACE.match(page.text, position)
    if not match or not (
        _PART_SAID.ends(page.left(position)) or (match[0].count(".") > 1 and not re.search(r"\d{3}", match[0]))
    ):
        return None
    parts = re.findall(r"\d+|[a-zđ]", match[0])
    spoken = " chấm ".join(numbers.whole(part) if part.isdecimal() else letter(part) for part in parts)
    return Found(end=match.end(), spoken=spoken, kind=Kind.LIST)


def letter(written: str) -> str:
    """Name the letter (or letters) that numbers a point; d is `dê` there, to be told from đ."""
    return "dê" if written in ("d", "D") else spelled(written)
