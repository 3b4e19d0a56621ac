"""What the player says -> the lamp of every page, and the sentences beside it: no green light over silence."""

from dataclasses import dataclass
from enum import StrEnum

from broadcast.base.errors import Message, tell
from broadcast.station.daytold import stuck
from broadcast.station.remote import Status


class Light(StrEnum):
    """What is known of the loudspeaker, at a glance."""

    ON_AIR = "on-air"
    QUIET = "turned-down"
    """The machine hands sound to it, and it is turned down or muted."""
    STUCK = "stuck"
    """It should sound, and its device confirms nothing."""
    FROZEN = "frozen"
    """A player holds it and does not answer."""
    STOPPED = "stopped"
    NOBODY = "nobody"
    LOOK_ONLY = "look-only"
    """Somebody is on duty, and this account may not ask what sounds."""
    DOUBT = "doubt"
    """The clock is not believed, so nothing airs."""
    DEVICE = "device"
    """It is not there."""
    SILENT = "silent"


_IN_A_WORD = {
    Light.ON_AIR: tell("Đang phát"),
    Light.QUIET: tell("Đang phát, loa nhỏ"),
    Light.STUCK: tell("Máy không đưa tiếng ra được"),
    Light.FROZEN: tell("Không rõ loa"),
    Light.STOPPED: tell("Đang dừng"),
    Light.NOBODY: tell("Chưa có ai trực"),
    Light.LOOK_ONLY: tell("Không hỏi được loa"),
    Light.DOUBT: tell("Chưa tin đồng hồ"),
    Light.DEVICE: tell("Chưa có loa"),
    Light.SILENT: tell("Đang trực, loa im"),
}
_HEADINGS = {
    Light.STUCK: tell("Máy không đưa tiếng ra được"),
    Light.FROZEN: tell("Không biết loa có kêu không"),
    Light.NOBODY: tell("Chưa có ai trực, loa im"),
    Light.LOOK_ONLY: tell("Có người đang trực"),
    Light.DOUBT: tell("Loa im vì đồng hồ chưa tin được"),
    Light.DEVICE: tell("Loa chưa phát được"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lamp:
    """What a page says of the loudspeaker."""

    light: Light
    word: Message
    """In the bar."""
    heading: Message
    """On the page of the day, where nothing sounds."""
    told: tuple[Message, ...] = ()
    """What that means, and what to do."""

    @property
    def sounds(self) -> bool:
        """Whether the machine hands sound to the loudspeaker."""
        return self.light in (Light.ON_AIR, Light.QUIET)


def lamp_of(status: Status, *, hears: bool = False) -> Lamp:
    """Tell of the loudspeaker what is known. `hears`: a microphone listens to it, and compares at a cue's end."""
    light = _light(status)
    return Lamp(
        light=light,
        word=_IN_A_WORD[light],
        heading=_HEADINGS.get(light, tell("Loa đang nghỉ")),
        told=tuple(_told(light, status, hears)),
    )


def _light(status: Status) -> Light:
    if status.is_frozen:
        return Light.FROZEN
    if status.sounding is not None:
        if status.sounding.is_stuck:
            return Light.STUCK
        return Light.ON_AIR if status.quiet is None else Light.QUIET
    if status.stop is not None:
        return Light.STOPPED
    if not status.held:
        return Light.NOBODY
    if not status.running:
        return Light.LOOK_ONLY
    if status.doubt is not None:
        return Light.DOUBT
    return Light.DEVICE if status.device is not None else Light.SILENT


def _told(light: Light, status: Status, hears: bool) -> list[Message]:
    piece = status.sounding
    match light:
        case Light.ON_AIR | Light.QUIET if piece is not None:
            quiet = [tell("{why}. Vặn to trở lại ở phần âm thanh của máy.", why=status.quiet)]
            return [*(quiet if status.quiet is not None else []), _handed(piece.device, hears)]
        case Light.STUCK if piece is not None:
            return [one for one in (stuck(piece),) if one is not None]
        case Light.FROZEN:
            unknown = tell("Phiên đang giữ loa không trả lời. Ra nghe loa; cần im ngay thì tắt âm-li.")
            if status.last_sign is None:
                return [unknown]
            return [unknown, tell("Lần cuối còn thấy: {time}.", time=f"{status.last_sign:%H:%M:%S %d/%m}")]
        case Light.LOOK_ONLY:
            return [tell("Tài khoản chạy trang này chỉ được xem, không hỏi được phiên ấy đang phát gì.")]
        case Light.DOUBT:
            return [tell("{why}. Xem giờ trên máy có đúng không, đúng thì xác nhận.", why=status.doubt)]
        case Light.DEVICE:
            return [tell("{why}. Xem dây cắm, âm-li và nguồn của loa.", why=status.device)]
        case _:
            return []


def _handed(device: str, hears: bool) -> Message:
    """What the machine does is another thing than what is heard."""
    if hears:
        return tell(
            "Máy đang đưa tiếng ra loa “{device}”; ở loa nghe được hay không, hết bài mới biết.", device=device
        )
    return tell("Máy đang đưa tiếng ra loa “{device}”; không có micrô nghe ở loa, nên phải ra nghe mới biết.",
                device=device)  # fmt: skip
