"""Telephone, hotline and emergency numbers, however they are punctuated -> their digits one by one."""

import re
from functools import cache

from broadcast.text import numbers
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import groups
from broadcast.text.wordlist import WordList, alternatives

_GAP = r"[ .-]?"
_NUMBER = lazily(
    rf"""
      (?P<plus>\(?\+\d{{2}}\)?){_GAP}(?:\(0\))?\d{{1,4}}(?:{_GAP}\d{{2,4}}){{1,4}}
    | \(0\d{{1,3}}\)[ ]?\d{{1,4}}(?:{_GAP}\d{{3,4}}){{1,2}}
    | \(84[ -]\d{{2,3}}\)[ ]?\d{{1,4}}(?:{_GAP}\d{{3,4}}){{1,2}}
    | 0\d{{9,10}}
    | 0\d{{1,3}}(?:[ .-]\d{{1,4}}){{2,4}}
    | 0\d{{2,3}}[ .-]\d{{6,8}}
    | 1[89]00(?:{_GAP}\d{{2,4}}){{1,2}}
    """,
    re.VERBOSE,
)
_ZERO = lazily(r"\(?(?P<area>02)|\(?0[35789]")
_GROUP = lazily(r"(?:^|[ .-]|\. |\) ?[.-]? ?|\(|(?<=\d))?(?P<digits>\d+)\)?")
_GOES_ON = lazily(r"\d|[.,]\d|\w")
_PAIR = lazily(r" ?/ ?(?=\d)| (?=0\d{9}(?!\d))| ?- ?(?=\(?0\d|\d{3,4}[ .]?\d{3})")
_PAIRED = lazily(r"(?:\d[ .)-]*){7,}[/-] ?$")
_HIDDEN = lazily(
    r"0\d{1,4}(?:[ .-]?\d{1,4}){0,2}[ .-]?(?:[xX]{2,7}|\*{2,7})(?:[ .-]?(?:[xX]{2,7}|\*{2,7}|\d{1,5})){0,3}(?!\w)"
)
_HIDDEN_SHORT = lazily(r"\d{2,7}(?:[xX]{2,7}|\*{2,7})(?!\w)")
_ALARMED = lazily(r"\b11[1-5] ?[,;.()/-]")
_FREE = lazily(r"(?:\d{3,5}|\d(?=\.\d{3}\.\d{3}))(?:[ .-]\d{2,4}){0,4}(?!\d|[.,]\d|[ ]?[%])")
_CALL_CHAIN = WordList("phones", "or", shapes="[,/;-]", head=r"(?:\d[ .-]?){2,}\d ?", tail=" ?(?:số )?")
_LINE = WordList("phones", "line", tail="[ :.số]*")
_RESCUE = WordList("phones", "rescue", tail=r"[ :(\"]*")
_HELP = WordList("phones", "help", tail=r"\b")
_COUNTING = WordList("phones", "counting", tail=" ")
_STOPS = lazily(r"[ \")]*(?:$|[.,;:!?/)\-]|\(\b)")
_STOP_WORDS = WordList("phones", "stop", head=r"[ \")]*", tail=r"\b")


def say_phone(page: Page, position: int) -> Found | None:
    """Read the telephone or emergency number at `position` digit by digit; None for any other number.

    A dash or slash to another number is a short pause; a number half hidden, `098.xxx.1234`, is read as it stands.
    """
    text, left = page.text, page.left(position)
    if re.search(r"\d[.,/-]?$", left) and not _PAIRED.search(left):
        return None
    hidden = _HIDDEN.match(text, position) or (
        _HIDDEN_SHORT.match(text, position) if _call().search(left) else None
    )
    if hidden:
        return Found(end=hidden.end(), spoken=_with_hidden(hidden[0]), kind=Kind.PHONE)
    if (end := _national(text, position)) is not None:
        return _called(text, position, end)
    if match := _NUMBER.match(text, position):
        end = _end_of_digits(text, match.end())
        count = sum(map(str.isdecimal, match[0]))
        if end == match.end() and 8 <= count <= 13 and not _is_a_count(page, match, left):
            return _called(text, position, end)
    if (match := _FREE.match(text, position)) and (
        _is_called(match[0], left, page.right(match.end())) or (len(match[0]) < 5 and _PAIRED.search(left))
    ):
        return _called(text, position, match.end())
    return None


