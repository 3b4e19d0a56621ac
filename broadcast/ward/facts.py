"""A script's body and the ward's facts -> the text to read out, or what is missing and what is wrong in it.

A look-up is a place of the body that names a fact: `{{ dai_hoi.ngay }}`, or `{{ dai_hoi["ngày họp"] }}` where the
fact's name is no word. Nothing else may stand between two braces, and a fact's own text is never looked into for
more of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from broadcast.base.errors import Fault, FaultsFound, Level, tell
from broadcast.text.clean import clean
from broadcast.text.leftovers import PROMISE
from broadcast.text.patterns import lazily
from broadcast.text.unfilled import LATER, left_to_fill
from broadcast.ward.filetext import FileText
from broadcast.ward.places import Places, in_order
from broadcast.ward.values import shown

# no part of it looks past the next brace, so the whole body is read in linear time
_BRACES = lazily(
    r"\{\{(?P<more>\{*+)(?P<inside>[^{}]*+)\}\}|\{\{+|\}\}+|\{%[^\n]*?(?:%\}|$)|\{#[^\n]*?(?:#\}|$)", re.MULTILINE
)
_NAME = r"[^\W\d]\w*+"
_QUOTED = r"\"[^\"\n]*+\"|'[^'\n]*+'"
_LOOK_UP = lazily(rf"\s*+{_NAME}(?:\s*+\.\s*+{_NAME}|\s*+\[\s*+(?:{_QUOTED})\s*+\])*+\s*+")
_PART = lazily(rf"{_NAME}|{_QUOTED}")
_IN_BRACKETS = lazily(r"\[[^\[\]\n]{0,80}\]|<[^<>\n]{0,80}>")
_BLANK = lazily(r"_{2}|\.{4}|[._]{2} ?/|/ ?[._]{2}")
"""What a form leaves to fill in: `___`, `.....`, `……/……/2025`; three dots alone end an enumeration."""
_LATER = lazily(
    rf"(?i)[\[(<]?\s?(?:{LATER}|chờ|d?d/mm(?:/y+)?|hh?[:h]mm|ngày/tháng/năm|x|(?-i:x+)|x{{3,}}|\S+ \.\.\."
    r"|(?:sẽ )?(?:thông )?báo sau|sau|không rõ|như trên|-?nt-?|xem file|undefined|0{2,})\s?[\])>]?[.!]?"
    r"|.*\s\.\.\.\s.*|\.\.\..*|(?:[^\W\d]+ ){2,}\.\.\.|\d{1,2} ?h\.\.\.|.*\?\?.*|.*\d ?\?"
    r"|[/%=].*|\$\w+|.*\{\{.*|\{(?!\{)[^{}]*\}"
)
"""What is written for a fact that nobody knows yet."""
_MERGE_FIELD = lazily(r"«[^«»]*»|<<[^<>]*>>")
_NO_FACT = lazily(
    rf"""
      {PROMISE}[.!]? | .{{1,60}}\s\(\s?{PROMISE}\s?\)                     # chờ số liệu; 120 (chưa chính thức)
    | \(?(?:số|tên|họ\stên|ngày|tháng|giờ|nội\sdung|địa\sđiểm|thời\sgian|tên\sđơn\svị|tên\stập\sthể.*)\)?
    | (?-i:n|nn) | x\sx(?:\sx){{0,9}} | wip | test | asdf | abc | \.nan | undefined
    | theo\s(?:báo\scáo|quyết\sđịnh|danh\ssách|văn\sbản) | dd-mm(?:-yyyy)? | ngày/tháng | ngày\.{{3}}.*
    | \d{{1,2}}/\d{{1,2}}/ | \d{{1,2}}//\d{{4}} | \#.*
    | \d{{1,9}}(?:\.{{3}}|\s[-–]\s…)\d{{0,9}}                                  # 5...10
    """,
    re.VERBOSE | re.IGNORECASE,
)
"""What stands where a fact is to be, and says what it will be, or that it is not known."""
_WRONG_AT_MOST = 20
"""So many wrong places of one script are told; whoever mends them is told the next ones."""


@dataclass(frozen=True, slots=True)
class LookUp:
    """One place of a body that is to be filled in: `body[start:end]`."""

    start: int
    end: int
    path: tuple[str, ...]
    """`("dai_hoi", "ngay")`; empty where what stands there is no look-up, which is a fault."""

    @property
    def name(self) -> str:
        """Return the fact's name as playlist.yaml nests it, `dai_hoi.ngay`; empty where `path` is."""
        return ".".join(self.path)


class Body(Protocol):
    """What filling in needs of a script."""

    @property
    def file(self) -> str:
        """Return the script's file, as faults name it."""

    @property
    def body(self) -> str:
        """Return the text with its look-ups."""

    @property
    def body_line(self) -> int:
        """Return the line of the file on which the body begins, from 1."""

    @property
    def look_ups(self) -> tuple[LookUp, ...]:
        """Return what the function `look_ups` found in the body."""

    @property
    def written(self) -> FileText | None:
        """Return the file as it stands; None where the body is not of a file."""


