"""Single quantities: a number with its unit, a sum behind its currency; at last the bare number."""

import re

from broadcast.text.amounts.amount import amount
from broadcast.text.amounts.units import sign_at
from broadcast.text.numeral import measured, numeral
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList, alternatives

_CURRENCY_BEFORE = re.compile(r"(?:US\$|[$€£¥₩₫]|(?:VNĐ|VND|USD|EUR)(?= ?\d))")
_NEGATIVE = re.compile(r"-\d+(?:,\d+)?(?= ?(?:°|º|độ|oC|℃))")
_NEGATIVE_OF_TWO = re.compile(
    r"-\d+(?:,\d+)?(?= (?:đến|tới|và) (?:-|âm )?\d+(?:,\d+)? ?(?:°|º|độ|oC|℃)"
    r"|(?P<to> ?- ?)\d+(?:,\d+)? ?(?:°|º|độ|oC|℃))"
)
_SCALE_AFTER = WordList("quantities", "scale", "measured", head=" ?", tail=r"\b")
_VERSION = WordList("quantities", "version", tail="[ :]*")


def say_quantity(page: Page, position: int) -> Found | None:
    """Read the number at `position` with its unit: `500.000đ`, `3,2 ha`, `1m72`; None for a number alone."""
    found = amount(page, position)
    if found is None or (found.kind is Kind.NUMBER and not found.why):
        return None  # a scale word is a word as any other
    return Found(end=found.end, spoken=found.spoken, kind=found.kind, why=found.why)


def say_money_before(page: Page, position: int) -> Found | None:
    """Read the currency sign at `position` and the amount after it, `$20`, `US$ 5 triệu`; None without both."""
    match = _CURRENCY_BEFORE.match(page.text, position)
    if not match:
        return None
    digit = match.end() + (page.text[match.end() : match.end() + 1] == " ")
    number = measured(page.text, digit)
    if number is None:
        return None
    scale = re.compile(rf" (?:{alternatives('quantities', 'scale')})\b").match(page.text, number.end)
    words = f"{number.spoken}{scale[0] if scale else ''} {mapping('money')[match[0]]}"
    return Found(end=scale.end() if scale else number.end, spoken=words, kind=Kind.MONEY)


def say_number(page: Page, position: int) -> Found | None:
    """Read the number at `position` alone: the last of the rules for digits. None where no digit stands there."""
    found = numeral(page.text, position)
    if found is None:
        return None
    spoken = found.spoken
    if (
        " chấm " in spoken
        and _SCALE_AFTER.begins(page.right(found.end))
        and not _VERSION.ends(page.left(position))
    ):
        spoken = spoken.replace(" chấm ", " phẩy ")
    return Found(end=found.end, spoken=spoken, kind=Kind.NUMBER)


def say_below_zero(page: Page, position: int) -> Found | None:
    """Read the temperature below zero at `position`, `-5°C`; None for any other minus or sign."""
    match = _NEGATIVE.match(page.text, position)
    if not match and page.left(position).strip():  # at the beginning of a line it may be a bullet
        match = _NEGATIVE_OF_TWO.match(page.text, position)
    if not match or not re.search(r"(?:^|[ (:,])$", page.left(position)):
        return None
    number = measured(page.text, position + 1)
    if number is None:
        return None
    if to := match.groupdict().get("to"):
        return Found(end=number.end + len(to), spoken=f"âm {number.spoken} đến", kind=Kind.RANGE)
    sign = sign_at(page.text, number.end, "", number.value)
    end, said = (sign.end, f" {sign.spoken}") if sign else (number.end, "")
    return Found(end=end, spoken=f"âm {number.spoken}{said}", kind=Kind.UNIT)
