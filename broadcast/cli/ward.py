"""`broadcast check`: everything wrong in the ward's folder, at once."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import Fault, Level, WardError
from broadcast.base.words import said, words
from broadcast.cli.command import as_json, command, option
from broadcast.cli.face import Face
from broadcast.programme.model import Unready
from broadcast.programme.settings import ScriptId

if TYPE_CHECKING:
    from rich.console import Console

    from broadcast.library.ingest.verdicts import Heard
    from broadcast.ward.check import Checkup

_FEW = 3
"""So many doubts of a file are shown with their line of it; of more, each has a line of the screen."""
_SHOWN_AT_MOST = 20


@command("Soát playlist.yaml, các bài và từ điển đọc; báo hết lỗi một lần, đúng dòng.")
@as_json
@option("--strict", is_flag=True, help="Nhắc nhở và bài chưa sẵn sàng cũng tính là lỗi.")
@click.pass_obj
def check(home: Path, as_json: bool, strict: bool) -> int:
    """Show every fault of the ward's files, and the scripts that wait; exit 3 where there is an error.

    With --strict a warning or a waiting script is enough for that.
    """
    from broadcast.station.lengths import lengths_of
    from broadcast.station.overview import machine_clock
    from broadcast.station.standings import is_rule_signed
    from broadcast.station.voicefaults import voice_faults
    from broadcast.ward.check import check as check_folder

    face = Results()
    with _hearing() as heard:
        now = machine_clock().now()
        checkup = check_folder(home, now, heard=heard, lengths=lengths_of, voice_faults=voice_faults)
    if checkup.unsaid is not None and is_rule_signed(home):
        checkup = replace(checkup, unsaid=None)
    _show(face, checkup, as_json)
    failed = checkup.errors or (strict and (checkup.faults or checkup.waiting))
    return WardError.exit_code if failed else 0


class Results(Face):
    """A Face for which faults are results: they go to stdout, where the summary goes."""

    @cached_property
    def err(self) -> "Console":
        return self.out


@contextmanager
def _hearing() -> "Iterator[Heard | None]":
    """A bar while sounds are heard for the first time, where somebody sees it; nothing anywhere else."""
    console = Face().err  # results are on stdout, the bar is none
    if not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    with Progress(TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn(),
                  console=console, transient=True) as bar:  # fmt: skip
        row = bar.add_task(words("Nghe các tệp tiếng của phường"), total=None, visible=False)
        yield lambda done, of: bar.update(row, completed=done, total=of, visible=True)


def _show(face: Face, checkup: "Checkup", as_json: bool) -> None:
    if as_json:
        face.json(
            "broadcast.check/1",
            problems=[_problem(fault) for fault in checkup.faults],
            waiting=[_waiting(id_, unready) for id_, unready in checkup.waiting.items()],
            unsaid=_problem(checkup.unsaid) if checkup.unsaid is not None else None,
            over=_problem(checkup.over) if checkup.over is not None else None,
        )
        return
    _show_faults(face, checkup.faults)
    if checkup.waiting:
        face.line(words("Bài chưa sẵn sàng, chưa phát được:"), "yellow")
    for id_, unready in checkup.waiting.items():
        face.line(f"  ! {id_:<32} {said(unready.why)}")
    face.faults([one for one in (checkup.unsaid, checkup.over) if one is not None])
    _sum_up(face, checkup)


def _show_faults(face: Face, faults: Sequence[Fault]) -> None:
    """Show the faults in order; the doubts of a file that has many in a few words each, where the first stands."""
    doubts: dict[str, list[Fault]] = {}
    for fault in faults:
        if fault.level is Level.WAITING:
            doubts.setdefault(fault.file, []).append(fault)
    for fault in faults:
        many = doubts.get(fault.file, []) if fault.level is Level.WAITING else []
        if len(many) <= _FEW:
            face.faults([fault])
        elif fault is many[0]:
            _show_in_short(face, many)


def _show_in_short(face: Face, doubts: Sequence[Fault]) -> None:
    """One line for each word that is asked about, at its first place, with the count of its places; some only."""
    from rich.text import Text

    alike: dict[str, list[Fault]] = {}
    for fault in doubts:
        alike.setdefault(said(fault.what), []).append(fault)
    for what, same in islice(alike.items(), _SHOWN_AT_MOST):
        told = words("{text}, {count} chỗ", text=what, count=len(same)) if len(same) > 1 else what
        fix = said(same[0].fix) if same[0].fix else ""
        face.line(Text.assemble((f"! {same[0].place}", "yellow"), "  ", told, ". " if fix else "", fix), hang=5)
    if (more := sum(map(len, islice(alike.values(), _SHOWN_AT_MOST, None)))) > 0:
        face.line("     " + words("và {count} chỗ nữa trong {file}", count=more, file=doubts[0].file), "yellow")


def _sum_up(face: Face, checkup: "Checkup") -> None:
    """The last lines: how many faults there are, and how many scripts wait."""
    errors, waiting = checkup.errors, len(checkup.waiting)
    remarks = checkup.warnings + (checkup.over is not None) + (checkup.unsaid is not None)
    still = " " + words("({count} bài còn chờ)", count=waiting) if waiting else ""
    if errors and remarks:
        face.line(
            words("Có {errors} lỗi phải sửa, {remarks} điều nên xem.", errors=errors, remarks=remarks) + still
        )
    elif errors:
        face.line(words("Có {errors} lỗi phải sửa.", errors=errors) + still)
    elif remarks:
        face.line(words("√ Không có lỗi, {remarks} điều nên xem.", remarks=remarks) + still, "green")
    elif waiting:
        face.line(words("√ Không có lỗi.") + still, "green")
    else:
        face.line(words("√ Không có lỗi, không có điều gì cần nhắc."), "green")
    if errors:
        face.line(words("Bài hay buổi có lỗi thì không phát. Sửa xong, chạy lại: broadcast check"))


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
