"""A mix -> the gain that brings it to its loudness and keeps its wave under the ceiling.

All is decided on nodes of 4 ms (how high the wave stands, how much K-weighted energy it has), of which an hour
takes 11 MB; the samples are touched once, when the gain is applied. Because every peak is known before, the gain
is down when it comes (look-ahead), and no correction is ever needed afterwards.
"""

from dataclasses import dataclass

import numpy as np

from broadcast.audio.loudness import HOP, RATE_HZ, Floats, Lufs, gated
from broadcast.audio.recipe import Limiter
from broadcast.audio.sound import Samples

NODE = 192
"""Frames at 48 kHz: 4 ms."""
_NODES_IN_HOP = HOP // NODE
_CLOSE_ENOUGH_LU = 0.005
_ROUNDS = 20
_LEAST_PASSED = 0.1
_MOST_GAIN_DB = 40.0


@dataclass(frozen=True, slots=True, eq=False)
class Nodes:
    """What the master needs to know of a mix."""

    peaks: Samples
    """Height of the wave in each node."""
    energies: Floats
    """K-weighted sum of squares in each node."""


def master_gain(nodes: Nodes, *, target_lufs: Lufs, ceiling: float, limiter: Limiter) -> Floats:
    """Gain at the border of each node (one more than there are nodes); linear between them.

    With it the mix has its target loudness, if limiting lets it, and stays under the ceiling (an amplitude).
    """
    gain_db, last = 0.0, None
    for _ in range(_ROUNDS):
        gain = 10 ** (gain_db / 20)
        curve = gain * limited(nodes.peaks * gain, ceiling=ceiling, limiter=limiter)
        off = target_lufs - _loudness(nodes.energies, curve)
        if not np.isfinite(off) or abs(off) < _CLOSE_ENOUGH_LU:
            break
        # the more is limited, the less of each further dB comes through: learn how much (secant method)
        passed = (last[1] - off) / (gain_db - last[0]) if last and gain_db != last[0] else 1.0
        last = (gain_db, off)
        gain_db = min(gain_db + off / min(max(passed, _LEAST_PASSED), 1.0), _MOST_GAIN_DB)
    return curve


def limited(peaks: Floats | Samples, *, ceiling: float, limiter: Limiter) -> Floats:
    """Gain (at most 1) at the border of each node that keeps peaks of these heights under the ceiling."""
    over_db = 20 * np.log10(np.maximum(peaks.astype(np.float64) / ceiling, 1.0))
    if not over_db.any():
        return np.ones(len(peaks) + 1)
    edged = np.concatenate([[0.0], over_db, [0.0]])
    borders = np.maximum(edged[:-1], edged[1:])
    ahead = max(1, round(limiter.lookahead_s * RATE_HZ / NODE))
    held = _highest_around(borders, ahead)
    fall = np.arange(len(held)) * (limiter.release_db_per_s * NODE / RATE_HZ)
    released = np.maximum(np.maximum.accumulate(held + fall) - fall, 0.0)
    # all values within reach of the window are at least what the peak needs, and so is their mean
    window = np.hanning(2 * ahead + 3)[1:-1]
    smooth = np.convolve(np.pad(released, ahead, mode="edge"), window / window.sum(), mode="valid")
    return np.asarray(10 ** (-smooth / 20))


def apply(samples: Samples, gain: Floats, *, first_node: int = 0) -> Samples:
    """Samples that begin at that node, with the gain of the borders drawn linearly between them."""
    nodes = -(-len(samples) // NODE)
    borders = gain[first_node : first_node + nodes + 1].astype(np.float32)
    padded = np.zeros(nodes * NODE, np.float32)
    padded[: len(samples)] = samples
    rows = padded.reshape(nodes, NODE)
    slope = np.diff(borders)
    moving = np.flatnonzero(slope)
    factors = borders[moving, None] + slope[moving, None] * (np.arange(NODE, dtype=np.float32) / NODE)
    shaped = rows * borders[:-1, None]
    shaped[moving] = rows[moving] * factors
    return shaped.reshape(-1)[: len(samples)]


def _highest_around(values: Floats, reach: int) -> Floats:
    padded = np.pad(values, reach)
    return np.asarray(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1).max(axis=1))


def _loudness(node_energies: Floats, gain: Floats) -> Lufs:
    # the gain moves slowly against the K-weighting's response, so it may as well come after it
    squares = (gain[:-1] ** 2 + gain[:-1] * gain[1:] + gain[1:] ** 2) / 3
    powers = node_energies * squares[: len(node_energies)]
    whole = len(powers) // _NODES_IN_HOP * _NODES_IN_HOP
    return gated(powers[:whole].reshape(-1, _NODES_IN_HOP).sum(axis=1) / HOP)
