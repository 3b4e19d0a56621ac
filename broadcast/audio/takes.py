"""Phrases -> takes: a voice's words alone, a recording as it was made; at 48 kHz, shaped, equally loud.

A take is one phrase made ready for the mix.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from broadcast.audio.asmade import MOST_GAIN_DB, laid_in
from broadcast.audio.horn import voiced
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import HOP, RATE_HZ, gated
from broadcast.audio.recipe import Recipe
from broadcast.audio.recorded import AsMade
from broadcast.audio.sound import Floats, Samples, Sound, channels_in, resampled, silent
from broadcast.audio.strays import without_strays
from broadcast.audio.trim import Span, heard, words_only
from broadcast.audio.weighting import HopEnergies

_NATURAL_LU = 1.5
"""A sentence may stand off its voice by this much, as a reader's do; only what goes beyond is evened out."""
_SHORTEST_JUDGED_S = 1.5
"""A shorter phrase says too little of its own loudness; it follows its voice."""
_WORD_GAP_S = 0.25
"""Words closer than this are one stretch of speech."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Phrase:
    """One utterance of a voice, as its engine gave it, or a whole recording; and the pause after it."""

    sound: Sound
    """One channel, of any rate; silence at its ends is taken off."""
    pause_after_s: float = 0.0
    """Silence after its last word, in seconds; the last phrase's is not heard."""
    voice: str = ""
    """The name of the voice; phrases of one voice are levelled together."""
    as_made: AsMade | None = None
    """How it airs where it is a recording: nothing inside is shortened or evened out; None: it is a voice's."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Take:
    """A phrase as it will sound, at 48 kHz, but for its level."""

    samples: Samples
    """Shape (frames,), before any gain; empty where nothing is heard."""
    powers: Floats
    """K-weighted mean squares, one for each 100 ms."""
    spans: tuple[Span, ...]
    """Where its words are, in frames at 48 kHz from the take's beginning."""
    pause_after: int
    """Silence after the take, in frames at 48 kHz."""
    voice: str
    most_gain_db: float = np.inf
    """It is raised by no more than this."""


def take_of(recipe: Recipe, phrase: Phrase) -> Take:
    """Make the Take of a phrase."""
    samples, spans = conditioned(recipe, phrase)
    return Take(
        samples=samples,
        powers=_hop_powers(samples),
        spans=spans,
        pause_after=round(phrase.pause_after_s * RATE_HZ),
        voice=phrase.voice,
        most_gain_db=MOST_GAIN_DB if phrase.as_made else np.inf,
    )


def conditioned(recipe: Recipe, phrase: Phrase) -> tuple[Samples, tuple[Span, ...]]:
    """Make a phrase (any rate) ready for the mix; return it at 48 kHz, shape (frames,), and where its words are.

    Empty where nothing is heard.
    """
    if phrase.as_made is not None:
        return laid_in(recipe, phrase.sound, phrase.as_made)
    samples = _spoken(recipe, phrase.sound)
    return samples, tuple(heard(samples, RATE_HZ, join_s=_WORD_GAP_S))


def _spoken(recipe: Recipe, sound: Sound) -> Samples:
    """An utterance's words alone, ready for the mix.

    Clicks, breaths, offset and silence at the ends are taken off, long pauses shortened, the sound shaped by the
    recipe's profile. Empty where nothing is heard.
    """
    clean = Sound(without_strays(sound.samples, sound.rate_hz), sound.rate_hz)
    at_48k = resampled(clean, RATE_HZ).samples
    words = words_only(at_48k, RATE_HZ, longest_pause_s=recipe.longest_pause_s, edge_s=recipe.edge_s)
    return voiced(words, recipe.profile)


def level_gains(takes: Sequence[Take], target: Lufs) -> list[float]:
    """Compute for each take the gain (an amplitude) that brings its voice as a whole to `target`, in LUFS.

    A take of at least 1.5 s that stands further than 1.5 LU off its voice is moved to exactly 1.5 LU off; a
    shorter one only follows its voice. None is raised by more than its `most_gain_db`. The gain is 1 where the
    voice is silent.
    """
    of_voice = _loudness_of_voices(takes)
    wanted_db = [target - of_voice[take.voice] + _evened_lu(take, of_voice[take.voice]) for take in takes]
    return [
        _amplitude(min(db, take.most_gain_db) if np.isfinite(db) else db)
        for db, take in zip(wanted_db, takes, strict=True)
    ]


def held_back(takes: Sequence[Take], target: Lufs) -> bool:
    """Whether one of the takes stays under `target`, in LUFS, because it may not be raised any more."""
    of_voice = _loudness_of_voices(takes)
    return any(target - of_voice[take.voice] > take.most_gain_db for take in takes)


def _loudness_of_voices(takes: Sequence[Take]) -> dict[str, Lufs]:
    """How loud all that each voice says is together."""
    powers: dict[str, list[Floats]] = {}
    for take in takes:
        powers.setdefault(take.voice, []).append(take.powers)
    return {voice: gated(np.concatenate(of_takes)) for voice, of_takes in powers.items()}


def level_gain(samples: Samples, target: Lufs) -> float:
    """Compute the gain (an amplitude) that brings 48 kHz samples to `target` LUFS; 1 for silence."""
    return _amplitude(target - loudness_of(samples))


def loudness_of(samples: Samples) -> Lufs:
    """Measure the integrated loudness of 48 kHz samples, however short; -inf for silence."""
    return gated(_hop_powers(samples))


def _evened_lu(take: Take, voice: Lufs) -> float:
    off = gated(take.powers) - voice
    if len(take.samples) < _SHORTEST_JUDGED_S * RATE_HZ or not np.isfinite(off):
        return 0.0
    return float(np.clip(off, -_NATURAL_LU, _NATURAL_LU) - off)


def _hop_powers(samples: Samples) -> Floats:
    # with 300 ms of silence behind it even a very short sound fills a gating block
    channels = channels_in(samples)
    energies = HopEnergies(HOP, channels)
    return np.concatenate([energies.add(samples), energies.add(silent(4 * HOP, channels))]) / HOP


def _amplitude(gain_db: float) -> float:
    return float(10 ** (gain_db / 20)) if np.isfinite(gain_db) else 1.0
