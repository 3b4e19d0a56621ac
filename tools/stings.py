"""Scores written here -> the station's own music: opening, sting, closing and bed, by synthesis alone.

The notes are those of the Bắc mode (hò, xự, xang, xê, cống) on D; the timbres follow what plucked strings and
bells do: partials that die the sooner the higher they are, the bending and trembling of the đàn bầu's string, the
slightly wide partials of the đàn tranh's metal strings, the minor third in a bell. All melodies are ours.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from broadcast.audio.fades import rise
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.sound import Floats, Sound
from broadcast.audio.takes import level_gain

_LOUDNESS = Lufs(-18.0)
"""Even among all four, and low enough that no peak of a plucked string needs a limiter."""
_D5_HZ = 587.33
HO, XU, XANG, XE, CONG = 0, 2, 5, 7, 9
"""Semitones over D5."""
LIU = 12
"""Hò an octave up."""
_LOWER = (HO - 12, XU - 12, XANG - 12, XE - 12, CONG - 12)


@dataclass(frozen=True, slots=True)
class Note:
    """One tone of a score."""

    at_s: float
    voice: str
    """tranh (plucked zither), bau (monochord) or chuong (bell)."""
    pitch: int
    """Semitones over D5."""
    strength: float = 1.0
    seconds: float = 2.0
    bend: int = 0
    """The tone begins so many semitones away and is bent into its pitch (đàn bầu)."""


@dataclass(frozen=True, slots=True)
class Score:
    """A piece of music: its length and its notes."""

    seconds: float
    notes: tuple[Note, ...]
    circular: bool = False
    """Whether what rings over the end is laid over the beginning, so that it can go round and round."""


def _run(at_s: float, pitches: tuple[int, ...], step_s: float, strength: float) -> tuple[Note, ...]:
    """A sweep over the strings of the đàn tranh."""
    return tuple(
        Note(at_s + k * step_s, "tranh", pitch, strength * (0.6 + 0.4 * k / len(pitches)), 1.4)
        for k, pitch in enumerate(pitches)
    )


_OPENING = Score(
    7.0,
    (
        Note(0.05, "chuong", HO - 12, 0.9, 5.0),
        *_run(0.55, (XE - 24, CONG - 24, *_LOWER, HO, XU, XANG), 0.055, 0.55),
        Note(1.25, "bau", XE, 1.0, 1.3, bend=-2),
        Note(2.05, "bau", CONG, 0.9, 0.8),
        Note(2.45, "bau", LIU, 1.0, 1.5, bend=-3),
        Note(2.45, "tranh", HO - 12, 0.5, 2.0),
        Note(3.35, "bau", XE, 0.9, 1.0, bend=2),
        Note(3.35, "tranh", XANG - 12, 0.5, 2.0),
        Note(3.95, "bau", XANG, 0.8, 0.8),
        Note(4.35, "bau", XE, 1.0, 2.4, bend=-2),
        Note(4.35, "tranh", HO, 0.5, 2.4),
        Note(4.39, "tranh", XE - 12, 0.5, 2.4),
        Note(4.43, "tranh", HO - 12, 0.5, 2.4),
        Note(4.45, "chuong", HO - 12, 0.6, 2.5),
    ),
)
_STING = Score(
    3.0,
    (
        Note(0.02, "tranh", XE - 12, 0.9, 1.6),
        Note(0.20, "tranh", HO, 0.9, 1.6),
        Note(0.38, "tranh", XU, 0.9, 1.6),
        Note(0.56, "tranh", XE, 1.0, 2.2),
        Note(0.56, "chuong", HO - 12, 0.5, 2.3),
        Note(1.10, "bau", LIU, 0.7, 1.7, bend=-3),
        Note(1.10, "tranh", XE - 12, 0.6, 1.8),
        Note(1.14, "tranh", HO, 0.6, 1.8),
    ),
)
_CLOSING = Score(
    5.5,
    (
        Note(0.02, "bau", CONG, 0.9, 1.0, bend=-2),
        Note(0.55, "bau", XE, 0.9, 0.9),
        Note(0.95, "bau", XANG, 0.8, 0.8),
        Note(1.30, "bau", XU, 0.8, 1.0, bend=3),
        *_run(1.75, (LIU, CONG, XE, XANG, XU, HO, CONG - 12, XE - 12), 0.07, 0.55),
        Note(2.35, "bau", HO, 1.0, 2.6, bend=2),
        Note(2.35, "tranh", HO - 12, 0.6, 2.6),
        Note(2.40, "tranh", XE - 12, 0.5, 2.6),
        Note(2.40, "chuong", HO - 24, 0.8, 3.0),
    ),
)
_BED_LINE = (HO, XE - 12, XU, XANG, XE, CONG - 12, XANG, XU, HO, CONG - 12, XE - 12, XU)
_BED = Score(
    48.0,
    (
        *(Note(4.0 * k, "bau", pitch - 12, 0.6, 5.5, bend=(0, -2, 2)[k % 3]) for k, pitch in enumerate(_BED_LINE)),
        *(Note(4.0 * k + 1.0, "tranh", pitch - 12, 0.35, 3.5) for k, pitch in enumerate(_BED_LINE)),
        *(Note(4.0 * k + 2.0, "tranh", pitch - 5, 0.25, 3.5) for k, pitch in enumerate(_BED_LINE)),
        *(Note(4.0 * k + 3.0, "tranh", HO - 12 + 7 * (k % 2), 0.22, 3.5) for k in range(12)),
    ),
    circular=True,
)
SCORES: Mapping[str, Score] = {"mo-dau": _OPENING, "nhac-hieu": _STING, "ket-thuc": _CLOSING, "nen": _BED}
"""By the name under which the sound is shipped."""


def rendered(score: Score) -> Sound:
    """Play a score; return its music, one channel at 48 kHz, at -18 LUFS, the same bits on the same machine."""
    frames = round(score.seconds * RATE_HZ)
    canvas = np.zeros(frames + 8 * RATE_HZ)
    for note in score.notes:
        tone = _VOICES[note.voice](note) * note.strength
        start = round(note.at_s * RATE_HZ)
        canvas[start : start + len(tone)] += tone
    canvas += _room(canvas)
    if score.circular:
        canvas[: len(canvas) - frames] += canvas[frames:]
        music = canvas[:frames]
    else:
        music = canvas[:frames] * np.concatenate([np.ones(frames - RATE_HZ), rise(RATE_HZ)[::-1]])
    samples = music.astype(np.float32)
    return Sound(samples * np.float32(level_gain(samples, _LOUDNESS)), RATE_HZ)


# --- voices ---------------------------------------------------------------------------------------


def _tranh(note: Note) -> Floats:
    """A steel string plucked near its end: many partials, a little wide (stiffness), the high ones soon gone."""
    t = _time(note.seconds)
    k = np.arange(1.0, 13.0)
    wide = k * np.sqrt(1 + 0.00012 * k**2)
    heights = np.sin(np.pi * k * 0.13) / k
    decay_s: Floats = 1.1 / (1 + 0.45 * (k - 1))
    return _partials(t, _hz(note.pitch) * np.ones_like(t), wide, heights, decay_s) * _edges(t, 0.0015, 0.15)


def _bau(note: Note) -> Floats:
    """A monochord played on its harmonics: few partials, bent into the tone by the rod, trembling as it rings."""
    t = _time(note.seconds)
    bend = note.bend * np.exp(-t / 0.09)
    tremble = 0.22 * np.sin(2 * np.pi * 5.6 * t) * np.clip((t - 0.25) / 0.3, 0, 1)
    hz = _hz(note.pitch) * 2 ** ((bend + tremble) / 12)
    k = np.arange(1.0, 7.0)
    heights = np.array([1.0, 0.55, 0.30, 0.12, 0.06, 0.03])
    decay_s: Floats = max(note.seconds, 1.0) * 0.6 / (1 + 0.25 * (k - 1))
    return 0.8 * _partials(t, hz, k, heights, decay_s) * _edges(t, 0.012, 0.25)


def _chuong(note: Note) -> Floats:
    """A bell: hum, prime, minor third, fifth, octave and above (the partials of a tuned bell: Rossing, 2000)."""
    t = _time(note.seconds)
    ratios = np.array([0.5, 1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.2])
    heights = np.array([0.25, 0.6, 0.45, 0.25, 0.6, 0.25, 0.2, 0.12])
    decay_s = np.array([2.5, 2.0, 1.5, 1.1, 1.0, 0.6, 0.5, 0.3])
    hz = 2 * _hz(note.pitch) * np.ones_like(t)
    return 0.7 * _partials(t, hz, ratios, heights, decay_s) * _edges(t, 0.003, 0.4)


_VOICES: Mapping[str, Callable[[Note], Floats]] = {"tranh": _tranh, "bau": _bau, "chuong": _chuong}


def _partials(t: Floats, hz: Floats, ratios: Floats, heights: Floats, decay_s: Floats) -> Floats:
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    tone = np.zeros_like(t)
    for ratio, height, decay in zip(ratios, heights, decay_s, strict=True):
        if hz.max() * ratio < 0.45 * RATE_HZ:
            tone += height * np.sin(ratio * phase) * np.exp(-t / decay)
    return tone


def _room(dry: Floats) -> Floats:
    """A small hall after it: noise from fixed bits that dies in a second, 12 dB under what plays."""
    bits = np.random.PCG64(2025).random_raw(RATE_HZ)
    noise = bits.astype(np.float64) / 2**63 - 1
    tail = noise * np.exp(-np.arange(RATE_HZ) / (0.16 * RATE_HZ))
    tail[: RATE_HZ // 80] = 0
    tail *= 10 ** (-12 / 20) / np.sqrt(np.sum(tail**2))
    size = 1 << (len(dry) + len(tail)).bit_length()
    return np.asarray(np.fft.irfft(np.fft.rfft(dry, size) * np.fft.rfft(tail, size), size)[: len(dry)])


def _edges(t: Floats, in_s: float, out_s: float) -> Floats:
    shape = np.ones_like(t)
    first, last = round(in_s * RATE_HZ), round(out_s * RATE_HZ)
    shape[:first], shape[len(t) - last :] = rise(first), rise(last)[::-1]
    return shape


def _time(seconds: float) -> Floats:
    return np.arange(round(seconds * RATE_HZ)) / RATE_HZ


def _hz(pitch: int) -> float:
    return float(_D5_HZ * 2 ** (pitch / 12))
