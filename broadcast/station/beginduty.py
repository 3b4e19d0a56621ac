"""A click on the console -> `broadcast run` in a process of its own, which goes on when the console ends."""

from datetime import timedelta
from pathlib import Path

from broadcast.base.children import LeftAlone
from broadcast.base.errors import MachineError, Message, UsageRefused, tell
from broadcast.base.files import StillHeld, locked
from broadcast.base.reasons import reason_of
from broadcast.playout.control import channel
from broadcast.playout.control.lock import LOUDSPEAKER, is_held
from broadcast.station.deeds import note_deed
from broadcast.station.overview import journal_folder, look_at, machine_clock
from broadcast.station.readable import require_folder, require_to_write

_LOCK = "begin-duty.lock"
_WITHIN_S = 15.0
_MOST_TOLD = 300
_BETWEEN_LOOKS = timedelta(seconds=0.1)


def begin_duty(home: Path, by: str) -> Message | None:
    """Start the unattended player of the folder `home` and wait until it holds the loudspeaker and answers.

    Returns why the record could not take a note of it, None where it could. Raises UsageRefused where a player
    holds the loudspeaker already or somebody else begins one just now, MachineError where ours does not come to
    hold it within 15 seconds, and as `look_at` where the ward's files keep it from that.
    """
    require_folder(home)
    require_to_write(home, tell("bắt đầu trực"))
    folder = journal_folder(home)
    folder.mkdir(exist_ok=True)
    try:
        with locked(folder / _LOCK, patience_s=_WITHIN_S):
            _begin(home, folder)
    except StillHeld as error:
        raise UsageRefused(tell("Đang có người khác bắt đầu trực."), tell("Đợi một lát rồi xem lại.")) from error
    return note_deed(home, "duty_begun", tell("bắt đầu trực từ trang điều khiển"), by)


def _begin(home: Path, folder: Path) -> None:
    if is_held(folder, LOUDSPEAKER):
        raise UsageRefused(tell("Đã có một phiên đang trực rồi; không cần bắt đầu thêm."))
    try:
        player = LeftAlone("broadcast", "--home", str(home.resolve()), "run")
    except OSError as error:
        raise _not_begun(
            tell("máy không chạy thêm được chương trình: {reason}", reason=reason_of(error))
        ) from error
    try:
        _wait_for(player, home)
    finally:
        player.let_go()


def _wait_for(player: LeftAlone, home: Path) -> None:
    folder, clock = journal_folder(home), machine_clock()
    until_s = clock.monotonic() + _WITHIN_S
    while not (holds := is_held(folder, LOUDSPEAKER)) or channel.ask(folder, {"do": "status"}) is None:
        if player.has_ended:
            look_at(home)  # its faults are told at their places, not as they stood on a terminal
            raise _not_begun(player.let_go()[-_MOST_TOLD:] or tell("chương trình trực đã thôi ngay"))
        if clock.monotonic() > until_s:
            if holds:
                return  # it sounds all the same: a full disk leaves it no place to be asked at
            raise _not_begun(tell("quá 15 giây mà chưa giữ được loa"))
        clock.wait_until(clock.now() + _BETWEEN_LOOKS)


def _not_begun(why: Message | str) -> MachineError:
    return MachineError(
        tell("Chưa bắt đầu trực được: {why}", why=why),
        tell("Chạy trong cửa sổ lệnh để xem rõ: broadcast run"),
    )
