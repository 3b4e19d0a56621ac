"""Telephone, hotline and emergency numbers and other numbers that are called out digit by digit."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups
from broadcast.text.wordlist import WordList, alternatives

_GAP = r"[ .-]?"
_NUMBER = re.compile(
    rf"""
      (?P<plus>\(?\+\d{{2}}\)?){_GAP}(?:\(0\))?\d{{1,4}}(?:{_GAP}\d{{2,4}}){{1,4}}
    | \(0\d{{1,3}}\)[ ]?\d{{1,4}}(?:{_GAP}\d{{3,4}}){{1,2}}
    | 0\d{{9,10}}
    | 0\d{{1,3}}(?:[ .-]\d{{1,4}}){{2,4}}
    | 0\d{{2,3}}[ .-]\d{{6,8}}
    | 1[89]00(?:{_GAP}\d{{2,4}}){{1,2}}
    """,
    re.VERBOSE,
)
_FREE = re.compile(r"\d{3,5}(?:[ .-]\d{2,4}){0,4}(?!\d|[.,]\d|[ ]?[%])")
_CALL_CHAIN = WordList("phones", "or", shapes="[,/;-]", head=r"(?:\d[ .-]?){2,}\d ?", tail=" ?(?:số )?")
_LINE = WordList("phones", "line", tail="[ :.số]*")
_RESCUE = WordList("phones", "rescue", tail=r"[ :(\"]*")
_STOPS = re.compile(r"[ \")]*(?:$|[.,;:!?/)\-]|\(\b)")
_STOP_WORDS = WordList("phones", "stop", head=r"[ \")]*", tail=r"\b")
_DIGITS_SAID = WordList("phones", "code", tail="(?: (?:số|là))?[ :]*")
_CODE_DIGITS = re.compile(r"\d{3,20}(?:[ .-]\d{2,6}){0,5}(?!\d|[.,]\d|%)")


def say_phone(page: Page, position: int) -> Found | None:
    """Read the telephone, emergency or code number at `position` digit by digit; None for any other number."""
    text, left = page.text, page.left(position)
    if re.search(r"\d[.,/-]?$", left):
        return None
    if match := _NUMBER.match(text, position):
        end = _end_of_digits(text, match.end())
        count = sum(map(str.isdecimal, match[0]))
        bare_count = match[0][0] == "1" and match[0].isdecimal() and not _call().search(left)  # 18000000 people
        if end == match.end() and 8 <= count <= 13 and not bare_count:
            plus = "cộng " if match["plus"] else ""
            return Found(end=end, spoken=plus + numbers.digits(match[0]), kind=Kind.PHONE)
    if (match := _FREE.match(text, position)) and _is_called(match[0], left, page.right(match.end())):
        return Found(end=match.end(), spoken=numbers.digits(match[0]), kind=Kind.PHONE)
    if (match := _CODE_DIGITS.match(text, position)) and _DIGITS_SAID.ends(left):
        return Found(end=match.end(), spoken=numbers.digits(match[0]), kind=Kind.PHONE)
    return None


def _end_of_digits(text: str, end: int) -> int:
    """Longer than the number where more digits are stuck to it."""
    return end + 1 if text[end : end + 1].isdecimal() else end


def _is_called(written: str, left: str, right: str) -> bool:
    compact = re.sub(r"\D", "", written)
    if (
        compact in groups("phones")["emergency"]
        and compact == written
        and (_RESCUE.ends(left) or _CALL_CHAIN.ends(left))
    ):
        return _stops(right)
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", written) and not _LINE.ends(left):
        return False  # a sum of money or a count
    if not _call().search(left) and not (_CALL_CHAIN.ends(left) and _call().search(_chain().sub(" ", left))):
        return False
    known = groups("phones")
    return compact in (*known["emergency"], *known["short"]) or len(compact) >= 5 or _stops(right)


def _stops(right: str) -> bool:
    return bool(_STOPS.match(right)) or _STOP_WORDS.begins(right)


@cache
def _call() -> re.Pattern[str]:
    """What stands before a telephone number: `gọi`, `gọi theo số`, `hotline:`, ☎."""
    call, then = (alternatives("phones", group) for group in ("call", "then"))
    return re.compile(rf"(?:\b(?:{call})(?: (?:{then}))*|☎|📞)[ :.(\"]*$")


@cache
def _chain() -> re.Pattern[str]:
    """The numbers that stand between the call and this one: `12345 và số `."""
    return re.compile(rf"[\d .,/;-]+(?:{alternatives('phones', 'or')})?[\d .,/;-]*(?:số )?$")
