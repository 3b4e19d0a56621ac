"""`broadcast spoken`: written lines in, spoken lines out."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from textwrap import shorten
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import UsageRefused, WardError, tell
from broadcast.base.onscreen import on_screen
from broadcast.base.words import said, words
from broadcast.cli.command import argument, as_json, command, option
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.text.spokentext import Doubt, SpokenText


class _Lines(click.File):
    """A file of lines; that it is not there is told in the reader's language, not in the system's."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value != "-" and not Path(value).exists():
            self.fail(words("không thấy tệp {name}", name=value), param, ctx)
        if isinstance(value, str) and Path(value).is_dir():
            self.fail(words("{name} là một thư mục, không phải tệp", name=value), param, ctx)
        return super().convert(value, param, ctx)


@command("Đọc từng dòng của tệp (hoặc từ bàn phím) và in ra đúng những chữ sẽ đọc, mỗi dòng một dòng.")
@argument("files", nargs=-1, type=_Lines("r", encoding="utf-8-sig"), metavar="[TỆP]...")
@as_json
@option("--marks", is_flag=True, help="Kể thêm (ra stderr) từng chỗ đã đổi, theo quy tắc nào.")
@option("--strict", is_flag=True, help="Thoát với mã 3 khi còn chỗ chưa chắc cách đọc.")
@click.pass_obj
def spoken(home: Path, files: tuple[Any, ...], as_json: bool, marks: bool, strict: bool) -> int:
    """Print how each line of the files, or of stdin, is read out; with --strict exit 3 where one is doubtful.

    With --marks what was changed in each line, and by which rule, goes to stderr.
    """
    from broadcast.text.speakable import speakable
    from broadcast.text.unfilled import with_left_to_fill
    from broadcast.ward.survey import lexicon_of

    lexicon, face, doubts = lexicon_of(home), Face(), 0
    for number, line in enumerate(_lines(files or (sys.stdin,)), start=1):
        reading = with_left_to_fill(line, speakable(line, lexicon))
        doubts += len(reading.doubts)
        _show(face, number, line, reading, as_json=as_json)
        if marks:
            _note_marks(face, number, reading)
    return WardError.exit_code if strict and doubts else 0


def _show(face: Face, number: int, line: str, reading: "SpokenText", *, as_json: bool) -> None:
    if as_json:
        face.json("broadcast.spoken/1", line=number, **_as_fields(line, reading))
        return
    click.echo(on_screen(str(reading)))
    for doubt in reading.doubts:
        face.note(
            words("dòng {line}, cột {column}: {doubt} {advice}",
                  line=number, column=doubt.start + 1, doubt=what_is_doubtful(doubt), advice=what_to_do(doubt)),
            "yellow",
        )  # fmt: skip


def _note_marks(face: Face, number: int, reading: "SpokenText") -> None:
    from broadcast.cli.marks import head_of, note_marks
    from broadcast.text.marks import marks_of

    marks = marks_of(reading)
    if marks.places:
        face.note(words("Dòng {line}. {marks}", line=number, marks=head_of(marks)), "bold")
        note_marks(face, marks)


def what_is_doubtful(doubt: "Doubt") -> str:
    """Return what is doubtful in a reading, a sentence in the reader's language; what is written stands in it."""
    why = said(doubt.why)
    close = "" if why.endswith(("?", ".", "…")) else "."
    return (why if doubt.written in why else f"“{shorten(doubt.written, 60, placeholder=' …')}” {why}") + close


def what_to_do(doubt: "Doubt") -> str:
    """Return what to do about a doubt, in the reader's language: the line for lexicon.yaml, or typing again."""
    if doubt.advice is not None:
        return said(doubt.advice)
    if not doubt.suggestion:
        return words("Viết rõ chỗ này ra bằng chữ.")
    return words("Thêm vào lexicon.yaml: {suggestion}", suggestion=doubt.suggestion)


def _lines(files: Iterable[Iterable[str]]) -> Iterator[str]:
    """Every line of the files. Raises UsageRefused where one is not text in UTF-8."""
    for file in files:
        try:
            for line in file:
                yield line.rstrip("\r\n")
        except UnicodeDecodeError as error:
            raise UsageRefused(
                tell("Tệp {name} không phải chữ UTF-8.", name=getattr(file, "name", "-")),
                tell("Mở bằng trình soạn thảo rồi lưu lại với mã UTF-8."),
            ) from error


def _as_fields(line: str, reading: "SpokenText") -> dict[str, Any]:
    from broadcast.text.kindnames import name_of

    return {
        "written": line,
        "spoken": str(reading),
        "readings": [
            {
                "start": one.start,
                "end": one.end,
                "written": one.written,
                "spoken": one.spoken,
                "kind": one.kind.value,
                "rule": said(name_of(one.kind)),
            }
            for one in reading.readings
        ],
        "doubts": [
            {
                "start": one.start,
                "end": one.end,
                "written": one.written,
                "why": said(one.why),
                "suggestion": one.suggestion,
            }
            for one in reading.doubts
        ],
    }
