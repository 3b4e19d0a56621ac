"""Numbers of a document's parts: II.1.2, mục 1.2; the letters of its points."""

import re

from broadcast.text import numbers
from broadcast.text.letters import spelled
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_DOTTED_PLACE = re.compile(r"\d{1,3}(?:\.\d{1,2}){1,4}(?:\.?[a-zđ](?!\w))?(?![\d%]|[.,/]\d)")
_PART_SAID = WordList("places", "part", tail="[ :]*")
_CHAPTER = re.compile(r"(?P<roman>[IVX]{1,5})(?P<rest>(?:\.\d{1,2}){1,4}(?:\.[a-zđ](?!\w))?)(?![\d\w])")


def say_part_number(page: Page, position: int) -> Found | None:
    """Read the number of a document's part at `position`: `II.1.2`, or `1.2` after `mục`; None for any other."""
    if (match := _CHAPTER.match(page.text, position)) and (chapter := numbers.roman(match["roman"])):
        tail = " chấm ".join(
            numbers.whole(part) if part.isdecimal() else letter(part) for part in match["rest"].split(".") if part
        )
        return Found(end=match.end(), spoken=f"{numbers.cardinal(chapter)} chấm {tail}", kind=Kind.LIST)
    match = _DOTTED_PLACE.match(page.text, position)
    if not match or not (
        _PART_SAID.ends(page.left(position)) or (match[0].count(".") > 1 and not re.search(r"\d{3}", match[0]))
    ):
        return None
    parts = re.findall(r"\d+|[a-zđ]", match[0])
    spoken = " chấm ".join(numbers.whole(part) if part.isdecimal() else letter(part) for part in parts)
    return Found(end=match.end(), spoken=spoken, kind=Kind.LIST)


def letter(written: str) -> str:
    """Name the letter (or letters) that numbers a point; d is `dê` there, to be told from đ."""
    return "dê" if written in ("d", "D") else spelled(written)
