"""`broadcast play-today` and `broadcast run`: on air."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import Message, UsageRefused, WardError, tell
from broadcast.base.words import words
from broadcast.cli.command import Day, command, option, resolve
from broadcast.cli.face import Face, spoken_length
from broadcast.programme.model import Override

if TYPE_CHECKING:
    from broadcast.station.overview import Office
    from broadcast.station.station import Station

INTERRUPTED = 130


@command("Phát phần còn lại của hôm nay theo lịch rồi thoát; hoặc phát ngay, hoặc tổng duyệt.")
@option("--date", "day", type=Day(), help="Chương trình của ngày nào (cần --now, --rehearse hoặc --dry-run).")
@option("--now", "at_once", is_flag=True, help="Phát ngay, buổi nọ tiếp buổi kia, không chờ giờ.")
@option("--rehearse", is_flag=True, help="Tổng duyệt: không ra loa phường, không ghi nhật ký phát sóng.")
@option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Ghi vào tệp WAV thay vì ra loa.")
@option("--dry-run", is_flag=True, help="Chỉ nói sẽ phát gì.")
@option("--device", metavar="TÊN", help="Ra loa tên này, chỉ lần này.")
@option(
    "--override",
    "reason",
    metavar="LÝ_DO",
    help="Phát ngoài quy định về giờ, vì lý do này; nhật ký có ghi. Cần cả --by.",
)
@option("--by", metavar="TÊN", help="Ai cho phép phát ngoài quy định.")
@click.pass_obj
def play_today(
    home: Path,
    day: date | timedelta | None,
    at_once: bool,
    rehearse: bool,
    output: Path | None,
    dry_run: bool,
    device: str | None,
    reason: str | None,
    by: str | None,
) -> int:
    from broadcast.station.overview import Office

    override = overriding(reason, by)
    if override is not None and not at_once:
        raise UsageRefused(tell("--override chỉ dùng cùng --now."), tell("Thêm --now."))
    office, face = Office(home), Face()
    chosen = resolve(day, office.today)
    _refuse_contradictions(chosen == office.today, at_once, rehearse, dry_run, output, device)
    sessions = office.rundown(chosen).sessions
    if not sessions:
        from broadcast.cli.day import nothing_today

        nothing_today(face, office, chosen)
        return 0
    if not any(session.cues for session in sessions):
        raise WardError(tell("Chưa có bài nào sẵn sàng để phát ngày này."), tell("Xem: broadcast check"))
    if dry_run:
        return _say_only(face, office, chosen, device)
    from broadcast.station.station import Station

    if rehearse:
        return _rehearse(face, Station(home), chosen, output)
    return _air(face, Station(home), chosen, device, at_once, override)


@command("Trực liên tục: phát theo lịch hết ngày này sang ngày khác; sửa playlist hay bài thì tự nạp lại.")
@option("--device", metavar="TÊN", help="Ra loa tên này thay cho tên trong playlist.yaml.")
@click.pass_obj
def run(home: Path, device: str | None) -> int:
    from broadcast.cli.watching import ServiceWatching
    from broadcast.station.service import serve

    face = Face()
    with wanted_until_told() as wanted:
        serve(home, device=device, watching=ServiceWatching(face), wanted=wanted, ending=wanted.why)
    return INTERRUPTED


def _refuse_contradictions(
    is_today: bool, at_once: bool, rehearse: bool, dry_run: bool, output: Path | None, device: str | None
) -> None:
    if not is_today and not (at_once or rehearse or dry_run):
        raise UsageRefused(
            tell("Chương trình của ngày khác không tự phát ra loa."),
            tell("Thêm --rehearse để tổng duyệt, --now để phát ngay, hoặc --dry-run để xem."),
        )
    if output is not None and not rehearse:
        raise UsageRefused(tell("--output chỉ dùng khi tổng duyệt."), tell("Thêm --rehearse."))
    if rehearse and (at_once or device):
        raise UsageRefused(tell("Tổng duyệt không ra loa phường: không dùng --rehearse cùng --now hay --device."))


def _say_only(face: Face, office: "Office", day: date, device: str | None) -> int:
    from broadcast.cli.day import show_day
    from broadcast.programme.model import CueState

    view = office.view(day)
    show_day(face, office, view)
    due = [cue for cue in view.cues if cue.state in (CueState.READY, CueState.PLANNED, CueState.CUT)]
    seconds = sum(cue.seconds or 0 for cue in due)
    name = device or office.ward.playlist.devices.loudspeakers[0]
    face.line()
    face.line(words("Sẽ phát {count} bài, {length}, ra “{device}”. Không phát gì vì --dry-run.",
                    count=len(due), length=spoken_length(seconds), device=name))  # fmt: skip
    return 0


def _rehearse(face: Face, station: "Station", day: date, output: Path | None) -> int:
    from broadcast.cli.watching import Watching, summary
    from broadcast.station import rehearse as aside

    watching = Watching(face, station)
    with wanted_until_told() as wanted:
        airings = aside.rehearse(station, day, output, watcher=watching, wanted=wanted, progress=watching.progress)
        stopped = not wanted()
    if output is not None:
        face.line(words("Đã ghi {path}.", path=output))
    code = summary(face, airings)
    return INTERRUPTED if stopped else code


def overriding(reason: str | None, by: str | None) -> Override | None:
    """Who answers for airing what the rules do not allow. Raises UsageRefused where only half of it is said."""
    reason, by = (reason or "").strip(), (by or "").strip()
    if not reason and not by:
        return None
    if not reason or not by:
        raise UsageRefused(
            tell("Phát ngoài quy định phải ghi cả lý do và người cho phép."),
            tell('Ví dụ: --override "báo bão khẩn cấp" --by "Nguyễn Văn A"'),
        )
    return Override(reason=reason, by=by)


def _air(
    face: Face, station: "Station", day: date, device: str | None, at_once: bool, override: Override | None
) -> int:
    from broadcast.cli.watching import Watching, summary

    output = station.loudspeaker(device)
    watching = Watching(face, station)
    with wanted_until_told() as wanted:
        air = partial(station.air_at_once, override=override) if at_once else station.air_on_time
        airings = air(day, output, watcher=watching, wanted=wanted, progress=watching.progress, ending=wanted.why)
        stopped = not wanted()
    if at_once and not airings:
        face.line(words("Mọi bài của ngày này đã phát rồi; không phát lần nữa."))
    code = summary(face, airings)
    return INTERRUPTED if stopped else code


class Told:
    """True until a signal has told us to end; then why."""

    def __init__(self) -> None:
        self._signal: int | None = None

    def tell(self, number: int, _frame: FrameType | None) -> None:
        if self._signal is not None:  # asked twice: leave now
            raise KeyboardInterrupt
        self._signal = number

    def __call__(self) -> bool:
        return self._signal is None

    def why(self) -> Message:
        if self._signal is None or self._signal == signal.SIGINT:
            return tell("người trực dừng")
        return tell("máy tắt, hoặc phiên làm việc kết thúc")


@contextmanager
def wanted_until_told() -> Iterator[Told]:
    """True until Ctrl+C, SIGTERM or logoff: then what sounds fades out and is written down."""
    told = Told()
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, told.tell) for number in numbers}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
