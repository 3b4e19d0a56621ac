"""`broadcast stop`, `resume`, `status`, `announce`, `clock`: the running player, from another terminal."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import MachineError, UsageRefused, tell
from broadcast.base.words import said, words
from broadcast.cli.command import argument, as_json, command, option
from broadcast.cli.face import Face, clock_length
from broadcast.programme.model import CueId
from broadcast.programme.settings import ScriptId

if TYPE_CHECKING:
    from broadcast.station.overview import Office
    from broadcast.station.remote import Status
    from broadcast.station.verdict import Tomorrow

_LEVELS = ("thuong", "uu-tien", "khan-cap")
_MOST_TIMES = 10


@command("Cho loa im ngay và giữ im, cả khi máy khởi động lại, cho đến khi broadcast resume.")
@option("-m", "reason", metavar="LÝ_DO", default="", help="Vì sao; ghi vào nhật ký.")
@click.pass_obj
def stop(home: Path, reason: str) -> int:
    from broadcast.station.overview import Office
    from broadcast.station.remote import ControlRoom

    face = Face()
    silent = ControlRoom(Office(home)).stop(reason.strip() or words("không ghi lý do"))
    if not silent:
        raise MachineError(
            tell("Đã ghi lệnh dừng, nhưng phiên đang phát chưa báo là đã im."), tell("Tắt âm-li nếu loa còn kêu.")
        )
    face.line(words("Loa đã im. Không phiên nào phát nữa cho đến khi chạy: broadcast resume"))
    return 0


@command("Cho phát trở lại sau lệnh dừng; nói rõ bài đang dở sẽ ra sao.")
@click.pass_obj
def resume(home: Path) -> int:
    from broadcast.station.overview import Office
    from broadcast.station.remote import ControlRoom

    office, face = Office(home), Face()
    room = ControlRoom(office)
    stopped, broken = room.resume()
    if stopped is None:
        face.line(words("Không có lệnh dừng nào."))
        return 0
    face.line(words("Đã bỏ lệnh dừng ({reason}).", reason=stopped.reason))
    for airing, again in broken:
        title = office.ward.title(airing.script)
        face.line(
            words("  ■ {title}: còn trong hạn, phát lại từ đầu.", title=title)
            if again
            else words("  ! {title}: đã quá hạn phát bù, không phát nữa.", title=title)
        )
    status = room.status()
    if not status.running:
        face.line(words("Chưa có phiên nào đang chạy. Chạy: broadcast run hoặc broadcast play-today"))
    elif status.next_session is not None:
        face.line(words("Buổi tới: {time} {name}.", time=f"{status.next_session.at:%H:%M %d/%m}",
                        name=status.next_session.name))  # fmt: skip
    return 0


@command("Đài đang làm gì: có phát không, buổi tới lúc nào, đồng hồ có tin được không, có lệnh dừng không.")
@as_json
@click.pass_obj
def status(home: Path, as_json: bool) -> None:
    from broadcast.station.overview import Office
    from broadcast.station.remote import ControlRoom
    from broadcast.station.verdict import kept

    office, face = Office(home), Face()
    now, tomorrow = ControlRoom(office).status(), kept(home)
    if as_json:
        face.json("broadcast.status/1", **_as_fields(now, tomorrow))
        return
    _show(face, office, now, tomorrow)


def _show(face: Face, office: "Office", now: "Status", tomorrow: "Tomorrow | None") -> None:
    from broadcast.station.verdict import headline

    if not now.running:
        face.line(words("○ không có phiên nào đang chạy"), "yellow")
    elif now.on_air is not None:
        face.line(words("● ĐANG PHÁT {title}", title=office.ward.title(_script(now.on_air))), "red")
    else:
        face.line(words("○ đang trực, loa im"))
    if now.stop is not None:
        face.line(words("■ {why}. Cho phát lại: broadcast resume", why=said(now.stop.why)), "yellow")
    if now.doubt is not None:
        face.line(words("! không phát vì đồng hồ chưa tin được: {why}. Giờ đang đúng thì chạy: "
                        "broadcast clock --confirm", why=now.doubt), "yellow")  # fmt: skip
    else:
        face.line(words("√ đồng hồ: {now}", now=f"{now.now:%H:%M:%S %d/%m/%Y}"))
    if now.device is not None:
        face.line(words("! loa chưa phát được: {why}", why=now.device), "yellow")
    if now.log is not None:
        face.line(words("! {log}. Dọn đĩa: broadcast cache --prune", log=now.log), "yellow")
    if (session := now.next_session) is not None:
        left = clock_length((session.at - now.now).total_seconds())
        face.line(words("  buổi tới: {time} {name}, còn {left}", time=f"{session.at:%H:%M %d/%m}",
                        name=session.name, left=left))  # fmt: skip
    else:
        face.line(words("  không còn buổi nào trong đợt này"))
    if tomorrow is not None:
        face.line("  " + said(headline(tomorrow)))


def _as_fields(now: "Status", tomorrow: "Tomorrow | None") -> dict[str, object]:
    from broadcast.station.verdict import as_fields

    session = now.next_session
    return {
        "running": now.running,
        "on_air": now.on_air is not None,
        "cue": now.on_air,
        "now": now.now.isoformat(),
        "clock": {"trusted": now.doubt is None, "why": now.doubt},
        "stopped": {"reason": now.stop.reason, "at": now.stop.at.isoformat() if now.stop.at else None}
        if now.stop
        else None,
        "next_session": {"id": session.id, "name": session.name, "at": session.at.isoformat()}
        if session
        else None,
        "bulletins": list(now.bulletins),
        "device": now.device,
        "log": now.log,
        "tomorrow": dict(as_fields(tomorrow)) if tomorrow else None,
    }


def _script(cue: CueId) -> ScriptId:
    return ScriptId("/".join(cue.split("/")[2:]))


@command("Xem đồng hồ có tin được không; --confirm: tôi đã xem, giờ máy đang đúng.")
@option("--confirm", is_flag=True, help="Xác nhận giờ của máy là đúng, để phát trở lại.")
@click.pass_obj
def clock(home: Path, confirm: bool) -> int:
    from broadcast.station.overview import Office
    from broadcast.station.remote import ControlRoom

    office, face = Office(home), Face()
    room = ControlRoom(office)
    if confirm:
        room.confirm_clock()
        face.line(words("Đã ghi lời xác nhận."))
    now = room.status()
    face.line(words("Giờ máy: {now}", now=f"{office.clock.now():%H:%M:%S %d/%m/%Y}"))
    if now.doubt is None:
        face.line(words("√ tin được"))
        return 0
    face.line(words("! chưa tin được: {why}", why=now.doubt), "yellow")
    return MachineError.exit_code


@command("Phát ngay một bản tin: ưu tiên thì chen vào sau bài đang phát, khẩn cấp thì ngắt bài đang phát.")
@argument("script", metavar="[BÀI]", required=False)
@option("--text", metavar="LỜI", help="Đọc lời này thay cho một bài.")
@option("--level", type=click.Choice(_LEVELS), default="uu-tien", help="Mức: thuong, uu-tien, khan-cap.")
@option("--by", metavar="TÊN", required=True, help="Ai cho phát; ghi vào nhật ký.")
@option("--reason", metavar="LÝ_DO", help="Phát cả ngoài giờ quy định, vì lý do này; chỉ cho bản tin khẩn cấp.")
@option("--times", type=click.IntRange(1, _MOST_TIMES), metavar="SỐ", default=1, help="Phát mấy lần.")
@option("--expires", metavar="HẠN", default="2h", help="Quá lâu chưa phát được thì thôi: 30m, 2h.")
@click.pass_obj
def announce(
    home: Path,
    script: str | None,
    text: str | None,
    level: str,
    by: str,
    reason: str | None,
    times: int,
    expires: str,
) -> int:
    from broadcast.cli.watching import Watching
    from broadcast.programme.model import Override, Urgency
    from broadcast.station import announce as bulletins
    from broadcast.station.station import Station

    if (script is None) == (text is None):
        raise UsageRefused(tell("Cần đúng một thứ: tên bài, hoặc --text."))
    if reason is not None and level != "khan-cap":
        raise UsageRefused(tell("Chỉ bản tin khẩn cấp được phát ngoài giờ quy định."))
    if not by.strip() or (reason is not None and not reason.strip()):
        raise UsageRefused(tell("Phải ghi rõ tên người cho phát và lý do."))
    station, face = Station(home), Face()
    answer = bulletins.announce(
        station, script, text,
        urgency=Urgency(level), by=by.strip(), times=times, expires=_length(expires),
        override=Override(reason=reason.strip(), by=by.strip()) if reason else None,
        progress=Watching(face, station).progress,
    )  # fmt: skip
    if answer.get("hold"):
        face.note(words("! chưa phát được ngay: {why}", why=answer["hold"]), "yellow")
    face.line(words("Đã giao bản tin {id} cho phiên đang trực. Xem kết quả: broadcast log", id=answer["id"]))
    return 0


def _length(text: str) -> timedelta:
    from broadcast.ward.values import WrongValueError, parse_duration

    try:
        return parse_duration(text)
    except WrongValueError as error:
        raise UsageRefused(error.message) from error
