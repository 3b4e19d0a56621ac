"""A name in a language of the Tây Nguyên peoples -> the Vietnamese syllables that a newsreader says for it.

Two consonants at the beginning become two syllables (Kna: cờ na), a last letter that Vietnamese does not end in is
left out or becomes its nearest (Krêl: cờ rên, Păh: pá, Bes: bét), joined syllables stand apart (Rơchăm: rơ chăm).
tables/peoplesletters.tsv has the letters, tables/peopleswords.tsv the names that are said otherwise.
"""

import unicodedata
from functools import lru_cache

from broadcast.text.letters import bare, sayable
from broadcast.text.tables import groups, mapping

_VOWELS = "aeiouy"
_SYLLABLE, _SINGLE, _INNER_VOWEL, _CHANGED = 10, 9, 5, 3
"""What a syllable, a consonant said alone, a vowel within the name and a changed letter cost; the least wins."""
_LONGEST = 12
_STOPS = ("c", "ch", "t", "p", "k")
_Parsed = tuple[int, tuple[str, ...]]


@lru_cache(maxsize=4096)
def spoken_name(name: str, *, after_head: bool = False) -> str:
    """Return the words for the name; empty where it has no such form.

    `after_head`: a letter and an apostrophe stand before it (M'Drăk), and two consonants stay together.
    """
    lowered = name.lower()
    if not after_head and (known := mapping("peopleswords").get(lowered)):
        return known
    if sayable(lowered):
        return with_tone(lowered)
    if len(lowered) > _LONGEST:
        return ""
    parsed = _parse(lowered, first=True, joined=after_head)
    return " ".join(parsed[1]) if parsed else ""


def opens_with_two(name: str) -> bool:
    """Whether the name begins with two consonants of these languages, as in Kna and Hđruế."""
    lowered = name.lower()
    most = 2 if name.isascii() else 3
    return lowered[:2] in groups("peoples")["onset"] and 1 < len(spoken_name(name).split()) <= most


@lru_cache(maxsize=16_384)
def _parse(rest: str, *, first: bool, joined: bool) -> _Parsed | None:
    """The cheapest way to say the rest of a name; None where there is none."""
    if not rest:
        return 0, ()
    best: _Parsed | None = None
    for end in range(len(rest), 0, -1):
        for cost, spoken in _said(rest[:end], rest[end:]):
            later = _parse(rest[end:], first=False, joined=joined)
            if later is None:
                continue
            inner = _INNER_VOWEL if not first and bare(rest[0]) in _VOWELS else 0
            words = (spoken, *later[1])
            if joined and cost == _SINGLE:
                words = (rest[:end] + later[1][0], *later[1][1:])
            if best is None or cost + inner + later[0] < best[0]:
                best = cost + inner + later[0], words
    return best


def _said(chunk: str, after: str) -> list[tuple[int, str]]:
    """The ways to say the chunk as one syllable, each with its cost."""
    letters = mapping("peoplesletters")
    found: list[tuple[int, str]] = []
    if (name := letters.get(f"{chunk}-")) and after and bare(after[0]) not in _VOWELS:
        found.append((_SINGLE, name))
    if sayable(chunk) and not (len(chunk) == 1 and bare(chunk) not in _VOWELS):
        found.append((_SYLLABLE, with_tone(chunk)))
    for length in (2, 1):
        onset = letters.get(f"{chunk[:length]}=")
        if onset is not None and len(chunk) > length and bare(chunk[length]) in _VOWELS:
            found += [(cost + _CHANGED, word) for cost, word in _ended(onset, chunk[length:])]
    found += _ended("", chunk)
    return found


def _ended(onset: str, chunk: str) -> list[tuple[int, str]]:
    """The chunk behind its new onset, its last letter as Vietnamese says it."""
    letters = mapping("peoplesletters")
    if onset == "y":  # yun, yang: no Vietnamese onset, said as it stands
        return [(_SYLLABLE, onset + with_tone(chunk))] if sayable(chunk) else []
    whole = onset + chunk
    if onset and sayable(whole):
        return [(_SYLLABLE, with_tone(whole))]
    for length in (3, 2, 1):
        last = letters.get(f"-{whole[-length:]}") if len(whole) > length else None
        if last is not None and len(changed := whole[:-length] + last) > 1 and sayable(changed):
            return [(_SYLLABLE + _CHANGED, with_tone(changed))]
    return []


def with_tone(syllable: str) -> str:
    """Return the syllable with the acute that Vietnamese asks for before c, ch, k, p and t; others as they are."""
    parts = unicodedata.normalize("NFD", syllable)
    if not syllable.endswith(_STOPS) or any(mark in parts for mark in "\u0300\u0301\u0303\u0309\u0323"):
        return syllable
    at = max(index for index, letter in enumerate(parts) if letter in _VOWELS)
    while at + 1 < len(parts) and unicodedata.combining(parts[at + 1]):
        at += 1
    return unicodedata.normalize("NFC", parts[: at + 1] + "\u0301" + parts[at + 1 :])
