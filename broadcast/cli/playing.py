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
from broadcast.base.words import said, words
from broadcast.cli import stay_lightly
from broadcast.cli.command import Day, OneLine, OutputFile, command, option, resolve
from broadcast.cli.face import Face, spoken_length
from broadcast.cli.unhurried import unhurried
from broadcast.cli.usage import INTERRUPTED
from broadcast.library.tagged import SUFFIXES
from broadcast.programme.ids import is_sting
from broadcast.programme.model import Override

if TYPE_CHECKING:
    from broadcast.station.overview import Overview
    from broadcast.station.station import Station


@command("Phát phần còn lại của hôm nay theo lịch rồi thoát; hoặc phát ngay, hoặc tổng duyệt.")
@option("--date", "day", type=Day(), help="Chương trình của ngày nào (cần --now, --rehearse hoặc --dry-run).")
@option("--now", "at_once", is_flag=True, help="Phát ngay, buổi nọ tiếp buổi kia, không chờ giờ.")
@option("--rehearse", is_flag=True, help="Tổng duyệt: không ra loa phường, không ghi nhật ký phát sóng.")
@option(
    "--output", type=OutputFile(*SUFFIXES), metavar="TỆP", help="Ghi vào tệp wav, mp3, flac, ogg thay vì ra loa."
)
@option("--dry-run", is_flag=True, help="Chỉ nói sẽ phát gì.")
@option("--device", metavar="TÊN", help="Phát ra loa có tên này, chỉ trong lần chạy này.")
@option(
    "--override",
    "reason",
    type=OneLine(),
    metavar="LÝ_DO",
    help="Phát ngoài quy định về giờ, vì lý do này; nhật ký có ghi. Cần cả --by.",
)
@option("--by", type=OneLine(), metavar="TÊN", help="Ai cho phép phát ngoài quy định.")
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
    """Air a day: on time, at once with --now, into a rehearsal, or only in words with --dry-run.

    Exits 130 where the operator or the system ended it, 4 where a cue was not aired whole.
    """
    from broadcast.station.assembly import today
    from broadcast.station.overview import look_at, rundown

    override = overriding(reason, by)
    if override is not None and not at_once:
        raise UsageRefused(tell("--override chỉ dùng cùng --now."), tell("Thêm --now."))
    overview, face = look_at(home), Face()
    chosen = resolve(day, today(overview))
    _refuse_contradictions(chosen == today(overview), at_once, rehearse, dry_run, output, device)
    sessions = rundown(overview, chosen).sessions
    if not sessions:
        from broadcast.cli.day import nothing_today

        nothing_today(face, overview, chosen)
        return 0
    if not any(session.cues for session in sessions):
        raise WardError(tell("Chưa có bài nào sẵn sàng để phát ngày này."), tell("Xem: broadcast check"))
    if dry_run:
        on_time = chosen == today(overview) and not (at_once or rehearse)
        return _say_only(face, overview, chosen, device, on_time=on_time)
    from broadcast.station.station import station_of

    station = station_of(overview)
    if rehearse:
        return _rehearse(face, station, chosen, output)
    return _air(face, station, chosen, device, at_once, override)


@command("Trực liên tục: phát theo lịch hết ngày này sang ngày khác; sửa playlist hay bài thì tự nạp lại.")
@option("--device", metavar="TÊN", help="Phát ra loa có tên này, thay cho tên trong playlist.yaml.")
@click.pass_obj
def run(home: Path, device: str | None) -> int:
    """Air every day until told to end: exit 130 after Ctrl+C, 0 where the system has ended it in order."""
    from broadcast.cli.watching import ServiceScreen
    from broadcast.station.console_kept import ConsoleKept
    from broadcast.station.readable import tampered
    from broadcast.station.service import serve

    face = Face()
    screen = ServiceScreen(face)
    with unhurried(), wanted_until_told() as wanted:
        face.warn(tampered(home))
        try:
            serve(
                home, device=device, watching=screen, wanted=wanted, ending=wanted.why,
                console=ConsoleKept(home, screen.console),
            )  # fmt: skip
        finally:
            screen.clear()
    return INTERRUPTED if wanted.by_hand else 0


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


def _say_only(face: Face, overview: "Overview", day: date, device: str | None, *, on_time: bool) -> int:
    """Say what would air; `on_time`: of what is over by now, nothing would."""
    from broadcast.cli.day import show_day
    from broadcast.programme.model import CueState
    from broadcast.station.ahead import length_ahead, stop_of
    from broadcast.station.overview import view as view_of

    view = view_of(overview, day, as_planned=not on_time)
    show_day(face, overview, view)
    awaited = (CueState.READY, CueState.PLANNED, CueState.WAITING, CueState.CUT)
    due = [cue for cue in view.cues if cue.state in awaited]
    may_air = any(session.is_to_air and session.cues for session in view.rundown.sessions)
    length = length_ahead(overview, view.rundown.sessions, {cue.cue.id for cue in due})
    name = device or overview.ward.playlist.devices.loudspeakers[0]
    face.line()
    if not due:
        face.line(
            words("Hôm nay không còn bài nào đến giờ phát. Muốn phát ngay: broadcast play-today --now")
            if on_time and may_air
            else words("Ngày này không còn bài nào để phát.")
        )
        return 0
    face.line(words("Sẽ phát {count} bài, {length}, ra “{device}”. Không phát gì vì --dry-run.",
                    count=len(due), length=spoken_length(length), device=name))  # fmt: skip
    if unmade := sum(cue.state is CueState.PLANNED for cue in due):
        face.line(words("Còn {count} bài chưa có tiếng, chưa tính vào đó. Tạo sẵn: broadcast build", count=unmade))
    if (stop := stop_of(overview.home)) is not None:
        face.line(words("■ {why}. Cho phát lại: broadcast resume", why=stop.why), "yellow")
    return 0


