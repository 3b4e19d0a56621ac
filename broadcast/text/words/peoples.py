"""Names of the peoples and their places, H'Hen, Ka Dru, Ea Kmar -> as they are said, without a doubt.

Their syllables begin with consonants that Vietnamese does not join (dr, km, br); such a name is said as it stands
where a title, another name of the kind or a place's noun stands before it.
"""

from broadcast.text.letters import LOWER, UPPER, sayable
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList

_APOSTROPHE = lazily(rf"(?P<head>[{UPPER}])'(?P<name>[{UPPER}][{LOWER}]{{1,7}})(?![^\W\d_])")
_NAME = lazily(rf"[{UPPER}][{LOWER}]{{1,8}}(?![^\W\d_])")
_CUE = WordList("peoples", "cue", "particle", tail="[ -]")
_FOREIGN_END = lazily(r"(?<=[aăâeêioôơuưyáàảãạ])[hklrs]$")


def say_peoples_name(page: Page, position: int) -> Found | None:
    """Read the name of one of the peoples at `position`; None where none stands there."""
    text = page.text
    if position and text[position - 1].isalnum():
        return None
    if (match := _APOSTROPHE.match(text, position)) and match["head"] in mapping("peoplesheads"):
        spoken = f"{mapping('peoplesheads')[match['head']]} {match['name']}"
        return Found(end=match.end(), spoken=spoken, kind=Kind.NAME) if _said(match["name"]) else None
    match = _NAME.match(text, position)
    if not match or sayable(match[0]):
        return None
    known = match[0].lower() in groups("peoples")["known"]
    if known or (_said(match[0]) and _CUE.ends(page.left(position))):
        return Found(end=match.end(), spoken=match[0], kind=Kind.NAME)
    return None


def _said(name: str) -> bool:
    """Whether it is a syllable of these languages: one that Vietnamese says, or one after two consonants."""
    plain = _FOREIGN_END.sub("", name.lower())
    onset = plain[:2] in groups("peoples")["onset"]
    return sayable(plain) or (onset and sayable(plain[1:])) or plain[1:] in groups("peoples")["rime"]
