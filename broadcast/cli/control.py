"""`broadcast stop`, `resume`, `clock`: the running player, from another terminal."""

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from broadcast.base.errors import MachineError, tell
from broadcast.base.words import words
from broadcast.cli.command import OneLine, command, option
from broadcast.cli.face import Face, spoken_length

if TYPE_CHECKING:
    from broadcast.station.commanding import Stopping

_CUT_THE_POWER = tell(
    "Ra nghe loa. Còn kêu thì tắt âm-li, hoặc rút điện âm-li, rồi khởi động lại máy phát. "
    "Lệnh dừng vẫn giữ loa im cho đến khi chạy: broadcast resume"
)


@command("Cho loa im ngay và giữ im, cả khi máy khởi động lại, cho đến khi chạy broadcast resume.")
@option("-m", "--reason", "reason", type=OneLine(), metavar="LÝ_DO", default="", help="Vì sao; ghi vào nhật ký.")
@option("--after", "after", is_flag=True, help="Để bài đang phát phát hết rồi mới dừng.")
@click.pass_obj
def stop(home: Path, reason: str, after: bool) -> int:
    """Set the stop, then tell what has become of the loudspeaker; exit 5 where it may still sound.

    No file of the ward is needed.
    """
    from broadcast.station import commanding, remote

    face, reason = Face(), reason.strip() or words("không ghi lý do")
    stopping = _stopped_after(face, home, reason) if after else commanding.stop(home, reason)
    if stopping is None:
        return 0
    if stopping.unwritten is not None:
        face.warn(tell("Lệnh dừng đã có hiệu lực, nhưng chưa ghi được vào nhật ký: {why}", why=stopping.unwritten))
    if stopping.silence is not remote.Silence.SILENT:
        heard = {
            remote.Silence.SOUNDING: tell("Đã ghi lệnh dừng, nhưng phiên đang phát chưa báo là đã im."),
            remote.Silence.UNKNOWN: tell(
                "Đã ghi lệnh dừng, nhưng phiên đang giữ loa không trả lời: không biết loa đã im chưa."
            ),
        }
        raise MachineError(heard[stopping.silence], _CUT_THE_POWER)
    face.line(words("Loa đã im. Không phiên nào phát nữa cho đến khi chạy: broadcast resume"))
    if not (home / "playlist.yaml").is_file():
        face.warn(
            tell("Trong {home} không có playlist.yaml: xem lại có đúng thư mục của phường không.", home=home)
        )
    return 0


def _stopped_after(face: Face, home: Path, reason: str) -> "Stopping | None":
    """Have the cue on air end first, and say so; where none sounds, what became of the plain stop."""
    from broadcast.station.cueonair import stop_after

    done = stop_after(home, reason)
    if done.sounding is None:
        return done.stopping
    left = spoken_length(timedelta(seconds=done.sounding.seconds_left))
    face.line(words("Bài “{title}” phát hết, còn {left}, rồi loa im cho đến khi chạy: broadcast resume",
                    title=done.sounding.title or done.sounding.script, left=left))  # fmt: skip
    if done.unwritten is not None:
        face.warn(tell("Lệnh dừng đã có hiệu lực, nhưng chưa ghi được vào nhật ký: {why}", why=done.unwritten))
    return None


@command("Cho phát trở lại sau lệnh dừng; nói rõ bài đang dở và bản tin đang chờ sẽ ra sao.")
@option(
    "--bulletins",
    "choice",
    type=click.Choice(["keep", "drop"]),
    help="Bản tin đang chờ: keep thì phát, drop thì huỷ. Không ghi thì được hỏi; không có ai để hỏi thì giữ lại.",
)
@click.pass_obj
def resume(home: Path, choice: str | None) -> int:
    """Take the stop back; tell what becomes of the cues that it cut, and when the next session is.

    The bulletins that waited are told and decided first, while it is still silent: none airs by surprise.
    """
    from broadcast.cli.resuming import decide
    from broadcast.station import commanding, remote
    from broadcast.station.readable import read_what_can_be

    seen, face = read_what_can_be(home), Face()
    face.warn(seen.warning)
    decide(face, seen, choice)
    resumed = commanding.resume(seen)
    if resumed.stop is None:
        face.line(words("Không có lệnh dừng nào."))
        return 0
    face.line(words("Đã bỏ lệnh dừng ({reason}).", reason=resumed.stop.reason))
    if resumed.unwritten is not None:
        face.warn(tell("Nhật ký chưa ghi hoặc chưa đọc được: {why}", why=resumed.unwritten))
    for airing, again in resumed.broken:
        title = seen.title(airing.script)
        face.line(
            words("  ■ {title}: còn trong hạn, phát lại từ đầu.", title=title)
            if again
            else words("  ! {title}: đã quá hạn phát bù, không phát nữa.", title=title)
        )
    for session in resumed.due:
        face.line(words("  ■ Buổi {time} {name}: còn trong hạn, phát ngay khi có phiên trực.",
                        time=f"{session.at:%H:%M}", name=session.name))  # fmt: skip
    now = remote.status(seen)
    if not now.held:
        face.line(words("Chưa có phiên nào đang chạy. Chạy: broadcast run hoặc broadcast play-today"))
    elif now.next_session is not None:
        face.line(words("Buổi tới: “{name}”, {time} ngày {day}.", time=f"{now.next_session.at:%H:%M}",
                        day=f"{now.next_session.at:%d/%m}", name=now.next_session.name))  # fmt: skip
    return 0


@command("Xem đồng hồ có tin được không; --confirm: tôi đã xem, giờ máy đang đúng.")
@option("--confirm", is_flag=True, help="Xác nhận giờ của máy là đúng, để phát trở lại.")
@click.pass_obj
def clock(home: Path, confirm: bool) -> int:
    """Show whether the clock is believed, exit 5 where not; with --confirm take the operator's word first."""
    from broadcast.station import commanding, remote
    from broadcast.station.readable import read_what_can_be

    seen, face = read_what_can_be(home), Face()
    face.warn(seen.warning)
    if confirm:
        unwritten = commanding.confirm_clock(seen)
        face.line(words("Đã ghi lời xác nhận."))
        if unwritten is not None:
            face.warn(tell("Nhật ký chưa ghi hoặc chưa đọc được: {why}", why=unwritten))
    now = remote.status(seen)
    face.line(words("Giờ máy: {now}", now=f"{seen.clock.now():%H:%M:%S %d/%m/%Y}"))
    if now.doubt is None:
        face.line(words("√ tin được"))
        return 0
    face.line(words("! chưa tin được: {why}", why=now.doubt), "yellow")
    return MachineError.exit_code
