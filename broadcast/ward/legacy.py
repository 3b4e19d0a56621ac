"""Text typed in the fonts of before Unicode (TCVN3, VNI) -> Unicode; and the signs by which it is known."""

import re
import unicodedata
from collections.abc import Callable
from enum import StrEnum

_TONES = ("", "\u0301", "\u0300", "\u0309", "\u0303", "\u0323")
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
        table |= {code: _nfc(letter + tone) for code, tone in zip(row, _TONES, strict=True) if not code.isascii()}
    return table


def _vni() -> dict[str, str]:
    table = dict(_VNI_ALONE)
    for letter, marks in (("a", "\u0302\u0306"), ("e", "\u0302"), ("o", "\u0302")):
        for roof in marks:
            for code, tone in zip(_VNI_ROOFS[roof], _TONES, strict=True):
                table[letter + code] = _nfc(letter + roof + tone)
    for base, letter in (("a", "a"), ("e", "e"), ("o", "o"), ("u", "u"), ("y", "y"), ("ô", "ơ"), ("ö", "ư")):
        table |= {base + code: _nfc(letter + tone) for code, tone in zip(_VNI_TONES, _TONES, strict=True) if code}
    capitals = {code.upper(): letter.upper() for code, letter in table.items()}
    mixed = {code[0].upper() + code[1]: letter.upper() for code, letter in table.items() if len(code) == 2}
    return {**table, **mixed, **capitals}


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


_TCVN3, _VNI = _tcvn3(), _vni()
_VNI_CODE = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


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
    return _VNI_CODE.sub(lambda code: _VNI[code[0]], text)


DECODE: dict[Coding, Callable[[str], str]] = {
    Coding.UNICODE: _nfc, Coding.TCVN3: from_tcvn3, Coding.VNI: from_vni
}  # fmt: skip


def coding_of_font(font: str | None) -> Coding:
    """Tell by a font's name how its letters are coded."""
    name = (font or "").lower()
    if name.startswith((".vn", "vntime")):
        return Coding.TCVN3
    return Coding.VNI if name.startswith(("vni-", "vni ")) else Coding.UNICODE


def shows_capitals(font: str | None) -> bool:
    """Whether it is a TCVN3 font that shows every letter as a capital."""
    return coding_of_font(font) is Coding.TCVN3 and (font or "").endswith("H")


# --- known by the words alone ---

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    "(?:iêu|yêu|ươi|ươu|uôi|uyê|uya|uyu|oai|oay|oeo|uây|oao|"
    "iê|yê|ươ|uô|uâ|oă|oa|oe|oo|uê|uy|uơ|ia|ya|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|"
    "[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(_ONSET + _NUCLEUS + "(?:ch|ng|nh|[cmnptx])?")
_WORD = re.compile(r"[^\s!-/:-@\[-`{-~“”‘’…–—«»\u201e]+")
_FEW = 3
_SURE = 0.85


def _judged(text: str) -> tuple[int, int]:
    """How many words carry marks, and how many of those can be Vietnamese."""
    marked = [word for word in _WORD.findall(text) if not word.isascii()]
    return len(marked), sum(_is_vietnamese(word) for word in marked)


def _is_vietnamese(word: str) -> bool:
    tones, bare = 0, ""
    for character in unicodedata.normalize("NFD", word.lower()):
        if character in _TONES[1:]:
            tones += 1
        else:
            bare += character
    return tones <= 1 and _SYLLABLE.fullmatch(_nfc(bare)) is not None


def likeness(text: str) -> float:
    """Return the share of the words with marks that can be Vietnamese; 1 where no word carries a mark."""
    marked, right = _judged(text)
    return right / marked if marked else 1.0


def is_sure(text: str) -> bool:
    """Whether so many of its words with marks can be Vietnamese that it is read aright."""
    return likeness(text) >= _SURE


def recognised(text: str) -> Coding | None:
    """Tell how `text` is coded by what its words become; None where it is legible in none of the codings.

    A text with few marks, or one that is good Unicode, is Unicode.
    """
    marked, _ = _judged(text)
    if is_sure(text) or marked < _FEW:
        return Coding.UNICODE
    best = max((Coding.TCVN3, Coding.VNI), key=lambda coding: likeness(DECODE[coding](text)))
    if is_sure(DECODE[best](text)):
        return best
    # names of elsewhere (Đắk Lắk, MTTQ) among good Vietnamese are no reason to hold a whole document
    return Coding.UNICODE if has_own_letters(text) and likeness(text) > likeness(DECODE[best](text)) else None


def has_own_letters(text: str) -> bool:
    """Whether the text has letters that Vietnamese alone has, and in Unicode alone."""
    return re.search(r"[\u1ea0-\u1ef9ăđơưĂĐƠƯ]", _nfc(text)) is not None
