"""`broadcast bulletins`: those that wait beside the timetable, listed, cancelled, released."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import Message, UsageRefused, tell
from broadcast.base.words import said, words
from broadcast.cli.command import OneLine, argument, as_json, command, option
from broadcast.cli.face import Face

if TYPE_CHECKING:
    from broadcast.station.bulletins import Waiting
    from broadcast.station.readable import Readable


@command(
    "Xem các bản tin đang chờ; huỷ: bulletins cancel SỐ|all --by TÊN; cho phát bản tin bị giữ: bulletins release."
)
@argument("action", metavar="[cancel|release]", required=False, type=click.Choice(["cancel", "release"]))
@argument("number", metavar="[SỐ|all]", required=False)
@option("--by", type=OneLine(), metavar="TÊN", help="Ai huỷ; ghi vào nhật ký.")
@option("--reason", type=OneLine(), metavar="LÝ_DO", help="Vì sao huỷ; ghi vào nhật ký.")
@as_json
@click.pass_obj
def bulletins(
    home: Path, action: str | None, number: str | None, by: str | None, reason: str | None, as_json: bool
) -> int:
    """List the bulletins that wait; cancel some, or let those that a stop has held air again."""
    from broadcast.station import bulletins as board
    from broadcast.station.readable import read_what_can_be

    seen, face = read_what_can_be(home), Face()
    if action is None:
        waits = board.waiting(seen)
        if as_json:
            face.json("broadcast.bulletins/1", bulletins=[_as_fields(one) for one in waits])
        else:
            show_waiting(face, waits, seen.clock.now())
        return 0
    if action == "release":
        return _tell_released(face, board.release(seen, _numbers(seen, number or "all")))
    if not (by or "").strip():
        raise UsageRefused(tell("Phải ghi rõ tên người huỷ."), tell('Thêm: --by "Nguyễn Văn A"'))
    if number is None:
        raise UsageRefused(tell("Huỷ bản tin nào?"), tell("Xem số bằng: broadcast bulletins. Huỷ hết: cancel all"))
    gone = board.cancel(seen, _numbers(seen, number), by=(by or "").strip(), reason=(reason or "").strip())
    for one in gone:
        face.line(words("Đã huỷ số {number}: {name}.", number=one.number, name=said(one.name)))
    if not gone:
        face.line(words("Không có bản tin nào đang chờ."))
    return 0


def _numbers(seen: "Readable", text: str) -> list[int] | None:
    """The number as it was typed, None for all. Raises UsageRefused where no bulletin that waits has it."""
    from broadcast.station.bulletins import waiting
    from broadcast.ward.values import shown

    if text == "all":
        return None
    known = {str(one.number): one.number for one in waiting(seen)}  # of digits without end Python makes no number
    number = known.get(text.lstrip("0"))
    if number is None:
        raise UsageRefused(
            tell("Không có bản tin số {number} nào đang chờ.", number=shown(text)),
            tell("Xem: broadcast bulletins"),
        )
    return [number]


def _tell_released(face: Face, free: Sequence["Waiting"]) -> int:
    for one in free:
        face.line(words("Cho phát tiếp số {number}: {name}.", number=one.number, name=said(one.name)))
    if not free:
        face.line(words("Không có bản tin nào bị giữ."))
    return 0


def show_waiting(face: Face, waits: Sequence["Waiting"], now: datetime) -> None:
    """Write the bulletins that wait to stdout, two lines each; or that there are none."""
    if not waits:
        face.line(words("Không có bản tin nào đang chờ."))
    for one in waits:
        face.line(words("{number:>3}  {name}", number=one.number, name=said(one.name)))
        face.line("     " + " · ".join(said(part) for part in _about(one, now)))


def _about(one: "Waiting", now: datetime) -> list[Message]:
    """When it airs, how often, until when, whose it is."""
    parts = [_when(one, now)]
    if one.every is not None:
        parts.append(tell("lần {nth} trên {times}, cách nhau {every}",
                          nth=one.nth, times=one.times, every=apart_in_words(one.every)))  # fmt: skip
    elif one.times > 1:
        parts.append(tell("{times} lần liền nhau", times=one.times))
    parts.append(tell("quá {expires} thì thôi", expires=clock_of(one.expires, now)))
    parts.append(tell("người cho phát: {by}", by=one.by))
    if one.taken is not None:
        parts.append(tell("giao lúc {taken}", taken=clock_of(one.taken, now)))
    if one.override:
        parts.append(tell("được phát ngoài giờ"))
    return parts


def _when(one: "Waiting", now: datetime) -> Message:
    if one.sounding:
        return tell("ĐANG PHÁT")
    if one.held:
        return tell("ĐANG GIỮ sau lệnh dừng, chưa phát")
    if one.due is not None and one.due > now:
        return tell("phát lúc {due}", due=clock_of(one.due, now))
    return tell("phát ngay khi loa rảnh")


def _as_fields(one: "Waiting") -> dict[str, object]:
    return {
        "number": one.number,
        "id": one.id,
        "level": one.level,
        "title": one.title,
        "by": one.by,
        "taken": one.taken.isoformat() if one.taken else None,
        "due": one.due.isoformat() if one.due else None,
        "nth": one.nth,
        "times": one.times,
        "every_s": one.every.total_seconds() if one.every else None,
        "expires": one.expires.isoformat(),
        "held": one.held,
        "sounding": one.sounding,
        "override": one.override,
    }


def apart_in_words(every: timedelta) -> str:
    """Return a length as a person says it, in the reader's language: `1 giờ 30 phút`."""
    minutes, seconds = divmod(round(every.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [words("{n} giờ", n=hours)] * bool(hours) + [words("{n} phút", n=minutes)] * bool(minutes)
    return " ".join(parts + [words("{n} giây", n=seconds)] * bool(seconds))


def clock_of(moment: datetime, now: datetime) -> str:
    """Return a moment as a clock in the zone of `now` shows it: `18:00`; with its day where that is another."""
    here = moment.astimezone(now.tzinfo)
    return f"{here:%H:%M}" if here.date() == now.date() else f"{here:%H:%M %d/%m}"
