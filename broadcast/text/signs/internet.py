"""E-mail addresses and web addresses: hongbang@haiphong.gov.vn."""

import re
from functools import cache, lru_cache

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.letters import LOWER, UPPER, bare, sayable, spelled
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping, rows
from broadcast.text.words.senses import first_words

_TLD = (
    r"(?:vn|VN|com|COM|net|org|edu|gov|info|me|io|tv|app|asia|be|gl|ly|eu|us|uk|jp|cn|kr|sg|biz|online|site|xyz"
    r"|shop|web)"
)
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62})"
_ADDRESS = lazily(
    rf"(?:(?P<scheme>https?)://)?(?P<host>(?:[A-Za-z0-9._+-]{{1,64}}@)?(?:{_LABEL}\.){{1,6}}{_TLD})(?![A-Za-z0-9@-]|\.[A-Za-z0-9])"
    r"(?::\d{2,5})?(?P<path>/(?:[A-Za-z0-9._~%/?#&=+@-]{0,200}[A-Za-z0-9_~%#=+-])?)?/?"
)
_ENDING = lazily(rf"(?:\.{_TLD}){{1,2}}(?![A-Za-z0-9@-]|\.[A-Za-z0-9])")
_TAG = lazily(r"(?P<sign>[#@])(?P<name>(?!\d+(?!\w))\w[\w.]{0,60}\w)")
_TAG_WORDS = lazily(rf"[{UPPER}]+(?![{LOWER}])|[{UPPER}]?[{LOWER}]+|\d+")
_PIECE = lazily(r"[A-Za-z]+|\d+|.")
_SIGNS = {".": "chấm", "@": "a còng", "-": "gạch ngang", "_": "gạch dưới", "/": "gạch chéo",
          "+": "cộng", "?": "hỏi chấm", "=": "bằng",
          "&": "và", "#": "thăng", "%": "phần trăm", "~": "ngã", ":": "hai chấm"}  # fmt: skip


def say_address(page: Page, position: int) -> Found | None:
    """Read the e-mail or web address at `position`; None where none begins there.

    An address with a part whose reading is guessed is read with a doubt.
    """
    match = _ADDRESS.match(page.text, position)
    if not match or (position and re.match(r"[\w@]", page.text[position - 1])):
        return None
    pieces = [(piece, _said(piece)) for piece in _PIECE.findall(match["host"] + (match["path"] or "").rstrip("/"))]
    guessed = [piece for piece, (_, sure) in pieces if not sure]
    why = tell("chưa chắc cách đọc “{part}” trong địa chỉ mạng", part=guessed[0]) if guessed else None
    spoken = " ".join(filter(None, (words for _, (words, _) in pieces)))
    return Found(end=match.end(), spoken=spoken, kind=Kind.INTERNET, why=why)


def say_ending(page: Page, position: int) -> Found | None:
    """Read the end of web addresses at `position`, `.gov.vn`, its first dot too; None where none stands alone."""
    match = _ENDING.match(page.text, position)
    if not match or (position and re.match(r"[\w.@/-]", page.text[position - 1])):
        return None
    spoken = " ".join(_said(piece)[0] for piece in _PIECE.findall(match[0]))
    return Found(end=match.end(), spoken=spoken, kind=Kind.INTERNET)


def say_tag(page: Page, position: int) -> Found | None:
    """Read the words of `#ChungTayVìNgườiNghèo` or `@hongbang`; None where no such tag begins there.

    A tag that is not of known names, or of Vietnamese words with their marks, is read with a doubt.
    """
    match = _TAG.match(page.text, position)
    if not match or (position and re.match(r"[\w&/]", page.text[position - 1])):
        return None
    words, sure = [], True
    for piece in re.split(r"[._]", match["name"]):
        parts = _TAG_WORDS.findall(piece)
        marked = not piece.isascii() and all(part.isdecimal() or sayable(part) for part in parts)
        said = [(part.lower() if not part.isdecimal() else _said(part)[0], True) for part in parts]
        if not marked:
            said = [_said(part) for part in _PIECE.findall(piece)] if piece.isascii() else [("", False)]
        words += [word for word, _ in said if word]
        sure = sure and all(known for _, known in said)
    why = None if sure else tell("chưa chắc cách đọc “{part}” trong địa chỉ mạng", part=match["name"])
    spoken = " ".join(["a còng", *words] if match["sign"] == "@" else words)
    return Found(end=match.end(), spoken=spoken, kind=Kind.INTERNET, why=why)


@lru_cache(maxsize=4096)
def _said(piece: str) -> tuple[str, bool]:
    """The words of one piece of an address, and whether they are certain."""
    if piece.isdecimal():
        return numbers.digits(piece), True
    if not piece.isalpha():
        return _SIGNS.get(piece, ""), piece in _SIGNS
    lowered = piece.lower()
    if known := _names().get(lowered):
        return known, True
    if parts := _split(lowered, names=True):
        return " ".join(parts), True
    if len(lowered) <= 4 and not sayable(lowered):
        return spelled(lowered), len(lowered) == 1
    if parts := _split(lowered, names=False):
        return " ".join(parts), False
    return spelled(lowered), False


@cache
def _names() -> dict[str, str]:
    words = {bare(row[0]).replace(" ", ""): row[0] for row in reversed(rows("internetwords"))}
    return words | mapping("internetabbr") | mapping("internet")


def _split(letters: str, *, names: bool) -> list[str] | None:
    """The letters as known names (else as syllables without tones), in as few pieces as can be."""
    best: list[list[str] | None] = [[]] + [None] * len(letters)
    for end in range(1, len(letters) + 1):
        for start in range(max(0, end - 24), end):
            head = best[start]
            if head is None:
                continue
            piece = letters[start:end]
            word = (
                (_names().get(piece) or (piece if piece == "a" and end == len(letters) else None))
                if names
                else (piece if len(piece) <= 7 and sayable(piece) and piece not in first_words() else None)
            )
            here = best[end]
            if word and (here is None or len(head) + 1 < len(here)):
                best[end] = [*head, word]
    return best[len(letters)]
