"""Places left open in a form (`ngày …/…/2026`, `Họ tên: ......`) -> a doubt: what is to be said is missing."""

import re

from broadcast.base.errors import tell
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_DOTS = r"(?:\.{2,}|_{2,}|…+)"
_OPEN = re.compile(rf"{_DOTS}(?: ?/ ?{_DOTS})*")
_ELLIPSIS = 4
_LONG = re.compile(r"\.{5,}")
"""An ellipsis has three dots; five and more between words are a place to fill in."""
_ALL_OF_THEM = re.compile(
    r"(?:^|[\s(])(?:các|những|mấy|mỗi|từng|cả|một|toàn|khắp|nhiều|mọi|hàng|hằng|suốt|bao|vài|quý|đa|dân|đôi|có|nhau|trưởng"
    r"|ngày(?= ngày)|tháng(?= tháng)|năm(?= năm)|tự|vì)\s(?:\w{1,9},?\s){0,2}$"
)
"""Behind these, a word leaves nothing open: `các ông, các bà ...`, `cả phường ...`, `từng ngày ...`."""
_BRACKETED = re.compile(r"[\[<{](?P<inside>[^\[\]<>{}\n]{2,40})[\]>}]")
_TO_FILL = WordList("blanks", "fill", tail=r"\b")
_LABEL = WordList("blanks", "label", head=r"(?:^|[ (,.])", tail=r"(?: |: ?)")
_LABEL_GLUED = WordList("blanks", "label", head=r"(?:^|[ (,.])")
_NEXT_LABEL = WordList("blanks", "next", head=" ?")


def say_blank(page: Page, position: int) -> Found | None:
    """Say nothing for the dots at `position` that are to be filled in, with a doubt; None for an ellipsis."""
    match = _BRACKETED.match(page.text, position)
    if not match or not _TO_FILL.begins(match["inside"].lower()):
        match = _OPEN.match(page.text, position)
        if not match or not _is_open(page, position, match):
            return None
    why = tell("chỗ “{written}” còn để trống, chưa điền", written=match[0])
    advice = tell("Điền vào chỗ trống, hoặc bỏ cả câu ấy đi.")
    return Found(end=match.end(), spoken="", kind=Kind.BLANK, why=why, advice=advice)


def _is_open(page: Page, position: int, match: re.Match[str]) -> bool:
    left, right = page.left(position), page.right(match.end())
    if match[0][0] == "_" or "/" in match[0] or re.match(r" ?/ ?[\w]", right) or re.search(r"\w ?/ ?$", left):
        return bool(match[0][0] != "_" or left.strip() or right.strip())
    if len(match[0]) <= _ELLIPSIS and _ALL_OF_THEM.search(f"{left.rstrip()} "):
        return False
    if _LABEL.ends(left) or (_LONG.match(match[0]) and left[-1:] == " " and left.strip() and right.strip()):
        return True
    return bool(_LABEL_GLUED.ends(left)) and _NEXT_LABEL.begins(right.lower())
