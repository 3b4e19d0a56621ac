"""Months, quarters and numbered weeks, spans and lists of them -> words: tháng 9-12/2026, T10/2025, đợt 2/2025."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.calendar.datewords import (
    EACH,
    MONTH,
    NUMBERED,
    TO,
    YEAR,
    and_words,
    figure_before,
    month_said,
    say_month,
    say_year,
)
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_ONE = lazily(rf"(?P<m>{MONTH})(?:(?P<s> ?[/.-] ?)(?P<y>{YEAR}))?(?! ?/ ?\d|[.,/-]\d|[a-zA-Z%°])")
_ONE_IN_LIST = lazily(rf"(?P<m>{MONTH})(?: ?/ ?(?P<y>{YEAR}))?(?!\d|[./]\d|[a-zA-Z%°])")
_UNTIL = lazily(rf"{TO}(?:tháng )?", re.IGNORECASE)
_SEQUENCE = WordList("dates", "sequence", tail="[ :]*")
_SEQUENCED = lazily(rf"(?P<n>\d{{1,3}})/(?P<y>{YEAR})(?![/.-]?\d|[/-][A-ZĐ])")
_SO_MANY = lazily(rf"(?P<n>[1-9]|1[0-2])T(?:/(?P<y>{YEAR})(?![\d/])|(?= (?i:(?:đầu|cuối) năm)))")
_CLOSED = lazily(r" ?(?:$|[.;:)(/\"']|,(?! ?\d))| (?:năm|và|tới|này|hằng|hàng)\b", re.IGNORECASE)


def say_months(page: Page, position: int) -> Found | None:
    """Read the month with its year, the span or the list of months at `position`; None for a month alone."""
    left = page.left(position)
    if figure_before(left):
        return None
    if (match := _SEQUENCED.match(page.text, position)) and int(match["n"]) > 12 and _SEQUENCE.ends(left):
        return Found(end=match.end(), spoken=f"{numbers.whole(match['n'])} {say_year(match['y'])}", kind=Kind.DATE)
    if match := _SO_MANY.match(page.text, position):
        year = f" {say_year(match['y'])}" if match["y"] else ""
        return Found(end=match.end(), spoken=f"{numbers.whole(match['n'])} tháng{year}", kind=Kind.DATE)
    return _span(page, position, left) or _list(page, position, left) or _month_and_year(page, position, left)


def _span(page: Page, position: int, left: str) -> Found | None:
    text = page.text
    first = re.compile(rf"(?P<m>{MONTH})(?: ?/ ?(?P<y>{YEAR}))?").match(text, position)
    until = _UNTIL.match(text, first.end()) if first else None
    last = _ONE.match(text, until.end()) if until else None
    if not first or not until or not last:
        return None
    numbered, said = bool(NUMBERED.ends(left)), month_said(left)
    if int(first["m"]) == int(last["m"]) and first["y"] == last["y"]:
        return None
    if not (said or last["y"]) or (last["s"] or "").strip() not in ("", "/", "."):
        return None
    if not said and not first["y"] and int(first["m"]) >= int(last["m"]):
        return None
    if EACH.ends(left):
        return None
    if numbered and not said:
        quarter = "quý " if re.search(r"\bquý $", left) else ""
        spoken = f"{numbers.whole(first['m'])} đến {quarter}{numbers.whole(last['m'])} {say_year(last['y'])}"
        return Found(end=last.end(), spoken=spoken, kind=Kind.DATE)
    lead = "" if said else "tháng "
    spoken = f"{lead}{with_year(first)} đến tháng {with_year(last)}"
    return Found(end=last.end(), spoken=spoken, kind=Kind.DATE if last["y"] else Kind.RANGE)


def with_year(match: re.Match[str]) -> str:
    """Say the month `m` of a match, with its year `y` where it has one."""
    return f"{say_month(match['m'])} {say_year(match['y'])}" if match["y"] else say_month(match["m"])


def _list(page: Page, position: int, left: str) -> Found | None:
    """`tháng 3, 4 và 5/2026`, `các tháng 10,11,12`: not `mỗi tháng 1,5 triệu`."""
    if not month_said(left) or EACH.ends(left):
        return None
    words: list[str] = []
    before, dashes, said_year = 0, 0, False
    match = _ONE_IN_LIST.match(page.text, position)
    end, count = position, 0
    while match and int(match["m"]) > before:
        words.append(f"{'tháng ' if said_year else ''}{with_year(match)}")
        said_year = bool(match["y"])
        end, before, count = match.end(), int(match["m"]), count + 1
        join = _join().match(page.text, end)
        match = _ONE_IN_LIST.match(page.text, join.end()) if join else None
        if join and match:
            dashes += "-" in join[0]
            words.append(f" {'và' if join['and'] == '&' else join['and'].lower()} " if join["and"] else ", ")
    right = page.right(end)
    if (
        count < 2
        or (dashes and dashes != count - 1)
        or dashes == 1
        or (match and int(match["m"]) <= before)
        or not _CLOSED.match(right)
    ):
        return None
    return Found(end=end, spoken="".join(words), kind=Kind.DATE)


@cache
def _join() -> re.Pattern[str]:
    return re.compile(rf" ?[,;-] ?| (?P<and>{and_words()}) ", re.IGNORECASE)


def _month_and_year(page: Page, position: int, left: str) -> Found | None:
    match = re.compile(rf"(?P<m>{MONTH})(?P<s> ?[/.-] ?)(?P<y>{YEAR})").match(page.text, position)
    if not match:
        return None
    if NUMBERED.ends(left):
        spoken = f"{numbers.whole(match['m'])} {say_year(match['y'])}"
        return Found(end=match.end(), spoken=spoken, kind=Kind.DATE) if match["s"] in "/-" else None
    said = month_said(left)
    if match["s"].strip() != "/" and not said:
        return None
    spoken = f"{'' if said else 'tháng '}{with_year(match)}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.DATE)
