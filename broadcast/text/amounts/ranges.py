"""Two amounts with a dash between them, `5-7`, `12°C - 15°C`, `2 - 3 triệu`; mixtures of fertiliser, `16-16-8`."""

import re

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.amounts.amount import Amount, amount, bare
from broadcast.text.amounts.units import sign_at
from broadcast.text.numeral import Numeral, numeral
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList

_DASH = re.compile(r" ?- ?(?=\d)")
_PER = re.compile(r"/(?P<thing>[^\W\d_]{1,8}[23²³]?)(?= ?- ?\d)")
_SAME_WORD = re.compile(r" (?P<word>[^\W\d_]+(?: [^\W\d_]+)?) ?- ?(?=\d)")
_FORMULA = re.compile(r"(?P<a>\d{1,2}) ?(?P<s>[-:.]) ?(?P<b>\d{1,2}) ?(?P=s) ?(?P<c>\d{1,2})(?![\w/-]|[.,:]\d)")
_TWO_PARTS = re.compile(r"(?P<a>\d{1,2}) ?- ?(?P<b>\d{1,2})(?![\w/:-]|[.,]\d)")
_TWO_PARTS_SAID = WordList("quantities", "two parts", tail=r"[ :(]*")
"""DAP 18-46."""
_FORMULA_SAID = WordList("quantities", "formula", tail=r"[ :(]*(?:loại )?(?:tỷ lệ )?")
_GRAMS = re.compile(r"\d{1,3}(?: ?- ?\d{1,3})? ?g(?:(?P<per>/)|(?!\w))")
_PER_THING = re.compile(
    r"\d{1,3}(?:[.,]\d{1,3})? ?- ?\d{1,3}(?:[.,]\d{1,3})?(?P<unit>[^\W\d_]{1,4})/(?P<thing>[^\W\d_]+)"
)
_DOSE = WordList("quantities", "dose", tail=r"\b[^.;:!?\n]{0,24}")
_POINTED = re.compile(r"\d{1,2}\.\d ?- ?\d{1,2}\.\d (?=[^\W\d_])")
_SCALE = WordList("quantities", "scale", head="[.\\d]* ", tail=r"\b")
_SAME = ("same mass", "same length", "same volume", "same area")
_WEEKDAYS = re.compile(r"\bthứ $")


def say_formula(page: Page, position: int) -> Found | None:
    """Read the three parts of a fertiliser at `position`, `16-16-8` after `NPK`; None elsewhere."""
    match = _FORMULA.match(page.text, position)
    if (two := _TWO_PARTS.match(page.text, position)) and _TWO_PARTS_SAID.ends(page.left(position)):
        spoken = f"{numbers.whole(two['a'])} {numbers.whole(two['b'])}"
        return Found(end=two.end(), spoken=spoken, kind=Kind.CODE)
    if not match or not _FORMULA_SAID.ends(page.left(position)):
        return None
    spoken = " ".join(numbers.whole(match[part]) for part in "abc")
    return Found(end=match.end(), spoken=spoken, kind=Kind.CODE)


def say_measured_range(page: Page, position: int) -> Found | None:
    """Read the range at `position` that looks like hours or dates, `10-15g`, `1.5 - 2.5 triệu`; else None."""
    match = _GRAMS.match(page.text, position)
    if _POINTED.match(page.text, position) and _SCALE.begins(page.right(position).partition("-")[2].lstrip()[3:]):
        return say_range(page, position)
    if (priced := _PER_THING.match(page.text, position)) and _are_a_unit(priced):
        return say_range(page, position)
    if not match or not (match["per"] or _DOSE.ends(page.left(position))):
        return None
    return say_range(page, position)


def _are_a_unit(match: re.Match[str]) -> bool:
    """`120-150k/sào`, `8-10kg/sào`: a unit or a currency, and the thing after the slash in small letters."""
    known = match["unit"] in mapping("units") or match["unit"] in mapping("money")
    return known and match["thing"].islower()


def say_range(page: Page, position: int) -> Found | None:
    """Read the two amounts at `position` and the dash between: `50kg - 60kg`, `5-7 ngày`; None for any other.

    A range that may be a score or a code is read with a doubt.
    """
    first = amount(page, position)
    if first:
        return _of_amounts(page, first)
    plain = numeral(page.text, position)
    if plain is None:
        return None
    return _of_things(page, plain) or _of_numbers(page, position, plain)


def _of_amounts(page: Page, first: Amount) -> Found | None:
    per = _PER.match(page.text, first.end)
    dash = _DASH.match(page.text, per.end() if per else first.end)
    second = amount(page, dash.end()) if dash else None
    if not second or not _alike(first, second):
        return None
    spoken = f"{first.spoken} đến {second.spoken}"
    if per and page.text.startswith(per[0], second.end):
        spoken = f"{first.spoken} một {mapping('units').get(per['thing'], per['thing'])} đến {second.spoken}"
    elif per:
        return None
    return Found(end=second.end, spoken=spoken, kind=Kind.RANGE, why=first.why or second.why)


def _alike(first: Amount, second: Amount) -> bool:
    """Whether both measure the same thing, the second more of it."""
    if first.sign == second.sign or first.sign[:1] == second.sign[:1] == "°":
        return first.value < second.value or first.value == 0 or first.sign == "đồng"
    return any({first.sign, second.sign} <= set(groups("quantities")[one]) for one in _SAME)


def _of_things(page: Page, first: Numeral) -> Found | None:
    """`5 ngày - 7 ngày`: the same word behind both numbers."""
    match = _SAME_WORD.match(page.text, first.end)
    second = numeral(page.text, match.end()) if match else None
    if not match or not second or not first.value < second.value:
        return None
    again = page.text[second.end : second.end + len(match["word"]) + 2]
    if not re.fullmatch(rf" {re.escape(match['word'])}\W?", again):
        return None
    spoken = f"{first.spoken} {match['word']} đến {second.spoken}"
    return Found(end=second.end, spoken=spoken, kind=Kind.RANGE)


def _of_numbers(page: Page, position: int, first: Numeral) -> Found | None:
    """`5-7`, `10-15%`, `3 - 5 triệu`: the unit behind the second number is that of both."""
    dash = _DASH.match(page.text, first.end)
    second = bare(page, dash.end()) if dash else None
    if not dash or second is None:
        return None
    left = page.left(position)
    third = _DASH.match(page.text, second.end)
    if third and (last := numeral(page.text, third.end())):
        spoken = " ".join((first.spoken, second.spoken, last.spoken))
        return _found(last.end, spoken, sure=bool(_WEEKDAYS.search(left)))
    whole = amount(page, dash.end()) or second
    said = first.spoken.replace(" chấm ", " phẩy ") if whole.sign else first.spoken
    if first.value < second.value:
        found = _found(whole.end, f"{said} đến {whole.spoken}", sure=True)
        return (
            found if not whole.why else Found(end=found.end, spoken=found.spoken, kind=found.kind, why=whole.why)
        )
    if sign_at(page.text, second.end, left, second.value) and whole.kind is Kind.PERCENT:
        return _found(whole.end, f"{said} đến {whole.spoken}", sure=True)
    return _found(whole.end, f"{said} {whole.spoken}", sure=first.value == second.value)


def _found(end: int, spoken: str, *, sure: bool) -> Found:
    why = None if sure else tell("chưa rõ hai số này là khoảng, tỷ số hay số hiệu")
    return Found(end=end, spoken=spoken, kind=Kind.RANGE, why=why)
