"""48 kHz samples -> the height of the wave between them, by fourfold oversampling (ITU-R BS.1770 Annex 2).

Only where samples stand high enough can the wave between them be highest, so only there is it computed: the answer
is the same as for all of it. Why the bound holds: docs/decisions/015-blocked-filters.md.
"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from broadcast.audio.sound import Samples, each_channel

_PHASES = 4
_HALF_TAPS = 12  # BS.1770's own filter has 12 taps a phase; 24 read a sine at 0.4 of the rate within 0.02 dB
_RUN = 48
"""Samples that are looked at together: one millisecond."""
_WINDOW = _RUN + 2 * _HALF_TAPS - 1
"""Samples of which the wave over one run is made."""
_RUNS_A_PRODUCT = 24  # so few BLAS does in the caller's own thread; its threads stand in the way of ours
_RUNS_AT_ONCE = 1008


def node_peaks(samples: Samples, node: int, *, above: float) -> Samples:
    """Find the height of the wave (an amplitude) in each `node` samples of one channel (48 kHz).

    `node` is a multiple of 48; the last samples may be fewer. Where the wave surely stays under `above` (an
    amplitude), the height of the samples alone is told.
    """
    if len(samples) % node:
        samples = np.pad(samples, (0, -len(samples) % node))
    peaks = _highest_in_runs(np.abs(samples))
    chosen = np.flatnonzero(_upper_bounds(samples, peaks) > above)
    for start in range(0, len(chosen), _RUNS_AT_ONCE):
        some = chosen[start : start + _RUNS_AT_ONCE]
        peaks[some] = np.maximum(peaks[some], _oversampled_peaks(samples, some))
    return _highest_in_runs(peaks, node // _RUN)


class NodePeaks:
    """The heights that `node_peaks` finds, the highest channel's, of 48 kHz samples that come in pieces.

    A node's height is known only when the node after it is whole.
    """

    def __init__(self, node: int, channels: int = 1) -> None:
        self._channels = [_ChannelPeaks(node) for _ in range(channels)]

    def add(self, samples: Samples, *, above: float) -> Samples:
        """Take the next samples; return the heights (amplitudes) of the nodes that are whole, all but the last.

        The last one's comes with the next node. No height is returned twice. `above` is that of `node_peaks`.
        """
        parts = zip(self._channels, each_channel(samples), strict=True)
        return np.asarray(np.maximum.reduce([one.add(part, above=above) for one, part in parts]))

    def rest(self, *, above: float) -> Samples:
        """Return the heights of the nodes not returned yet, as if silence came next; `add` may still be called."""
        return np.asarray(np.maximum.reduce([one.rest(above=above) for one in self._channels]))


class _ChannelPeaks:
    def __init__(self, node: int) -> None:
        self._node = node
        self._held: Samples = np.zeros(node, np.float32)
        """The last node told, then what has come after it."""

    def add(self, samples: Samples, *, above: float) -> Samples:
        self._held = np.concatenate([self._held, samples])
        nodes = len(self._held) // self._node
        if nodes < 3:
            return np.zeros(0, np.float32)
        peaks = node_peaks(self._held[: nodes * self._node], self._node, above=above)[1:-1]
        self._held = self._held[(nodes - 2) * self._node :]
        return peaks

    def rest(self, *, above: float) -> Samples:
        return node_peaks(self._held, self._node, above=above)[1:]


def _upper_bounds(samples: Samples, heights: Samples) -> Samples:
    """For each run of 48 samples, of these heights: what the wave after each of them cannot exceed.

    Between two samples it leaves the straight line only as far as the samples around bend (second differences).
    """
    bent = _second_differences(samples)
    bends = _highest_in_runs(np.abs(bent, out=bent))
    for end in (0, -1) if len(samples) else ():  # from nothing to the first sample is a bend too
        bends[end] = max(bends[end], abs(samples[end]))
    return _highest_with_neighbours(heights) + np.float32(_most_a_bend_lifts()) * _highest_with_neighbours(bends)


def _second_differences(samples: Samples) -> Samples:
    """At each sample; there is silence before the first and after the last."""
    bent = np.float32(-2) * samples
    bent[1:] += samples[:-1]
    bent[:-1] += samples[1:]
    return bent


def _highest_with_neighbours(runs: Samples) -> Samples:
    # all that a run's oversampled values are made of lies in it and the runs beside it: _HALF_TAPS < _RUN
    edged = np.concatenate([runs[:1], runs, runs[-1:]])
    reached: Samples = np.maximum(np.maximum(edged[:-2], edged[1:-1]), edged[2:])
    return reached


def _highest_in_runs(heights: Samples, run: int = _RUN) -> Samples:
    """The highest of each `run` of them; none is negative, so they stand in the order of their bits.

    Whole numbers are compared in half the time: numpy looks after each run of float32 for what went wrong in it.
    """
    if not len(heights):
        return heights
    bits = heights.view(np.int32)
    return np.maximum.reduceat(bits, np.arange(0, len(bits), run)).view(np.float32)


def _oversampled_peaks(samples: Samples, runs: NDArray[np.intp]) -> Samples:
    """The highest value of the wave over each of these runs, between its samples."""
    places = runs[:, None] * _RUN + np.arange(1 - _HALF_TAPS, _RUN + _HALF_TAPS)
    windows = samples.take(places, mode="clip")
    windows[(places < 0) | (places >= len(samples))] = 0
    stacks = np.zeros((-(-len(runs) // _RUNS_A_PRODUCT), _RUNS_A_PRODUCT, _WINDOW), np.float32)
    stacks.reshape(-1, _WINDOW)[: len(runs)] = windows
    between = np.abs(stacks @ _oversampling_matrix()).reshape(-1)
    return _highest_in_runs(between, (_PHASES - 1) * _RUN)[: len(runs)]


@cache
def _oversampling_matrix() -> NDArray[np.float32]:
    """(_WINDOW, 3 x 48): a run and what lies around it -> the wave between its samples."""
    matrix = np.zeros((_WINDOW, (_PHASES - 1) * _RUN), np.float32)
    for place in range(_RUN):
        matrix[place : place + 2 * _HALF_TAPS, place * (_PHASES - 1) : (place + 1) * (_PHASES - 1)] = (
            _interpolation_taps()
        )
    return matrix


@cache
def _interpolation_taps() -> NDArray[np.float32]:
    """(taps, 3): Kaiser-windowed sinc that reads the wave a quarter, a half and three quarters after a sample."""
    distance = np.arange(1, _PHASES)[None, :] / _PHASES - np.arange(-_HALF_TAPS + 1, _HALF_TAPS + 1)[:, None]
    window = np.i0(6.0 * np.sqrt(np.clip(1 - (distance / _HALF_TAPS) ** 2, 0, None))) / np.i0(6.0)
    taps = np.sinc(distance) * window
    taps /= taps.sum(axis=0)
    # let it keep straight lines straight, by a hair's change of the two taps in the middle
    lean = (taps * distance).sum(axis=0)
    taps[_HALF_TAPS - 1] -= lean
    taps[_HALF_TAPS] += lean
    return np.asarray(taps, np.float32)


@cache
def _most_a_bend_lifts() -> float:
    """How far the wave can leave the straight line between two samples, for each unit of second difference.

    The taps less those of the straight line, summed up twice, are the taps that would act on second differences.
    """
    off_the_line = _interpolation_taps().astype(np.float64)
    quarters = np.arange(1, _PHASES) / _PHASES
    off_the_line[_HALF_TAPS - 1] -= 1 - quarters
    off_the_line[_HALF_TAPS] -= quarters
    on_bends = off_the_line.cumsum(axis=0).cumsum(axis=0)
    return float(np.abs(on_bends).sum(axis=0).max()) * 1.001  # and a little for the rounding of float32
