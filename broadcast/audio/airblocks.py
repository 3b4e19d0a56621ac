"""The stretches of speech in a cart -> blocks of 2 to 4 seconds of it, each found in what was heard by itself.

Found by correlation that is normalised where it lies: 1 for the same wave at whatever level, near 0 for another.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from broadcast.audio.airband import RATE_HZ
from broadcast.audio.sound import Floats, Samples

_LEAST, _MOST = 2 * RATE_HZ, 4 * RATE_HZ
_APART = round(0.3 * RATE_HZ)
_PEAKS = 4
"""How many places of one block are looked at: an echo, or a sentence said twice, may be louder than the first."""
_FAINT = 1e-3
"""Of the mean power: what lies under it is silence, in which anything is like anything."""


@dataclass(frozen=True, slots=True)
class Block:
    """Frames [start, end) of a cart, at 8 kHz."""

    start: int
    end: int

    @property
    def middle(self) -> float:
        """Return the frame in its middle: there a clock that goes wrong moves it as much as all of it."""
        return (self.start + self.end) / 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """Where a block may have been heard."""

    block: int
    """Its place among the blocks."""
    at: float
    """Its middle in its cart, in frames."""
    lag: float
    """So many frames later it lies in what was heard."""
    likeness: float
    """0 to 1; the wave may stand on its head."""


def blocks_of(spans: Sequence[tuple[int, int]], rate_hz: int) -> tuple[Block, ...]:
    """Cut the stretches of speech (frames at `rate_hz`) into blocks of 2 to 4 s, short pauses included.

    Stretches that lie near each other go together; of a cart with less than 2 s of speech all of it is one block.
    """
    found: list[Block] = []
    open_: Block | None = None
    for start, end in ((round(a * RATE_HZ / rate_hz), round(b * RATE_HZ / rate_hz)) for a, b in spans):
        if open_ is not None and end - open_.start <= _MOST:
            open_ = Block(open_.start, end)
        else:
            found += [open_] if open_ is not None else []
            open_ = Block(start, end)
        if open_.end - open_.start >= _LEAST:
            found += _parts(open_)
            open_ = None
    return tuple([*found, open_] if open_ is not None else found)


def _parts(block: Block) -> Iterator[Block]:
    """The block in equal parts of at most four seconds."""
    count = -(-(block.end - block.start) // _MOST)
    edges = np.linspace(block.start, block.end, count + 1).round().astype(int)
    return (Block(int(start), int(end)) for start, end in pairwise(edges))


class Heard:
    """What was heard, made ready to be searched again and again."""

    def __init__(self, samples: Samples) -> None:
        """`samples`: narrowed, shape (n,), of at least one frame."""
        self.samples = samples
        self._size = fast_size(len(samples))
        self._spectrum = np.fft.rfft(samples, self._size)
        self._powers = _summed(samples)

    def peaks(self, cart: Samples, block: Block, number: int) -> list[Peak]:
        """Find the four places, 0.3 s apart, that are most like the cart's block; the best first.

        None where the block is longer than what was heard.
        """
        words = cart[block.start : block.end]
        places = len(self.samples) - len(words) + 1
        if places <= 0:
            return []
        spectrum = self._spectrum * np.conj(np.fft.rfft(words, self._size))
        products = np.fft.irfft(spectrum, self._size)[:places].astype(np.float32, copy=False)
        alike = np.abs(_over_powers(products, self._powers, words))
        found = []
        for _ in range(_PEAKS):
            best = int(alike.argmax())
            likeness = float(alike[best])
            found.append(Peak(block=number, at=block.middle, lag=best - block.start, likeness=likeness))
            alike[max(0, best - _APART) : best + _APART] = 0
        return found


def normalised(products: Samples, heard: Samples, words: Samples) -> Floats:
    """Divide the products of `words` with each place of `heard` by the power that both have there: -1 to 1."""
    return _over_powers(products, _summed(heard), words)


def _summed(samples: Samples) -> Floats:
    return np.concatenate([[0.0], np.cumsum(np.square(samples), dtype=np.float64)])


def _over_powers(products: Samples, powers: Floats, words: Samples) -> Floats:
    there = powers[len(words) :][: len(products)] - powers[: len(products)]
    faint = _FAINT * powers[-1] / len(powers) * len(words) + 1e-20
    return np.asarray(products / np.sqrt(np.maximum(there, faint) * (np.square(words).sum() + 1e-20)), np.float64)


def fast_size(least: int) -> int:
    """Return a number from `least` on of which a Fourier transform is quick: at most 16 times a power of two."""
    unit = 1 << max(0, least.bit_length() - 4)
    return -(-least // unit) * unit
