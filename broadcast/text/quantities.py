"""Numbers that count and measure: ranges, fractions, percent, money, units; at last the bare number."""

import re
from functools import cache

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.letters import sayable
from broadcast.text.numeral import Numeral, measured, numeral
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList, alternatives

_DASH = re.compile(r" ?- ?(?=\d)")
_PERCENT = re.compile(r" ?%|(?P<mille> ?‰)")
_CURRENCY_BEFORE = re.compile(r"(?:US\$|[$€£¥₩₫])")
_RATIO = re.compile(r"(?P<a>\d{1,3}) ?: ?(?=\d)")
_RATIO_SAID = WordList("quantities", "ratio", tail="(?: bản đồ)?[ :(]*")
_FRACTION = re.compile(r"(?P<a>\d{1,6})/(?P<b>\d{1,6})(?![\d/]|[.,]\d)")
_DOTTED_FRACTION = re.compile(
    r"(?P<a>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?) ?/ ?(?P<b>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)(?![\d/])"
)
_TIMES = re.compile(r" ?[x×] ?(?=\d)")
_METRES = re.compile(r"(?P<m>\d{1,2})m(?P<rest>\d{1,2})(?!\w)")
_SCORE = WordList("quantities", "score", tail="[ :]*")
_WHOLE_SHARE = WordList("shares", "whole", head=" *", tail=r"\b")
_COUNTED = WordList("shares", "counted", "piece", head=" *", tail=r"\b")
_ELECTRIC = WordList("quantities", "electric", tail="[ :]*")
_LABEL = WordList("quantities", "label", tail="[ :]*")
_NEGATIVE = re.compile(r"-\d+(?:,\d+)?(?= ?(?:°|º|độ|oC|℃))")
_BEFORE_UNIT = WordList("quantities", "scale", "before", shapes=r"phẩy \w+", tail=r"[ (\"']*")
_FRACTION_BEFORE = re.compile(r"\d/\d+[ (\"']*$")
_SCALE_AFTER = WordList("quantities", "scale", "measured", head=" ?", tail=r"\b")
_VERSION = WordList("quantities", "version", tail="[ :]*")
_LIKE_UNIT_LETTERS = {"A", "V", "N", "J", "K", "s", "t", "k", "MP", "ft", "P"}


@cache
def _units() -> re.Pattern[str]:
    signs = sorted({*mapping("units"), *mapping("money")}, key=len, reverse=True)
    return re.compile(rf"(?P<space> ?)(?P<unit>{'|'.join(map(re.escape, signs))})(?![\w²³]|[.,']?\d)")


def say_quantity(page: Page, position: int) -> Found | None:
    """Read the number at `position` with its unit, percent, money or range: `5-7`, `10-15%`, `500.000đ`.

    None for a number alone; a range that may be a score or a code is read with a doubt.
    """
    text, left = page.text, page.left(position)
    if match := _METRES.match(text, position):
        spoken = f"{numbers.whole(match['m'])} mét {numbers.with_zeros(match['rest'])}"
        return Found(end=match.end(), spoken=spoken, kind=Kind.UNIT)
    first = numeral(text, position)
    if first is None:
        return None
    span = _span(text, first, left)
    body = span or first
    if tail := _tail(text, body.end, left):
        end, said, kind = tail
        plain = span or measured(text, position) or first
        spoken = plain.spoken.replace(" chấm ", " phẩy ")
        return Found(end=end, spoken=f"{spoken} {said}", kind=kind)
    if span:
        why = None if span.whole else tell("chưa rõ hai số này là khoảng, tỷ số hay số hiệu")
        return Found(end=span.end, spoken=span.spoken, kind=Kind.RANGE, why=why)
    return None


