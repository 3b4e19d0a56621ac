"""The bare number after `ngày` or `tháng` -> its words: ngày 05, ngày 10 - 15, tháng 4."""

import re

from broadcast.text import numbers
from broadcast.text.calendar.datewords import DAY, NO_MORE, TO, governed, say_month
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_NUMBER = lazily(r"\d{1,2}(?!\d|[.,/:]\d|[a-zA-Z%°])")
_UNTIL = lazily(rf"{TO}(?P<again>mùng |mồng |ngày |hết ngày )?(?P<d>{DAY}){NO_MORE}", re.IGNORECASE)
_MONTH_LEFT = lazily(r"\btháng $")
_FIRST_TEN_LEFT = lazily(r"\b(?:mùng|mồng)[ :(]*$")
_DAY_ENDS = WordList("dates", "join", "one month", shapes=r"[-,.;)&]", head=" ?")


def say_day_or_month_number(page: Page, position: int) -> Found | None:
    """Read the number at `position` after `ngày` or `tháng`, or a span of two days; None after other words.

    A leading zero is not said; 4 is `tư` after `tháng`, `bốn` after `ngày`.
    """
    match = _NUMBER.match(page.text, position)
    if not match:
        return None
    left, number = page.left(position), int(match[0])
    if _MONTH_LEFT.search(left) and 1 <= number <= 12:
        return Found(end=match.end(), spoken=say_month(match[0]), kind=Kind.DATE)
    if number > 31 or not governed(left):
        return None
    until = _UNTIL.match(page.text, match.end())
    if until and int(until["d"]) > number:
        again = (until["again"] or "").lower() or (
            "mùng " if _FIRST_TEN_LEFT.search(left) and int(until["d"]) <= 10 else ""
        )
        spoken = f"{numbers.cardinal(number)} đến {again}{numbers.whole(until['d'])}"
        return Found(end=until.end(), spoken=spoken, kind=Kind.RANGE)
    right = page.right(match.end())
    if right in ("", " ") or _DAY_ENDS.begins(right):
        return Found(end=match.end(), spoken=numbers.cardinal(number), kind=Kind.DATE)
    return None
