"""Sting, speech, bed, closing + Recipe -> one finished sound: on its loudness, under its ceiling.

All is laid on one line of time; nodes of 4 ms tell how loud it is and how high its wave stands; then the gain is
applied where it lies.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from broadcast.audio.balance import Parts, balance, scaled
from broadcast.audio.bed import Bed
from broadcast.audio.fades import faded
from broadcast.audio.horn import banded
from broadcast.audio.limiter import MOST_GAIN_DB, apply, master
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.nodes import NODE, Nodes
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Floats, Samples, Sound, centred, channels_in, resampled, silent
from broadcast.audio.takes import Phrase, Take, held_back, level_gain, level_gains, take_of
from broadcast.audio.trim import Span
from broadcast.audio.truepeak import NodePeaks
from broadcast.audio.weighting import HopEnergies

_BLOCK = 2_500 * NODE  # 10 s
_NEAR = 0.8
"""All parts are levelled before they are mixed, so the master seldom adds more than these 2 dB."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mix:
    """A finished sound, and where in it there is speech."""

    sound: Sound
    """At 48 kHz."""
    speech: tuple[Span, ...]
    """The stretches of speech, in frames from its beginning; under a bed they could not be measured afterwards."""


def mixdown(
    recipe: Recipe, *, sting: Sound | None, speech: Iterable[Phrase], bed: Sound | None, closing: Sound | None
) -> Mix:
    """Mix sting, gap, speech over the ducked bed, gap and closing into one finished sound; None leaves a part out.

    The sound is at 48 kHz, at the recipe's loudness and under its true peak; empty where there is nothing to hear.
    Speech has one channel; music has one, or as many as the recipe (else ValueError). Their rates may differ.
    """
    line = _laid_out(recipe, sting=sting, speech=speech, closing=closing)
    mix = _laid(line.parts, recipe.channels)
    if bed is not None and len(bed) and line.words is not None:
        _lay_under(mix, Bed(recipe, bed, words=line.words, spans=line.spans, until=len(mix)))
    curve = _master_curve(recipe, mix, Parts(music=line.music, words=line.words), held_back=line.held_back)
    for start, block in _blocks(mix):
        first = start // NODE
        apply(block, curve[first : first + len(block) // NODE + 1])
    return Mix(sound=Sound(mix, RATE_HZ), speech=line.spans)


# --- the line of time -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    frames: int
    samples: Samples = field(default_factory=lambda: silent(0))
    """None of them: silence."""
    gain: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Line:
    """What sounds one after another, and where the words are."""

    parts: list[_Part]
    spans: tuple[Span, ...]
    """Stretches of speech."""
    words: Span | None
    """From the first word to the last."""
    music: tuple[Span, ...]
    """The sting and the closing, where there are any."""
    held_back: bool
    """Whether the words stay under their loudness, because they may not be raised any more."""


def _laid_out(recipe: Recipe, *, sting: Sound | None, speech: Iterable[Phrase], closing: Sound | None) -> _Line:
    takes = [take for take in (take_of(recipe, phrase) for phrase in speech) if len(take.samples)]
    before = _music(recipe, sting)
    after = _music(recipe, closing)
    music = [_frames(before), _frames(after)]
    spoken, spans = _spoken(takes, level_gains(takes, recipe.loudness_lufs))
    if before and spoken:
        before = [*before, _silence(recipe.sting_gap_s)]
    if after and (before or spoken):
        after = [_silence(recipe.closing_gap_s), *after]
    first, length = _frames(before), _frames(spoken)
    parts = [*before, *spoken, *after]
    return _Line(
        parts=parts,
        spans=tuple(Span(first + span.start, first + span.end) for span in spans),
        words=Span(first, first + length) if takes else None,
        music=tuple(
            span
            for span in (Span(0, music[0]), Span(_frames(parts) - music[1], _frames(parts)))
            if span.start < span.end
        ),
        held_back=held_back(takes, recipe.loudness_lufs),
    )


def _music(recipe: Recipe, sound: Sound | None) -> list[_Part]:
    return [] if sound is None or not len(sound) else [_levelled(recipe, sound)]


@lru_cache(maxsize=2)  # one cart after another has the same sting and the same closing
def _levelled(recipe: Recipe, sound: Sound) -> _Part:
    edge = round(recipe.edge_s * RATE_HZ)
    rise_frames = max(edge, round(recipe.profile.sting_rise_s * RATE_HZ))
    samples = banded(resampled(sound, RATE_HZ).samples, recipe.profile)
    samples = faded(samples, frames_in=rise_frames, frames_out=4 * edge)
    return _Part(len(samples), samples, level_gain(samples, recipe.loudness_lufs))


def _spoken(takes: Sequence[Take], gains: Sequence[float]) -> tuple[list[_Part], list[Span]]:
    """Takes and pauses, and where the words are, counted from the first of them."""
    parts: list[_Part] = []
    spans: list[Span] = []
    at = 0
    for take, gain in zip(takes, gains, strict=True):
        spans += [Span(at + span.start, at + span.end) for span in take.spans]
        parts += [_Part(len(take.samples), take.samples, gain), _Part(take.pause_after)]
        at += len(take.samples) + take.pause_after
    return parts[:-1], spans


def _silence(seconds: float) -> _Part:
    return _Part(round(seconds * RATE_HZ))


def _frames(parts: Sequence[_Part]) -> int:
    return sum(part.frames for part in parts)


def _laid(parts: list[_Part], channels: int) -> Samples:
    """The parts one after another, a whole number of nodes; the last is laid first, and leaves list and memory."""
    at = _frames(parts)
    line = silent(-(-at // NODE) * NODE, channels)
    while parts:
        part = parts.pop()
        at -= part.frames
        for start, block in _blocks(part.samples):
            here = at + start
            line[here : here + len(block)] = centred(block * np.float32(part.gain), channels)
    return line


def _lay_under(mix: Samples, bed: Bed) -> None:
    for start, block in _blocks(mix):
        block += bed.part(start, len(block))


def _blocks(mix: Samples) -> Iterator[tuple[int, Samples]]:
    """Where each few seconds of it begin, and they themselves: what is worked out of them stays small."""
    return ((start, mix[start : start + _BLOCK]) for start in range(0, len(mix), _BLOCK))


# --- its loudness and its ceiling -----------------------------------------------------------------


def _master_curve(recipe: Recipe, mix: Samples, parts: Parts, *, held_back: bool) -> Floats:
    """The gain at each border of the mix's nodes that makes it as loud as it shall be, under its ceiling."""
    ceiling = 10 ** ((recipe.true_peak_dbtp - recipe.limiter.margin_db) / 20)
    energies = HopEnergies(NODE, recipe.channels).add(mix).astype(np.float32)
    above = ceiling * _NEAR
    while True:
        nodes = Nodes(peaks=_peaks(mix, above=above), energies=energies)
        gains = np.ones(len(nodes) + 1)
        if not held_back:
            gains = balance(
                nodes, parts, target_lufs=recipe.loudness_lufs, ceiling=ceiling, limiter=recipe.limiter
            )
        found = master(
            scaled(nodes, gains), target_lufs=recipe.loudness_lufs, ceiling=ceiling, limiter=recipe.limiter,
            most_gain_db=0.0 if held_back else MOST_GAIN_DB,
        )  # fmt: skip
        # peaks under `above` were not looked at closely: they must be under the ceiling with any gain
        highest = found.gain * float(gains.max())
        if highest * above <= ceiling:
            return found.curve * gains
        above = 0.7 * ceiling / highest


def _peaks(mix: Samples, *, above: float) -> Samples:
    heights = NodePeaks(NODE, channels_in(mix))
    found = [heights.add(block, above=above) for _, block in _blocks(mix)]
    return np.concatenate([*found, heights.rest(above=above)])
