"""Spans and lists of years -> words: 2025-2026, năm học 2025/2026, các năm 2024,2025."""

import re

from broadcast.text import numbers
from broadcast.text.calendar.datewords import TO, YEAR, figure_before
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_SPAN = lazily(rf"(?P<y1>{YEAR}){TO}(?:năm |NĂM )?(?P<y>{YEAR})(?!,\d)")
_SCHOOL = lazily(rf"(?P<y1>{YEAR}) ?[/-] ?(?P<y>{YEAR}|\d\d(?![\d/-]|[.,]\d))")
_LIST = lazily(rf"{YEAR}(?: ?[,;] ?{YEAR}){{1,12}}(?!,\d)")
_SCHOOL_LEFT = WordList("dates", "school", tail="[ :]*")
_YEARS_LEFT = lazily(r"\bnăm $")


def say_years(page: Page, position: int) -> Found | None:
    """Read the span or list of years at `position`; None for a year alone, or two that do not rise."""
    left = page.left(position)
    if figure_before(left):
        return None
    if match := _SPAN.match(page.text, position):
        return _span(match, match["y"])
    if (match := _SCHOOL.match(page.text, position)) and _SCHOOL_LEFT.ends(left):
        first, last = match["y1"], match["y"]
        return _span(match, first[:2] + last if len(last) == 2 else last)
    match = _LIST.match(page.text, position)
    if match and _YEARS_LEFT.search(left):
        spoken = ", ".join(numbers.whole(year) for year in re.findall(r"\d+", match[0]))
        return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)
    return None


def _span(match: re.Match[str], last: str) -> Found | None:
    if int(match["y1"]) >= int(last):
        return None
    spoken = f"{numbers.whole(match['y1'])} đến {numbers.whole(last)}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.RANGE)
