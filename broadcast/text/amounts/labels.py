"""Numbers in a row that name things, glued with commas: `TDP 1,3,4`, `lớp 6,7`; the last pair is no decimal."""

import re

from broadcast.base.errors import tell
from broadcast.text import numbers
from broadcast.text.amounts.units import sign_at
from broadcast.text.letters import LOWER, UPPER
from broadcast.text.neighbours import written_out
from broadcast.text.page import Found, Page
from broadcast.text.spokentext import Kind
from broadcast.text.wordlist import WordList

_ONE = r"(?:(?:19|20)\d\d|\d{1,3})"
_ROW = re.compile(rf"{_ONE}(?:[,+-]{_ONE}){{1,24}}(?![\w/]|[,.+-]\d)")
_SURE_ROW = re.compile(rf"{_ONE}(?:,{_ONE}){{2,}}|(?:19|20)\d\d,(?:19|20)\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_LABEL = r"(?: số)?[ :]*(?:\d{1,3}(?: ?[,;-] ?| và ))*"
_LABELLED = WordList("labels", "numbered", tail=_LABEL)
_PERHAPS = WordList("labels", "perhaps", tail=_LABEL)
_DAYS = WordList("labels", "days", tail=_LABEL)
_ORDINAL = WordList("labels", "ordinal", tail=_LABEL)
_NAMED = WordList("labels", "numbered", tail=rf"[ :](?P<name>[^.;!?\d\n]{{1,40}}){_LABEL}")
_NAME = re.compile(rf"(?:\b[{UPPER}][{LOWER}]* ){{1,4}}$")
_LETTERS = re.compile(rf"(?P<word>[^\W\d_]{{2,6}})(?P<rest>{_LABEL})$")
_LABELS = WordList("labels", "numbered")
_UNITS = WordList("quantities", "scale", "measured", "dong", head=" ?", tail=r"\b")
_AGES = re.compile(r" tuổi\b")
_VALUED = WordList("labels", "valued", tail=" *")
_AMOUNTING = WordList("labels", "amounting", tail=" +")
_CLOSED = re.compile(r" ?(?:$|[.;:)\n]|,(?! ?\d))")
_MEAN = WordList("labels", "mean", tail=r"[^.;:!?\n]{0,24}")
_MONTHLY = re.compile(r" (?:âm lịch )?(?:hằng|hàng|mỗi) tháng\b")
_LAST_DAY = 31
_ANY_SUM = 1000.0
_FEW_NAMES = 10
_GROWN = 18


def say_row(page: Page, position: int) -> Found | None:
    """Read the numbers in a row at `position`, each as a number; None for a decimal or a single number.

    Three and more between commas are always a row; two, or a span with a comma, only after a word that takes
    numbers (`thôn 1,2`) and where no unit follows.
    """
    match = _ROW.match(page.text, position)
    if not match or not re.search("[,+]", match[0]) or _THOUSANDS.fullmatch(match[0]):
        return None
    left = page.left(position)
    if re.search(r"[\d.,/]$", left):
        return None
    if "+" in match[0] and not (_LABELLED.ends(left) or _abbreviated(page, position)):
        return None  # a sum, or a kilometre post
    sure = _SURE_ROW.fullmatch(match[0]) and not re.match(r"0,", match[0])
    why = None
    if not sure and not _is_row(page, position, match):
        if not _may_be_a_row(page, position, match):
            return None
        why = tell("“{written}” là hai số hiệu hay một số thập phân?", written=match[0])
    spoken = ""
    for sign, part in re.findall(r"([,+-]?)(\d+)", match[0]):
        said = numbers.ordinal(int(part)) if part == "4" and _ORDINAL.ends(left) else numbers.whole(part)
        spoken += {",": ", ", "+": ", ", "-": " đến ", "": ""}[sign] + said
    return Found(end=match.end(), spoken=spoken, kind=Kind.NUMBER, why=why)


def _is_row(page: Page, position: int, match: re.Match[str]) -> bool:
    """Whether `a,b` are two names and no decimal: the word before says so, and no unit follows."""
    left = page.left(position)
    first, _, second = match[0].partition(",")
    follows = second.isdecimal() and first.isdecimal() and int(first) + 1 == int(second)
    if _AGES.match(page.right(match.end())):
        return follows and int(second) <= _GROWN and not _MEAN.ends(left)
    if _UNITS.begins(page.right(match.end())) or sign_at(page.text, match.end(), left, _ANY_SUM):
        return False
    if _VALUED.ends(left):
        return False
    if _MONTHLY.match(page.right(match.end())) and int(first) <= _LAST_DAY:
        return second.isdecimal() and int(first) < int(second) <= _LAST_DAY
    if _LABELLED.ends(left) or _DAYS.ends(left) or _abbreviated(page, position):
        return True
    name = _NAME.search(page.text[max(0, position - 48) : position])
    if name and _NAMED.ends(left):
        at_once = _LABELS.ends(left[: -len(name[0])].rstrip())
        return follows or (
            at_once and first.isdecimal() and second.isdecimal() and int(first) < int(second) < _FEW_NAMES
        )
    return follows and _PERHAPS.ends(left)


def _may_be_a_row(page: Page, position: int, match: re.Match[str]) -> bool:
    """`cầu 3,4.`: two numbers one after the other that end a clause, behind a word that tells of no amount."""
    left, right = page.left(position), page.right(match.end())
    first, _, second = match[0].partition(",")
    if not (first.isdecimal() and second.isdecimal() and int(first) + 1 == int(second)) or first == "0":
        return False
    if not re.search(r"[^\W\d_] $", left) or not _CLOSED.match(right):
        return False
    return not (_AMOUNTING.ends(left) or _VALUED.ends(left) or _MEAN.ends(left))


def _abbreviated(page: Page, position: int) -> bool:
    """`KDC 1,2`: the label's letters, written out."""
    left = page.left(position)
    start = position - len(left)
    match = _LETTERS.search(page.text[start:position])
    if not match or not match["word"].isupper():
        return False
    spoken = written_out(page, start + match.start())
    before, _, _ = spoken.partition(match["rest"]) if match["rest"] else (spoken, "", "")
    return _LABELS.ends(before.rstrip())
