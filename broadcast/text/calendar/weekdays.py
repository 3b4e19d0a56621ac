"""Days of the week, spans and lists of them -> words: thứ 2-4-6, thứ 2 - thứ 6, T2-T6, T7 và CN."""

import re
from functools import cache

from broadcast.base.errors import Message, tell
from broadcast.text import numbers
from broadcast.text.calendar.datewords import (
    DAY,
    MONTH,
    NO_MORE,
    TO,
    YEAR,
    and_words,
    counts_something,
    say_day_of_year,
)
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_SUNDAY = 8
_LETTER = re.compile(r"[Tt]\.?(?P<n>[2-7])(?!\w|[./]\d|,\d\d)")
_LAST_DAY = 31
_DATE_BEHIND = re.compile(rf" ?/ ?(?P<d>{DAY})/(?P<m>{MONTH})(?:/(?P<y>{YEAR}))?{NO_MORE}")
_AMONG = re.compile(r" ?/ ?(?P<all>\d{1,4})(?![\d/]|[.,-]\d)")
_RANKED = WordList("dates", "ranked", tail=r" (?:[^\d.;:!?\n]{0,16} )?thứ ")
_FROM = WordList("dates", "from", tail=" (?:thứ )?")
_PLACED = WordList("dates", "placed", tail=" ")
_MONTHLY = WordList("dates", "monthly", tail=" ")
_PART = WordList("times", "part", tail=" ")
_ITS_DATE = re.compile(r"[ ,]*\(?(?:ngày )?\d{1,2}[/.]\d{1,2}(?!\d)")
_CLOSED = re.compile(r" ?(?:$|[.;:)(\"']|,(?! ?\d))")
_RECURRING = WordList("dates", "recurring", head=" ", tail=r"\b")
_Item = tuple[int, int, str, str]
"""The day, 8 for Sunday; where it ends; how it was joined (`-`, `,`, `/` or a word); its own words, if any."""


def say_weekday_number(page: Page, position: int) -> Found | None:
    """Read the number at `position` after `thứ`, with the span or list that it opens; None after other words."""
    left = page.left(position)
    match = re.compile(r"(?P<n>\d{1,3})(?!\d|[.:]\d|[a-zA-Z%°])").match(page.text, position)
    if not match or not re.search(r"\bthứ $", left):
        return None
    number = int(match["n"])
    alone = Found(end=match.end(), spoken=numbers.ordinal(number), kind=Kind.ORDINAL)
    if rank := _rank(page, match):
        return rank
    several = _several(page, (number, match.end(), "", ""), left, "") if 2 <= number <= 7 else None
    if other := several or _day_behind_a_slash(page, match):
        return other
    if re.match(r",\d\d|/\d\d", page.right(match.end())):
        return None
    if not 2 <= number <= 7:
        return None if re.match(r"/|, ?\d", page.right(match.end())) else alone
    return alone if not re.match(r"[,/]\d", page.right(match.end())) else None


def _rank(page: Page, match: re.Match[str]) -> Found | None:
    """`xếp thứ 4/26 đoàn`: a place among so many, told by a word of ranks before or what is counted after."""
    among = _AMONG.match(page.text, match.end())
    if not among or int(among["all"]) < int(match["n"]):
        return None
    if not (_RANKED.ends(page.left(match.start())) or counts_something(page, among.end())):
        return None
    spoken = f"{numbers.ordinal(int(match['n']))} trên {numbers.whole(among['all'])}"
    return Found(end=among.end(), spoken=spoken, kind=Kind.ORDINAL)


def _day_behind_a_slash(page: Page, match: re.Match[str]) -> Found | None:
    """`thứ 4/26/11`, the day of the week before its date; `thứ 4/26` alone may be a rank as well, and is asked."""
    if not 2 <= int(match["n"]) <= 7:
        return None
    name = numbers.ordinal(int(match["n"]))
    if date := _DATE_BEHIND.match(page.text, match.end()):
        day = say_day_of_year(date["d"], date["m"], date["y"], "ngày ")
        return Found(end=date.end(), spoken=f"{name} ngày {day}", kind=Kind.DATE)
    among = _AMONG.match(page.text, match.end())
    if not among or not int(match["n"]) < int(among["all"]):
        return None
    rank = f"{name} trên {numbers.whole(among['all'])}"
    if int(among["all"]) > _LAST_DAY:
        return Found(end=among.end(), spoken=rank, kind=Kind.ORDINAL)
    day = f"{name} ngày {say_day_of_year(among['all'], None, None, 'ngày ')}"
    why = tell("đọc là “{one}” hay “{two}”?", one=day, two=rank)
    return Found(end=among.end(), spoken=day, kind=Kind.DATE, why=why)


