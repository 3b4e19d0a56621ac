"""A frame's four bytes in an MP3 -> what they say of it; and the Xing, Info and VBRI frames that count the others.

Formats: ISO/IEC 11172-3 and 13818-3, 2.4.1.3 and 2.4.2.3; the Xing and VBRI headers stand in no standard, their
layout is as LAME and Fraunhofer's encoder write it.
"""

from typing import NamedTuple

from broadcast.library.ingest.claim import Bytes

_MPEG_1, _MPEG_2, _MPEG_2_5 = 0b11, 0b10, 0b00
_LAYERS = {0b11: 1, 0b10: 2, 0b01: 3}
_KBPS_1 = {
    1: (0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    2: (0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
}
_KBPS_2_LAYER_1 = (0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256)
_KBPS_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_RATES_HZ = {
    _MPEG_1: (44_100, 48_000, 32_000),
    _MPEG_2: (22_050, 24_000, 16_000),
    _MPEG_2_5: (11_025, 12_000, 8_000),
}
NO_HEADER = -1
"""What `counted` answers of a frame that counts none."""


class Format(NamedTuple):
    """What does not change from frame to frame of one sound."""

    layer: int
    rate_hz: int
    channels: int


class Head(NamedTuple):
    """What a frame's four bytes say."""

    format: Format
    samples: int
    length: int
    """Bytes with the header; 0 where it is in free format, whose frames end where the next begins."""
    slot: int
    """Bytes that the padding adds, already in `length`."""
    side_info: int
    """Bytes between the header and the main data of layer III, where a Xing frame has its mark."""


def head_at(held: Bytes, at: int) -> Head | None:
    """Read the frame header that stands at `at`; return None where no frame begins there."""
    bits = int.from_bytes(held[at : at + 4])
    return _read_head(bits) if bits >= 0xFFE00000 else None


def _read_head(bits: int) -> Head | None:
    version, layer = bits >> 19 & 0b11, _LAYERS.get(bits >> 17 & 0b11)
    kbps_index, rate_index, padding = bits >> 12 & 0b1111, bits >> 10 & 0b11, bits >> 9 & 1
    if layer is None or version not in _RATES_HZ or kbps_index == 15 or rate_index == 3:
        return None
    rate_hz = _RATES_HZ[version][rate_index]
    first = version == _MPEG_1
    kbps = (_KBPS_1[layer] if first else _KBPS_2_LAYER_1 if layer == 1 else _KBPS_2)[kbps_index]
    samples = 384 if layer == 1 else 1152 if layer == 2 or first else 576
    slot = padding * (4 if layer == 1 else 1)
    if kbps == 0:
        length = 0
    elif layer == 1:
        length = 12 * kbps * 1000 // rate_hz * 4 + slot
    else:
        length = samples // 8 * kbps * 1000 // rate_hz + slot
    channels = 1 if bits >> 6 & 0b11 == 0b11 else 2
    side_info = (17 if channels == 1 else 32) if first else (9 if channels == 1 else 17)
    return Head(Format(layer, rate_hz, channels), samples, length, slot, side_info)


def counted(held: Bytes, at: int, head: Head) -> int | None:
    """Return how many frames the Xing, Info or VBRI frame at `at` counts; None: it does not say.

    NO_HEADER where it is an ordinary frame.
    """
    if head.format.layer != 3:
        return NO_HEADER
    for checksum in (0, 2):  # a frame may have a CRC before its side information; most writers pass over it
        xing = at + 4 + checksum + head.side_info
        if held[xing : xing + 4] in (b"Xing", b"Info"):
            has_frames = int.from_bytes(held[xing + 4 : xing + 8]) & 1
            # an encoder that could not go back to its beginning leaves a 0 there
            return (has_frames and int.from_bytes(held[xing + 8 : xing + 12])) or None
    vbri = at + 36
    return int.from_bytes(held[vbri + 14 : vbri + 18]) or None if held[vbri : vbri + 4] == b"VBRI" else NO_HEADER


def made_header(first: bytes, frames: int) -> bytes:
    """Make a Xing frame that counts so many frames, in the format of a first frame whose four bytes are given.

    Empty where no frame of that format has the room.
    """
    bits = int.from_bytes(first) | 1 << 16  # no CRC
    for kbps_index in range(1, 15):
        tried = bits & ~(0b1111 << 12 | 1 << 9) | kbps_index << 12
        head = _read_head(tried)
        if head is not None and head.length >= 4 + head.side_info + 12:
            mark = tried.to_bytes(4) + bytes(head.side_info) + b"Xing" + (1).to_bytes(4) + frames.to_bytes(4)
            return mark.ljust(head.length, b"\0")
    return b""
