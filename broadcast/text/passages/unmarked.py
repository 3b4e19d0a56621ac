"""A cleaned text -> the passages of it that are Vietnamese typed without its marks: `to dan pho so 5 phat gao`.

Each word that has no mark weighs by how seldom such a syllable stands bare in marked Vietnamese
(tables/unmarked.tsv with its sources, and two rules of spelling). A run of such words, with figures and signs
between them, is a passage where the weights are too many for chance; a word with a mark ends the run, words of
another language speak against it.
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from broadcast.text.letters import UPPER, bare_shapes
from broadcast.text.tables import groups
from broadcast.text.words.senses import first_words

_TOKEN = re.compile(
    r"\S{0,64}?[A-Za-z0-9_](?:[@_/\\]|\.(?=[A-Za-z]{2}))[A-Za-z0-9]\S{0,200}"  # an address
    r"|[A-Za-z]*\d[A-Za-z\d]*"  # a code
    r"|[^\W\d_]+(?:-[^\W\d_]+)+"  # a foreign name by syllables: Ca-ra-Cac-pac
    r"|[^\W\d_]+"
)
_TIGHT = re.compile(r".*(?:ie|ye|uo)[a-z]+|.{2,}(?:p|t|c|ch)")
"""Spelling asks for ê, ô or ơ in these diphthongs, and for a tone before these finals."""
_NEVER, _SOME, _FOREIGN = 3, 1, -3
_HELD = 6
_LEAST = 3
"""So many words without marks make a passage."""
_Span = tuple[int, int]


def unmarked_passages(text: str) -> tuple[_Span, ...]:
    """Find the passages of the cleaned text typed without marks; return the start and end of each, in order."""
    return tuple(found for run in _runs(text) if (found := _passage(text, run)))


def _runs(text: str) -> Iterator[list[_Span]]:
    """The words between one word with a mark and the next, addresses and codes left out."""
    run: list[_Span] = []
    for match in _TOKEN.finditer(text):
        if match[0].isascii():
            if match[0].isalpha():
                run.append(match.span())
        elif not match[0].isdecimal():
            yield run
            run = []
    yield run


def _passage(text: str, run: list[_Span]) -> _Span | None:
    """The part of a run that is without its marks, from the first telling word to the last; None where none is."""
    if len(run) < _LEAST:
        return None
    words = [text[start:end] for start, end in run]
    weights = [weight(word) for word in words]
    for index, pair in enumerate(pairwise(words)):
        if _pair(*pair):
            weights[index] = weights[index + 1] = _NEVER
    total = best = 0
    start = best_first = best_last = 0
    for index, one in enumerate(weights):
        if total <= 0:
            total, start = 0, index
        total += one
        if total > best:
            best, best_first, best_last = total, start, index
    if best < _HELD or weights[best_first : best_last + 1].count(_NEVER) < 2:
        return None
    first, last = best_first, best_last  # the words beside are as bare, only less telling
    while first > 0 and weights[first - 1] >= 0 and "\n" not in text[run[first - 1][1] : run[first][0]]:
        first -= 1
    while last + 1 < len(run) and weights[last + 1] >= 0 and "\n" not in text[run[last][1] : run[last + 1][0]]:
        last += 1
    if sum(len(word) > 1 for word in words[first : last + 1]) < _LEAST:
        return None
    return run[first][0], run[last][1]


@lru_cache(maxsize=65_536)
def weight(word: str) -> int:
    """Tell how much the bare word speaks for a text without marks: 3, 1, 0; -3 for a foreign word."""
    lowered = word.lower()
    if len(word) < 2 or lowered in groups("unmarked")["exempt"]:
        return 0
    if lowered not in bare_shapes():
        return 0 if len(word) < 3 or word.isupper() or lowered in first_words() else _FOREIGN
    if lowered in _never() or _TIGHT.fullmatch(lowered):
        return _NEVER
    return _SOME if lowered in _some() else 0


def _pair(one: str, two: str) -> bool:
    """Whether the two words can only be Vietnamese without marks: a known pair, or a surname and a middle name."""
    pair = f"{one} {two}".lower()
    if pair in _pairs():
        return True
    named = re.match(rf"[{UPPER}]", one) and re.match(rf"[{UPPER}]", two)
    table = groups("unmarked")
    return bool(named) and one.lower() in table["surname"] and two.lower() in table["middle"] and weight(one) > 0


@cache
def _never() -> frozenset[str]:
    return frozenset(groups("unmarked")["never"])


@cache
def _some() -> frozenset[str]:
    return frozenset(groups("unmarked")["some"])


@cache
def _pairs() -> frozenset[str]:
    return frozenset(groups("unmarked")["pair"])
