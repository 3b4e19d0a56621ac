"""Text typed in the fonts of before Unicode (TCVN3, VNI) -> the same text in Unicode."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

from broadcast.text.patterns import lazily

TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
"""None, sắc, huyền, hỏi, ngã, nặng: the order of every row below."""


class Coding(StrEnum):
    """How the letters of a text were coded."""

    UNICODE = "Unicode"
    TCVN3 = "TCVN3 (.VnTime)"
    VNI = "VNI"


# TCVN 5712:1993, VN3: one byte a letter; small letters alone carry tones, and a font whose name ends in H shows
# them as capitals. As text in a Windows program each byte is the letter of that number in Latin-1.
_TCVN3_ROWS = {
    "a": "a¸µ¶·¹", "ă": "¨¾»¼½Æ", "â": "©ÊÇÈÉË", "e": "eÐÌÎÏÑ", "ê": "ªÕÒÓÔÖ", "i": "iÝ×ØÜÞ",
    "o": "oãßáâä", "ô": "«èåæçé", "ơ": "¬íêëìî", "u": "uóïñòô", "ư": "\xadøõö÷ù", "y": "yýúûüþ",
}  # fmt: skip
_TCVN3_OTHERS = {"®": "đ", "§": "Đ", "¡": "Ă", "¢": "Â", "£": "Ê", "¤": "Ô", "¥": "Ơ", "¦": "Ư"}

# VNI for Windows: the letter, then one more character for its marks; a few letters have a character of their own.
_VNI_TONES = ("", "ù", "ø", "û", "õ", "ï")
_VNI_ROOFS = {"\u0302": ("â", "á", "à", "å", "ã", "ä"), "\u0306": ("ê", "é", "è", "ú", "ü", "ë")}
_VNI_ALONE = {
    "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ñ": "đ", "ô": "ơ", "ö": "ư",
}  # fmt: skip


def _tcvn3() -> dict[str, str]:
    table = dict(_TCVN3_OTHERS)
    for letter, row in _TCVN3_ROWS.items():
        table |= {code: nfc(letter + tone) for code, tone in zip(row, TONES, strict=True) if not code.isascii()}
    return table


def _vni() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for letter, marks in (("a", "\u0302\u0306"), ("e", "\u0302"), ("o", "\u0302")):
        for roof in marks:
            for code, tone in zip(_VNI_ROOFS[roof], TONES, strict=True):
                table[letter + code] = nfc(letter + roof + tone)
    for base, letter in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        table |= {base + code: nfc(letter + tone) for code, tone in zip(_VNI_TONES, TONES, strict=True) if code}
    capitals = {code.upper(): letter.upper() for code, letter in table.items()}
    mixed = {code[0].upper() + code[1]: letter.upper() for code, letter in table.items() if len(code) == 2}
    return {**table, **mixed, **capitals}


def nfc(text: str) -> str:
    """Return the text with each letter and its marks as one character."""
    return unicodedata.normalize("NFC", text)


_TCVN3, _VNI = _tcvn3(), _vni()
VNI_CODE = lazily("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def from_tcvn3(text: str, *, capitals: bool = False) -> str:
    """Turn TCVN3 into Unicode. `capitals`: the font shows capitals (its name ends in H).

    A line, or else a word, whose plain letters are all capitals is taken to be in capitals: the codes of its other
    letters cannot say so.
    """
    turned = "".join(_TCVN3.get(character, character) for character in text)
    if capitals:
        return turned.upper()
    return "".join(_in_capitals(line) for line in re.split(r"(\n)", turned))


def _in_capitals(line: str) -> str:
    if _is_capital(line, least=4):
        return line.upper()
    return re.sub(r"\w+", lambda word: word[0].upper() if _is_capital(word[0], least=2) else word[0], line)


def _is_capital(text: str, *, least: int) -> bool:
    plain = [character for character in text if character.isascii() and character.isalpha()]
    return len(plain) >= least and all(character.isupper() for character in plain)


def from_vni(text: str) -> str:
    """Turn VNI for Windows into Unicode."""
    return VNI_CODE.sub(lambda code: _VNI[code[0]], text)


DECODE: dict[Coding, Callable[[str], str]] = {
    Coding.UNICODE: nfc, Coding.TCVN3: from_tcvn3, Coding.VNI: from_vni
}  # fmt: skip
