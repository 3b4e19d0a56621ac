"""Abbreviations: of the senses of one written form the one for which the words around it speak, or a doubt."""

import re
from functools import cache

from broadcast.base.errors import tell
from broadcast.text.letters import UPPER, is_syllable
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList
from broadcast.text.words.definitions import own_meaning
from broadcast.text.words.senses import WORD, Sense, abbreviations, spoken_forms

_ARCHIVED = WordList("capitals", "archive", head=r"\blưu ?:? ?", tail=r"\b[^.\n]*[,;-] ?")
"""After `Lưu: VT,` stand the short names of offices."""
_LAST_WORDS = re.compile(r"(?:([^\W\d_]+)([ ,/&+.-]{1,3}))?([^\W\d_]+)([ ,/&+.-]{1,3})$")
_FIRST_WORD = re.compile(r"([ ,/&+.-]{0,3})([^\W\d_]+)")
_MONEY_LEFT = re.compile(r"\d$|000 $")
_NUMBER_LEFT = re.compile(r"\d ?$")
_LINE_ENDS = re.compile(r"[\"')]*\s*$")
_SHOUTED = re.compile(rf" ?[{UPPER}]{{2}}")
_SAID = re.compile(r"[^\W\d_][ \"'(]*$")
_INNER_POINT = re.compile(r"\.(?=[^\W\d_]{2})")


def say_abbreviation(page: Page, position: int) -> Found | None:
    """Read the abbreviation at `position`: its longest form in the tables, the sense that suits its neighbours.

    What the text itself says that the letters mean goes before the tables. None where the tables have none that
    fits there; one whose surroundings suit no sense is read with a doubt.
    """
    if own := own_meaning(page, position):
        return own
    word = WORD.match(page.text, position)
    candidates = abbreviations(word[0]) if word else ()
    if not word or not candidates:
        return None
    matches = [(one, match) for one in candidates if (match := one.pattern.match(page.text, position))]
    matches = [(one, match) for one, match in matches if _may_stand(page, one, match)]
    for length in sorted({len(one.written) for one, _ in matches}, reverse=True):
        if length <= len(word[0]) and (archived := _archived(page, word)):
            return archived
        best = _best(page, [(one, match) for one, match in matches if len(one.written) == length])
        if best and length == len(word[0]) + 1 and (plain := _before_a_sign(page, matches, best.end)):
            return plain
        if best or length <= len(word[0]):
            return best  # a shorter form may not take a piece of a longer one; a point may end the sentence
    return None


def is_a_word_in_capitals(page: Page, match: re.Match[str]) -> bool:
    """Whether the match is a Vietnamese word among words in capitals, and no abbreviation: BAN, HOA."""
    word = match[0].rstrip(".")
    if not (word.isupper() and len(word) > 1 and is_syllable(word)) or word.lower() in groups("capitals")["rare"]:
        return False
    return page.in_capitals(*match.span())


def _best(page: Page, matches: list[tuple[Sense, re.Match[str]]]) -> Found | None:
    """The sense with the most evidence; of two equal ones the table's first. A doubt where none fits."""
    shouted = is_a_word_in_capitals(page, matches[0][1])
    best: tuple[Sense, re.Match[str]] | None = None
    most = (-1, 0)
    for sense, match in matches:
        weight = _evidence(page, sense, match)
        if weight and weight > most and not (shouted and sense.anywhere):
            best, most = (sense, match), weight
    if best:
        return _found(page, *best, sure=best[0].sure)
    if shouted or matches[0][0].written.endswith("."):
        return None
    return _found(page, *matches[0], sure=False)


def _before_a_sign(page: Page, matches: list[tuple[Sense, re.Match[str]]], end: int) -> Found | None:
    """The letters without the sign that a longer form has behind them: in `phòng KT.` the point ends the sentence.

    So read where what stands before them speaks for one of their senses; None where the longer form holds.
    """
    written, sign = page.text[matches[0][1].start() : end - 1], page.text[end - 1]
    plain = [(one, match) for one, match in matches if one.written == written]
    if sign not in ".:" or not plain or _SHOUTED.match(page.right(end)):
        return None
    if sign == "." and _LINE_ENDS.match(page.right(end)):
        found = _best(page, plain)
        return found if found and not found.why else None
    left = page.left(plain[0][1].start())
    told = [(one, match) for one, match in plain if one.after and _SAID.search(left) and one.after.search(left)]
    found = _best(page, told) if told else None
    said_by_both = {one.spoken for one, _ in matches if one.written == written + sign}
    return found if found and not found.why and found.spoken not in said_by_both else None


def _evidence(page: Page, sense: Sense, match: re.Match[str]) -> tuple[int, int] | None:
    """How many sides speak for the sense and how many letters of theirs; None where they speak against it."""
    if sense.anywhere:
        return (0, 0)
    left, right = page.left(match.start()), page.right(match.end())
    fits: list[int] = []
    if after := sense.after:
        found = after.search(left) or after.search(_left_written_out(page, match.start()))
        fits.append(len(found[0]) if found else -1)
    if before := sense.before:
        found = before.match(right) or before.match(_right_written_out(right))
        fits.append(-1 if not found else 0 if found[0].strip() == "và" else len(found[0]))  # và joins anything
    if fits and min(fits) >= 0:
        return (len(fits) + 1, sum(fits))
    if (near := sense.near) and (near.search(left) or near.search(right)):
        return (1, 0)
    return None


def _may_stand(page: Page, sense: Sense, match: re.Match[str]) -> bool:
    """A form with figures right behind it is read only where its noun takes a number: TDP5, but not CT2."""
    if (
        len(sense.written.rstrip(".")) == 1
        and sense.written[0].islower()
        and _MONEY_LEFT.search(page.left(match.start()))
    ):
        return False  # 500.000đ. ends a sentence, đ. Lê Lợi is a street
    figures = sense.written[-1].isalpha() and page.text[match.end() : match.end() + 1].isdecimal()
    if figures and sense.written in mapping("units") and _NUMBER_LEFT.search(page.left(match.start())):
        return True  # 56,5 ha515
    return not figures or sense.spoken in groups("capitals")["numbered"]


def _archived(page: Page, word: re.Match[str]) -> Found | None:
    sector = mapping("sectors").get(word[0])
    if not sector or not _ARCHIVED.ends(page.left(word.start())):
        return None
    return Found(end=word.end(), spoken=sector, kind=Kind.ABBREVIATION)


def _found(page: Page, sense: Sense, match: re.Match[str], *, sure: bool) -> Found:
    why = None if sure else tell("“{written}” có nhiều cách đọc", written=match[0])
    point = _INNER_POINT.match(page.text, match.end())  # TT.HĐND: no sentence ends there
    return Found(end=point.end() if point else match.end(), spoken=sense.spoken, kind=Kind.ABBREVIATION, why=why)


def _left_written_out(page: Page, position: int) -> str:
    """The text on the left with its last two abbreviations written out, in small letters."""
    left = page.text[position - len(page.left(position)) : position].replace("[", "(")
    return _LAST_WORDS.sub(_both_written_out, left).lower()


def _both_written_out(match: re.Match[str]) -> str:
    earlier, gap, last, tail = match.groups(default="")
    return _written_out(earlier) + gap + _written_out(last) + tail


def _right_written_out(right: str) -> str:
    return _FIRST_WORD.sub(lambda match: match[1] + _written_out(match[2]), right, count=1)


def _written_out(word: str) -> str:
    return _of_one_sense().get(word, word)


@cache
def _of_one_sense() -> dict[str, str]:
    return {written: readings[0] for written, readings in spoken_forms().items() if len(readings) == 1}
