"""A text whose letters stand in the code of an old font -> that code, known by what the words become."""

import re
import unicodedata

from broadcast.text.passages.oldfonts import DECODE, TONES, VNI_CODE, Coding, nfc
from broadcast.text.patterns import lazily

_ONSET = "(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?"
_NUCLEUS = (
    "(?:iêu|yêu|ươi|ươu|uôi|uyê|uya|uyu|oai|oay|oeo|uây|oao|"
    "iê|yê|ươ|uô|uâ|oă|oa|oe|oo|uê|uy|uơ|ia|ya|ua|ưa|ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|"
    "[aăâeêioôơuưy])"
)
_SYLLABLE = lazily(_ONSET + _NUCLEUS + "(?:ch|ng|nh|[cmnptx])?")
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
        if character in TONES[1:]:
            tones += 1
        else:
            bare += character
    return tones <= 1 and _SYLLABLE.fullmatch(nfc(bare)) is not None


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
    return re.search(r"[\u1ea0-\u1ef9ăđơưĂĐƠƯ]", nfc(text)) is not None


# --- passages of a text ---

_CODES = (
    "\xa1-\xbf\xc4-\xc7\xcb\xce\xcf\xd1\xd6-\xd8\xdb\xdc\xde\xdf\xe4-\xe7\xeb\xee-\xf1\xf6-\xf8\xfb\xfc\xfe\xff"
)
_CODED_WORD = re.compile("(?:[^\\W\\d_]|[\xa1-\xbf\xd7\xf7])+")
_SUSPECT = re.compile(
    rf"[A-Za-z][{_CODES}]|[{_CODES}][A-Za-z]"
    "|[aeAE][ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË]"  # the roofs and tones of VNI
)
"""Letters beside letters as Vietnamese in Unicode never has them."""
_TELLTALE = re.compile(
    "[^\\W\\d_][\xa1-\xa6\xa8\xac\xad\xae\xaf\xb5-\xb8\xbb-\xbe\xab\xb6\xd7\xf7][^\\W\\d_]"  # V¨n, m«i
    "|[§®][^\\W\\d_]|[A-Za-z]µ(?![^\\W\\d_])"  # §éc, ®ång, Bµ
)
"""Signs within a word: letters of TCVN3, whatever else the line holds."""


def old_passages(text: str) -> tuple[tuple[int, int, Coding], ...]:
    """Find the passages of whole lines that stand in an old font's code; return start, end and code of each.

    Lines in one code with nothing but bare letters between them are one passage.
    """
    found: list[tuple[int, int, Coding]] = []
    start = 0
    joined = False
    for line in text.splitlines(keepends=True):
        written = line.rstrip()
        before = found[-1][2] if joined else None
        coding = _coding_of(written, before) if _suspect(written) else None
        if coding is not None:
            begin = start + len(written) - len(written.lstrip())
            if joined and found[-1][2] is coding:
                begin = found.pop()[0]
            found.append((begin, start + len(written), coding))
            joined = True
        elif not written.isascii():
            joined = False
        start += len(line)
    return tuple(found)


def _suspect(line: str) -> bool:
    return bool(_SUSPECT.search(line) or _TELLTALE.search(line))


def _coding_of(line: str, before: Coding | None) -> Coding | None:
    """The old code of a line, by its suspect words alone; of a short one, that of the line before it."""
    words = [word for word in _CODED_WORD.findall(line) if _SUSPECT.search(word)]
    codings = (Coding.TCVN3, Coding.VNI) if len(words) >= _FEW else (before,) if before and words else ()
    share = {
        coding: sum(_is_vietnamese(DECODE[coding](word)) for word in words) / len(words) for coding in codings
    }
    best = max(share, key=lambda coding: share[coding], default=None)
    if best is None and _TELLTALE.search(line) and likeness(DECODE[Coding.TCVN3](line)) == 1:
        return Coding.TCVN3
    return best if best is not None and share[best] >= _SURE else None


def letters_of_an_old_code(text: str) -> bool:
    """Whether letters stand beside letters in the text as Vietnamese in Unicode never has them."""
    return _SUSPECT.search(text) is not None


def converted(text: str, coding: Coding) -> list[tuple[int, int, str]]:
    """List the pieces of `text` that an old code writes otherwise: start, end and the letters meant."""
    if coding is Coding.VNI:
        return [(*one.span(), DECODE[coding](one[0])) for one in VNI_CODE.finditer(text)]
    turned = DECODE[coding](text)
    return [(at, at + 1, new) for at, (old, new) in enumerate(zip(text, turned, strict=True)) if old != new]
