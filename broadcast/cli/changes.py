"""`broadcast skip`, `move`, `add`, `undo`, `changes`: one session, one day."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.words import said, words
from broadcast.cli.asking import read_as
from broadcast.cli.command import Day, OneLine, argument, as_json, command, option, resolve
from broadcast.cli.face import Face, long_date
from broadcast.programme.settings import Change, ChangeKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from broadcast.programme.model import Rundown
    from broadcast.station.changes import Changed
    from broadcast.station.overview import Overview

_DAY = option("--date", "day", type=Day(), help="Ngày nào: mai, +2, 20/11/2026; không ghi thì hôm nay.")
_REASON = option("--reason", type=OneLine(), metavar="LÝ_DO", required=True, help="Vì sao; ghi vào nhật ký.")
_BY = option("--by", type=OneLine(), metavar="TÊN", default="", help="Ai cho đổi; ghi vào nhật ký.")


@command("Bỏ một buổi của riêng một ngày; lịch những ngày khác không đổi.")
@argument("session", metavar="BUỔI")
@_DAY
@_REASON
@_BY
@click.pass_obj
def skip(home: Path, session: str, day: date | timedelta | None, reason: str, by: str) -> None:
    """Take one session out of one day; tell what the day looks like now and how to undo that."""
    from broadcast.station import changes as station
    from broadcast.station.assembly import today
    from broadcast.station.overview import look_at

    overview = look_at(home)
    _tell(station.skip(overview, session, resolve(day, today(overview)), reason, by))


@command("Dời một buổi của riêng một ngày sang giờ khác trong ngày ấy.")
@argument("session", metavar="BUỔI")
@_DAY
@option("--at", metavar="GIỜ", required=True, help="Giờ mới: 16:30.")
@_REASON
@_BY
@click.pass_obj
def move(home: Path, session: str, day: date | timedelta | None, at: str, reason: str, by: str) -> None:
    """Let one session air at another time on one day; tell what the day looks like now and how to undo that."""
    from broadcast.station import changes as station
    from broadcast.station.assembly import today
    from broadcast.station.overview import look_at

    overview = look_at(home)
    _tell(station.move(overview, session, resolve(day, today(overview)), _time(at), reason, by))


@command("Thêm một buổi cho riêng một ngày: những bài nào, lúc mấy giờ.")
@argument("scripts", metavar="BÀI...", nargs=-1, required=True)
@_DAY
@option("--at", metavar="GIỜ", required=True, help="Giờ phát: 09:00.")
@option("--name", metavar="TÊN_BUỔI", default="", help="Tên buổi; không ghi thì lấy tên bài đầu.")
@_REASON
@_BY
@click.pass_obj
def add(
    home: Path, scripts: tuple[str, ...], day: date | timedelta | None, at: str, name: str, reason: str, by: str
) -> None:
    """Add a session to one day; tell what the day looks like now and how to undo that."""
    from broadcast.station import changes as station
    from broadcast.station.assembly import today
    from broadcast.station.overview import look_at

    overview = look_at(home)
    when = resolve(day, today(overview))
    _tell(station.add(overview, scripts, when, _time(at), reason, name=name.strip(), by=by))


@command("Bỏ một thay đổi đã ghi bằng skip, move, add; không ghi số thì xem những gì có thể bỏ.")
@argument("number", metavar="[SỐ]", type=int, required=False)
@_BY
@click.pass_obj
def undo(home: Path, number: int | None, by: str) -> None:
    """Take back the change of that number and tell what the day looks like now; without one list the changes."""
    from broadcast.station import changes as station
    from broadcast.station.overview import look_at

    overview, face = look_at(home), Face()
    if number is None:
        _show(face, overview, [change for change in station.to_come(overview) if change.id])
        return
    done = station.undo(overview, number, by.strip())
    name = station.name_of(overview, done.change)
    face.line(words("Đã bỏ thay đổi số {number}: {what}.", number=number, what=_what(done.change, name)))
    _show_day(face, done.day)


@command("Những buổi được bỏ, dời, thêm từ hôm nay trở đi, và vì sao.")
@as_json
@click.pass_obj
def changes(home: Path, as_json: bool) -> None:
    """List the changes of today and later, on the screen or as JSON."""
    from broadcast.station import changes as station
    from broadcast.station.overview import look_at

    overview = look_at(home)
    found = station.to_come(overview)
    if as_json:
        Face().json("broadcast.changes/1", changes=[_as_fields(change) for change in found])
    else:
        _show(Face(), overview, found)


def _tell(changed: "Changed") -> None:
    face, change = Face(), changed.change
    name = changed.session.name if changed.session is not None else change.session
    face.line(words("Đã ghi: {what}.", what=_what(change, name)))
    _show_day(face, changed.day)
    face.line(words("Đổi ý thì chạy: broadcast undo {number}", number=change.id))


def _what(change: Change, name: str) -> str:
    day = long_date(change.day)
    at = f"{change.at:%H:%M}" if change.at is not None else ""
    match change.kind:
        case ChangeKind.SKIP:
            return words("{day} nghỉ buổi “{name}” ({reason})", day=day, name=name, reason=change.reason)
        case ChangeKind.MOVE:
            return words("{day} buổi “{name}” phát lúc {at} ({reason})",
                         day=day, name=name, at=at, reason=change.reason)  # fmt: skip
        case ChangeKind.ADD:
            return words("{day} thêm buổi “{name}” lúc {at} ({reason})",
                         day=day, name=name, at=at, reason=change.reason)  # fmt: skip


def _show_day(face: Face, day: "Rundown") -> None:
    if day.off is not None:
        face.line(words("Ngày này không phát: {why}", why=said(day.off)))
    elif not any(session.is_to_air for session in day.sessions):
        face.line(words("Ngày ấy không còn buổi nào phát."))
    else:
        face.line(words("Ngày ấy bây giờ là:"))
    for session in day.sessions:
        sign, why = ("○", session.off) if session.off is not None else ("×", session.refused)
        face.line(f"  {'●' if session.is_to_air else sign} {session.at:%H:%M} {session.name}"
                  + (f": {said(why)}" if why is not None else ""))  # fmt: skip


def _show(face: Face, overview: "Overview", found: "Sequence[Change]") -> None:
    from broadcast.station.changes import name_of

    if not found:
        face.line(words("Từ hôm nay trở đi không có thay đổi nào."))
        return
    for change in found:
        number = change.id or "—"
        by = f" · {change.by}" if change.by else ""
        face.line(f"{number:>4}  {_what(change, name_of(overview, change))}{by}")
    if any(change.id for change in found):
        face.line(words("Bỏ một thay đổi: broadcast undo SỐ"))
    if not all(change.id for change in found):
        face.line(words("Dòng có dấu — ghi trong playlist.yaml: muốn bỏ thì sửa tệp ấy."))


def _as_fields(change: Change) -> dict[str, object]:
    return {
        "number": int(change.id) if change.id else None,
        "kind": change.kind.value,
        "date": change.day.isoformat(),
        "session": change.session,
        "at": change.at.isoformat() if change.at is not None else None,
        "name": change.name or None,
        "scripts": list(change.play),
        "reason": change.reason,
        "by": change.by or None,
    }


def _time(text: str) -> time:
    from broadcast.ward.values import parse_time

    return read_as(parse_time, text)
