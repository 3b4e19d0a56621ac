"""Where the blocks of a cart were heard -> the one line that most of them lie on: a beginning and a drift.

A microphone's clock and a loudspeaker's are two: what is heard comes ever later, or ever earlier, by millionths.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from broadcast.audio.airband import RATE_HZ
from broadcast.audio.airblocks import Block, Peak, fast_size, normalised
from broadcast.audio.sound import Floats, Samples

_MOST_DRIFT = 400e-6
NEAR = round(0.015 * RATE_HZ)
"""Blocks that lie so near a line lie on it: echoes make another place of them the loudest."""
TIGHT = round(0.003 * RATE_HZ)
"""And so near once the line is known: another cart's likeness lies anywhere around it."""
REACH = round(0.8 * RATE_HZ)
"""So far before and behind the line each block is looked for, once there is one."""
_ALONE = 0.3
"""So like must a single block be to be believed without a second one."""
_SURE = 5.5
"""A place is told from chance where it stands so many times over what lies around it."""
_BEFORE = round(0.35 * RATE_HZ)
_EARLIEST = 0.4
"""Of the loudest: an arrival that is nearly as strong, and comes before it, is the nearest horn's."""


@dataclass(frozen=True, slots=True)
class Line:
    """A cart's frame -> how many frames later it was heard, at 8 kHz."""

    offset: float
    """Of the cart's beginning."""
    drift: float = 0.0
    """So much later each frame comes than the one before; 100 millionths are 1e-4."""

    def lag(self, at: float) -> float:
        """Return how much later than in the cart its frame `at` was heard, in frames."""
        return self.offset + self.drift * at


class Look:
    """How like a block is what was heard around its place on the line."""

    def __init__(self, block: Block, alike: Floats, own: Floats, near: int) -> None:
        """`alike`: from REACH frames before the line to REACH behind it, -1 to 1; `own`: of the block by itself.

        What lies `near` frames off the line lies on it.

        A voice's pitch makes a block like itself again and again.
        """
        self.block, self.alike, self.own = block, alike, own
        on_line, far = np.abs(alike[REACH - near : REACH + near + 1]), np.abs(alike)
        # the median is not moved by the few places that are no chance
        certain = _SURE * float(np.median(far)) / 0.6745
        at, likeness = int(on_line.argmax()) - near, float(on_line.max())
        self.near = likeness if likeness > certain else 0.0
        """How alike they are at the best place near the line, 0 to 1; 0 where that may be chance."""
        elsewhere, most = int(far.argmax()) - REACH, float(far.max())
        is_elsewhere = abs(elsewhere) > near and most > max(certain, 1.5 * self.near)
        self.heard = most if is_elsewhere else self.near
        """The same where it was heard, near the line or plainly off it; 0 where it was not."""
        self.moved = elsewhere if is_elsewhere else at if self.near else 0
        """So many frames behind the line it was heard; below 0 before it."""


def best_line(peaks: Sequence[Peak]) -> tuple[Line, float]:
    """Find the line that the most likeness lies on; return it with how many blocks lie there, weighted by that.

    A single block is believed where it is very like; else the line has no weight.
    """
    best: list[Peak] = []
    for anchor in peaks:
        on_it = [*_nearest(peaks, anchor).values()]
        if _weight(on_it) > _weight(best):
            best = on_it
    if len(best) < 2 and (not best or best[0].likeness < _ALONE):
        return Line(0.0), 0.0
    return through([(one.at, one.lag) for one in best]), _weight(best)


def _nearest(peaks: Sequence[Peak], anchor: Peak) -> dict[int, Peak]:
    """Of each block the most alike peak that may lie on a line with the anchor."""
    found: dict[int, Peak] = {}
    for one in peaks:
        is_on_line = abs(one.lag - anchor.lag) <= NEAR + _MOST_DRIFT * abs(one.at - anchor.at)
        if is_on_line and (one.block not in found or found[one.block].likeness < one.likeness):
            found[one.block] = one
    return found


def _weight(peaks: Iterable[Peak]) -> float:
    return sum(one.likeness for one in peaks)


def through(points: Sequence[tuple[float, float]]) -> Line:
    """Lay a line through points (frame, lag), the median of all slopes between two (Theil, 1950; Sen, 1968).

    Of one point, or of points that lie near each other, the drift is 0: it cannot be told.
    """
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2) if abs(b[0] - a[0]) > 5 * RATE_HZ]
    drift = float(np.clip(np.median(slopes), -_MOST_DRIFT, _MOST_DRIFT)) if slopes else 0.0
    return Line(float(np.median([lag - drift * at for at, lag in points])), drift)


def looked_at(heard: Samples, cart: Samples, block: Block, line: Line, near: int = NEAR) -> Look:
    """Hold a block against what was heard around its place on the line; `heard` reaches as far on both sides."""
    words = cart[block.start : block.end]
    first = block.start + round(line.lag(block.middle)) - REACH
    there = np.zeros(len(words) + 2 * REACH, np.float32)
    known = heard[max(0, first) : max(0, first + len(there))]
    there[max(0, -first) :][: len(known)] = known[: max(0, len(there) + first)] if first < 0 else known
    size = fast_size(len(there) + REACH)
    spectrum = np.conj(np.fft.rfft(words, size))
    products = np.fft.irfft(np.fft.rfft(there, size) * spectrum, size)[: 2 * REACH + 1]
    own = np.roll(np.fft.irfft(np.abs(spectrum) ** 2, size), REACH)[: 2 * REACH + 1]
    alike = normalised(products.astype(np.float32, copy=False), there, words)
    return Look(block, alike, own / (own.max() + 1e-20), near)


def first_arrival(looks: Sequence[Look]) -> int:
    """Return how many frames behind the line (below 0: before it) the sound first arrived, over all blocks.

    The loudest cluster may be a farther one. What the words' own pitch makes alike is divided out of the sum of
    all blocks: what is left is what each way from loudspeaker to microphone adds.
    """
    alike, own = (sum(getattr(one, what) for one in looks) for what in ("alike", "own"))
    window = np.hanning(len(alike))
    size = fast_size(2 * len(alike))
    spectrum = np.abs(np.fft.rfft(own * window, size))
    even = np.fft.rfft(alike * window, size) / (spectrum + 0.1 * spectrum.max())
    ways = np.abs(np.fft.irfft(even, size)[: len(alike)])
    loudest = REACH - NEAR + int(ways[REACH - NEAR : REACH + NEAR + 1].argmax())
    first = max(0, loudest - _BEFORE)
    floor = 6 * float(np.median(ways)) / 0.6745
    early = np.flatnonzero(ways[first : loudest + 1] >= max(_EARLIEST * ways[loudest], min(floor, ways[loudest])))
    at = first + int(early[0])
    top = at + int(ways[at : at + 12].argmax())
    return min(top, loudest) - REACH
