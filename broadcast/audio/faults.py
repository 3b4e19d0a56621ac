"""A sound -> what is wrong with it, in words; only what has nothing wrong enters the cache or is called ready."""

from collections.abc import Sequence

import numpy as np

from broadcast.audio.bands import Uneven, uneven
from broadcast.audio.flattops import flat_tops
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import Loudness, measure
from broadcast.audio.percentile import percentile
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Floats, Samples, Sound, each_channel
from broadcast.audio.trim import Span, audible, frame_levels_db
from broadcast.base.errors import Message, tell

_LOUDNESS_TOLERANCE_LU = 0.5
_LONGEST_DEAD_AIR_S = 3.0
_SYLLABLE_S = (0.10, 0.75)
"""Seconds a syllable at speed 1, pauses included: Vietnamese is read at about 0.19 s a syllable (5.2 a second:
Pellegrino et al., Language 87, 2011); half of that is a truncated file, four times it is something else."""
_SPARE_S = 1.5
"""Over and above, for a single word with its silences."""
_OFFSET = 0.005
_CUT_DB = 20.0
"""A first or last millisecond within this of the loud ones lies in the middle of a sound; even a voice that begins
at once, as espeak's nasals do, takes longer to rise."""
_AT_THE_END_S = 0.3
"""Speech so near to an end of the sound is what is heard there; beyond, it is music."""
_FRAME_S = 0.005
_SPECTRUM_FRAMES = 128


def faults_of(
    sound: Sound,
    *,
    recipe: Recipe,
    measured: Loudness | None = None,
    syllables: int | None = None,
    speed: float = 1.0,
    around_s: float = 0.0,
    speech: Sequence[Span] | None = None,
    recorded: bool = False,
) -> tuple[Message, ...]:
    """Judge a finished cart by its sound; return in words all that is wrong with it, empty where nothing is.

    Judged: silence, length for its syllables, loudness and true peak against the recipe, words cut at either end,
    clipping, silences of more than 3 s, offset, and a spectrum that is muffled or all hiss. `measured`: this
    sound's loudness, where it is known already. `syllables` of the spoken text (None: the length is not judged),
    read at `speed` (1.0: the usual pace); `around_s`: how many seconds of the sound are not speech. `speech`: its
    stretches of speech: spectrum, clipping and cut words are judged of them alone, so not at all where they are
    empty; None: all of it is speech. `recorded`: its words are a recording, which airs as it was made: what is
    judged is what the mix has done, its loudness (softer than the recipe says is none) and its peak. All else is
    told of the recording itself (`asmade`), and whether it may air is decided there, so that whoever checks a
    folder finds the same as whoever builds.
    """
    levels = _levels_db(sound)
    if not audible(levels).any():
        return (tell("âm thanh im lặng, không nghe thấy gì"),)
    spoken_s = sound.seconds - around_s
    as_made = [] if recorded else _faults_as_made(sound, levels, speech)
    return tuple(
        ([] if syllables is None else _length_faults(spoken_s, syllables=syllables, speed=speed))
        + _loudness_faults(measured or measure(sound), recipe, may_be_soft=recorded)
        + as_made
    )


def _faults_as_made(sound: Sound, levels_db: Floats, speech: Sequence[Span] | None) -> list[Message]:
    words = spoken(sound, speech)
    return [
        *_cut_faults(sound, levels_db, speech),
        *_clipping_faults(words),
        *_dead_air_faults(levels_db),
        *_offset_faults(sound),
        *_band_faults(words),
    ]


def spoken(sound: Sound, speech: Sequence[Span] | None) -> Sound:
    """Join a sound's stretches of speech, one after another; None: all of it is speech.

    Nobody has to understand a gong or a drum around them.
    """
    if speech is None:
        return sound
    return Sound(
        np.concatenate([sound.samples[:0], *(sound.samples[one.start : one.end] for one in speech)]), sound.rate_hz
    )


