"""The tree of a Word file -> the same, its fields not filled in and its raised figures turned into plain words.

Word shows what the letters alone do not say: `10³` is `10` and a raised `3`, a footnote's mark is a raised `1`, a
field of a form or of a mail merge holds words that nobody wrote ("Click or tap here to enter text.").
"""

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

from broadcast.base.errors import Message, tell
from broadcast.ward.wordsigns import held
from broadcast.ward.wordstyles import W, is_set

_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_FIGURE = re.compile(r"[0-9+-]{1,3}")
_MARK = re.compile(r"[\s()\[\],]*(?:\d{1,3}|\*{1,3}|[†‡])[\s()\[\],]*")
_POWER = re.compile(r"(?:\d|(?<![^\W\d_])(?:[kdcm]?m|ft|s))\Z")
"""What a raised figure is a power of: a number, or a unit of length or time."""
_FIELD = re.compile(r"\s*(?P<kind>MERGEFIELD|FORMTEXT|FORMDROPDOWN)\b\s*\"?(?P<name>[^\s\"\\]*)")
_UNMERGED = re.compile(r"\s*(?:«[^»]*»|<<[^>]*>>)?\s*")
_CLOCK = re.compile(r"\s*(?:DATE|TIME)\b")
_TO_FILL = "[chưa điền]"
"""Asked about by `check`, whatever stands around it."""


def in_plain_words(body: Any) -> tuple[Message, ...]:
    """Change the tree below `body`, an lxml element; return what was changed that whoever imports it should know.

    Fields not filled in become `[chưa điền]`, so that they are asked about. A raised figure becomes a power behind
    a number or a unit (`10³`), by letters that `wordsigns.shown` reads; behind anything else it is a footnote's
    mark, and goes.
    """
    open_fields = [*_placeholders(body), *_empty_fields(body)]
    marks = [mark for paragraph in body.iter(f"{W}p") for mark in _plain_marks(paragraph)]
    told = []
    if open_fields:
        told.append(tell("ô của mẫu Word chưa ai điền, đã thay bằng {mark}", mark=_TO_FILL))
    if marks:
        told.append(tell("dấu chú thích viết nhỏ phía trên ({marks})", marks=", ".join(dict.fromkeys(marks[:9]))))
    return tuple(told)


def filled_by_word(body: Any) -> tuple[Message, ...]:
    """Tell what stands below `body` as Word last wrote it, and is another whenever somebody opens the file."""
    shown = [
        "".join(one.text or "" for one in letters)
        for paragraph in body.iter(f"{W}p")
        for code, letters in (*_complex_fields(paragraph), *_simple_fields(paragraph))
        if _CLOCK.match(code)
    ]
    if not shown:
        return ()
    return (tell("ngày giờ do Word tự điền, có thể đã cũ: “{words}”", words="; ".join(shown)),)


def _placeholders(body: Any) -> Iterator[str]:
    """The content controls that show their own invitation to fill them in."""
    for field in body.iter(f"{W}sdt"):
        properties = field.find(f"{W}sdtPr")
        if properties is not None and (hint := properties.find(f"{W}showingPlcHdr")) is not None and is_set(hint):
            yield _filled_with(list(field.iter(f"{W}t")), _TO_FILL)


def _empty_fields(body: Any) -> Iterator[str]:
    """Fields of a mail merge that was not done, and form fields with nothing typed in."""
    for code, letters in _simple_fields(body):
        yield from _open(code, letters)
    for paragraph in body.iter(f"{W}p"):
        for code, letters in _complex_fields(paragraph):
            yield from _open(code, letters)


def _simple_fields(body: Any) -> Iterator[tuple[str, list[Any]]]:
    for field in body.iter(f"{W}fldSimple"):
        yield field.get(f"{W}instr") or "", list(field.iter(f"{W}t"))


def _complex_fields(paragraph: Any) -> Iterator[tuple[str, list[Any]]]:
    """The code of each field that a paragraph holds whole, and the elements of what it shows."""
    code, letters, depth, shows = "", list[Any](), 0, False
    for one in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = one.get(f"{W}fldCharType")
        if kind == "begin":
            depth += 1
            code, letters, shows = ("", [], False) if depth == 1 else (code, letters, shows)
        elif kind == "separate":
            shows = shows or depth == 1
        elif kind == "end" and depth:
            depth -= 1
            if depth == 0:
                yield code, letters
        elif depth and shows and one.tag == f"{W}t":
            letters.append(one)
        elif depth and not shows and one.tag == f"{W}instrText":
            code += one.text or ""


def _open(code: str, letters: list[Any]) -> Iterator[str]:
    field = _FIELD.match(code)
    if field is not None and _UNMERGED.fullmatch("".join(one.text or "" for one in letters)) and letters:
        yield _filled_with(letters, _TO_FILL)


def _filled_with(letters: list[Any], text: str) -> str:
    """Put the text in the first of the elements, nothing into the others; return what stood there."""
    stood = "".join(one.text or "" for one in letters)
    for one in letters:
        one.text = ""
    if letters:
        letters[0].text = text
    return stood


def _plain_marks(paragraph: Any) -> Iterator[str]:
    """The raised marks of a paragraph that are taken out; powers stay, as raised figures of Unicode."""
    before = ""
    runs = [run for run in paragraph.iter(f"{W}r") if any(True for _ in run.iter(f"{W}t"))]
    for run, following in zip_longest(runs, runs[1:]):
        letters = list(run.iter(f"{W}t"))
        text = "".join(one.text or "" for one in letters)
        raised = run.find(f"{W}rPr/{W}vertAlign")
        if raised is not None and raised.get(f"{W}val") == "superscript":
            after = "".join(one.text or "" for one in following.iter(f"{W}t")) if following is not None else ""
            if (plain := _plain(before, text, after)) is not None:
                _filled_with(letters, plain)
                if not plain:
                    yield text.strip(" ()[],")
                text = plain
        before = (before + text)[-9:]


def _plain(before: str, text: str, after: str) -> str | None:
    """What a raised text is in plain letters; empty for a footnote's mark, None where it stays as it is."""
    if text in ("o", "0") and before[-1:].isdigit() and after.lstrip()[:1] in ("C", "F"):
        return held("°")
    if _FIGURE.fullmatch(text) and _POWER.search(before):
        return held(text.translate(_RAISED))
    return "" if _MARK.fullmatch(text) else None
