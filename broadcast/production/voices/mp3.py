"""The bytes of an MP3 -> whether its last frame is all there: what a decoder passes over in silence."""

_SYNC, _LAYER_3 = 0b1111_1111_111, 0b01
_MPEG_1, _MPEG_2, _MPEG_2_5 = 0b11, 0b10, 0b00
_KBPS = {
    _MPEG_1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    _MPEG_2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_KBPS[_MPEG_2_5] = _KBPS[_MPEG_2]
_RATES_HZ = {
    _MPEG_1: (44_100, 48_000, 32_000),
    _MPEG_2: (22_050, 24_000, 16_000),
    _MPEG_2_5: (11_025, 12_000, 8_000),
}
"""Both tables: ISO/IEC 11172-3 and 13818-3, 2.4.2.3, layer III."""
_ID3 = b"ID3"


def is_cut_short(mp3: bytes) -> bool:
    """Whether the last frame of an MP3, given as its bytes, begins and does not end.

    Frames of layer III lie one behind another. What follows the last of them and is no frame (a tag, filling) is
    not looked at, nor is what a decoder will refuse anyhow.
    """
    at = _after_tag(mp3)
    while (length := _frame_length(mp3[at : at + 4])) is not None:
        at += length
    return at > len(mp3)


def _after_tag(mp3: bytes) -> int:
    """Where the first frame begins: behind an ID3v2 tag, whose length is written with seven bits a byte."""
    if not mp3.startswith(_ID3) or len(mp3) < 10:
        return 0
    return 10 + sum(byte << shift for byte, shift in zip(mp3[6:10], (21, 14, 7, 0), strict=True))


def _frame_length(header: bytes) -> int | None:
    """In bytes, with the header; None where no frame of layer III begins."""
    if len(header) < 4:
        return None
    bits = int.from_bytes(header)
    version, layer = bits >> 19 & 0b11, bits >> 17 & 0b11
    kbps_index, rate_index, padding = bits >> 12 & 0b1111, bits >> 10 & 0b11, bits >> 9 & 1
    if bits >> 21 != _SYNC or layer != _LAYER_3 or version not in _KBPS:
        return None
    if not 0 < kbps_index < 15 or rate_index == 3:
        return None
    samples_a_byte = 144 if version == _MPEG_1 else 72
    return samples_a_byte * _KBPS[version][kbps_index] * 1000 // _RATES_HZ[version][rate_index] + padding
