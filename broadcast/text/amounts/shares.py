"""One number over another: counts `8/10 tổ dân phố`, shares `2/3 diện tích`, scales `1:500`, pressures."""

import re

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.neighbours import written_out
from broadcast.text.numeral import numeral
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups
from broadcast.text.wordlist import WordList

_RATIO = re.compile(r"(?P<a>\d{1,3}) ?(?P<s>[:/]) ?(?=\d)")
_RATIO_SAID = WordList("quantities", "ratio", tail="(?: bản đồ)?[ :(]*")
_FRACTION = re.compile(r"(?P<a>\d{1,6})/(?P<b>\d{1,6})(?![\d/]|[.,]\d)")
_DOTTED_FRACTION = re.compile(
    r"(?P<a>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?) ?/ ?(?P<b>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)(?![\d/])"
)
_WHOLE_SHARE = WordList("shares", "whole", head=" *", tail=r"\b")
_COUNTED = WordList("shares", "counted", "piece", head=" *", tail=r"\b")
_COUNTED_FIRST = WordList("shares", "counted", tail=r"\b")
_COUNT_LEFT = WordList("shares", "before", tail=r"[ :(]*")
_DATE_LEFT = WordList("dates", "feast", "before", shapes=r"giờ(?: \d{1,2})?|\d{1,2}h\d{0,2}", tail="[ :,(-]*")
_UP_TO = WordList("dates", "up to", tail=" ")
_RELATIVE = WordList("dates", "relative", tail="[ :,(]*")
_DATES_LEFT = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{4})? ?(?:[,;-]|và|đến) ?$")
_NEVER_A_SHARE = ((24, 7), (7, 7), (24, 24))
_SMALL = 4
"""Up to here a part of a whole is said with `phần`: hai phần ba."""


def say_ratio(page: Page, position: int) -> Found | None:
    """Read the scale at `position`, `1:500` or `1/500`, after tỷ lệ or bản đồ; None elsewhere."""
    match = _RATIO.match(page.text, position)
    if not match or not _RATIO_SAID.ends(page.left(position)):
        return None
    below = numeral(page.text, match.end())
    if below is None or (match["s"] == "/" and (match["a"] != "1" or below.value < 100)):
        return None
    above = numbers.whole(match["a"])
    return Found(end=below.end, spoken=f"{above} trên {below.spoken}", kind=Kind.FRACTION)


def say_count(page: Page, position: int) -> Found | None:
    """Read `8/10 TDP` at `position`, so many of so many, before it is taken for a date; None for any other.

    Written out, the word behind has to be a thing that is counted; after a word of dates it is a date.
    """
    match = _FRACTION.match(page.text, position)
    left = page.left(position)
    if not match or match["a"][0] == "0" or match["b"][0] == "0" or re.search(r"[\d/.,-]$", left):
        return None
    above, below = int(match["a"]), int(match["b"])
    if _fits_a_date(left) or _RELATIVE.ends(left):
        return None
    if not _COUNTED_FIRST.begins(written_out(page, match.end())):
        return None
    if 31 >= above > below and below <= 12:
        return None  # 20/10 chi hội phụ nữ tổ chức …, đã có 20/11 hộ: a date as well
    if above < below and (below <= _SMALL or _perhaps_date(match[0], left)):
        return None  # hai phần ba; 2/9
    spoken = f"{numbers.whole(match['a'])} trên {numbers.whole(match['b'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.COUNT)


def say_fraction(page: Page, position: int) -> Found | None:
    """Read `3/4` at `position` as a share (`phần`) or a count (`trên`), by what follows; None for no fraction."""
    if re.search(r"[\d/]$", page.left(position)):
        return None
    match = _FRACTION.match(page.text, position)
    if not match:
        return _dotted(page.text, position)
    above, below = int(match["a"]), int(match["b"])
    noun = written_out(page, match.end())
    part = _is_part(above, below, page.right(match.end()), noun)
    if part and match["a"][0] != "0" and match["b"][0] != "0":
        whole = numbers.ordinal(below) if below == _SMALL else numbers.cardinal(below)
        spoken = f"{numbers.whole(match['a'])} phần {whole}"
    else:
        spoken = f"{numbers.whole(match['a'])} trên {numbers.whole(match['b'])}"
    why = None
    if (
        above <= 31
        and below <= 12
        and _COUNTED_FIRST.begins(noun)
        and _perhaps_date(match[0], page.left(position))
    ):
        why = tell("“{written}” là ngày tháng hay số lượng?", written=match[0])
    return Found(end=match.end(), spoken=spoken, kind=Kind.FRACTION, why=why)


def _perhaps_date(written: str, left: str) -> bool:
    """`từ 8/8 phường …`, `2/9 phường …`: the words around fit a date as well as a count."""
    known = written in groups("dates")["known"] and not _COUNT_LEFT.ends(left)
    return bool(known or _fits_a_date(left))


def _fits_a_date(left: str) -> bool:
    return bool((_DATE_LEFT.ends(left) and not _UP_TO.ends(left)) or _DATES_LEFT.search(left))


def _is_part(above: int, below: int, right: str, noun: str) -> bool:
    if (above, below) in _NEVER_A_SHARE or not 0 < above < below:
        return False
    if below <= _SMALL or below in (100, 1000):
        return True
    return below <= 10 and (_WHOLE_SHARE.begins(right) or not _COUNTED.begins(noun))


def _dotted(text: str, position: int) -> Found | None:
    """`1.205/1.300`, `2,5/10`: never a share."""
    wide = _DOTTED_FRACTION.match(text, position)
    if not wide:
        return None
    first, second = numeral(wide["a"], 0), numeral(text, wide.start("b"))
    if not first or not second or first.end != len(wide["a"]):
        return None
    return Found(end=second.end, spoken=f"{first.spoken} trên {second.spoken}", kind=Kind.FRACTION)
