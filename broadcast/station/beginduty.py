"""A click on the console -> `broadcast run` in a process of its own, which goes on when the console ends."""

from datetime import timedelta
from pathlib import Path

from broadcast.base.children import LeftAlone
from broadcast.base.errors import MachineError, Message, UsageRefused, tell
from broadcast.base.reasons import reason_of
from broadcast.playout.control.lock import LOUDSPEAKER, is_held
from broadcast.station.deeds import note_deed
from broadcast.station.overview import journal_folder, machine_clock
from broadcast.station.readable import require_folder, require_to_write

_WITHIN_S = 15.0
_MOST_TOLD = 300
_BETWEEN_LOOKS = timedelta(seconds=0.1)


def begin_duty(home: Path, by: str) -> Message | None:
    """Start the unattended player of the folder `home` and wait until it holds the loudspeaker.

    Returns why the record could not take a note of it, None where it could. Raises UsageRefused where a player
    holds the loudspeaker already, MachineError where ours does not come to hold it within 15 seconds.
    """
    require_folder(home)
    require_to_write(home, tell("bắt đầu trực"))
    folder = journal_folder(home)
    if is_held(folder, LOUDSPEAKER):
        raise UsageRefused(tell("Đã có một phiên đang trực rồi; không cần bắt đầu thêm."))
    try:
        player = LeftAlone("broadcast", "--home", str(home.resolve()), "run")
    except OSError as error:
        raise _not_begun(
            tell("máy không chạy thêm được chương trình: {reason}", reason=reason_of(error))
        ) from error
    try:
        _wait_for(player, folder)
    finally:
        player.let_go()
    return note_deed(home, "duty_begun", tell("bắt đầu trực từ trang điều khiển"), by)


def _wait_for(player: LeftAlone, folder: Path) -> None:
    clock = machine_clock()
    until_s = clock.monotonic() + _WITHIN_S
    while not is_held(folder, LOUDSPEAKER):
        if player.has_ended:
            raise _not_begun(player.let_go()[-_MOST_TOLD:] or tell("chương trình trực đã thôi ngay"))
        if clock.monotonic() > until_s:
            raise _not_begun(tell("quá 15 giây mà chưa giữ được loa"))
        clock.wait_until(clock.now() + _BETWEEN_LOOKS)


def _not_begun(why: Message | str) -> MachineError:
    return MachineError(
        tell("Chưa bắt đầu trực được: {why}", why=why),
        tell("Chạy trong cửa sổ lệnh để xem rõ: broadcast run"),
    )
