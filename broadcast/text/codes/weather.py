"""What bulletins of weather and floods abbreviate: alarm levels, compass letters, coordinates."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList, alternatives

_ALARM = lazily(
    r"BĐ ?(?:cấp )?(?P<level>[1-5]|I{1,3}|IV|V)(?:(?P<until> ?- ?)(?:BĐ ?)?(?P<next>[1-5]|I{1,3}|IV|V))?(?!\w)"
)
_FORCE = lazily(r"[cC]\.? ?(?P<force>1?\d)(?: ?- ?(?P<again>[cC])?(?P<next>1?\d))?(?![\w/]|[.,]\d)")
_WIND_SAID = WordList("weather", "wind", tail=r"\b[^.;!?\n]{0,20}")
_WIND_RIGHT_BEFORE = WordList("weather", "wind", tail=" ")
_BEARING = lazily(r"(?P<one>[BNĐT]{1,3})(?P<join> ?- ?)?(?P<two>[BNĐT]{1,3})?(?![\w&.]|-\w)")
_BEARING_SAID = WordList("weather", "bearing", tail=r"[ :\"(]*(?:từ )?")
_POSITION_SAID = WordList("weather", "position", tail=r"[ :\"(]*")
_ABOUT = WordList("weather", "about", tail=" ")
_SURELY_A_SIDE = lazily(r"\d{1,3}[.,]\d{1,2} ?[NE]$")
_SIDE = r"(?P<side>Bắc|Nam|Đông|Tây|[NSEWBĐT])"
_ANGLE = lazily(
    r"(?P<degrees>\d{1,3})(?:[.,](?P<tenth>\d{1,4}))? ?[°ºo] ?"
    r"(?:(?P<minutes>\d{1,2})(?:[.,](?P<part>\d{1,3}))? ?' ?"
    r"(?:(?P<seconds>\d{1,2})(?:[.,](?P<bit>\d{1,3}))? ?(?:\"|'') ?)?)?"
    rf"(?:{_SIDE})?(?!\w)"
)
_TO = lazily(r" ?- ?(?=\d)")
_PLAIN_ANGLE = lazily(r"(?P<degrees>\d{1,3})[.,](?P<tenth>\d{1,4}) ?(?P<side>[NSEWBĐ])(?!\w)")
_ANOTHER_FOLLOWS = lazily(r" ?[;,-] ?\d{1,3}[.,]\d{1,4} ?[NSEWBĐ](?!\w)")
_ANOTHER = lazily(r"\d[.,]\d{1,4} ?[nsewbđ][ ,;-]*$")


def say_alarm(page: Page, position: int) -> Found | None:
    """Read the alarm level at `position`, `BĐ2`, `BĐ II`, `BĐ1-BĐ2`; None where none stands there."""
    match = _ALARM.match(page.text, position)
    if not match or re.search(r"[\w/.-]$|\btờ $", page.left(position)):
        return None  # tờ BĐ 5 is a sheet of the land map
    said = "" if page.left(position).endswith("báo động ") else "báo động "
    words = f"{said}{_level(match['level'])}"
    if match["next"]:
        again = "báo động " if "BĐ" in match[0][2:] else ""
        words += f" đến {again}{_level(match['next'])}"
    return Found(end=match.end(), spoken=words, kind=Kind.CODE)


def _level(written: str) -> str:
    return numbers.cardinal(numbers.roman(written) or int(written))


def say_wind(page: Page, position: int) -> Found | None:
    """Read the force of the wind at `position`, `c5`, `c6-7`, after gió or giật; None after other words."""
    match = _FORCE.match(page.text, position)
    if not match or not _WIND_SAID.ends(page.left(position)) or re.search(r"[\w/.-]$", page.left(position)):
        return None
    if match[0][0] == "C" and not _WIND_RIGHT_BEFORE.ends(page.left(position)):
        return None  # C5 is a class or a block
    words = f"cấp {numbers.whole(match['force'])}"
    if match["next"]:
        words += f" đến {'cấp ' if match['again'] else ''}{numbers.whole(match['next'])}"
    return Found(end=match.end(), spoken=words, kind=Kind.UNIT)


def say_bearing(page: Page, position: int) -> Found | None:
    """Read the compass letters at `position`, `ĐB`, `B - ĐB`, after hướng, gió or phía; else None."""
    match = _BEARING.match(page.text, position)
    left = page.left(position)
    if not match or not (_BEARING_SAID.ends(left) or _bearing_chain().search(left)):
        return None
    table = mapping("compass")
    first, second = table.get(match["one"]), table.get(match["two"] or "")
    if not first or (match["two"] and not second):
        return None
    end = match.end() if second else match.end("one")
    return Found(end=end, spoken=f"{first} {second}" if second else first, kind=Kind.ABBREVIATION)


@cache
def _bearing_chain() -> re.Pattern[str]:
    """A bearing before this one: `hướng tb đến `."""
    said, join = alternatives("weather", "bearing"), alternatives("weather", "join")
    word = "bắc|nam|đông|tây|[bnđt]"
    return re.compile(rf"\b(?:{said}) (?:(?:{word})[ -]*){{1,3}}(?:(?:{join}) (?:hướng )?|[,-] ?)$")


def say_coordinate(page: Page, position: int) -> Found | None:
    """Read the coordinate at `position`, `20°51'N`, `15,5°Bắc`, or `15,5N` after tọa độ; else None."""
    left = page.left(position)
    if re.search(r"[\d.,/]$", left):
        return None
    match = _ANGLE.match(page.text, position)
    if match and (match["minutes"] or (match["side"] and "o" not in match[0])):
        return _stretch(page.text, match) or _coordinate(match)
    plain = _PLAIN_ANGLE.match(page.text, position)
    if plain and (
        _POSITION_SAID.ends(left)
        or (_ABOUT.ends(left) and _SURELY_A_SIDE.match(plain[0]))
        or _ANOTHER.search(left)
        or _ANOTHER_FOLLOWS.match(page.text, plain.end())
    ):
        degrees = numbers.decimal(plain["degrees"], plain["tenth"])
        return Found(end=plain.end(), spoken=f"{degrees} độ {_side(plain['side'])}", kind=Kind.UNIT)
    return None


def _stretch(text: str, first: re.Match[str]) -> Found | None:
    """`12,5°N - 15,5°N`: the same side of the compass twice is a stretch; two sides are one place."""
    dash = _TO.match(text, first.end())
    last = _ANGLE.match(text, dash.end()) if dash else None
    if not last or not last["side"] or last["side"] != first["side"]:
        return None
    spoken = f"{_coordinate(first).spoken} đến {_coordinate(last).spoken}"
    return Found(end=last.end(), spoken=spoken, kind=Kind.UNIT)


def _coordinate(match: re.Match[str]) -> Found:
    words = []
    for whole, part, unit in (("degrees", "tenth", "độ"), ("minutes", "part", "phút"), ("seconds", "bit", "giây")):
        if match[whole]:
            figure = numbers.decimal(match[whole], match[part]) if match[part] else numbers.whole(match[whole])
            words.append(f"{figure} {unit}")
    if match["side"]:
        words.append(_side(match["side"]))
    return Found(end=match.end(), spoken=" ".join(words), kind=Kind.UNIT)


def _side(written: str) -> str:
    return mapping("coordinates")[written]
