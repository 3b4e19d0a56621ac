"""Music, where the words are -> the bed under them, block by block."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from broadcast.audio.ducking import ducked
from broadcast.audio.fades import loop, rise
from broadcast.audio.horn import banded
from broadcast.audio.loudness import RATE_HZ
from broadcast.audio.recipe import Recipe
from broadcast.audio.sound import Samples, Sound, centred, resampled, scaled
from broadcast.audio.takes import level_gain
from broadcast.audio.trim import Span


class Bed:
    """Music under the words, repeated as needed: from a fade before the first word to a while after the last."""

    def __init__(self, recipe: Recipe, music: Sound, *, words: Span, spans: Sequence[Span], until: int) -> None:
        """`words`: from the first word to the last; `spans`: each stretch of speech, sorted; `until`: the end.

        All in frames at 48 kHz from the beginning of the mix.
        """
        in_band = banded(resampled(music, RATE_HZ).samples, recipe.profile)
        turn = loop(in_band, round(recipe.bed_loop_s * RATE_HZ))
        self._turn = turn * np.float32(level_gain(turn, recipe.loudness_lufs) * 10 ** (recipe.bed_lu / 20))
        self._recipe = recipe
        self._spans = spans
        self._fade = round(recipe.bed_fade_s * RATE_HZ)
        self._start = max(0, words.start - self._fade)
        self._end = min(until, words.end + round(recipe.bed_tail_s * RATE_HZ))

    def part(self, start: int, frames: int) -> Samples:
        """Return the bed in frames [start, start + frames) of the mix (48 kHz): looped, faded, ducked.

        Shape (frames,), or (frames, channels) where the recipe has more channels than one.
        """
        places = np.arange(start, start + frames)
        heard = self._turn[(places - self._start) % len(self._turn)]
        fade = self._fade
        ramp = np.concatenate([[np.float32(0)], rise(fade), [np.float32(1)]]).astype(np.float32)
        inward = np.clip(places - self._start + 1, 0, fade + 1)
        outward = np.clip(self._end - places, 0, fade + 1)
        down = ducked(self._spans_near(start, frames), frames, RATE_HZ, self._recipe.ducking)
        faded_in_and_out = scaled(scaled(heard, ramp[inward]), ramp[outward])
        return centred(scaled(faded_in_and_out, down), self._recipe.channels)

    def _spans_near(self, start: int, frames: int) -> list[Span]:
        """The speech that is felt in these frames, counted from the first of them."""
        ducking = self._recipe.ducking
        reach = round((ducking.attack_s + ducking.hold_s + ducking.release_s) * RATE_HZ) + 1
        first = bisect_left(self._spans, start - reach, key=lambda span: span.end)
        last = bisect_right(self._spans, start + frames + reach, key=lambda span: span.start)
        return [Span(span.start - start, span.end - start) for span in self._spans[first:last]]
