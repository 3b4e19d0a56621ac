"""What the sound card's process met -> what the person at the station reads, and can do."""

from datetime import datetime

from broadcast.base.errors import Message, tell
from broadcast.playout.output.wire import Failed, Trouble

_NO_DEVICE = (
    "không thấy loa “{name}”: máy không có thiết bị âm thanh nào",
    "Cắm loa hoặc bật dịch vụ âm thanh của máy, rồi xem lại bằng broadcast devices.",
)
_WORDS = {
    Trouble.NO_PORTAUDIO: (
        "máy này chưa có PortAudio nên chưa phát ra loa được",
        "Debian, Ubuntu: sudo apt install libportaudio2. Windows, macOS: cài lại chương trình.",
    ),
    Trouble.MISSING: (
        "không thấy loa “{name}”; máy đang có {known}",
        "Cắm lại loa, hoặc sửa tên ở mục output trong playlist.yaml.",
    ),
    Trouble.AMBIGUOUS: (
        "tên loa “{name}” hợp với nhiều thiết bị: {known}",
        "Viết đủ tên của một thiết bị, như broadcast devices đã kể.",
    ),
    Trouble.REFUSED: (
        "không mở được loa “{name}” ({reason})",
        "Có thể chương trình khác đang giữ loa: tắt nó đi, hoặc rút loa ra cắm lại, rồi thử lại.",
    ),
    Trouble.MUTED: (
        "loa “{name}” đang bị tắt tiếng trong máy",
        "Bật tiếng trở lại ở phần âm thanh của máy.",
    ),
    Trouble.TURNED_DOWN: (
        "loa “{name}” đang bị vặn nhỏ trong máy đến mức không ai nghe thấy",
        "Vặn to trở lại ở phần âm thanh của máy.",
    ),
    Trouble.SUSPENDED: (
        "loa “{name}” đang bị máy tạm ngưng",
        "Cho loa chạy lại ở phần âm thanh của máy, hoặc rút ra cắm lại.",
    ),
    Trouble.MOVED: (
        "loa “{name}” không còn; máy chuyển tiếng sang thiết bị khác nên đã ngừng phát",
        "Cắm lại loa, rồi xem lại bằng broadcast devices.",
    ),
    Trouble.GONE: (
        "mất loa “{name}”",
        "Xem lại dây cắm, nguồn của loa và dịch vụ âm thanh của máy.",
    ),
    Trouble.STALLED: (
        "loa “{name}” không nhận tiếng nữa",
        "Xem lại loa và dịch vụ âm thanh của máy; nếu vẫn thế, khởi động lại máy.",
    ),
}
"""What happened, what to do. Values: the loudspeaker's `name`, `known` devices, the system's `reason`."""

_NO_MICROPHONE = (
    "không thấy micro nào trên máy này",
    "Cắm micro hoặc bộ tai nghe có micro, rồi làm lại.",
)
_MICROPHONE_WORDS = {
    Trouble.NO_PORTAUDIO: ("máy này chưa có PortAudio nên chưa thu được tiếng", _WORDS[Trouble.NO_PORTAUDIO][1]),
    Trouble.MISSING: (
        "không thấy micro “{name}”; máy đang có {known}",
        "Cắm lại micro, hoặc sửa tên ở mục output.microphone trong playlist.yaml.",
    ),
    Trouble.AMBIGUOUS: (
        "chưa rõ dùng micro nào: {known}",
        "Ghi tên một micro vào mục output.microphone trong playlist.yaml.",
    ),
    Trouble.REFUSED: (
        "không mở được micro “{name}” ({reason})",
        "Có thể chương trình khác đang giữ micro: tắt nó đi, hoặc rút micro ra cắm lại, rồi thử lại.",
    ),
    Trouble.MUTED: ("micro “{name}” đang bị tắt tiếng trong máy", "Bật micro ở phần âm thanh của máy."),
    Trouble.STALLED: ("micro “{name}” không gửi tiếng về nữa", "Rút micro ra cắm lại, rồi đọc lại câu này."),
}
_MICROPHONE_GONE = ("mất micro “{name}”", "Xem lại dây cắm của micro, rồi đọc lại câu này.")


def words_for_all(failed: Failed) -> tuple[Message, Message]:
    """Return two sentences: why the machine's devices could not be listed, and what to do about it."""
    if failed.why is Trouble.NO_PORTAUDIO:
        return words("", failed)
    return (
        tell("chưa hỏi được máy có những thiết bị âm thanh nào"),
        tell("Xem lại dịch vụ âm thanh của máy; nếu vẫn thế, khởi động lại máy."),
    )


def words(name: str, failed: Failed) -> tuple[Message, Message]:
    """Return two sentences: what happened to the loudspeaker called `name`, and what to do about it."""
    known = ", ".join(f"“{device}”" for device in failed.devices)
    nothing_there = failed.why is Trouble.MISSING and not known
    what, fix = _NO_DEVICE if nothing_there else _WORDS[failed.why]
    return tell(what, name=name, known=known, reason=failed.detail), tell(fix)


def microphone_words(name: str, failed: Failed) -> tuple[Message, Message]:
    """Return two sentences: what happened to the microphone called `name`, and what to do about it.

    Where the operator has named none, `name` is empty: then the one that was tried is told, where it is known.
    """
    meant = name or next(iter(failed.devices), None) or tell("mặc định")
    known = ", ".join(f"“{device}”" for device in failed.devices)
    nothing_there = failed.why is Trouble.MISSING and not known
    what, fix = _NO_MICROPHONE if nothing_there else _MICROPHONE_WORDS.get(failed.why, _MICROPHONE_GONE)
    return tell(what, name=meant, known=known, reason=failed.detail), tell(fix)


def taken(name: str, holder: Message) -> tuple[Message, Message]:
    """Return two sentences: that `holder`, another player, sounds on the loudspeaker `name`, and what to do."""
    return (
        tell("loa “{name}” đang do một phiên phát khác trên máy này giữ ({holder})", name=name, holder=holder),
        tell("Có thể một bản sao của thư mục cũng đang chạy: dừng phiên kia, rồi xem lại bằng broadcast status."),
    )


def turned_down(name: str, percent: int, since: datetime) -> Message:
    """Return the sentence that the loudspeaker `name` is turned down to `percent` of all, and since when."""
    return tell("loa “{name}” bị vặn nhỏ trong máy, còn {percent} % từ {time}",
                name=name, percent=percent, time=f"{since:%H:%M:%S}")  # fmt: skip