def _span(text: str, first: Numeral, left: str) -> Numeral | None:
    """Two numbers with a dash or a multiplication sign between them; `whole` says whether it is certain."""
    if times := _TIMES.match(text, first.end):
        second = numeral(text, times.end())
        return second and Numeral(second.end, f"{first.spoken} nhân {second.spoken}", 0.0, True)
    dash = _DASH.match(text, first.end)
    second = numeral(text, dash.end()) if dash else None
    if not dash or second is None:
        return None
    third = _DASH.match(text, second.end)
    if third and (last := numeral(text, third.end())):
        spoken = " ".join((first.spoken, second.spoken, last.spoken))
        return Numeral(last.end, spoken, 0.0, bool(re.search(r"\bthứ $", left)))
    if _SCORE.ends(left):
        return Numeral(second.end, f"{first.spoken} {second.spoken}", 0.0, True)
    if first.value < second.value or "%" in text[second.end : second.end + 2]:
        return Numeral(second.end, f"{first.spoken} đến {second.spoken}", 0.0, True)
    return Numeral(second.end, f"{first.spoken} {second.spoken}", 0.0, first.value == second.value)


def _tail(text: str, end: int, left: str) -> tuple[int, str, Kind] | None:
    """Percent, money or a unit right after a number."""
    if match := _PERCENT.match(text, end):
        until = _DASH.match(text, match.end())
        second = numeral(text, until.end()) if until else None
        again = _PERCENT.match(text, second.end) if second else None
        said = "phần nghìn" if match["mille"] else "phần trăm"
        if second and again:
            return again.end(), f"{said} đến {second.spoken} {said}", Kind.PERCENT
        return match.end(), said, Kind.PERCENT
    match = _units().match(text, end)
    if not match or not _is_unit(match, text, left):
        return None
    unit = match["unit"]
    if unit in mapping("money"):
        return match.end(), mapping("money")[unit], Kind.MONEY
    return match.end(), mapping("units")[unit], Kind.UNIT


def _is_unit(match: re.Match[str], text: str, left: str) -> bool:
    unit, right = match["unit"], text[match.end() : match.end() + 3]
    if unit in _LIKE_UNIT_LETTERS:
        if unit == "V":
            return not match["space"] and not _LABEL.ends(left)
        if unit == "s":
            return not match["space"]
        if unit == "k":
            return not match["space"] and not _LABEL.ends(left)
        return (unit in ("A", "N", "J") and bool(_ELECTRIC.ends(left))) or unit in ("MP", "ft")
    if unit == "K":
        return False
    if unit in ("đ", "Đ") and (right.startswith(("/c", ".")) or (match["space"] and right[:1] == ")")):
        return False
    if unit in ("m", "g", "l", "L", "W") and match["space"] and right.startswith("."):
        return not right[1:2].isalpha()
    return not (unit == "tr" and right.startswith("."))


def say_unit_word(page: Page, position: int) -> Found | None:
    """Read the unit or currency at `position` after a scale word or `mỗi`: `5 triệu USD`, `mỗi kg`; else None."""
    match = _units().match(page.text, position)
    left = page.left(position)
    if not match or match["space"] or not (_BEFORE_UNIT.ends(left) or _FRACTION_BEFORE.search(left)):
        return None
    if (len(match["unit"]) == 1 and match["unit"] not in "đmgl") or sayable(match["unit"]):
        return None  # Pa is a word too, where no number stands before it; ha is in the abbreviations
    unit = match["unit"]
    if unit in mapping("money") and unit not in ("k", "K", "tr"):
        return Found(end=match.end(), spoken=mapping("money")[unit], kind=Kind.MONEY)
    if unit in mapping("units"):
        return Found(end=match.end(), spoken=mapping("units")[unit], kind=Kind.UNIT)
    return None


def say_money_before(page: Page, position: int) -> Found | None:
    """Read the currency sign at `position` and the amount after it, `$20`, `US$ 5 triệu`; None without both."""
    match = _CURRENCY_BEFORE.match(page.text, position)
    if not match:
        return None
    digit = match.end() + (page.text[match.end() : match.end() + 1] == " ")
    amount = measured(page.text, digit)
    if amount is None:
        return None
    scale = _scale().match(page.text, amount.end)
    words = f"{amount.spoken}{scale[0] if scale else ''} {mapping('money')[match[0]]}"
    return Found(end=scale.end() if scale else amount.end, spoken=words, kind=Kind.MONEY)


