"""The figures of frames -> whether somebody is speaking, and for how long.

Speech is told by five figures of each second (decision 213 has the recordings they were chosen on, and those on
which they were tried then):

- a good part of it is voiced: its autocorrelation has a peak between 70 and 400 Hz;
- its pitch glides: from one 20 ms to the next it moves by a tenth of a semitone or more, but seldom jumps. Notes
  stand still, and noise jumps;
- its spectrum moves too, as the mouth opens and closes, and is broad: a tone has one line, a vowel has formants;
- what is voiced lasts as long as syllables do;
- its level swings with the syllables, some four a second (Houtgast and Steeneken, JASA 77, 1985).

Music and drums fail of the second and third, hiss of the first, hum and engines of the last.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.features import APART, HOP, RATE_HZ, Figures
from broadcast.audio.percentile import percentile
from broadcast.audio.sound import Floats

VOICED = 0.6
"""So high is the peak of a voiced frame's autocorrelation."""
_GLIDES, _JUMPS = 0.08, 1.5
"""Semitones from one frame to the next."""
_SWING_DB = 30.0
_WINDOW, _STEP = 50, 25  # a second, every half second
_FEWEST = 8
"""Loud frames that a second needs to be judged."""

_LEAST_VOICED, _LEAST_GLIDING, _MOST_JUMPING = 0.35, 0.42, 0.45
_CHANGE_DB, _LEAST_BROAD, _SHORTEST_S, _LEAST_SWING_DB = (3.0, 14.0), 0.25, 0.055, 2.5
_LEAST_SHARE, _STRETCH, _LEAST_OF_STRETCH = 0.25, 10, 0.8
"""Somebody speaks where a quarter of all that is loud is speech, or eight tenths of five seconds in a row."""

_Marks = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """How much of a sound is speech."""

    seconds: float
    share: float
    """Of all that is loud, 0 to 1."""
    speaks: bool
    """Whether that is somebody speaking."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Marked:
    """The frames of a sound, each marked for what it is."""

    loud: _Marks
    voiced: _Marks
    pairs: _Marks
    """Voiced, as the one before it is."""
    gliding: _Marks
    jumping: _Marks
    changing: _Marks
    """Voiced, as the one 60 ms before it is."""


def spoken(figures: Figures, loud: _Marks) -> Spoken:
    """Judge each loud second by its figures; return how much of a sound is speech."""
    marked = _marked(figures, loud)
    swing = np.maximum(figures.swing, percentile(figures.swing[loud], 95) - _SWING_DB)
    judged = [
        _is_speech(figures, marked, swing, at)
        for at in range(0, max(1, len(loud) - _WINDOW + 1), _STEP)
        if loud[at : at + _WINDOW].sum() >= _FEWEST
    ]
    share = float(np.mean(judged)) if judged else 0.0
    speaks = share >= _LEAST_SHARE or _in_one_stretch(judged)
    return Spoken(seconds=sum(judged) * _STEP * HOP / RATE_HZ, share=share, speaks=speaks)


def _marked(figures: Figures, loud: _Marks) -> _Marked:
    voiced = (figures.voicing > VOICED) & loud
    pairs = np.concatenate([[False], voiced[1:] & voiced[:-1]])
    moves = np.concatenate([[0.0], np.abs(np.diff(figures.pitch))])
    before = np.concatenate([np.zeros(min(APART, len(voiced)), np.bool_), voiced[:-APART]])
    return _Marked(
        loud=loud, voiced=voiced, pairs=pairs, gliding=pairs & (moves > _GLIDES) & (moves < _JUMPS),
        jumping=pairs & (moves >= _JUMPS), changing=voiced & before,
    )  # fmt: skip


def _is_speech(figures: Figures, marked: _Marked, swing: Floats, at: int) -> bool:
    """Whether the second that begins with frame `at` is speech."""
    part, around = slice(at, at + _WINDOW), slice(max(0, at - _STEP), at + _WINDOW + _STEP)
    voiced = marked.voiced[part]
    voices, both = int(voiced.sum()), int(marked.pairs[part].sum())
    runs = int((np.diff(np.concatenate([[0], voiced.astype(np.int8), [0]])) == 1).sum())
    changes = figures.change[part][marked.changing[part]]
    return bool(
        voices >= _LEAST_VOICED * marked.loud[part].sum()
        and both > 0
        and len(changes) > 0
        and marked.gliding[part].sum() >= _LEAST_GLIDING * both
        and marked.jumping[part].sum() <= _MOST_JUMPING * both
        and _CHANGE_DB[0] <= float(np.median(changes)) <= _CHANGE_DB[1]
        and float(figures.broad[part][voiced].mean()) >= _LEAST_BROAD
        and voices * HOP / RATE_HZ >= _SHORTEST_S * runs
        and float(swing[around].std()) >= _LEAST_SWING_DB
    )


def _in_one_stretch(judged: list[bool]) -> bool:
    """Whether somebody speaks for five seconds of a long piece of music."""
    if len(judged) < _STRETCH:
        return False
    sums = np.convolve(np.array(judged, np.float64), np.ones(_STRETCH), "valid")
    return bool(sums.max() >= _LEAST_OF_STRETCH * _STRETCH)
