"""Numbers that are called out digit by digit: accounts, identity cards, tax and insurance codes, long ones."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_GROUPED = re.compile(r"\d{1,20}(?:(?:[.-]\d{1,20})|(?: \d{2,20})){0,8}(?!\w|[.,/]\d|%)")
_LONG = re.compile(r"\d{10,20}(?!\w|[.,/-]\d|%)")
_MOBILE = re.compile(r"0[2-9]\d{8}")
_COUNTED = WordList("phones", "counted", head=" ?", tail=r"(?!\w)")

_PIPE = WordList("phones", "pipe", tail=r"(?: \w{1,12}){0,2} stk[ :]*")
"""ống nước thô STK 168: a kind of steel, and no account."""


def say_account(page: Page, position: int) -> Found | None:
    """Read the account or card number at `position` digit by digit, however it is grouped; None for any other.

    A number of ten digits and more without points counts nothing, whatever stands before it.
    """
    left = page.left(position)
    if re.search(r"\d[.,/ -]?$", left):
        return None
    match = _GROUPED.match(page.text, position)
    if (
        match
        and sum(map(str.isdecimal, match[0])) >= 3
        and _said().search(left)
        and not _PIPE.ends(left)
        and not _counts(page, match.end())
    ):
        return Found(end=match.end(), spoken=numbers.digits(match[0]), kind=Kind.ACCOUNT)
    long = _LONG.match(page.text, position)
    if long and left.strip() and not long[0].endswith("0000") and not _counts(page, long.end()):
        kind = Kind.PHONE if _MOBILE.fullmatch(long[0]) else Kind.ACCOUNT
        return Found(end=long.end(), spoken=numbers.digits(long[0]), kind=kind)
    return None


def _counts(page: Page, end: int) -> bool:
    return _COUNTED.begins(page.right(end))


@cache
def _said() -> re.Pattern[str]:
    """A word for an account or a code, the bank or holder it belongs to, and `số`: `tài khoản agribank số: `."""
    words, owner = alternatives("phones", "code"), alternatives("phones", "owner")
    return re.compile(rf"\b(?:{words})(?: (?:{owner})){{0,2}}(?: (?:số|là))?[ :\"(]*$")