@cache
def _scale() -> re.Pattern[str]:
    return re.compile(rf" (?:{alternatives('quantities', 'scale')})\b")


def say_ratio(page: Page, position: int) -> Found | None:
    """Read the scale at `position`, `1:500`, after tỷ lệ or bản đồ; None elsewhere."""
    match = _RATIO.match(page.text, position)
    if not match or not _RATIO_SAID.ends(page.left(position)):
        return None
    below = numeral(page.text, match.end())
    if below is None:
        return None
    above = numbers.whole(match["a"])
    return Found(end=below.end, spoken=f"{above} trên {below.spoken}", kind=Kind.FRACTION)


def say_fraction(page: Page, position: int) -> Found | None:
    """Read `3/4` at `position` as a share (`phần`) or a count (`trên`), by what follows; None for no fraction."""
    text, left = page.text, page.left(position)
    if re.search(r"[\d/]$", left):
        return None
    match = _FRACTION.match(text, position)
    if not match:
        if wide := _DOTTED_FRACTION.match(text, position):
            first, second = numeral(text, wide.start("a")), numeral(text, wide.start("b"))
            if first and second and first.end == wide.end("a"):
                return Found(end=second.end, spoken=f"{first.spoken} trên {second.spoken}", kind=Kind.FRACTION)
        return None
    above, below = int(match["a"]), int(match["b"])
    over = f"{numbers.whole(match['a'])} trên {numbers.whole(match['b'])}"
    right = page.right(match.end())
    if (
        (above, below) in ((24, 7), (7, 7), (24, 24))
        or not 0 < above < below
        or match["a"][0] == "0"
        or match["b"][0] == "0"
    ):
        return Found(end=match.end(), spoken=over, kind=Kind.FRACTION)
    part = f"{numbers.whole(match['a'])} phần {numbers.ordinal(below) if below == 4 else numbers.cardinal(below)}"
    if (
        below <= 4
        or below in (100, 1000)
        or (below <= 10 and (_WHOLE_SHARE.begins(right) or not _COUNTED.begins(right)))
    ):
        return Found(end=match.end(), spoken=part, kind=Kind.FRACTION)
    return Found(end=match.end(), spoken=over, kind=Kind.FRACTION)


def say_number(page: Page, position: int) -> Found | None:
    """Read the number at `position` alone: the last of the rules for digits. None where no digit stands there."""
    left = page.left(position)
    found = numeral(page.text, position)
    if found is None:
        return None
    spoken = found.spoken
    if " chấm " in spoken and _SCALE_AFTER.begins(page.right(found.end)) and not _VERSION.ends(left):
        spoken = spoken.replace(" chấm ", " phẩy ")
    return Found(end=found.end, spoken=spoken, kind=Kind.NUMBER)


def say_below_zero(page: Page, position: int) -> Found | None:
    """Read the temperature below zero at `position`, `-5°C`; None for any other minus or sign."""
    match = _NEGATIVE.match(page.text, position)
    if not match or not re.search(r"(?:^|[ (:,])$", page.left(position)):
        return None
    found = measured(page.text, position + 1)
    tail = _tail(page.text, found.end, "") if found else None
    if found is None:
        return None
    end, said = (tail[0], f" {tail[1]}") if tail else (found.end, "")
    return Found(end=end, spoken=f"âm {found.spoken}{said}", kind=Kind.UNIT)


@cache
def unit_words() -> frozenset[str]:
    """Collect the units and currencies written in letters alone (`ha`): none is taken for a plain word at once."""
    return frozenset(word for word in (*mapping("units"), *mapping("money")) if word.isalpha())
