"""Signs between words: ampersands, arithmetic, blanks, the end mark ./. and what is not said at all."""

import re

from broadcast.base.errors import tell
from broadcast.text.letters import LOWER, UPPER
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

END = re.compile(r"\.?/\.(?:[ ]*$)?|\./[ ]*$", re.M)
_ONE_SIDED = re.compile(rf"(?:(?<= )-|-(?= ))(?! ?[A-ZĐ]{{2}}) ?(?=[{LOWER}{UPPER}])")
"""A dash with a space on one side alone, as hurried hands type it: `bà Hoa- tổ trưởng`; before no code."""
_BLANKS = re.compile(r"[._…-]{4,}|_{2,}|={2,}|\*{2,}|~{2,}|-{2,}|\.{2,}")
_NOTE = re.compile(r"(?:\[\d{1,3}\])+")
"""The mark of a footnote, which touches the word before it: dân tộc[1]."""
_INNER_POINT = re.compile(r"(?:^|[\s.(:])[^\W\d_]\.[^\W\d_a-zà-ỹđ](?P<more>[^\W\d_])?")
"""The point behind an initial that touches the next name: it ends no sentence."""
_CREDIT = WordList("persons", "credit", tail=" ")
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
_BOUND = {"<": "dưới", ">": "trên"}
_SILENT = frozenset("\"'-*_•●○◦▪▫■□►▸▶➢➤✓✔❖◆♦·∙‣#¶†‡`´\\«»☎☐☑✆")


def _is_an_initials_point(page: Page, position: int) -> bool:
    """`M.T`, and `N.Hoa` where names of those who wrote stand: the point there ends no sentence."""
    match = _INNER_POINT.match(page.text, max(0, position - 2))
    if not match or page.text[position - 1].islower():
        return False
    before = page.left(position - 1)
    return not match["more"] or bool(re.search(r"(?:^|[:(,;/-]) ?$", before)) or _CREDIT.ends(before)


def _compared(page: Page, position: int) -> Found | None:
    """`có nơi <7°C`: a bound, with nothing to compare before it; `Minh Khai > Voi Phục`: from place to place."""
    left, right = page.left(position).rstrip(), page.right(position + 1)
    if re.match(r" ?\d", right) and not re.search(r"[\d%)]$", left):
        return Found(end=position + 1, spoken=_BOUND[page.text[position]], kind=Kind.SYMBOL)
    if re.match(rf" [{UPPER}]", right) and re.search(r"[^\W\d_]$", left):
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL, mark=",")
    return None


def say_sign(page: Page, position: int) -> Found:
    """Read any other sign as a pause, a word or nothing; one that is not known is a doubt."""
    text, sign = page.text, page.text[position]
    if end := END.match(text, position):
        return Found(end=end.end(), spoken="", kind=Kind.SYMBOL, mark=".")
    if blanks := _BLANKS.match(text, position):
        return Found(end=blanks.end(), spoken="", kind=Kind.SYMBOL, mark="," if sign in "._" else "")
    if sign == "[" and (note := _NOTE.match(text, position)) and re.search(r"\S$", page.left(position)):
        return Found(end=note.end(), spoken="", kind=Kind.SYMBOL)
    if sign == "." and _is_an_initials_point(page, position):
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)  # M.T
    if sign in _PAUSES:
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL, mark=_PAUSES[sign])
    if sign == "-" and re.search(r"\s$", page.left(position)) and text[position + 1 : position + 2] == " ":
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL, mark=",")
    if sign == "-" and _ONE_SIDED.match(text, position) and re.search(r"[^\W_][)\"]? ?$", page.left(position)):
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL, mark=",")
    if sign in _BOUND and (compared := _compared(page, position)):
        return compared
    if sign == "~" and page.left(position).rstrip().endswith("khoảng"):
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
    between = (
        sign in "+="
        and re.match(r" [^\W_]", page.right(position + 1))
        and re.search(r"[\w)] $", page.left(position))
    )
    beside = (
        between
        or re.search(r"\d *$", page.left(position))
        or re.match(r".? *\d", text[position + 1 : position + 4])
    )
    if sign in _SAID and (sign not in _ONLY_BESIDE_NUMBERS or beside or not _SAID[sign] or sign in "%°²³"):
        return Found(end=position + 1, spoken=_SAID[sign], kind=Kind.SYMBOL)
    if sign in _SILENT:
        return Found(end=position + 1, spoken="", kind=Kind.SYMBOL)
    why = tell("chưa biết đọc ký hiệu “{written}”", written=sign)
    return Found(end=position + 1, spoken=_SAID.get(sign, ""), kind=Kind.UNKNOWN, why=why)
