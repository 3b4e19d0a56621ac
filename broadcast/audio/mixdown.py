"""Sting, speech, bed, closing + Recipe -> one finished sound: on its loudness, under its ceiling.

All is laid on one line of time and mixed in blocks: a first pass learns how loud the mix is, a second applies the
gain. A short mix is kept between the passes; a long one is made again, so that it never lies in memory beside its
mastered form.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from broadcast.audio.balance import Parts, balance, scaled
from broadcast.audio.bed import Bed
from broadcast.audio.fades import faded
from broadcast.audio.horn import banded
from broadcast.audio.limiter import MOST_GAIN_DB, Master, master
from broadcast.audio.loudness import RATE_HZ, Gate
from broadcast.audio.nodes import NODE, Nodes
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Samples, Sound, centred, resampled, silent
from broadcast.audio.takes import Phrase, Take, held_back, level_gain, level_gains, take_of
from broadcast.audio.trim import Span
from broadcast.audio.truepeak import NodePeaks
from broadcast.audio.weighting import HopEnergies

_BLOCK = 1_250 * NODE  # 5 s
_NEAR = 0.7
"""All parts are levelled before they are mixed, so the master seldom adds more than these 3 dB."""
_KEPT_S = 120.0
"""A mix up to this long is kept between the two passes; a longer one is mixed again."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Mix:
    """A finished sound, and where in it there is speech."""

    sound: Sound
    """At 48 kHz."""
    speech: tuple[Span, ...]
    """The stretches of speech, in frames from its beginning; under a bed they could not be measured afterwards."""


def mixdown(
    recipe: Recipe, *, sting: Sound | None, speech: Sequence[Phrase], bed: Sound | None, closing: Sound | None
) -> Mix:
    """Mix sting, gap, speech over the ducked bed, gap and closing into one finished sound; None leaves a part out.

    The sound is at 48 kHz, at the recipe's loudness and under its true peak; empty where there is nothing to hear.
    Speech has one channel; music has one, or as many as the recipe (else ValueError). Their rates may differ.
    """
    line = _laid_out(recipe, sting=sting, speech=speech, closing=closing)
    spans, blocks = line.spans, _mastered(recipe, line, bed)
    del line  # its speech would stay in memory beside the mix
    return Mix(sound=Sound(np.concatenate([*blocks, silent(0, recipe.channels)]), RATE_HZ), speech=spans)


# --- the line of time -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    make: Callable[[], Samples]
    frames: int
    gain: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Line:
    """What sounds one after another (a whole number of nodes), and where the words are."""

    parts: tuple[_Part, ...]
    frames: int
    spans: tuple[Span, ...]
    """Stretches of speech."""
    words: Span | None
    """From the first word to the last."""
    music: tuple[Span, ...]
    """The sting and the closing, where there are any."""
    held_back: bool
    """Whether the words stay under their loudness, because they may not be raised any more."""
    channels: int

    def samples(self) -> Iterator[Samples]:
        for part in self.parts:
            yield centred(part.make() * np.float32(part.gain), self.channels)


def _laid_out(recipe: Recipe, *, sting: Sound | None, speech: Sequence[Phrase], closing: Sound | None) -> _Line:
    voices: dict[str, Gate] = {}
    takes = _takes(recipe, speech, voices)
    before = _music(recipe, sting)
    after = _music(recipe, closing)
    music = [_frames(before), _frames(after)]
    spoken, spans = _spoken(takes, level_gains(takes, voices, recipe.loudness_lufs))
    if before and spoken:
        before = [*before, _silence(recipe.sting_gap_s)]
    if after and (before or spoken):
        after = [_silence(recipe.closing_gap_s), *after]
    first, length = _frames(before), _frames(spoken)
    parts = [*before, *spoken, *after]
    filled = _Part(lambda: np.zeros(-_frames(parts) % NODE, np.float32), -_frames(parts) % NODE)
    return _Line(
        parts=(*parts, filled),
        frames=_frames(parts) + filled.frames,
        spans=tuple(Span(first + span.start, first + span.end) for span in spans),
        words=Span(first, first + length) if takes else None,
        music=tuple(
            span
            for span in (Span(0, music[0]), Span(_frames(parts) - music[1], _frames(parts)))
            if span.start < span.end
        ),
        held_back=held_back(takes, voices, recipe.loudness_lufs),
        channels=recipe.channels,
    )


