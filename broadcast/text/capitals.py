"""Abbreviations, loan words, words in capitals, single letters; what is left over is a doubt."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from broadcast.base.errors import tell
from broadcast.text.doccodes import compose
from broadcast.text.letters import LOWER, UPPER, bare, sayable, spelled
from broadcast.text.page import Found, Page
from broadcast.text.singles import say_letter
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping, rows
from broadcast.text.wordlist import WordList

_WORD = re.compile(r"[^\W\d_]+")
_ARCHIVED = WordList("capitals", "archive", head=r"\blưu ?:? ?", tail=r"\b[^.\n]*[,;-] ?")
"""After `Lưu: VT,` stand the short names of offices."""


@dataclass(frozen=True, slots=True)
class _Row:
    """One row of a table, ready to be looked for."""

    pattern: re.Pattern[str]
    spoken: str
    after: re.Pattern[str] | None
    before: re.Pattern[str] | None
    sure: bool
    length: int


def say_abbreviation(page: Page, position: int) -> Found | None:
    """Read the abbreviation at `position`: its longest form in the tables, the row that suits the text around it.

    None where the tables have none that fits there; one whose surroundings suit no row is read with a doubt.
    """
    word = _WORD.match(page.text, position)
    candidates = _abbreviations().get(word[0] if word else "", ())
    if not word or not candidates:
        return None
    unfit: _Row | None = None
    for row in candidates:
        match = row.pattern.match(page.text, position)
        if not match:
            continue
        if row.length <= len(word[0]) and (archived := _archived(page, word)):
            return archived
        if unfit and row.length < unfit.length:
            break  # a shorter form may not take a piece of a longer one
        if not _fits(row, page, position, match.end()):
            unfit = unfit or row
            continue
        if not (row.after or row.before) and _is_a_word_in_capitals(page, match):
            continue
        return _found(match, row, Kind.ABBREVIATION, sure=row.sure)
    if unfit and not _is_a_word_in_capitals(page, word):
        match = unfit.pattern.match(page.text, position)
        return _found(match, unfit, Kind.ABBREVIATION, sure=False) if match else None
    return None


def _archived(page: Page, word: re.Match[str]) -> Found | None:
    sector = mapping("sectors").get(word[0])
    if not sector or not _ARCHIVED.ends(page.left(word.start())):
        return None
    return Found(end=word.end(), spoken=sector, kind=Kind.ABBREVIATION)


def say_loan(page: Page, position: int) -> Found | None:
    """Read the loan word or foreign name at `position`; None where the table has none that begins there."""
    word = _WORD.match(page.text, position)
    if not word:
        return None
    for row in _loans().get(word[0].lower(), ()):
        match = row.pattern.match(page.text, position)
        if match and not _is_a_word_in_capitals(page, match):
            return _found(match, row, Kind.LOAN, sure=True)
    return None


def say_word(page: Page, position: int) -> Found | None:
    """Read the letters at `position` as a word or letter by letter; None where no letter stands there.

    The last rule for letters; where nothing tells how they are read, the reading has a doubt.
    """
    match = _WORD.match(page.text, position)
    if not match:
        return None
    word = match[0]
    if len(word) == 1:
        return say_letter(page, position)
    if sayable(word) and not (word.isupper() or _mixed(word)):
        return Found(end=match.end(), spoken=word, kind=Kind.CAPITALS)
    if sayable(word):
        if word.isupper() and (len(word) > 2 or not word.isascii() or page.in_capitals(*match.span())):
            return Found(end=match.end(), spoken=word.lower(), kind=Kind.CAPITALS)
        return _unknown(match, word.lower())
    if word.isupper() and (composed := compose(word)):
        return Found(end=match.end(), spoken=composed, kind=Kind.ABBREVIATION)
    if not bare(word).isascii():
        return _unknown(match, "")
    if (
        not (word.isupper() or _mixed(word))
        or len(word) > 8
        or (page.in_capitals(*match.span()) and len(word) > 4)
    ):
        return _unknown(match, "".join(letter for letter in word.lower() if letter.isalpha()))
    return _unknown(match, spelled(word))


def _unknown(match: re.Match[str], spoken: str) -> Found:
    if spoken in first_words() or spoken in mapping("units") or spoken in mapping("money"):
        spoken = spelled(spoken)  # in small letters it is something else: Km, HR
    why = tell("chưa biết đọc “{written}”", written=match[0])
    return Found(end=match.end(), spoken=spoken, kind=Kind.UNKNOWN, why=why)


def _found(match: re.Match[str], row: _Row, kind: Kind, *, sure: bool) -> Found:
    why = None if sure else tell("“{written}” có nhiều cách đọc", written=match[0])
    return Found(end=match.end(), spoken=row.spoken, kind=kind, why=why)


def _mixed(word: str) -> bool:
    return not (word.islower() or word.istitle() or word.isupper())


def _is_a_word_in_capitals(page: Page, match: re.Match[str]) -> bool:
    word = match[0].rstrip(".")
    return word.isupper() and sayable(word) and len(word) > 1 and page.in_capitals(*match.span())


def _fits(row: _Row, page: Page, start: int, end: int) -> bool:
    return (not row.after or bool(row.after.search(page.left(start)))) and (
        not row.before or bool(row.before.match(page.right(end)))
    )


@cache
def _abbreviations() -> dict[str, tuple[_Row, ...]]:
    """Rows by the first run of letters of their written form, the longest form first."""
    table: dict[str, list[_Row]] = {}
    for cells in rows("abbreviations"):
        written, spoken, after, before, note = (*cells, "", "", "", "")[:5]
        first = _WORD.match(written)
        if first:
            row = _Row(_form(written), spoken, _after(after), _before(before), note != "?", len(written))
            table.setdefault(first[0], []).append(row)
    return {first: tuple(sorted(found, key=lambda row: -row.length)) for first, found in table.items()}


@cache
def _loans() -> dict[str, tuple[_Row, ...]]:
    table: dict[str, list[_Row]] = {}
    for cells in rows("loans"):
        written, spoken = cells[:2]
        first = _WORD.match(written)
        if first:
            row = _Row(
                _form(written, any_case=not written.isupper() or (len(written) > 3 and not sayable(written))),
                spoken,
                None,
                None,
                True,
                len(written),
            )
            table.setdefault(first[0].lower(), []).append(row)
    return {first: tuple(sorted(found, key=lambda row: -row.length)) for first, found in table.items()}


@cache
def first_words() -> frozenset[str]:
    """Collect, in small letters, the first word of every abbreviation and loan word in the tables.

    Such a word may not be taken for a plain Vietnamese word before the tables were asked.
    """
    return frozenset(_loans()) | {word.lower() for word in _abbreviations()}


def _form(written: str, *, any_case: bool = False) -> re.Pattern[str]:
    """The written form as a pattern: white space is free around `&`, `-` and commas, but has to be where it is."""
    joined = re.sub(r"\s*([&,-])\s*", r"\1", written)
    signs = {"&": " ?& ?", ",": " ?, ?", "-": " ?- ?", " ": " {1,3}"}
    pattern = "".join(signs.get(sign) or re.escape(sign) for sign in joined)
    closing = r"(?!\w)" if written[-1].isdecimal() else r"(?![^\W\d_])" if written[-1].isalpha() else ""
    return re.compile(pattern + closing, re.IGNORECASE if any_case else 0)


@lru_cache(maxsize=2048)
def _after(words: str) -> re.Pattern[str] | None:
    if not words:
        return None
    kinds = {"#": r"\d", "^": r"^[ \"'(*+•-]*|[.;:][ ]*"}
    forms = [kinds.get(word) or rf"(?<!\w){re.escape(word)}" for word in words.split(",") if word]
    return re.compile(rf"(?:{'|'.join(forms)})[ :\"'(,.]*$")


@lru_cache(maxsize=2048)
def _before(words: str) -> re.Pattern[str] | None:
    if not words:
        return None
    kinds = {
        "#": r"\d",
        "##": r"\d\d\d\d",
        "###": r"\d\d\d",
        "Aa": rf"(?-i:[{UPPER}](?![{UPPER}])[{LOWER}]*)",
        "$": r"$|[.,;:)!?]",
    }
    forms = [
        kinds.get(word) or re.escape(word) + (r"(?!\w)" if word[-1].isalnum() else "")
        for word in words.split(",")
        if word
    ]
    return re.compile(rf"[ \"'.(]*(?:{'|'.join(forms)})", re.IGNORECASE)
