"""Vietnamese syllables written as one word, rơmoóc, urê, QuảngNinh -> the syllables, each apart."""

import re
from functools import lru_cache

from broadcast.text.clean import clean
from broadcast.text.letters import LOWER, UPPER, bare, sayable
from broadcast.text.tables import mapping

_CASE = re.compile(rf"[{UPPER}]?[{LOWER}]+")
_VOWELS = frozenset("aeiouy")
_SHORTEST, _LONGEST = 3, 16
_MOST = 3
"""So many syllables are looked for; a longer word is no joined one."""


@lru_cache(maxsize=4096)
def apart(word: str) -> tuple[str, bool]:
    """Return the syllables that the word joins, a space between them, and whether they are certain.

    Only a word with a Vietnamese mark is looked at; the words are empty where it does not fall into syllables. A
    syllable seldom begins with a vowel; where it falls apart in two ways even so, they are not certain: khôngan.
    """
    lowered = word.lower()
    if not _SHORTEST <= len(word) <= _LONGEST or bare(lowered) == lowered or word.isupper():
        return "", False
    cases = _CASE.findall(word)
    if len(cases) > 1 and "".join(cases) == word and all(len(one) > 1 and sayable(one) for one in cases):
        return " ".join(cases), True
    if not (word.islower() or word.istitle()):
        return "", False
    ways = _ways(lowered, _MOST)
    fewest = min(map(len, ways), default=0)
    ways = [way for way in ways if len(way) == fewest]
    if not ways:
        return "", False
    least = min(map(_vowels_within, ways))
    best = [way for way in ways if _vowels_within(way) == least]
    if best[0][0] in mapping("units"):
        return "", False  # 5 hatại: a unit and a word
    return clean(" ".join(best[0])).text, len(best) == 1


def _ways(rest: str, most: int) -> list[tuple[str, ...]]:
    """Every way to cut the rest into sayable syllables, `most` at the most; a consonant alone is none."""
    if not rest:
        return [()]
    if not most:
        return []
    ends = [end for end in range(min(len(rest), 7), 0, -1) if sayable(rest[:end]) and _has_vowel(rest[:end])]
    return [(rest[:end], *way) for end in ends for way in _ways(rest[end:], most - 1)]


def _has_vowel(syllable: str) -> bool:
    return any(letter in _VOWELS for letter in bare(syllable))


def _vowels_within(way: tuple[str, ...]) -> int:
    return sum(bare(one[0]) in _VOWELS for one in way[1:])
