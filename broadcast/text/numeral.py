"""A written number, however it is punctuated -> its words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from broadcast.text import numbers
from broadcast.text.patterns import lazily

_NUMBER = lazily(
    r"""
      (?P<dotted>\d{1,3}(?:\.\d{3}){1,12})(?![\d])(?:,(?P<dotted_decimal>\d{1,6})(?!\d))?
    | (?P<commas>\d{1,3}(?:,\d{3}){2,12}|\d{1,3},000|\d{1,3},\d{3}(?=\.\d{1,2}(?!\d)))(?!\d)
      (?:\.(?P<commas_decimal>\d{1,6})(?!\d))?
    | (?P<spaced>[1-9]\d{0,2}(?:\ \d{3}){0,5}\ (?:000|\d{3}\ \d{3}))(?![\d])(?!\ \d{3}(?!\d))
    | (?P<integer>\d+)(?:(?P<point>[.,])(?P<decimal>\d{1,9})(?!\d|[.,/]\d))?
    """,
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number found in a text: where it ends, its words, and its value (0.0 for a range or a code).

    `whole` marks an integer, and in a range one that is certain.
    """

    end: int
    spoken: str
    value: float
    whole: bool


@lru_cache(maxsize=4096)
def _spoken(written: str) -> tuple[str, float, bool]:
    match = _NUMBER.fullmatch(written)
    if not match:
        raise ValueError(written)
    integer = re.sub(r"\D", "", match["dotted"] or match["commas"] or match["spaced"] or match["integer"])
    decimal = match["dotted_decimal"] or match["commas_decimal"] or match["decimal"]
    if decimal:
        point = (
            "chấm"
            if match["point"] == "." and len(decimal) == 1 and len(integer) < 3 and integer != "0"
            else "phẩy"
        )
        return numbers.decimal(integer, decimal, point), float(f"{integer[:18]}.{decimal}"), False
    if match["integer"] and len(integer) > 2 and integer[0] == "0":
        return numbers.digits(integer), 0.0, False
    return numbers.whole(integer), float(integer[:18]), True


def numeral(text: str, position: int) -> Numeral | None:
    """Read the number at `text[position]`, however it is punctuated; None where no digit stands there.

    More than forty characters are said digit by digit.
    """
    match = _NUMBER.match(text, position)
    if not match:
        return None
    if len(match[0]) > 40:
        return Numeral(match.end(), numbers.digits(match[0]), 0.0, False)
    spoken, value, whole = _spoken(match[0])
    return Numeral(match.end(), spoken, value, whole)


def measured(text: str, position: int) -> Numeral | None:
    """Read as `numeral` does, but take a point before a single decimal for a decimal point: `1.5 triệu`.

    None where no digit stands at `position`.
    """
    found = numeral(text, position)
    if found and " chấm " in found.spoken:
        return Numeral(found.end, found.spoken.replace(" chấm ", " phẩy "), found.value, found.whole)
    return found
