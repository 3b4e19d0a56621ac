"""A doubt -> the line that the ward may add to lexicon.yaml; pasted as it is, it makes no wrong reading permanent.

A form of one sense is offered with our reading. One of several senses, and a number (`9/11` is a count here and a
day there), is offered for this neighbour alone; one letter or sign, and a stump as `Ng` that names begin with,
only as part of a phrase; all these with `…` for the reading, which the lexicon does not take before it is filled
in.
"""

import re

from broadcast.text.letters import bare
from broadcast.text.lexicon import LONGEST_FORM
from broadcast.text.words.senses import spoken_forms

OPEN = "…"
"""Stands where the ward has to write the reading."""
_WORD_BEFORE = re.compile(r"([^\W_]+)[ \"'(]*$")
_WORD_AFTER = re.compile(r"[ \"').,]*([^\W_]+)")
_READABLE = re.compile(r"[^\W\d_]+(?:[ ,]+[^\W\d_]+)*")
_NEXT = re.compile(r" ?[^\W_]+")
_PRICE = re.compile(r"[1-9]\d?,\d{3} ?(?:đ|đồng|vnđ)", re.IGNORECASE)
"""A sum of so few đồng is not paid: it is thousands in any sentence."""
_STUMP = re.compile(r"[b-df-hj-np-tv-zđ]{2,3}", re.IGNORECASE)
_RECKONING = frozenset("+<>=~^×÷±≤≥≈%°")
_WINDOW = 40


def lexicon_line(text: str, start: int, end: int, guess: str) -> str:
    """Return the line of lexicon.yaml for the doubtful `text[start:end]` and our guess at its words.

    An empty text where no line helps: the form is too long for a lexicon, or only a phrase with what follows would
    do and nothing follows.
    """
    written = " ".join(text[start:end].split())
    if len(written) > LONGEST_FORM:
        return ""
    guess = guess if speakable_words(guess) else ""
    left = text[max(0, start - _WINDOW) : start].rpartition("\n")[2]
    right = text[end : end + _WINDOW].partition("\n")[0]
    if _holds_in_a_phrase_alone(written):
        # with what follows and not with what stands before: an entry is looked for where a piece begins
        following = _NEXT.match(right)
        return f"{_quoted(' '.join((written + following[0]).split()))}: {OPEN}" if following else ""
    if len(spoken_forms().get(written, ())) < 2 and (not written[:1].isdecimal() or _PRICE.fullmatch(written)):
        return f"{_quoted(written)}: {guess or OPEN}"
    if before := _WORD_BEFORE.search(left):
        return f"{_quoted(written)}: [{{spoken: {OPEN}, after: [{_plain(before[1])}]}}]"
    if after := _WORD_AFTER.match(right):
        return f"{_quoted(written)}: [{{spoken: {OPEN}, before: [{_plain(after[1])}]}}]"
    return f"{_quoted(written)}: {OPEN}"


def speakable_words(text: str) -> bool:
    """Whether the text is what a lexicon takes as a reading: words, with spaces and commas between them."""
    return _READABLE.fullmatch(text) is not None


def _holds_in_a_phrase_alone(written: str) -> bool:
    """One letter, one sign of reckoning, a stump of a name: each is a part of other words and forms."""
    core = written.strip(" .,:;/()-")
    if len(core) == 1 and core in _RECKONING:
        return True
    if len(core) == 1 and bare(core).isascii() and core.isalpha():
        return True
    return not core.isupper() and _STUMP.fullmatch(core) is not None


def _plain(word: str) -> str:
    return word if word.isalpha() else _quoted(word)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
