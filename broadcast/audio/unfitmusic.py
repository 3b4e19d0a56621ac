"""A ward's own music, put right -> why it may not air all the same: no music at all, too faint, too short.

Hiss, hum and noise are told by the ear that hears recordings (`hearing`), so that a file is one thing to both. Of
what that calls noise only the steady kinds are refused here: applause, waves, a cheering crowd may be a jingle.
"""

import numpy as np

from broadcast.audio.faults import faults_of
from broadcast.audio.hearing import RATE_HZ as EAR_HZ
from broadcast.audio.hearing import Ear, Kind, in_words
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import measure
from broadcast.audio.mixdown import mixdown
from broadcast.audio.percentile import percentile
from broadcast.audio.places import Place
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Samples, Sound, in_mono, resampled
from broadcast.base.errors import Message, tell

MOST_GAIN_DB = 40.0
"""So much is music raised at most: what lies under it in a 16-bit file (at -98 dB) stays 42 dB under the music."""
_SHORTEST_S = 0.4
"""A gating block of ITU-R BS.1770: how loud a shorter sound is cannot be told."""
_SHORTEST_HEARD_S = 1.0
"""Of less nobody can tell whether it is steady: a drum, a click, a short note."""
_FAINT_LU = 0.5
"""Peaks that stand too far over the rest, as of a drum through a horn, keep it from coming nearer."""
_FRAME_S, _STEADY_DB = 0.1, 4.0
"""Steady noise: nine tenths of its levels of 100 ms lie so near to each other.

So they do of noise of any colour and of a fan; not of rain, wind, a street, a crowd."""


def why_unfit(music: Sound, loudness: Lufs, place: Place, recipe: Recipe) -> Message | None:
    """Tell why music of that loudness may not air at `place`, in words that go on after its name; None: it may."""
    if music.seconds < _SHORTEST_S:
        return tell("chỉ dài {seconds:.2f} giây", seconds=music.seconds)
    if (noise := _noise(in_mono(music.samples, music.rate_hz), music.rate_hz, loudness)) is not None:
        return noise
    if not recipe.loudness_lufs - loudness <= MOST_GAIN_DB:
        return tell("nhỏ quá, gần như không nghe thấy")
    if place is Place.BED:
        return None
    # what is left is found out by what a mix makes of it
    mix = mixdown(recipe, sting=music, speech=(), bed=None, closing=None)
    measured = measure(mix.sound)
    if measured.integrated_lufs < recipe.loudness_lufs - _FAINT_LU:
        return tell("toàn tiếng trầm hay tiếng gõ quá gọn, nâng hết mức vẫn nhỏ so với lời đọc")
    faults = faults_of(mix.sound, recipe=recipe, measured=measured, speech=())
    return faults[0] if faults else None


def _noise(mono: Samples, rate_hz: int, loudness: Lufs) -> Message | None:
    """What is heard in place of music, in words; None where it may be music."""
    if len(mono) < _SHORTEST_HEARD_S * rate_hz:
        return None
    ear = Ear()
    ear.add(resampled(Sound(mono, rate_hz), EAR_HZ).samples)
    heard = ear.heard()
    if heard.kind in (Kind.HISS, Kind.HUM) or (heard.kind is Kind.NOISE and _is_steady(mono, rate_hz)):
        return in_words(heard, float(loudness) if np.isfinite(loudness) else None)
    return None


def _is_steady(mono: Samples, rate_hz: int) -> bool:
    frame = round(_FRAME_S * rate_hz)
    brightened = np.diff(mono, prepend=mono[:1])  # or the slow swell of a noise would count as music
    frames = brightened[: len(mono) // frame * frame].reshape(-1, frame)
    if len(frames) < 5:
        return False
    levels = 10 * np.log10(np.mean(np.square(frames), axis=1, dtype=np.float64) + 1e-12)
    low, top = percentile(levels, 5), percentile(levels, 95)
    return bool(top - low < _STEADY_DB)
