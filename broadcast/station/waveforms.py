"""Carts -> their waves as a screen draws them: how loud each of some hundred stretches is; each is read once."""

from collections import OrderedDict
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from broadcast.base.errors import BroadcastError
from broadcast.programme.model import Cart, Fingerprint

if TYPE_CHECKING:
    from broadcast.audio.sound import Samples

BARS = 180
"""Stretches of a wave."""
_MOST = 64
"""Waves that are kept; the one that nobody asked for longest goes first."""

Wave = tuple[int, ...]
"""How loud each stretch is (RMS), 100 being the loudest."""


class Waveforms:
    """The waves of one ward's carts, `root` its audio_cache/; each cart is read once, block by block."""

    def __init__(self, root: Path) -> None:
        """Nothing is read, and nothing of sound loaded, before the first wave is asked for."""
        self._root = root
        self._kept: OrderedDict[Fingerprint, Wave] = OrderedDict()
        self._lock = Lock()

    def of(self, cart: Cart) -> Wave:
        """Return the wave of a cart; empty where its sound cannot be read, which is tried again the next time."""
        with self._lock:
            if cart.fingerprint in self._kept:
                self._kept.move_to_end(cart.fingerprint)
                return self._kept[cart.fingerprint]
        wave = _read(self._root, cart)
        if wave:
            with self._lock:
                self._kept[cart.fingerprint] = wave
                while len(self._kept) > _MOST:
                    self._kept.popitem(last=False)
        return wave


def _read(root: Path, cart: Cart) -> Wave:
    from broadcast.library.sounds import Library

    try:
        with Library(root).open(cart) as sound:
            ends = [sound.frames * (bar + 1) // BARS for bar in range(BARS)]
            steps = zip([0, *ends], ends, strict=False)
            levels = [_level(sound.read(end - begin)) for begin, end in steps]
    except BroadcastError:  # no longer there, or damaged: a page without a wave tells no less
        return ()
    loudest = max(levels)
    return tuple(round(100 * level / loudest) for level in levels) if loudest > 0 else ()


def _level(samples: "Samples") -> float:
    import numpy as np

    return float(np.sqrt(np.square(samples, dtype=np.float64).mean())) if samples.size else 0.0
