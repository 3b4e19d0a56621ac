"""The names of the preview device and the loudspeakers -> an error where they are, or may be, one device."""

from collections.abc import Iterator, Sequence
from contextlib import suppress

from broadcast.base.errors import DeviceError, tell
from broadcast.playout.output.devices import Device, NoSuchDevice, find
from broadcast.programme.settings import Devices

_ANYWHERE = frozenset({"default", "pulse", "pipewire", "sysdefault"})


def refuse_one_device_for_both(names: Devices, found: Sequence[Device]) -> None:
    """Raise DeviceError where the preview device is, or may be, one of the ward's loudspeakers; else do nothing.

    `names` are playlist.yaml's; `found` are the devices there are now.
    """
    if _may_be_one(names, found):
        raise DeviceError(
            tell(
                "Thiết bị nghe thử “{name}” là loa phường, hoặc có thể là loa phường, nên không phát ra.",
                name=names.preview,
            ),
            tell("Ghi tên tai nghe vào output.preview của playlist.yaml (xem tên: broadcast devices)."
                 " Cần nghe ngay thì ghi ra tệp, với lệnh nào có --output."),
        )  # fmt: skip


def _may_be_one(names: Devices, found: Sequence[Device]) -> bool:
    try:
        preview = find(names.preview, found)
    except NoSuchDevice:
        return names.preview in names.loudspeakers  # playing will say that it is not there
    # ALSA's names for "wherever sound goes" may lead to the loudspeaker, and nothing tells
    anywhere = preview.host_api == "ALSA" and preview.name in _ANYWHERE
    return anywhere or preview in _loudspeakers(names, found)


def _loudspeakers(names: Devices, found: Sequence[Device]) -> Iterator[Device]:
    for name in names.loudspeakers:
        with suppress(NoSuchDevice):
            yield find(name, found)
