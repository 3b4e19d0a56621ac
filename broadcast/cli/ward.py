"""`broadcast check`: everything wrong in the ward's folder, at once."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import Fault, WardError
from broadcast.base.words import said, words
from broadcast.cli.command import as_json, command, option
from broadcast.cli.face import Face
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId

if TYPE_CHECKING:
    from broadcast.ward.check import Checkup


@command("Soát playlist.yaml, các bài và từ điển đọc; báo hết lỗi một lần, đúng dòng.")
@as_json
@option("--strict", is_flag=True, help="Nhắc nhở và bài chưa sẵn sàng cũng tính là lỗi.")
@click.pass_obj
def check(home: Path, as_json: bool, strict: bool) -> int:
    """Show every fault of the ward's files, and the scripts that wait; exit 3 where there is an error.

    With --strict a warning or a waiting script is enough for that.
    """
    from broadcast.ward.check import check as check_folder

    checkup = check_folder(home)
    _show(Face(), checkup, as_json)
    failed = checkup.errors or (strict and (checkup.faults or checkup.waiting))
    return WardError.exit_code if failed else 0


def _show(face: Face, checkup: "Checkup", as_json: bool) -> None:
    if as_json:
        face.json(
            "broadcast.check/1",
            problems=[_problem(fault) for fault in checkup.faults],
            waiting=[_waiting(id_, unready) for id_, unready in checkup.waiting.items()],
        )
        return
    face.faults(checkup.faults)
    if checkup.waiting:
        face.line(words("Bài chưa sẵn sàng, chưa phát được:"), "yellow")
    for id_, unready in checkup.waiting.items():
        face.line(f"  ! {id_:<32} {said(unready.why)}")
    if checkup.errors:
        face.line(words("{errors} lỗi, {reminders} nhắc.", errors=checkup.errors, reminders=checkup.warnings))
        face.line(words("Bài hay buổi có lỗi thì không phát. Sửa xong, chạy lại: broadcast check"))
    else:
        face.line(words("√ Không có lỗi; {reminders} nhắc.", reminders=checkup.warnings), "green")


def _problem(fault: Fault) -> dict[str, Any]:
    return {
        "level": fault.level.value,
        "file": fault.file,
        "line": fault.line,
        "column": fault.column,
        "length": fault.length,
        "what": said(fault.what),
        "fix": said(fault.fix) if fault.fix else None,
    }


def _waiting(id_: ScriptId, unready: Unready) -> dict[str, Any]:
    return {
        "script": id_,
        "reason": unready.reason.value,
        "why": said(unready.why),
        "facts": list(unready.facts),
    }
