"""How a day and its cues stand -> the words that every screen has for it."""

from collections.abc import Mapping

from broadcast.base.errors import Message, tell
from broadcast.programme.dayview import CueView
from broadcast.programme.model import CueState, Part
from broadcast.programme.onair import STING_NAMES, OnAirPart, Sounding
from broadcast.programme.settings import Policy, ReleasePolicy

STATE_NAMES: Mapping[CueState, Message] = {
    CueState.READY: tell("sẵn sàng"),
    CueState.PLANNED: tell("chưa tạo tiếng"),
    CueState.UNREADY: tell("chưa sẵn sàng"),
    CueState.WAITING: tell("chờ phát"),
    CueState.ON_AIR: tell("đang phát"),
    CueState.UNSETTLED: tell("đã bắt đầu"),
    CueState.AIRED: tell("đã phát"),
    CueState.CUT: tell("phát dở"),
    CueState.MISSED: tell("bỏ lỡ"),
    CueState.REFUSED: tell("không được phát"),
    CueState.NOT_AIRED: tell("không phát"),
}
"""How a cue stands, in a word or two."""
TO_AIR = frozenset({CueState.READY, CueState.PLANNED, CueState.WAITING})
"""The states in which a cue is still to air."""
NOT_OVER = TO_AIR | {CueState.ON_AIR}
"""Those, and the one in which it sounds."""


def title_of(sounding: Sounding, title: str) -> str | Message:
    """Name what sounds; `title` is what the ward's files call the script now, used where the player told none."""
    match sounding.part:
        case OnAirPart.OPENING | OnAirPart.CLOSING:
            return STING_NAMES[Part(sounding.part)]
        case OnAirPart.GAP:
            return tell("quãng nghỉ")
        case OnAirPart.BULLETIN if not sounding.title and title in ("", sounding.script):
            return sounding.session_name
        case _:
            return sounding.title or title or sounding.script


def stuck(sounding: Sounding) -> Message | None:
    """Tell that the device confirms nothing any more; None where it does."""
    if not sounding.is_stuck:
        return None
    return tell("loa đã {seconds} giây không xác nhận tiếng nào: có thể không kêu. Ra xem loa và âm-li.",
                seconds=round(sounding.still_seconds))  # fmt: skip


def why_so(cue: CueView) -> Message | None:
    """Tell why a cue stands as it does, or that a spare voice speaks it; None where there is nothing to tell."""
    if cue.fallback is not None:
        return tell("giọng dự phòng: {why}", why=cue.fallback)
    return cue.why if cue.state is not CueState.AIRED else None


def unreleased_told(policy: ReleasePolicy, cue: CueView) -> Message | None:
    """Tell what becomes of a cue that is still to air and that nobody has released; None where there is nothing.

    `policy`: the rule in force. None too where the ward has not said yet what becomes of such a cue.
    """
    stand = cue.release
    if stand is None or stand.is_released or cue.state not in TO_AIR or not policy.is_written:
        return None
    why = stand.why or tell("chưa ai duyệt")
    if policy.policy is Policy.REQUIRED:
        return tell("chưa duyệt thì không phát: {why}", why=why)
    return tell("chưa duyệt, vẫn phát: {why}", why=why)
