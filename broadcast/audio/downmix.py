"""A sound's channels, block by block -> one channel of the same length, in which nothing cancels.

That is their mean, and it stays the mean bit for bit but around a place where channels mirror each other: a wire
was swapped there, or a plug is half out, and the mean would lose what they have in common. Of those the one that
has most of it is taken alone; ways fade into one another. It is judged band by band, so that a mirrored voice is
found under music that is not mirrored, and by the second before and behind: so much is held back.

Pure, in constant memory. What is decided does not hang on how the sound was cut into blocks.
"""

from collections import deque
from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

_Samples = NDArray[np.float32]
_Figures = NDArray[np.float32]

_FRAME_S = 1 / 12
"""Long enough to tell the bands of a voice apart, and shorter than a syllable."""
_AROUND_S = 1.0
_FADE_SHARE = 0.25
_CANCELLED = 0.2
"""Of channels that are unlike, one's share of the power is left in the mean (of two, half), and so it is of one
beside silent ones. With a fifth of that share left, they were each other's mirror image."""
_ASIDE = 0.1
"""A channel that has less than that of the leading one's power in the bands in question does not cancel it."""
_LEAST_SHARE, _LEAST_POWER = 0.01, 1e-9
"""Of the strongest band and to full scale: what is softer is looked at in no band."""
_LOWEST_HZ, _HIGHEST_HZ = 100.0, 5_000.0
_WIDEN, _FEWEST_BINS = 1.26, 16
"""Bands of a third of an octave; with fewer bins, two unlike noises would be mirrored by chance."""
_LOUDER = 2.0
"""By so much power another channel must lead until the choice moves to it."""


class Downmix:
    """Mixes the channels of one sound down to one."""

    def __init__(self, rate_hz: int, channels: int) -> None:
        """Begin a sound of so many channels, two or more."""
        self._frame = 1 << max(6, round(np.log2(rate_hz * _FRAME_S)))
        self.channels = channels
        """How many it mixes."""
        self._bands = _edges(rate_hz, self._frame)
        self._window = np.hanning(self._frame).astype(np.float32)[:, None]
        self._around = round(_AROUND_S * rate_hz / self._frame)
        self._rest: _Samples = np.zeros((0, channels), np.float32)
        self._waiting: deque[_Samples] = deque()
        # powers of each band in every channel, and last in the mean
        nothing = np.zeros((channels + 1, len(self._bands)), np.float32)
        self._near = deque([nothing], maxlen=3)
        self._lost = deque([np.zeros(channels)] * self._around, maxlen=2 * self._around + 1)
        self._all = tuple(range(channels))
        self._taken: tuple[int, ...] = ()
        self._leads: int | None = None

    def add(self, samples: _Samples) -> _Samples:
        """Take the next samples, of shape (frames, channels), any number; return what is decided by now."""
        held = np.concatenate([self._rest, samples])
        whole = len(held) // self._frame * self._frame
        self._rest = held[whole:]
        blocks = held[:whole].reshape(-1, self._frame, self.channels)
        out = [self._step(block, figures) for block, figures in zip(blocks, self._figures(blocks), strict=True)]
        return _joined(out)

    def end(self) -> _Samples:
        """Return the rest, once all was added."""
        out = []
        if frames := len(self._rest):
            padded = np.zeros((1, self._frame, self.channels), np.float32)
            padded[0, :frames] = self._rest
            out.append(self._step(self._rest, self._figures(padded)[0]))
            self._rest = self._rest[:0]
        nothing = np.zeros((self.channels + 1, len(self._bands)), np.float32)
        out += [self._step(None, nothing) for _ in range(self._around + 1)]
        return _joined(out)

    def _figures(self, blocks: _Samples) -> _Figures:
        """The power of each band in every channel and in their mean: (blocks, channels + 1, bands)."""
        figures = np.zeros((len(blocks), self.channels + 1, len(self._bands)), np.float32)
        unlike = (blocks != blocks[:, :, :1]).any(axis=(1, 2))  # where they are alike nothing is lost
        if unlike.any():
            spectra = np.fft.rfft(blocks[unlike] * self._window, axis=1).transpose(0, 2, 1)
            both = np.concatenate([spectra, spectra.mean(axis=1, keepdims=True)], axis=1)
            power = np.square(both.real) + np.square(both.imag)
            figures[unlike] = np.add.reduceat(power, self._bands, axis=2) / self._frame**2
        return figures

    def _step(self, block: _Samples | None, figures: _Figures) -> _Samples | None:
        """Take a block and its figures; return the one that is decided by now, mixed, or None where none is."""
        if block is not None:
            self._waiting.append(block)
        self._near.append(figures)
        if len(self._near) < 3:
            return None
        self._lost.append(_lost(np.sum(self._near, axis=0)))
        if len(self._lost) <= 2 * self._around or not self._waiting:
            return None
        return self._mixed(self._waiting.popleft(), np.sum(self._lost, axis=0))

    def _mixed(self, block: _Samples, lost: NDArray[np.float64]) -> _Samples:
        before, self._taken = self._taken, self._chosen(lost)
        mixed = _mean(block, self._taken)
        if before and before != self._taken:
            fading = min(len(block), round(_FADE_SHARE * self._frame))
            rising = np.linspace(0, 1, fading, dtype=np.float32)
            mixed[:fading] = mixed[:fading] * rising + _mean(block[:fading], before) * (1 - rising)
        return mixed

    def _chosen(self, lost: NDArray[np.float64]) -> tuple[int, ...]:
        """Which channels are mixed: all, or of those that mirror each other one."""
        if not lost.any():
            return self._all
        if self._leads is None or lost.max() > _LOUDER * lost[self._leads]:
            self._leads = int(lost.argmax())
        return tuple(one for one in self._all if one == self._leads or lost[one] < _ASIDE * lost[self._leads])


def mixed_down(blocks: Iterable[_Samples], rate_hz: int, channels: int) -> Iterator[_Samples]:
    """Mix a sound of so many channels, two or more, down to one; yield its blocks as they are decided."""
    mix = Downmix(rate_hz, channels)
    for block in blocks:
        yield mix.add(block)
    yield mix.end()


def _lost(figures: _Figures) -> NDArray[np.float64]:
    """How much power each channel has in the bands that would be lost in their mean; all 0: none is."""
    powers, mixed = figures[:-1], figures[-1]
    usual = powers.mean(axis=0)
    heard = usual > max(_LEAST_SHARE * float(usual.max(initial=0.0)), _LEAST_POWER)
    cancelled = heard & (mixed < _CANCELLED / len(powers) * usual)
    return np.asarray(powers[:, cancelled].sum(axis=1), np.float64)


def _mean(block: _Samples, taken: tuple[int, ...]) -> _Samples:
    kept = block if len(taken) == block.shape[1] else block[:, list(taken)]
    return np.asarray(kept.mean(axis=1), np.float32)


def _joined(blocks: list[_Samples | None]) -> _Samples:
    return np.concatenate([np.zeros(0, np.float32), *(block for block in blocks if block is not None)])


def _edges(rate_hz: int, frame: int) -> NDArray[np.intp]:
    """The first bin of each band; the last reaches to the end, over all the others."""
    hz = rate_hz / frame
    at = max(1, round(_LOWEST_HZ / hz))
    edges = [at]
    while at < min(_HIGHEST_HZ / hz, frame // 2):
        at = max(at + _FEWEST_BINS, round(at * _WIDEN))
        edges.append(min(at, frame // 2))
    return np.array(edges, np.intp)