def _takes(recipe: Recipe, speech: Sequence[Phrase], voices: dict[str, Gate]) -> list[Take]:
    takes: list[Take] = []
    kept = 0
    for place in range(len(speech)):
        take = take_of(recipe, speech, place, keep=kept < _KEPT_S * RATE_HZ, voices=voices)
        kept += take.frames
        if take.frames:
            takes.append(take)
    return takes


def _music(recipe: Recipe, sound: Sound | None) -> list[_Part]:
    if sound is None or not len(sound):
        return []
    edge = round(recipe.edge_s * RATE_HZ)
    rise_frames = max(edge, round(recipe.profile.sting_rise_s * RATE_HZ))
    samples = banded(resampled(sound, RATE_HZ).samples, recipe.profile)
    samples = faded(samples, frames_in=rise_frames, frames_out=4 * edge)
    return [_Part(lambda: samples, len(samples), level_gain(samples, recipe.loudness_lufs))]


def _spoken(takes: Sequence[Take], gains: Sequence[float]) -> tuple[list[_Part], list[Span]]:
    """Takes and pauses, and where the words are, counted from the first of them."""
    parts: list[_Part] = []
    spans: list[Span] = []
    at = 0
    for take, gain in zip(takes, gains, strict=True):
        spans += [Span(at + span.start, at + span.end) for span in take.spans]
        parts += [_Part(take.make, take.frames, gain), _silence(take.pause_after / RATE_HZ)]
        at += take.frames + take.pause_after
    return parts[:-1], spans


def _silence(seconds: float) -> _Part:
    frames = round(seconds * RATE_HZ)
    return _Part(lambda: np.zeros(frames, np.float32), frames)


def _frames(parts: Sequence[_Part]) -> int:
    return sum(part.frames for part in parts)


# --- the two passes -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class _Unmastered:
    """The mix before its master, in blocks; made anew each time it is gone through."""

    line: _Line
    under: Bed | None

    def __iter__(self) -> Iterator[Samples]:
        at = 0
        for block in _regrouped(self.line.samples(), _BLOCK):
            yield block + self.under.part(at, len(block)) if self.under else block
            at += len(block)


def _mastered(recipe: Recipe, line: _Line, bed: Sound | None) -> Iterator[Samples]:
    under, parts, held = _bed_under(recipe, line, bed), Parts(music=line.music, words=line.words), line.held_back
    mix: Iterable[Samples] = _Unmastered(line, under)
    if line.frames <= _KEPT_S * RATE_HZ:
        mix = list(mix)
        del line, under  # or the speech would stay in memory beside its mix
    ceiling = 10 ** ((recipe.true_peak_dbtp - recipe.limiter.margin_db) / 20)
    found = _mastering(recipe, mix, parts, ceiling=ceiling, held_back=held)
    node = 0
    for block in mix:
        yield found.mastered(block, first_node=node)
        node += len(block) // NODE


def _bed_under(recipe: Recipe, line: _Line, music: Sound | None) -> Bed | None:
    if music is None or not len(music) or line.words is None:
        return None
    return Bed(recipe, music, words=line.words, spans=line.spans, until=line.frames)


def _mastering(recipe: Recipe, mix: Iterable[Samples], parts: Parts, *, ceiling: float, held_back: bool) -> Master:
    above = ceiling * _NEAR
    while True:
        nodes = _nodes(mix, channels=recipe.channels, above=above)
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
            return replace(found, gains=gains)
        above = 0.7 * ceiling / highest


def _nodes(blocks: Iterable[Samples], *, channels: int, above: float) -> Nodes:
    weighted, heights = HopEnergies(NODE, channels), NodePeaks(NODE, channels)
    peaks, energies = [], []
    for block in blocks:
        peaks.append(heights.add(block, above=above))
        energies.append(weighted.add(block).astype(np.float32))
    peaks.append(heights.rest(above=above))
    return Nodes(peaks=np.concatenate(peaks), energies=np.concatenate([*energies, np.zeros(0, np.float32)]))


def _regrouped(arrays: Iterator[Samples], length: int) -> Iterator[Samples]:
    """The same samples in arrays of that length; the last may be shorter."""
    waiting: list[Samples] = []
    count = 0
    for array in arrays:
        rest = array
        while count + len(rest) >= length:
            missing = length - count
            yield np.concatenate([*waiting, rest[:missing]]) if waiting else rest[:missing]
            waiting, count, rest = [], 0, rest[missing:]
        if len(rest):
            waiting.append(rest)
            count += len(rest)
    if count:
        yield np.concatenate(waiting)
