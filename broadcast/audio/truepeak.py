"""Samples -> the height of the wave between them, by fourfold oversampling (BS.1770-4 Annex 2).

Only where samples stand high enough can the wave between them be highest, so only there is it computed: the answer
is the same as for all of it, at a tenth of the work.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples

_PHASES = 4
_HALF_TAPS = 12  # BS.1770-4 asks for 12 taps a phase; 24 read a sine at 0.4 of the rate within 0.02 dB
_RUN = 48


def peak_between_samples(samples: Samples, *, at_least: float = 0.0) -> float:
    """The highest absolute value of the wave (or `at_least`, where that is higher)."""
    highest = max(at_least, float(np.abs(samples).max(initial=0.0)))
    heights = _run_heights(samples)
    order = np.argsort(heights)[::-1]
    for some in np.array_split(order, max(1, len(order) // 256)):
        if not len(some) or heights[some[0]] * _worst_gain() <= highest:
            break
        highest = max(highest, float(_between(samples, np.sort(some)).max(initial=0.0)))
    return highest


def node_peaks(samples: Samples, node: int, *, above: float) -> Samples:
    """The height of the wave in each `node` samples (a multiple of 48; the last may be short).

    Where it surely stays under `above` the height of the samples is enough.
    """
    padded = np.zeros(-(-len(samples) // node) * node, np.float32)
    padded[: len(samples)] = samples
    peaks = np.abs(padded.reshape(-1, _RUN)).max(axis=1)
    chosen = np.flatnonzero(_run_heights(padded) * _worst_gain() > above)
    for some in np.array_split(chosen, max(1, len(chosen) // 4096)):
        peaks[some] = np.maximum(peaks[some], _between(padded, some))
    return np.asarray(peaks.reshape(-1, node // _RUN).max(axis=1))


class NodePeaks:
    """`node_peaks` of samples that arrive in pieces: a node is known when the one after it has arrived."""

    def __init__(self, node: int) -> None:
        self._node = node
        self._held: Samples = np.zeros(node, np.float32)
        """The last node told, then what has come after it."""

    def add(self, samples: Samples, *, above: float) -> Samples:
        """Heights of the nodes that these samples complete; under `above` those of the samples are enough."""
        self._held = np.concatenate([self._held, samples])
        nodes = len(self._held) // self._node
        if nodes < 3:
            return np.zeros(0, np.float32)
        peaks = node_peaks(self._held[: nodes * self._node], self._node, above=above)[1:-1]
        self._held = self._held[(nodes - 2) * self._node :]
        return peaks

    def rest(self, *, above: float) -> Samples:
        """Heights of the nodes not told yet, if nothing more comes."""
        return node_peaks(self._held, self._node, above=above)[1:]


def _run_heights(samples: Samples) -> Samples:
    """For each run of 48 samples: the highest sample that its oversampled values are made of."""
    runs = -(-len(samples) // _RUN)
    padded = np.zeros(runs * _RUN, np.float32)
    np.abs(samples, out=padded[: len(samples)])
    own = padded.reshape(runs, _RUN).max(axis=1)
    # the neighbours within reach lie in the runs beside it: _HALF_TAPS < _RUN
    edged = np.concatenate([own[:1], own, own[-1:]])
    reached: Samples = np.maximum(np.maximum(edged[:-2], edged[1:-1]), edged[2:])
    return reached


def _between(samples: Samples, runs: NDArray[np.intp]) -> Samples:
    """The highest oversampled value of each of these runs."""
    starts = runs[:, None] * _RUN + np.arange(-_HALF_TAPS + 1, _RUN + _HALF_TAPS)
    inside = (starts >= 0) & (starts < len(samples))
    windows = np.where(inside, samples[np.clip(starts, 0, len(samples) - 1)], np.float32(0))
    return np.asarray(np.abs(windows @ _interpolation()).max(axis=1, initial=0.0))


@cache
def _phases() -> NDArray[np.float32]:
    """(taps, 3): Kaiser-windowed sinc that reads the wave a quarter, a half and three quarters after a sample."""
    distance = np.arange(1, _PHASES)[None, :] / _PHASES - np.arange(-_HALF_TAPS + 1, _HALF_TAPS + 1)[:, None]
    window = np.i0(6.0 * np.sqrt(np.clip(1 - (distance / _HALF_TAPS) ** 2, 0, None))) / np.i0(6.0)
    taps = np.sinc(distance) * window
    return np.asarray(taps / taps.sum(axis=0), np.float32)


@cache
def _interpolation() -> NDArray[np.float32]:
    """(run + taps - 1, 3 x run): all oversampled values of a run as one matrix product."""
    matrix = np.zeros((_RUN + 2 * _HALF_TAPS - 1, 3, _RUN), np.float32)
    for place in range(_RUN):
        matrix[place : place + 2 * _HALF_TAPS, :, place] = _phases()
    return matrix.reshape(len(matrix), -1)


@cache
def _worst_gain() -> float:
    """No wave stands higher between samples than this many times the highest sample within reach."""
    return float(np.abs(_phases()).sum(axis=0).max())
