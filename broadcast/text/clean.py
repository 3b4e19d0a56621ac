"""Text from any keyboard, web page, Word or PDF -> plain NFC text of the same reading, and the way back."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

_MARKS = "\u0300-\u036f"
_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
_CONTROLS = "\x00-\x08\x0e-\x1f\x7f\x80-\x84\x86-\x9f"
_OF_TERMINALS = r"\x1b(?:\[[0-?]{0,40}[ -/]{0,5}[@-~]|\][^\x07\x1b\n]{0,200}(?:\x07|\x1b\\))"
"""Escape sequences that colour a terminal's words (ECMA-48, 5.4 and 5.6), copied with them."""
_COMPATIBLE = (
    "\ufb00-\ufb06\uff01-\uff5e\uffe0-\uffe6\u2100-\u218b\u3300-\u33ff\u00bc-\u00be\u2460-\u249b\u0132\u0133"
)

_SAME = (
    dict.fromkeys("\xa0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(8192, 8203))), " ")
    | {"\t": " ", "\u2116": "số ", "\u2122": " ", "\u2120": " "}
    | dict.fromkeys("\r\x0b\x0c\x85\u2028\u2029", "\n")
    | dict.fromkeys("‐‑‒–—―⁃−─﹘﹣－", "-")
    | dict.fromkeys("‘’‚‛′`´ʼ‹›", "'")
    | dict.fromkeys("“”„‟″«»「」『』", '"')
    | {"\u2026": "...", "\u2025": "..", "\u2024": ".", "\u03bc": "µ", "\u2126": "Ω"}
    | {chr(0x2080 + figure): str(figure) for figure in range(10)}  # CO₂
    | {"\u00d0": "Đ", "\u00f0": "đ", "\u0189": "Đ"}  # the Icelandic and African letters that look like Đ
)
_ODD = re.compile(
    rf"""
      \u00ad[ \t]*\r?\n[ \t]*                      # a soft hyphen, and the line that it broke
    | (?<![^\n])o(?:\t|[ \u00a0]{{2}})[ \t\u00a0]*   # Word's hollow bullet
    | [ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]{{2,}}
    | [{_INVISIBLE}]+
    | [^{_MARKS}\r\n][{_MARKS}]{{1,6}}             # NFD; no Vietnamese letter has more than two marks
    | [{_MARKS}]+
    | \r\n
    | [0-9#*]\ufe0f?\u20e3|\U0001f51f              # a figure on a key cap is a numbered point
    | &(?:[a-z]{{2,8}}|\#\d{{1,6}}|\#x[0-9a-f]{{1,5}});    # copied out of a web page's source
    | {_OF_TERMINALS}
    | (?P<cell>(?<=[^\W_])[ ]?\t[ ]?(?=\S))         # between the cells of a pasted table
    | (?P<dash>(?<=[^\W\d_A-Z])[—―](?=[^\W\d_]))     # between words, without spaces: a pause
    | [{_COMPATIBLE}{_CONTROLS}{"".join(map(re.escape, _SAME))}]
    """,
    re.VERBOSE,
)

_SPACED = re.compile(r"[^\W_] [^\W_]")

_OLD_TONES = dict(zip("àáảãạèéẻẽẹỳýỷỹỵ", "òóỏõọòóỏõọùúủũụ", strict=True))
_NEW_VOWELS = dict(zip("àáảãạèéẻẽẹỳýỷỹỵ", "aaaaaeeeeeyyyyy", strict=True))
_OLD_PLACE = re.compile(
    r"(?:[oO][àáảãạèéẻẽẹÀÁẢÃẠÈÉẺẼẸ]|(?<![qQ])[uU][ỳýỷỹỵỲÝỶỸỴ])(?![^\W\d_])"  # hoà, hoè, thuỷ; not quý, not hoàn
    r"|(?<![^\s(\"])'[^'\n]{1,80}'(?![\w'])"  # 'số 5' in quotes: no minutes
)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """Plain text, and the way back from its offsets to those of the text it came from."""

    text: str
    _here: list[int]
    """Offsets in `text` at which the two texts are known to be in step, rising."""
    _there: list[int]
    """The same places in the text it came from."""

    def origin(self, start: int, end: int) -> tuple[int, int]:
        """Return the start and end, in the original text, of what `text[start:end]` came from."""
        first, last = bisect_right(self._here, start) - 1, self._before(end)
        # places of odd number are where a piece begins that stands for another: it came from all of that
        begins = self._there[first] if first % 2 else self._back(start, first)
        ends = self._there[last + 1] if last % 2 and end > self._here[last] else self._back(end, last)
        return begins, ends

    def _before(self, end: int) -> int:
        index = bisect_left(self._here, end)
        return index if index < len(self._here) and self._here[index] == end else index - 1

    def _back(self, offset: int, index: int) -> int:
        there = self._there[index] + offset - self._here[index]
        return min(there, self._there[index + 1]) if index + 1 < len(self._there) else there


def clean(text: str) -> Cleaned:
    """Bring the text to NFC with `\\n` line ends, plain signs and the new tone placement; drop the invisible.

    Returns the plain text with the way back to the offsets of `text`.
    """
    pieces: list[str] = []
    here, there = [0], [0]
    position = length = 0
    for match in _ODD.finditer(text):
        plain = " | " if match["cell"] and _in_table(text, *match.span()) else _plain(match[0])
        plain = " - " if match["dash"] else plain
        if plain == match[0]:
            continue
        length += match.start() - position
        here += (length, length + len(plain))
        there += match.span()
        length += len(plain)
        pieces += (text[position : match.start()], plain)
        position = match.end()
    pieces.append(text[position:])
    # length-preserving, so the offsets stay; after composing, because NFD text has its tones apart
    return Cleaned(_OLD_PLACE.sub(_new_place, "".join(pieces)), here, there)


def _in_table(text: str, start: int, end: int) -> bool:
    """Whether a tab parts two cells of a table: words with plain spaces between them stand beside it."""
    before, after = text[max(0, start - 64) : start].rpartition("\n")[2], text[end : end + 64].partition("\n")[0]
    return _SPACED.search(before) is not None or _SPACED.search(after) is not None


def _plain(odd: str) -> str:
    if odd in _SAME:
        return _SAME[odd]
    if odd[0] == "o" and odd[-1] in "\t \u00a0":
        return "• "
    if not odd.strip() and len(odd) > 1 and unicodedata.category(odd[-1]) in ("Zs", "Cc") and "\n" not in odd:
        return " "
    if odd[-1] == "\u20e3" or odd == "\U0001f51f":
        return f"({odd[0]}) " if odd[0].isdecimal() else "(10) " if len(odd) == 1 else " "
    if odd[0] == "\x1b" and len(odd) > 1:
        return ""
    if odd == "\r\n":
        return "\n"
    if unicodedata.combining(odd[0]):
        return ""  # marks without a letter; not to be normalised, which sorts them in quadratic time
    if len(odd) > 1 and unicodedata.combining(odd[1]):
        composed = unicodedata.normalize("NFC", odd)
        composed = "".join(letter for letter in composed if not unicodedata.combining(letter))
        return _SAME.get(composed, composed)
    if odd[0] == "&":
        import html  # here: it brings a table of 2,000 names, and few texts hold one of them

        meant = html.unescape(odd)
        if len(meant) != 1:
            return odd  # no name of a sign
        odd = _SAME.get(meant, meant)
        if odd.isprintable() and (odd.isascii() or odd.isalpha()):
            return odd
    category = unicodedata.category(odd[0])
    if category in ("Cf", "Mn"):
        return ""
    if category == "Cc":
        return " "
    plain = unicodedata.normalize("NFKC", odd).replace("\u2044", "/")
    return f" {plain}" if "/" in plain else plain  # 2½ is not 21/2


def _new_place(match: re.Match[str]) -> str:
    if match[0][0] == "'":
        return f'"{_OLD_PLACE.sub(_new_place, match[0][1:-1])}"'
    first, second = match[0][0], match[0][1]
    tone, vowel = _OLD_TONES[second.lower()], _NEW_VOWELS[second.lower()]
    return (tone.upper() if first.isupper() else tone) + (vowel.upper() if second.isupper() else vowel)
