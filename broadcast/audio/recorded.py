"""A recording's samples, in pieces -> where something is heard in it: its two ends, its long silences.

A recording airs as it was made, so this only looks; `asmade` is what lays it into a cart. All is judged by
K-weighted levels (ITU-R BS.1770-4) of 20 ms, which neither an offset nor rumble moves. Heard is what lies at most
12 LU under the loudness of the recording. Of what is softer nothing is taken for silence but what is silence to
the ear (55 LU under), and room noise: a steady sound that neither swells nor fades, with nothing standing out.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.beside import Beside
from broadcast.audio.flattops import runs
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ, gated, moving_mean
from broadcast.audio.misaligned import Misplaced
from broadcast.audio.sound import Floats, Samples
from broadcast.audio.trim import Span
from broadcast.audio.weighting import HopEnergies

STEP = RATE_HZ // 50
"""Frames of 48 kHz in one level: 20 ms."""
BEFORE_S, AFTER_S = 0.2, 0.3
"""Kept of an end that is trimmed: what begins or dies away too softly to be told from its room."""
LONG_SILENCE_S = 5.0
"""A longer silence inside is remarked on: a chairman's pause takes two or three seconds."""
BROKEN_S = 180.0
"""Nobody means a longer silence without saying so: a recorder that was left running, or a broken file."""
_SURE_LU = 12.0
"""Nothing that stands nearer to the loudness is ever taken for noise."""
_SILENT_LU, _SILENT_LUFS = 55.0, -80.0
"""What lies so far under the words, or so low, is inaudible beside them: the quietest rooms stand there."""
_NOTHING_LUFS = -70.0
"""The absolute gate of BS.1770: a recording that stays under it all along has no sound at all."""
_GATE_LU = 10.0
"""The relative gate of BS.1770."""
_THREE_S = 150
"""Levels in three seconds: a door that slams does not make a recording loud."""
_SUSTAINED = 3
"""Levels in a row: 60 ms. A shorter sound is a recorder button's click, not a syllable (about 100 ms)."""
_JOIN_S = 0.25
"""Shorter holes are inside a sentence."""
_STEADY_LU, _STEADY_SHARE = 3.0, 0.7
"""Of steady noise 70 % of the levels lie within 3 LU of their median. Measured: hiss, hum and pink noise 100 %,
the rumble of a room 85 to 89 %; a crowd 43 %, dense claps 53 %, the embedded voice 29 %."""
_TREND_LU = 3.0
"""A gong that dies away, music that fades in: their first third and their last differ by more."""
_DEEPER_LU = 15.0
"""Levels down to so far under what is silent are looked at too: cut off there, soft words would look steady."""
_LEAST_NOISE = 25
"""Levels (half a second) it takes to tell noise from a word."""
_OVER_NOISE_LU = 8.0
_FEWEST_CLIPPED, _MANY_CLIPPED = 10, 100
"""Told of is a recording that is clipped once in each second that is heard, 10 times at least, or 100 times.

The embedded voice, 1 dB over full scale, is so once in two seconds, which nobody hears; 2 dB over, three times in
one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsMade:
    """How a recording airs; without a word of it, it is somebody's speech in a room."""

    keep_silence: bool = False
    """Nothing is trimmed, and no long silence is remarked on."""
    music: bool = False
    """It is a song, a drum, an anthem: what is soft and steady in it is music too, not room noise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """A stretch inside a recording in which nothing is heard."""

    starts_s: float
    """Counted from the recording's beginning."""
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What is heard in a recording, in seconds from its beginning; plain numbers alone."""

    seconds: float
    loudness: Lufs
    """Integrated (BS.1770-4), in LUFS; -inf where nothing passes the gates."""
    begins_s: float
    """Where the first sound is heard."""
    ends_s: float
    """Where the last one ends; `begins_s` where nothing is heard at all."""
    silences: tuple[Silence, ...] = ()
    """The silences between them that are longer than 5 s, in order."""
    clipped: int = 0
    """How often the wave lies flat at its highest: it was recorded too loud."""
    beside: Beside = field(default_factory=Beside)
    """What nobody will hear in it beside something louder; empty where that was not listened for."""
    misplaced: tuple[Misplaced, ...] = ()
    """Where it is bytes out of place; empty where that was not looked for."""

    @property
    def is_silent(self) -> bool:
        """Whether nothing is heard in it."""
        return self.ends_s <= self.begins_s

    @property
    def is_clipped(self) -> bool:
        """Whether it was recorded so much too loud that somebody would hear it."""
        heard_s = self.ends_s - self.begins_s - sum(silence.seconds for silence in self.silences)
        return self.clipped >= min(max(heard_s, _FEWEST_CLIPPED), _MANY_CLIPPED)

    @property
    def kept_s(self) -> tuple[float, float]:
        """Return what is left of it when both ends are trimmed: from and to, in seconds; a margin is left."""
        if self.is_silent:
            return 0.0, self.seconds
        return max(0.0, self.begins_s - BEFORE_S), min(self.seconds, self.ends_s + AFTER_S)


class Listening:
    """Listens to a recording whose 48 kHz samples come in pieces; keeps 400 bytes for each second heard."""

    def __init__(self, channels: int = 1, *, music: bool = False) -> None:
        """`music` as in AsMade."""
        self._music = music
        self._energies = HopEnergies(STEP, channels)
        self._heard: list[Floats] = [np.zeros(0)]
        self._frames = 0

    def add(self, samples: Samples) -> None:
        """Take the next samples (48 kHz, as many channels as were told), any number of them."""
        self._frames += len(samples)
        self._heard.append(self._energies.add(samples))

    def found(self, *, clipped: int = 0) -> Recorded:
        """Return what is heard in all samples added so far; `clipped` is what `FlatTops` counted."""
        powers = self.powers()
        heard = np.flatnonzero(_heard(powers, music=self._music))
        seconds = self._frames / RATE_HZ
        loudness = gated(powers[: len(powers) // 5 * 5].reshape(-1, 5).mean(axis=1))
        if not len(heard):
            return Recorded(seconds=seconds, loudness=loudness, begins_s=0.0, ends_s=0.0, clipped=clipped)
        gaps = np.diff(heard) - 1
        long = np.flatnonzero(gaps * STEP > LONG_SILENCE_S * RATE_HZ)
        return Recorded(
            seconds=seconds,
            loudness=loudness,
            begins_s=float(heard[0] * STEP / RATE_HZ),
            ends_s=min(seconds, float((heard[-1] + 1) * STEP / RATE_HZ)),
            silences=tuple(
                Silence(starts_s=float((heard[at] + 1) * STEP / RATE_HZ), seconds=float(gaps[at] * STEP / RATE_HZ))
                for at in long
            ),
            clipped=clipped,
        )

    def powers(self) -> Floats:
        """Return the K-weighted mean squares of all samples added so far, one for each 20 ms."""
        self._heard = [np.concatenate(self._heard)]
        return self._heard[0] / STEP

    def spans(self) -> tuple[Span, ...]:
        """List where something is heard, in frames at 48 kHz; holes of up to 0.25 s are bridged."""
        heard = np.flatnonzero(_heard(self.powers(), music=self._music))
        if not len(heard):
            return ()
        breaks = np.flatnonzero((np.diff(heard) - 1) * STEP > _JOIN_S * RATE_HZ)
        starts = heard[np.concatenate([[0], breaks + 1])]
        ends = heard[np.concatenate([breaks, [len(heard) - 1]])] + 1
        return tuple(
            Span(int(a) * STEP, min(int(b) * STEP, self._frames)) for a, b in zip(starts, ends, strict=True)
        )


def listen(samples: Samples, *, music: bool = False) -> Listening:
    """Listen to a whole recording at 48 kHz; return the listening, to be asked what it found."""
    listening = Listening(1 if samples.ndim == 1 else samples.shape[1], music=music)
    listening.add(samples)
    return listening


# --- what is heard --------------------------------------------------------------------------------


def _heard(powers: Floats, *, music: bool) -> NDArray[np.bool_]:
    """Mark the levels at which something is heard. `powers`: K-weighted mean squares, one for each 20 ms."""
    levels = _lufs(powers)
    loud = _loudness(powers)
    silent = max(loud - _SILENT_LU, _SILENT_LUFS)
    if not np.isfinite(loud):
        return np.zeros(len(levels), np.bool_)
    if music:
        return _sustained(levels > silent)
    heard = _sustained(levels > loud - _SURE_LU)
    for start, end in runs(~heard):
        over = min(_over_noise(levels[start:end], silent), loud - _SURE_LU)
        heard[start:end] = _sustained(levels[start:end] > over)
    return heard


def _over_noise(levels: Floats, silent: float) -> float:
    """The level over which something stands out of these; `silent` where they are no steady noise."""
    noise = levels[levels > silent - _DEEPER_LU]
    if len(noise) < _LEAST_NOISE:
        return silent
    usual = np.median(noise)
    third = len(noise) // 3
    is_steady = float(np.mean(np.abs(noise - usual) <= _STEADY_LU)) >= _STEADY_SHARE
    is_level = abs(np.median(noise[:third]) - np.median(noise[-third:])) < _TREND_LU
    return float(usual + _OVER_NOISE_LU) if is_steady and is_level else silent


def _loudness(powers: Floats) -> float:
    """The loudness of the words, however little of the whole they are; -inf where there is no sound.

    BS.1770 puts its gate under the mean of the whole, which is enough for a programme. Here an hour of hiss may
    stand around a minute of words: the gate is put under the loudest three seconds.
    """
    blocks = moving_mean(powers, 20)  # 400 ms
    if not len(blocks):
        blocks = powers
    kept = blocks[_lufs(blocks) > _NOTHING_LUFS]
    if not len(kept):
        return -np.inf
    loudest = np.partition(kept, -_THREE_S)[-_THREE_S] if len(kept) > _THREE_S else kept.min()
    return float(_lufs(kept[_lufs(kept) > _lufs(loudest) - _GATE_LU].mean()))


def _sustained(marked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The same without marks that stand in a row of fewer than three."""
    kept = marked.copy()
    for start, end in runs(marked):
        if end - start < _SUSTAINED:
            kept[start:end] = False
    return kept


def _lufs(powers: Floats | np.float64) -> Floats:
    return np.asarray(10 * np.log10(np.maximum(powers, 1e-12)) - 0.691)  # BS.1770-4 Annex 1, eq. 2
