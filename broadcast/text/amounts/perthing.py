"""The slash between words: a price or a measure per thing, `đ/con`, `kg/sào`, `lần/ngày`; or nothing at all."""

import re
from functools import cache

from broadcast.text.page import Found, Page
from broadcast.text.signs.symbols import END
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList, alternatives

_NUMBER_LEFT = re.compile(r"\d[^.;:!?\n]{0,28}$")
_AMOUNT_LEFT = WordList("slashes", "amount", tail=r"[^.;:!?\n]{0,28}")
_MEASURE_LEFT = WordList("slashes", "measure", tail="[ )]*")
_MONEY_LEFT = WordList("slashes", "money", head="", tail="[ )]*")
_ONE_OF_TWO = WordList("slashes", "one")
_KIN = WordList("slashes", "kin")
_THINGS_LEFT = WordList("slashes", "things", head=r"\d ")
_HOLDS_LEFT = WordList("slashes", "holds", head=r"\d ", tail=" ?")
_HELD = WordList("slashes", "held", head=r" ?/ ?\d[\d.,]* ", tail=r"\b")
_SHARE_LEFT = WordList("slashes", "ratio", head="", tail=" [^ ]+(?: [^ ]+)?")
_NOUN = re.compile(r" ?/ ?(?=(?:0?1 )?[^\W\d_])")
_NOUN_ONLY = re.compile(r" ?/ ?(?=[^\W\d_])")
_SHORT = re.compile(r" ?/ ?(?P<p>[^\W\d_]{1,3})(?![\w/])\.?(?! [^\W\d_]*\d)")
_ONE = re.compile(r" ?/ ?(?=0?1(?: [^\W\d_]| ?(?:kg|m2|m3|m²|m³|ha|km|kWh)\b))")
_THINGS = r"(?:[ )]*(?:/ ?(?:0?1 )?[^\d/.,;:()\n]{1,20}){0,3})"


@cache
def _per() -> re.Pattern[str]:
    """A slash and the word after it that things are counted by: `/lượt`."""
    return re.compile(rf" ?/ ?(?P<what>{alternatives('slashes', 'per')})(?!\w)")


@cache
def _sum_left() -> re.Pattern[str]:
    """A sum of money and perhaps the first things it is for: `25.000đ`, `200 nghìn đồng/hộ`, `2 triệu`."""
    signs = "|".join(re.escape(sign.lower()) for sign in sorted(mapping("money"), key=len, reverse=True))
    scale = alternatives("quantities", "scale")
    scaled = rf"(?:\d|\b(?:{scale}))(?: (?:{scale}))* ?(?:đồng|đ|usd|vnđ|vnd)"
    return re.compile(rf"(?:\d ?(?:{signs})|\d(?:tr|triệu|tỷ|tỉ)\d{{1,3}}|{scaled}|\d ?(?:{scale})){_THINGS}$")


@cache
def _measure_left() -> re.Pattern[str]:
    """A number with its unit right before: `5 kg`, `2,5 tạ`."""
    signs = "|".join(
        re.escape(sign) for sign in sorted(mapping("units"), key=len, reverse=True) if "/" not in sign
    )
    words = alternatives("slashes", "measure")
    return re.compile(rf"\d ?(?:{signs}|{words})$", re.IGNORECASE)


def say_slash(page: Page, position: int) -> Found:
    """Read a slash as `một` (lần/ngày), as `trên` (m3/người), as an end (./.), or not at all."""
    text = page.text
    if end := END.match(text, position):
        return Found(end=end.end(), spoken="", kind=Kind.SYMBOL, mark=".")
    left = page.left(position)
    if (
        (short := _SHORT.match(text, position))
        and _counts(left)
        and (thing := mapping("perletters").get(short["p"]))
    ):
        return Found(end=short.end(), spoken=f"một {thing}", kind=Kind.FRACTION)
    if _sum_left().search(left) and (price := _price(text, position)):
        return price
    if (match := _per().match(text, position)) and (found := _thing(match, left)):
        return found
    if (_measure_left().search(left) or _THINGS_LEFT.ends(left)) and (noun := _NOUN_ONLY.match(text, position)):
        return Found(end=noun.end(), spoken="một", kind=Kind.FRACTION)
    spaced = re.compile(r" ?/ ?(?=\d)").match(text, position)
    if spaced and _HOLDS_LEFT.ends(left) and _HELD.begins(page.right(position)):
        return Found(end=spaced.end(), spoken="với", kind=Kind.COUNT)  # 12 hộ/45 người
    if spaced and re.search(r"[^\W\d_]\)? ?$", left) and _counts(left):
        return Found(end=spaced.end(), spoken="trên", kind=Kind.FRACTION)
    if re.search(r"[\d%] ?$", left) and re.match(r"/ ?\d", text[position : position + 3]):
        return Found(end=position + 1, spoken="trên", kind=Kind.FRACTION)
    return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)


def _price(text: str, position: int) -> Found | None:
    """`/con`, `/căn hộ`, `/01 hộ` behind a sum of money: whatever the thing is, the sum is for one."""
    per = _per().match(text, position)
    if per and per["what"] in groups("slashes")["short"]:
        return Found(end=per.end(), spoken=f"một {mapping('units')[per['what']]}", kind=Kind.FRACTION)
    if one := _ONE.match(text, position):
        return Found(end=one.end(), spoken="", kind=Kind.FRACTION)  # the number itself says một
    noun = _NOUN.match(text, position)
    return Found(end=noun.end(), spoken="một", kind=Kind.FRACTION) if noun else None


def _thing(match: re.Match[str], left: str) -> Found | None:
    what = match["what"]
    if _KIN.ends(left) and what in groups("slashes")["kin"]:
        return Found(end=match.start() + 1, spoken="", kind=Kind.SYMBOL)
    if _ONE_OF_TWO.ends(left) and what in groups("slashes")["other"]:
        return Found(end=match.start() + 1, spoken="", kind=Kind.SYMBOL)
    unit = mapping("units").get(what.replace("²", "2").replace("³", "3"))
    if not (unit or _counts(left) or _SHARE_LEFT.ends(left)):
        return None
    measured = unit and _MEASURE_LEFT.ends(left) and not _MONEY_LEFT.ends(left)
    over = measured and what not in groups("slashes")["each"]
    return Found(end=match.end(), spoken=f"{'trên' if over else 'một'} {unit or what}", kind=Kind.FRACTION)


def _counts(left: str) -> bool:
    """Whether an amount, in digits or words, stands not far before."""
    return bool(_NUMBER_LEFT.search(left)) or _AMOUNT_LEFT.ends(left)
