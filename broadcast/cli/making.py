"""`broadcast build`: make what the coming days need, ahead of time."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import MachineError
from broadcast.base.words import said, words
from broadcast.cli.buildscreen import build_screen
from broadcast.cli.command import Day, command, option, resolve
from broadcast.cli.day import say_unreleased
from broadcast.cli.face import Face, spare_name, spoken_length
from broadcast.programme.model import Cart, Reason

if TYPE_CHECKING:
    from datetime import date

    from broadcast.station.building import Built
    from broadcast.station.station import Station

_PARTLY = 4


@command("Tạo sẵn tiếng cho những ngày tới; đoạn nào đã có thì không làm lại.")
@option("--date", "day", type=Day(), help="Từ ngày nào; không ghi thì từ hôm nay.")
@option(
    "--days", type=click.IntRange(1, 60), metavar="SỐ", default=3, show_default=True, help="Cho bao nhiêu ngày."
)
@click.pass_obj
def build(home: Path, day: "date | timedelta | None", days: int) -> int:
    """Make every cart that the coming days need; exit 4 where one could not be made."""
    from broadcast.station.ahead import troubles
    from broadcast.station.assembly import today
    from broadcast.station.building import build as build_days
    from broadcast.station.overview import sessions_from
    from broadcast.station.station import open_station

    station, face = open_station(home), Face()
    first = resolve(day, today(station))
    with build_screen(face) as screen:
        built = build_days(station, first, days, screen)
    for one in troubles(station.ward, first, days):
        face.note("! " + said(one.what), "yellow")
    if not built.results:
        return _tell_of_nothing(face, station, first, days)
    code = _tell(face, station, built, first + timedelta(days=days - 1))
    say_unreleased(face, station, sessions_from(station, first, days))
    return code


def _tell_of_nothing(face: Face, station: "Station", first: "date", days: int) -> int:
    """Say why there was nothing to make: no session, or sessions without a script."""
    from broadcast.station.overview import sessions_from

    silent = [one for one in sessions_from(station, first, days) if one.is_to_air]
    if silent:
        face.line(words("{count} buổi trong {days} ngày từ {first} sẽ im: chưa có bài nào sẵn sàng. Xem: "
                        "broadcast check", count=len(silent), days=days, first=f"{first:%d/%m/%Y}"))  # fmt: skip
        return _PARTLY
    face.line(words("Không có buổi phát nào trong {days} ngày từ {first}.", days=days, first=f"{first:%d/%m/%Y}"))
    return 0


def _tell(face: Face, station: "Station", built: "Built", last: "date") -> int:
    from broadcast.station.building import lacking, music, remarked

    for title, remark in remarked(station, built):
        face.note("! " + words("{title}: {why}", title=title, why=remark), "yellow")
    unready = lacking(station, built)
    for title, why in unready:
        face.note("! " + words("{title}: {why}", title=title, why=why.why), "yellow")
    spare = {
        said(cart.fallback): cart.engine for _, cart in built.results if isinstance(cart, Cart) and cart.fallback
    }
    for reason, engine in spare.items():
        face.note(
            words("Đang dùng giọng dự phòng {engine}, vì {why}.", engine=spare_name(engine), why=reason), "yellow"
        )
    _tell_who_is_left_out(face, station)
    for one in music(built):
        face.note("! " + said(one), "yellow")
    made = words("Xong: {utterances} đoạn tiếng mới, {carts} bài trộn mới.",
                 utterances=built.utterances, carts=built.carts)  # fmt: skip
    if built.carts:
        made += " " + words("Mất {length}.", length=spoken_length(built.seconds))
    if not unready:
        face.line(made + " " + words("Đủ tiếng đến hết {last}.", last=f"{last:%d/%m/%Y}"))
        return 0
    face.line(made)
    face.line(words("{count} bài chưa có tiếng. Sửa rồi chạy lại: broadcast build", count=len(unready)))
    if any(why.reason is Reason.DISK for _, why in unready):
        return MachineError.exit_code
    return _PARTLY


def _tell_who_is_left_out(face: Face, station: "Station") -> None:
    from broadcast.station.voicefaults import left_out

    for fault in left_out(station.ward):
        face.note("! " + said(fault.what), "yellow")
        if fault.fix is not None:
            face.note("  " + said(fault.fix))
