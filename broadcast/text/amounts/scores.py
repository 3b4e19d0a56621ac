"""Scores of matches and sets, `tỷ số 3-1 (25-23, 25-20)`, told from ranges by the words around them."""

import re

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_PAIR = lazily(r"(?P<a>\d{1,3}) ?- ?(?P<b>\d{1,3})(?![\w%°]|[.,/]\d| ?- ?\d| ?%)")
_EARLIER = lazily(r"(?:\d{1,3} ?- ?\d{1,3}[ ,;:()]*(?:và |rồi )?){1,8}$")
_STAGE = WordList("scores", "stage", tail=r"(?: (?:\d|nhất|hai|phụ))?: ?")
_SIDES = lazily(r"[^\s;:] ?- ?[^;:\n]{1,30}: ?$")
_SAID = WordList("scores", "score", tail="[ :(]*")
_WON = WordList("scores", "score", tail=r"(?: (?!\d+ ?-)[^\s.;!?()]+){1,6}[ :(]*")
_MATCH = WordList("scores", "match", tail=r"\b[^.;!?\n]*")
_LEANS = WordList("scores", "leans", head=r"[ ,(]*", tail=r"\b")
_COUNTED = WordList("scores", "amount", head=" ", tail=r"\b")
_WORD_FOLLOWS = lazily(r" [a-zà-ỹđ]")


def say_score(page: Page, position: int) -> Found | None:
    """Read the score at `position`, each side as a number, no word between; None for a range or a code."""
    match = _PAIR.match(page.text, position)
    if not match or not _is_score(match, page.left(position), page.right(match.end())):
        return None
    spoken = f"{numbers.whole(match['a'])} {numbers.whole(match['b'])}"
    return Found(end=match.end(), spoken=spoken, kind=Kind.SCORE)


def _is_score(match: re.Match[str], left: str, right: str) -> bool:
    if _COUNTED.begins(right):
        return False
    before = _EARLIER.sub("", left)
    if _SAID.ends(before) or _STAGE.ends(before) or _LEANS.begins(right):
        return True
    falls = int(match["a"]) >= int(match["b"])
    if falls and _SIDES.search(before):
        return True
    if _WON.ends(before):
        return falls or len(before) < len(left) or not _WORD_FOLLOWS.match(right)
    return (falls or len(before) < len(left)) and bool(_MATCH.ends(before))