def _national(text: str, position: int) -> int | None:
    """Where the number of ten or eleven digits with its 0 ends; None where none stands: `02253.842.117`."""
    opening = _ZERO.match(text, position)
    if not opening:
        return None
    digits, end = 0, position
    wanted = (11, 10) if opening["area"] else (10,)
    ends: dict[int, int] = {}
    for group in _GROUP.finditer(text, position, position + 24):
        if group.start() != end or (group[0].startswith(". ") and digits > 5):
            break  # 02923. 817696, but not 0292.3817696. 123456
        digits, end = digits + len(group["digits"]), group.end()
        ends[digits] = end
    found = next((ends[count] for count in wanted if count in ends), None)
    return found if found is not None and not _GOES_ON.match(text, found) else None


def _called(text: str, start: int, end: int) -> Found:
    """The digits; a dash or slash to the next number is taken as a pause."""
    plus = "cộng " if text[start : start + 2].lstrip("(").startswith("+") else ""
    pair = _PAIR.match(text, end)
    return Found(
        end=pair.end() if pair else end,
        spoken=plus + numbers.digits(text[start:end]),
        kind=Kind.PHONE,
        mark="," if pair else "",
    )


def _is_a_count(page: Page, match: re.Match[str], left: str) -> bool:
    """`18000000 người`: eight digits in a row that no call and no stop makes a telephone."""
    bare = match[0][0] == "1" and match[0].isdecimal()
    if not bare or _call().search(left):
        return False
    if _HELP.stands_in(left) and not match[0].endswith("0000"):
        return False  # tổng đài điện lực 19006769 trực
    return not (left.strip() and _stops(page.right(match.end())))


def _with_hidden(written: str) -> str:
    return " ".join("ích" if sign in "xX" else "sao" if sign == "*" else numbers.digits(sign)
                    for sign in written if sign.isalnum() or sign == "*")  # fmt: skip


def _end_of_digits(text: str, end: int) -> int:
    """Longer than the number where more digits are stuck to it."""
    return end + 1 if text[end : end + 1].isdecimal() else end


def _is_called(written: str, left: str, right: str) -> bool:
    compact = re.sub(r"\D", "", written)
    if (
        compact in groups("phones")["emergency"]
        and compact == written
        and (_RESCUE.ends(left) or _CALL_CHAIN.ends(left) or _in_a_list(left))
    ):
        return _stops(right) or bool(re.match(r" [A-ZĐ]", right))
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", written) and not _LINE.ends(left):
        return False  # a sum of money or a count
    if not _call().search(left) and not (_CALL_CHAIN.ends(left) and _call().search(_chain().sub(" ", left))):
        return False
    known = groups("phones")
    return compact in (*known["emergency"], *known["short"]) or len(compact) >= 5 or _stops(right)


def _in_a_list(left: str) -> bool:
    """Whether an emergency number has been named not far before, and no word that counts stands right before."""
    return bool(_ALARMED.search(left)) and _HELP.stands_in(left) and not _COUNTING.ends(left)


def _stops(right: str) -> bool:
    return bool(_STOPS.match(right)) or _STOP_WORDS.begins(right)


@cache
def _call() -> re.Pattern[str]:
    """What stands before a telephone number: `gọi`, `gọi theo số`, `hotline:`, ☎."""
    call, then = (alternatives("phones", group) for group in ("call", "then"))
    return re.compile(rf"(?:\b(?:{call})(?: (?:{then}))*|☎|📞)[ :.(\"]*$")


@cache
def _chain() -> re.Pattern[str]:
    """The numbers that stand between the call and this one: `12345 và số `."""
    return re.compile(rf"[\d .,/;-]+(?:{alternatives('phones', 'or')})?[\d .,/;-]*(?:số )?$")