def places_of(script: Body) -> Places:
    """Return what makes the faults of the script's body, at their places in its file."""
    return Places(script.file, script.body, script.body_line, written=script.written)


def look_ups(body: str) -> tuple[LookUp, ...]:
    """Find every `{{ … }}` of a body, and every brace that opens or closes none, in the order of the text.

    One that is no look-up has an empty path.
    """
    return tuple(LookUp(*match.span(), _path(match)) for match in _BRACES.finditer(body))


def _path(match: re.Match[str]) -> tuple[str, ...]:
    inside = match["inside"]
    if inside is None or match["more"] or not _LOOK_UP.fullmatch(inside):
        return ()
    return tuple(part[1:-1] if part[0] in "\"'" else part for part in _PART.findall(inside))


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A fact in its place: it is `text[start:end]` of the text filled in, and was `body[was_start:was_end]`."""

    start: int
    end: int
    was_start: int
    was_end: int
    path: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return the fact's name as playlist.yaml nests it, `dai_hoi.ngay`."""
        return ".".join(self.path)


def fill(script: Body, facts: Mapping[str, object]) -> str:
    """Put the facts in place of the look-ups of the script's body; return the text to read out.

    Raises FaultsFound with all that `fact_faults` lists, and puts nothing in then.
    """
    return filled(script, facts)[0]


def filled(script: Body, facts: Mapping[str, object]) -> tuple[str, tuple[FilledIn, ...]]:
    """Put the facts in place as `fill` does; return the text, and where in it each fact stands, in order."""
    if faults := fact_faults(script, facts):
        raise FaultsFound(faults)
    parts: list[str] = []
    places: list[FilledIn] = []
    end = length = 0
    for one in script.look_ups:
        fact = str(_found(one.path, facts))
        start = length + one.start - end
        parts += script.body[end : one.start], fact
        end, length = one.end, start + len(fact)
        places.append(FilledIn(start, length, one.start, one.end, one.path))
    return "".join([*parts, script.body[end:]]), tuple(places)


def missing_facts(script: Body, facts: Mapping[str, object]) -> tuple[str, ...]:
    """List the names of the facts that the script waits for, `dai_hoi.ngay`, in the order of the text, each once.

    A fact is missing where it is not there, None or `left_open`. Empty where none is.
    """
    return tuple(dict.fromkeys(one.name for one in script.look_ups if one.path and _missing(one.path, facts)))


def fact_faults(script: Body, facts: Mapping[str, object]) -> tuple[Fault, ...]:
    """List what keeps the facts from being put into the script, each fault at its place, by line and column.

    A fact that is not there, None or `left_open` is WAITING; a group of facts, and all of `wrong_look_ups`, is an
    ERROR.
    """
    places = places_of(script)
    faults = list(wrong_look_ups(script))
    for one in script.look_ups:
        if one.path and _missing(one.path, facts):
            what = tell("chưa có dữ kiện “{name}”", name=one.name)
            fix = tell("Điền {name} vào mục facts trong playlist.yaml.", name=one.name)
            faults.append(places.at_span(one.start, one.end, what, fix, Level.WAITING))
        elif one.path and isinstance(_found(one.path, facts), Mapping | list | tuple):
            what = tell("“{name}” là một nhóm dữ kiện, không đọc được thành lời", name=one.name)
            fix = tell("Ghi rõ dữ kiện nào trong nhóm, như {name}.…", name=one.name)
            faults.append(places.at_span(one.start, one.end, what, fix))
    return in_order(faults)


def wrong_look_ups(script: Body) -> tuple[Fault, ...]:
    """List the places of the body whose braces hold no look-up, whatever the facts are: twenty at most."""
    places = places_of(script)
    fix = tell(
        "Trong bản tin chỉ được điền dữ kiện như {{ dai_hoi.ngay }}; không tính toán, không lặp, không lọc."
    )
    faults: list[Fault] = []
    for one in islice((one for one in script.look_ups if not one.path), _WRONG_AT_MOST):
        written = script.body[one.start : one.end]
        what = tell("“{written}” không phải một chỗ tra dữ kiện", written=shown(written))
        faults.append(places.at_span(one.start, one.end, what, fix))
    return tuple(faults)


def _found(path: tuple[str, ...], facts: Mapping[str, object]) -> object:
    value: object = facts
    for key in path:
        if not isinstance(value, Mapping):
            return None
        value = value.get(key)
    return value


def _missing(path: tuple[str, ...], facts: Mapping[str, object]) -> bool:
    value = _found(path, facts)
    return value is None or (isinstance(value, str) and left_open(value))


def left_open(value: str) -> bool:
    """Whether a fact's text is still to be filled in: blank, signs alone (`...`, `?`), `[số]`, `……/……/2025`."""
    if _NO_FACT.fullmatch(value.strip()):
        return True
    plain = clean(value).text
    if _LATER.fullmatch(plain.strip()) or _MERGE_FIELD.fullmatch(value.strip()):
        return True
    if any(one.written[0] != "{" for one in left_to_fill(value)):
        return True
    return bool(_BLANK.search(plain)) or not any(letter.isalnum() for letter in _IN_BRACKETS.sub("", plain))
