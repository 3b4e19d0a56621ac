"""A number and the abbreviation of what it counts stuck to it: 2PN, 3HCV."""

import re

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups
from broadcast.text.words.abbreviations import say_abbreviation

_NUMBER_LETTERS = re.compile(r"(?P<n>\d{1,3})(?P<l>[A-ZĐ]{2,3})(?!\w)")


def say_counted(page: Page, position: int) -> Found | None:
    """Read the number at `position` and the letters behind it that are what it counts; None for any others."""
    match = _NUMBER_LETTERS.match(page.text, position)
    found = say_abbreviation(page, match.start("l")) if match else None
    if match is None or found is None or found.why or found.spoken not in groups("capitals")["counted"]:
        return None
    words = f"{numbers.with_zeros(match['n'])} {found.spoken}"
    return Found(end=found.end, spoken=words, kind=Kind.ABBREVIATION)
