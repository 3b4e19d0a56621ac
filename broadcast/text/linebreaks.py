"""Line breaks of a cleaned text -> those alone at which a line ends; a break inside a sentence becomes a space."""

import re

from broadcast.text.letters import UPPER
from broadcast.text.patterns import lazily
from broadcast.text.wordlist import WordList

_HARD_BREAK = lazily(r"(?<=[^\s.!?:;|])[ ]*\n[ ]*(?=\S)")
_OPENS_LINE = lazily(
    rf"[-+*•●○◦▪–>#]|\(?(?:[IVXLC]+|[A-Za-zđĐ]|\d{{1,2}}(?:\.\d{{1,2}})*)[.)/]|\d{{1,2}}\.\d"
    rf"|[{UPPER}]{{2,}}\.?[ \n]"
)
_BULLET = lazily(r"[-+*•●○◦▪–>#(]|\d{1,2}(?:[.)/-] |\.\d{1,2}\.? )")
_WRAPPED_AT = 45
"""A line shorter than this that does not flow into the next is a line of its own (a name, a heading)."""
_LINE = 400
_GOES_ON = WordList("linebreaks", "any", head=r"(?:^|[ (,.])")
"""Words after which no sentence and no heading ends: of, and, in."""
_BEFORE_FIGURE = WordList("linebreaks", "figure", head=r"(?:^|[ (,.])")
"""Words after which a figure on the next line is their number: day, month, ward."""
_FEAST = WordList("dates", "feast", head=r"(?:^|[ (,.])")
"""A feast whose date stands on the next line: Quốc khánh, 2/9."""
_DATE_BROKEN = lazily(r"\d{1,2}[/-]$")
_DATE_FOLLOWS = lazily(r"\d{1,2}[/.-]\d{1,2}(?!\d)")
_DASH_IN_BRACKETS = lazily(r"- ?[^\n()]{1,40}\)")
_OPENS_SENTENCE = WordList("linebreaks", "opens", tail=r"\b")
"""Words that no proper name begins with: in capitals they open a sentence."""
_WIDER = 1.5
"""A line so many times as wide as its neighbour does not end where the width of a page ends."""
_SPARE = 20
"""So many characters more than a first word needs were left on the line: it ends there on purpose."""


def unwrapped(text: str) -> str:
    """Turn the line breaks inside a sentence (PDF, e-mail, a wrapped paragraph) into spaces; offsets stay."""
    return _HARD_BREAK.sub(_join_or_keep, text) if "\n" in text else text


def _join_or_keep(match: re.Match[str]) -> str:
    text = match.string
    line = text[max(text.rfind("\n", 0, match.start()) + 1, match.start() - _LINE) : match.start()].strip()
    following = text[match.end() : match.end() + 40]
    if _goes_on(line, following):
        return " " * len(match[0])
    if line.rfind("(") > line.rfind(")") and _DASH_IN_BRACKETS.match(following):
        return " " * len(match[0])
    flows = following[:1].islower() or following[:1] in '("' or line.endswith((",", "-", "("))
    wrapped = len(line) >= _WRAPPED_AT and not line.isupper()
    if _OPENS_LINE.match(following) or not (flows or wrapped):
        return match[0]
    if not flows and _ends_on_purpose(text, len(line), match.end()):
        return match[0]
    return " " * len(match[0])


def _ends_on_purpose(text: str, width: int, start: int) -> bool:
    """Whether a line of `width` has room for more, or is wider than the page, as the lines from `start` on are;
    or the next line opens with a word that begins a sentence, or both meet in figures."""
    if _OPENS_SENTENCE.begins(text[start : start + 24]):
        return True
    if text[start].isdecimal() and text[max(0, start - _LINE) : start].rstrip()[-1:].isdecimal():
        return True
    following = text[start : start + 3 * _LINE].split("\n")[:4]
    first = following[0]
    if len(first) > width * _WIDER and len(first) > width + _SPARE:
        return True
    page = max((len(line.strip()) for line in following[:3]), default=0)
    return len(following) > 2 and bool(following[1].strip()) and width > page * _WIDER


def _goes_on(line: str, following: str) -> bool:
    """Whether the last word of a line, or the date that it breaks off in, needs what follows."""
    if _BULLET.match(following):
        return False
    end = line[-24:].lower()
    if following[:1].isdecimal():
        feast = _FEAST.ends(end) and _DATE_FOLLOWS.match(following)
        return bool(feast or _BEFORE_FIGURE.ends(end) or _GOES_ON.ends(end) or _DATE_BROKEN.search(end))
    return _GOES_ON.ends(end)
