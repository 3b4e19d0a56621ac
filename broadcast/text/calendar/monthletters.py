"""Months and quarters after a letter -> words: T10/2025, T9-T12/2025, Q1/2026."""

import re

from broadcast.text import numbers
from broadcast.text.calendar.datewords import MONTH, TO, YEAR, say_year
from broadcast.text.calendar.months import with_year
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_T_MONTH = re.compile(rf"T\.?(?P<m>{MONTH})(?:[/.-](?P<y>{YEAR}))?(?!\w|[/.]\d)")
_ANOTHER_WITH_YEAR = re.compile(rf" ?(?:,|và|&) ?T\.?{MONTH}/{YEAR}")
_QUARTER = re.compile(rf"Q\.?(?P<n>[1-4])[/.-](?P<y>{YEAR})(?!\w|[/.]\d)")
_T_UNTIL = re.compile(rf"{TO}T\.?")
_PART_OF_MONTH = WordList("dates", "part of month", tail=" ")
_DAY_BEFORE = re.compile(r"\b(?:rằm|(?:mùng|mồng|ngày) \d{1,2}) $")
"""A day of a month: the T right behind it is its month, whatever its number."""
_MONTH_WORDS = WordList("dates", "month", tail="[ -]*")


def say_month_letters(page: Page, position: int) -> Found | None:
    """Read `T10/2025`, `T9-T12`, `Q1/2026` at `position`, and `T10` alone after words of months; None for others.

    `T2` to `T7` are days of the week where no year stands there.
    """
    if quarter := _QUARTER.match(page.text, position):
        spoken = f"quý {numbers.whole(quarter['n'])} {say_year(quarter['y'])}"
        return Found(end=quarter.end(), spoken=spoken, kind=Kind.DATE)
    match = _T_MONTH.match(page.text, position)
    if not match:
        return None
    until = _T_UNTIL.match(page.text, match.end())
    last = _T_MONTH.match(page.text, until.end() - 1 - (page.text[until.end() - 1] == ".")) if until else None
    if last and until:
        if not last["y"] and 2 <= int(match["m"]) <= 7 and 2 <= int(last["m"]) <= 7:
            return None
        spoken = f"tháng {with_year(match)} đến tháng {with_year(last)}"
        return Found(end=last.end(), spoken=spoken, kind=Kind.DATE)
    if _ANOTHER_WITH_YEAR.match(page.text, match.end()):
        return Found(end=match.end(), spoken=f"tháng {with_year(match)}", kind=Kind.DATE)
    left = page.left(position)
    if _DAY_BEFORE.search(left):
        return Found(end=match.end(), spoken=f"tháng {with_year(match)}", kind=Kind.DATE)
    if not (match["y"] or _PART_OF_MONTH.ends(left) or _MONTH_WORDS.ends(left)):
        return None
    if not match["y"] and not _PART_OF_MONTH.ends(page.left(position)) and 2 <= int(match["m"]) <= 7:
        return None
    return Found(end=match.end(), spoken=f"tháng {with_year(match)}", kind=Kind.DATE)
