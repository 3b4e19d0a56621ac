"""`broadcast check`: everything wrong in the ward's folder, at once."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from broadcast.cli.command import as_json, command, option
from broadcast.cli.face import Face
from broadcast.cli.words import said, words
from broadcast.errors import Fault, FaultsFound, Level
from broadcast.model import ScriptId, Unready


@command("Soát playlist.yaml, các bài và từ điển đọc; báo hết lỗi một lần, đúng dòng.")
@as_json
@option("--strict", is_flag=True, help="Nhắc nhở và bài chưa sẵn sàng cũng tính là lỗi.")
@click.pass_obj
def check(home: Path, as_json: bool, strict: bool) -> int:
    from broadcast.check import check as check_ward
    from broadcast.ward import read_ward

    try:
        checkup = check_ward(read_ward(home))
        faults, waiting = checkup.faults, checkup.waiting
    except FaultsFound as found:
        faults, waiting = found.faults, {}
    errors = sum(fault.level is Level.ERROR for fault in faults)
    _show(Face(), faults, waiting, errors, as_json)
    failed = errors or (strict and (faults or waiting))
    return FaultsFound.exit_code if failed else 0


def _show(
    face: Face, faults: Iterable[Fault], waiting: Mapping[ScriptId, Unready], errors: int, as_json: bool
) -> None:
    if as_json:
        face.json(
            "broadcast.check/1",
            problems=[_problem(fault) for fault in faults],
            waiting=[_waiting(id_, unready) for id_, unready in waiting.items()],
        )
        return
    face.faults(faults)
    if waiting:
        face.line(words("Bài chưa sẵn sàng, chưa phát được:"), "yellow")
    for id_, unready in waiting.items():
        face.line(f"  ! {id_:<32} {said(unready.why)}")
    reminders = len(list(faults)) - errors
    if errors or reminders:
        face.line(words("{errors} lỗi, {reminders} nhắc.", errors=errors, reminders=reminders))
    if errors:
        face.line(words("Có lỗi trong playlist.yaml thì chưa phát được; bài có lỗi thì riêng bài đó không phát."))
    if not errors:
        face.line(words("√ Không có lỗi."), "green")


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
