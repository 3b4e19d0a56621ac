"""Signs between words: slashes, ampersands, arithmetic, blanks, the end mark ./. and what is not said at all."""

import re
from functools import cache

from broadcast.base.errors import tell
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups, mapping
from broadcast.text.wordlist import WordList, alternatives

_END = re.compile(r"\.?/\.(?:[ ]*$)?|\./[ ]*$", re.M)
_BLANKS = re.compile(r"[._…-]{4,}|_{2,}|={2,}|\*{2,}|~{2,}|-{2,}|\.{2,}")
_NUMBER_LEFT = re.compile(r"\d[^.;:!?\n]{0,28}$")
_AMOUNT_LEFT = WordList("slashes", "amount", tail=r"[^.;:!?\n]{0,28}")
_MEASURE_LEFT = WordList("slashes", "measure", tail="[ )]*")
_MONEY_LEFT = WordList("slashes", "money", head="", tail="[ )]*")
_ONE_OF_TWO = WordList("slashes", "one")
_SHARE_LEFT = WordList("slashes", "ratio", head="", tail=" [^ ]+(?: [^ ]+)?")
_SAID = {
    "&": "và", "^": "mũ", "+": "cộng", "=": "bằng", "×": "nhân", "÷": "chia", "±": "cộng trừ", "<": "nhỏ hơn",
    ">": "lớn hơn", "≤": "nhỏ hơn hoặc bằng", "≥": "lớn hơn hoặc bằng", "%": "phần trăm", "‰": "phần nghìn",
    "°": "độ", "º": "độ", "≈": "xấp xỉ", "~": "khoảng", "²": "bình phương", "³": "lập phương", "№": "số",
    "₫": "đồng", "$": "đô la mỹ", "€": "ơ rô", "©": "", "®": "", "™": "", "§": "mục", "@": "a còng",
}  # fmt: skip
_ONLY_BESIDE_NUMBERS = "^+=<>~×÷±≤≥≈%‰°º²³₫$€@§"
_PAUSES = {
    ",": ",",
    ".": ".",
    "?": "?",
    "!": "!",
    ";": ";",
    ":": ":",
    "(": ",",
    ")": ",",
    "[": ",",
    "]": ",",
    "{": ",",
    "}": ",",
    "|": ",",
}
_SILENT = frozenset("\"'-*_•●○◦▪▫■□►▸▶➢➤✓✔❖◆♦·∙‣#¶†‡`´\\«»☎☐☑✆")


def say_slash(page: Page, position: int) -> Found:
    """Read a slash as `một` (lần/ngày), as `trên` (m3/người), as an end (./.), or not at all."""
    text = page.text
    if end := _END.match(text, position):
        return Found(end=end.end(), spoken="", kind=Kind.SYMBOL, mark=".")
    left = page.left(position)
    if match := _per().match(text, position):
        what = match["what"]
        if _ONE_OF_TWO.ends(left) and what in groups("slashes")["other"]:
            return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
        unit = mapping("units").get(what) or mapping("units").get(what.replace("²", "2").replace("³", "3"))
        if unit or _counts(left) or _SHARE_LEFT.ends(left):
            over = (
                unit
                and _MEASURE_LEFT.ends(left)
                and not _MONEY_LEFT.ends(left)
                and what not in groups("slashes")["each"]
            )
            return Found(end=match.end(), spoken=f"{'trên' if over else 'một'} {unit or what}", kind=Kind.FRACTION)
    spaced = re.compile(r" ?/ ?(?=\d)").match(text, position)
    if spaced and re.search(r"[^\W\d_]\)? ?$", left) and _counts(left):
        return Found(end=spaced.end(), spoken="trên", kind=Kind.FRACTION)
    if re.search(r"[\d%] ?$", left) and re.match(r"/ ?\d", text[position : position + 3]):
        return Found(end=position + 1, spoken="trên", kind=Kind.FRACTION)
    return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)


@cache
def _per() -> re.Pattern[str]:
    """A slash and the word after it that things are counted by: `/lượt`."""
    return re.compile(rf" ?/ ?(?P<what>{alternatives('slashes', 'per')})(?!\w)")


def _counts(left: str) -> bool:
    """Whether an amount, in digits or words, stands not far before."""
    return bool(_NUMBER_LEFT.search(left)) or _AMOUNT_LEFT.ends(left)


def say_sign(page: Page, position: int) -> Found:
    """Read any other sign as a pause, a word or nothing; one that is not known is a doubt."""
    text, sign = page.text, page.text[position]
    if end := _END.match(text, position):
        return Found(end=end.end(), spoken="", kind=Kind.SYMBOL, mark=".")
    if blanks := _BLANKS.match(text, position):
        return Found(end=blanks.end(), spoken="", kind=Kind.SYMBOL, mark="," if sign in "._" else "")
    if sign in _PAUSES:
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL, mark=_PAUSES[sign])
    if sign == "-" and re.search(r"\s$", page.left(position)) and text[position + 1 : position + 2] == " ":
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL, mark=",")
    if sign == "~" and page.left(position).rstrip().endswith("khoảng"):
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
    beside = re.search(r"\d *$", page.left(position)) or re.match(r".? *\d", text[position + 1 : position + 4])
    if sign in _SAID and (sign not in _ONLY_BESIDE_NUMBERS or beside or not _SAID[sign] or sign in "%°²³"):
        return Found(end=position + 1, spoken=_SAID[sign], kind=Kind.SYMBOL)
    if sign in _SILENT:
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
    why = tell("chưa biết đọc ký hiệu “{written}”", written=sign)
    return Found(end=position + 1, spoken=_SAID.get(sign, ""), kind=Kind.UNKNOWN, why=why)
