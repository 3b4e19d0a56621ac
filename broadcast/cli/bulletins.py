"""`broadcast announce`: a bulletin beside the timetable, for the running player."""

from datetime import timedelta
from pathlib import Path

import click

from broadcast.base.errors import UsageRefused, WardError, tell
from broadcast.base.words import words
from broadcast.cli.command import argument, command, option
from broadcast.cli.face import Face
from broadcast.programme.model import MOST_TIMES, Urgency


@command("Phát ngay một bản tin: ưu tiên thì chen vào sau bài đang phát, khẩn cấp thì ngắt bài đang phát.")
@argument("script", metavar="[BÀI]", required=False)
@option("--text", metavar="LỜI", help="Đọc lời này thay cho một bài.")
@option(
    "--level",
    type=click.Choice([level.value for level in Urgency]),
    default=Urgency.PRIORITY.value,
    help="Mức: thuong, uu-tien, khan-cap.",
)
@option("--by", metavar="TÊN", required=True, help="Ai cho phát; ghi vào nhật ký.")
@option("--reason", metavar="LÝ_DO", help="Phát cả ngoài giờ quy định, vì lý do này; chỉ cho bản tin khẩn cấp.")
@option("--times", type=click.IntRange(1, MOST_TIMES), metavar="SỐ", default=1, help="Phát mấy lần.")
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
    """Make a bulletin from a script or from words, and hand it to the running player."""
    from broadcast.cli.watching import EventScreen
    from broadcast.programme.model import Override
    from broadcast.station import announce as bulletins
    from broadcast.station.readable import read_what_can_be
    from broadcast.station.station import station_of

    if (script is None) == (text is None):
        raise UsageRefused(tell("Cần đúng một thứ: tên bài, hoặc --text."))
    if reason is not None and level != Urgency.EMERGENCY:
        raise UsageRefused(tell("Chỉ bản tin khẩn cấp được phát ngoài giờ quy định."))
    if not by.strip() or (reason is not None and not reason.strip()):
        raise UsageRefused(tell("Phải ghi rõ tên người cho phát và lý do."))
    seen, face = read_what_can_be(home), Face()
    if seen.overview is None:
        raise seen.trouble or WardError(tell("Không đọc được tệp của phường."))
    face.warn(seen.warning)
    station = station_of(seen.overview)
    answer = bulletins.announce(
        station, script, text,
        urgency=Urgency(level), by=by.strip(), times=times, expires=_length(expires),
        override=Override(reason=reason.strip(), by=by.strip()) if reason else None,
        progress=EventScreen(face, station).progress,
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
