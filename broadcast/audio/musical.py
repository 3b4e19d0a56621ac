"""Frames and samples -> whether what is heard is played: notes that change or die away, strokes that ring out.

Noise of any colour has no lines that stand out of its spectrum for a third of a second, and swells no faster than
it fades; a hum, a telephone's tone and beeps have lines, but always the same, and are as loud while they last.
The figures were chosen on recordings (decision 213).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.features import RATE_HZ
from broadcast.audio.percentile import percentile
from broadcast.audio.sound import Floats, Samples

_GROUP = 16
"""Frames whose spectra are averaged: a third of a second. The lines of noise level out, a note stays."""
_AROUND = 12
"""Bins (190 Hz) on each side whose median a line is held against."""
_STANDS_OUT_DB = 8.0
_UNDER_LINES_DB = 35.0
"""Lines so far under the strongest are not heard beside it."""
_SAME = 0.85
_CHUNK = 160
"""Samples in one short level: 10 ms."""
_RISE_DB, _RISE = 10.0, 2
"""A stroke stands 10 dB over what was 20 ms before it."""
_NEAR_DB = 3.0
_CLICK, _SHORT = 2, 4
"""What falls by 10 dB at once is a click or a drop of rain, within 20 to 40 ms a stroke, however it ends."""
_SWELL, _SWELL_DB = 10, 4.0
"""What grows by more in the next 100 ms swells, and was not struck."""
_LONGEST = 6_000
"""A great gong has fallen by 10 dB within a minute."""
_UNDER_LOUD_DB = 25.0


_TONAL, _CHANGING, _UNHELD = 0.5, 0.2, 0.9
"""A melody: lines in half of its thirds of a second, of which a fifth are new; not all at one level."""
_ALL_TONAL, _OFTEN_CHANGING = 0.95, 0.3
"""An organ's, which may be at one level."""
_RINGING, _SOME_TONAL, _FALLING = 0.05, 0.4, 0.6
"""A bell, a gong, a drum that is tuned: struck once in twenty seconds."""
_SELDOM = 0.5
"""Strokes a second of a deep bell. The swells of rumble look like more, 1.4 and above; so do thumps."""
_SAME_SKIN, _IN_TIME = 0.05, 4.0
"""A skin sounds the same at each stroke; a hand on a microphone thumps 7 times a second that is loud, and up."""
_BEATING, _ANY_TONAL = 0.7, 0.2
"""A band of drums with a few notes."""
_DRUMMED, _PAUSING = 3.2, 0.5
"""Drums without a pitch: struck so often for each second that is loud. Rain reaches 2.3, clicks 3.0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinesFound:
    """What lines tell of a sound."""

    tonal: float
    """Share of the loud thirds of a second in which lines stand out of the spectrum, 0 to 1."""
    changing: float
    """Share of those whose lines are not those of the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrokesFound:
    """What strokes tell of a sound."""

    rate: float
    """Strokes that ring out, for each second that is loud."""
    held: float
    """Share of the loud 10 ms that lie within 3 dB of the loudest twentieth: of beeps nearly all."""


def is_played(lines: LinesFound, strokes: StrokesFound) -> bool:
    """Tell whether a sound is music: a melody, something struck that rings, drums."""
    melody = lines.tonal >= _TONAL and lines.changing >= _CHANGING and strokes.held < _UNHELD
    organ = lines.tonal >= _ALL_TONAL and lines.changing >= _OFTEN_CHANGING
    ringing = strokes.rate >= _RINGING and lines.tonal >= _SOME_TONAL and strokes.held < _FALLING
    band = strokes.rate >= _BEATING and lines.tonal >= _ANY_TONAL and strokes.held < _FALLING
    drums = strokes.rate >= _DRUMMED and strokes.held < _PAUSING
    return melody or organ or ringing or band or drums


def is_rung(lines: LinesFound, strokes: StrokesFound) -> bool:
    """Tell whether a sound that has nothing over 300 Hz is a bell or a gong: one line, struck now and then."""
    return lines.tonal >= _ALL_TONAL and _RINGING <= strokes.rate <= _SELDOM and strokes.held < _FALLING


def is_drummed(lines: LinesFound, strokes: StrokesFound) -> bool:
    """Tell whether a sound with next to nothing over 300 Hz is a deep drum: the same lines, struck in time."""
    same = lines.tonal >= _ALL_TONAL and lines.changing <= _SAME_SKIN
    return same and _RINGING <= strokes.rate <= _IN_TIME and strokes.held < _PAUSING


