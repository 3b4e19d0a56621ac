"""Names of the peoples and their places, H'Hen, Ka Dru, Ea Kmar -> as they are said, without a doubt.

Such a name is read where a title, another name of the kind or a place's noun stands before it, and everywhere
where its letters can be of no other language; `words.highland` says its syllables.
"""

import re

from broadcast.text.letters import LOWER, UPPER, sayable
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList
from broadcast.text.words.highland import opens_with_two, spoken_name

_APOSTROPHE = lazily(
    rf"(?P<head>[{UPPER}])' ?(?P<name>[{UPPER}][{LOWER}]{{1,8}}|(?<=')[{LOWER}]{{2,8}})(?![^\W\d_])"
)
_NAME = lazily(rf"[{UPPER}][{LOWER}]{{1,11}}(?![^\W\d_'])")
_CUE = WordList("peoples", "cue", tail="[ -]")
_OWN = WordList("peoples", "particle", tail="[ -]")
_WORD_BEFORE = lazily(r"(?<!\w)(?P<head>[a-zđ]' ?)?(?P<name>[^\W\d_]{2,12}) $")
_MARKED = lazily(r"[ăâêôơưđ]", re.IGNORECASE)


def say_peoples_name(page: Page, position: int) -> Found | None:
    """Read the name of one of the peoples at `position`; None where none stands there."""
    text = page.text
    if position and text[position - 1].isalnum():
        return None
    if (match := _APOSTROPHE.match(text, position)) and match["head"] in mapping("peoplesheads"):
        return _found(match.end(), _behind_head(match["head"], match["name"]))
    match = _NAME.match(text, position)
    if not match or sayable(match[0]):
        return None
    name, left = match[0], page.left(position)
    own = name.lower() in mapping("peopleswords") or (_MARKED.search(name) and opens_with_two(name))
    if (
        own
        or _OWN.ends(left)
        or _behind_another(left)
        or (_CUE.ends(left) and (opens_with_two(name) or _MARKED.search(name)))
    ):
        return _found(match.end(), spoken_name(name))
    return None


def _own(name: str) -> bool:
    """Whether the name can be of no other language, whatever stands before it."""
    return name.lower() in mapping("peopleswords") or (not name.isascii() and opens_with_two(name))


def _behind_another(left: str) -> bool:
    """Whether the word before is such a name itself: N'Jang Lơh, Mrông Yố."""
    before = _WORD_BEFORE.search(left)
    return bool(before and (before["head"] or (not sayable(before["name"]) and _own(before["name"]))))


def _behind_head(head: str, name: str) -> str:
    """H'Hen: the letter by its name, then the one syllable behind it."""
    spoken = spoken_name(name, after_head=True)
    return f"{mapping('peoplesheads')[head]} {spoken}" if spoken and len(spoken.split()) < 3 else ""


def _found(end: int, spoken: str) -> Found | None:
    return Found(end=end, spoken=spoken, kind=Kind.NAME) if spoken else None
