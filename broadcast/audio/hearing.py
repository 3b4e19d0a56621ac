"""A sound, block by block -> whether somebody is speaking in it; where nobody is, what is heard instead.

Speech is told by five figures of each second (decision 213 has the recordings they were chosen on, and those on
which they were tried then):

- a good part of it is voiced: its autocorrelation has a peak between 70 and 400 Hz (Boersma, Proceedings of the
  Institute of Phonetic Sciences 17, 1993);
- its pitch glides: from one 20 ms to the next it moves by a tenth of a semitone or more, but seldom jumps. Notes
  stand still, and noise jumps;
- its spectrum moves too, as the mouth opens and closes, and is broad: a tone has one line, a vowel has formants;
- what is voiced lasts as long as syllables do;
- its level swings with the syllables, some four a second (Houtgast and Steeneken, JASA 77, 1985).

Music and drums fail of the second and third, hiss of the first, hum and engines of the last.
"""

import itertools
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Floats, Samples
from broadcast.base.errors import Message, tell

RATE_HZ = 16_000
"""What an Ear hears; speech has nothing above 8 kHz that it could not be told without."""

_FRAME, _HOP, _FFT = 640, 320, 1024  # 40 ms every 20 ms
_LOWEST_HZ, _HIGHEST_HZ = 70, 400
_VOICE_HZ = (80.0, 1_800.0)
_BANDS_HZ = (100, 200, 300, 400, 510, 630, 770, 920, 1080, 1270, 1480, 1720, 2000, 2320, 2700, 3150, 3700)
"""Borders of the critical bands (Zwicker, JASA 33, 1961)."""
_VOICED = 0.6
_GLIDES, _JUMPS = 0.08, 1.5
"""Semitones from one frame to the next."""
_APART = 3
"""Frames (60 ms) between the spectra that are held against each other."""
_UNDER_LOUD_DB, _AUDIBLE_DB = 25.0, -65.0
_BROAD_DB, _SWING_DB = 25.0, 30.0
_WINDOW, _STEP = 50, 25  # a second, every half second
_FEWEST = 8
"""Loud frames that a second needs to be judged."""

_LEAST_VOICED, _LEAST_GLIDING, _MOST_JUMPING = 0.35, 0.42, 0.45
_CHANGE_DB, _LEAST_BROAD, _SHORTEST_S, _LEAST_SWING_DB = (3.0, 14.0), 0.25, 0.055, 2.5
_LEAST_SHARE, _STRETCH, _LEAST_OF_STRETCH = 0.25, 10, 0.8
"""Somebody speaks where a quarter of all that is loud is speech, or eight tenths of five seconds in a row."""

_SILENT_DB, _STEADY_DB = -70.0, 1.5
_OFFSET = 0.005
_LEAST_OVER_NOISE_DB = 15.0
"""The noise of a room this close under the words is told: they are heard, but with effort outdoors."""


class Kind(StrEnum):
    """What a sound is, as a whole."""

    SPEECH = "speech"
    MUSIC = "music"
    """Whatever is no speech and no noise: notes, drums, bells, effects."""
    HISS = "hiss"
    HUM = "hum"
    TONE = "tone"
    """A steady tone, as of a telephone line."""
    NOISE = "noise"
    """Wind, rain, engines, a crowd: neither voiced nor tonal."""
    OFFSET = "offset"
    """Direct current, and nothing else."""
    SILENCE = "silence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was heard in a sound."""

    kind: Kind
    seconds: float
    loud_db: float
    """The level that the loudest twentieth of it passes, in dB to full scale (RMS of 40 ms)."""
    floor_db: float
    """The level of its softest tenth, digital silence left out."""
    speech_s: float
    """Seconds in which somebody speaks."""
    speech_share: float
    """Of all that is loud, 0 to 1."""
    pitch_hz: float
    """Of hum or a tone, its strongest line; 0 of anything else."""


