"""A number with its unit as one whole, `3 triệu đồng`, `50kg`, `1m72`: what ranges and products are made of."""

import re
from dataclasses import dataclass
from functools import cache

from broadcast.base.errors import Message, tell
from broadcast.text import numbers
from broadcast.text.amounts.heights import height
from broadcast.text.amounts.unitletters import is_comrade
from broadcast.text.amounts.units import sign_at
from broadcast.text.numeral import Numeral, measured, numeral
from broadcast.text.page import Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList, alternatives

_MILLIONS = re.compile(
    r"(?P<a>\d{1,4})(?P<scale>tr|triệu|tỷ|tỉ)(?P<b>\d{1,3})"
    r"(?:k(?!\w)|(?!\w|[.,]\d)(?: (?:nghìn|ngàn)(?!\w))?)(?: ?(?:đồng|đ|VNĐ|VND)(?!\w))?"
)
_DONG = re.compile(r" ?đồng(?!\w)")
_ENGLISH = re.compile(r"\d{1,3},\d{3}(?![\d.,])")
_COUNTED = WordList("shares", "counted", "people", head=" ", tail=r"\b")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number and what it measures."""

    end: int
    spoken: str
    value: float
    sign: str
    """The unit as it is written; `đồng` for every sum in words."""
    kind: Kind
    why: Message | None = None


@cache
def _scale() -> re.Pattern[str]:
    return re.compile(rf" ?(?P<scale>{alternatives('quantities', 'scale')})(?!\w)")


def amount(page: Page, position: int) -> Amount | None:
    """Read the number at `position` with its scale word and unit; None for a number without either."""
    text, left = page.text, page.left(position)
    if tall := height(page, position):
        return Amount(tall.end, tall.spoken, 0.0, "m", Kind.UNIT, tall.why)
    if millions := _millions(text, position):
        return millions
    number = measured(text, position)
    if number is None:
        return None
    if english := _english(page, position):
        return english
    if text.startswith("đ/c", number.end) and is_comrade(text[number.end + 1 : number.end + 4]) and _few(number):
        return Amount(number.end + 3, f"{number.spoken} đồng chí", number.value, "đồng chí", Kind.COUNT)
    scale = _scale().match(text, number.end)
    if scale and (sign := sign_at(text, number.end, left, number.value)) and sign.kind is Kind.MONEY:
        return Amount(sign.end, f"{number.spoken} {sign.spoken}", number.value, "đồng", Kind.MONEY)  # tỷđ
    end = scale.end() if scale else number.end
    spoken = f"{number.spoken} {scale['scale']}" if scale else number.spoken
    if dong := _DONG.match(text, end):
        return Amount(dong.end(), f"{spoken} đồng", number.value, "đồng", Kind.MONEY)
    sign = sign_at(text, end, left, 1e6 if scale else number.value)
    if sign and not (scale and sign.kind is Kind.PERCENT):
        name = "đồng" if sign.spoken.endswith("đồng") else sign.written
        return Amount(sign.end, f"{spoken} {sign.spoken}", number.value, name, sign.kind)
    return Amount(end, spoken, number.value, "đồng", Kind.NUMBER) if scale else None


def _few(number: Numeral) -> bool:
    return number.whole and number.value < 1000


def _millions(text: str, position: int) -> Amount | None:
    """`1tr5`, `3tỷ2`: what follows the scale counts in hundreds of the next one below."""
    match = _MILLIONS.match(text, position)
    if not match:
        return None
    large, small = ("triệu", "nghìn") if match["scale"] in ("tr", "triệu") else ("tỷ", "triệu")
    below = int(match["b"].ljust(3, "0"))
    rest = f" {numbers.cardinal(below)} {small}" if below else ""
    spoken = f"{numbers.whole(match['a'])} {large}{rest} đồng"
    return Amount(match.end(), spoken, float(match["a"]), "đồng", Kind.MONEY)


def _english(page: Page, position: int) -> Amount | None:
    """`12,500đ`: written the English way, or a decimal? Asked, with the likelier reading."""
    match = _ENGLISH.match(page.text, position)
    if not match or match[0].endswith(",000") or match[0][0] == "0":
        return None
    sign = sign_at(page.text, match.end(), "", 1000.0)
    dong = _DONG.match(page.text, match.end())
    measured_so = dong or (sign and (sign.spoken == "đồng" or match[0].endswith("00")))
    if not measured_so and not _COUNTED.begins(page.right(match.end())):
        return None
    whole = numbers.whole(match[0].replace(",", ""))
    why = tell("“{written}”: dấu phẩy ngăn hàng nghìn hay phần thập phân?", written=match[0])
    if dong:
        return Amount(dong.end(), f"{whole} đồng", 0.0, "đồng", Kind.MONEY, why)
    if sign:
        return Amount(sign.end, f"{whole} {sign.spoken}", 0.0, sign.written, sign.kind, why)
    return Amount(match.end(), whole, 0.0, "", Kind.NUMBER, why)


def bare(page: Page, position: int) -> Amount | None:
    """Read the number at `position` alone; None where no digit stands there."""
    number = numeral(page.text, position)
    return Amount(number.end, number.spoken, number.value, "", Kind.NUMBER) if number else None
