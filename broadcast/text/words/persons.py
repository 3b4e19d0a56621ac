"""A person's initials: anh H., bà P. và ông Q., N.Đ.H., Nguyễn Văn A.; never the place words of H. Thủy Nguyên."""

import re
from functools import cache

from broadcast.base.errors import tell
from broadcast.text.letters import LOWER, UPPER, sayable, spelled
from broadcast.text.page import Found, Page
from broadcast.text.patterns import lazily
from broadcast.text.spokentext import Kind
from broadcast.text.tables import mapping
from broadcast.text.wordlist import WordList, alternatives
from broadcast.text.words.senses import spoken_forms

_PLACES = "PQHXTĐ"
"""Letters that stand for a place word too: phường, quận, huyện, xã, tỉnh, đường."""
_NAME_FOLLOWS = lazily(rf" ?[{UPPER}][{LOWER}]")
_NUMBER_FOLLOWS = lazily(r"\d| \d+(?! ?tuổi|\d)")
_LINE_ENDS = lazily(r"[\"')]*\s*$")
_SMALL_FOLLOWS = lazily(rf" [{LOWER}]")
_LETTERS = lazily(r"[A-EGHIK-VXYĐ]{2,5}(?![\w/&-])")
"""No Vietnamese name begins with F, J, W or Z."""
_MANY = r"(?<!các )(?<!những )(?<!quý )(?<!mấy )(?<!nhiều )(?<!ông )(?<!bà )(?<!anh )(?<!cô )(?<!cha )"
_ONE_PERSON = WordList("persons", "one", head=rf"{_MANY}\b", tail=" ")
_ROLE = WordList("persons", "role", tail=r"\b")
_ROLE_ENDS = WordList("persons", "roleend")
_PLACE_SAID = WordList("persons", "place", tail=" ")
_CREDIT = WordList("persons", "credit", head=r"(?:^|[ ,(/-])", tail=r" ?: ?")
_UNDOTTED = lazily(r"[A-ZĐ]{2,4}(?![^\W_])")
_AGE_FOLLOWS = lazily(r" ?\((?:\d{1,3} ?tuổi|SN\b|sinh\b)")
_DOES = WordList("persons", "does", head=r" ", tail=r"\b")
_OFFICE = WordList("persons", "office", head=" ?", tail=r"\b")


def say_initials(page: Page, position: int) -> Found | None:
    """Read the initials at `position` letter by letter where a title, a family name or their form makes them a
    person's; None elsewhere. A lone letter that may be a place word as well has a doubt.
    """
    if together := _together(page, position):
        return together
    match = _initials().match(page.text, position)
    left = page.left(position)
    if undotted := _undotted(page, position, left):
        return undotted
    if not match or re.search(r"[\w.&/'-]$", left):
        return None
    letters = re.findall(r"[^\W\d_]+", match[0])
    right = page.right(match.end())
    dotted = match[0].endswith(".") or len(letters) > 1
    if _NUMBER_FOLLOWS.match(right) or (
        not dotted and (_NAME_FOLLOWS.match(right) or re.match(r"['/&-]\w", right))
    ):
        return None
    named = bool(_NAME_FOLLOWS.match(right))
    if letters[0] in ("P", "Q") and _OFFICE.begins(right.lower()):
        return None
    if (
        (_CREDIT.ends(left) and dotted)
        or _signed(left, right, letters)
        or _titled(left, named=named)
        or _after_a_name(page, position, left, letters, named=named)
    ):
        return _found(page, match, letters)
    if not match[0].endswith(".") and len(letters) == 1:
        return None
    return _alone(page, match, letters, left)


def _together(page: Page, position: int) -> Found | None:
    """A person's letters without points after one title, chị TNTN; not what a person is: anh CSGT, cô GVCN."""
    match = _LETTERS.match(page.text, position)
    if not match or sayable(match[0]) or not _ONE_PERSON.ends(page.left(position)):
        return None
    if match[0] in mapping("loans"):
        return None
    right = page.right(match.end())
    readings = spoken_forms().get(match[0], ())
    if any(_ROLE.begins(reading) or _ROLE_ENDS.ends(reading) for reading in readings) or (
        readings and _NAME_FOLLOWS.match(right)
    ):
        return None
    return Found(end=match.end(), spoken=spelled(match[0]), kind=Kind.NAME)