class Ear:
    """Hears one sound; 100 bytes a second of it are kept, and nothing of its samples."""

    def __init__(self) -> None:
        self._rest: Samples = np.zeros(0, np.float32)
        self._columns: list[NDArray[np.float32]] = []
        self._last_bands: Floats = np.zeros((0, len(_BANDS_HZ) - 1))
        self._spectrum = np.zeros(_FFT // 2 + 1)
        self._sum, self._frames = 0.0, 0

    def add(self, samples: Samples) -> None:
        """Hear the next samples of one channel at 16 kHz, shape (n,); any number of them."""
        samples = np.nan_to_num(samples, posinf=0.0, neginf=0.0)  # a float file may hold what is no number
        self._sum += float(samples.sum(dtype=np.float64))
        self._frames += len(samples)
        held = np.concatenate([self._rest, samples])
        count = max(0, (len(held) - _FRAME) // _HOP + 1)
        frames = np.lib.stride_tricks.sliding_window_view(held, _FRAME)[::_HOP][:count] if count else held[:0]
        for at in range(0, count, 2_000):
            self._look(frames[at : at + 2_000])
        self._rest = held[count * _HOP :]

    def heard(self) -> Heard:
        """Judge all that was heard so far."""
        seconds = self._frames / RATE_HZ
        if not self._columns:
            offset = self._frames and abs(self._sum / self._frames) > _OFFSET
            return _nothing(Kind.OFFSET if offset else Kind.SILENCE, seconds)
        level, voicing, pitch, change, broad, swing = np.concatenate(self._columns).T
        heard = level[level > _SILENT_DB]  # or minutes of silence would make a voice soft
        loud_db = float(np.percentile(heard, 95)) if len(heard) else float(level.max())
        above = level[level > -115]
        floor_db = float(np.percentile(above, 10)) if len(above) else -120.0
        if loud_db < _SILENT_DB:
            offset = abs(self._sum / self._frames) > _OFFSET
            return _nothing(Kind.OFFSET if offset else Kind.SILENCE, seconds, loud_db)
        loud = level > max(loud_db - _UNDER_LOUD_DB, _AUDIBLE_DB)
        spoken, share, speaks = _speech(loud, voicing > _VOICED, pitch, change, broad, swing)
        kind = Kind.SPEECH if speaks else self._kind(level[loud], voicing[loud], pitch[loud])
        return Heard(
            kind=kind, seconds=seconds, loud_db=loud_db, floor_db=floor_db, speech_s=spoken, speech_share=share,
            pitch_hz=self._line_hz() if kind in (Kind.HUM, Kind.TONE) else 0.0,
        )  # fmt: skip

    def _look(self, frames: Samples) -> None:
        centred = frames - frames.mean(axis=1, keepdims=True)
        power = np.abs(np.fft.rfft(centred * _WINDOW_OF_FRAME, _FFT)) ** 2
        self._spectrum += power.sum(axis=0)
        bands = 10 * np.log10(power @ _BANDS + 1e-9)
        voicing, pitch = _pitch(power)
        shape = bands - bands.mean(axis=1, keepdims=True)
        shapes = np.concatenate([self._last_bands, shape])
        change = np.zeros(len(shape))
        known = max(0, len(shapes) - _APART)
        if known:
            moved = np.sqrt(((shapes[_APART:] - shapes[:-_APART]) ** 2).mean(axis=1))
            change[len(change) - min(known, len(change)) :] = moved[-len(change) :]
        self._last_bands = shapes[-_APART:]
        level = 10 * np.log10((centred**2).mean(axis=1) + 1e-12)
        broad = (bands > bands.max(axis=1, keepdims=True) - _BROAD_DB).mean(axis=1)
        swing = 10 * np.log10((10 ** (bands / 10)).sum(axis=1))
        self._columns.append(np.column_stack([level, voicing, pitch, change, broad, swing]).astype(np.float32))

    def _kind(self, level: Floats, voicing: Floats, pitch: Floats) -> Kind:
        """What is heard where nobody speaks."""
        total = self._spectrum[_HZ >= _LOWEST_LINE_HZ].sum() + 1e-12
        line = self._spectrum.argmax()
        tonal = self._spectrum[max(0, line - 2) : line + 3].sum() / total
        low = self._spectrum[(_HZ >= _LOWEST_LINE_HZ) & (_HZ <= _HUM_HZ)].sum() / total
        steady = float(np.std(level)) < _STEADY_DB
        if steady and low > _MOSTLY and float(np.median(voicing)) > _VOICED:
            return Kind.HUM
        if steady and _HZ[line] < _LOWEST_HZ and low > _MOSTLY:
            return Kind.HUM
        if steady and tonal > _MOSTLY:
            return Kind.TONE
        if float(np.mean(voicing > _VOICED)) < _RARELY:
            return Kind.HISS if steady else Kind.NOISE
        return Kind.MUSIC

    def _line_hz(self) -> float:
        """The frequency of the strongest line, between two bins of the spectrum by their levels."""
        at = int(np.clip(self._spectrum.argmax(), 1, len(self._spectrum) - 2))
        before, here, after = np.log(self._spectrum[at - 1 : at + 2] + 1e-12)
        found = float(_HZ[1] * (at + 0.5 * (before - after) / (before - 2 * here + after + 1e-9)))
        mains = _MAINS_HZ * round(found / _MAINS_HZ)  # the bins are too wide to tell 48 Hz from 50
        return mains if abs(found - mains) < _HZ[1] / 2 else found


def refusal(heard: Heard, loudness: float | None, *, music: bool = False) -> tuple[Message, Message | None] | None:
    """Word why a recording may not air for what was heard in it, and what to do; None where it may.

    `loudness`: integrated, in LUFS; None where it is too soft to be measured. `music`: the ward says that it is
    music, so nobody need speak; silence, hiss and hum are refused all the same.
    """
    if heard.kind is Kind.SPEECH or (music and heard.kind in (Kind.MUSIC, Kind.TONE, Kind.NOISE)):
        return None
    if heard.kind is Kind.SILENCE:
        return tell("không nghe thấy gì trong tệp: tệp im lặng"), _RECORD_AGAIN
    if heard.kind is Kind.OFFSET:
        return tell("không nghe thấy gì trong tệp: chỉ có tín hiệu một chiều (DC)"), _RECORD_AGAIN
    what = tell("không nghe thấy tiếng người: {heard}", heard=_in_words(heard, loudness))
    return what, _IF_MUSIC if heard.kind is Kind.MUSIC else _RECORD_AGAIN


def noisy(heard: Heard) -> Message | None:
    """Word that the noise behind the words stands close under them; None where it does not.

    Judged by the softest tenth of the sound against its loudest twentieth, where there are pauses to hear it in.
    """
    apart = heard.loud_db - heard.floor_db
    if heard.kind is not Kind.SPEECH or apart >= _LEAST_OVER_NOISE_DB:
        return None
    return tell("tiếng nền chỉ nhỏ hơn lời {count} dB, ngoài trời sẽ khó nghe", count=round(apart))


_RECORD_AGAIN = tell("Xem lại micro và dây, thu lại rồi chép tệp vào.")
_IF_MUSIC = tell("Nếu đúng là nhạc, là trống thì thêm dòng music: true ở đầu bài; nếu không thì thu lại.")

_WINDOW_OF_FRAME = np.hanning(_FRAME).astype(np.float32)
_HZ = np.fft.rfftfreq(_FFT, 1 / RATE_HZ)
_BANDS = np.stack([(low <= _HZ) & (high > _HZ) for low, high in itertools.pairwise(_BANDS_HZ)], axis=1).astype(
    np.float64
)
_VOICE = ((_VOICE_HZ[0] <= _HZ) & (_VOICE_HZ[1] >= _HZ)).astype(np.float64)
_OF_WINDOW = np.fft.irfft(np.abs(np.fft.rfft(_WINDOW_OF_FRAME, _FFT)) ** 2)
_LAGS = slice(RATE_HZ // _HIGHEST_HZ, RATE_HZ // _LOWEST_HZ)
_LOWEST_LINE_HZ, _HUM_HZ = 30.0, 320.0
_MAINS_HZ = 50.0
_MOSTLY, _RARELY = 0.8, 0.1


def _pitch(power: Floats) -> tuple[Floats, Floats]:
    """How voiced each frame is, 0 to 1, and its pitch in semitones, from its power spectrum, shape (n, bins)."""
    correlation = np.fft.irfft(power * _VOICE)
    normal = correlation[:, _LAGS] / (correlation[:, :1] + 1e-12) / (_OF_WINDOW[_LAGS] / _OF_WINDOW[0])
    rows = np.arange(len(normal))
    voicing = normal.max(axis=1)
    lag = (normal >= 0.9 * voicing[:, None]).argmax(axis=1)  # the first that is nearly as high: no octave too low
    for _ in range(6):  # and from there to its top
        after = np.minimum(lag + 1, normal.shape[1] - 1)
        lag = np.where(normal[rows, after] > normal[rows, lag], after, lag)
    middle = np.clip(lag, 1, normal.shape[1] - 2)
    before, here, after = (normal[rows, middle + step] for step in (-1, 0, 1))
    between = np.clip(0.5 * (before - after) / (before - 2 * here + after + 1e-9), -0.5, 0.5)
    return voicing, 12 * np.log2(RATE_HZ / (_LAGS.start + middle + between) / _LOWEST_HZ)


def _speech(
    loud: NDArray[np.bool_],
    voiced: NDArray[np.bool_],
    pitch: Floats,
    change: Floats,
    broad: Floats,
    swing: Floats,
) -> tuple[float, float, bool]:
    """Seconds of speech, its share of what is loud, and whether that is somebody speaking."""
    voiced = voiced & loud
    pairs = np.concatenate([[False], voiced[1:] & voiced[:-1]])
    moves = np.concatenate([[0.0], np.abs(np.diff(pitch))])
    gliding, jumping = pairs & (moves > _GLIDES) & (moves < _JUMPS), pairs & (moves >= _JUMPS)
    changing = voiced & np.concatenate([np.zeros(min(_APART, len(voiced)), np.bool_), voiced[:-_APART]])
    swing = np.maximum(swing, np.percentile(swing[loud], 95) - _SWING_DB)
    judged: list[bool] = []
    for at in range(0, max(1, len(loud) - _WINDOW + 1), _STEP):
        part = slice(at, at + _WINDOW)
        if loud[part].sum() < _FEWEST:
            continue
        voices, both = int(voiced[part].sum()), int(pairs[part].sum())
        runs = int((np.diff(np.concatenate([[0], voiced[part].astype(np.int8), [0]])) == 1).sum())
        changes = change[part][changing[part]]
        around = slice(max(0, at - _STEP), at + _WINDOW + _STEP)
        judged.append(
            voices >= _LEAST_VOICED * loud[part].sum()
            and both > 0
            and len(changes) > 0
            and gliding[part].sum() >= _LEAST_GLIDING * both
            and jumping[part].sum() <= _MOST_JUMPING * both
            and _CHANGE_DB[0] <= float(np.median(changes)) <= _CHANGE_DB[1]
            and float(broad[part][voiced[part]].mean()) >= _LEAST_BROAD
            and voices * _HOP / RATE_HZ >= _SHORTEST_S * runs
            and float(swing[around].std()) >= _LEAST_SWING_DB
        )
    share = float(np.mean(judged)) if judged else 0.0
    return sum(judged) * _STEP * _HOP / RATE_HZ, share, share >= _LEAST_SHARE or _in_one_stretch(judged)


def _in_one_stretch(judged: list[bool]) -> bool:
    """Whether somebody speaks for five seconds of a long piece of music."""
    if len(judged) < _STRETCH:
        return False
    sums = np.convolve(np.array(judged, np.float64), np.ones(_STRETCH), "valid")
    return bool(sums.max() >= _LEAST_OF_STRETCH * _STRETCH)


def _nothing(kind: Kind, seconds: float, loud_db: float = -120.0) -> Heard:
    return Heard(
        kind=kind, seconds=seconds, loud_db=loud_db, floor_db=loud_db, speech_s=0.0, speech_share=0.0, pitch_hz=0.0
    )


def _in_words(heard: Heard, loudness: float | None) -> Message:
    level = f"{loudness if loudness is not None else heard.loud_db:.0f}".replace("-", "−")
    match heard.kind:
        case Kind.HISS:
            return tell("chỉ có tiếng xì {level} LUFS", level=level)
        case Kind.HUM:
            return tell("chỉ có tiếng ù {hz} Hz, {level} LUFS", hz=round(heard.pitch_hz), level=level)
        case Kind.TONE:
            return tell("chỉ có một tiếng kêu đều {hz} Hz, {level} LUFS", hz=round(heard.pitch_hz), level=level)
        case Kind.MUSIC:
            return tell("nghe như nhạc hay tiếng động, {level} LUFS", level=level)
        case _:
            return tell("chỉ có tiếng ồn {level} LUFS", level=level)
