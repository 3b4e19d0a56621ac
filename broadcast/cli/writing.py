"""`broadcast new`, `broadcast import`: a new script in the ward's folder, its words written or taken over."""

import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import UsageRefused, WardError, tell
from broadcast.base.words import said, words
from broadcast.cli.command import Day, argument, command, option
from broadcast.cli.completing import folders
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.ward.importing import Imported

_folder = option(
    "--in", "folder", metavar="THƯ_MỤC", help="Thư mục của bài trong scripts.", shell_complete=folders
)
_campaign = option("--campaign", metavar="MÃ", help="Bài của đợt tuyên truyền này.")


@command("Viết một bài mới: tạo tệp có sẵn phần đầu, không ghi đè tệp nào.")
@argument("what", metavar="script", type=click.Choice(["script"]), expose_value=False)
@argument("title", metavar="TIÊU_ĐỀ")
@_folder
@_campaign
@option("--from", "first", type=Day(), help="Bài chỉ phát từ ngày này.")
@option("--until", "last", type=Day(), help="Bài chỉ phát đến ngày này.")
@option(
    "--text",
    metavar="LỜI",
    help="Lời của bài; - là gõ từ bàn phím hay từ lệnh khác. Có lời thì bài không còn là bản nháp.",
)
@option("--draft", is_flag=True, help="Để là bản nháp, chưa phát, dù đã có lời.")
@option("--ready", is_flag=True, help="Không để là bản nháp, dù chưa có lời.")
@click.pass_obj
def new(
    home: Path,
    title: str,
    folder: str | None,
    campaign: str | None,
    first: date | None,
    last: date | None,
    text: str | None,
    draft: bool,
    ready: bool,
) -> None:
    """Write a new script file and say where it is and what to do next."""
    from broadcast.ward.scriptfile import FIRST_LINE, script_content, write_script

    if draft and ready:
        raise UsageRefused(tell("Không dùng --draft cùng --ready."))
    body = sys.stdin.read() if text == "-" else text or ""
    is_draft = draft or not (ready or body.strip())
    header = {**_days(first, last), **({"draft": "true"} if is_draft else {})}
    content = script_content(_titled(title), body if body.strip() else FIRST_LINE, header)
    path = write_script(home, _into(home, folder, campaign), _titled(title), content)
    face = Face()
    face.line(words("Đã tạo {path}", path=path.as_posix()))
    _say_next(face, path, is_draft=is_draft, has_words=bool(body.strip()))


@command("Nhập bài soạn bằng Word (.docx) hay tệp chữ (.txt, .md); mỗi tệp thành một bài nháp để đọc lại.")
@argument("documents", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="TỆP...")
@_folder
@_campaign
@option("--ready", is_flag=True, help="Không để là bản nháp.")
@click.pass_obj
def import_(home: Path, documents: tuple[Path, ...], folder: str | None, campaign: str | None, ready: bool) -> int:
    """Make a script of each document; exit 4 where some could not be read, 3 where none could."""
    from broadcast.ward.importing import import_document

    face, into, failed = Face(), _into(home, folder, campaign), 0
    documents = tuple(_each(documents))
    for document in documents:
        try:
            imported = import_document(document)
            path = _written(home, into, document, imported, is_draft=not ready)
        except WardError as error:
            face.error(error)
            failed += 1
            continue
        face.line(words("Đã nhập {document} thành {path}", document=document.name, path=path.as_posix()))
        for line in _remarks(imported):
            face.line(f"  {line}")
        _say_next(face, path, is_draft=not ready, has_words=True)
    if failed == len(documents):
        return WardError.exit_code
    return _IN_PART if failed else 0


_IN_PART = 4


def _each(documents: tuple[Path, ...]) -> Iterator[Path]:
    """The documents, and those that `*.docx` means: Windows' own shells leave that to the program."""
    for document in documents:
        found = sorted(document.parent.glob(document.name)) if "*" in document.name else []
        yield from found or [document]


def _written(home: Path, folder: str, document: Path, imported: "Imported", *, is_draft: bool) -> Path:
    from broadcast.ward.scriptfile import script_content, write_script, yaml_text

    header = {"basis": document.name, **imported.header}
    header = {key: yaml_text(value) for key, value in header.items()}
    header |= {"draft": "true"} if is_draft else {}
    content = script_content(imported.title, imported.body, header)
    return write_script(home, folder, imported.title, content)


def _remarks(imported: "Imported") -> Iterator[str]:
    from broadcast.text.passages.oldfonts import Coding

    if imported.reads_title:
        yield words("Tên bài: {title}", title=imported.title)
    else:
        yield words("Tên bài, không đọc lên: {title}", title=imported.title)
    if imported.coding is not Coding.UNICODE:
        yield words("Bài gõ bằng bảng mã cũ {coding}; đã chuyển sang Unicode.", coding=imported.coding.value)
    if imported.header:
        kept = ", ".join(f"{key}: {value}" for key, value in imported.header.items())
        yield words("Giữ nguyên phần đầu của bài: {kept}.", kept=kept)
    if imported.left_out:
        left = "; ".join(said(one) for one in imported.left_out)
        yield words("Để ngoài, không đọc: {left}.", left=left)
    for one in imported.asked:
        yield words("! Xem lại: {what}.", what=said(one))


def _say_next(face: Face, path: Path, *, is_draft: bool, has_words: bool) -> None:
    script = path.relative_to("scripts").with_suffix("").as_posix()
    if not has_words:
        face.line("  " + words("Mở tệp, viết lời thay cho dòng cuối, rồi xem cách đọc: {command}",
                               command=f"broadcast preview {script} --text"))  # fmt: skip
    else:
        face.line("  " + words("Đọc lại: {command}", command=f"broadcast preview {script} --text"))
    if is_draft:
        face.line("  " + words("Bài đang là bản nháp nên chưa phát. Xong thì bỏ dòng “draft: true” trong tệp."))


def _titled(title: str) -> str:
    one_line = " ".join(title.split())
    if not any(character.isalnum() for character in one_line):
        raise UsageRefused(tell("Tên bài phải có chữ."))
    return one_line


def _days(first: object, last: object) -> dict[str, str]:
    from broadcast.cli.command import resolve
    from broadcast.station.overview import machine_clock

    today = machine_clock().now().date()
    days = {key: resolve(day, today) for key, day in (("from", first), ("until", last)) if day is not None}  # type: ignore[arg-type]
    if len(days) == 2 and days["until"] < days["from"]:
        raise UsageRefused(tell("Ngày ở --until đứng trước ngày ở --from."))
    return {key: f"{day:%d/%m/%Y}" for key, day in days.items()}


def _into(home: Path, folder: str | None, campaign: str | None) -> str:
    """The folder below scripts/ that the script belongs in: as it was said, or the only one it can be."""
    from broadcast.ward.folders import folder_of_campaign, named_folder, usual_folder

    if folder is not None and campaign is not None:
        raise UsageRefused(tell("Chỉ ghi một trong hai: --in hoặc --campaign."))
    if folder is not None:
        named = named_folder(home, folder)
        if not (home / "scripts" / named).is_dir():
            told = words("! Chưa có thư mục scripts/{folder}: máy tạo thư mục ấy. Xem đã có buổi nào phát bài "
                         "ở đó chưa: broadcast check", folder=named)  # fmt: skip
            Face().note(told, "yellow")
        return named
    return folder_of_campaign(home, campaign) if campaign is not None else usual_folder(home)
