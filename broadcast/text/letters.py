"""Letters: which words Vietnamese can say as they stand, and the names of single letters."""

import re
import unicodedata
from functools import lru_cache

from broadcast.text.tables import mapping

UPPER = "A-ZÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴĐ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
"""For character classes; a range such as À-Ỹ would hold small and capital letters alike."""

_TONES = dict.fromkeys((0x300, 0x301, 0x303, 0x309, 0x323))

_ONSETS = ("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh", "p",
           "ph", "qu", "r", "s", "t", "th", "tr", "v", "x")  # fmt: skip

_RIMES = frozenset(
    [
        "a",
        "ac",
        "ach",
        "ai",
        "am",
        "an",
        "ang",
        "anh",
        "ao",
        "ap",
        "at",
        "au",
        "ay",
        "ăc",
        "ăm",
        "ăn",
        "ăng",
        "ăp",
        "ăt",
        "ăk",
        "âc",
        "âm",
        "ân",
        "âng",
        "âp",
        "ât",
        "âu",
        "ây",
        "e",
        "ec",
        "em",
        "en",
        "eng",
        "eo",
        "ep",
        "et",
        "ê",
        "êch",
        "êm",
        "ên",
        "ênh",
        "êp",
        "êt",
        "êu",
        "êc",
        "êng",
        "i",
        "ia",
        "ich",
        "iêc",
        "iêm",
        "iên",
        "iêng",
        "iêp",
        "iêt",
        "iêu",
        "im",
        "in",
        "inh",
        "ip",
        "it",
        "iu",
        "o",
        "oc",
        "oa",
        "oac",
        "oach",
        "oai",
        "oam",
        "oan",
        "oang",
        "oanh",
        "oao",
        "oap",
        "oat",
        "oay",
        "oăc",
        "oăm",
        "oăn",
        "oăng",
        "oăp",
        "oăt",
        "oe",
        "oec",
        "oem",
        "oen",
        "oeng",
        "oeo",
        "oep",
        "oet",
        "oi",
        "om",
        "on",
        "ong",
        "ooc",
        "oong",
        "op",
        "ot",
        "ô",
        "ôc",
        "ôi",
        "ôm",
        "ôn",
        "ông",
        "ôp",
        "ôt",
        "ôông",
        "ôôc",
        "ơ",
        "ơi",
        "ơm",
        "ơn",
        "ơp",
        "ơt",
        "ơng",
        "ơc",
        "u",
        "ua",
        "uân",
        "uâng",
        "uât",
        "uây",
        "uâ",
        "uă",
        "uc",
        "ui",
        "um",
        "un",
        "ung",
        "uôc",
        "uôi",
        "uôm",
        "uôn",
        "uông",
        "uôt",
        "up",
        "ut",
        "uy",
        "uya",
        "uych",
        "uyên",
        "uyêt",
        "uyn",
        "uynh",
        "uyp",
        "uyt",
        "uyu",
        "uê",
        "uêch",
        "uên",
        "uênh",
        "uêt",
        "uơ",
        "uơi",
        "uơn",
        "ư",
        "ưa",
        "ưc",
        "ưi",
        "ưm",
        "ưn",
        "ưng",
        "ươc",
        "ươi",
        "ươm",
        "ươn",
        "ương",
        "ươp",
        "ươt",
        "ươu",
        "ưt",
        "ưu",
        "ưp",
        "y",
        "yêm",
        "yên",
        "yêng",
        "yêt",
        "yêu",
        "yêp",
        "ych",
        "yn",
        "ynh",
        "yt",
        "ôk",
        "oeng",
        "uc",
        "âng",
        "ăng",
        "yu",
        "oi",
    ]
)
_VOWELS = "aăâeêioôơuưy"
_SYLLABLE_PARTS = re.compile(
    rf"(?P<onset>(?:ngh|gi(?=[{_VOWELS}])|qu(?=[{_VOWELS}])|[^{_VOWELS}]{{0,2}}))(?P<rime>.*)"
)


@lru_cache(maxsize=65_536)
def sayable(word: str) -> bool:
    """Whether the word has the form of a Vietnamese syllable, whatever its case."""
    if len(word) > 8:
        return False
    lowered = word.lower()
    parts = unicodedata.normalize("NFD", lowered)
    if sum(ord(mark) in _TONES for mark in parts) > 1:
        return False
    toneless = unicodedata.normalize("NFC", parts.translate(_TONES))
    match = _SYLLABLE_PARTS.fullmatch(toneless)
    return match is not None and match["onset"] in _ONSETS and match["rime"] in _RIMES


def letter_name(letter: str) -> str:
    """`G` -> `giê`; empty for what is no letter of the table."""
    return mapping("letters").get(letter.upper(), "")


def spelled(word: str) -> str:
    """`QR` -> `quy e rờ`; letters that have no name in Vietnamese are left out."""
    return " ".join(filter(None, (letter_name(letter) for letter in word)))


@lru_cache(maxsize=65_536)
def bare(word: str) -> str:
    """Lower case, without any diacritic: `Hồng Bàng` -> `hong bang`."""
    parts = unicodedata.normalize("NFD", word.lower().replace("đ", "d"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))