def _levels_db(sound: Sound) -> Floats:
    # channels frame by frame, as they lie in memory: a frame is silent where all of them are
    return frame_levels_db(sound.samples.reshape(-1), round(_FRAME_S * sound.rate_hz) * sound.channels)


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


def _loudness_faults(found: Loudness, recipe: Recipe, *, may_be_soft: bool) -> list[Message]:
    faults = []
    if found.integrated_lufs == -np.inf:
        return [tell("âm thanh nhỏ quá, gần như không nghe thấy")]
    off = found.integrated_lufs - recipe.loudness_lufs
    if abs(off) > _LOUDNESS_TOLERANCE_LU and (off > 0 or not may_be_soft):
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


def _cut_faults(sound: Sound, levels_db: Floats, speech: Sequence[Span] | None) -> list[Message]:
    """Of an end at which there is no speech nothing is told: a drum is loudest where it begins."""
    edge = max(1, sound.rate_hz // 1000)
    loud_db = percentile(levels_db, 95)
    first_db, last_db = (_level_db(part) for part in (sound.samples[:edge], sound.samples[-edge:]))
    near = round(_AT_THE_END_S * sound.rate_hz)
    spoken_first = speech is None or any(span.start < near for span in speech[:1])
    spoken_last = speech is None or any(span.end > len(sound) - near for span in speech[-1:])
    told = (
        (spoken_first, first_db, tell("tiếng đầu bị cụt")),
        (spoken_last, last_db, tell("tiếng cuối bị cụt")),
    )
    return [fault for spoken, level_db, fault in told if spoken and level_db > loud_db - _CUT_DB]


def _level_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples)) + 1e-12))


def _clipping_faults(sound: Sound) -> list[Message]:
    count = sum(flat_tops(channel).count() for channel in each_channel(sound.samples))
    return [tell("âm thanh bị vỡ (chạm trần {count} chỗ)", count=count)] if count else []


def _dead_air_faults(levels_db: Floats) -> list[Message]:
    heard = np.flatnonzero(audible(levels_db))
    longest_s = float(np.diff(np.concatenate([[-1], heard, [len(levels_db)]])).max() - 1) * _FRAME_S
    if longest_s <= _LONGEST_DEAD_AIR_S:
        return []
    return [tell("có quãng lặng {seconds} giây", seconds=_number(longest_s))]


def _offset_faults(sound: Sound) -> list[Message]:
    offset = max(abs(float(channel.mean())) for channel in each_channel(sound.samples))
    return [tell("tín hiệu lệch một chiều (DC)")] if offset > _OFFSET else []


def _band_faults(sound: Sound) -> list[Message]:
    """Sound without consonants (1-4 kHz) is not understood; mostly above 8 kHz it is noise."""
    if not len(sound):
        return []
    spectrum = np.sum([_mean_spectrum(channel) for channel in each_channel(sound.samples)], axis=0)
    match uneven(spectrum, np.linspace(0, sound.rate_hz / 2, len(spectrum))):
        case Uneven.MUFFLED:
            return [tell("âm thanh bị đục: gần như không có dải tiếng nói 1-4 kHz")]
        case Uneven.SHRILL:
            return [tell("âm thanh chủ yếu là tiếng xì trên 8 kHz")]
        case None:
            return []


def _mean_spectrum(samples: Samples, size: int = 2048) -> Floats:
    """Power over frequency, from frames spread evenly over the whole."""
    if len(samples) < size:
        samples = np.pad(samples, (0, size - len(samples)))
    frames = samples[: len(samples) // size * size].reshape(-1, size)
    spread = max(1, len(frames) // _SPECTRUM_FRAMES)
    window = np.hanning(size).astype(np.float32)
    spectra = np.fft.rfft(frames[::spread] * window, axis=1)
    return np.asarray((spectra.real**2 + spectra.imag**2).mean(axis=0), np.float64) + 1e-20


def _number(value: float | Lufs, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace(".", ",").replace("-", "−")