def _undotted(page: Page, position: int, left: str) -> Found | None:
    """`anh NĐĐ (37 tuổi)`: capitals behind a title that an age follows, or that are no abbreviation; else None."""
    match = _UNDOTTED.match(page.text, position)
    if not match or sayable(match[0]) or not _titled(left, named=False):
        return None
    title = _title().search(left)
    unknown = bool(title and title["kin"] and not title["many"]) and match[0] not in mapping("abbreviations")
    by_name = unknown and match[0] not in mapping("loans")
    if not (by_name or _AGE_FOLLOWS.match(page.right(match.end()))):
        return None
    return Found(end=match.end(), spoken=" ".join(map(spelled, match[0])), kind=Kind.NAME)


def _signed(left: str, right: str, letters: list[str]) -> bool:
    """Whether two letters and more stand alone in brackets, `(H.A)`: the hand that wrote or took it."""
    alone = left.endswith("(") and right.startswith(")") and len(letters) > 1
    return alone and ".".join(letters) not in mapping("abbreviations")


@cache
def _initials() -> re.Pattern[str]:
    """One to five letters with points between them, a space too: `N.Đ.H.`, `T. M.`, `H`."""
    one = rf"(?:{alternatives('persons', 'double')}|[A-ZĐ])(?![^\W_])"
    return re.compile(rf"{one}(?:\. ?{one}){{0,4}}(?:\.(?!\.))?")


@cache
def _title() -> re.Pattern[str]:
    """A title, and other persons' initials that stand between it and these: `anh h., `, `bà p. và `."""
    kin, title, many = (alternatives("persons", group) for group in ("kin", "title", "many"))
    others = r"(?:(?:[a-zđ]{1,2}\.? ?){1,4}(?:,|và|với|cùng) ){0,3}"
    return re.compile(rf"(?:\b(?P<many>{many}) )?\b(?:(?P<kin>{kin})|{title}) {others}[\"(]?$")


def _titled(left: str, *, named: bool) -> bool:
    title = _title().search(left)
    return bool(title and (not named or (title["kin"] and not title["many"])))


@cache
def _family() -> re.Pattern[str]:
    family, middle = alternatives("persons", "family"), alternatives("persons", "middle")
    return re.compile(rf"(?<!\w)(?:{family})(?P<middle>(?: (?:{middle})){{0,2}}) $")


def _after_a_name(page: Page, position: int, left: str, letters: list[str], *, named: bool) -> bool:
    """Whether a family name, in most cases with a middle name, stands before the initials."""
    family = _family().search(left)
    if not family or not page.text[position - len(left) + family.start()].isupper():
        return False
    if named and letters[0] in _PLACES:
        return family["middle"].endswith((" văn", " thị"))
    return bool(family["middle"]) or len(letters) > 1 or not named


def _alone(page: Page, match: re.Match[str], letters: list[str], left: str) -> Found | None:
    """Initials without a title or a name before them."""
    right = page.right(match.end())
    if len(letters) > 2 and (words := mapping("abbreviations").get("".join(letters))):
        return Found(end=match.end(), spoken=words, kind=Kind.ABBREVIATION)  # U.B.N.D
    if len(letters) > 1:
        known = "".join(letters) in mapping("abbreviations") or match[0].strip(".") in mapping("abbreviations")
        spaced = " " in match[0] or _NAME_FOLLOWS.match(right)
        return None if known or spaced or match[0].count(".") < 2 else _found(page, match, letters)
    if letters[0] not in _PLACES or _PLACE_SAID.ends(left) or not _SMALL_FOLLOWS.match(right):
        return None
    if _DOES.begins(right):
        return _found(page, match, letters)
    if not left.strip():
        return None
    why = tell("“{written}” có nhiều cách đọc", written=match[0])
    return Found(end=match.end(), spoken=spelled(letters[0]), kind=Kind.NAME, why=why)


def _found(page: Page, match: re.Match[str], letters: list[str]) -> Found:
    """The names of the letters; a point that ends the line is left to end the sentence."""
    end = match.end()
    if match[0].endswith(".") and _LINE_ENDS.match(page.right(end)):
        end -= 1
    return Found(end=end, spoken=" ".join(map(spelled, letters)), kind=Kind.NAME)
