"""A recording's levels and figures -> what nobody will hear in it beside something louder, in words.

A recording airs as it was made, at one gain for the whole, which its loudest part decides. Words that lie far
under that part, and words under a sound of another pitch, air all the same, and are told of. In go K-weighted
levels (ITU-R BS.1770-4) of 20 ms and the figures of the same 20 ms; out come stretches and sentences.
"""

from dataclasses import dataclass

import numpy as np

from broadcast.audio.bands import Uneven, uneven
from broadcast.audio.features import Figures
from broadcast.audio.flattops import runs
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ, moving_mean
from broadcast.audio.sound import Floats, Samples
from broadcast.audio.speech import spoken
from broadcast.base.errors import Message, tell
from broadcast.base.lengths import timecode

_UNDER_LU = 15.0
"""Words so far under the loudness of the whole are told of. A street is about as far under a loudspeaker."""
_WINDOW = 150
"""Levels in the three seconds of a short-term loudness (EBU Tech 3341)."""
_LEAST_S, _LEAST_SPOKEN_S = 6.0, 3.0
"""A stretch that is told of is so long, and so much of it is speech: one soft sentence is none."""
_UNDER_LOUD_DB = 25.0
"""As in `hearing`: what is loud in a stretch stands at most so far under its loudest second."""
_SECOND = 50
_FRAME = 2_048
_HZ = np.linspace(0, RATE_HZ / 2, _FRAME // 2 + 1)
_HANN = np.hanning(_FRAME).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class Soft:
    """A stretch of words that lies far under the loudness of its recording."""

    starts_s: float
    """Counted from the recording's beginning."""
    seconds: float
    under_lu: float
    """How far it lies under."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What nobody will hear in a recording."""

    soft: tuple[Soft, ...] = ()
    """The stretches of words that lie far under the rest of it."""
    pitch: tuple[Message, ...] = ()
    """What stands over the words in pitch, or that their consonants are missing."""


class Bands:
    """Sums the spectrum of 48 kHz samples that come in pieces; every second frame of 43 ms is looked at."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)
        self._power = np.zeros(_FRAME // 2 + 1)

    def add(self, samples: Samples) -> None:
        """Take the next samples of one channel, any number of them."""
        held = np.concatenate([self._rest, samples])
        frames = held[: len(held) // (2 * _FRAME) * 2 * _FRAME].reshape(-1, _FRAME)
        self._rest = held[frames.size :]
        spectra = np.fft.rfft(frames[::2] * _HANN, axis=1)
        self._power += (spectra.real**2 + spectra.imag**2).sum(axis=0)

    def told(self) -> tuple[Message, ...]:
        """Word what stands over the words in pitch, or that their consonants are missing; empty where neither."""
        match uneven(self._power, _HZ):
            case Uneven.MUFFLED:
                return (tell("tiếng trong tệp thu sẵn bị đục: gần như không có dải tiếng nói 1-4 kHz"),)
            case Uneven.SHRILL:
                return (tell("trong tệp thu sẵn tiếng xì, tiếng rít hoặc vỗ tay (trên 8 kHz) to hơn lời"),)
            case None:
                return ()


def told(found: Beside, *, speaks: bool) -> tuple[tuple[Message, Message | None], ...]:
    """Word what nobody will hear in a recording, each with what to do about it.

    `speaks`: the whole of it is somebody's speech, so its pitch is judged too; of music it is not.
    """
    fix = tell("Vẫn phát. Nghe thử; nên thu lại gần micro hơn, xa quạt và máy móc, hoặc cắt bỏ đoạn tiếng ấy.")
    louder = tell("Vẫn phát nguyên như vậy. Nên chỉnh cho hai phần to bằng nhau, hoặc thu lại gần micro hơn.")
    return (*((what, fix) for what in found.pitch if speaks), *((_softly(one), louder) for one in found.soft))


def _softly(one: Soft) -> Message:
    return tell("lời từ {at}, dài {seconds:.0f} giây, nhỏ hơn phần to của tệp thu sẵn khoảng {lu:.0f} dB, ngoài "
                "đường khó nghe thấy",
                at=timecode(one.starts_s), seconds=one.seconds, lu=one.under_lu)  # fmt: skip


def soft_words(powers: Floats, figures: Figures, loudness: Lufs) -> tuple[Soft, ...]:
    """Find the stretches of at least six seconds in which somebody speaks 15 LU or more under `loudness`.

    `powers`: K-weighted mean squares, one for each 20 ms; `figures` of the same 20 ms.
    """
    if not np.isfinite(loudness) or len(powers) < _WINDOW:
        return ()
    levels = _lufs(moving_mean(powers, _WINDOW))
    found = []
    for start, end in _joined(runs(levels < loudness - _UNDER_LU)):
        # moving_mean's first is of the first three seconds: where it is soft, all of them are
        part = slice(start, end + _WINDOW - 1)
        speech_s = _speech_s(figures, part)
        if (part.stop - part.start) / _SECOND >= _LEAST_S and speech_s >= _LEAST_SPOKEN_S:
            under = float(loudness - np.median(levels[start:end]))
            found.append(Soft(starts_s=start / _SECOND, seconds=(part.stop - start) / _SECOND, under_lu=under))
    return tuple(found)


def _joined(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches whose three seconds overlap are one."""
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1] + _WINDOW - 1:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _speech_s(figures: Figures, part: slice) -> float:
    """How many seconds of a stretch somebody speaks, judged by its own loudest second."""
    mine = figures.of(part)
    if len(mine.level) <= _SECOND:
        return 0.0
    loud = mine.level > np.partition(mine.level, -_SECOND)[-_SECOND] - _UNDER_LOUD_DB
    found = spoken(mine, loud)
    return found.seconds if found.speaks else 0.0


def _lufs(powers: Floats | np.float64) -> Floats:
    return np.asarray(10 * np.log10(np.maximum(powers, 1e-12)) - 0.691)  # BS.1770-4 Annex 1, eq. 2
