"""The parts of a compound fertilizer, NPK 16-16-8 and 16:5:11 -> its numbers one by one, no date and no time."""

import re

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_PARTS = re.compile(r"\d{1,2}(?:(?P<sign> ?[-:+.] ?)\d{1,2})(?:(?P=sign)\d{1,2}){1,3}(?![\w%]|[.,:/-]\d)")
_NUMBER = re.compile(r"\d+")
_COMPOUND = WordList("capitals", "compound", tail="[ :(-]*")


def say_parts(page: Page, position: int) -> Found | None:
    """Read the parts of a compound fertilizer at `position`, right after its name; None where none stand there."""
    match = _PARTS.match(page.text, position)
    if not match or not _COMPOUND.ends(page.left(position)):
        return None
    said = " ".join(numbers.whole(part) for part in _NUMBER.findall(match[0]))
    return Found(end=match.end(), spoken=said, kind=Kind.NUMBER)
