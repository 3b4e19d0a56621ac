"""Units of measure and currencies: a sign behind a number, or off its number -> its words."""

import re
from dataclasses import dataclass
from functools import cache

from broadcast.text.amounts.unitletters import is_comrade, is_points, is_unit
from broadcast.text.letters import sayable
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList

_SCREEN = WordList("quantities", "screen", tail=" ")
_BEFORE_UNIT = WordList(
    "quantities", "scale", "before", shapes=r"phẩy \w+|đồng/|\d[\d.,]{0,15}đ/|vnđ/|vnd/", tail=r"[ (\"']*"
)
_SCALED = WordList("quantities", "scale", tail=r"[ (\"']*")
_PRICE_OF_UNIT = re.compile(r"/(?!ch?(?!\w))[^\W\d_]")
_FRACTION_BEFORE = re.compile(r"\d/\d+[ (\"']*$")
_PERCENT = re.compile(r" ?%|(?P<mille> ?‰)")


@dataclass(frozen=True, slots=True)
class Sign:
    """A unit found behind a number: where it ends, as the table writes it, its words and kind."""

    end: int
    written: str
    spoken: str
    kind: Kind


@cache
def _signs() -> re.Pattern[str]:
    """Every unit and currency, the longest first; m² is m2 written well."""
    signs = sorted({*mapping("units"), *mapping("money")}, key=len, reverse=True)
    forms = "|".join(
        re.escape(sign).replace("2", "[2²]").replace("3", "[3³]").replace("/", " ?/ ?") for sign in signs
    )
    return re.compile(rf"(?P<space> ?)(?P<unit>{forms})(?![\w²³]|[.,']?\d)")


def _plain(written: str) -> str:
    return written.replace("²", "2").replace("³", "3").replace(" /", "/").replace("/ ", "/")


def sign_at(text: str, end: int, left: str, value: float) -> Sign | None:
    """Find the percent, unit or currency right behind a number that ends at `end`; None where none stands there.

    `left` is the text before the number, `value` its value: a letter alone may be a name as well as a unit.
    """
    if percent := _PERCENT.match(text, end):
        said = "phần nghìn" if percent["mille"] else "phần trăm"
        return Sign(percent.end(), percent[0].strip(), said, Kind.PERCENT)
    if text[end : end + 1] == '"' and _SCREEN.ends(left):
        return Sign(end + 1, "inch", mapping("units")["inch"], Kind.UNIT)
    match = _signs().match(text, end)
    if match and match["unit"] in ("đ", "Đ") and is_points(left, value):
        return Sign(match.end(), "điểm", "điểm", Kind.UNIT)
    if not match or not is_unit(match, text, left, value):
        return None
    written = _plain(match["unit"])
    if written in mapping("money"):
        said = mapping("money")[written]
        again = f" {said}" if text.startswith(f" {said}", match.end()) else ""  # 20.000đ đồng
        return Sign(match.end() + len(again), written, said, Kind.MONEY)
    return Sign(match.end(), written, mapping("units")[written], Kind.UNIT)


def say_unit_word(page: Page, position: int) -> Found | None:
    """Read the unit or currency at `position` after a scale word or `mỗi`: `5 triệu USD`, `mỗi kg`; else None."""
    match = _signs().match(page.text, position)
    left = page.left(position)
    if not match or match["space"]:
        return None
    unit = _plain(match["unit"])
    if mapping("abbreviations").get(page.text[position : position + 3]):
        return None  # (đ/v)
    priced = unit == "đ" and left.endswith("(") and _PRICE_OF_UNIT.match(page.right(match.end()))
    if not (priced or _BEFORE_UNIT.ends(left) or _FRACTION_BEFORE.search(left)):
        return None
    if unit == "đ" and re.search(r"\d/\d+$", left):
        return Found(end=match.end(), spoken="điểm", kind=Kind.UNIT)  # 9,5/10đ
    if unit == "đ" and is_comrade(page.right(match.end())):
        return None
    if (len(unit) == 1 and unit not in "đmgl") or sayable(unit) or unit in ("k", "K", "tr"):
        return None  # Pa is a word too, where no number stands before it; ha is in the abbreviations
    if len(unit) > 1 and unit in mapping("abbreviations") and not _SCALED.ends(left):
        return None  # theo HP, xổ số MB
    words = mapping("money").get(unit)
    if words:
        return Found(end=match.end(), spoken=words, kind=Kind.MONEY)
    return Found(end=match.end(), spoken=mapping("units")[unit], kind=Kind.UNIT)


def say_unit_alone(page: Page, position: int) -> Found | None:
    """Read the unit at `position` that stands off its number and is nothing else: `kWh`, `m3`; else None."""
    match = _signs().match(page.text, position)
    if not match or match["space"] or page.text[position - 1 : position].isalnum():
        return None
    unit = _plain(match["unit"])
    if unit not in mapping("units") or unit not in groups("quantities")["alone"]:
        return None
    return Found(end=match.end(), spoken=mapping("units")[unit], kind=Kind.UNIT)


@cache
def unit_words() -> frozenset[str]:
    """Collect the units and currencies written in letters alone (`ha`): none is taken for a plain word at once."""
    return frozenset(word for word in (*mapping("units"), *mapping("money")) if word.isalpha())
