"""`broadcast spoken`: written lines in, spoken lines out."""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.words import said, words
from broadcast.cli.command import argument, as_json, command, option
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.text.lexicon import Lexicon
    from broadcast.text.spokentext import SpokenText

_LEXICON = "lexicon.yaml"


class _Lines(click.File):
    """A file of lines; that it is not there is told in the reader's language, not in the system's."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if isinstance(value, str) and value != "-" and not Path(value).exists():
            self.fail(words("không thấy tệp {name}", name=value), param, ctx)
        return super().convert(value, param, ctx)


@command("Đọc từng dòng của tệp (hoặc từ bàn phím) và in ra đúng những chữ sẽ đọc, mỗi dòng một dòng.")
@argument("files", nargs=-1, type=_Lines("r", encoding="utf-8-sig"), metavar="[TỆP]...")
@as_json
@option("--strict", is_flag=True, help="Thoát 3 khi có chỗ chưa chắc cách đọc.")
@click.pass_obj
def spoken(home: Path, files: tuple[Any, ...], as_json: bool, strict: bool) -> int:
    from broadcast.base.errors import WardError
    from broadcast.text.speakable import speakable

    lexicon, face, doubts = _lexicon(home), Face(), 0
    for number, line in enumerate(_lines(files or (sys.stdin,)), start=1):
        reading = speakable(line, lexicon)
        doubts += len(reading.doubts)
        if as_json:
            face.json("broadcast.spoken/1", line=number, **_as_fields(line, reading))
            continue
        click.echo(str(reading))
        for doubt in reading.doubts:
            face.note(
                words("dòng {line}, cột {column}: “{written}” {why}. Thêm vào lexicon.yaml: {suggestion}",
                      line=number, column=doubt.start + 1, written=doubt.written, why=said(doubt.why),
                      suggestion=doubt.suggestion),
                "yellow",
            )  # fmt: skip
    return WardError.exit_code if strict and doubts else 0


def _lines(files: Iterable[Iterable[str]]) -> Iterator[str]:
    for file in files:
        for line in file:
            yield line.rstrip("\r\n")


def _lexicon(home: Path) -> "Lexicon | None":
    from broadcast.ward.lexicon import read_lexicon

    path = home / _LEXICON
    return read_lexicon(_LEXICON, path.read_bytes()) if path.is_file() else None


def _as_fields(line: str, reading: "SpokenText") -> dict[str, Any]:
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
