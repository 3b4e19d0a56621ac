"""The cells of a table of abbreviations -> patterns for the written form and for what stands around it."""

import re
from functools import cache

from broadcast.text.letters import LOWER, UPPER

_LINK = r"(?: ?[,/&+-] ?| và | hoặc )"
"""What stands between the members of a list; in a cell `~thcs` is THCS as the next or the last member."""


@cache
def form(written: str, *, any_case: bool = False) -> re.Pattern[str]:
    """Make a pattern of the written form: white space is free around `&`, `-` and commas.

    A space of the form may be a point in the text: TT.HĐND.
    """
    joined = re.sub(r"\s*([&,-])\s*", r"\1", written)
    signs = {"&": " ?& ?", ",": " ?, ?", "-": " ?- ?", " ": r"(?: {1,3}|\. ?)"}
    pattern = "".join(signs.get(sign) or re.escape(sign) for sign in joined)
    closing = r"(?!\w)" if written[-1].isdecimal() else r"(?![^\W\d_])" if written[-1].isalpha() else ""
    return re.compile(pattern + closing, re.IGNORECASE if any_case else 0)


@cache
def after(words: str) -> re.Pattern[str] | None:
    """Make a pattern for a text that ends in one of the words; None for an empty cell."""
    if not words:
        return None
    kinds = {"#": r"\d", "^": r"^[ \"'(*+•-]*|[.;:][ ]*"}
    forms = [kinds.get(word) or _start(word) + re.escape(word.lstrip("~")) + _link(word) for word in _cell(words)]
    return re.compile(rf"(?:{'|'.join(forms)})[ :\"'(,.]*$")


@cache
def before(words: str) -> re.Pattern[str] | None:
    """Make a pattern for a text that begins with one of the words; None for an empty cell."""
    if not words:
        return None
    kinds = {
        "#": r"\d",
        "##": r"\d\d\d\d",
        "###": r"\d\d\d",
        "Aa": rf"(?-i:[{UPPER}](?![{UPPER}])[{LOWER}]*)",
        "$": r"$|[.,;:)!?]",
    }
    forms = [kinds.get(word) or _link(word) + _whole(word.lstrip("~")) for word in _cell(words)]
    return re.compile(rf"[ \"'.(]*(?:{'|'.join(forms)})", re.IGNORECASE)


@cache
def near(words: str) -> re.Pattern[str] | None:
    """Make a pattern for a text that has one of the words anywhere; None for an empty cell."""
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(_whole(word) for word in _cell(words))})", re.IGNORECASE)


def _cell(words: str) -> list[str]:
    return [word for word in words.split(",") if word]


def _link(word: str) -> str:
    return _LINK if word.startswith("~") else ""


def _start(word: str) -> str:
    """A word begins at its first letter; a sign may stand behind a figure: 73 %."""
    return r"(?<!\w)" if word.lstrip("~")[:1].isalnum() else ""


def _whole(word: str) -> str:
    return re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "")
