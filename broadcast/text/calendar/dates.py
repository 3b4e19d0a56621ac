"""One date, 5/9/2025, 5/9, 05.09, 2025-09-05 -> its words; told from shares and house numbers by its sides."""

import re
from functools import cache

from broadcast.text.calendar.datewords import (
    ADDRESS_LEFT,
    DATE_WORDS,
    DAY,
    MONTH,
    NO_MORE,
    SLASH,
    YEAR,
    figure_before,
    governed,
    known_by_date,
    say_day_of_year,
)
from broadcast.text.calendar.daymonths import say_day_and_month
from broadcast.text.letters import LOWER, UPPER
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_ISO = lazily(rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?!\d)")
_FULL = lazily(rf"(?P<d>{DAY})(?P<s>{SLASH}| ?\. ?| ?- ?)(?P<m>{MONTH})(?P<t> ?[/.-] ?)(?P<y>{YEAR})")
_SHORT = lazily(rf"(?P<d>{DAY})(?P<s>[/.-])(?P<m>{MONTH})(?P=s)(?P<y>\d\d)(?![\d/]|[.,]\d)")
_STREET = lazily(rf" (?:[{UPPER}][{LOWER}]|phố |đường )")
"""12/5/25 Lê Lợi is a house."""
_CALLED = WordList("dates", "called", tail=r" \"?")
_BORN = WordList("dates", "born", tail=r"[ :(]*")


def say_date(page: Page, position: int) -> Found | None:
    """Read the one date at `position`; None where a fraction, a house number or a decimal stands there.

    A pair that may as well be a share as a day is read as a day, with a doubt.
    """
    text, left = page.text, page.left(position)
    if figure_before(left):
        return None
    if match := _ISO.match(text, position):
        day = "" if re.search(r"ngày $", left) else "ngày "
        return _found(match, day + say_day_of_year(str(int(match["d"])), match["m"], match["y"], "ngày "))
    if (match := _FULL.match(text, position)) and _one_sign(match["s"], match["t"]):
        return _found(match, say_day_of_year(match["d"], match["m"], match["y"], left))
    if (match := _SHORT.match(text, position)) and _has_a_short_year(match["s"], left, page.right(match.end())):
        return _found(match, say_day_of_year(match["d"], match["m"], match["y"], left))
    return _place_called_by_a_day(page, position, left) or say_day_and_month(page, position, left)


def _place_called_by_a_day(page: Page, position: int, left: str) -> Found | None:
    """`đường 2-9`, `kinh 30-4`: such a name has no `mùng`; days that everybody knows, or past the twelfth."""
    match = _name().match(page.text, position) if _CALLED.ends(left) else None
    if not match:
        return None
    day, month = int(match["d"]), int(match["m"])
    if (day, month) not in known_by_date() and not (match["s"] == "-" and day > 12):
        return None
    return _found(match, say_day_of_year(match["d"], match["m"], None, "ngày "))


@cache
def _name() -> re.Pattern[str]:
    return re.compile(rf"(?P<d>{DAY})(?P<s>[/-])(?P<m>{MONTH}){NO_MORE}(?![a-zA-Z%°])")


def _found(match: re.Match[str], spoken: str) -> Found:
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)


def _one_sign(first: str, second: str) -> bool:
    return first.strip() == second.strip() and (first.strip() == "/" or len(first) == len(second) or " " in first)


def _has_a_short_year(sign: str, left: str, right: str) -> bool:
    if governed(left) or _BORN.ends(left) or (sign == "/" and DATE_WORDS.ends(left)):
        return True
    return sign == "/" and not ADDRESS_LEFT.ends(left) and not _STREET.match(right)
