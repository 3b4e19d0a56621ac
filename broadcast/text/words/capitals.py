"""Words in capitals and single letters, after all tables were asked; what is left over is a doubt."""

import re

from broadcast.base.errors import tell
from broadcast.text.codes.doccodes import compose
from broadcast.text.codes.singles import say_letter
from broadcast.text.letters import bare, sayable, spelled
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.words.joined import apart
from broadcast.text.words.senses import WORD, first_words


def say_word(page: Page, position: int) -> Found | None:
    """Read the letters at `position` as a word or letter by letter; None where no letter stands there.

    The last rule for letters; where nothing tells how they are read, the reading has a doubt.
    """
    match = WORD.match(page.text, position)
    if not match:
        return None
    word = match[0]
    if len(word) == 1:
        return say_letter(page, position)
    if sayable(word) and not (word.isupper() or _mixed(word)):
        return Found(end=match.end(), spoken=word, kind=Kind.CAPITALS)
    if sayable(word):
        if word.isupper() and (len(word) > 2 or not word.isascii() or page.in_capitals(*match.span())):
            return Found(end=match.end(), spoken=word.lower(), kind=Kind.CAPITALS)
        return _unknown(match, word.lower())
    if word.isupper() and (composed := compose(word)):
        return Found(end=match.end(), spoken=composed, kind=Kind.ABBREVIATION)
    syllables, certain = apart(word)
    if syllables and certain:
        return Found(end=match.end(), spoken=syllables, kind=Kind.LOAN)
    if syllables or not bare(word).isascii():
        return _unknown(match, syllables)
    if (
        not (word.isupper() or _mixed(word))
        or len(word) > 8
        or (page.in_capitals(*match.span()) and len(word) > 4)
    ):
        return _unknown(match, "".join(letter for letter in word.lower() if letter.isalpha()))
    return _unknown(match, spelled(word))


def _unknown(match: re.Match[str], spoken: str) -> Found:
    if spoken in first_words() or spoken in mapping("units") or spoken in mapping("money"):
        spoken = spelled(spoken)  # in small letters it is something else: Km, HR
    why = tell("chưa biết đọc “{written}”", written=match[0])
    return Found(end=match.end(), spoken=spoken, kind=Kind.UNKNOWN, why=why)


def _mixed(word: str) -> bool:
    return not (word.islower() or word.istitle() or word.isupper())
