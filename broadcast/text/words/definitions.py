"""The text's own abbreviations: a long form and its letters in brackets, `Ban Tổ chức (BTC)` -> what they mean.

The long form before the brackets, or in them (`BTC (Ban Tổ chức)`), is found by the initials of its words. In the
same text the letters mean that from then on, whatever the tables say, and it is not said twice.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import lru_cache

from broadcast.text.letters import sayable
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList
from broadcast.text.words.initials import long_form
from broadcast.text.words.senses import WORD, spoken_forms

_UP = "A-ZĂÂĐÊÔƠƯ"
_SHORT = rf"[{_UP}][{_UP}a-zđ]{{0,11}}(?:[ ,&/.-]{{1,3}}(?:và )?[{_UP}]{{1,11}}){{0,4}}"
_BRACKETS = re.compile(r"\([^()\n]{2,60}\)")
_IN_BRACKETS = lazily(rf"(?:(?P<called>.{{0,30}}?) )??[\"']?(?P<short>{_SHORT})[\"']?")
_EXPLAINED = lazily(rf"(?<!\w)(?P<short>[{_UP}]{{2,12}}) ?\((?P<long>[^()\n\d]{{4,80}})\)")
_CALLED = WordList("capitals", "called", tail=":?")
_SENTENCE = re.compile(r"[;:!?()\n]|\. ")
_OPEN = WordList("capitals", "linking")
"""Words after which the words of a long form are still to come: `thông tin và (TT)` defines nothing."""
_PLAIN = re.compile(r",| và ")
_BEFORE = 160
"""How far before its brackets a long form may begin."""


@dataclass(slots=True)
class _Own:
    """What one text says of its abbreviations."""

    silent: dict[int, int] = field(default_factory=dict)
    """Where brackets open whose letters have just been said -> where they end."""
    explained: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Where letters stand that brackets explain -> where those end, and the long form."""
    meanings: dict[str, list[tuple[str, list[int], list[str]]]] = field(default_factory=dict)
    """First run of letters -> the written forms, the longest first, where each is defined, and as what."""


def own_meaning(page: Page, position: int) -> Found | None:
    """Read the letters at `position` as what the text itself says they mean; None where it says nothing of them.

    Of several definitions the last before `position` holds, or else the first after it.
    """
    own = _own(page.text)
    if position in own.explained:
        end, spoken = own.explained[position]
        return Found(end=end, spoken=spoken, kind=Kind.ABBREVIATION)
    word = WORD.match(page.text, position) if own.meanings else None
    for short, places, readings in own.meanings.get(word[0], ()) if word else ():
        end = position + len(short)
        if page.text.startswith(short, position) and not page.text[end : end + 1].isalnum():
            spoken = readings[max(0, bisect_right(places, position) - 1)]
            return Found(end=end, spoken=spoken, kind=Kind.ABBREVIATION)
    return None


def say_defined(page: Page, position: int) -> Found | None:
    """Pass over the brackets at `position` whose letters stand for what was said right before: `(BTC)`."""
    end = _own(page.text).silent.get(position) if page.text[position] == "(" else None
    return Found(end=end, spoken="", kind=Kind.ABBREVIATION) if end else None


@lru_cache(maxsize=4)
def _own(text: str) -> _Own:
    own = _Own()
    found: dict[str, list[tuple[int, str]]] = {}
    for brackets in _BRACKETS.finditer(text):
        inside = _IN_BRACKETS.fullmatch(brackets[0][1:-1].strip())
        if not inside or (inside["called"] and not _CALLED.ends(inside["called"].lower())):
            continue
        before = _SENTENCE.split(text[max(0, brackets.start() - _BEFORE) : brackets.start()].rstrip())[-1]
        if _OPEN.ends(before.lower()):
            continue
        long = long_form(inside["short"], before) or _known_form(inside["short"], before)
        if long:
            own.silent[brackets.start()] = brackets.end()
            found.setdefault(inside["short"], []).append((brackets.start(), long))
    for match in _EXPLAINED.finditer(text):
        if long := long_form(match["short"], match["long"], whole=True):
            own.explained[match.start()] = (match.end(), long)
            found.setdefault(match["short"], []).append((match.start(), long))
    for short in sorted(found, key=len, reverse=True):
        _define(own, short, sorted(found[short]))
    return own


def _define(own: _Own, short: str, defined: list[tuple[int, str]]) -> None:
    said = [(place, long) for place, long in defined if all(sayable(word) for word in long.split())]
    first = WORD.match(short)
    if said and first and len(short) > 1:
        own.meanings.setdefault(first[0], []).append(
            (short, [place for place, _ in said], [one for _, one in said])
        )


def _known_form(short: str, before: str) -> str:
    """A reading of the tables for the letters that stands not far before them: công an thành phố … (CATP)."""
    said = " ".join(_PLAIN.sub(" ", f"{before.lower()} ").split()[-14:])
    for reading in spoken_forms().get(short, ()):
        if f" {' '.join(_PLAIN.sub(' ', reading).split())} " in f" {said} ":
            return reading
    return ""
