"""The nodes of a mix, and where in it is music -> gains that make the music as loud as the words, once limited.

Parts are levelled before they are mixed, and then the limiter takes more from a voice, whose peaks stand high over
its loudness, than from a sting. The gain that makes up for it raises both, so that a sting came to stand over the
voice behind it (decision 016). So each part is mastered alone, to learn how much it needs, and the music gets the
difference.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from broadcast.audio.levels import Lufs
from broadcast.audio.limiter import master
from broadcast.audio.nodes import NODE, Nodes
from broadcast.audio.recipe import Limiter
from broadcast.audio.sound import Floats
from broadcast.audio.trim import Span

_MOST_DB = 6.0
"""Music that would have to be moved further is no sting; what is left is for its maker to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Where in a mix its parts are, in frames at 48 kHz."""

    music: tuple[Span, ...]
    """What sounds alone, before and after the words."""
    words: Span | None
    """From the first word to the last."""


def balance(nodes: Nodes, parts: Parts, *, target_lufs: Lufs, ceiling: float, limiter: Limiter) -> Floats:
    """Compute a gain (an amplitude) for each border of the mix's nodes: 1 in the words, another in each music.

    It moves in a line through the pause between the two. One value more than there are nodes; all 1 where there is
    no music, or nobody speaks.
    """

    def needed_db(part: Span) -> float:
        alone = _between(nodes, part)
        return 20 * float(np.log10(master(alone, target_lufs=target_lufs, ceiling=ceiling, limiter=limiter).gain))

    if parts.words is None or not parts.music:
        return np.ones(len(nodes) + 1)
    words_db = needed_db(parts.words)
    known = [(parts.words, 0.0)]
    known += [(one, float(np.clip(needed_db(one) - words_db, -_MOST_DB, _MOST_DB))) for one in parts.music]
    return _curve(sorted(known, key=lambda one: one[0].start), len(nodes))


def scaled(nodes: Nodes, gains: Floats) -> Nodes:
    """Return the nodes of the mix once `gains`, one for each border, are applied to it."""
    first, last = gains[:-1], gains[1:]
    squares = (first**2 + first * last + last**2) / 3  # of a gain that moves in a line
    return Nodes(
        peaks=(nodes.peaks * np.maximum(first, last)).astype(np.float32),
        energies=(nodes.energies * squares).astype(np.float32),
    )


def _between(nodes: Nodes, part: Span) -> Nodes:
    inside = slice(part.start // NODE, -(-part.end // NODE))
    return Nodes(peaks=nodes.peaks[inside], energies=nodes.energies[inside])


def _curve(known: Sequence[tuple[Span, float]], count: int) -> Floats:
    places = [place / NODE for part, _ in known for place in (part.start, part.end)]
    levels_db = [db for _, db in known for _ in range(2)]
    return np.asarray(10 ** (np.interp(np.arange(count + 1), places, levels_db) / 20))
