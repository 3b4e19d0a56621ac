"""The name an operator wrote -> the one device it means."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

DEFAULT = "default"
"""The name for the system's own choice."""

_APIS = ("PulseAudio", "ALSA", "Core Audio", "Windows WASAPI", "Windows DirectSound", "MME", "Windows WDM-KS")
"""Windows shows one loudspeaker once under each of its ways to it: the first of these is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A way out for sound, as the system names it."""

    name: str
    host_api: str
    """The way to it, as PortAudio names it (`ALSA`, `Windows WASAPI`), or `PulseAudio`."""
    channels: int
    """How many channels it takes at most."""
    rate_hz: int
    """The rate it likes best."""
    default: bool
    """The system's own choice for what asks for no device."""
    id: str = ""
    """Another name it answers to: where the sound server knows it by one of its own."""


class NoSuchDevice(LookupError):
    """No device, or more than one, has that name; `close` holds those it could mean, and is empty for none."""

    def __init__(self, name: str, close: tuple[Device, ...] = ()) -> None:
        super().__init__(name)
        self.close = close


def find(name: str, devices: Sequence[Device]) -> Device:
    """Find the one device that `name` means: whose name or id it is, else the only one whose name or id holds it.

    Capitals do not count. `default` means the system's default. Of several devices meant, those of the best host
    API alone count. Raises NoSuchDevice when none or several are meant.
    """
    wanted = _plain(name)
    if wanted == DEFAULT:
        named = [device for device in devices if device.default]
    else:
        named = [device for device in devices if wanted in _names(device)]
        named = named or [
            device for device in devices if wanted and any(wanted in name for name in _names(device))
        ]
    best = _by_the_best_way(named)
    if len(best) != 1:
        raise NoSuchDevice(name, tuple(best))
    return best[0]


def _by_the_best_way(devices: Sequence[Device]) -> list[Device]:
    ranks = {api: rank for rank, api in enumerate(_APIS)}
    best = min((ranks.get(device.host_api, len(_APIS)) for device in devices), default=0)
    return [device for device in devices if ranks.get(device.host_api, len(_APIS)) == best]


def _names(device: Device) -> tuple[str, ...]:
    return tuple(_plain(name) for name in (device.name, device.id) if name)


def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).strip().casefold()
