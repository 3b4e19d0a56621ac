"""A ward's folder that was restored on this PC -> what this PC still needs before it may take over."""

from collections.abc import Iterator

from broadcast.base.errors import DeviceError, Message, tell
from broadcast.library.voicefiles import voice_files
from broadcast.library.voiceshelf import installed_voices
from broadcast.playout.control.latch import Latch
from broadcast.station.devices import devices
from broadcast.station.overview import journal_folder
from broadcast.station.readable import read_what_can_be
from broadcast.station.restore import Restored

_FILES_OF_A_VOICE = 3


def still_needed(restored: Restored) -> Iterator[Message]:
    """Yield what a person has to do on this PC before its station may air, in the order in which to do it."""
    yield tell("Tắt hẳn chương trình trên máy cũ: hai máy cùng chạy thì bài nào cũng phát hai lần.")
    yield tell(
        "Nhật ký ở đây tới {at}. Bài máy cũ phát sau giờ ấy máy này không biết: bài nào đã phát thì bỏ bằng "
        "broadcast skip.",
        at=f"{restored.backup.written:%H:%M %d/%m/%Y}",
    )
    stop = Latch(journal_folder(restored.home)).read()
    if stop is not None:
        yield tell(
            "Lệnh dừng của máy cũ vẫn giữ ({reason}); muốn phát thì chạy: broadcast resume", reason=stop.reason
        )
    yield from _loudspeaker(restored)
    for voice in installed_voices(restored.home):
        if len(voice_files(restored.home, voice.name)) < _FILES_OF_A_VOICE:
            yield tell(
                "Giọng {name} không có trong bản sao lưu; cài lại: broadcast voices install", name=voice.name
            )
    yield tell("Để máy tự trực mỗi khi mở: broadcast service install")


def _loudspeaker(restored: Restored) -> Iterator[Message]:
    seen = read_what_can_be(restored.home)
    if seen.overview is None:
        yield tell("Tệp của phường có lỗi; xem: broadcast check")
        return
    wanted = seen.overview.ward.playlist.devices.loudspeakers
    try:
        known = [device.name for device in devices()]
    except DeviceError:
        known = []
    for name in wanted:
        if name != "default" and not any(name.casefold() in one.casefold() for one in known):
            yield tell(
                "Máy này chưa thấy loa “{name}”; xem broadcast devices rồi sửa dòng loudspeaker.", name=name
            )
    if "default" in wanted:
        yield tell("Loa là loa mặc định của máy này; chọn đúng loa thì ghi tên vào dòng loudspeaker.")
