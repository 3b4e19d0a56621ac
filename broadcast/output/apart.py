"""The preview device's name and the loudspeaker's -> refused where they are, or may be, one device."""

from collections.abc import Sequence

from broadcast.errors import DeviceError, tell
from broadcast.model import Devices
from broadcast.output.devices import Device, NoSuchDevice, find

_ANYWHERE = frozenset({"default", "pulse", "pipewire", "sysdefault"})


def refuse_one_device_for_both(names: Devices, found: Sequence[Device]) -> None:
    """Raises DeviceError."""
    try:
        preview, loudspeaker = find(names.preview, found), find(names.loudspeaker, found)
        # ALSA's names for "wherever sound goes" may lead to the loudspeaker, and nothing tells
        anywhere = preview.host_api == "ALSA" and preview.name in _ANYWHERE
        same = preview == loudspeaker or anywhere
    except NoSuchDevice:
        same = names.preview == names.loudspeaker  # playing will say which one is not there
    if same:
        raise DeviceError(
            tell(
                "Thiết bị nghe thử “{name}” là loa phường, hoặc có thể là loa phường, nên không phát ra.",
                name=names.preview,
            ),
            tell("Đặt output.preview là tên tai nghe (xem: broadcast devices), ghi ra tệp bằng -o hay --output,"
                 " hoặc thêm --to-speaker nếu muốn cả phường nghe."),
        )  # fmt: skip
