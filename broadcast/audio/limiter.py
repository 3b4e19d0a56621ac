"""A mix -> the gain that brings it to its loudness and keeps its wave under the ceiling.

All is decided on nodes of 4 ms (how high the wave stands, how much K-weighted energy it has); the samples are
touched once, when the gain is applied. Because every peak is known before, the gain
is down when it comes (look-ahead), and no correction is ever needed afterwards.
"""

from dataclasses import dataclass

import numpy as np

from broadcast.audio.envelope import envelope
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import HOP, RATE_HZ, Gate
from broadcast.audio.nodes import NODE, NODES_IN_HOP, Nodes
from broadcast.audio.recipe import Limiter
from broadcast.audio.sound import Floats, Samples, by_channel

_CLOSE_ENOUGH_LU = 0.005
_ROUNDS = 20
_LEAST_PASSED = 0.1
MOST_GAIN_DB = 40.0
"""What the master adds at most."""
_DEEPEST_DB = 60.0
_AT_ONCE = 600 * NODES_IN_HOP  # a minute


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Master:
    """One gain for the whole mix, and what the limiter takes from it where the wave would stand too high."""

    gain: float
    nodes: Nodes
    ceiling: float
    """The height that the wave never passes, an amplitude."""
    limiter: Limiter
    gains: Floats | None = None
    """A gain for each border of the nodes, in which these are counted already; None: 1 everywhere."""

    def curve(self, start: int, stop: int) -> Floats:
        """Compute the gain (an amplitude, limiting included) at the borders of nodes [start, stop).

        Returns one value more than there are nodes.
        """
        reach = self._reach()
        first = max(0, start - reach)
        peaks = self.nodes.peaks[first : stop + reach] * np.float32(self.gain)
        within = limited(peaks, ceiling=self.ceiling, limiter=self.limiter)
        curve = self.gain * within[start - first : stop - first + 1]
        return curve if self.gains is None else curve * self.gains[start : stop + 1]

    def mastered(self, samples: Samples, *, first_node: int) -> Samples:
        """Apply the gain to samples of the mix that begin at node `first_node` (from 0); return as many.

        All channels get the same gain: one that was turned down alone would pull the image to the other side.
        """
        curve = self.curve(first_node, first_node + -(-len(samples) // NODE))
        return by_channel(lambda channel: apply(channel, curve), samples)

    def _reach(self) -> int:
        """Nodes over which a peak is felt before and after it."""
        return (
            round((_DEEPEST_DB / self.limiter.release_db_per_s + 3 * self.limiter.lookahead_s) * RATE_HZ / NODE)
            + 4
        )


def master(
    nodes: Nodes, *, target_lufs: Lufs, ceiling: float, limiter: Limiter, most_gain_db: float = MOST_GAIN_DB
) -> Master:
    """Find the one gain that brings a mix to `target_lufs`, within 0.005 LU after limiting; return it as a Master.

    The `ceiling` (an amplitude) always holds. The target is not reached where it would take more than
    `most_gain_db` of gain, or more limiting than 20 rounds of the secant method can weigh; a silent mix keeps
    gain 1.
    """
    gain_db, last = 0.0, None
    for _ in range(_ROUNDS):
        found = Master(gain=10 ** (gain_db / 20), nodes=nodes, ceiling=ceiling, limiter=limiter)
        off = target_lufs - _loudness(found)
        if not np.isfinite(off) or abs(off) < _CLOSE_ENOUGH_LU:
            break
        # the more is limited, the less of each further dB comes through: learn how much (secant method)
        passed = (last[1] - off) / (gain_db - last[0]) if last and gain_db != last[0] else 1.0
        last = (gain_db, off)
        gain_db = min(gain_db + off / min(max(passed, _LEAST_PASSED), 1.0), most_gain_db)
    return found


def limited(peaks: Floats | Samples, *, ceiling: float, limiter: Limiter) -> Floats:
    """Compute the gain (at most 1) at each border of the nodes that keeps peaks under `ceiling` (an amplitude).

    `peaks` has one amplitude for each node of 4 ms; the result has one value more.
    """
    if peaks.max(initial=0.0) <= ceiling:
        return np.ones(len(peaks) + 1)
    over_db = 20 * np.log10(np.maximum(peaks.astype(np.float64) / ceiling, 1.0))
    edged = np.concatenate([[0.0], over_db, [0.0]])
    borders = np.maximum(edged[:-1], edged[1:])
    ahead = max(1, round(limiter.lookahead_s * RATE_HZ / NODE))
    down_db = envelope(borders, reach=ahead, fall=limiter.release_db_per_s * NODE / RATE_HZ)
    return np.asarray(10 ** (-np.maximum(down_db, 0.0) / 20))


def apply(samples: Samples, gain: Floats) -> Samples:
    """Multiply one channel by a gain given at the borders of its nodes (4 ms) and linear between them.

    `gain` (amplitudes) has at least one value more than the samples have nodes, a last short one counted; returns
    as many samples.
    """
    spare = -len(samples) % NODE
    rows = (np.pad(samples, (0, spare)) if spare else samples).reshape(-1, NODE)
    borders = gain[: len(rows) + 1].astype(np.float32)
    slope = np.diff(borders)
    moving = np.flatnonzero(slope)
    factors = borders[moving, None] + slope[moving, None] * (np.arange(NODE, dtype=np.float32) / NODE)
    shaped = rows * borders[:-1, None]
    shaped[moving] = rows[moving] * factors
    return shaped.reshape(-1)[: len(samples)]


def _loudness(found: Master) -> Lufs:
    gate = Gate()
    whole = len(found.nodes) // NODES_IN_HOP * NODES_IN_HOP
    for start in range(0, whole, _AT_ONCE):
        stop = min(start + _AT_ONCE, whole)
        gain = found.curve(start, stop)
        # the gain moves slowly against the K-weighting's response, so it may as well come after it
        squares = (gain[:-1] ** 2 + gain[:-1] * gain[1:] + gain[1:] ** 2) / 3
        energies = (found.nodes.energies[start:stop] * squares).reshape(-1, NODES_IN_HOP).sum(axis=1)
        gate.add(energies / HOP)
    return gate.loudness()
