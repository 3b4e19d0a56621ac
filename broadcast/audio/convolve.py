"""Samples, impulse response -> filtered samples, by overlap-save (products of spectra, block by block)."""

import numpy as np

from broadcast.audio.sound import Samples

_BLOCK = 16_384
_BLOCKS_AT_ONCE = 8  # so many keep the transforms inside the cache


class Convolution:
    """A filter of fixed taps running over one channel that comes in pieces."""

    def __init__(self, impulse: Samples) -> None:
        """`impulse`: the filter's taps, at most half a block (8,192) of them."""
        self._taps = len(impulse)
        self._step = _BLOCK - self._taps
        self._response = np.fft.rfft(impulse, _BLOCK).astype(np.complex64)
        self._before: Samples = np.zeros(self._taps, np.float32)

    def add(self, samples: Samples) -> Samples:
        """Filter the next samples; return as many as came in.

        With symmetric taps the output lags behind the input by half the number of taps.
        """
        batch = self._step * _BLOCKS_AT_ONCE
        parts = [self._filtered(samples[start : start + batch]) for start in range(0, len(samples), batch)]
        return np.concatenate(parts) if parts else samples

    def _filtered(self, samples: Samples) -> Samples:
        steps = -(-len(samples) // self._step)
        padded = np.zeros(self._taps + steps * self._step, np.float32)
        padded[: self._taps] = self._before
        padded[self._taps : self._taps + len(samples)] = samples
        self._before = padded[len(samples) : len(samples) + self._taps].copy()
        blocks = np.lib.stride_tricks.sliding_window_view(padded, _BLOCK)[:: self._step]
        filtered = np.fft.irfft(np.fft.rfft(blocks, axis=1) * self._response, _BLOCK, axis=1)
        return filtered[:, self._taps :].reshape(-1)[: len(samples)].astype(np.float32, copy=False)


def convolved(samples: Samples, impulse: Samples) -> Samples:
    """Filter one whole channel, samples of shape (n,), with symmetric taps, without delay; return n samples.

    The taps are an odd number, at most 8,192; that is not checked.
    """
    delay = len(impulse) // 2
    return Convolution(impulse).add(np.concatenate([samples, np.zeros(delay, np.float32)]))[delay:]
