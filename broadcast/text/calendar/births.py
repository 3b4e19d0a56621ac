"""SN before a year or a day of birth -> `sinh năm`, `sinh ngày`: SN 1990, SN: 12/8/1985."""

import re

from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind

_BORN = re.compile(
    r"(?:SN|Sn|sn)[.:]? ?"
    r"(?:(?P<day>(?=\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}(?!\d)))|(?=(?:19|20)\d\d(?![\d/]|[.,]\d)))"
)


def say_born(page: Page, position: int) -> Found | None:
    """Read `SN` at `position` with the day or year of birth after it; None where neither follows."""
    match = _BORN.match(page.text, position)
    if not match:
        return None
    spoken = "sinh ngày" if match["day"] is not None else "sinh năm"
    return Found(end=match.end(), spoken=spoken, kind=Kind.ABBREVIATION)
