"""Letters: which words Vietnamese can say as they stand, and the names of single letters."""

import re
import unicodedata
from functools import cache, lru_cache

from broadcast.text.tables import groups, mapping

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
"""For character classes of patterns; a range such as À-Ỹ would hold small and capital letters alike."""

_TONES = dict.fromkeys((0x300, 0x301, 0x303, 0x309, 0x323))

_STOPPED = re.compile(r"(?:[ptc]|ch)$")
_STOP_TONE = re.compile("[\u0301\u0323]")
"""Sắc and nặng: a syllable that ends in p, t, c or ch has no other tone."""
_WRONG_ONSET = re.compile(r"c[eiy]|k[^eiyh]|n?gh[^ei]|n?g[e]")
_VOWELS = "aăâeêioôơuưy"
_SYLLABLE_PARTS = re.compile(
    rf"(?P<onset>(?:ngh|gi(?=[{_VOWELS}])|qu(?=[{_VOWELS}])|[^{_VOWELS}]{{0,2}}))(?P<rime>.*)"
)


@lru_cache(maxsize=65_536)
def sayable(word: str) -> bool:
    """Whether the word has the form of one Vietnamese syllable; capitals and small letters are the same."""
    if len(word) > 8:
        return False
    lowered = word.lower()
    parts = unicodedata.normalize("NFD", lowered)
    if sum(ord(mark) in _TONES for mark in parts) > 1:
        return False
    toneless = unicodedata.normalize("NFC", parts.translate(_TONES))
    match = _SYLLABLE_PARTS.fullmatch(toneless)
    if match is None or match["rime"] not in _rimes():
        return False
    return not match["onset"] or match["onset"] in _onsets()


@lru_cache(maxsize=65_536)
def is_syllable(word: str) -> bool:
    """Whether the word is written as Vietnamese words are; never VAT, BYT, CEO, KA.

    It is sayable, with the tone that its ending asks for and the onset that its vowel asks for.
    """
    if not sayable(word):
        return False
    parts = unicodedata.normalize("NFD", word.lower())
    if _STOPPED.search(unicodedata.normalize("NFC", parts.translate(_TONES))) and not _STOP_TONE.search(parts):
        return False
    return _WRONG_ONSET.match(bare(word)) is None


@cache
def _onsets() -> frozenset[str]:
    return frozenset(groups("syllables")["onset"])


@cache
def _rimes() -> frozenset[str]:
    return frozenset(groups("syllables")["rime"])


@cache
def bare_shapes() -> frozenset[str]:
    """Collect the forms that a Vietnamese syllable can have once its marks are left out: `nguoi`, `duoc`."""
    onsets = {"", *map(bare, _onsets())}
    return frozenset(onset + bare(rime) for onset in onsets for rime in _rimes())


def letter_name(letter: str) -> str:
    """Return a letter's name, `giê` for `G` or `g`; an empty text where the table has no such letter."""
    return mapping("letters").get(letter.upper(), "")


def spelled(word: str) -> str:
    """Spell the word letter by letter, `quy e rờ` for `QR`; characters without a name are left out."""
    return " ".join(filter(None, (letter_name(letter) for letter in word)))


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """Return the word in small letters without any diacritic, đ as d: `hong bang` for `Hồng Bàng`."""
    parts = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
