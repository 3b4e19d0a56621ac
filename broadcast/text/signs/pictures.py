"""Arrows, emoji and boxes between words: a short pause, no words, no doubt; an arrow between figures is `đến`."""

from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind

_PICTURES = (
    "\u203c\u2049\u2190-\u21ff\u2300-\u23ff\u2500-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\ua9c2\U0001f000-\U0001faff"
    "\u20e3\u20dd-\u20e2\U000e0020-\U000e007f"
)
"""Blocks of Unicode: arrows, technical, boxes and shapes, dingbats, emoji with their skins, flags and tags."""
_RUN = lazily(rf"[{_PICTURES}](?:[ ]?[{_PICTURES}])*")
_ARROW = lazily("[\u2192\u21d2\u27a1\u279c\u2794\u2b95]")
_FIGURE_LEFT = lazily(r"\d(?:[hg%]|\d)* ?$")


def say_picture(page: Page, position: int) -> Found | None:
    """Say nothing for the pictures at `position`, but pause between words; None where none stands there."""
    match = _RUN.match(page.text, position)
    if not match:
        return None
    between = _FIGURE_LEFT.search(page.left(position)) and page.right(match.end()).lstrip()[:1].isdecimal()
    spoken = "đến" if between and _ARROW.fullmatch(match[0]) else ""
    return Found(end=match.end(), spoken=spoken, kind=Kind.SYMBOL, mark="" if spoken else ",")