def say_weekday_letters(page: Page, position: int) -> Found | None:
    """Read `T2-T6`, `T2,4,6`, `T7 và CN` at `position`; None for one such day alone."""
    match = _LETTER.match(page.text, position)
    if not match or _PLACED.ends(page.left(position)):
        return None
    found = _several(page, (int(match["n"]), match.end(), "", "thứ "), page.left(position), "thứ ")
    if (
        not found
        and match[0][0] == "t"
        and (_PART.ends(page.left(position)) or _ITS_DATE.match(page.right(match.end())))
    ):
        return Found(end=match.end(), spoken=f"thứ {_name(int(match['n']))}", kind=Kind.DATE)
    if found and not found.why and found.kind is Kind.RANGE and _MONTHLY.ends(page.left(position)):
        why = tell("đọc là “{one}” hay “{two}”?", one=found.spoken, two=found.spoken.replace("thứ", "tháng"))
        return Found(end=found.end, spoken=found.spoken, kind=found.kind, why=why)
    return found


def _several(page: Page, first: _Item, left: str, lead: str) -> Found | None:
    items = [first]
    while len(items) < 7 and (item := _next(page.text, items[-1][1])) and item[0] > items[-1][0]:
        items.append(item)
    while len(items) > 1 and not _holds(page, items):
        items.pop()
    if len(items) < 2:
        return None
    if len(items) == 2 and items[1][2] == "-":
        return _span(items, left, lead)
    words = [lead + _name(first[0])]
    for number, _, join, own in items[1:]:
        words += [f" {join} " if join[0].isalpha() else ", ", own + _name(number) if number < _SUNDAY else own]
    return Found(end=items[-1][1], spoken="".join(words), kind=Kind.DATE)


def _next(text: str, position: int) -> _Item | None:
    """The day that follows, in whatever form it is written."""
    join = _join().match(text, position)
    if not join:
        return None
    match = _day().match(text, join.end())
    if not match:
        return None
    sign = (
        "và"
        if "&" in join[0]
        else (join["and"] or "").lower() or ("-" if re.search("[->→⇒]", join[0]) else join[0].strip())
    )
    if match["sunday"]:
        return _SUNDAY, match.end(), sign, match["sunday"] if " " in match["sunday"] else "chủ nhật"
    return int(match["n"]), match.end(), sign, "thứ " if match["own"] else ""


@cache
def _join() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{TO}| ?[,;/+] ?| (?P<and>{and_words()}|{alternatives('dates', 'till')}) |(?P<amp>&))", re.IGNORECASE
    )


@cache
def _day() -> re.Pattern[str]:
    sunday = alternatives("dates", "weekend")
    number = r"(?P<own>[Tt]\.?|[Tt]hứ |THỨ )?(?P<n>[2-7])(?!\w|[.:/]\d\d|[,.]\d\d|/\d\d)"
    return re.compile(rf"(?i:(?P<sunday>{sunday}))(?!\w)|{number}")


def _holds(page: Page, items: list[_Item]) -> bool:
    """Whether the days found are one list: no count after them, `thứ 2, 3 người`, and no date, `thứ 2/4`."""
    _, end, join, own = items[-1]
    if own:
        return True
    right = page.right(end)
    if re.match(r" ?[/.-] ?\d|%|,\d", right):
        return False
    if any(item[2] == "/" for item in items) and len(items) < 3:
        return False
    return len(items) > 2 or join == "-" or bool(_CLOSED.match(right) or _RECURRING.begins(right.lower()))


def _span(items: list[_Item], left: str, lead: str) -> Found:
    (first, _, _, _), (last, end, _, own) = items
    name = own if last == _SUNDAY else f"thứ {_name(last)}"
    start, from_said = lead + _name(first), bool(_FROM.ends(left))
    if last - first == 1 and not from_said:
        return Found(end=end, spoken=f"{start}, {name}", kind=Kind.DATE)
    why: Message | None = None
    spoken = f"{start} đến {name}"
    if last - first == 2 and not own and not from_said:
        why = tell("đọc là “{one}” hay “{two}”?", one=spoken, two=f"{start}, {_name(last)}")
    return Found(end=end, spoken=spoken, kind=Kind.RANGE, why=why)


def _name(number: int) -> str:
    return numbers.ordinal(number)
