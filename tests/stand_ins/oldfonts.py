"""Unicode -> text as the fonts of before Unicode (TCVN3, VNI) show it: what an old document holds."""

import unicodedata

from broadcast.text.passages.oldfonts import _TCVN3, _TCVN3_ROWS, _VNI
from broadcast.text.passages.oldfonts import TONES as _TONES

LETTERS = frozenset(
    unicodedata.normalize("NFC", letter + tone) for letter in _TCVN3_ROWS for tone in _TONES
) | {"đ"}  # fmt: skip
"""Every small letter of Vietnamese that carries a mark, and those vowels that carry none."""


def to_tcvn3(text: str) -> str:
    """Turn Unicode into TCVN3, as a font of that kind would show it; capitals with tones become small letters."""
    codes = {letter: code for code, letter in _TCVN3.items()}
    return "".join(codes.get(c, codes.get(c.lower(), c)) for c in unicodedata.normalize("NFC", text))


def to_vni(text: str) -> str:
    """Turn Unicode into VNI for Windows."""
    codes = {letter: code for code, letter in _VNI.items()}
    return "".join(codes.get(c, c) for c in unicodedata.normalize("NFC", text))
