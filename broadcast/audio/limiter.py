"""A mix -> the gain that brings it to its loudness and keeps its wave under the ceiling.

All is decided on nodes of 4 ms (how high the wave stands, how much K-weighted energy it has); the samples are
touched once, when the gain is applied. Because every peak is known before, the gain
is down when it comes (look-ahead), and no correction is ever needed afterwards.
"""

from dataclasses import dataclass

import numpy as np

from broadcast.audio.envelope import envelope
from broadcast.audio.levels import Lufs
from broadcast.audio.loudness import HOP, RATE_HZ, gated
from broadcast.audio.nodes import NODE, NODES_IN_HOP, Nodes
from broadcast.audio.recipe import Limiter
from broadcast.audio.sound import Floats, Samples, each_channel

_CLOSE_ENOUGH_LU = 0.005
_ROUNDS = 20
_LEAST_PASSED = 0.1
MOST_GAIN_DB = 40.0
"""What the master adds at most."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Master:
    """One gain for the whole mix, and what the limiter leaves of it where the wave would stand too high."""

    gain: float
    """An amplitude."""
    curve: Floats
    """The gain, limiting included (an amplitude), at the borders of the nodes: one value more than there are."""


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
        gain = 10 ** (gain_db / 20)
        curve = gain * limited(nodes.peaks * np.float32(gain), ceiling=ceiling, limiter=limiter)
        off = target_lufs - _loudness(nodes, curve)
        if not np.isfinite(off) or abs(off) < _CLOSE_ENOUGH_LU:
            break
        # the more is limited, the less of each further dB comes through: learn how much (secant method)
        passed = (last[1] - off) / (gain_db - last[0]) if last and gain_db != last[0] else 1.0
        last = (gain_db, off)
        gain_db = min(gain_db + off / min(max(passed, _LEAST_PASSED), 1.0), most_gain_db)
    return Master(gain=gain, curve=curve)


def limited(peaks: Floats | Samples, *, ceiling: float, limiter: Limiter) -> Floats:
    """Compute the gain (at most 1) at each border of the nodes that keeps peaks under `ceiling` (an amplitude).

    `peaks` has one amplitude for each node of 4 ms; the result has one value more.
    """
    gain = np.ones(len(peaks) + 1)
    high = np.flatnonzero(peaks > ceiling)
    if not len(high):
        return gain
    over_db = np.zeros(len(peaks) + 2)
    over_db[high + 1] = 20 * np.log10(peaks[high].astype(np.float64) / ceiling)
    borders = np.maximum(over_db[:-1], over_db[1:])
    ahead = max(1, round(limiter.lookahead_s * RATE_HZ / NODE))
    down_db = envelope(borders, reach=ahead, fall=limiter.release_db_per_s * NODE / RATE_HZ)
    down = np.flatnonzero(down_db > 0)
    gain[down] = 10 ** (-down_db[down] / 20)
    return gain


def apply(samples: Samples, gain: Floats) -> None:
    """Multiply samples, all channels alike, by a gain given at the borders of their nodes (4 ms), in place.

    It is linear between them. One channel that was turned down alone would pull the image to the other side.
    `gain` (amplitudes) has one value more than the samples have nodes, of which they are a whole number (else
    ValueError).
    """
    borders = gain.astype(np.float32)
    changes = np.diff(borders)
    moving = np.flatnonzero(changes)  # most nodes keep the gain they begin with
    ways = borders[moving, None] + changes[moving, None] * (np.arange(NODE, dtype=np.float32) / NODE)
    for channel in each_channel(samples):
        rows = channel.reshape(-1, NODE)
        moved = rows[moving] * ways
        rows *= borders[:-1, None]
        rows[moving] = moved


def _loudness(nodes: Nodes, curve: Floats) -> Lufs:
    whole = len(nodes) // NODES_IN_HOP * NODES_IN_HOP
    first, last = curve[:whole], curve[1 : whole + 1]
    # the gain moves slowly against the K-weighting's response, so it may as well come after it
    squares = (first**2 + first * last + last**2) / 3
    return gated((nodes.energies[:whole] * squares).reshape(-1, NODES_IN_HOP).sum(axis=1) / HOP)
