"""What the sound card's process met -> what the person at the station reads, and can do."""

from broadcast.base.errors import Message, tell
from broadcast.playout.output.wire import Failed, Trouble


def words_for_all(failed: Failed) -> tuple[Message, Message]:
    """Say why the devices could not be listed, and what to do about it."""
    if failed.why is Trouble.NO_PORTAUDIO:
        return words("", failed)
    return (
        tell("chưa hỏi được máy có những thiết bị âm thanh nào"),
        tell("Xem lại dịch vụ âm thanh của máy; nếu vẫn thế, khởi động lại máy."),
    )


def words(name: str, failed: Failed) -> tuple[Message, Message]:
    """Say what happened to the loudspeaker of that name, and what to do about it."""
    known = ", ".join(f"“{device}”" for device in failed.devices)
    match failed.why:
        case Trouble.NO_PORTAUDIO:
            return (
                tell("máy này chưa có PortAudio nên chưa phát ra loa được"),
                tell("Debian, Ubuntu: sudo apt install libportaudio2. Windows, macOS: cài lại chương trình."),
            )
        case Trouble.MISSING if not known:
            return (
                tell("không thấy loa “{name}”: máy không có thiết bị âm thanh nào", name=name),
                tell("Cắm loa hoặc bật dịch vụ âm thanh của máy, rồi xem lại bằng broadcast devices."),
            )
        case Trouble.MISSING:
            return (
                tell("không thấy loa “{name}”; máy đang có {known}", name=name, known=known),
                tell("Cắm lại loa, hoặc sửa tên ở mục output trong playlist.yaml."),
            )
        case Trouble.AMBIGUOUS:
            return (
                tell("tên loa “{name}” hợp với nhiều thiết bị: {known}", name=name, known=known),
                tell("Viết đủ tên của một thiết bị, như broadcast devices đã kể."),
            )
        case Trouble.REFUSED:
            return (
                tell("không mở được loa “{name}” ({reason})", name=name, reason=failed.detail),
                tell("Có thể chương trình khác đang giữ loa: tắt nó đi, hoặc rút loa ra cắm lại, rồi thử lại."),
            )
        case Trouble.MUTED:
            return (
                tell("loa “{name}” đang bị tắt tiếng trong máy", name=name),
                tell("Bật tiếng trở lại ở phần âm thanh của máy."),
            )
        case Trouble.SUSPENDED:
            return (
                tell("loa “{name}” đang bị máy tạm ngưng", name=name),
                tell("Cho loa chạy lại ở phần âm thanh của máy, hoặc rút ra cắm lại."),
            )
        case Trouble.MOVED:
            return (
                tell("loa “{name}” không còn; máy chuyển tiếng sang thiết bị khác nên đã ngừng phát", name=name),
                tell("Cắm lại loa, rồi xem lại bằng broadcast devices."),
            )
        case Trouble.GONE:
            return (
                tell("mất loa “{name}”", name=name),
                tell("Xem lại dây cắm, nguồn của loa và dịch vụ âm thanh của máy."),
            )
        case Trouble.STALLED:
            return (
                tell("loa “{name}” không nhận tiếng nữa", name=name),
                tell("Xem lại loa và dịch vụ âm thanh của máy; nếu vẫn thế, khởi động lại máy."),
            )
