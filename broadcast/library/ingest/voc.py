"""The blocks of a Creative Voice file (VOC) -> what length they claim.

Format: Creative Labs' VOC, versions 1.10 and 1.20: a head, then blocks of a type and three bytes of length.
"""

from broadcast.library.ingest.claim import Bytes, Claim, little

_MOST_BLOCKS = 100_000
_TERMINATOR, _SOUND, _MORE, _SILENCE, _NEW_SOUND = 0, 1, 2, 3, 9
_BITS = {0: 8, 1: 4, 4: 16, 6: 8, 7: 8}
"""Of a sample, by its coding: 8 bits, ADPCM of 4, 16 bits, A-law, µ-law."""


def voc(held: Bytes) -> Claim:
    """Read what a VOC claims: its blocks of sound and of silence; without one that ends it, it is cut."""
    at, seconds, a_second = little(held, 20, 2), 0.0, 0.0
    for _ in range(_MOST_BLOCKS):
        if at >= len(held):
            break
        kind, size, inner = held[at], little(held, at + 1, 3), at + 4
        if kind == _TERMINATOR:
            return Claim(seconds=seconds, slack_s=0.1)
        if kind == _SOUND:
            a_second = _a_second(1e6 / (256 - held[inner]), held[inner + 1]) if inner + 2 <= len(held) else 0.0
            size_of_sound = size - 2
        elif kind == _NEW_SOUND:
            coding = little(held, inner + 6, 2)
            a_second = _a_second(little(held, inner, 4) * little(held, inner + 5, 1), coding)
            size_of_sound = size - 12
        else:
            size_of_sound = size if kind == _MORE else 0
        if kind == _SILENCE:
            seconds += (little(held, inner, 2) + 1) * (256 - little(held, inner + 2, 1)) / 1e6
        elif size_of_sound > 0:
            if not a_second:
                return Claim(cut=inner + size > len(held))
            seconds += size_of_sound / a_second
        at = inner + size
    return Claim(seconds=seconds or None, slack_s=0.1, cut=True)


def _a_second(samples: float, coding: int) -> float:
    """How many bytes so many samples are; 0: nobody here knows."""
    return samples * _BITS.get(coding, 0) / 8
