"""`broadcast approve`, `reject`, `withdraw`: what a person answers for, with their name."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import MachineError, UsageRefused, WardError, tell
from broadcast.base.words import words
from broadcast.cli.asking import on_a_terminal
from broadcast.cli.choosing import scripts_meant
from broadcast.cli.command import Day, OneLine, argument, command, option, resolve
from broadcast.cli.completing import scripts
from broadcast.cli.face import Face
from broadcast.cli.signing import signing_releases, warn_of_key_here, with_key

if TYPE_CHECKING:
    from broadcast.programme.released import Act
    from broadcast.station.desk.cases import Case, Terms
    from broadcast.station.overview import Overview

_EXAMPLE = tell('Ví dụ: broadcast approve treo-co --by "Nguyễn Văn A"; cả buổi: --session sang --date mai')
_REASON = option("--reason", type=OneLine(), metavar="LÝ_DO", required=True, help="Vì sao; ghi vào nhật ký.")


@command("Duyệt phát một bài, hay cả buổi, cả ngày: xem viết và đọc, xem đã đổi gì, rồi gõ mã của bản đã nghe.")
@argument("names", metavar="[BÀI]...", nargs=-1, shell_complete=scripts)
@option("--by", type=OneLine(), metavar="TÊN", required=True, help="Ai duyệt; ghi vào nhật ký.")
@option("--note", type=OneLine(), metavar="LỜI", default="", help="Ghi thêm vào nhật ký.")
@option("--code", metavar="MÃ", help="Mã bốn chữ của bản đã nghe, khi không có ai gõ ở cửa sổ lệnh.")
@option("--until", type=Day(), help="Chỉ duyệt phát đến hết ngày này.")
@option(
    "--heard-elsewhere",
    type=OneLine(),
    metavar="LÝ_DO",
    default="",
    help="Đã nghe ở nơi khác: nghe ở đâu, thế nào; ghi vào nhật ký.",
)
@option("--session", metavar="BUỔI", help="Duyệt mọi bài của buổi này; không ghi --date thì là hôm nay.")
@option("--date", "--day", "day", type=Day(), help="Duyệt mọi bài của ngày này: mai, +2, 20/11/2026.")
@option("--better", is_flag=True, help="Duyệt bản giọng tốt hơn thay cho bản đã duyệt.")
@option("--rehearsal", is_flag=True, help="Chỉ duyệt để tổng duyệt, chưa duyệt phát ra loa.")
@with_key
@click.pass_obj
def approve(
    home: Path,
    names: tuple[str, ...],
    by: str,
    note: str,
    code: str | None,
    until: date | timedelta | None,
    heard_elsewhere: str,
    session: str | None,
    day: date | timedelta | None,
    better: bool,
    rehearsal: bool,
    key: Path | None,
) -> int:
    """Show what is to be released, ask for its code, and release all of it or nothing.

    Exits 3 where something keeps a script from being released, and where the code is another.
    """
    from broadcast.cli.reviewing import show_case, tell_released
    from broadcast.programme.contents import code_of_all
    from broadcast.programme.released import Purpose
    from broadcast.station.assembly import today
    from broadcast.station.desk import cases as desk
    from broadcast.station.overview import look_at

    face, overview = Face(), look_at(home)
    terms = desk.Terms(
        by=_named(by),
        note=note,
        until=resolve(until, today(overview)) if until is not None else None,
        purpose=Purpose.REHEARSAL if rehearsal else Purpose.AIR,
        heard_elsewhere=heard_elsewhere,
    )
    those = desk.cases(overview, scripts_meant(overview, names, session, day, _EXAMPLE), afresh=better)
    waiting = [case for case in those if desk.is_to_release(case, terms)]
    for case in sorted(those, key=lambda case: case in waiting):  # the code stands below what it is the code of
        show_case(face, overview, case, terms, is_new=case in waiting)
    if not waiting:
        face.line(words("√ Không còn gì để duyệt."), "green")
        return 0
    _refuse_unready(face, overview, waiting, terms)
    shown = code_of_all([case.contents for case in waiting if case.contents is not None])
    _require_code(face, shown, code, len(waiting))
    warn_of_key_here(face, key, home)
    tell_released(face, waiting, desk.release(look_at(home), waiting, terms, signing_releases(key)))
    return 0


def _named(by: str) -> str:
    if not by.strip():
        raise UsageRefused(tell("Phải ghi rõ tên người duyệt."), tell('Ví dụ: --by "Nguyễn Văn A"'))
    return by


def _refuse_unready(face: Face, overview: "Overview", waiting: "Sequence[Case]", terms: "Terms") -> None:
    """Tell of every script that may not be released yet; nothing is released then."""
    from broadcast.station.desk.cases import why_not

    errors = [error for case in waiting if (error := why_not(overview, case, terms)) is not None]
    if len(errors) == 1:
        raise errors[0]
    for error in errors:
        face.error(error)
    if errors:
        raise WardError(
            tell("Chưa duyệt bài nào: {count} trên {of} bài chưa duyệt được.", count=len(errors), of=len(waiting)),
            tell("Muốn duyệt riêng những bài đã đủ thì ghi tên từng bài."),
        )


def _require_code(face: Face, shown: str, given: str | None, count: int) -> None:
    """Ask for the code, or take the one that was given. Raises WardError where it is not the one shown."""
    from broadcast.programme.contents import is_code

    what = words("Mã của bản này: {code}", code=shown)
    if count > 1:
        what = words("Mã chung của {count} bài trên: {code}", count=count, code=shown)
    face.line(what, "bold")
    if given is None and not on_a_terminal():
        raise UsageRefused(
            tell("Chưa duyệt: không có ai để hỏi mã ở đây."),
            tell("Nghe và đọc xong thì thêm: --code {code}", code=shown),
        )
    typed = given if given is not None else _asked()
    if not typed.strip():
        raise WardError(tell("Chưa gõ mã, nên chưa duyệt gì."))
    if not is_code(typed, shown):
        raise WardError(
            tell("Mã {typed} không phải mã của bản này, nên chưa duyệt gì.", typed=typed.strip()),
            tell("Bài vừa đổi thì mã cũng đổi: nghe và đọc lại bản mới, rồi gõ đúng mã đang hiện."),
        )


def _asked() -> str:
    return str(click.prompt(words("Đúng là bản đã nghe và đồng ý cho phát thì gõ mã ấy; không thì nhấn Enter"),
                            default="", show_default=False, err=True, prompt_suffix=": "))  # fmt: skip


@command("Trả lại một bài cho người soạn, kèm lý do; nhật ký giữ lại, người soạn thấy ở broadcast approvals.")
@argument("script", metavar="BÀI", shell_complete=scripts)
@option("--by", type=OneLine(), metavar="TÊN", required=True, help="Ai trả lại; ghi vào nhật ký.")
@_REASON
@click.pass_obj
def reject(home: Path, script: str, by: str, reason: str) -> None:
    """Return a script to whoever wrote it, and say whether it still airs."""
    from broadcast.station.desk.cases import is_required
    from broadcast.station.desk.takenback import send_back
    from broadcast.station.overview import look_at

    overview = look_at(home)
    id_ = overview.ward.find(script)
    send_back(overview, id_, _named(by), _given(reason))
    face = Face()
    face.line(words("Đã trả lại bài “{title}”: {reason}.", title=overview.ward.title(id_), reason=reason))
    if not is_required(overview):
        face.line(words("! Phường này chưa đòi duyệt (policy: advisory), nên bài trong lịch vẫn phát."), "yellow")


@command("Rút một bài đã duyệt: bài không phát nữa, đang phát thì nhỏ dần rồi tắt ngay.")
@argument("script", metavar="BÀI", shell_complete=scripts)
@option("--by", type=OneLine(), metavar="TÊN", required=True, help="Ai rút; ghi vào nhật ký.")
@_REASON
@click.pass_obj
def withdraw(home: Path, script: str, by: str, reason: str) -> None:
    """Take a release back; say from the player whether the script is silent. Exits 5 where it may still sound."""
    from broadcast.station import remote
    from broadcast.station.desk import takenback
    from broadcast.station.readable import read_what_can_be

    seen, face = read_what_can_be(home), Face()
    overview = seen.required()
    face.warn(seen.warning)
    id_ = overview.ward.find(script)
    act = takenback.withdraw(overview, id_, _named(by), _given(reason))
    face.line(_withdrawn(act, overview.ward.title(id_)))
    if (silence := remote.silence_of(home, id_)) is not remote.Silence.SILENT:
        what = {
            remote.Silence.SOUNDING: tell("Đã ghi lần rút, nhưng phiên đang phát chưa báo là bài ấy đã im."),
            remote.Silence.UNKNOWN: tell(
                "Đã ghi lần rút, nhưng phiên đang giữ loa không trả lời: không biết bài ấy đã im chưa."
            ),
        }
        raise MachineError(what[silence], tell("Ra nghe loa. Còn kêu thì chạy: broadcast stop"))
    face.line(words("√ Loa không phát bài này."), "green")


def _given(reason: str) -> str:
    if not reason.strip():
        raise UsageRefused(tell("Phải ghi lý do."), tell('Thêm: --reason "lý do"'))
    return reason


def _withdrawn(act: "Act", title: str) -> str:
    return words("Đã rút lần duyệt số {number} của bài “{title}”: {reason}.",
                 number=act.more["serial"], title=title, reason=act.note)  # fmt: skip
