"""A list of days, 18,19 tháng 3 or 10,11,12/11/2026 or 30/4,01/5 -> its days, with one month for those without."""

import re
from functools import cache
from itertools import pairwise

from broadcast.text.calendar.datewords import (
    ADDRESS_LEFT,
    DAY,
    EACH,
    LUNAR_RIGHT,
    MONTH,
    SLASH,
    STRONG_DATE_WORDS,
    YEAR,
    and_words,
    counts_something,
    figure_before,
    governed,
    known_by_date,
    measured,
    say_day_of_year,
    share_before,
)
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_ITEM = lazily(
    rf"(?P<d>{DAY})(?:(?P<s>{SLASH}|\.)(?P<m>{MONTH})(?:(?: ?/ ?|\.)(?P<y>{YEAR}))?(?! ?/ ?\d|[.-]\d))?"
    r"(?![a-zA-Z%°])"
)
_DASHED_LAST = lazily(
    rf"(?P<days>{DAY}(?: ?, ?{DAY}){{0,6}})(?: (?P<and>và) | ?, ?)(?P<d>{DAY})-(?P<m>{MONTH})(?:-(?P<y>{YEAR}))?"
    r"(?![\d/-]|[.,]\d|[a-zA-Z%°])",
    re.IGNORECASE,
)
_DASHED = lazily(rf"(?P<d>{DAY})(?P<s>-)(?P<m>{MONTH})(?P<y>(?!))?(?! ?[/.-] ?\d|[\da-zA-Z%°])")
"""A last day with its month behind a dash, 26 và 27-9; only where it can be no span: 27 is more than 9."""
_MOST = 31
_RIGHT_END = lazily(r" ?(?:$|[.;:)(\"']|,(?! ?\d))")
_FEAST_AFTER = lazily(r" (?:tháng chạp|tháng giêng|tết|âm lịch|âl)\b", re.IGNORECASE)
_RECURRING = WordList("dates", "recurring", head=" ", tail=r"\b")


def say_list_of_days(page: Page, position: int) -> Found | None:
    """Read the whole list of two days or more at `position`; None where it may be a decimal, a count or a span."""
    left = page.left(position)
    if figure_before(left):
        return None
    if dashed := _dashed_last(page, position, left):
        return dashed
    items, joins = _items(page.text, position)
    while len(items) > 1 and not _are_days(page, items, joins, left):
        items.pop()  # 5 và 6/3, 20 hộ
        joins.pop()
    if len(items) < 2:
        return None
    said = left if governed(left) else ""
    words = [say_day_of_year(items[0]["d"], items[0]["m"], items[0]["y"], said)]
    for item, join in zip(items[1:], joins, strict=True):
        words += [", " if join == "-" else join, say_day_of_year(item["d"], item["m"], item["y"], said)]
    return Found(end=items[-1].end(), spoken="".join(words), kind=Kind.DATE)


def _dashed_last(page: Page, position: int, left: str) -> Found | None:
    """`ngày 5 và 6-5`, `ngày 4, 5-6`: the last of the list has its month behind a dash."""
    match = _DASHED_LAST.match(page.text, position)
    if not match or not governed(left) or EACH.ends(left) or measured(page, match.end()):
        return None
    days = re.findall(r"\d+", match["days"])
    if not all(int(one) < int(two) for one, two in pairwise([*days, match["d"]])):
        return None
    if int(match["d"]) < int(match["m"]) and match["and"] is None:
        return None  # ngày 2, 5-7 may be a span
    spoken = ", ".join(say_day_of_year(day, None, None, left) for day in days)
    join = " và " if match["and"] else ", "
    return Found(
        end=match.end(),
        spoken=spoken + join + say_day_of_year(match["d"], match["m"], match["y"], left),
        kind=Kind.DATE,
    )


def _items(text: str, position: int) -> tuple[list[re.Match[str]], list[str]]:
    """The days from `position` on, and what is said between them; a dash as it is written."""
    items: list[re.Match[str]] = []
    joins: list[str] = []
    match = _ITEM.match(text, position)
    while match and len(items) < _MOST:
        dashed = _DASHED.match(text, match.start()) if joins and "-" not in joins and not match["m"] else None
        match = dashed if dashed and int(dashed["d"]) > int(dashed["m"]) else match
        items.append(match)
        join = _join().match(text, match.end())
        match = _ITEM.match(text, join.end()) if join else None
        if join and match:
            word = join["and"] or join["then"]
            joins.append(
                "-" if join["sign"] == "-" else f" {'và' if word == '&' else word.lower()} " if word else ", "
            )
    return items, joins


@cache
def _join() -> re.Pattern[str]:
    words = and_words()
    return re.compile(rf"(?: ?(?P<sign>[,;-]) ?(?:(?P<then>{words}) )?| (?P<and>{words}) )", re.IGNORECASE)


def _are_days(page: Page, items: list[re.Match[str]], joins: list[str], left: str) -> bool:
    with_month = [bool(item["m"]) for item in items]
    dashes = joins.count("-")
    if dashes and (dashes < len(joins) or dashes < 2 or any(with_month[:-1])):
        return False
    on_a_day = governed(left) and not EACH.ends(left)
    end = items[-1].end()
    lunar = with_month[-1] and LUNAR_RIGHT.begins(page.right(end).lower())
    named = on_a_day or lunar or bool(STRONG_DATE_WORDS.ends(left))
    if all(with_month):
        return _are_dates(page, items, left, named=named)
    if with_month[-1]:
        rising = all(int(one["d"]) < int(two["d"]) for one, two in pairwise(items) if not one["m"])
        return rising and (named or _needs_no_word(items[-1], left)) and (named or not counts_something(page, end))
    if any(with_month):
        return False
    rising = all(int(one["d"]) < int(two["d"]) for one, two in pairwise(items))
    right = page.right(end)
    if _month_in_words().match(right):
        return rising and (named or len(items) > 2 or not EACH.ends(left))
    closed = bool(_RIGHT_END.match(right) or _RECURRING.begins(right.lower()))
    if _FEAST_AFTER.match(right):
        return rising and not EACH.ends(left)  # 29,30 Tết
    return rising and on_a_day and closed and not dashes and not re.match(r" ?[,.]\d|%", right)


def _are_dates(page: Page, items: list[re.Match[str]], left: str, *, named: bool) -> bool:
    """Days with a month each: certain where a word before them, a year or one of them says that they are days."""
    if ADDRESS_LEFT.ends(left) or (share_before(left) and not named):
        return False
    if counts_something(page, items[-1].end()) and not items[-1]["y"]:
        return named
    if any(item["s"] == "." and not item["y"] for item in items) and not named:
        feasts = all(map(_known, items)) and any(int(item["d"]) > 12 for item in items)
        return feasts and not measured(page, items[-1].end())  # 30.4 và 1.5
    return named or any(
        item["y"] or item["m"][0] == "0" or int(item["d"]) > int(item["m"]) or _known(item) for item in items
    )


def _needs_no_word(last: re.Match[str], left: str) -> bool:
    """The last day of a list, a month with it, that cannot be a share: 20,21/11, and 5,6/3/2026."""
    return bool(last["y"]) or (
        last["s"] == "/" and int(last["d"]) > 12 and not share_before(left) and not ADDRESS_LEFT.ends(left)
    )


def _known(item: re.Match[str]) -> bool:
    return (int(item["d"]), int(item["m"])) in known_by_date()


@cache
def _month_in_words() -> re.Pattern[str]:
    return re.compile(rf" tháng (?:\d{{1,2}}(?!\d)|(?:{alternatives('dates', 'month name')})\b)", re.IGNORECASE)
