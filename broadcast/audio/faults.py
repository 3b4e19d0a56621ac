"""A sound -> what is wrong with it, in words; only what has nothing wrong enters the cache or is called ready."""

import numpy as np

from broadcast.audio.loudness import RATE_HZ, Lufs, measure
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Samples, Sound, resampled
from broadcast.audio.trim import Span, frame_levels_db, heard
from broadcast.errors import Message, tell

_LOUDNESS_TOLERANCE_LU = 0.5
_LONGEST_DEAD_AIR_S = 3.0
_SYLLABLE_S = (0.10, 0.75)
"""Seconds a syllable at speed 1, pauses included: Vietnamese is read at about 0.19 s a syllable (5.2 a second:
Pellegrino et al., Language 87, 2011); half of that is a truncated file, four times it is something else."""
_SPARE_S = 1.5
"""Over and above, for a single word with its silences."""
_OFFSET = 0.005
_CLIPPED_RUN = 4
_CUT_DB = 20.0
"""A first or last millisecond within this of the loud ones lies in the middle of a sound; even a voice that begins
at once, as espeak's nasals do, takes longer to rise."""
_MUFFLED_DB = -30.0
_HISS_DB = -3.0


def speech_faults(sound: Sound, *, syllables: int, speed: float = 1.0) -> tuple[Message, ...]:
    """What keeps an engine's or a reader's utterance of so many syllables from being used."""
    at_48k = resampled(sound, RATE_HZ)
    words = heard(at_48k.samples, RATE_HZ, join_s=60.0)
    if not words:
        return (tell("âm thanh im lặng, không nghe thấy lời"),)
    return tuple(
        _length_faults(_seconds(words), syllables=syllables, speed=speed)
        + _cut_faults(sound)
        + _clipping_faults(sound)
        + _dead_air_faults(at_48k)
        + _band_faults(at_48k)
    )


def faults_of(
    sound: Sound, *, recipe: Recipe, syllables: int | None = None, speed: float = 1.0, around_s: float = 0.0
) -> tuple[Message, ...]:
    """What keeps a finished cart from being called ready.

    `syllables` of the spoken text (None: not known), read at `speed`; `around_s`: seconds that are not speech.
    """
    at_48k = resampled(sound, RATE_HZ)
    if not heard(at_48k.samples, RATE_HZ, join_s=60.0):
        return (tell("âm thanh im lặng, không nghe thấy gì"),)
    spoken_s = at_48k.seconds - around_s
    return tuple(
        ([] if syllables is None else _length_faults(spoken_s, syllables=syllables, speed=speed))
        + _loudness_faults(at_48k, recipe)
        + _cut_faults(sound)
        + _clipping_faults(sound)
        + _dead_air_faults(at_48k)
        + _offset_faults(sound)
        + _band_faults(at_48k)
    )


def _length_faults(seconds: float, *, syllables: int, speed: float) -> list[Message]:
    shortest = _SYLLABLE_S[0] * syllables / speed
    longest = _SYLLABLE_S[1] * syllables / speed + _SPARE_S
    if shortest <= seconds <= longest:
        return []
    template = (
        "lời đọc dài {seconds} giây, quá ngắn so với {syllables} tiếng: có thể bị mất đoạn"
        if seconds < shortest
        else "lời đọc dài {seconds} giây, quá dài so với {syllables} tiếng"
    )
    return [tell(template, seconds=_number(seconds), syllables=syllables)]


def _loudness_faults(sound: Sound, recipe: Recipe) -> list[Message]:
    found = measure(sound)
    faults = []
    if abs(found.integrated_lufs - recipe.loudness_lufs) > _LOUDNESS_TOLERANCE_LU:
        faults.append(
            tell(
                "độ to {found} LUFS, lệch khỏi mức {target} LUFS",
                found=_number(found.integrated_lufs),
                target=_number(recipe.loudness_lufs),
            )
        )
    if found.true_peak_dbtp > recipe.true_peak_dbtp:
        faults.append(
            tell(
                "đỉnh âm {found} dBTP, vượt mức {ceiling} dBTP",
                found=_number(found.true_peak_dbtp, 2),
                ceiling=_number(recipe.true_peak_dbtp),
            )
        )
    return faults


def _cut_faults(sound: Sound) -> list[Message]:
    levels = frame_levels_db(sound.samples, max(1, sound.rate_hz // 1000))
    loud = float(np.percentile(levels, 95))
    faults = []
    if levels[0] > loud - _CUT_DB:
        faults.append(tell("tiếng đầu bị cụt"))
    if levels[-1] > loud - _CUT_DB:
        faults.append(tell("tiếng cuối bị cụt"))
    return faults


def _clipping_faults(sound: Sound) -> list[Message]:
    runs = _flat_tops(sound.samples)
    return [tell("âm thanh bị vỡ (chạm trần {count} chỗ)", count=runs)] if runs else []


def _flat_tops(samples: Samples) -> int:
    """How often the wave lies flat at its highest: what a converter or an earlier programme has cut off."""
    height = np.abs(samples).max(initial=0.0)
    if height < 0.5:
        return 0
    top = np.concatenate([[0], (np.abs(samples) >= height * 0.9999).astype(np.int8), [0]])
    edges = np.diff(top)
    lengths = np.flatnonzero(edges == -1) - np.flatnonzero(edges == 1)
    return int((lengths >= _CLIPPED_RUN).sum())


def _dead_air_faults(sound: Sound) -> list[Message]:
    spans = heard(sound.samples, sound.rate_hz, join_s=0.0)
    borders = [0, *(edge for span in spans for edge in (span.start, span.end)), len(sound)]
    gaps = [(end - start) / sound.rate_hz for start, end in zip(borders[::2], borders[1::2], strict=True)]
    if max(gaps) <= _LONGEST_DEAD_AIR_S:
        return []
    return [tell("có quãng lặng {seconds} giây", seconds=_number(max(gaps)))]


def _offset_faults(sound: Sound) -> list[Message]:
    offset = abs(float(sound.samples.mean(dtype=np.float64)))
    return [tell("tín hiệu lệch một chiều (DC)")] if offset > _OFFSET else []


def _band_faults(sound: Sound) -> list[Message]:
    """Sound without consonants (1-4 kHz) is not understood; mostly above 8 kHz it is noise."""
    total, voice, high = (_band_power(sound, *band) for band in ((80, 20_000), (1_000, 4_000), (8_000, 20_000)))
    if 10 * np.log10(voice / total + 1e-12) < _MUFFLED_DB:
        return [tell("âm thanh bị đục: gần như không có dải tiếng nói 1-4 kHz")]
    if 10 * np.log10(high / total + 1e-12) > _HISS_DB:
        return [tell("âm thanh chủ yếu là tiếng xì trên 8 kHz")]
    return []


def _band_power(sound: Sound, low_hz: float, high_hz: float) -> float:
    spectrum = _mean_spectrum(sound.samples)
    step_hz = sound.rate_hz / 2 / (len(spectrum) - 1)
    return float(spectrum[round(low_hz / step_hz) : round(high_hz / step_hz) + 1].sum())


def _mean_spectrum(samples: Samples, size: int = 4096) -> Samples:
    padded = np.zeros(-(-max(1, len(samples)) // size) * size, np.float32)
    padded[: len(samples)] = samples
    frames = padded.reshape(-1, size) * np.hanning(size).astype(np.float32)
    return np.asarray(np.square(np.abs(np.fft.rfft(frames, axis=1))).mean(axis=0), np.float32)


def _seconds(words: list[Span]) -> float:
    return (words[-1].end - words[0].start) / RATE_HZ


def _number(value: float | Lufs, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")