def _rehearse(face: Face, station: "Station", day: date, output: Path | None) -> int:
    from broadcast.cli.day import say_unreleased
    from broadcast.cli.watching import EventScreen, Where, summary
    from broadcast.station import rehearse
    from broadcast.station.overview import sessions_from

    where = Where.HEADPHONES if output is None else Where.FILE
    stood = output is not None and output.exists()
    screen = EventScreen(face, station, where=where)
    with wanted_until_told() as wanted:
        airings = rehearse.rehearse(station, day, output, watcher=screen, wanted=wanted, progress=screen.progress)
        stopped = not wanted()
    if output is not None:
        if any(airing.frames for airing in airings):
            face.line(words("Đã ghi {path}.", path=output))
        elif stood:  # whoever listens to it hears another day
            face.line(
                words("Không có gì để ghi: {path} vẫn là tệp cũ, không phải bản tổng duyệt này.", path=output)
            )
        else:
            face.line(words("Không có gì để ghi, nên không có tệp {path}.", path=output))
    code = summary(face, airings, where)
    say_unreleased(face, station, sessions_from(station, day, 1))
    return INTERRUPTED if stopped else code


def overriding(reason: str | None, by: str | None) -> Override | None:
    """Make the Override of --override and --by; None where neither is given. Raises UsageRefused for one alone.

    Texts of white space alone count as not given.
    """
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
    from broadcast.cli.day import unreleased_told
    from broadcast.cli.watching import EventScreen, summary
    from broadcast.station.airing import air_at_once, air_on_time
    from broadcast.station.overview import sessions_from

    screen = EventScreen(face, station, tells_ahead=at_once)
    with unhurried(), wanted_until_told() as wanted:
        if waiting := unreleased_told(station, sessions_from(station, day, 1), at_once=at_once):
            face.note(waiting, "yellow")
        if at_once:
            _tell_what_is_made(face, station, day)
        air = partial(air_at_once, override=override) if at_once else air_on_time
        try:
            airings = air(
                station, day, device, watcher=screen, wanted=wanted, progress=screen.progress, ending=wanted.why
            )
        finally:
            screen.clear()
        stopped = not wanted()
    if stopped and not any(airing.frames for airing in airings):
        face.line(words("Đã dừng trước khi phát bài nào."))
    elif stopped and all(is_sting(airing.cue) for airing in airings):
        face.line(words("Đã dừng giữa nhạc và lời mở đầu, chưa tới bài nào."))
    elif at_once and not airings:
        _tell_why_nothing(face, station, day)
    code = summary(face, airings)
    return INTERRUPTED if stopped else code


def _tell_what_is_made(face: Face, station: "Station", day: date) -> None:
    """Say that announcements have to be made before anything sounds; nothing where all are made."""
    from broadcast.programme.model import CueState
    from broadcast.station.overview import view

    unmade = sum(one.state is CueState.PLANNED for one in view(station, day, as_planned=True).cues)
    if unmade:
        face.note(words("Còn {count} bài chưa có tiếng: đang tạo, xong là phát ngay.", count=unmade))


def _tell_why_nothing(face: Face, station: "Station", day: date) -> None:
    """Say why an airing at once had nothing to air."""
    from broadcast.station.airing import why_nothing

    left = why_nothing(station, day)
    if not left:
        face.line(words("Mọi bài của ngày này đã phát rồi; không phát lần nữa."))
    for session, why in left:
        face.line(words("{session} không phát: {why}", session=session, why=said(why)))


class Told:
    """Answers, when called, whether the program should go on: True until a signal has told it to end."""

    def __init__(self) -> None:
        self._signal: int | None = None

    def tell(self, number: int, _frame: FrameType | None) -> None:
        """Take the signal `number`: the first ends the program in order, the second raises KeyboardInterrupt."""
        if self._signal is not None:  # asked twice: leave now
            raise KeyboardInterrupt
        self._signal = number

    def __call__(self) -> bool:
        return self._signal is None

    @property
    def by_hand(self) -> bool:
        """Whether a person has ended the program with Ctrl+C, or nothing has yet; False where the system did."""
        return self._signal is None or self._signal == signal.SIGINT

    def why(self) -> Message:
        """Return for the log who ended the program: the operator, or the system."""
        return tell("người trực nhấn Ctrl+C") if self.by_hand else tell("máy tắt, hoặc phiên làm việc kết thúc")


@contextmanager
def wanted_until_told() -> Iterator[Told]:
    """Take Ctrl+C, SIGTERM and logoff until the block ends; give a Told that is asked whether to go on.

    The earlier handlers come back afterwards. For the main thread alone: others may not set handlers.
    """
    stay_lightly()
    told = Told()
    names = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    numbers = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = {number: signal.signal(number, told.tell) for number in numbers}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
