"""Numbers that count and measure: ranges, fractions, percent, money, units; at last the bare number."""

import re
from functools import cache

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.letters import sayable
from broadcast.text.numeral import SCALES, Numeral, measured, numeral
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList

_DASH = re.compile(r" ?- ?(?=\d)")
_PERCENT = re.compile(r" ?%|(?P<mille> ?‰)")
_CURRENCY_BEFORE = re.compile(r"(?:US\$|[$€£¥₩₫])")
_RATIO = re.compile(r"(?P<a>\d{1,3}) ?: ?(?=\d)")
_RATIO_SAID = re.compile(r"\b(?:t[ỷỉ] lệ|bản đồ|sơ đồ|bản vẽ)(?: bản đồ)?[ :(]*$", re.IGNORECASE)
_FRACTION = re.compile(r"(?P<a>\d{1,6})/(?P<b>\d{1,6})(?![\d/]|[.,]\d)")
_DOTTED_FRACTION = re.compile(
    r"(?P<a>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?) ?/ ?(?P<b>\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?)(?![\d/])"
)
_TIMES = re.compile(r" ?[x×] ?(?=\d)")
_METRES = re.compile(r"(?P<m>\d{1,2})m(?P<rest>\d{1,2})(?!\w)")
_SCORE = re.compile(r"\b(?:tỷ số|tỉ số|thắng|thua|hòa|hoà|dẫn|dẫn trước|kết quả|chung cuộc)[ :]*$")
_WHOLE_SHARE = WordList("shares", "whole", head=" *", tail=r"\b")
_COUNTED = WordList("shares", "counted", "piece", head=" *", tail=r"\b")
_ELECTRIC = re.compile(
    r"\b(?:điện|dòng|dòng điện|aptomat|áp tô mát|cầu dao|ắc quy|cường độ|pin|sạc|ổ cắm|định mức)[ :]*$"
)
_ROUGH = re.compile(r"\b(?:thông điệp|nguyên tắc|lớp|khối|mạng|công nghệ|số|nhà|phim|in|xe|tòa|phòng|mã)[ :]*$")
_NEGATIVE = re.compile(r"-\d+(?:,\d+)?(?= ?(?:°|º|độ|oC|℃))")
_AFTER_SCALE = re.compile(
    rf"(?:\b{SCALES}|\b(?:mỗi|một|hai|ba|nửa|rưỡi|từng|vài|mấy|đơn vị|theo|tính|độ|diện tích|chục|bằng|số"
    rf"|phẩy \w+)|\d/\d+)[ (\"']*$"
)
_VERSION = re.compile(
    r"\b(?:công nghiệp|phiên bản|thời đại|thời kỳ|web|version|chuyển đổi số|ielts|cách mạng|công nghệ"
    r"|nghị quyết|phần mềm|v)[ :]*$",
    re.I,
)
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
    if _SCORE.search(left):
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
            return not match["space"] and not _ROUGH.search(left)
        if unit == "s":
            return not match["space"]
        if unit == "k":
            return not match["space"] and not _ROUGH.search(left)
        return (unit in ("A", "N", "J") and bool(_ELECTRIC.search(left))) or unit in ("MP", "ft")
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
    if not match or match["space"] or not _AFTER_SCALE.search(page.left(position)):
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
    scale = re.compile(rf" {SCALES}\b").match(page.text, amount.end)
    words = f"{amount.spoken}{scale[0] if scale else ''} {mapping('money')[match[0]]}"
    return Found(end=scale.end() if scale else amount.end, spoken=words, kind=Kind.MONEY)


def say_ratio(page: Page, position: int) -> Found | None:
    """Read the scale at `position`, `1:500`, after tỷ lệ or bản đồ; None elsewhere."""
    match = _RATIO.match(page.text, position)
    if not match or not _RATIO_SAID.search(page.left(position)):
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
    scale = re.compile(rf" ?(?:{SCALES}|điểm|lần|mét|ki lô|tấn|tạ|lít|giờ|tuổi|phần|ha|độ|héc)\b").match(
        page.text, found.end
    )
    if " chấm " in spoken and scale and not _VERSION.search(left):
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
