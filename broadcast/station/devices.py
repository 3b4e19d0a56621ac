"""The machine -> its loudspeakers, headphones and microphones, as a playlist may name them."""

from broadcast.playout.output import listing
from broadcast.playout.output.devices import Device

__all__ = ["Device", "devices", "microphones"]


def devices() -> tuple[Device, ...]:
    """List every loudspeaker and headphone of the machine. Raises DeviceError where they cannot be listed."""
    return listing.devices()


def microphones() -> tuple[Device, ...]:
    """List every microphone of the machine. Raises DeviceError where they cannot be listed."""
    return listing.microphones()
