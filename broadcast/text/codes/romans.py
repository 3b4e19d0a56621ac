"""Roman numerals where the words around make them numbers; never XI MĂNG or VI PHẠM."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.letters import letter_name, sayable
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList, alternatives

_ROMAN = re.compile(r"(?P<roman>[IVXLC]{1,8})(?P<letter>[A-D]?)(?![^\W_])(?!\.[A-Z])")
_FUEL = re.compile(r"\b(?:ron ?\d{2,3}|\d,\d{1,3}s)[ -]+$")
"""A fuel whose grade the numeral is: RON 95-III, DO 0,05S-II."""
_UNTIL = re.compile(r" ?- ?(?P<roman>[IVX]{1,7})(?!\w)")
_YEAR = re.compile(r" ?[/-] ?(?P<year>(?:19|20)\d\d)(?!\d)")
_SAID = WordList("romans", "before", tail=r"[ :]*(?:thứ )?[\"(]*")
_ESTATE = WordList("romans", "estate", tail=r"(?: [^\W\d_]+){1,3} ")
_MEDAL = WordList("romans", "medal", tail=r"[^,.;]{0,24}hạng ")
_AFTER_ORDINAL = re.compile(r"\b(?:lần )?thứ[ \"]*$")
_LARGE = frozenset("LC")
"""Fifty and a hundred: letters everywhere but after `lần thứ`; there is no hạng, khối or gói of that number."""


def say_roman(page: Page, position: int) -> Found | None:
    """Read the Roman numeral at `position` where the words around make it a number; None where they do not."""
    match = _ROMAN.match(page.text, position)
    if not match:
        return None
    roman, left = match["roman"], page.left(position)
    letter = match["letter"]
    if letter and numbers.roman(roman + letter):
        roman, letter = roman + letter, ""
    number = None if _is_letters(roman + letter, left) else numbers.roman(roman)
    if number and not letter and _FUEL.search(left):
        return Found(end=match.end(), spoken=numbers.cardinal(number), kind=Kind.ROMAN)
    if number is None or (re.search(r"[\w&/.-]$", left) and not re.search(r"\b[ivx]+ ?[-/.]$", left)):
        return None
    if not _is_number(page, roman, match.end(), left):
        return None
    return _said(page, match.end(), number, left, letter)


def _is_letters(written: str, left: str) -> bool:
    """C, CD, XL, CCCD are letters or an abbreviation, and numerals after an ordinal word at most."""
    return bool(set(written) & _LARGE) and (
        not _AFTER_ORDINAL.search(left) or written in mapping("abbreviations") or len(written) == 1
    )


def _is_number(page: Page, roman: str, end: int, left: str) -> bool:
    right = page.right(end).lower()
    said = _SAID.ends(left) or _ESTATE.ends(left) or bool(_chain().search(left))
    followers = _followers(roman)
    if followers is not None and (follower := followers.match(right)) and (right.strip() or not said):
        return said and not follower["apart"]
    if said:
        return True
    # two letters and more that no Vietnamese word and no abbreviation has: II, XIV, XX
    return (len(roman) > 1 and set(roman) <= set("IVX") and not sayable(roman) and roman not in ("IX", "XV")) or (
        len(roman) > 2 and set(roman) <= set("IVX")
    )


@cache
def _chain() -> re.Pattern[str]:
    """Another Roman numeral and what joins this one to it: `I, `, `II và quý `."""
    join, again = (alternatives("romans", group) for group in ("join", "again"))
    return re.compile(rf"\b[ivx]+ ?(?:[,-]|{join}) ?(?:(?:{again}) )?$")


@cache
def _followers(roman: str) -> re.Pattern[str] | None:
    """What makes a word of the letters when it stands after them; None where nothing does."""
    table = groups("romans")
    words = ".*" if roman in table["word"] else "|".join(map(re.escape, table.get(roman, ())))
    return re.compile(rf"(?P<apart>[ -]*)(?:{words})\b") if words else None


def _said(page: Page, end: int, number: int, left: str, letter: str) -> Found:
    words = (
        numbers.ordinal(number)
        if _AFTER_ORDINAL.search(left) or (number == 1 and _MEDAL.ends(left))
        else numbers.cardinal(number)
    )
    if letter:
        words += f" {letter_name(letter)}"
    if until := _UNTIL.match(page.text, end):
        last = numbers.roman(until["roman"])
        if last and last > number:
            words, end = f"{words} đến {numbers.cardinal(last)}", until.end()
    if year := _YEAR.match(page.text, end):
        words, end = f"{words} năm {numbers.whole(year['year'])}", year.end()
    return Found(end=end, spoken=words, kind=Kind.ROMAN)
