"""`broadcast export`: a day or a campaign on a stick: sounds, times, playlists, posts."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from broadcast.base.errors import UsageRefused, tell
from broadcast.base.words import said, words
from broadcast.cli.command import Day, argument, as_json, command, option, resolve
from broadcast.cli.face import Face, clock_length
from broadcast.cli.outputs import refuse_within_the_ward

if TYPE_CHECKING:
    from broadcast.station.carrying.exported import Exported

_PARTLY = 4
_LED = re.compile(r"(\d{1,3})(?:[xX](\d{1,2}))?")
_NARROWEST = 7
"""Signs: no Vietnamese syllable is longer."""


class _Board(click.ParamType):
    """An LED board as a person writes it: `32`, or `32x2` for two lines."""

    name = "led"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Return the signs of a line and the lines; what is none ends the command with a usage error."""
        match = _LED.fullmatch(str(value).strip())
        if match is None or int(match[1]) < _NARROWEST or match[2] == "0":
            self.fail(words("viết số chữ một dòng, từ 7 trở lên, ví dụ 32 hoặc 32x2"), param, ctx)
        return int(match[1]), int(match[2] or 1)


@command("Mang đi phát nơi khác: MP3, giờ phát, danh sách bài, lời để đăng; chỉ bài đã duyệt.")
@argument("folder", metavar="THƯ_MỤC", type=click.Path(file_okay=False, path_type=Path))
@option("--day", type=Day(), help="Mọi buổi, mọi bài của ngày này; không ghi thì hôm nay.")
@option("--campaign", metavar="MÃ", help="Mọi bài của một đợt hay giai đoạn, thay cho một ngày.")
@option("--led", type=_Board(), metavar="CHỮxDÒNG", help="Cắt lời cho bảng điện tử, ví dụ 32x2.")
@option("--force", is_flag=True, help="Thay bản xuất lần trước trong thư mục ấy; tệp khác vẫn còn.")
@as_json
@click.pass_obj
def export(
    home: Path,
    folder: Path,
    day: date | timedelta | None,
    campaign: str | None,
    led: tuple[int, int] | None,
    force: bool,
    as_json: bool,
) -> int:
    """Write the folder and tell what is in it; exit 4 where a script stays behind."""
    from broadcast.cli.playing import wanted_until_told
    from broadcast.cli.watching import EventScreen
    from broadcast.station.assembly import today
    from broadcast.station.carrying.export import LedBoard, of_campaign, of_day
    from broadcast.station.carrying.export import export as export_to
    from broadcast.station.station import open_station

    if day is not None and campaign is not None:
        raise UsageRefused(tell("Chọn một: --day hoặc --campaign."))
    refuse_within_the_ward(folder, home)
    station, face = open_station(home), Face()
    wish = of_campaign(station, campaign) if campaign is not None else of_day(resolve(day, today(station)))
    board = LedBoard(width=led[0], lines=led[1]) if led is not None else None
    with wanted_until_told() as wanted:
        done = export_to(
            station, wish, folder, board=board, force=force, wanted=wanted,
            progress=EventScreen(face, station).progress,
        )  # fmt: skip
    if as_json:
        face.json("broadcast.export/1", folder=str(folder), **_as_fields(done))
    else:
        _tell(face, folder, done)
    return _PARTLY if done.left else 0


def _tell(face: Face, folder: Path, done: "Exported") -> None:
    for one in done.announcements:
        face.line(f"  {one.file}.mp3  {clock_length(one.cart.seconds)}  {one.title}")
    for session in done.sessions:
        if session.file:
            face.line(f"  {session.file}  {clock_length(session.seconds)}  {session.name}")
    for left in done.left:
        face.note("! " + words("{title}: {why}", title=left.title, why=said(left.why)), "yellow")
    face.line(words("Đã ghi {count} bài vào {folder}, kèm giờ phát (gio-phat) và lời để đăng (loi).",
                    count=len(done.announcements), folder=folder))  # fmt: skip


def _as_fields(done: "Exported") -> dict[str, Any]:
    return {
        "announcements": [
            {"file": f"bai/{one.file}.mp3", "script": one.script, "title": one.title,
             "seconds": round(one.cart.seconds, 3), "code": one.version.code, "serial": one.version.serial}
            for one in done.announcements
        ],
        "sessions": [
            {"file": one.file, "name": one.name, "at": one.at.isoformat(), "seconds": round(one.seconds, 3)}
            for one in done.sessions
        ],
        "left": [{"title": one.title, "why": said(one.why)} for one in done.left],
    }  # fmt: skip