class Lines:
    """Finds the lines in spectra that come frame by frame; keeps 12 bytes for each third of a second."""

    def __init__(self, hz: Floats) -> None:
        self._hz = np.maximum(hz, hz[1])
        self._rest: Floats = np.zeros((0, len(hz)))
        self._last: NDArray[np.bool_] = np.zeros(len(hz), np.bool_)
        self._groups: list[tuple[float, float, float]] = []  # level, lines stand out, they are the last one's

    def add(self, power: Floats) -> None:
        """Take the power spectra of the next frames, shape (n, bins)."""
        held = np.concatenate([self._rest, power])
        count = len(held) // _GROUP
        for group in held[: count * _GROUP].reshape(count, _GROUP, len(self._hz)):
            self._look(group.mean(axis=0))
        self._rest = held[count * _GROUP :].copy()

    def found(self) -> LinesFound:
        """Tell how many groups have lines, and how often these change."""
        groups = np.array(self._groups).reshape(-1, 3)
        loud = groups[groups[:, 0] > groups[:, 0].max(initial=-120.0) - _UNDER_LOUD_DB]
        tonal = loud[loud[:, 1] > 0]
        changing = float(np.mean(tonal[1:, 2] < _SAME)) if len(tonal) > 1 else 0.0
        return LinesFound(tonal=len(tonal) / max(1, len(loud)), changing=changing)

    def _look(self, power: Floats) -> None:
        level = 10 * np.log10(power.sum() + 1e-12)
        tilted = 10 * np.log10(power * self._hz + 1e-9)  # the slope of pink noise, so that all colours lie near it
        padded = np.pad(tilted, _AROUND, mode="reflect")
        usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * _AROUND + 1), axis=1)
        lines = (tilted - usual > _STANDS_OUT_DB) & (tilted > tilted.max() - _UNDER_LINES_DB)
        lines[:2] = False
        fewer = min(int(lines.sum()), int(self._last.sum()))
        same = int((lines & self._last).sum()) / fewer if fewer else 0.0  # its attack has more lines than a beep
        self._groups.append((float(level), float(lines.any()), same))
        if lines.any():
            self._last = lines


class Strokes:
    """Finds strokes (of drums, of bells) in samples at 16 kHz that come in pieces; keeps 400 bytes a second."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(1, np.float32)
        self._levels: list[Floats] = []

    def add(self, samples: Samples) -> None:
        """Take the next samples, shape (n,)."""
        held = np.concatenate([self._rest, samples])
        count = (len(held) - 1) // _CHUNK
        # brightened: or the slow swell of a rumble would count
        bright = np.diff(held[: count * _CHUNK + 1]).reshape(count, _CHUNK)
        self._levels.append(10 * np.log10(np.mean(np.square(bright), axis=1, dtype=np.float64) + 1e-12))
        self._rest = held[count * _CHUNK :]

    def found(self) -> StrokesFound:
        """Count the strokes, and how much of the sound is held at one level."""
        levels = np.concatenate([np.full(_RISE, -120.0), *self._levels])  # what begins with its stroke has it too
        if len(levels) <= 2 * _RISE:
            return StrokesFound(rate=0.0, held=1.0)
        top = percentile(levels, 95)
        loud = levels > top - _UNDER_LOUD_DB
        held = float(np.mean(np.abs(levels[loud] - top) < _NEAR_DB)) if loud.any() else 1.0
        peaks = np.flatnonzero(loud[_RISE:] & (levels[_RISE:] - levels[:-_RISE] >= _RISE_DB)) + _RISE
        count, last = 0, -_SHORT
        for at in peaks:
            swell_db = _SWELL_DB if at > _RISE else 0.0  # at its very beginning a sound rises from nothing
            if at - last >= _SHORT and _rings_out(levels[at : at + _LONGEST], swell_db):
                count += 1
            last = int(at)
        return StrokesFound(rate=float(count / max(1.0, loud.sum() * _CHUNK / RATE_HZ)), held=held)


def _rings_out(levels: Floats, swell_db: float) -> bool:
    """Whether what begins here fades, where a tone that is switched off falls at once."""
    if levels[: _SWELL + 1].max() > levels[: _CLICK + 1].max() + swell_db:
        return False
    peak = int(levels[: _CLICK + 1].argmax())
    fallen = np.flatnonzero(levels[peak:] < levels[peak] - _RISE_DB)
    if not len(fallen):
        return False
    length = int(fallen[0])
    return length >= _CLICK and (length <= _SHORT or levels[peak + length - _RISE] < levels[peak] - _NEAR_DB)
