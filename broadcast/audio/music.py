"""A ward's own music -> as it stands around or under words: trimmed, cut, righted; or why it cannot.

Music has no words that could be lost, so it is put right where a recording would be refused. What is unfit all the
same (`unfitmusic`) has a sound of ours in its place.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from broadcast.audio.fades import faded
from broadcast.audio.flattops import flat_tops
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.misaligned import in_words, misplaced
from broadcast.audio.places import LONGEST_S, Place
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Floats, Samples, Sound, each_channel, in_mono, resampled
from broadcast.audio.takes import loudness_of
from broadcast.audio.trim import Span, heard
from broadcast.audio.unfitmusic import MOST_GAIN_DB, why_unfit
from broadcast.base.errors import Message, tell
from broadcast.base.lengths import length_told

_TOLD_GAIN_DB = 20.0
_FADE_S = 3.0
_LONGEST_SILENCE_S = 3.0
"""A silence that long inside music makes people think that the loudspeaker has failed."""
_KEPT_SILENCE_S = 2.0
_BEFORE_S, _AFTER_S = 0.04, 0.5
"""Kept at the ends beside what is heard: an attack, and what rings on."""
_TOLD_TRIM_S = 0.5
_TOLD_OFFSET = 0.01
_TOLD_CLIPPED = 0.001
"""A thousandth of the samples lying flat at the top is heard as a rasp; a few are in most of the music sold."""
_LEAST_CLIPPED = 0.25
"""Music that was cut off may have been made softer afterwards."""
_SILENT_CHANNEL_DB = -40.0
_CANCELLED = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Fitted:
    """Music made ready to stand where it is to stand, and what was done to it."""

    sound: Sound
    """Empty where nothing is heard in it."""
    changes: tuple[Message, ...] = ()
    """What was done to it, or is to be known of it: each in a few words, to stand behind its name and a colon."""
    unfit: Message | None = None
    """Why it may not air, so that a sound of ours stands in for it; None where it may."""


def fitted(music: Sound, place: Place, recipe: Recipe | None = None) -> Fitted:
    """Make a ward's own music ready to stand at `place`; return it with what was done, or with why it is unfit.

    Channels that cancel or are silent are left out, and so are offset, silence at the ends and what is longer than
    LONGEST_S; silences inside are shortened. Its spectrum is not judged: a drum or a gong is music too. `recipe`
    None: the usual one. More channels than the recipe's are mixed down to one.
    """
    recipe = recipe or Recipe()
    one_sided, channels = _whole_channels(music, recipe.channels)
    trimmed, cuts = _without_silence(channels)
    if not len(trimmed):
        return Fitted(sound=trimmed, unfit=tell("im lặng, không nghe thấy gì"))
    if found := misplaced(music):
        return Fitted(sound=trimmed, unfit=in_words(found))
    clipped = _clipping(music)
    level, offset = _without_offset(trimmed)
    short, length = _no_longer(level, place)
    loudness = loudness_of(resampled(short, RATE_HZ).samples)
    changes = (*one_sided, *cuts, *length, *offset, *_gain(loudness, recipe), *clipped)
    return Fitted(sound=short, changes=changes, unfit=why_unfit(short, loudness, place, recipe))


def put_together(changes: tuple[Message, ...]) -> Message:
    """Make one sentence of what was done to a piece of music: the changes with commas between them."""
    whole, *others = changes
    for one in others:
        whole = Message("{a}, {b}", {"a": whole, "b": one})
    return whole


# --- what is done to it ---------------------------------------------------------------------------


def _whole_channels(music: Sound, channels: int) -> tuple[tuple[Message, ...], Sound]:
    """What is wrong with the channels, and the music in one, or in as many as the recipe has."""
    silent_one = mirrored = False
    told: tuple[Message, ...] = ()
    powers: Floats = np.zeros(1)
    if music.channels > 1:
        powers = np.array([np.vdot(one, one) for one in each_channel(music.samples)], np.float64)
        silent_one = bool(powers.min() <= powers.max() * 10 ** (_SILENT_CHANNEL_DB / 10)) and powers.max() > 0
        mean = music.samples.mean(axis=1)
        mirrored = music.channels == 2 and bool(np.vdot(mean, mean) < _CANCELLED * powers.mean())
    if silent_one:
        told = (tell("một kênh không có tiếng, nên lấy kênh kia"),)
    elif mirrored:
        told = (tell("hai kênh ngược pha nhau, nên lấy một kênh"),)
    if silent_one or mirrored:
        return told, Sound(np.ascontiguousarray(music.samples[:, int(powers.argmax())]), music.rate_hz)
    if music.channels > channels:
        return told, Sound(in_mono(music.samples), music.rate_hz)
    return told, music


def _without_silence(music: Sound) -> tuple[Sound, tuple[Message, ...]]:
    rate = music.rate_hz
    spans = heard(in_mono(music.samples), rate, join_s=_LONGEST_SILENCE_S)
    if not spans:
        return Sound(music.samples[:0], rate), ()
    kept = [
        Span(max(0, span.start - round(_BEFORE_S * rate)), min(len(music), span.end + round(_AFTER_S * rate)))
        for span in spans
    ]
    before, after = kept[0].start / rate, (len(music) - kept[-1].end) / rate
    inside = sum(two.start - one.end for one, two in pairwise(kept)) / rate
    changes = []
    if before >= _TOLD_TRIM_S:
        changes.append(tell("bỏ {seconds} giây im lặng ở đầu", seconds=_number(before)))
    if after >= _TOLD_TRIM_S:
        changes.append(tell("bỏ {seconds} giây im lặng ở cuối", seconds=_number(after)))
    if inside:
        changes.append(tell("rút ngắn quãng lặng ở giữa"))
    return Sound(np.concatenate(list(_joined(music, kept))), rate), tuple(changes)


def _joined(music: Sound, kept: list[Span]) -> Iterator[Samples]:
    edge, pause = round(0.02 * music.rate_hz), round((_KEPT_SILENCE_S - _AFTER_S) * music.rate_hz)
    for number, span in enumerate(kept):
        if number:
            yield np.zeros((pause, *music.samples.shape[1:]), np.float32)
        part = music.samples[span.start : span.end]
        yield part if len(kept) == 1 else faded(part, frames_in=edge, frames_out=edge)


def _without_offset(music: Sound) -> tuple[Sound, tuple[Message, ...]]:
    offset = music.samples.mean(axis=0, dtype=np.float64)
    told = (tell("bỏ phần lệch một chiều (DC)"),) if float(np.abs(offset).max()) > _TOLD_OFFSET else ()
    return Sound((music.samples - offset).astype(np.float32), music.rate_hz), told


def _no_longer(music: Sound, place: Place) -> tuple[Sound, tuple[Message, ...]]:
    longest = LONGEST_S[place]
    if music.seconds <= longest:
        return music, ()
    frames = round(longest * music.rate_hz)
    cut = faded(music.samples[:frames], frames_out=round(_FADE_S * music.rate_hz))
    told = tell("dài {length}, chỉ lấy {longest:.0f} giây đầu", length=length_told(music.seconds), longest=longest)
    return Sound(cut, music.rate_hz), (told,)


def _gain(loudness: Lufs, recipe: Recipe) -> tuple[Message, ...]:
    gain = recipe.loudness_lufs - loudness
    return (tell("nhỏ, được nâng {gain:.0f} dB", gain=gain),) if _TOLD_GAIN_DB < gain <= MOST_GAIN_DB else ()


def _clipping(music: Sound) -> tuple[Message, ...]:
    share = max(map(_clipped_share, each_channel(music.samples)))
    if share <= _TOLD_CLIPPED:
        return ()
    return (tell("tiếng trong tệp bị vỡ ({percent} % chạm trần)", percent=_number(share * 100)),)


def _clipped_share(samples: Samples) -> float:
    """The share of samples that lie flat at the top; or beyond full scale, as a lossy format leaves such tops."""
    beyond = int((np.abs(samples) > 1.0).sum())
    return max(beyond, flat_tops(samples, least=_LEAST_CLIPPED).samples()) / max(1, len(samples))


def _number(value: float, digits: int = 1) -> str:
    return f"{value:.{digits}f}".replace(".", ",")
