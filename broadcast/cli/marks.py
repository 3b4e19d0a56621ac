"""The marks of a text -> lines of the screen: what was changed, into what, and by which rule."""

from collections.abc import Iterable, Iterator, Sequence
from textwrap import shorten
from typing import TYPE_CHECKING

from rich.text import Text

from broadcast.base.words import said, words
from broadcast.cli.face import Face
from broadcast.text.kindnames import name_of

if TYPE_CHECKING:
    from broadcast.text.marks import Mark, Marks
    from broadcast.text.spokentext import Doubt

HANG = 6
"""How far what is written stands to the right of its number."""
_LONGEST, _LONGEST_SPOKEN = 60, 150
"""So much of a doubtful passage is shown; all of it stands in the text above."""


def head_of(marks: "Marks") -> str:
    """Return the line that tells how many places are heard otherwise than written, and how many are doubtful."""
    if not marks.places:
        return words("Đọc đúng như viết, máy không đổi chỗ nào.")
    if not marks.doubtful:
        return words("Máy đổi {places} chỗ, không chỗ nào chưa chắc.", places=marks.places)
    return words("Máy đổi {places} chỗ, {doubtful} chỗ chưa chắc (dấu !).",
                 places=marks.places, doubtful=marks.doubtful)  # fmt: skip


def show_marks(face: Face, marks: "Marks") -> None:
    """Write the marks to stdout, numbered, those of plain numbers and of silent signs together; none: nothing."""
    for line in lines_of(marks):
        face.line(line, hang=HANG)


def note_marks(face: Face, marks: "Marks") -> None:
    """Write the marks to stderr, as `show_marks` does to stdout."""
    for line in lines_of(marks):
        face.note(line, hang=HANG)


def lines_of(marks: "Marks") -> Iterator[Text]:
    """Yield the lines of the marks, each doubtful one with `!` before its number."""
    for number, mark in enumerate(marks.one_by_one, start=1):
        yield _line(number, mark)
    if marks.figures:
        yield _together(words("Số đọc thành chữ: "), [f"{_shown(mark)} → {mark.spoken}" for mark in marks.figures])
    if marks.silent:
        yield _together(words("Không đọc lên: "), [_counted(_shown(mark), mark) for mark in marks.silent])
    if marks.as_written:
        yield _together(words("Dữ kiện đọc đúng như viết: "), marks.as_written)


def _line(number: int, mark: "Mark") -> Text:
    style = "bold red" if mark.doubtful else "yellow"
    spoken = shorten(mark.spoken, _LONGEST_SPOKEN, placeholder=" …") if mark.doubtful else mark.spoken
    return Text.assemble(
        (f"{'!' if mark.doubtful else ' '}{number:>3}  ", style if mark.doubtful else "bright_black"),
        (_shown(mark), style),
        (" → ", "bright_black"),
        spoken or words("(không đọc)"),
        (f"   {_counted(rule_of(mark), mark)}", "bright_black"),
    )


def rule_of(mark: "Mark") -> str:
    """Return the name of the rule in the reader's language, with the fact's name where the place is a fact's."""
    rule = said(name_of(mark.kind))
    return words("{rule}, dữ kiện {name}", rule=rule, name=mark.fact) if mark.fact else rule


def _counted(text: str, mark: "Mark") -> str:
    return words("{text}, {count} chỗ", text=text, count=mark.count) if mark.count > 1 else text


def _shown(mark: "Mark") -> str:
    return shorten(mark.written, _LONGEST, placeholder=" …") if mark.doubtful else mark.written


def _together(title: str, told: Sequence[str]) -> Text:
    return Text.assemble((f"      {title}", "bright_black"), "; ".join(dict.fromkeys(told)))


def each_once(doubts: Iterable["Doubt"]) -> Iterator["Doubt"]:
    """Yield the first of the doubts that ask the same and offer the same line, in their order."""
    told: set[tuple[str, str, str]] = set()
    for doubt in doubts:
        if (one := (doubt.written, said(doubt.why), doubt.suggestion)) not in told:
            told.add(one)
            yield doubt
